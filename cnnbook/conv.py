"""Convolution: a small kernel slides over an image and every step is a sum of products.

Deep learning calls this convolution although the kernel is not flipped; strictly it is
cross-correlation. Images are NHWC (batch, height, width, channels), kernels are HWIO (height,
width, in channels, out channels), as in TensorFlow.

`conv2d_naive` says it in plain loops. `conv2d` does the same the fast way: write every window as
a row of a matrix (`im2col`). Then all the sums of products, for all windows and all filters, are
one matrix product (Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks
for Document Processing", 2006).
"""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, Borders, Pair, Word, as_image, as_padding, as_pair, check_bias
from cnnbook._dtypes import add_bias, result_dtype, widened
from cnnbook._sliding import as_matrix, as_slide, borders, pad, patches, tiles


def conv2d(
    x: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Pair = 1,
    padding: Word | Borders = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
) -> Array:
    """Slide a kernel over images: at each step multiply, add up, add the bias.

        y[i, j] = bias + the sum over m and n of
                  x[i * stride + m * dilation, j * stride + n * dilation] * kernel[m, n]

    In NHWC the sum also runs over the channels, and there is one such sum for each filter. What
    lies outside the image counts as 0.

    Args:
        x: Images (N, H, W, C), or one image (H, W). Integers or floats. It stays as it is.
        kernel: Weights (height, width, C / groups, filters), or (height, width) for one image.
            A 1x1 kernel mixes the channels of each pixel and looks at no neighbour.
        bias: One number for each filter, (filters,), or one number for one image.
        stride: How many pixels the window moves at a step; a pair is (down, right).
        padding: "valid" keeps the window inside the image. "same" adds a border of zeros, so
            that the output has ceil(size / stride) steps; an odd pixel goes below and right.
            "full" lets the window touch the image with one weight at least. Or the pixels of
            border, ((top, bottom), (left, right)).
        dilation: Distance of neighbouring weights; 1 is an ordinary kernel; a pair is
            (down, right).
        groups: Into how many groups channels and filters are split; each group of filters sees
            its group of channels only. With `groups=C` every channel has filters of its own:
            that is depthwise convolution.

    Returns:
        (N, H', W', filters), or (H', W') for one image. H' and W' are `output_size` of H and W.
            The dtype is NumPy's for these arguments: float32 stays float32, with uint8 too, but
            becomes float64 beside int64. Integers are added up in 64 bits, so that 8-bit pixels
            don't wrap around: unsigned ones among themselves in uint64, others in int64. float16
            is added up in float32, bias included, and rounded at the end.

    Raises:
        TypeError: If `x`, `kernel` or `bias` holds no integers or floats (truth values, complex
            numbers, text and masked arrays aren't taken), or `stride`, `dilation` or `groups`
            isn't whole.
        ValueError: If the shapes don't belong together, the window is larger than the image with
            its border, the padding is unknown, a number is less than 1, or a uint64 beside
            signed integers is too large for int64.

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
        >>> conv2d(image, [[1, 1], [1, 1]], padding=((1, 0), (0, 0)))
        array([[ 3,  5],
               [12, 16],
               [24, 28]])
        >>> photos = np.ones((10, 28, 28, 3))
        >>> conv2d(photos, np.ones((3, 3, 3, 8)), np.zeros(8), stride=2).shape
        (10, 13, 13, 8)

        Depthwise, two filters for each channel:

        >>> conv2d(photos, np.ones((3, 3, 1, 6)), groups=3).shape
        (10, 26, 26, 6)

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, chapter 9; Dumoulin and Visin,
        "A guide to convolution arithmetic for deep learning", 2016; the border of "same" is
        that of `tf.nn.conv2d`. For even kernels SciPy's `correlate` and `convolve2d` put the odd
        pixel above and left; only its `correlate2d` agrees with TensorFlow.
    """
    slide = as_slide(x, kernel, stride, padding, dilation, groups)
    check_bias(bias, () if slide.single else slide.kernel.shape[3:])
    pairs = slide.by_group(pad(slide.x, slide.border), slide.kernel)
    parts = [_sum_products(c, k, slide.stride, slide.dilation) for c, k in pairs]
    y = parts[0] if groups == 1 else np.concatenate(parts, axis=3)
    y = add_bias(y, bias, result_dtype(slide.x, slide.kernel))
    return y[0, :, :, 0] if slide.single else y


