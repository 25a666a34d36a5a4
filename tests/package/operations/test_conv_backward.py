"""Gradients of convolution against small changes of each input, and by hand."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import conv2d, conv2d_backward
from tests.cases import CONVOLUTION_EDGES, SEEDS, Convolution, convolutions
from tests.oracle import examples, random_numbers, slope


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


# --- what isn't touched, and wrong input


def test_inputs_stay_as_they_are() -> None:
    x, kernel = np.ones((1, 2, 2, 1)), np.ones((1, 1, 1, 1))
    x.flags.writeable = kernel.flags.writeable = False
    conv2d_backward(x, x, kernel)


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
