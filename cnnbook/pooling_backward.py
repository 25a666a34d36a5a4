"""Backwards through pooling: which pixels get a window's gradient, and how much of it."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Pair, as_floats, as_numbers, check_shape
from cnnbook._dtypes import result_dtype, widened
from cnnbook.pooling import Padding, Pool, as_pool, max_pool2d, pixels_in_window


def max_pool2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
) -> Array:
    """Lead the gradient back through `max_pool2d`: all of it to the pixel that was the largest.

    Where several pixels of a window are equally large, the first in reading order takes all, as
    in TensorFlow. A window with a NaN has no largest pixel and hands back nothing.

    Args:
        dy: Gradient of the loss with respect to the output, of the output's shape.
        x: The images that went forward, (N, H, W, C), or one image (H, W).
        size: As it was forward, like all that follow.
        stride: Pixels from window to window.
        padding: The border.

    Returns:
        The gradient with respect to `x`, of its shape. Floats keep the dtype of `dy` (float16 is
            added up in float32), integers are added up in 64 bits.

    Raises:
        TypeError: If `dy` holds no integers or floats, or as `max_pool2d` does.
        ValueError: If `dy` hasn't the output's shape, or as `max_pool2d` does.

    Examples:
        >>> max_pool2d_backward([[10, 20]], [[1, 2, 5, 5],
        ...                                  [4, 3, 5, 5]])
        array([[ 0,  0, 20,  0],
               [10,  0,  0,  0]])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.5.6, for the operation
        max; the first of equals as in `tf.nn.max_pool2d`.
    """
    pool = as_pool(x, size, stride, padding)
    gradients = _as_output(dy, pool)
    (dy,) = widened(gradients)
    y = max_pool2d(pool.x, pool.size, stride=pool.stride, padding=padding)
    dx = np.zeros(pool.x.shape, dy.dtype)
    free = np.ones(y.shape, bool)  # windows whose largest pixel wasn't met yet
    # A product is faster than a choice, but infinity * 0 would be NaN.
    choose = np.multiply if np.isfinite(dy).all() else _choose
    for windows, pixels in _places(pool):
        hit = (pool.x[pixels] == y[windows]) & free[windows]
        dx[pixels] += choose(dy[windows], hit)
        free[windows] ^= hit
    dx = dx.astype(result_dtype(gradients), copy=False)
    return dx[0, :, :, 0] if pool.single else dx


def avg_pool2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
) -> Array:
    """Lead the gradient back through `avg_pool2d`: to all pixels of a window in equal shares.

    Args:
        dy: As in `max_pool2d_backward`, like all that follow.
        x: The images that went forward. Only their shape matters.
        size: Sides of the window.
        stride: Pixels from window to window.
        padding: The border.

    Returns:
        The gradient with respect to `x`, of its shape. Floats keep the dtype of `dy` (float16 is
            added up in float32), integers give float64.

    Raises:
        TypeError: As `max_pool2d_backward` does.
        ValueError: As `max_pool2d_backward` does.

    Examples:
        >>> avg_pool2d_backward([[4, 8]], np.ones((2, 3)), padding="same")
        array([[1., 1., 4.],
               [1., 1., 4.]])

    Source:
        The chain rule on the formula of `avg_pool2d`.
    """
    pool = as_pool(x, size, stride, padding)
    gradients = as_floats("dy", _as_output(dy, pool))
    (dy,) = widened(gradients)
    shares = dy / pixels_in_window(pool, dy.dtype)
    dx = np.zeros(pool.x.shape, dy.dtype)
    for windows, pixels in _places(pool):
        dx[pixels] += shares[windows]
    dx = dx.astype(gradients.dtype, copy=False)
    return dx[0, :, :, 0] if pool.single else dx


def _choose(dy: Array, hit: Array) -> Array:
    return np.where(hit, dy, 0)


def _as_output(dy: ArrayLike, pool: Pool) -> Array:
    gradients, shape = as_numbers("dy", dy), pool.output_shape()
    check_shape("dy", gradients, shape[1:3] if pool.single else shape, "the output of the pooling")
    return gradients.reshape(shape)


def _places(pool: Pool) -> Iterator[tuple[tuple[slice, ...], tuple[slice, ...]]]:
    """Go through the places (m, n) of a window: which windows have a pixel there, and which one."""
    sides = zip(pool.size, pool.border, pool.stride, strict=True)
    image, stops = pool.x.shape[1:3], pool.output_shape()[1:3]
    down, right = (
        [_meeting(m, image[axis], stops[axis], before, stride) for m in range(size)]
        for axis, (size, (before, _), stride) in enumerate(sides)
    )
    for (rows, above), (columns, beside) in product(down, right):
        yield (slice(None), rows, columns), (slice(None), above, beside)


def _meeting(m: int, size: int, stops: int, before: int, stride: int) -> tuple[slice, slice]:
    """Return the windows whose pixel number m lies in the image, and those pixels, on one side."""
    first = max(-((m - before) // stride), 0)
    last = min((before + size - 1 - m) // stride, stops - 1)
    count, pixel = max(last - first + 1, 0), first * stride + m - before
    return slice(first, first + count), slice(pixel, pixel + count * stride, stride)
