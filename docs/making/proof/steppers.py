"""The numbers of a stepper: each table is what some name of the page holds at this place."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sybil import Document, Example, Region

from making.steps.steppers import PLACE

TABLES = ("x", "kernel", "dy", "bias")


def steppers(document: Document) -> Iterable[Region]:
    """Find the steppers of a page."""
    for line in PLACE.finditer(document.text):
        yield Region(line.start(), line.end(), parsed=line[1], evaluator=_judge, lexemes={})


def numbers(text: str) -> NDArray[np.float64]:
    """Read the tables of a setting: numbers a,b; rows a/b; channels a;b; filters a~b.

    Examples:
        >>> numbers("1,2/3,4").tolist()
        [[1.0, 2.0], [3.0, 4.0]]
        >>> numbers("1,2;3,4~5,6;7,8").shape
        (1, 2, 2, 2)
    """
    filters = [
        [[row.split(",") for row in channel.split("/")] for channel in one.split(";")]
        for one in text.split("~")
    ]
    # From (filters, channels, rows, columns) to the order of a kernel.
    return np.transpose(np.array(filters, dtype=float), (2, 3, 1, 0)).squeeze()


def unproven(settings: str, names: Mapping[str, Any]) -> list[str]:
    """Name the tables of a stepper that no name of the page holds."""
    held = [
        np.squeeze(value)
        for value in list(names.values())
        if isinstance(value, int | float | np.ndarray) and not isinstance(value, bool)
    ]
    return [
        name
        for name, _, text in (setting.partition("=") for setting in settings.split())
        if name in TABLES and not any(np.array_equal(one, numbers(text)) for one in held)
    ]


def _judge(example: Example) -> str | None:
    missing = unproven(example.parsed, example.namespace)
    if not missing:
        return None
    place = f"{Path(example.path).name}:{example.line}"
    return f"{place}: no name of the page holds the stepper's {', '.join(missing)} at this place"
