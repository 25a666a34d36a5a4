"""max_pool2d against recorded numbers and TensorFlow."""

import re
from typing import Any, NamedTuple

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import max_pool2d, relu
from tests.oracle import Array, golden, golden_input, random_numbers

DIGIT = golden("verified_cnn")


class Case(NamedTuple):
    x: Array
    size: int
    stride: int
    padding: str


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw images and a window that fits."""
    size, padding = draw(st.integers(1, 5)), draw(st.sampled_from(["valid", "same"]))
    least = size if padding == "valid" else 1
    height, width = (draw(st.integers(least, least + 7)) for _ in range(2))
    batch, channels = draw(st.integers(0, 3)), draw(st.integers(1, 3))
    dtype = draw(st.sampled_from(["float32", "float64", "int32"]))
    x = random_numbers(draw(st.integers(0, 2**16)), dtype, batch, height, width, channels)
    return Case(x, size, draw(st.integers(1, 6)), padding)


def edge(image: int, size: int, stride: int, padding: str, batch: int = 1) -> Case:
    return Case(random_numbers(1, "float32", batch, image, image, 2), size, stride, padding)


@given(cases())
@example(edge(1, 1, 1, "valid"))
@example(edge(1, 3, 2, "same"))  # one pixel, all else border
@example(edge(4, 4, 1, "valid"))  # a window as large as the image
@example(edge(9, 2, 4, "valid"))  # a stride larger than the window
@example(edge(9, 2, 4, "same"))
@example(edge(5, 2, 2, "same", batch=0))
def test_equals_tensorflow(case: Case) -> None:
    x, size, stride, padding = case
    y = max_pool2d(x, size, stride=stride, padding=padding)  # type: ignore[arg-type]
    expected = tf.nn.max_pool2d(tf.constant(x), size, stride, padding.upper()).numpy()
    assert y.dtype == expected.dtype
    assert_array_equal(y, expected, strict=True)


@pytest.mark.parametrize(
    "case",
    golden("pooling")["cases"],
    ids=lambda case: f"{case['input']}, pool {case['pool']}, {case['padding']}",
)
def test_recorded_case(case: dict[str, Any]) -> None:
    x = golden_input(case["input"])
    y = max_pool2d(x, case["pool"], stride=case.get("strides"), padding=case["padding"])
    expected = np.array(case["output"])
    assert_array_equal(y[..., 0].reshape(expected.shape), expected)


def test_recorded_digit() -> None:
    y = max_pool2d(relu(DIGIT["conv1"]["output_before_relu"]))
    assert_allclose(y, DIGIT["max_pool_2x2"], rtol=0, atol=DIGIT["tolerance_abs"])


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float16", "float32", "float64"])
def test_border_is_never_the_largest(dtype: str) -> None:
    lowest = np.iinfo(dtype).min if np.dtype(dtype).kind in "iu" else -np.inf
    x = np.full((3, 3), lowest, dtype)
    y = max_pool2d(x, 2, stride=1, padding="same")
    assert_array_equal(y, x, strict=True)


def test_stride_is_the_size_unless_given() -> None:
    x = np.arange(36).reshape(6, 6)
    assert_array_equal(max_pool2d(x, 3), max_pool2d(x, 3, stride=3))
    assert max_pool2d(x).tolist() == [[7, 9, 11], [19, 21, 23], [31, 33, 35]]


def test_nan_and_infinity_pass_through() -> None:
    x = np.array([[np.nan, 1, np.inf, 1, -np.inf, -np.inf]])
    assert_array_equal(max_pool2d(x[[0, 0]]), [[np.nan, np.inf, -np.inf]])


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("size", [1, 2])
def test_input_stays_as_it_is(size: int, padding: Any) -> None:
    x = np.arange(9).reshape(3, 3)
    y = max_pool2d(x, size, padding=padding)
    y += 1
    assert_array_equal(x, np.arange(9).reshape(3, 3))


@pytest.mark.parametrize(
    ("x", "options", "error", "message"),
    [
        (np.ones(4), {}, ValueError, "x has 1 dimensions, shape (4,), but a 2-D image or NHWC"),
        (np.ones((1, 4, 4, 0)), {}, ValueError, "x has shape (1, 4, 4, 0), so its images have no"),
        (np.ones((4, 4)) > 0, {}, TypeError, "x holds bool, but integers or floats are expected"),
        (np.ones((4, 4)), {"size": 0}, ValueError, "size is 0, but must be one whole number"),
        (np.ones((4, 4)), {"size": (2, 2)}, TypeError, "size is (2, 2), but must be one whole"),
        (np.ones((4, 4)), {"stride": 0}, ValueError, "stride is 0, but must be one whole number"),
        (np.ones((4, 4)), {"stride": 1.0}, TypeError, "stride is 1.0, but must be one whole"),
        (np.ones((4, 4)), {"padding": "Same"}, ValueError, "padding is 'Same', but must be"),
        (
            np.ones((4, 2)),
            {"size": 3},
            ValueError,
            "window 3x3 covers 3x3 pixels, but the image is only 4x2; use "
            'padding="same" or a smaller size',
        ),
    ],
)
def test_wrong_input(
    x: Array, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        max_pool2d(x, **options)
