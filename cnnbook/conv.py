"""Convolution: a small kernel slides over an image and every step is a sum of products.

Deep learning calls this convolution although the kernel is not flipped; strictly it is
cross-correlation. Images are NHWC (batch, height, width, channels), kernels are HWIO (height,
width, in channels, out channels), as in TensorFlow.

The fast way is to write every window as a row of a matrix. Then all the sums of products, for
all windows and all filters, are one matrix product (Chellapilla, Puri and Simard, "High
Performance Convolutional Neural Networks for Document Processing", 2006).
"""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import (
    Array,
    Padding,
    as_image,
    as_kernel,
    as_whole,
    by,
    check_bias,
    check_fits,
    check_match,
    check_padding,
)
from cnnbook._sliding import pad, patches, same_borders, span, sum_dtype


def conv2d(
    x: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int = 1,
    padding: Padding = "valid",
    dilation: int = 1,
) -> Array:
    """Slide a kernel over images: at each step multiply, add up, add the bias.

        y[i, j] = bias + the sum over m and n of
                  x[i * stride + m * dilation, j * stride + n * dilation] * kernel[m, n]

    In NHWC the sum also runs over the channels, and there is one such sum for each filter. What
    lies outside the image counts as 0.

    Args:
        x: Images (N, H, W, C), or one image (H, W). Integers or floats. It stays as it is.
        kernel: Weights (height, width, C, filters), or (height, width) for one image.
        bias: One number for each filter, (filters,), or one number for one image.
        stride: How many pixels the window moves at a step, down and to the right.
        padding: "valid" keeps the window inside the image; "same" adds a border of zeros, so
            that the output has ceil(size / stride) steps. An odd pixel goes below and right.
        dilation: Distance of neighbouring weights; 1 is an ordinary kernel.

    Returns:
        (N, H', W', filters), or (H', W') for one image. H' and W' are `output_size` of H and W.
            The dtype is NumPy's for these arguments (float32 stays float32). Integers are added
            up in 64 bits, as `np.sum` does, so that 8-bit pixels don't wrap around.

    Raises:
        TypeError: If `x`, `kernel` or `bias` holds no integers or floats (truth values, complex
            numbers and text aren't taken), or `stride` or `dilation` is no whole number.
        ValueError: If the shapes don't belong together, the window is larger than the image with
            "valid", the padding is unknown, or `stride` or `dilation` is less than 1.

    Examples:
        >>> image = [[1, 2, 3],
        ...          [4, 5, 6],
        ...          [7, 8, 9]]
        >>> conv2d(image, [[1, 1], [1, 1]])
        array([[12, 16],
               [24, 28]])
        >>> conv2d(image, [[1, 1], [1, 1]], padding="same")
        array([[12, 16,  9],
               [24, 28, 15],
               [15, 17,  9]])
        >>> conv2d(np.ones((10, 28, 28, 3)), np.ones((3, 3, 3, 8)), np.zeros(8), stride=2).shape
        (10, 13, 13, 8)

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, chapter 9; Dumoulin and Visin,
        "A guide to convolution arithmetic for deep learning", 2016; the border of "same" is
        that of `tf.nn.conv2d`.
    """
    x, kernel = as_image(x), as_kernel(kernel)
    stride, dilation = as_whole("stride", stride), as_whole("dilation", dilation)
    check_padding(padding)
    single = x.ndim == 2
    check_match(x, kernel)
    check_bias(bias, () if single else kernel.shape[3:])
    if single:
        x, kernel = x[np.newaxis, :, :, np.newaxis], kernel[:, :, np.newaxis, np.newaxis]

    if padding == "same":
        spans = [span(weights, dilation) for weights in kernel.shape[:2]]
        x = pad(x, same_borders(x.shape[1:3], spans, stride))
    else:
        _check_inside(kernel.shape[:2], dilation, x.shape[1:3])
    y = _sum_products(x, kernel, stride, dilation)

    if single:
        y = y[0, :, :, 0]
    return y if bias is None else np.add(y, bias)


def output_size(
    size: int, kernel: int, *, stride: int = 1, padding: Padding = "valid", dilation: int = 1
) -> int:
    """Count the steps of a window along one side of an image.

    With "valid" that is floor((size - span) / stride) + 1, where a kernel of k weights spans
    (k - 1) * dilation + 1 pixels; with "same" it is ceil(size / stride).

    Args:
        size: Pixels of the image along this side.
        kernel: Weights of the kernel, or pixels of the pooling window, along this side.
        stride: How many pixels the window moves at a step.
        padding: "valid" or "same".
        dilation: Distance of neighbouring weights; 1 is an ordinary kernel.

    Returns:
        The side of the output.

    Raises:
        TypeError: If a number isn't whole.
        ValueError: If a number is less than 1, the padding is unknown, or the kernel is larger
            than the image with "valid".

    Examples:
        >>> output_size(10, 3)
        8
        >>> output_size(28, 3, stride=2, padding="same")
        14

    Source:
        Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
        relationships 6 and 15; "same" as in `tf.nn.conv2d`.
    """
    size, kernel = as_whole("size", size), as_whole("kernel", kernel)
    stride, dilation = as_whole("stride", stride), as_whole("dilation", dilation)
    check_padding(padding)
    if padding == "same":
        return -(-size // stride)  # division that rounds up
    _check_inside([kernel], dilation, [size])
    return (size - span(kernel, dilation)) // stride + 1


def _sum_products(x: Array, kernel: Array, stride: int, dilation: int) -> Array:
    """Write every window as a row, every filter as a column, and multiply the matrices."""
    dtype = sum_dtype(x, kernel)
    windows = patches(x.astype(dtype, copy=False), kernel.shape[:2], stride, dilation)
    weights, filters = prod(kernel.shape[:3]), kernel.shape[3]
    matrix = windows.reshape(prod(windows.shape[:3]), weights)
    with np.errstate(invalid="ignore"):  # infinity - infinity is NaN; that is no news
        y: Array = matrix @ kernel.astype(dtype, copy=False).reshape(weights, filters)
    return y.reshape(*windows.shape[:3], filters)


def _check_inside(kernel: Sequence[int], dilation: int, image: Sequence[int]) -> None:
    window, mend = f"kernel {by(kernel)}", 'padding="same" or a smaller kernel'
    if dilation > 1:
        window += f" with dilation {dilation}"
        mend = 'padding="same", a smaller kernel or less dilation'
    check_fits(window, [span(weights, dilation) for weights in kernel], image, mend)
