"""What the tests compare with: recorded numbers, random ones, and sums in plain loops."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def golden(name: str) -> dict[str, Any]:
    """Read a file of recorded numbers."""
    file = Path(__file__).parent / "golden" / f"{name}.json"
    numbers: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return numbers


def golden_input(described: str | list[list[float]]) -> Array:
    """Make the NHWC input that a recorded case describes."""
    if isinstance(described, list):
        return np.array(described)[np.newaxis, :, :, np.newaxis]
    if described.startswith("[["):
        return golden_input(json.loads(described))
    if described.startswith("6x6"):  # columns 0-2 are 0, columns 3-5 are 1
        return golden_input([[0, 0, 0, 1, 1, 1]] * 6)
    match = re.match(r"arange\((\d+)\) as \(([\d,]+)\)", described)
    assert match, described
    return np.arange(int(match[1])).reshape([int(side) for side in match[2].split(",")])


def random_numbers(seed: int, dtype: str, *shape: int) -> Array:
    """Draw numbers of both signs: normal floats, or whole numbers from -9 to 9."""
    random = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return random.normal(size=shape).astype(dtype)
    return random.integers(-9, 10, shape).astype(dtype)


def naive_conv2d(x: Array, kernel: Array, stride: int, dilation: int) -> Array:
    """Convolve NHWC with HWIO, "valid", in plain loops."""
    rows, columns, _, filters = kernel.shape
    height = len(range(0, x.shape[1] - (rows - 1) * dilation, stride))
    width = len(range(0, x.shape[2] - (columns - 1) * dilation, stride))
    y = np.zeros((len(x), height, width, filters), np.result_type(x, kernel))
    for b, i, j, f in np.ndindex(*y.shape):
        for m, n, c in np.ndindex(*kernel.shape[:3]):
            pixel = x[b, i * stride + m * dilation, j * stride + n * dilation, c]
            y[b, i, j, f] += pixel * kernel[m, n, c, f]
    return y
