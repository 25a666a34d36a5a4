"""Calculations and sizes that no relation holds: `3·3·1·32` in a table, `28×28×32` in a sentence.

What a calculation comes to must be said in its row or paragraph, or by a mark: then another sign in
it is noticed. A size is proven whole, or any of its numbers could be another of the same mark.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from making.proof.equations import MATHS, whole
from making.proof.lexer import Token, tokens_of
from making.proof.numbers import Figure, figures_in
from making.proof.origins import Bound
from making.proof.source import Unit
from making.proof.values import Number

#: What proves all numbers of a size at once.
_TOGETHER = {"row", "square"}
_TIMES = re.compile(r"\*{0,2}×\*{0,2}")
_CALCULATES = re.compile(r"[\d)²³](?: [+−·÷] |[+−·÷])[\d(√]")


class Calculation(NamedTuple):
    """An expression that stands in no relation: how it is written, what it comes to, and where."""

    text: str
    value: float
    start: int
    end: int


@cache
def calculations_in(unit: Unit) -> tuple[Calculation, ...]:
    """Find the calculations of a piece that no relation holds; formulas have none."""
    return () if unit.kind in {"formula", "code"} else tuple(_calculations(unit.text))


def _calculations(text: str) -> Iterator[Calculation]:
    tokens = tokens_of(text)
    for first, last in _runs(tokens):
        around = (*tokens[max(first - 1, 0) : first], *tokens[last : last + 1])
        start, end = tokens[first].start, tokens[last - 1].end
        related = any(token.kind in {"relation", "name"} for token in around)
        if not related and _CALCULATES.search(text, start, end):
            value = whole(tokens, first, last)
            if isinstance(value, Number):
                yield Calculation(text[start:end].strip(), value.value, start, end)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where signs of arithmetic stand together."""
    edges = [-1, *(i for i, token in enumerate(tokens) if token.kind not in MATHS), len(tokens)]
    return ((a + 1, b) for a, b in pairwise(edges) if b > a + 1)


def beside(calculation: Calculation, unit: Unit) -> list[Figure]:
    """The numbers that could say what a calculation comes to: of its row, or of its piece."""
    begin, end = 0, len(unit.text)
    if unit.kind == "table":
        begin = unit.text.rfind("\n", 0, calculation.start) + 1
        end = f"{unit.text}\n".index("\n", calculation.end)
    return [
        figure
        for figure in figures_in(unit.text)
        if begin <= figure.start < calculation.start or calculation.end <= figure.start < end
    ]


def loose_sizes(unit: Unit, bound: Sequence[Bound], values: Sequence[Any]) -> list[str]:
    """The sizes of a piece, such as 28×28×32, that neither code nor a mark says whole."""
    sizes = [_text(unit, size) for size in _sizes(unit, bound) if not _is_whole(size)]
    texts = [value for value in values if isinstance(value, str)]
    return [size for size in sizes if not any(size in text for text in texts)]


def _sizes(unit: Unit, bound: Sequence[Bound]) -> list[list[Bound]]:
    if unit.kind == "formula":
        return []
    sizes: list[list[Bound]] = []
    for one in bound:
        last = sizes[-1][-1].figure.end if sizes else 0
        if sizes and _TIMES.fullmatch(unit.text, last, one.figure.start):
            sizes[-1].append(one)
        else:
            sizes.append([one])
    return [size for size in sizes if len(size) > 1]


def _is_whole(size: Sequence[Bound]) -> bool:
    return any(one.origin == "equation" for one in size) or all(
        one.origin in _TOGETHER for one in size
    )


def _text(unit: Unit, size: Sequence[Bound]) -> str:
    return unit.text[size[0].figure.start : size[-1].figure.end]
