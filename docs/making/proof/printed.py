"""What notebooks printed, kept as text that people can review, and compared at each run.

`docs/outputs/training/from-scratch.txt` has each cell that shows something under its number and
the first line of its code. What training prints may differ between processors: 0.93±0.02 stands
for every number from 0.91 to 0.95, and the spaces around it may be more or fewer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from nbformat import NotebookNode

from making.notebooks.reading import code_cells
from making.notebooks.running import executed
from making.paths import ROOT
from making.proof.outputs import text_of
from making.proof.source import DOCS

FOLDER = DOCS / "outputs"
_HEAD = re.compile(r"^In \[(\d+)\]: (.*)$")
_NUMBER = r"-?\d+(?:\.\d*)?"
_RANGE = re.compile(rf" *({_NUMBER})±({_NUMBER}) *")
#: Where an object lies in memory.
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


@dataclass(frozen=True)
class Cell:
    """A cell that shows something: its number, the first line of its code, the lines it shows."""

    number: int
    code: str
    lines: tuple[str, ...]


def path_of(page: str) -> Path:
    """The file that keeps what a notebook prints, which serves both languages."""
    return (FOLDER / page).with_suffix(".txt")


def cells_of(notebook: NotebookNode) -> list[Cell]:
    """What the cells of an executed notebook show."""
    found = []
    for number, cell in enumerate(code_cells(notebook), start=1):
        text = _ADDRESS.sub("0x…", text_of(cell)).strip("\n")
        if text.strip():
            lines = tuple(line.rstrip() for line in text.split("\n"))
            found.append(Cell(number, cell.source.split("\n")[0], lines))
    return found


def read(text: str) -> list[Cell]:
    """Read the cells that a file keeps."""
    cells: list[Cell] = []
    for line in text.rstrip("\n").split("\n"):
        if head := _HEAD.match(line):
            cells.append(Cell(int(head[1]), head[2], ()))
        elif cells:
            last = cells[-1]
            cells[-1] = Cell(last.number, last.code, (*last.lines, line))
    return [Cell(one.number, one.code, _without_end(one.lines)) for one in cells]


def _without_end(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the empty line before the next cell."""
    return lines[:-1] if lines and not lines[-1] else lines


def write(cells: list[Cell]) -> str:
    """Write cells as a file keeps them."""
    blocks = ["\n".join([f"In [{one.number}]: {one.code}", *one.lines]) for one in cells]
    return "\n\n".join(blocks) + "\n"


def differences(kept: list[Cell], found: list[Cell], name: str) -> Iterator[str]:
    """Say where a notebook shows something else than its file keeps.

    Args:
        kept: What the file keeps.
        found: What the notebook shows.
        name: The file, as messages name it.
    """
    before = {one.number: one for one in kept}
    after = {one.number: one for one in found}
    for number in sorted(before | after):
        old, new = before.get(number), after.get(number)
        cell = new or old
        assert cell
        place = f"{name}, cell {number} ({cell.code})"
        if old and new and old.code != new.code:
            yield f"{place}: expected the code {old.code!r}"
        lines = zip_longest(old.lines if old else (), new.lines if new else ())
        for at, (expected, line) in enumerate(lines, start=1):
            if expected is None or line is None or not agrees(line, expected):
                yield f"{place}, line {at}: expected {expected!r}, found {line!r}"


def agrees(line: str, expected: str) -> bool:
    """Whether a line is what is expected, its numbers within the ranges that are stated."""
    ranges = list(_RANGE.finditer(expected))
    parts = [re.escape(part) for part in _RANGE.sub("\0", expected).split("\0")]
    match = re.fullmatch(rf" *({_NUMBER}) *".join(parts), line)
    return match is not None and all(
        abs(float(value) - float(middle[1])) <= float(middle[2]) * (1 + 1e-9)
        for value, middle in zip(match.groups(), ranges, strict=True)
    )


def renewed(kept: list[Cell], found: list[Cell]) -> list[Cell]:
    """What is shown now, with the stated ranges of lines that still agree."""
    before = {one.number: one.lines for one in kept}
    return [
        Cell(
            one.number,
            one.code,
            tuple(
                old if old is not None and agrees(line, old) else line
                for old, line in zip_longest(
                    before.get(one.number, ())[: len(one.lines)], one.lines, fillvalue=None
                )
                if line is not None
            ),
        )
        for one in found
    ]


def problems(page: str) -> list[str]:
    """Compare what a notebook printed for the site with what is kept, and say how to mend it."""
    path = path_of(page)
    name = path.relative_to(ROOT).as_posix()
    mend = f"python -m making.proof outputs {page} writes it anew"
    if not path.is_file():
        return [f"{name} is missing: {mend}"]
    kept = read(path.read_text(encoding="utf-8"))
    found = cells_of(executed(DOCS / "en" / page))
    return [
        f"{one}; if that is right, {mend}; what may differ between processors gets a range, as "
        "in 0.93±0.02"
        for one in differences(kept, found, name)
    ]


def renew(page: str) -> None:
    """Write anew what a notebook prints; stated ranges stay where they still hold."""
    path = path_of(page)
    kept = read(path.read_text(encoding="utf-8")) if path.is_file() else []
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = renewed(kept, cells_of(executed(DOCS / "en" / page)))
    path.write_text(write(cells), encoding="utf-8")
