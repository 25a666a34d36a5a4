"""What everything that slides over an image shares: where a window stops and what it sees."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cnnbook._checks import Array


def span(weights: int, dilation: int) -> int:
    """Count the pixels from the first weight of a kernel to its last."""
    return (weights - 1) * dilation + 1


def same_borders(size: Sequence[int], spans: Sequence[int], stride: int) -> list[tuple[int, int]]:
    """Return how many pixels "same" adds before and after each side of an image."""
    borders = []
    for pixels, covered in zip(size, spans, strict=True):
        steps = -(-pixels // stride)  # division that rounds up
        added = max((steps - 1) * stride + covered - pixels, 0)
        borders.append((added // 2, added - added // 2))
    return borders


def pad(x: Array, borders: Sequence[tuple[int, int]], value: float = 0) -> Array:
    """Put NHWC images into larger ones that are filled with a value."""
    (top, bottom), (left, right) = borders
    batch, height, width, channels = x.shape
    padded = np.full((batch, top + height + bottom, left + width + right, channels), value, x.dtype)
    padded[:, top : top + height, left : left + width] = x
    return padded


def patches(x: Array, size: Sequence[int], stride: int, dilation: int) -> Array:
    """View NHWC images as all their windows, (N, H', W', height, width, C), without a copy.

    One step of the window is `stride` pixels in memory, one step inside it `dilation` pixels.
    """
    (batch, *image, channels), (rows, columns) = x.shape, size
    steps = [(n - span(k, dilation)) // stride + 1 for n, k in zip(image, size, strict=True)]
    to_image, down, right, to_channel = x.strides
    return as_strided(
        x,
        (batch, *steps, rows, columns, channels),
        (to_image, down * stride, right * stride, down * dilation, right * dilation, to_channel),
        writeable=False,
    )


def sum_dtype(x: Array, kernel: Array) -> np.dtype[Any]:
    """Return the dtype in which `np.sum` adds up products of these arrays."""
    product = np.empty(0, np.result_type(x, kernel))
    return np.asarray(product.sum()).dtype
