"""What the tests compare with: recorded numbers and random ones."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import example
from numpy.testing import assert_allclose
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


def examples(name: str, cases: Iterable[Any], **others: Any) -> Callable[[Any], Any]:
    """Add cases to those that hypothesis draws, as the argument that is named."""

    def add(test: Any) -> Any:
        for case in cases:
            test = example(**{name: case}, **others)(test)
        return test

    return add


def assert_equal(actual: Array, expected: Any) -> None:
    """Compare shape, dtype and numbers, as exactly as the dtype allows."""
    expected = np.asarray(expected)
    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    tolerance = 1e-4 if actual.dtype == np.float32 else 1e-11
    assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


def slope(function: Callable[[Array], Array], x: Array, direction: Array) -> float:
    """Return how fast a function changes when all of x moves a little in a direction."""
    step = 1e-6
    change = function(x + step * direction) - function(x - step * direction)
    return float(change.sum() / (2 * step))
