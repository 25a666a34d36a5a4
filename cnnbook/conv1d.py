"""One dimension: correlation slides a kernel along a row of numbers; convolution flips it first."""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Word, as_numbers
from cnnbook.conv import conv2d


def correlate1d(x: ArrayLike, kernel: ArrayLike, *, padding: Word = "valid") -> Array:
    """Slide a kernel along a row of numbers: at each step multiply and add up.

        y[i] = the sum over m of x[i + m] * kernel[m]

    This is what deep learning calls convolution. What lies outside `x` counts as 0.

    Args:
        x: Numbers (W,). Integers or floats. It stays as it is.
        kernel: Weights (K,).
        padding: "valid" keeps the kernel inside, W - K + 1 steps; "same" gives W steps; "full"
            gives W + K - 1 steps, all in which the two touch.

    Returns:
        The sums, 1-D, in the dtype of `conv2d`.

            With "same", an even kernel needs an odd border. TensorFlow, and this function, put
            the odd 0 after the numbers; SciPy and NumPy put it before.

    Raises:
        TypeError: If `x` or `kernel` holds no integers or floats.
        ValueError: If `x` or `kernel` isn't 1-D or is empty, the padding is unknown, or the
            kernel is longer than `x` with "valid".

    Examples:
        >>> correlate1d([2, 8, 3, 7], [1, 0, -1])
        array([-1,  1])
        >>> correlate1d([1, 2, 3], [1, 1], padding="same")
        array([3, 5, 3])
        >>> np.correlate([1, 2, 3], [1, 1], "same")
        array([1, 3, 5])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, equation 9.6 in one dimension.
    """
    row, weights = _as_row("x", x), _as_row("kernel", kernel)
    if padding not in ("valid", "same", "full"):
        raise ValueError(f'padding is {padding!r}, but must be "valid", "same" or "full"')
    y: Array = conv2d(row[np.newaxis], weights[np.newaxis], padding=padding)[0]
    return y


def convolve1d(x: ArrayLike, kernel: ArrayLike, *, padding: Word = "valid") -> Array:
    """Flip a kernel, then slide it along a row of numbers: the convolution of mathematics.

        y[i] = the sum over m of x[i + m] * kernel[K - 1 - m]

    Args:
        x: Numbers (W,). Integers or floats. It stays as it is.
        kernel: Weights (K,).
        padding: As in `correlate1d`.

    Returns:
        The sums, 1-D, in the dtype of `conv2d`. See `correlate1d` on "same" and even kernels.

    Raises:
        TypeError: If `x` or `kernel` holds no integers or floats.
        ValueError: If `x` or `kernel` isn't 1-D or is empty, the padding is unknown, or the
            kernel is longer than `x` with "valid".

    Examples:
        >>> convolve1d([2, 8, 3, 7], [1, 0, -1])
        array([ 1, -1])

        In "full" it multiplies polynomials: (1 + 2z)(3 + 4z) = 3 + 10z + 8z².

        >>> convolve1d([1, 2], [3, 4], padding="full")
        array([ 3, 10,  8])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, equation 9.3.
    """
    return correlate1d(x, _as_row("kernel", kernel)[::-1], padding=padding)


def _as_row(name: str, value: ArrayLike) -> Array:
    row = as_numbers(name, value)
    if row.ndim != 1 or not row.size:
        raise ValueError(
            f"{name} has shape {row.shape}, but one row of numbers is expected; "
            f"take one, for example {name}[0], or write one: [1, 2, 3]"
        )
    return row
