"""Marks: comments under a paragraph that say where its numbers come from.

Under a paragraph, item, table row, formula, figure or heading, on a line of its own:

    <!-- = weights.size, round(accuracy, 2) -->
    <!-- fact: 2012, 7 -->

The first is computed with the names of the page, where it stands; the second is plainly so. Each
value must be said above it, and each number above it that nothing else proves must be a value.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from making.proof.expressions import beside, calculations_in, loose_sizes
from making.proof.numbers import Figure, figures_in, words_in
from making.proof.origins import Bound
from making.proof.source import FACT, SHOWN, Unit

COMPUTED = "="


@dataclass(frozen=True)
class Problem:
    """Something that isn't proven: where, what was found, what was expected, how to mend it."""

    place: str
    message: str

    def __str__(self) -> str:
        """One line, as editors and people read it."""
        return f"{self.place}: {self.message}"


def evaluate(mark: str, names: Mapping[str, Any]) -> list[Any]:
    """Compute the values of a mark.

    Args:
        mark: What stands in the comment, such as "= len(rows)".
        names: The names of the page at this place.

    Returns:
        The values: numbers and text, those of lists and arrays one by one; none for a mark that
            says what shows a claim.

    Raises:
        ValueError: if the mark can't be computed; the message says why.
    """
    if mark.startswith(SHOWN):
        return []
    if mark.startswith(FACT):
        try:
            return [float(part.replace(",", "")) for part in re.split(r", +", mark[len(FACT) :])]
        except ValueError as error:
            raise ValueError(f"`{mark}` must list numbers, as in `fact: 2012, 7`") from error
    expression = mark.removeprefix(COMPUTED).strip()
    try:
        values = eval(f"[{expression}]", {**_always(), **names})
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ValueError(f"`{mark}` can't be computed: {reason}") from error
    return list(_flat(values))


def _always() -> dict[str, Any]:
    """What a mark may use without an import on its page."""
    import cnnbook
    from cnnbook import data, results

    return {"np": np, "math": math, "cnnbook": cnnbook, "results": results, "data": data}


def _flat(value: Any) -> Iterable[Any]:
    if isinstance(value, list | tuple | set | range):
        for one in value:
            yield from _flat(one)
    elif hasattr(value, "tolist"):
        yield from _flat(value.tolist())
    else:
        yield value


def problems(unit: Unit, bound: Sequence[Bound], values: list[Any], language: str) -> list[Problem]:
    """Compare a piece of a page with the values of its marks.

    Args:
        unit: The piece.
        bound: Its numbers, with what proves them.
        values: What its marks say.
        language: "ko" or "en".
    """
    unsaid = unsaid_values(unit, values, language)
    found = [
        Problem(unit.place, f"the mark says {_shown(value)}, but what stands above it doesn't: "
                            "correct the number or the mark")
        for value in unsaid
    ]  # fmt: skip
    loose = [
        one.figure.text
        for one in bound
        if one.origin is None and not any(matches(value, one.figure, unit.text) for value in values)
    ]
    if loose:
        found.append(
            Problem(
                unit.place,
                f"nothing proves {', '.join(loose)} in “{_excerpt(unit.text)}”: put "
                "`<!-- = expression -->` under it, which gives the numbers from the page's code, "
                f"or `<!-- fact: {', '.join(loose)} -->` if they are plainly so",
            )
        )
    found += [
        Problem(
            unit.place,
            f"nothing says what {text} comes to: write it as an equation, or put "
            "`<!-- = expression -->` under it, which computes the same",
        )
        for text in loose_calculations(unit, values)
    ]
    found += [
        Problem(
            unit.place,
            f'nothing proves {text} as a whole: put `<!-- = "{text}" -->` under it, or print it',
        )
        for text in loose_sizes(unit, bound, values)
    ]
    return found


def unsaid_values(unit: Unit, values: Sequence[Any], language: str) -> list[Any]:
    """The values of a mark that the piece above it doesn't say, as number, word or calculation."""
    figures = figures_in(unit.text)
    computed = [calculation.value for calculation in calculations_in(unit)]
    return [
        value
        for value in values
        if not is_said(value, unit.text, figures, language)
        and not any(_is_close(value, other) for other in computed)
    ]


def loose_calculations(unit: Unit, values: Sequence[Any]) -> list[str]:
    """The calculations of a piece whose value neither the piece nor a mark says."""
    return [
        one.text
        for one in calculations_in(unit)
        if not any(matches(one.value, figure, unit.text) for figure in beside(one, unit))
        and not any(_is_close(value, one.value) for value in values)
    ]


def _is_close(value: Any, other: float) -> bool:
    return not isinstance(value, str) and math.isclose(value, other, rel_tol=1e-9)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def is_said(value: Any, text: str, figures: Sequence[Figure], language: str) -> bool:
    """Whether a text says a value, in digits or as a word."""
    if isinstance(value, str):
        return value in text
    if any(matches(value, figure, text) for figure in figures):
        return True
    whole = math.isfinite(value) and float(value).is_integer()
    return whole and Decimal(int(value)) in words_in(text, language)


def matches(value: Any, figure: Figure, text: str) -> bool:
    """Whether a number shows a value, to its digits."""
    if isinstance(value, str):
        return figure.text in value
    half = 0.5 * 10.0**-figure.decimals if figure.decimals else 0
    allowed = half + 1e-9 * max(1, abs(value))
    if abs(value - float(figure.value)) <= allowed:
        return True
    percent = re.match(r"\s?(?:\\?%|percent|퍼센트)", text[figure.end :])
    return bool(percent) and abs(100 * value - float(figure.value)) <= allowed