def _sum_products(x: Array, kernel: Array, stride: Pair, dilation: Pair) -> Array:
    """Write windows as rows and filters as columns, and multiply the matrices, tile by tile."""
    x, kernel = widened(x, kernel)
    size, filters = kernel.shape[:2], kernel.shape[3]
    windows = patches(x, size, stride, dilation)
    columns = kernel.reshape(-1, filters)
    batch, height, width = windows.shape[:3]
    y = np.empty((batch, height, width, filters), x.dtype)
    with np.errstate(invalid="ignore"):  # infinity - infinity is NaN; that is no news
        for tile in tiles(batch, height, width * len(columns)):
            np.matmul(as_matrix(windows[tile]), columns, out=y[tile].reshape(-1, filters))
    return y


def conv2d_naive(
    x: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Pair = 1,
    padding: Word | Borders = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
) -> Array:
    """Do what `conv2d` does in plain loops: slow, and the definition to compare with.

    Args:
        x: As in `conv2d`, like all that follow.
        kernel: Weights.
        bias: One number for each filter.
        stride: Pixels from window to window.
        padding: The border.
        dilation: Pixels from weight to weight.
        groups: Groups of channels and filters.

    Returns:
        What `conv2d` returns, but for the last digits.

    Raises:
        TypeError: As `conv2d` does.
        ValueError: As `conv2d` does.

    Examples:
        >>> conv2d_naive([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 1], [1, 1]])
        array([[12, 16],
               [24, 28]])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, equations 9.6 and 9.8.
    """
    slide = as_slide(x, kernel, stride, padding, dilation, groups)
    check_bias(bias, () if slide.single else slide.kernel.shape[3:])
    (image, weights), (down, right) = widened(slide.x, slide.kernel), slide.stride
    height, width, channels, filters = weights.shape
    y = np.zeros(slide.output_shape(), image.dtype)
    for b, i, j, f in np.ndindex(y.shape):
        first = f // (filters // groups) * channels  # of the channels that this filter sees
        for m, n, c in np.ndindex(height, width, channels):
            row = i * down + m * slide.dilation[0] - slide.border[0][0]
            column = j * right + n * slide.dilation[1] - slide.border[1][0]
            if 0 <= row < image.shape[1] and 0 <= column < image.shape[2]:
                y[b, i, j, f] += image[b, row, column, first + c] * weights[m, n, c, f]
    y = add_bias(y, bias, result_dtype(slide.x, slide.kernel))
    return y[0, :, :, 0] if slide.single else y


def im2col(
    x: ArrayLike,
    size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: Word | Borders = "valid",
    dilation: int | Pair = 1,
) -> Array:
    """Write every window of the images as one row of a matrix ("image to columns").

    Each row holds a window's pixels in reading order, each pixel with its channels. A kernel
    written as a column in the same order, `kernel.reshape(-1, filters)`, turns convolution into
    one matrix product. The price is memory: a pixel is copied once for every window that sees it.

    Args:
        x: Images (N, H, W, C), or one image (H, W). Integers or floats. It stays as it is.
        size: Side of the window; a pair is (height, width).
        stride: As in `conv2d`.
        padding: As in `conv2d`.
        dilation: As in `conv2d`.

    Returns:
        (N * H' * W', height * width * C), in the dtype of `x`; a copy.

    Raises:
        TypeError: If `x` holds no integers or floats, or `size`, `stride` or `dilation` isn't
            whole.
        ValueError: If `x` is neither 2-D nor NHWC, the window is larger than the image with its
            border, the padding is unknown, or a number is less than 1.

    Examples:
        >>> image = np.array([[1, 2, 3],
        ...                   [4, 5, 6],
        ...                   [7, 8, 9]])
        >>> im2col(image, 2)
        array([[1, 2, 4, 5],
               [2, 3, 5, 6],
               [4, 5, 7, 8],
               [5, 6, 8, 9]])
        >>> im2col(image, 2) @ [1, 1, 1, 1]
        array([12, 16, 24, 28])

    Source:
        Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for
        Document Processing", 2006, section 3.1.
    """
    x, size = as_image(x), as_pair("size", size)
    stride, dilation = as_pair("stride", stride), as_pair("dilation", dilation)
    if x.ndim == 2:
        x = x[np.newaxis, :, :, np.newaxis]
    x = pad(x, borders(as_padding(padding, sides=2), x.shape[1:3], size, stride, dilation))
    return np.array(as_matrix(patches(x, size, stride, dilation)), order="C")
