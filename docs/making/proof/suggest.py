"""Which expression of a page's names has the value of a number: a mark proposed to its author."""

import math
from collections.abc import Iterable, Mapping
from typing import Any


def suggest(number: float, names: Mapping[str, Any]) -> str | None:
    """Find an expression with the page's names that has a value; the latest name first."""
    for expression, value in _candidates(names):
        if isinstance(value, int | float) and math.isclose(value, number, abs_tol=1e-9):
            return expression
    return None


def _candidates(names: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    shown = [(n, v) for n, v in reversed(list(names.items())) if not n.startswith("_")]
    for name, value in shown:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield name, value
    for name, value in shown:
        shape = getattr(value, "shape", None)
        if isinstance(shape, tuple) and shape:
            yield f"{name}.size", math.prod(shape)
            for axis, length in enumerate(shape):
                yield f"{name}.shape[{axis}]", length
            yield f"{name}.ndim", len(shape)
        elif isinstance(value, list | tuple | dict | range):
            yield f"len({name})", len(value)
