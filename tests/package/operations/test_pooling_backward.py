"""Gradients of pooling against small changes of the input, and by hand."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from tests.cases import POOLING_EDGES, SEEDS, Pooling, poolings
from tests.oracle import examples, random_numbers, slope

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
    x, pooled = np.ones((1, 2, 2, 1)), np.ones((1, 1, 1, 1))
    x.flags.writeable = pooled.flags.writeable = False
    max_pool2d_backward(pooled, x)
    avg_pool2d_backward(pooled, x)


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
def test_gradient_is_no_view_of_another(backward: Any) -> None:
    dy = np.ones((1, 1))
    gradient = backward(dy, np.ones((1, 1)), 1)
    gradient += 1
    assert dy == 1


X = np.ones((2, 4, 4, 1))


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
