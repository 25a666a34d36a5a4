"""Where the numbers of a page come from: equations, the code and output near them, marks.

Code near a number proves it only if it would not prove the number with another digit as well.
So 1,960 under a cell that prints 1960 needs nothing more, and neither does 3 where no other small
number stands; 3 beside a table of small numbers does.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from making.proof.equations import equations_in
from making.proof.numbers import Figure, figures_in, one_digit_away
from making.proof.source import Unit

#: At most this share of a number's one-digit changes may stand in the same code.
COMMON = 0.1
#: From this many digits on, a number may come from anywhere on its page.
LONG = 3
_CODE_NUMBER = re.compile(
    r"(?:(?<![\w)\].])(?P<sign>-))?(?<![A-Za-z_\d.])(?P<digits>\d[\d_,]*\d|\d)(?P<rest>(?:\.\d*)?(?:e[+-]?\d+)?)"
)
_BETWEEN = re.compile(r"(?:[\s,()\[\]×x&*`$]|\\\\|\\times|and|와|과|그리고|\{\})*")
_PERCENT = re.compile(r"\s?(?:\\?%|percent|퍼센트)")


@dataclass(frozen=True)
class Evidence:
    """The numbers of some code: each block's in their order, and all of them sorted."""

    blocks: tuple[tuple[float, ...], ...]
    ordered: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """Sort once."""
        object.__setattr__(self, "ordered", sorted({x for block in self.blocks for x in block}))

    def has(self, value: float, decimals: int) -> bool:
        """Whether a number stands here, at least as precisely."""
        half = (0.5 * 10.0**-decimals if decimals > 1 else 0) + 1e-9 * max(1, abs(value))
        at = bisect_left(self.ordered, value - half)
        return at < len(self.ordered) and self.ordered[at] <= value + half

    def has_row(self, values: Sequence[float]) -> bool:
        """Whether numbers stand here one after another."""
        count = len(values)
        return any(
            block[at : at + count] == tuple(values)
            for block in self.blocks
            for at in range(len(block) - count + 1)
        )


def numbers_of_code(text: str) -> tuple[float, ...]:
    """Read the numbers in code or in what it printed."""
    found = []
    for match in _CODE_NUMBER.finditer(text):
        digits = match["digits"].replace("_", "")
        parts = digits.split(",")
        grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) < 4
        for part in ["".join(parts)] if grouped else parts:
            found.append(float((match["sign"] or "") + (part or "0") + match["rest"]))
    return tuple(found)


@dataclass(frozen=True)
class Bound:
    """A number of a text with what proves it; None if nothing does."""

    figure: Figure
    origin: str | None


def bind(units: Sequence[Unit]) -> list[tuple[Unit, list[Bound]]]:
    """Say for each number of a page what proves it, leaving out the marks."""
    page = Evidence(tuple(numbers_of_code(unit.text) for unit in units if unit.kind == "code"))
    proven = {id(unit): _proven(unit) for unit in units if unit.kind != "code"}
    near = {section: _near(units, section, proven) for section in {u.section for u in units}}
    return [
        (unit, bind_unit(unit, proven[id(unit)], near[unit.section], page))
        for unit in units
        if unit.kind != "code"
    ]


def _proven(unit: Unit) -> set[tuple[int, int]]:
    return {span for equation in equations_in(unit) for span in equation.proven}


def _near(units: Iterable[Unit], section: int, proven: dict[int, set[tuple[int, int]]]) -> Evidence:
    """The numbers of a section's code and of its equations."""
    blocks = []
    for unit in units:
        if unit.section == section:
            blocks.append(
                numbers_of_code(unit.text)
                if unit.kind == "code"
                else tuple(
                    float(figure.value)
                    for figure in figures_in(unit.text)
                    if _within(figure, proven[id(unit)])
                )
            )
    return Evidence(tuple(blocks))


def bind_unit(
    unit: Unit, proven: set[tuple[int, int]], near: Evidence, page: Evidence
) -> list[Bound]:
    """Say for each number of a piece what proves it."""
    figures = figures_in(unit.text)
    rows = {
        id(figure)
        for row in _rows(unit.text, figures)
        for scope in (near, page)
        if _is_row_of(row, scope)
        for figure in row
    }
    bound = []
    for figure in figures:
        if _within(figure, proven):
            origin: str | None = "equation"
        elif id(figure) in rows:
            origin = "row"
        elif _is_from(figure, unit.text, near):
            origin = "section"
        elif len(figure.value.as_tuple().digits) >= LONG and _is_from(figure, unit.text, page):
            origin = "page"
        else:
            origin = None
        bound.append(Bound(figure, origin))
    return bound


def _within(figure: Figure, spans: set[tuple[int, int]]) -> bool:
    return any(figure.start <= start and end <= figure.end for start, end in spans)


def _is_from(figure: Figure, text: str, scope: Evidence) -> bool:
    """Whether a number stands in some code, where hardly any like it does."""
    share = bool(_PERCENT.match(text, figure.end))

    def found(value: Decimal) -> bool:
        return scope.has(float(value), figure.decimals) or (
            share and scope.has(float(value) / 100, figure.decimals + 2)
        )

    if not found(figure.value):
        return False
    others = one_digit_away(figure)
    return sum(map(found, others)) <= COMMON * len(others)


def _rows(text: str, figures: list[Figure]) -> list[list[Figure]]:
    """Group numbers that nothing but commas, brackets and the like separates."""
    rows: list[list[Figure]] = []
    for figure in figures:
        if rows and _BETWEEN.fullmatch(text, rows[-1][-1].end, figure.start):
            rows[-1].append(figure)
        else:
            rows.append([figure])
    return [row for row in rows if len(row) > 1]


def _is_row_of(row: list[Figure], scope: Evidence) -> bool:
    """Whether a row stands in some code, and hardly any that differs from it in a digit."""
    values = [float(figure.value) for figure in row]
    if not scope.has_row(values):
        return False
    others = [
        [*values[:i], float(other), *values[i + 1 :]]
        for i, figure in enumerate(row)
        for other in one_digit_away(figure)
    ]
    return sum(map(scope.has_row, others)) <= COMMON * len(others)
