"""correlate1d and convolve1d against NumPy, and where "same" differs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy import signal

from cnnbook import convolve1d, correlate1d
from tests.cases import SEEDS
from tests.oracle import golden, random_numbers

RECORDED = golden("convolution")["one_dimensional"]


@pytest.mark.parametrize("padding", ["valid", "full"])
@given(kernel=st.integers(1, 6), more=st.integers(0, 8), seed=SEEDS)
def test_equals_numpy(padding: Any, kernel: int, more: int, seed: int) -> None:
    x = random_numbers(seed, "int64", kernel + more)
    weights = random_numbers(seed + 1, "int64", kernel)
    assert_array_equal(correlate1d(x, weights, padding=padding), np.correlate(x, weights, padding))
    assert_array_equal(convolve1d(x, weights, padding=padding), np.convolve(x, weights, padding))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_same_differs_from_scipy_for_even_kernels(size: int) -> None:
    """The odd 0 goes after the numbers, as in TensorFlow; SciPy and NumPy put it before."""
    x, kernel = random_numbers(0, "int64", 8), random_numbers(1, "int64", size)
    full = np.correlate(x, kernel, "full")
    first = size // 2
    assert_array_equal(correlate1d(x, kernel, padding="same"), full[first : first + 8])
    first = (size - 1) // 2
    assert_array_equal(signal.correlate(x, kernel, "same"), full[first : first + 8])
    assert_array_equal(np.correlate(x, kernel, "same"), full[first : first + 8])
    equal = (correlate1d(x, kernel, padding="same") == signal.correlate(x, kernel, "same")).all()
    assert equal == (size % 2 == 1)
    assert_array_equal(
        convolve1d(x, kernel, padding="same"), correlate1d(x, kernel[::-1], padding="same")
    )


@pytest.mark.parametrize("padding", ["valid", "same", "full"])
def test_recorded_vectors(padding: Any) -> None:
    x, w = RECORDED["x"], RECORDED["w"]
    start = {"valid": 3, "same": 2, "full": 0}[padding]
    steps = {"valid": 6, "same": 9, "full": 12}[padding]
    y = correlate1d(x, w, padding=padding)
    assert_array_equal(y, np.correlate(x, w, "full")[start : start + steps])
    y = convolve1d(x, w, padding=padding)
    assert_array_equal(y, np.convolve(x, w, "full")[start : start + steps])


def test_valid_is_the_default() -> None:
    assert correlate1d([1, 2, 3], [1, 1]).tolist() == [3, 5]
    assert convolve1d([1, 2, 3], [1, 2]).tolist() == [4, 7]


@pytest.mark.parametrize("slide", [correlate1d, convolve1d])
@pytest.mark.parametrize(
    ("x", "kernel", "options", "error", "message"),
    [
        (
            [[1]],
            [1],
            {},
            ValueError,
            r"^x has shape \(1, 1\), but one row of numbers is expected; "
            r"take one, for example x\[0\], or write one: \[1, 2, 3\]$",
        ),
        ([1], 1, {}, ValueError, r"^kernel has shape \(\), but one row of numbers is expected"),
        ([], [1], {}, ValueError, r"^x has shape \(0,\), but one row of numbers is expected"),
        (["a"], [1], {}, TypeError, "^x holds <U1, but integers or floats are expected"),
        (
            [1],
            [1],
            {"padding": (1, 1)},
            ValueError,
            r'^padding is \(1, 1\), but must be "valid", "same" or "full"$',
        ),
        ([1], [1, 2], {}, ValueError, "^kernel 1x2 covers 1x2 pixels, but the image is only 1x1"),
    ],
)
def test_wrong_input(
    slide: Any, x: Any, kernel: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        slide(x, kernel, **options)
