"""Marks proposed for what nothing proves yet, shown or written into both languages."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from making.paths import LANGUAGES
from making.proof.marks import matches
from making.proof.origins import Bound
from making.proof.outputs import units_with_outputs
from making.proof.page import Page, all_values, literals, run, values_of
from making.proof.source import DOCS, Unit
from making.proof.suggest import suggest


def proposals(name: str) -> list[tuple[int, str]]:
    """Propose a mark for each piece of a page that lacks one.

    Returns:
        The index of the piece among those that are no code, and what its mark would say.
    """
    pages = [
        Page.of(units_with_outputs(DOCS / language / name), language) for language in LANGUAGES
    ]
    loose = [_loose(page) for page in pages]
    names: dict[str, Any] = {}
    near: dict[str, Any] = {}  # what the section itself has named
    found, place, section = [], 0, 0
    for unit in pages[0].units:
        if unit.section != section:
            near, section = {}, unit.section
        if unit.kind == "code":
            before = dict(names)
            if name.endswith(".md"):
                run(unit.text, names)
            else:
                names |= literals(unit.text)
            near |= {n: v for n, v in names.items() if before.get(n) is not v}
            continue
        wanted = list(dict.fromkeys(text for one in loose for text in one[place]))
        if wanted:
            found.append((place, _mark(wanted, near)))
        place += 1
    return found


def _loose(page: Page) -> list[list[str]]:
    """The numbers that nothing proves, piece by piece."""
    values = values_of(page)
    return [_unbound(unit, bound, all_values(unit, values)) for unit, bound in page.bound]


def _unbound(unit: Unit, bound: Sequence[Bound], said: list[Any]) -> list[str]:
    return [
        f"{one.figure.value}"
        for one in bound
        if one.origin is None and not any(matches(value, one.figure, unit.text) for value in said)
    ]


def _mark(numbers: list[str], names: Mapping[str, Any]) -> str:
    """A mark for some numbers; below 3 a name would have the value by chance."""
    found = {
        number: suggest(float(number), names) if abs(float(number)) > 2 else None
        for number in numbers
    }
    if not any(found.values()):
        return f"<!-- fact: {', '.join(numbers)} -->"
    return f"<!-- = {', '.join(found[number] or number for number in numbers)} -->"


def show(name: str) -> None:
    """Print where a page lacks marks, and what they could say."""
    units = [unit for unit in units_with_outputs(DOCS / "ko" / name) if unit.kind != "code"]
    for place, mark in proposals(name):
        text = " ".join(units[place].text.split())
        print(f"{units[place].place}: {mark}  “{text[:70]}”")


def write(name: str) -> None:
    """Put the proposed marks into both languages of a page."""
    found = proposals(name)
    for language in LANGUAGES:
        path = DOCS / language / name
        units = [unit for unit in units_with_outputs(path) if unit.kind != "code"]
        text = path.read_text(encoding="utf-8")
        pieces = [(units[place], mark) for place, mark in found]
        put = into_notebook if path.suffix == ".ipynb" else into_markdown
        path.write_text(put(text, pieces), encoding="utf-8")


def into_markdown(text: str, pieces: Sequence[tuple[Unit, str]]) -> str:
    """Put each mark under its piece."""
    lines = text.split("\n")
    for unit, mark in reversed(pieces):
        end = unit.line - 1 + unit.text.count("\n") + 1
        end += unit.kind == "formula" and lines[end].strip() == "$$"
        indent = len(lines[end - 1]) - len(lines[end - 1].lstrip())
        lines.insert(end, " " * indent + mark)
    return "\n".join(lines)


def into_notebook(text: str, pieces: Sequence[tuple[Unit, str]]) -> str:
    """Put each mark under its piece, in the cell that holds it."""
    notebook = json.loads(text)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    for unit, mark in pieces:
        for cell in cells:
            source = "".join(cell["source"])
            at = _end_of(unit, source)
            if at is not None:
                changed = f"{source[:at]}\n{_indent(unit)}{mark}{source[at:]}"
                listed = isinstance(cell["source"], list)
                cell["source"] = changed.splitlines(keepends=True) if listed else changed
                break
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _end_of(unit: Unit, source: str) -> int | None:
    """Where a piece ends in a cell; None if it isn't there or has a mark already."""
    whole = f"{unit.text}\n$$" if unit.kind == "formula" else unit.text
    at = f"\n{source}\n".find(f"\n{whole}\n")
    end = at + len(whole)
    return None if at < 0 or source[end:].lstrip().startswith("<!-- ") else end


def _indent(unit: Unit) -> str:
    last = unit.text.split("\n")[-1]
    return " " * (len(last) - len(last.lstrip()))
