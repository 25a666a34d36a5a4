"""Pooling: a window slides over each channel and keeps one number of every stop."""

from math import inf

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Padding, as_image, as_whole, check_fits, check_padding
from cnnbook._sliding import pad, same_borders
from cnnbook.conv import output_size


def max_pool2d(
    x: ArrayLike, size: int = 2, *, stride: int | None = None, padding: Padding = "valid"
) -> Array:
    """Keep the largest number of each window, channel by channel.

        y[i, j] = the largest x[i * stride + m, j * stride + n], m and n from 0 to size - 1

    Args:
        x: Images (N, H, W, C), or one image (H, W). Integers or floats. It stays as it is.
        size: Side of the window.
        stride: How many pixels the window moves at a step; without it, `size`, so that windows
            stand side by side.
        padding: "valid" leaves out what doesn't fill a window; "same" lets windows run over the
            border, so that the output has ceil(size / stride) steps. What lies outside counts
            as minus infinity: it is never the largest.

    Returns:
        (N, H', W', C), or (H', W') for one image, in the dtype of `x`. H' and W' are
            `output_size` of H and W. A window with a NaN gives NaN.

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
    x, size = as_image(x), as_whole("size", size)
    stride = size if stride is None else as_whole("stride", stride)
    check_padding(padding)
    if x.ndim == 2:
        pooled = max_pool2d(x[np.newaxis, :, :, np.newaxis], size, stride=stride, padding=padding)
        return pooled[0, :, :, 0]

    if padding == "same":
        lowest = -inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
        x = pad(x, same_borders(x.shape[1:3], (size, size), stride), lowest)
    else:
        mend = 'padding="same" or a smaller size'
        check_fits(f"window {size}x{size}", (size, size), x.shape[1:3], mend)

    height, width = (output_size(pixels, size, stride=stride) for pixels in x.shape[1:3])
    y = x[:, ::stride, ::stride][:, :height, :width].copy()
    # Not window by window, but place by place: pixel (m, n) of all windows at once.
    for m, n in np.ndindex(size, size):
        np.maximum(y, x[:, m::stride, n::stride][:, :height, :width], out=y)
    return y
