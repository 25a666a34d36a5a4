"""Dropout: in training, each number is switched off by chance, and the others make up for it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import (
    Array,
    as_floats,
    as_number,
    as_numbers,
    check_generator,
    check_shape,
)
from cnnbook._dtypes import result_dtype, widened


class Dropped(NamedTuple):
    """What dropout returns.

    Attributes:
        y: The numbers that go on.
        mask: What each number was multiplied by: 0, or 1 / (1 - rate).
    """

    y: Array
    mask: Array


def dropout(x: ArrayLike, rate: float, random: np.random.Generator) -> Dropped:
    """Switch numbers off at random and strengthen the rest, so that the mean stays.

        y = x * mask, where mask is 0 with probability rate, else 1 / (1 - rate)

    In evaluation there is nothing to do: leave it out.

    Args:
        x: Integers or floats of any shape. They stay as they are.
        rate: Share of the numbers to switch off, from 0 up to, but not including, 1.
        random: Where chance comes from, for example `np.random.default_rng(0)`.

    Returns:
        `y` and `mask`, floats of the shape of `x`; `dropout_backward` wants the mask.

    Raises:
        TypeError: If `x` or `rate` holds no integers or floats, or `random` is no generator.
        ValueError: If `rate` isn't one number from 0 up to 1.

    Examples:
        >>> y, mask = dropout([1.0, 2.0, 3.0, 4.0], 0.5, np.random.default_rng(0))
        >>> y
        array([2., 4., 6., 0.])

    Source:
        Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
        2014; the scaling while training as in `keras.layers.Dropout`.
    """
    x, rate = as_floats("x", x), check_rate(rate)
    check_generator(random)
    kept = np.asarray(random.random(x.shape, np.float32) >= rate)
    mask = np.asarray(kept.astype(x.dtype) / x.dtype.type(1 - rate))
    return Dropped(np.asarray(x * mask), mask)


def dropout_backward(dy: ArrayLike, mask: ArrayLike) -> Array:
    """Lead the gradient back through `dropout`: what was off gets nothing.

        dx = dy * mask

    Args:
        dy: Gradient of the loss with respect to the output.
        mask: The mask that `dropout` returned, of the same shape.

    Returns:
        Gradient with respect to the input, of the same shape.

    Raises:
        TypeError: If `dy` or `mask` holds no integers or floats.
        ValueError: If the shapes differ.

    Examples:
        >>> dropout_backward([1.0, 1.0], [2.0, 0.0])
        array([2., 0.])

    Source:
        The chain rule on the formula of `dropout`.
    """
    dy, mask = as_numbers("dy", dy), as_numbers("mask", mask)
    check_shape("dy", dy, mask.shape, "the mask")
    return np.multiply(*widened(dy, mask)).astype(result_dtype(dy, mask))


def check_rate(rate: float) -> float:
    """Return a rate of dropout, or raise unless it is from 0 up to 1."""
    number = as_number("rate", rate)
    if not 0 <= number < 1:
        raise ValueError(
            f"rate is {rate!r}, but must be from 0 up to, but not including, 1; "
            "rate=0.5 switches off every second number"
        )
    return number
