"""Random convolutions and poolings for the tests that compare with an oracle."""

from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.oracle import Array, random_numbers

FLOATS = st.sampled_from(["float32", "float64"])
SMALL = st.integers(1, 5)
SEEDS = st.integers(0, 2**16)
SIDES = st.integers(1, 4)


class Convolution(NamedTuple):
    x: Array
    kernel: Array
    bias: Array
    options: dict[str, Any]


class Pooling(NamedTuple):
    x: Array
    size: tuple[int, int]
    options: dict[str, Any]


def maybe_pair(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[int | tuple[int, int]]:
    return st.one_of(numbers, st.tuples(numbers, numbers))


def as_pair(value: int | tuple[int, int]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value


PIXELS = st.tuples(st.integers(0, 4), st.integers(0, 4))


@st.composite
def convolutions(
    draw: st.DrawFn,
    dtypes: tuple[str, ...] = ("float32", "float64"),
    words: tuple[str, ...] = ("valid", "same", "full"),
) -> Convolution:
    """Draw images, a kernel that fits, a bias for each filter, and how to slide."""
    stride, dilation = draw(maybe_pair(SIDES)), draw(maybe_pair(st.integers(1, 3)))
    padding = draw(st.one_of(st.sampled_from(words), st.tuples(PIXELS, PIXELS)))
    kernel = draw(SIDES), draw(SIDES)
    spans = [(k - 1) * d + 1 for k, d in zip(kernel, as_pair(dilation), strict=True)]
    added = (0, 0) if isinstance(padding, str) else [sum(side) for side in padding]
    free = isinstance(padding, str) and padding != "valid"
    least = [1 if free else max(k - more, 1) for k, more in zip(spans, added, strict=True)]
    image = [draw(st.integers(size, size + 6)) for size in least]
    batch, groups = draw(st.integers(0, 3)), draw(st.integers(1, 3))
    channels, filters = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    seed, dtype = draw(SEEDS), draw(st.sampled_from(dtypes))
    return Convolution(
        random_numbers(seed, dtype, batch, *image, channels * groups),
        random_numbers(seed + 1, dtype, *kernel, channels, filters * groups),
        random_numbers(seed + 2, dtype, filters * groups),
        {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups},
    )


def convolution(
    image: int, kernel: int, stride: int, padding: str, batch: int = 1, dtype: str = "float32"
) -> Convolution:
    """Make one convolution by hand, for an edge that chance may miss."""
    return Convolution(
        random_numbers(1, dtype, batch, image, image, 2),
        random_numbers(2, dtype, kernel, kernel, 2, 3),
        random_numbers(3, dtype, 3),
        {"stride": stride, "padding": padding, "dilation": 1, "groups": 1},
    )


CONVOLUTION_EDGES = (
    convolution(1, 1, 1, "valid"),  # one pixel, one weight
    convolution(1, 3, 2, "same"),  # one pixel, all else border
    convolution(1, 2, 1, "full"),
    convolution(4, 4, 1, "valid"),  # a kernel as large as the image
    convolution(9, 2, 4, "valid"),  # a stride larger than the kernel
    convolution(9, 2, 4, "same"),
    convolution(5, 2, 1, "same"),  # an odd pixel of border
    convolution(5, 3, 2, "same", batch=0),
)


@st.composite
def poolings(draw: st.DrawFn, dtypes: tuple[str, ...] = ("float32", "float64")) -> Pooling:
    """Draw images and a window that fits."""
    size = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    padding = draw(st.sampled_from(["valid", "same"]))
    least = size if padding == "valid" else (1, 1)
    height, width = (draw(st.integers(side, side + 7)) for side in least)
    batch, channels = draw(st.integers(0, 3)), draw(st.integers(1, 3))
    stride, dtype = draw(maybe_pair(st.integers(1, 6))), draw(st.sampled_from(dtypes))
    x = random_numbers(draw(SEEDS), dtype, batch, height, width, channels)
    return Pooling(x, size, {"stride": stride, "padding": padding})


def pooling(image: int, size: int, stride: int, padding: str, batch: int = 1) -> Pooling:
    """Make one pooling by hand, for an edge that chance may miss."""
    x = random_numbers(1, "float32", batch, image, image, 2)
    return Pooling(x, (size, size), {"stride": stride, "padding": padding})


POOLING_EDGES = (
    pooling(1, 1, 1, "valid"),
    pooling(1, 3, 2, "same"),  # one pixel, all else border
    pooling(4, 4, 1, "valid"),  # a window as large as the image
    pooling(9, 2, 4, "valid"),  # a stride larger than the window
    pooling(9, 2, 4, "same"),
    pooling(5, 2, 2, "same", batch=0),
)
