"""A page judged: its equations, its numbers, its marks."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from making.proof.equations import equations_in
from making.proof.marks import COMPUTED, Problem, evaluate, problems
from making.proof.origins import Bound, bind
from making.proof.outputs import units_with_outputs
from making.proof.source import FACT, Unit

#: Values of marks, by the line of their piece and the mark.
Values = Mapping[tuple[str, str], list[Any]]


@dataclass(frozen=True)
class Page:
    """A page taken apart, with what proves its numbers."""

    units: Sequence[Unit]
    bound: Sequence[tuple[Unit, Sequence[Bound]]]
    language: str

    @classmethod
    def of(cls, units: Sequence[Unit], language: str) -> "Page":
        """Bind the numbers of a page."""
        return cls(units, bind(units), language)


def false_equations(units: Iterable[Unit]) -> list[Problem]:
    """Find the relations of a page that don't hold."""
    return [
        Problem(
            unit.place,
            f"{equation.text} doesn't hold to the digits shown: correct it, or write it as code "
            "between backticks if it is no equation",
        )
        for unit in units
        for equation in equations_in(unit)
        if equation.verdict == "false"
    ]


def judge(page: Page, values: Values) -> list[Problem]:
    """Find what isn't proven on a page.

    Args:
        page: The page.
        values: What each of its computed marks says, by text and mark.
    """
    found = false_equations(page.units)
    for unit, bound in page.bound:
        said = all_values(unit, values)
        found += problems(unit, bound, said, page.language)
    return found


def all_values(unit: Unit, values: Values) -> list[Any]:
    """What the marks of a piece say: facts as they stand, the others as they were computed."""
    return [
        value
        for mark in unit.marks
        for value in (
            evaluate(mark, {}) if mark.startswith(FACT) else values.get(mark_key(unit, mark), [])
        )
    ]


def mark_key(unit: Unit, mark: str) -> tuple[str, str]:
    """A name for a mark that stays when the text around it changes."""
    return f"{unit.path}:{unit.line}", mark


def values_of(
    page: Page, names: Mapping[str, Any] | None = None
) -> dict[tuple[str, str], list[Any]]:
    """Compute the marks of a page: of Markdown by running it, of a notebook from its source."""
    running: dict[str, Any] = dict(names or {})
    values = {}
    notebook = any(unit.cell for unit in page.units)
    waiting = {
        mark_key(unit, mark)
        for unit in page.units
        for mark in unit.marks
        if mark.startswith(COMPUTED)
    }
    for unit in page.units:
        if not waiting:
            break
        if unit.kind == "code":
            running |= literals(unit.text) if notebook else {}
            if not notebook:
                run(unit.text, running)
        for mark in unit.marks:
            if mark.startswith(COMPUTED):
                values[mark_key(unit, mark)] = evaluate(mark, running)
                waiting.discard(mark_key(unit, mark))
    return values


def run(code: str, names: dict[str, Any]) -> None:
    """Run the examples of a fence; what they print is compared elsewhere."""
    import contextlib
    import doctest
    import io

    if ">>>" not in code:
        return
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        for example in doctest.DocTestParser().get_examples(code):
            exec(compile(example.source, "<page>", "single"), names)


def literals(code: str) -> dict[str, Any]:
    """Read the plain values that code gives to names, among them those of keywords.

    A notebook's marks are computed from these: its names need minutes of training otherwise.
    """
    try:
        tree = ast.parse("\n".join(x for x in code.split("\n") if not x.startswith(("%", "!"))))
    except SyntaxError:
        return {}
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found |= _literal(name, value)
            case ast.keyword(arg=str(name), value=value):
                found |= _literal(name, value)
    return found


def _literal(name: str, value: ast.expr) -> dict[str, Any]:
    try:
        return {name: ast.literal_eval(value)}
    except ValueError:
        return {}


def language_of(path: Path) -> str:
    """The language that a page is written in."""
    return "en" if "en" in path.parts else "ko"


def judge_path(path: Path) -> list[Problem]:
    """Judge a page as it lies there."""
    page = Page.of(units_with_outputs(path), language_of(path))
    return judge(page, values_of(page))
