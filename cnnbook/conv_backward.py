"""Backwards through a convolution: who has to change, and by how much.

Forward, a window of pixels makes one number. Backward, the gradient of that number (`dy`) goes
back to all that made it: to each pixel times the weight it met, to each weight times the pixel it
met, to the bias as it is. What has a part in several windows gets the sum.
"""

from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Borders, Pair, Word, as_numbers, check_shape
from cnnbook._dtypes import result_dtype, sum_dtype, widened
from cnnbook._sliding import Slide, as_matrix, as_slide, pad, patches, tiles


class ConvGradients(NamedTuple):
    """Gradients of the loss with respect to what a convolution is made of.

    Attributes:
        x: Of the shape of the images.
        kernel: Of the shape of the kernel.
        bias: (filters,), or one number for one image.
    """

    x: Array
    kernel: Array
    bias: Array


def conv2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: int | Pair = 1,
    padding: Word | Borders = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
) -> ConvGradients:
    """Lead the gradient back through `conv2d`.

        dx[i * stride + m, j * stride + n] += dy[i, j] * kernel[m, n]
        dkernel[m, n] = the sum over i and j of dy[i, j] * x[i * stride + m, j * stride + n]
        dbias = the sum over i and j of dy[i, j]

    Args:
        dy: Gradient of the loss with respect to the output, of the output's shape.
        x: The images that went forward, (N, H, W, C), or one image (H, W).
        kernel: The kernel that they met.
        stride: As it was forward, like all that follow.
        padding: The border.
        dilation: Pixels from weight to weight.
        groups: Groups of channels and filters.

    Returns:
        The gradients `x`, `kernel` and `bias`, each of the shape of what it belongs to.

    Raises:
        TypeError: If an array holds no integers or floats, or as `conv2d` does.
        ValueError: If `dy` hasn't the output's shape, or as `conv2d` does.

    Examples:
        >>> x = np.array([[1, 2, 3],
        ...               [4, 5, 6]])
        >>> dx, dkernel, dbias = conv2d_backward([[1, 10]], x, [[1, 2], [3, 4]])
        >>> dx
        array([[ 1, 12, 20],
               [ 3, 34, 40]])
        >>> dkernel
        array([[21, 32],
               [54, 65]])
        >>> dbias
        array(11)

    Source:
        Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter
        4; Goodfellow, Bengio and Courville, "Deep Learning", 2016, equations 9.11 and 9.13.
    """
    slide, dy = as_slide(x, kernel, stride, padding, dilation, groups), as_numbers("dy", dy)
    shape = slide.output_shape()
    check_shape("dy", dy, shape[1:3] if slide.single else shape, "the output of conv2d")
    dy = dy.reshape(shape)
    dx = input_gradient(dy, slide).astype(result_dtype(dy, slide.kernel), copy=False)
    dkernel = kernel_gradient(dy, slide).astype(result_dtype(dy, slide.x), copy=False)
    dbias = bias_gradient(dy).astype(result_dtype(dy), copy=False)
    if slide.single:
        dx, dkernel, dbias = dx[0, :, :, 0], dkernel[:, :, 0, 0], np.asarray(dbias[0])
    return ConvGradients(dx, dkernel, dbias)


def input_gradient(dy: Array, slide: Slide) -> Array:
    """Hand each gradient to all pixels of its window, in proportion to the weights."""
    (top, bottom), (left, right) = slide.border
    batch, height, width, channels = slide.x.shape
    padded = (batch, top + height + bottom, left + width + right, channels)
    dy, weights = widened(dy, slide.kernel)
    dx = np.zeros(padded, dy.dtype)
    for part, gradients, kernel in slide.by_group(dx, dy, weights):
        _hand_back(part, gradients, kernel, slide)
    return dx[:, top : top + height, left : left + width]


def _hand_back(dx: Array, dy: Array, kernel: Array, slide: Slide) -> None:
    """Work through the windows, tile by tile."""
    rows, columns, channels, filters = kernel.shape
    (down, right), (apart, aside) = slide.stride, slide.dilation
    to_pixels = kernel.reshape(-1, filters).T
    height, width = dy.shape[1:3]
    for images, some in tiles(len(dy), height, width * to_pixels.shape[1]):
        tile = dy[images, some]
        shares = tile.reshape(-1, filters) @ to_pixels
        shares = shares.reshape(*tile.shape[:3], rows, columns, channels)
        for m, n in np.ndindex(rows, columns):
            first, left = some.start * down + m * apart, n * aside
            pixels = dx[
                images,
                first : first + (tile.shape[1] - 1) * down + 1 : down,
                left : left + (width - 1) * right + 1 : right,
            ]
            pixels += shares[:, :, :, m, n]


def kernel_gradient(dy: Array, slide: Slide) -> Array:
    """Multiply each window with the gradient it led to, and add up: again a matrix product."""
    images, dy = widened(pad(slide.x, slide.border), dy)
    size = slide.kernel.shape[:2]
    parts = []
    for x, gradients in slide.by_group(images, dy):
        windows = patches(x, size, slide.stride, slide.dilation)
        weights, filters = prod(windows.shape[3:]), gradients.shape[3]
        total = np.zeros((weights, filters), dy.dtype)
        for tile in tiles(len(x), windows.shape[1], windows.shape[2] * weights):
            total += as_matrix(windows[tile]).T @ gradients[tile].reshape(-1, filters)
        parts.append(total.reshape(*size, x.shape[3], filters))
    return np.concatenate(parts, axis=3)


def bias_gradient(dy: Array) -> Array:
    """Add up the gradients of each filter; in two steps, because long rows add up faster."""
    dtype = sum_dtype(dy)
    return np.asarray(dy.sum(axis=(0, 1), dtype=dtype).sum(axis=0, dtype=dtype))
