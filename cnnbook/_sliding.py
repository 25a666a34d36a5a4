"""What everything that slides over an image shares: where a window stops and what it sees."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import ArrayLike

from cnnbook._checks import (
    Array,
    Borders,
    Pair,
    Word,
    as_image,
    as_kernel,
    as_padding,
    as_pair,
    as_whole,
    by,
    check_fits,
    check_match,
)

#: How many numbers of windows are worked on at once: 1 MB of float32, which stays in a cache.
TILE = 2**18


def span(weights: int, dilation: int) -> int:
    """Count the pixels from the first weight of a kernel to its last."""
    return (weights - 1) * dilation + 1


def side_border(padding: Word | Pair, size: int, covered: int, stride: int) -> Pair:
    """Count the pixels that padding adds before and after one side of an image."""
    match padding:
        case "valid":
            return 0, 0
        case "same":  # ceil(size / stride) steps; an odd pixel goes after
            steps = -(-size // stride)
            added = max((steps - 1) * stride + covered - size, 0)
            return added // 2, added - added // 2
        case "full":  # the window starts with its last weight on the first pixel
            return covered - 1, covered - 1
    return padding


def borders(
    padding: Word | Sequence[Pair],
    image: Sequence[int],
    kernel: Sequence[int],
    stride: Pair,
    dilation: Pair = (1, 1),
) -> list[Pair]:
    """Count the border above and below, left and right; raise if the kernel doesn't fit."""
    both: Sequence[Word | Pair] = (padding, padding) if isinstance(padding, str) else padding
    covered = list(map(span, kernel, dilation))
    added = list(map(side_border, both, image, covered, stride))
    check_inside(kernel, dilation, [n + sum(more) for n, more in zip(image, added, strict=True)])
    return added


def check_inside(kernel: Sequence[int], dilation: Sequence[int], image: Sequence[int]) -> None:
    """Raise unless a kernel, spread by its dilation, lies inside the image."""
    window, mend = f"kernel {by(kernel)}", 'padding="same" or a smaller kernel'
    if max(dilation) > 1:
        window += f" with dilation {by(dilation)}"
        mend = 'padding="same", a smaller kernel or less dilation'
    check_fits(window, list(map(span, kernel, dilation)), image, mend)


def steps(image: Sequence[int], kernel: Sequence[int], stride: Pair, dilation: Pair) -> list[int]:
    """Count the stops of a window inside an image, down and to the right."""
    covered = map(span, kernel, dilation)
    return [(n - k) // s + 1 for n, k, s in zip(image, covered, stride, strict=True)]


def pad(x: Array, border: Sequence[Pair], value: float = 0) -> Array:
    """Put NHWC images into larger ones that are filled with a value."""
    (top, bottom), (left, right) = border
    if not any((top, bottom, left, right)):
        return x
    batch, height, width, channels = x.shape
    padded = np.full((batch, top + height + bottom, left + width + right, channels), value, x.dtype)
    padded[:, top : top + height, left : left + width] = x
    return padded


def patches(x: Array, size: Sequence[int], stride: Pair, dilation: Pair) -> Array:
    """View NHWC images as all their windows, (N, H', W', height, width, C), without a copy.

    One step of the window is `stride` pixels in memory, one step inside it `dilation` pixels.
    """
    batch, *image, channels = x.shape
    to_image, down, right, to_channel = x.strides
    return as_strided(
        x,
        (batch, *steps(image, size, stride, dilation), *size, channels),
        (
            to_image,
            down * stride[0],
            right * stride[1],
            down * dilation[0],
            right * dilation[1],
            to_channel,
        ),
        writeable=False,
    )


def tiles(batch: int, rows: int, row: int) -> Iterator[tuple[slice, slice]]:
    """Cut a batch into pieces of about `TILE` numbers: images, or rows of an image.

    Each row of an image stands for `row` numbers. What is worked on in pieces needs little
    memory however large the batch is, and stays in the processor's cache.
    """
    images = TILE // (rows * row)
    if images:
        for first in range(0, batch, images):
            yield slice(first, first + images), slice(0, rows)
        return
    some = max(TILE // row, 1)
    for image in range(batch):
        for first in range(0, rows, some):
            yield slice(image, image + 1), slice(first, min(first + some, rows))


def as_matrix(windows: Array) -> Array:
    """Write every window (N, H', W', height, width, C) as the row of a matrix."""
    rows, columns = prod(windows.shape[:3]), prod(windows.shape[3:])
    if windows.shape[5] < 4:  # pixels so small are copied faster column by column
        return windows.transpose(3, 4, 5, 0, 1, 2).reshape(columns, rows).T
    return windows.reshape(rows, columns)


class Slide(NamedTuple):
    """A convolution whose arguments were checked.

    Attributes:
        x: Images, NHWC, without the border.
        kernel: Weights, HWIO.
        stride: Pixels from window to window, (down, right).
        border: Pixels added above and below, left and right.
        dilation: Pixels from weight to weight, (down, right).
        groups: Into how many groups channels and filters are split.
        single: Whether the caller gave one 2-D image and a 2-D kernel.
    """

    x: Array
    kernel: Array
    stride: Pair
    border: list[Pair]
    dilation: Pair
    groups: int
    single: bool

    def output_shape(self) -> tuple[int, int, int, int]:
        """Return (N, H', W', filters)."""
        image = [n + sum(more) for n, more in zip(self.x.shape[1:3], self.border, strict=True)]
        height, width = steps(image, self.kernel.shape[:2], self.stride, self.dilation)
        return len(self.x), height, width, self.kernel.shape[3]

    def by_group(self, *arrays: Array) -> Iterator[tuple[Array, ...]]:
        """Split arrays along their last axis, and go through the groups."""
        if self.groups == 1:  # the rule, and a split takes longer than a small convolution
            return iter([arrays])
        return zip(*(np.split(array, self.groups, axis=3) for array in arrays), strict=True)


def as_slide(
    x: ArrayLike,
    kernel: ArrayLike,
    stride: int | Pair,
    padding: Word | Borders,
    dilation: int | Pair,
    groups: int,
) -> Slide:
    """Check the arguments of a convolution; a 2-D image and kernel get the axes they lack."""
    x, kernel = as_image(x), as_kernel(kernel)
    stride, dilation = as_pair("stride", stride), as_pair("dilation", dilation)
    groups = as_whole("groups", groups)
    check_match(x, kernel, groups)
    single = x.ndim == 2
    if single:
        x, kernel = x[np.newaxis, :, :, np.newaxis], kernel[:, :, np.newaxis, np.newaxis]
    known = as_padding(padding, sides=2)
    border = borders(known, x.shape[1:3], kernel.shape[:2], stride, dilation)
    return Slide(x, kernel, stride, border, dilation, groups, single)
