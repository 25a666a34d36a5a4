"""Checks of arguments, made once at the public edge; each error says how to mend the call."""

from collections.abc import Sequence
from operator import index
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Pair = tuple[int, int]
Word = Literal["valid", "same", "full"]
Borders = tuple[Pair, Pair]


def as_numbers(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array of integers or floats.

    Other kinds of array (`np.matrix`, memory maps, tensors) are read as plain arrays of their
    numbers; masked ones are refused.
    """
    check_unmasked(name, value)
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


def check_unmasked(name: str, value: ArrayLike) -> None:
    """Raise if an array is masked, or one in a list: what is masked has no number."""
    if _is_masked(value):
        raise TypeError(
            f"{name} is masked, but every number would count, masked or not; say first what stands "
            f"in the masked places, for example {name}.filled(0)"
        )


def _is_masked(value: Any) -> bool:
    """Tell whether an array, or one in a list, has a mask, be it NumPy's or Astropy's."""
    if isinstance(value, list | tuple):
        return any(map(_is_masked, value))
    return hasattr(value, "mask") and hasattr(value, "filled")


def as_floats(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array of floats; integers become float64, as in NumPy."""
    array = as_numbers(name, value)
    return array if array.dtype.kind == "f" else array.astype(float)


def as_number(name: str, value: float) -> float:
    """Return `value` as one float."""
    number = as_numbers(name, value)
    if number.ndim:
        raise ValueError(f"{name} has shape {number.shape}, but one number is expected")
    return float(number)


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


def as_pair(name: str, value: int | Sequence[int]) -> Pair:
    """Return one number for both sides of an image, or a number for each, as a pair."""
    if isinstance(value, int | np.integer):
        return (as_whole(name, value),) * 2
    try:
        down, right = value
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} is {value!r}, but must be one whole number, or two: (down, right); "
            f"write for example {name}=2 or {name}=(2, 1)"
        ) from None
    return as_whole(name, down), as_whole(name, right)


def as_padding(padding: Word | Sequence[Any], sides: int) -> Word | list[Pair]:
    """Return `padding` as a word that is known, or as pixels before and after each side."""
    if isinstance(padding, str) and padding in get_args(Word):
        return cast(Word, padding)
    shape = "((top, bottom), (left, right))" if sides == 2 else "(before, after)"
    try:
        pixels = np.asarray(padding)
    except ValueError:
        pixels = np.empty(0)
    if pixels.dtype.kind not in "iu" or pixels.shape != (2, 2)[-sides:] or (pixels < 0).any():
        raise ValueError(
            f'padding is {padding!r}, but must be "valid" (the window stays inside the image), '
            '"same" (a border keeps the size, at stride 1), "full" (the window touches the image '
            f"with one weight at least) or pixels of border, 0 or more: {shape}"
        )
    return [(int(before), int(after)) for before, after in pixels.reshape(sides, 2)]


def check_generator(random: object) -> None:
    """Raise unless `random` is a generator of NumPy."""
    if not isinstance(random, np.random.Generator):
        raise TypeError(
            f"random is {random!r}, but a generator is expected; make one from a seed, for "
            "example random=np.random.default_rng(0)"
        )


def check_word(padding: str) -> None:
    """Raise unless `padding` is one of the two words that all libraries know."""
    if padding not in ("valid", "same"):
        raise ValueError(
            f'padding is {padding!r}, but must be "valid" (the window stays inside the image) '
            'or "same" (a border is added)'
        )


def check_match(x: Array, kernel: Array, groups: int) -> None:
    """Raise unless image and kernel have equally many dimensions, and channels that fit."""
    if x.ndim != kernel.ndim:
        raise ValueError(
            f"x has shape {x.shape} and kernel {kernel.shape}, but a 2-D image goes with a 2-D "
            "kernel, and NHWC with HWIO; write one image as x[np.newaxis, :, :, np.newaxis], "
            "one 2-D kernel as kernel[:, :, np.newaxis, np.newaxis]"
        )
    channels, filters = (x.shape[3], kernel.shape[3]) if x.ndim == 4 else (1, 1)
    if channels % groups or filters % groups:
        raise ValueError(
            f"groups is {groups}, but must divide the {channels} channels of x and the "
            f"{filters} filters of kernel"
        )
    if x.ndim == 4 and channels // groups != kernel.shape[2]:
        share = f" and groups {groups}" if groups > 1 else ""
        raise ValueError(
            f"x has {channels} channels, shape {x.shape}{share}, but kernel expects "
            f"{kernel.shape[2]}, shape {kernel.shape}; make the kernel "
            f"(height, width, {channels // groups}, filters)"
        )


def check_bias(bias: ArrayLike | None, shape: tuple[int, ...]) -> None:
    """Raise unless the bias is absent or has this shape."""
    if bias is None or as_numbers("bias", bias).shape == shape:
        return
    wanted = f"one number for each filter, shape {shape}" if shape else "one number"
    raise ValueError(f"bias has shape {np.shape(bias)}, but the kernel goes with {wanted}")


def check_shape(name: str, array: Array, shape: tuple[int, ...], what: str) -> None:
    """Raise unless an array has this shape, which is that of `what`."""
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, but must have that of {what}, {shape}")


def check_fits(window: str, covered: Sequence[int], image: Sequence[int], mend: str) -> None:
    """Raise unless a window that covers so many pixels lies inside the image."""
    if any(c > size for c, size in zip(covered, image, strict=True)):
        raise ValueError(
            f"{window} covers {by(covered)} pixels, but the image is only {by(image)}; use {mend}"
        )


def by(sizes: Sequence[int]) -> str:
    """Write sizes as people do: 3x3."""
    return "x".join(map(str, sizes))
