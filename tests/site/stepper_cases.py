"""Random convolutions and poolings, and what cnnbook makes of them, for the browser to repeat."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np

import cnnbook
from tests.oracle import Array

Pair = tuple[int, int]

POOLS = {
    "max": (cnnbook.max_pool2d, cnnbook.max_pool2d_backward),
    "avg": (cnnbook.avg_pool2d, cnnbook.avg_pool2d_backward),
}
#: Image, kernel, stride, padding, dilation: where chance seldom goes.
EDGES: tuple[tuple[int, int, int, Any, int], ...] = (
    (1, 1, 1, "valid", 1),
    (1, 3, 2, "same", 1),  # one pixel, all else border
    (1, 2, 1, "full", 1),
    (4, 4, 1, "valid", 1),  # a kernel as large as the image
    (9, 2, 4, "valid", 1),  # a stride larger than the kernel
    (9, 2, 4, "same", 1),
    (5, 2, 1, "same", 1),  # an odd pixel of border
    (7, 3, 2, "valid", 3),  # dilation up to the edge
    (3, 2, 3, ((0, 4), (5, 0)), 2),  # windows of border alone
)


def convolutions(random: np.random.Generator, count: int) -> Iterator[dict[str, Any]]:
    """The edges first, then chance; every other one of whole numbers."""
    for number in range(count):
        if number < len(EDGES):
            image, kernel, stride, padding, dilation = EDGES[number]
            shape, size = (image, image), (kernel, kernel)
            steps, apart = (stride, stride), (dilation, dilation)
        else:
            size, steps, apart = (pair(random, n) for n in (5, 5, 4))
            word = random.choice(["valid", "same", "full", "sides"])
            border = random.integers(0, 4, (2, 2)).tolist()
            padding = border if word == "sides" else str(word)
            added = [sum(side) for side in border] if word == "sides" else [0, 0]
            spans = [(k - 1) * d + 1 for k, d in zip(size, apart, strict=True)]
            free = word in ("same", "full")
            least = [1 if free else max(k - a, 1) for k, a in zip(spans, added, strict=True)]
            shape = grown(random, least)
        yield convolution(random, number % 2 == 0, shape, size, steps, padding, apart)


def convolution(
    random: np.random.Generator,
    whole: bool,
    shape: Pair,
    size: Pair,
    stride: Pair,
    padding: Any,
    dilation: Pair,
) -> dict[str, Any]:
    channels, filters = map(int, random.integers(1, 4, 2))
    x = numbers(random, whole, 1, *shape, channels)
    kernel = numbers(random, whole, *size, channels, filters)
    bias = numbers(random, whole, filters)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    y = cnnbook.conv2d(x, kernel, bias, **options)
    dy = numbers(random, whole, *y.shape)
    gradients = cnnbook.conv2d_backward(dy, x, kernel, **options)
    borders: Any = [padding, padding] if isinstance(padding, str) else map(tuple, padding)
    sizes = [
        cnnbook.output_size(n, k, stride=s, padding=border, dilation=d)
        for n, k, s, border, d in zip(shape, size, stride, borders, dilation, strict=True)
    ]
    return {
        "op": "conv", "whole": whole, "options": options,
        "given": [x[0].tolist(), kernel.tolist(), bias.tolist(), dy[0].tolist()],
        "sides": [shape, size],
        "wanted": [y[0], cnnbook.relu(y)[0], gradients.x[0], *gradients[1:], sizes],
    }  # fmt: skip


def poolings(random: np.random.Generator, count: int) -> Iterator[dict[str, Any]]:
    """Both kinds in turn; whole numbers, among which there are ties, and floats."""
    for number in range(count):
        size, stride = pair(random, 5), pair(random, 5)
        padding: Literal["valid", "same"] = "same" if number // 2 % 2 else "valid"
        shape = grown(random, size if padding == "valid" else (1, 1))
        kind, whole = ("max", "avg")[number % 2], number % 3 > 0
        x = numbers(random, whole, 1, *shape, int(random.integers(1, 4)))
        forward, backward = POOLS[kind]
        y = forward(x, size, stride=stride, padding=padding)
        dy = numbers(random, whole, *y.shape)
        dx = backward(dy, x, size, stride=stride, padding=padding)
        yield {
            "op": kind, "whole": whole and kind == "max",
            "options": {"stride": stride, "padding": padding},
            "given": [x[0].tolist(), size, dy[0].tolist()], "wanted": [y[0], dx[0]],
        }  # fmt: skip


def pair(random: np.random.Generator, below: int) -> Pair:
    return int(random.integers(1, below)), int(random.integers(1, below))


def grown(random: np.random.Generator, least: Sequence[int]) -> Pair:
    return least[0] + int(random.integers(0, 5)), least[1] + int(random.integers(0, 5))


def numbers(random: np.random.Generator, whole: bool, *shape: int) -> Array:
    return random.integers(-9, 10, shape) if whole else random.normal(size=shape)


#: What the browser does with the cases; text, for Playwright takes long over nested lists.
REPEAT = """async text => {
    const a = await import('./assets/javascripts/arithmetic.js')
    return JSON.stringify(JSON.parse(text).map(({ op, given, options, sides }) => {
        if (op != 'conv') {
            const [x, size, dy] = given
            return [a[op + 'Pool2d'](x, size, options),
                    a[op + 'Pool2dBackward'](dy, x, size, options)]
        }
        const [x, kernel, bias, dy] = given
        const y = a.conv2d(x, kernel, bias, options)
        const d = a.conv2dBackward(dy, x, kernel, options)
        const { stride, padding, dilation } = options
        const size = n => a.outputSize(sides[0][n], sides[1][n], {
            stride: stride[n], dilation: dilation[n],
            padding: Array.isArray(padding) ? padding[n] : padding,
        })
        return [y, a.relu(y), d.x, d.kernel, d.bias, [size(0), size(1)]]
    }))
}"""
