"""Checks of arguments, made once at the public edge; each error says how to mend the call."""

from collections.abc import Sequence
from operator import index
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Padding = Literal["valid", "same"]


def as_numbers(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array of integers or floats."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} is not rectangular; make all its rows equally long, and its channels too"
        ) from None
    if array.dtype.kind not in "iuf":
        raise TypeError(
            f"{name} holds {array.dtype}, but integers or floats are expected; "
            f"convert it first, for example with np.asarray({name}, dtype=float)"
        )
    return array


def as_image(x: ArrayLike) -> Array:
    """Return `x` as a 2-D image or a batch of images, NHWC."""
    image = as_numbers("x", x)
    if image.ndim not in (2, 4):
        raise ValueError(
            f"x has {image.ndim} dimensions, shape {image.shape}, but a 2-D image or NHWC "
            "(batch, height, width, channels) is expected; add what is missing: "
            "x[np.newaxis] the batch, x[..., np.newaxis] the channels"
        )
    if 0 in image.shape[-3:]:
        raise ValueError(
            f"x has shape {image.shape}, so its images have no pixels; only the batch may be empty"
        )
    return image


def as_kernel(kernel: ArrayLike) -> Array:
    """Return `kernel` as a 2-D or an HWIO kernel."""
    weights = as_numbers("kernel", kernel)
    if weights.ndim not in (2, 4):
        raise ValueError(
            f"kernel has {weights.ndim} dimensions, shape {weights.shape}, but a 2-D kernel or "
            "HWIO (height, width, in channels, out channels) is expected; add what is missing: "
            "kernel[:, :, np.newaxis] the in channel, kernel[..., np.newaxis] the out channel"
        )
    if 0 in weights.shape:
        raise ValueError(f"kernel has shape {weights.shape}, but every side must be 1 or more")
    return weights


def as_whole(name: str, value: int) -> int:
    """Return `value` as an int of 1 or more."""
    wanted = f"{name} is {value!r}, but must be one whole number, 1 or more"
    try:
        number = index(value)
    except TypeError:
        number = None
    # True would pass as 1, but is surely a slip.
    if number is None or isinstance(value, bool):
        raise TypeError(f"{wanted}; write it as an int, for example {name}=2")
    if number < 1:
        raise ValueError(f"{wanted}; the smallest is {name}=1")
    return number


def check_padding(padding: str) -> None:
    """Raise unless `padding` is a word that is known."""
    if padding not in get_args(Padding):
        raise ValueError(
            f'padding is {padding!r}, but must be "valid" (the window stays inside the image) '
            'or "same" (a border is added)'
        )


def check_match(x: Array, kernel: Array) -> None:
    """Raise unless image and kernel have equally many dimensions and channels."""
    if x.ndim != kernel.ndim:
        raise ValueError(
            f"x has shape {x.shape} and kernel {kernel.shape}, but a 2-D image goes with a 2-D "
            "kernel, and NHWC with HWIO; write one image as x[np.newaxis, :, :, np.newaxis], "
            "one 2-D kernel as kernel[:, :, np.newaxis, np.newaxis]"
        )
    if x.ndim == 4 and x.shape[3] != kernel.shape[2]:
        raise ValueError(
            f"x has {x.shape[3]} channels, shape {x.shape}, but kernel expects {kernel.shape[2]}, "
            f"shape {kernel.shape}; make the kernel (height, width, {x.shape[3]}, filters)"
        )


def check_bias(bias: ArrayLike | None, shape: tuple[int, ...]) -> None:
    """Raise unless the bias is absent or has this shape."""
    if bias is None or as_numbers("bias", bias).shape == shape:
        return
    wanted = f"one number for each filter, shape {shape}" if shape else "one number"
    raise ValueError(f"bias has shape {np.shape(bias)}, but the kernel goes with {wanted}")


def check_fits(window: str, covered: Sequence[int], image: Sequence[int], mend: str) -> None:
    """Raise unless a window that covers so many pixels lies inside the image."""
    if any(c > size for c, size in zip(covered, image, strict=True)):
        raise ValueError(
            f"{window} covers {by(covered)} pixels, but the image is only {by(image)}; use {mend}"
        )


def by(sizes: Sequence[int]) -> str:
    """Write sizes as people do: 3x3."""
    return "x".join(map(str, sizes))
