"""Marks on Markdown pages as examples: Sybil computes each with the page's names at its place."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from sybil import Document, Example, Region

from making.proof.marks import evaluate, problems
from making.proof.origins import Bound, bind
from making.proof.page import language_of
from making.proof.source import Unit, units_of
from making.steps.marks import MARK


def marks(document: Document) -> Iterable[Region]:
    """Find the marks of a page; those of one piece are judged together, at the last of them."""
    path = Path(document.path)
    starts = iter(_line_starts(document.text))
    for unit, bound in _bound(path):
        for number, mark in enumerate(unit.marks, start=1):
            start, end = next(starts)
            whole = number == len(unit.marks)
            yield Region(start, end, parsed=(unit, bound, whole), evaluator=_judge, lexemes={})
            assert mark


def _line_starts(text: str) -> Iterable[tuple[int, int]]:
    fenced = False
    at = 0
    for line in text.split("\n"):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if MARK.match(line) and not fenced:
            yield at, at + len(line)
        at += len(line) + 1


@cache
def _bound(path: Path) -> list[tuple[Unit, Sequence[Bound]]]:
    return bind(units_of(path))


def _judge(example: Example) -> str | None:
    """Compare the numbers of a piece with what its marks say; Sybil reports what is returned."""
    unit, bound, whole = example.parsed
    if not whole:
        return None
    try:
        values = [value for mark in unit.marks for value in evaluate(mark, example.namespace)]
    except ValueError as error:
        return f"{unit.place}: {error}"
    found = problems(unit, bound, values, language_of(Path(example.path)))
    return "\n".join(map(str, found)) or None
