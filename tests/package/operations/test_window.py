"""windows: the steps of the hand calculation add up to conv2d."""

import re
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import conv2d, windows
from tests.oracle import golden, random_numbers

DIGIT = golden("verified_cnn")


@given(
    size=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    more=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    stride=st.integers(1, 3),
    dtype=st.sampled_from(["int64", "float64"]),
    seed=st.integers(0, 2**16),
)
def test_steps_are_those_of_conv2d(
    size: tuple[int, int], more: tuple[int, int], stride: int, dtype: str, seed: int
) -> None:
    x = random_numbers(seed, dtype, *np.add(size, more))
    kernel = random_numbers(seed + 1, "float64", *size)
    y = conv2d(x, kernel, 0.5, stride=stride)
    steps = list(windows(x, kernel, 0.5, stride=stride))
    assert [step.position for step in steps] == list(np.ndindex(*y.shape))
    for step in steps:
        i, j = (place * stride for place in step.position)
        assert_array_equal(step.patch, x[i : i + size[0], j : j + size[1]], strict=True)
        assert_array_equal(step.product, step.patch * kernel)
        assert_allclose(step.sum, step.product.sum(), rtol=1e-12, atol=1e-12)
        assert step.value == step.sum + step.bias
        assert_allclose(step.value, y[step.position], rtol=1e-12, atol=1e-12)


def test_recorded_digit() -> None:
    conv1 = DIGIT["conv1"]
    steps = list(windows(DIGIT["digit_10x10_int"], conv1["kernel"], conv1["bias"]))
    values = np.reshape([step.value for step in steps], (8, 8))
    assert_allclose(values, conv1["output_before_relu"], rtol=0, atol=DIGIT["tolerance_abs"])
    assert steps[0].patch.tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert steps[0].sum == conv1["kernel"][2][2]
    assert {step.bias for step in steps} == {conv1["bias"]}


def test_text_of_the_recorded_digit() -> None:
    conv1 = DIGIT["conv1"]
    step = next(windows(DIGIT["digit_10x10_int"], conv1["kernel"], conv1["bias"]))
    assert step.text(shorten=True) == "0×-0.4319 + … + 1×0.1774 - 0.0002 = 0.1772"
    assert step.text() == (
        "0×-0.4319 + 0×0.0838 + 0×-0.2319 + 0×0.0531 + 0×0.2544 + 0×0.3335 + 0×-0.2223"
        " + 0×-0.0213 + 1×0.1774 - 0.0002 = 0.1772"
    )
    assert step.text(1, shorten=True) == "0×-0.4 + … + 1×0.2 - 0.0 = 0.2"


@pytest.mark.parametrize(
    ("x", "kernel", "bias", "text"),
    [
        ([[2]], [[3]], 0, "2×3 = 6"),
        ([[2]], [[3]], 1, "2×3 + 1 = 7"),
        ([[2, 5]], [[3, -1]], -4, "2×3 + 5×-1 - 4 = -3"),
        ([[1, 2, 3]], [[1, 0, 2]], 0, "1×1 + … + 3×2 = 7"),
        ([[0.5]], [[2]], 0.0, "0.500×2 = 1.000"),
        ([[np.nan]], [[1.0]], 0.25, "nan×1.000 + 0.250 = nan"),
    ],
)
def test_text(x: Any, kernel: Any, bias: float, text: str) -> None:
    assert next(windows(x, kernel, bias)).text(3, shorten=True) == text


def test_text_in_a_wrong_precision() -> None:
    step = next(windows([[1]], [[1]]))
    with pytest.raises(TypeError, match=r"^decimals is 1.5, but must be one whole number"):
        step.text(1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^decimals is 0, but must be one whole number"):
        step.text(0)


def test_numbers_are_plain_python() -> None:
    pixels, bias = np.full((2, 2), 255, "uint8"), np.ones((), "float32")
    step = next(windows(pixels, np.full((2, 2), 2, "uint8"), bias))  # type: ignore[arg-type]
    assert (type(step.sum), step.sum) == (int, 2040)
    assert (type(step.bias), type(step.value), step.value) == (float, float, 2041.0)


def test_bias_is_zero_unless_given() -> None:
    step = next(windows([[2]], [[3]]))
    assert (step.sum, step.bias, step.value) == (6, 0, 6)


def test_nan_and_infinity_pass_through() -> None:
    steps = windows([[np.nan, np.inf, -np.inf]], [[1, 1]])
    assert np.isnan([step.value for step in steps]).all()
    assert np.isnan(next(windows([[np.inf]], [[0]])).value)


def test_steps_stay_true_when_the_image_changes() -> None:
    x, kernel = np.zeros((2, 2)), np.ones((1, 1))
    steps = windows(x, kernel)
    first = next(steps)
    x += 1
    kernel += 1
    assert (first.patch.item(), first.kernel.item()) == (0, 1)
    assert (next(steps).patch.item(), first.kernel.item()) == (0, 1)


def test_steps_are_read_only() -> None:
    x = np.zeros((2, 2))
    step = next(windows(x, [[1]]))
    with pytest.raises(ValueError, match="read-only"):
        step.patch[:] = 1
    with pytest.raises(ValueError, match="read-only"):
        step.kernel[:] = 1
    with pytest.raises(FrozenInstanceError):
        step.sum = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            (np.ones((1, 4, 4, 1)), [[1]]),
            ValueError,
            "x has shape (1, 4, 4, 1), but windows are shown for one image and one kernel, both "
            "2-D; choose one, for example x[0, :, :, 0]",
        ),
        (
            ([[1]], np.ones((3, 3, 1, 2))),
            ValueError,
            "kernel has shape (3, 3, 1, 2), but windows are shown for one image and one kernel, "
            "both 2-D; choose one, for example kernel[:, :, 0, 0]",
        ),
        (([1], [[1]]), ValueError, "x has 1 dimensions, shape (1,), but a 2-D image or NHWC"),
        (([["a"]], [[1]]), TypeError, "x holds <U1, but integers or floats are expected"),
        (([[1]], [[1]], [1]), ValueError, "bias has shape (1,), but one number is expected"),
        (([[1]], [[1]], "a"), TypeError, "bias holds <U1, but integers or floats are expected"),
        (
            (np.ones((2, 2)), np.ones((3, 3))),
            ValueError,
            "kernel 3x3 covers 3x3 pixels, but the image is only 2x2; "
            "use a smaller kernel or pad x",
        ),
    ],
)
def test_wrong_input_raises_at_the_call(
    arguments: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        windows(*arguments)  # nothing was asked of the iterator yet


@pytest.mark.parametrize(("stride", "error"), [(0, ValueError), (1.5, TypeError)])
def test_wrong_stride(stride: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=f"^stride is {stride}, but must be one whole number"):
        windows([[1]], [[1]], stride=stride)
