"""Gradients of convolution and pooling against small changes of each input, and by hand."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import (
    avg_pool2d,
    avg_pool2d_backward,
    conv2d,
    conv2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from tests.cases import (
    CONVOLUTION_EDGES,
    POOLING_EDGES,
    SEEDS,
    Convolution,
    Pooling,
    convolutions,
    poolings,
)
from tests.oracle import Array, examples, random_numbers


def slope(function: Callable[[Array], Array], x: Array, direction: Array) -> float:
    """Return how fast a function changes when all of x moves a little in a direction."""
    step = 1e-6
    change = function(x + step * direction) - function(x - step * direction)
    return float(change.sum() / (2 * step))


@given(case=convolutions(("float64",)), seed=SEEDS)
@examples("case", (case._replace(x=case.x.astype(float)) for case in CONVOLUTION_EDGES), seed=0)
def test_conv2d_gradients_are_slopes(case: Convolution, seed: int) -> None:
    x, kernel, bias, options = case
    dy = random_numbers(seed, "float64", *conv2d(x, kernel, bias, **options).shape)
    gradients = conv2d_backward(dy, x, kernel, **options)
    functions = (
        lambda x: dy * conv2d(x, kernel, bias, **options),
        lambda kernel: dy * conv2d(x, kernel, bias, **options),
        lambda bias: dy * conv2d(x, kernel, bias, **options),
    )
    for gradient, function, array in zip(gradients, functions, (x, kernel, bias), strict=True):
        direction = random_numbers(seed + 1, "float64", *array.shape)
        assert gradient.shape == array.shape
        expected = slope(function, array.astype(float), direction)
        assert_allclose((gradient * direction).sum(), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("tile", [1, 7, 50, 300, 1500])
@pytest.mark.parametrize("groups", [1, 2])
def test_tiles_join_without_a_seam(monkeypatch: Any, tile: int, groups: int) -> None:
    x = random_numbers(0, "int64", 3, 9, 8, 4)
    kernel = random_numbers(1, "int64", 3, 2, 4 // groups, 6)
    options: Any = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": groups}
    dy = random_numbers(2, "int64", *conv2d(x, kernel, **options).shape)
    expected = conv2d_backward(dy, x, kernel, **options)
    monkeypatch.setattr("cnnbook._sliding.TILE", tile)
    for gradient, whole in zip(conv2d_backward(dy, x, kernel, **options), expected, strict=True):
        assert_array_equal(gradient, whole)


def test_gradients_of_one_image() -> None:
    dx, dkernel, dbias = conv2d_backward([[1, 10]], [[1, 2, 3], [4, 5, 6]], [[1, 2], [3, 4]])
    assert dx.tolist() == [[1, 12, 20], [3, 34, 40]]
    assert dkernel.tolist() == [[21, 32], [54, 65]]
    assert dbias.tolist() == 11
    assert dbias.shape == ()


def test_gradients_keep_32_bits() -> None:
    ones = np.ones((1, 2, 2, 1), "float32")
    gradients = conv2d_backward(ones, ones, ones[:, :1, :1])
    assert {gradient.dtype.name for gradient in gradients} == {"float32"}


# --- pooling


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(max_pool2d, max_pool2d_backward), (avg_pool2d, avg_pool2d_backward)],
    ids=["max", "avg"],
)
@given(case=poolings(("float64",)), seed=SEEDS)
@examples("case", POOLING_EDGES, seed=0)
def test_pooling_gradients_are_slopes(
    forward: Any, backward: Any, case: Pooling, seed: int
) -> None:
    x, size, options = case
    x = x.astype(float)
    dy = random_numbers(seed, "float64", *forward(x, size, **options).shape)
    gradient = backward(dy, x, size, **options)
    assert gradient.shape == x.shape
    assert gradient.dtype == dy.dtype
    direction = random_numbers(seed + 1, "float64", *x.shape)
    expected = slope(lambda x: dy * forward(x, size, **options), x, direction)
    assert_allclose((gradient * direction).sum(), expected, rtol=1e-5, atol=1e-5)


def test_the_first_of_equals_takes_all() -> None:
    assert max_pool2d_backward([[5]], [[1, 1], [1, 1]]).tolist() == [[5, 0], [0, 0]]
    assert max_pool2d_backward([[5]], [[0, 1], [1, 1]]).tolist() == [[0, 5], [0, 0]]
    assert max_pool2d_backward([[1, 10, 100]], [[2, 3, 3, 1]], (1, 2), stride=1).tolist() == [
        [0, 11, 100, 0]
    ]


@pytest.mark.parametrize("lowest", [-np.inf, np.finfo(float).min])
def test_the_border_takes_nothing(lowest: float) -> None:
    x = np.full((1, 3), lowest)
    gradient = max_pool2d_backward(np.ones((1, 3)), x, 3, stride=1, padding="same")
    assert gradient.tolist() == [[2, 1, 0]]


def test_nan_hands_nothing_back() -> None:
    gradient = max_pool2d_backward([[np.nan, 2.0]], [[np.nan, 1, 2, 3]], (1, 2))
    assert gradient.tolist() == [[0, 0, 0, 2]]


def test_special_gradients_stay_where_they_belong() -> None:
    gradient = max_pool2d_backward([[np.nan, np.inf]], [[0, 1, 2, 3]], (1, 2))
    assert_array_equal(gradient, [[0, np.nan, 0, np.inf]])


def test_average_shares_among_the_pixels_inside() -> None:
    gradient = avg_pool2d_backward([[4, 8]], [[0, 0, 0], [0, 0, 0]], padding="same")
    assert gradient.tolist() == [[1, 1, 4], [1, 1, 4]]
    assert gradient.dtype == float


def test_pooling_gradients_keep_the_dtype_of_dy() -> None:
    for backward in (max_pool2d_backward, avg_pool2d_backward):
        assert backward(np.ones((1, 1), "float32"), np.ones((2, 2))).dtype == "float32"
    assert max_pool2d_backward([[1]], [[1.0, 2.0], [3.0, 4.0]]).dtype == "int64"


def test_window_and_stride_are_2_unless_given() -> None:
    for backward in (max_pool2d_backward, avg_pool2d_backward):
        assert backward(np.ones((2, 3)), np.ones((4, 7))).shape == (4, 7)
        assert backward(np.ones((2, 2)), np.ones((6, 7)), 3).shape == (6, 7)


# --- what isn't touched, and wrong input


def test_inputs_stay_as_they_are() -> None:
    x, kernel = np.ones((1, 2, 2, 1)), np.ones((1, 1, 1, 1))
    pooled = np.ones((1, 1, 1, 1))
    for array in (x, kernel, pooled):
        array.flags.writeable = False
    conv2d_backward(x, x, kernel)
    max_pool2d_backward(pooled, x)
    avg_pool2d_backward(pooled, x)


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
def test_gradient_is_no_view_of_another(backward: Any) -> None:
    dy = np.ones((1, 1))
    gradient = backward(dy, np.ones((1, 1)), 1)
    gradient += 1
    assert dy == 1


X, KERNEL = np.ones((2, 4, 4, 1)), np.ones((3, 3, 1, 5))


@pytest.mark.parametrize(
    ("dy", "x", "kernel", "options", "error", "message"),
    [
        (
            np.ones((2, 4, 4, 5)),
            X,
            KERNEL,
            {},
            ValueError,
            "dy has shape (2, 4, 4, 5), but must have that of the output of conv2d, (2, 2, 2, 5)",
        ),
        (
            [[1]],
            [[1, 2]],
            [[1]],
            {},
            ValueError,
            "dy has shape (1, 1), but must have that of the output of conv2d, (1, 2)",
        ),
        ([["a"]], [[1]], [[1]], {}, TypeError, "dy holds <U1, but integers or floats are expected"),
        ([[1]], [[1]], [[1]], {"groups": 2}, ValueError, "groups is 2, but must divide the 1"),
        ([[1]], [[1]], [[1, 1]], {}, ValueError, "kernel 1x2 covers 1x2 pixels, but the image"),
        ([[1]], [[1]], [[1]], {"stride": 0}, ValueError, "stride is 0, but must be one whole"),
    ],
)
def test_convolution_of_wrong_input(
    dy: Any, x: Any, kernel: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        conv2d_backward(dy, x, kernel, **options)


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
@pytest.mark.parametrize(
    ("dy", "x", "options", "error", "message"),
    [
        (
            np.ones((2, 4, 4, 1)),
            X,
            {},
            ValueError,
            "dy has shape (2, 4, 4, 1), but must have that of the output of the pooling, "
            "(2, 2, 2, 1)",
        ),
        ([1], [[1, 2], [3, 4]], {}, ValueError, "dy has shape (1,), but must have that of the"),
        ([["a"]], [[1]], {"size": 1}, TypeError, "dy holds <U1, but integers or floats"),
        ([[1]], [[1]], {}, ValueError, "window 2x2 covers 2x2 pixels, but the image is only 1x1"),
        ([[1]], [[1]], {"padding": "full"}, ValueError, "padding is 'full', but must be"),
        ([[1]], [[1]], {"size": 0}, ValueError, "size is 0, but must be one whole number"),
    ],
)
def test_pooling_of_wrong_input(
    backward: Any, dy: Any, x: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        backward(dy, x, **options)
