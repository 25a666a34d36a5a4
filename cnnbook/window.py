"""The convolution as one works it out on paper: window by window, product by product."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_image, as_kernel, as_numbers, as_whole, by, check_fits
from cnnbook._dtypes import widened
from cnnbook._sliding import patches


@dataclass(frozen=True, eq=False)
class Window:
    """One step of the convolution of a 2-D image with a 2-D kernel.

    Attributes:
        position: Row and column (i, j) of the output.
        patch: The pixels under the kernel, in the image's dtype.
        kernel: The weights they are multiplied by, the same at every step.
        product: `patch` times the kernel, element by element, in the dtype in which `conv2d`
            adds up.
        sum: The sum of the products, without the bias.
        bias: The number that is added to every sum.
    """

    position: tuple[int, int]
    patch: Array
    kernel: Array
    product: Array
    sum: float
    bias: float

    @property
    def value(self) -> float:
        """The output at `position`: `sum + bias`."""
        return self.sum + self.bias

    def text(self, decimals: int = 4, *, shorten: bool = False) -> str:
        """Write the step as one writes it on paper.

        Whole numbers stay whole; a bias of 0 is left out.

        Args:
            decimals: Digits after the point of all other numbers.
            shorten: Whether to show the first and the last product only.

        Returns:
            One line, for example `0×-0.4319 + … + 1×0.1774 - 0.0002 = 0.1772`.

        Raises:
            TypeError: If `decimals` isn't whole.
            ValueError: If `decimals` is less than 1.

        Examples:
            >>> step = next(windows([[3, 4]], [[0.25, -1]], bias=-0.5))
            >>> step.text()
            '3×0.2500 + 4×-1.0000 - 0.5000 = -3.7500'
            >>> next(windows([[1, 2, 3]], [[1, 0, 2]])).text(shorten=True)
            '1×1 + … + 3×2 = 7'
        """
        digits = as_whole("decimals", decimals)

        def write(number: float) -> str:
            return str(number) if isinstance(number, int) else f"{number:.{digits}f}"

        pairs = zip(self.patch.ravel().tolist(), self.kernel.ravel().tolist(), strict=True)
        terms = [f"{write(pixel)}×{write(weight)}" for pixel, weight in pairs]
        if shorten and len(terms) > 2:
            terms[1:-1] = ["…"]
        line = " + ".join(terms)
        if not self.bias:
            return f"{line} = {write(self.sum)}"
        return (
            f"{line} {'-' if self.bias < 0 else '+'} {write(abs(self.bias))} = {write(self.value)}"
        )


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
        >>> print(first.text(1))
        3×0 + 3×1 + 0×2 + 0×2 + 0.5 = 3.5
        >>> [window.sum for window in windows(image, [[0, 1], [2, 2]])]
        [3, 4, 8, 7]

    Source:
        Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
        figure 1.1.
    """
    # Copies: the steps stay true even if the caller's arrays change between them.
    x, kernel, stride = as_image(x).copy(), as_kernel(kernel).copy(), as_whole("stride", stride)
    kernel.flags.writeable = False
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
    pixels, weights = widened(x, kernel)
    view, wide = (
        patches(image[np.newaxis, :, :, np.newaxis], kernel.shape, (stride, stride), (1, 1))[
            0, ..., 0
        ]
        for image in (x, pixels)
    )
    for i, j in np.ndindex(view.shape[:2]):
        with np.errstate(invalid="ignore"):
            product = np.multiply(wide[i, j], weights)
            total = product.sum()
        # Plain Python numbers, as one writes them: 12, not np.int64(12).
        yield Window((i, j), view[i, j], kernel, product, total.item(), np.asarray(bias).item())
