"""Where the numbers of a page come from: equations, the code and output near them, marks.

Code near a number proves it only if it would not prove the number with another digit as well.
So 1,960 under a cell that prints 1960 needs nothing more, and neither does 3 where no other small
number stands; 3 beside a table of small numbers does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from making.proof.equations import equations_in
from making.proof.evidence import Evidence, numbers_of_code
from making.proof.numbers import Figure, figures_in, one_digit_away
from making.proof.source import FACT, Unit

#: At most this share of a number's one-digit changes may stand in the same code.
COMMON = 0.25
#: From this many digits on, a number may come from anywhere on its page.
LONG = 3
_BETWEEN = re.compile(r"(?:[\s,()\[\]×x&*`$]|\\\\|\\times|and|와|과|그리고|\{\})*")
_PERCENT = re.compile(r"\s?(?:\\?%|percent|퍼센트)")


#: Where numbers stand in a text.
Spans = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Bound:
    """A number of a text with what proves it; None if nothing does."""

    figure: Figure
    origin: str | None


def bind(units: Sequence[Unit]) -> list[tuple[Unit, Sequence[Bound]]]:
    """Say for each number of a page what proves it, leaving out the marks."""
    page = Evidence.of(tuple(unit.text for unit in units if unit.kind == "code"))
    proven = [_proven(unit) for unit in units]
    near = {section: _near(units, section, proven) for section in {u.section for u in units}}
    return [
        (unit, bind_unit(unit, proven[i], (_touching(units, i), near[unit.section]), page))
        for i, unit in enumerate(units)
        if unit.kind != "code"
    ]


def _proven(unit: Unit) -> Spans:
    return frozenset(span for equation in equations_in(unit) for span in equation.proven)


def _near(units: Sequence[Unit], section: int, proven: list[Spans]) -> Evidence:
    """The numbers of a section's code, of its equations and of what its marks call facts."""
    inside = [i for i, unit in enumerate(units) if unit.section == section]
    equations = [
        tuple(float(f.value) for f in figures_in(units[i].text) if _within(f, proven[i]))
        for i in inside
        if proven[i]
    ]
    facts = [
        numbers_of_code(mark) for i in inside for mark in units[i].marks if mark.startswith(FACT)
    ]
    code = tuple(units[i].text for i in inside if units[i].kind == "code")
    return Evidence.of(code, *equations, *facts)


def _touching(units: Sequence[Unit], at: int) -> Evidence:
    """The numbers of the code just above and just below a piece, in its section."""
    texts = []
    for way in (range(at - 1, -1, -1), range(at + 1, len(units))):
        reached = False
        for i in way:
            code = units[i].kind == "code"
            if units[i].section != units[at].section or (reached and not code):
                break
            reached |= code
            texts += [units[i].text] * code
    return Evidence.of(tuple(texts))


@cache
def bind_unit(
    unit: Unit,
    proven: Spans,
    near: tuple[Evidence, ...],
    page: Evidence,
) -> tuple[Bound, ...]:
    """Say for each number of a piece what proves it.

    Args:
        unit: The piece.
        proven: Where equations prove numbers in it.
        near: The code that touches it, and all of its section.
        page: All code of the page.
    """
    figures = figures_in(unit.text)
    rows = {
        id(figure)
        for row in _rows(unit.text, figures)
        for scope in (*near, page)
        if _is_row_of(row, scope)
        for figure in row
    }
    bound = []
    for figure in figures:
        if _within(figure, proven):
            origin: str | None = "equation"
        elif id(figure) in rows:
            origin = "row"
        elif _is_square(figure, figures, unit.text) and page.has(float(figure.value), 0):
            origin = "square"
        elif any(_is_from(figure, unit.text, scope) for scope in near):
            origin = "section"
        elif _is_beside(figure, figures, unit.text, near[-1]):
            origin = "line"
        elif len(figure.value.as_tuple().digits) >= LONG and _is_from(figure, unit.text, page):
            origin = "page"
        else:
            origin = None
        bound.append(Bound(figure, origin))
    return tuple(bound)


def _is_square(figure: Figure, figures: Sequence[Figure], text: str) -> bool:
    """Whether a number is a side of k×k; with another digit it would be none."""
    sides = [one for one in figures if one.value == figure.value]
    return any(
        figure in pair and text[pair[0].end : pair[1].start].strip(" $") in {"×", r"\times"}
        for pair in pairwise(sides)
    )


def _is_beside(figure: Figure, figures: Sequence[Figure], text: str, scope: Evidence) -> bool:
    """Whether a line of code says a number together with another one of its sentence."""
    begin = text.rfind("\n", 0, figure.start)
    end = text.find("\n", figure.end)
    sentence = [f for f in figures if begin < f.start and (f.start < end or end < 0)]
    others = frozenset(float(f.value) for f in sentence) - {float(figure.value)}
    return bool(others) and _is_from(figure, text, scope.beside(others))


def _within(figure: Figure, spans: Spans) -> bool:
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


def _rows(text: str, figures: Sequence[Figure]) -> list[list[Figure]]:
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
