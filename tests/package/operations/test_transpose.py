"""conv2d_transpose against painting in plain loops, and as the mirror of conv2d."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import conv2d, conv2d_backward, conv2d_transpose
from tests.cases import SEEDS, SIDES
from tests.oracle import random_numbers

PADDINGS = st.sampled_from(["valid", "same"])


@given(
    image=st.tuples(SIDES, SIDES),
    size=st.tuples(SIDES, SIDES),
    stride=st.tuples(SIDES, SIDES),
    seed=SEEDS,
)
def test_paints_the_kernel_at_every_pixel(
    image: tuple[int, int], size: tuple[int, int], stride: tuple[int, int], seed: int
) -> None:
    x = random_numbers(seed, "int64", 2, *image, 2)
    kernel = random_numbers(seed + 1, "int64", *size, 3, 2)
    sides = [n * s + max(k - s, 0) for n, k, s in zip(image, size, stride, strict=True)]
    expected = np.zeros((2, *sides, 3), "int64")
    for b, i, j, c in np.ndindex(x.shape):
        top, left = i * stride[0], j * stride[1]
        painted = x[b, i, j, c] * kernel[..., c]
        expected[b, top : top + size[0], left : left + size[1]] += painted
    bias = np.array([1, 2, 3])
    assert_array_equal(conv2d_transpose(x, kernel, bias, stride=stride), expected + bias)


@given(
    image=st.tuples(SIDES, SIDES),
    size=st.tuples(SIDES, SIDES),
    stride=st.integers(1, 3),
    padding=PADDINGS,
    seed=SEEDS,
)
def test_is_the_transpose_of_conv2d(
    image: tuple[int, int], size: tuple[int, int], stride: int, padding: Any, seed: int
) -> None:
    """The dot product with what it makes of x is that of x with what conv2d makes of the other."""
    x = random_numbers(seed, "int64", 1, *image, 2)
    kernel = random_numbers(seed + 1, "int64", *size, 3, 2)
    large = conv2d_transpose(x, kernel, stride=stride, padding=padding)
    other = random_numbers(seed + 2, "int64", *large.shape)
    small = conv2d(other, kernel, stride=stride, padding=padding)
    assert small.shape == x.shape
    assert (large * other).sum() == (x * small).sum()
    assert_array_equal(large, conv2d_backward(x, other, kernel, stride=stride, padding=padding).x)


def test_same_makes_the_image_stride_times_as_large() -> None:
    y = conv2d_transpose(
        np.ones((2, 7, 5, 3), "float32"),
        np.ones((4, 3, 6, 3), "float32"),
        stride=(2, 3),
        padding="same",
    )
    assert y.shape == (2, 14, 15, 6)
    assert y.dtype == "float32"


def test_one_image() -> None:
    y = conv2d_transpose([[1, 10]], [[1, 2], [3, 4]], 5)
    assert y.tolist() == [[6, 17, 25], [8, 39, 45]]
    assert conv2d_transpose([[1, 10]], [[1, 2]], padding="same").tolist() == [[1, 12]]


def test_nan_and_infinity_pass_through() -> None:
    y = conv2d_transpose([[np.nan, 0.0, np.inf]], [[1.0]])
    assert_allclose(y, [[np.nan, 0, np.inf]])


def test_inputs_stay_as_they_are() -> None:
    arrays = np.ones((1, 2, 2, 1)), np.ones((3, 3, 2, 1)), np.ones(2)
    for array in arrays:
        array.flags.writeable = False
    conv2d_transpose(*arrays)


MATCH = (
    ", but a 2-D image goes with a 2-D kernel, and (N, H, W, C) with (height, width, filters, C); "
    "the output's channels come before the input's"
)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (
            (np.ones((1, 2, 2, 3)), np.ones((2, 2, 3, 4))),
            {},
            ValueError,
            "x has shape (1, 2, 2, 3) and kernel (2, 2, 3, 4)" + MATCH,
        ),
        (
            ([[1]], np.ones((1, 1, 1, 1))),
            {},
            ValueError,
            "x has shape (1, 1) and kernel (1, 1, 1, 1)" + MATCH,
        ),
        (([1], [[1]]), {}, ValueError, "x has 1 dimensions, shape (1,), but a 2-D image or NHWC"),
        (([[1]], [["a"]]), {}, TypeError, "kernel holds <U1, but integers or floats are expected"),
        (
            (np.ones((1, 2, 2, 3)), np.ones((2, 2, 4, 3)), np.ones(3)),
            {},
            ValueError,
            "bias has shape (3,), but the kernel goes with one number for each filter, shape (4,)",
        ),
        (([[1]], [[1]], [1]), {}, ValueError, "bias has shape (1,), but the kernel goes with one"),
        (([[1]], [[1]]), {"stride": 0}, ValueError, "stride is 0, but must be one whole number"),
        (
            ([[1]], [[1]]),
            {"padding": "full"},
            ValueError,
            "padding is 'full', but must be \"valid\" (the window stays inside the image) or "
            '"same" (a border is added)',
        ),
    ],
)
def test_wrong_input(
    arguments: Any, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        conv2d_transpose(*arguments, **options)
