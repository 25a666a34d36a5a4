"""Pooling: a window slides over each channel and keeps one number of every stop."""

from functools import reduce
from math import inf
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Pair, as_floats, as_image, as_pair, by, check_fits, check_word
from cnnbook._dtypes import widened
from cnnbook._sliding import borders, pad, steps, tiles

Padding = Literal["valid", "same"]


def max_pool2d(
    x: ArrayLike,
    size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
) -> Array:
    """Keep the largest number of each window, channel by channel.

        y[i, j] = the largest x[i * stride + m, j * stride + n], m and n from 0 to size - 1

    Args:
        x: Images (N, H, W, C), or one image (H, W). Integers or floats. It stays as it is.
        size: Side of the window; a pair is (height, width).
        stride: How many pixels the window moves at a step, a pair is (down, right); without it,
            `size`, so that windows stand side by side.
        padding: "valid" leaves out what doesn't fill a window; "same" lets windows run over the
            border, so that the output has ceil(size / stride) steps. What lies outside counts
            as minus infinity: it is never the largest.

    Returns:
        (N, H', W', C), or (H', W') for one image, in the dtype of `x`. H' and W' are
            `output_size` of H and W.

            A window with a NaN gives NaN, and a window of nothing but minus infinity gives minus
            infinity. TensorFlow 2.21 on a processor (not compiled by XLA) starts its search at
            the lowest finite number instead, so that it answers -3.4e38 there, and NaN is
            passed over; a NaN that disappears hides a mistake, so here it stays.

    Raises:
        TypeError: If `x` holds no integers or floats, or `size` or `stride` is no whole number.
        ValueError: If `x` is neither 2-D nor NHWC, `size` or `stride` is less than 1, the
            padding is unknown, or the window is larger than the image with "valid".

    Examples:
        >>> max_pool2d([[0, 1, 2, 3],
        ...             [4, 5, 6, 7],
        ...             [8, 9, 10, 11],
        ...             [12, 13, 14, 15]])
        array([[ 5,  7],
               [13, 15]])
        >>> max_pool2d([[4, 3], [2, 1]], 2, stride=1, padding="same")
        array([[4, 3],
               [2, 1]])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 9.3; the border of
        "same" is that of `tf.nn.max_pool2d`.
    """
    pool = as_pool(x, size, stride, padding)
    lowest = -inf if pool.x.dtype.kind == "f" else np.iinfo(pool.x.dtype).min
    y = _combine(np.maximum, pad(pool.x, pool.border, lowest), pool)
    return y[0, :, :, 0] if pool.single else y


def avg_pool2d(
    x: ArrayLike,
    size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
) -> Array:
    """Take the mean of each window, channel by channel.

        y[i, j] = the mean of x[i * stride + m, j * stride + n], m and n from 0 to size - 1

    Args:
        x: As in `max_pool2d`.
        size: As in `max_pool2d`.
        stride: As in `max_pool2d`.
        padding: As in `max_pool2d`, but with "same" the mean is taken of the pixels that lie in
            the image; what lies outside doesn't count.

    Returns:
        (N, H', W', C), or (H', W') for one image. Floats keep their dtype; integers give float64,
            as in `np.mean`. float16 is added up in float32. NaN and infinity spread as in any sum.

    Raises:
        TypeError: As `max_pool2d` does.
        ValueError: As `max_pool2d` does.

    Examples:
        >>> avg_pool2d([[1, 2, 3],
        ...             [4, 5, 6]], padding="same")
        array([[3. , 4.5]])

    Source:
        LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998, section
        II.B, without its weights; the border of "same" is that of `tf.nn.avg_pool2d`.
    """
    pool = as_pool(x, size, stride, padding)
    floats = as_floats("x", pool.x)
    (wide,) = widened(floats)
    sums = _combine(np.add, pad(wide, pool.border), pool)
    y = (sums / pixels_in_window(pool, wide.dtype)).astype(floats.dtype, copy=False)
    return y[0, :, :, 0] if pool.single else y


class Pool(NamedTuple):
    """A pooling whose arguments were checked.

    Attributes:
        x: Images, NHWC, without the border.
        size: Sides of the window.
        stride: Pixels from window to window.
        border: Pixels added above and below, left and right.
        single: Whether the caller gave one 2-D image.
    """

    x: Array
    size: Pair
    stride: Pair
    border: list[Pair]
    single: bool

    def output_shape(self) -> tuple[int, int, int, int]:
        """Return (N, H', W', C)."""
        image = [n + sum(more) for n, more in zip(self.x.shape[1:3], self.border, strict=True)]
        height, width = steps(image, self.size, self.stride, (1, 1))
        return len(self.x), height, width, self.x.shape[3]


def as_pool(x: ArrayLike, size: int | Pair, stride: int | Pair | None, padding: Padding) -> Pool:
    """Check the arguments of a pooling; a 2-D image gets the axes it lacks."""
    x, size = as_image(x), as_pair("size", size)
    stride = size if stride is None else as_pair("stride", stride)
    check_word(padding)
    single = x.ndim == 2
    if single:
        x = x[np.newaxis, :, :, np.newaxis]
    if padding == "valid":
        mend = 'padding="same" or a smaller size'
        check_fits(f"window {by(size)}", size, x.shape[1:3], mend)
    return Pool(x, size, stride, borders(padding, x.shape[1:3], size, stride), single)


def pixels_in_window(pool: Pool, dtype: np.dtype[Any]) -> Array:
    """Count, for each stop of the window, the pixels that lie in the image, (1, H', W', 1)."""
    ones = np.ones((1, *pool.x.shape[1:3], 1), dtype)
    return _combine(np.add, pad(ones, pool.border), pool._replace(x=ones))


def _combine(combine: np.ufunc, x: Array, pool: Pool) -> Array:
    """Join the pixels of each window: first those below each other, then the results in a row.

    Not window by window, but place by place: pixel m of all windows at once.
    """
    batch, height, width, channels = pool.output_shape()
    (rows, columns), (down, right) = pool.size, pool.stride
    y = np.empty((batch, height, width, channels), x.dtype)
    with np.errstate(invalid="ignore"):  # infinity - infinity is NaN; that is no news
        for images, some in tiles(batch, height, down * x.shape[2] * channels):
            tops = range(some.start * down, some.start * down + rows)
            length = (some.stop - 1 - some.start) * down + 1
            strip = reduce(combine, [x[images, top : top + length : down] for top in tops])
            length = (width - 1) * right + 1
            wide = [strip[:, :, left : left + length : right] for left in range(columns)]
            y[images, some] = wide[0]
            for pixels in wide[1:]:
                combine(y[images, some], pixels, out=y[images, some])
    return y
