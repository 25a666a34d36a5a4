"""The convolution as one works it out on paper: window by window, product by product."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_image, as_kernel, as_numbers, as_whole, by, check_fits
from cnnbook._sliding import patches, sum_dtype


@dataclass(frozen=True, eq=False)
class Window:
    """One step of the convolution of a 2-D image with a 2-D kernel.

    Attributes:
        position: Row and column (i, j) of the output.
        patch: The pixels under the kernel, in the image's dtype.
        product: `patch` times the kernel, element by element.
        sum: The sum of the products, without the bias.
        bias: The number that is added to every sum.
    """

    position: tuple[int, int]
    patch: Array
    product: Array
    sum: float
    bias: float

    @property
    def value(self) -> float:
        """The output at `position`: `sum + bias`."""
        return self.sum + self.bias


def windows(
    x: ArrayLike, kernel: ArrayLike, bias: float = 0.0, *, stride: int = 1
) -> Iterator[Window]:
    """Go through every step of a convolution by hand, row by row.

    The values are those of `conv2d(x, kernel, bias, stride=stride)`.

    Args:
        x: An image (H, W). Integers or floats. It stays as it is.
        kernel: Weights (height, width), not larger than the image.
        bias: One number.
        stride: How many pixels the window moves at a step, down and to the right.

    Returns:
        An iterator over `Window`, one for each number of the output.

    Raises:
        TypeError: If `x`, `kernel` or `bias` holds no integers or floats, or `stride` is no
            whole number.
        ValueError: If `x` or `kernel` isn't 2-D, `bias` isn't one number, `stride` is less than
            1, or the kernel is larger than the image.

    Examples:
        >>> image = [[3, 3, 2],
        ...          [0, 0, 1],
        ...          [3, 1, 2]]
        >>> first = next(windows(image, [[0, 1], [2, 2]], bias=0.5))
        >>> first.patch
        array([[3, 3],
               [0, 0]])
        >>> first.product
        array([[0, 3],
               [0, 0]])
        >>> first.position, first.sum, first.value
        ((0, 0), 3, 3.5)
        >>> [window.sum for window in windows(image, [[0, 1], [2, 2]])]
        [3, 4, 8, 7]

    Source:
        Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
        figure 1.1.
    """
    # A copy of the image: the steps stay true even if the caller's array changes between them.
    x, kernel, stride = as_image(x).copy(), as_kernel(kernel), as_whole("stride", stride)
    for name, array in (("x", x), ("kernel", kernel)):
        if array.ndim != 2:
            raise ValueError(
                f"{name} has shape {array.shape}, but windows are shown for one image and one "
                f"kernel, both 2-D; choose one, for example "
                + {"x": "x[0, :, :, 0]", "kernel": "kernel[:, :, 0, 0]"}[name]
            )
    if as_numbers("bias", bias).ndim:
        raise ValueError(f"bias has shape {np.shape(bias)}, but one number is expected")
    check_fits(f"kernel {by(kernel.shape)}", kernel.shape, x.shape, "a smaller kernel or pad x")
    return _steps(x, kernel, bias, stride)


def _steps(x: Array, kernel: Array, bias: float, stride: int) -> Iterator[Window]:
    """Yield the steps; apart from `windows`, so that wrong arguments raise at the call."""
    view = patches(x[np.newaxis, :, :, np.newaxis], kernel.shape, (stride, stride), (1, 1))[
        0, ..., 0
    ]
    dtype = sum_dtype(x, kernel)
    for i, j in np.ndindex(view.shape[:2]):
        with np.errstate(invalid="ignore"):
            product = np.multiply(view[i, j], kernel, dtype=dtype)
            total = product.sum()
        # Plain Python numbers, as one writes them: 12, not np.int64(12).
        yield Window((i, j), view[i, j], product, total.item(), np.asarray(bias).item())
