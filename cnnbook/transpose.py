"""Transposed convolution: each number paints the kernel into a larger image."""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Pair, as_image, as_kernel, as_pair, check_bias, check_word
from cnnbook._dtypes import add_bias, result_dtype
from cnnbook._sliding import Slide, side_border
from cnnbook.conv_backward import input_gradient
from cnnbook.pooling import Padding


def conv2d_transpose(
    x: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
) -> Array:
    """Let every pixel paint the kernel, as strong as the pixel is, and add up where they overlap.

        y[i * stride + m, j * stride + n] += x[i, j] * kernel[m, n], then the bias

    It goes the way of `conv2d` backwards, from small to large: it is what `conv2d_backward` does
    with `dy` (hence "transposed"; it doesn't undo a convolution, so "deconvolution" misleads).

    Args:
        x: Images (N, H, W, C), or one image (H, W). Integers or floats. It stays as it is.
        kernel: Weights (height, width, filters, C), the output's channels before the input's, as
            in TensorFlow; or (height, width) for one image.
        bias: One number for each filter, (filters,), or one number for one image.
        stride: How many pixels of the output lie between the places of neighbouring pixels; a
            pair is (down, right).
        padding: "valid" keeps all that is painted; "same" cuts the border off that `conv2d`
            would add, so that the output is `stride` times as large as the image.

    Returns:
        (N, H', W', filters), or (H', W') for one image. With "same" H' = H * stride; with
            "valid" H' = H * stride + max(height - stride, 0). The dtype is that of `conv2d`.

    Raises:
        TypeError: If `x`, `kernel` or `bias` holds no integers or floats, or `stride` isn't whole.
        ValueError: If the shapes don't belong together, the padding is unknown, or `stride` is
            less than 1.

    Examples:
        >>> conv2d_transpose([[1, 10]], [[1, 2], [3, 4]])
        array([[ 1, 12, 20],
               [ 3, 34, 40]])
        >>> conv2d_transpose([[1, 10]], [[1, 2], [3, 4]], stride=2)
        array([[ 1,  2, 10, 20],
               [ 3,  4, 30, 40]])

    Source:
        Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter
        4; sizes as in `keras.layers.Conv2DTranspose`.
    """
    x, kernel, stride = as_image(x), as_kernel(kernel), as_pair("stride", stride)
    check_word(padding)
    single = x.ndim == 2
    _check_match(x, kernel)
    check_bias(bias, kernel.shape[2:3])
    if single:
        x, kernel = x[np.newaxis, :, :, np.newaxis], kernel[:, :, np.newaxis, np.newaxis]

    sides = list(zip(x.shape[1:3], kernel.shape[:2], stride, strict=True))
    beyond = [0 if padding == "same" else max(k - s, 0) for _, k, s in sides]
    size = [n * s + more for (n, _, s), more in zip(sides, beyond, strict=True)]
    border = [side_border(padding, n, k, s) for n, (_, k, s) in zip(size, sides, strict=True)]
    painted = np.empty((len(x), *size, kernel.shape[2]), x.dtype)
    y = input_gradient(x, Slide(painted, kernel, stride, border, (1, 1), 1, single))
    y = add_bias(y, bias, result_dtype(x, kernel))
    return y[0, :, :, 0] if single else y


def _check_match(x: Array, kernel: Array) -> None:
    if x.ndim != kernel.ndim or (x.ndim == 4 and x.shape[3] != kernel.shape[3]):
        raise ValueError(
            f"x has shape {x.shape} and kernel {kernel.shape}, but a 2-D image goes with a 2-D "
            "kernel, and (N, H, W, C) with (height, width, filters, C); the output's channels "
            "come before the input's"
        )
