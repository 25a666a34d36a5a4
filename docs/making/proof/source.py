"""A page taken apart: its paragraphs, items, rows, formulas, figures and code, with their lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from making.notebooks.outputs import SAID
from making.paths import ROOT
from making.steps.marks import MARK

DOCS = ROOT / "docs"

FENCE = re.compile(r"^ *(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")
#: How a mark begins that nothing computes.
FACT = "fact:"
#: How a mark begins that proves no number, but says what shows a claim.
SHOWN = "shown:"
COMMENT = re.compile(r"^ *<!--.*-->$")
ITEM = re.compile(r"^ *(?:[-*]|\d+\.) +(?=\S)")
#: Fence around a notebook's code cell.
CELL = "`" * 9 + "c"
HEADING = re.compile(r"^#+ ")
BOX = re.compile(r'^ *(?:\?\?\?\+?|!!!) \w+ ?(?:"(?P<title>.*)")?$')


@dataclass(frozen=True)
class Unit:
    """A piece of a page that stands for itself.

    Attributes:
        kind: "heading", "paragraph", "item", "table", "formula", "figure", "box" or "code".
        text: Its lines, without the marks.
        line: Number of its first line in the file.
        section: How many headings of level two stand before it.
        marks: The marks under it.
        path: The file that it stands in.
        cell: Whether it is a code cell of a notebook.
    """

    kind: str
    text: str
    line: int
    section: int = 0
    marks: tuple[str, ...] = ()
    path: str = ""
    cell: bool = False

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.path}:{self.line}"


Lines = list[tuple[int, str]]


def pages() -> list[str]:
    """Name the pages, by their path inside a language."""
    korean = DOCS / "ko"
    paths = (path for path in korean.rglob("*") if path.suffix in {".md", ".ipynb"})
    return sorted(path.relative_to(korean).as_posix() for path in paths)


def units_of(path: Path, text: str | None = None) -> list[Unit]:
    """Take a page apart.

    Args:
        path: The page; a notebook if it ends in .ipynb.
        text: Its content, if it is not the file's.
    """
    text = path.read_text(encoding="utf-8") if text is None else text
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    lines = (
        notebook_lines(text) if path.suffix == ".ipynb" else list(enumerate(text.split("\n"), 1))
    )
    return [replace(unit, path=name) for unit in split(lines)]


def notebook_lines(text: str) -> Lines:
    """Write a notebook as the lines of a page, each with its number in the file."""
    starts = [
        (number, line.rstrip().endswith("["))
        for number, line in enumerate(text.split("\n"), 1)
        if line.lstrip().startswith('"source":')
    ]
    lines: Lines = []
    for (start, listed), cell in zip(starts, nbformat.reads(text, as_version=4).cells, strict=True):
        # What a picture shows is said as the alternative text of a drawing is.
        read = (SAID.sub(r"![\g<said>](picture)", line) for line in cell.source.split("\n"))
        found = [(start + listed * (i + 1), line) for i, line in enumerate(read)]
        fence = [(start, CELL)] if cell.cell_type == "code" else []
        lines += [*fence, *found, *((start, CELL.rstrip("c")) for _ in fence), (start, "")]
    return lines


def split(lines: Lines) -> list[Unit]:
    """Take numbered lines of Markdown apart."""
    units: list[Unit] = []
    section = 0
    for kind, block in _blocks(lines):
        if kind == "mark":
            last = units[-1]
            mark = MARK.match(block[0][1])
            assert mark
            units[-1] = replace(last, marks=(*last.marks, mark["mark"]))
            continue
        section += kind == "heading" and block[0][1].startswith("## ")
        text = "\n".join(line for _, line in block)
        cell = kind == "cell"
        units.append(Unit("code" if cell else kind, text, block[0][0], section, cell=cell))
    return units


def _blocks(lines: Lines) -> Iterator[tuple[str, Lines]]:
    """Group lines into pieces, each with its kind."""
    kind: str = ""
    block: Lines = []
    rest = iter(lines)
    for number, line in rest:
        alone = _kind_of_line(line)
        if alone or not line.strip() or ITEM.match(line) or (kind == "table") != _is_row(line):
            if block:
                yield kind, block
            kind, block = "", []
        if alone in {"code", "cell", "formula"}:
            yield alone, list(_enclosed(alone, number, line, rest))
        elif alone and alone != "comment":
            yield alone, [(number, line)]
        elif not alone and line.strip():
            kind = kind or _kind_of_block(line)
            block.append((number, line))
    if block:
        yield kind, block


def _kind_of_block(line: str) -> str:
    if _is_row(line):
        return "table"
    return "item" if ITEM.match(line) else "paragraph"


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _kind_of_line(line: str) -> str:
    """Say what a line is that stands alone or opens something; empty for ordinary text."""
    text = line.strip()
    if FENCE.match(line):
        return "cell" if line == CELL else "code"
    if text.startswith("$$"):
        return "formula"
    if MARK.match(line):
        return "mark"
    if COMMENT.match(line) or text.startswith(":::"):
        return "comment"
    if HEADING.match(line):
        return "heading"
    if text.startswith("!["):
        return "figure"
    return "box" if BOX.match(line) else ""


def _enclosed(kind: str, number: int, line: str, rest: Iterator[tuple[int, str]]) -> Lines:
    """Take what a fence or a formula encloses."""
    if kind == "formula" and len(line.strip()) > 2 and line.rstrip().endswith("$$"):
        return [(number, line.strip().strip("$"))]
    opening = FENCE.match(line)
    end = re.compile(r"^ *\$\$ *$" if not opening else rf"^ *{opening['ticks'][0]}{{3,}} *$")
    content: Lines = []
    for inner in rest:
        if end.match(inner[1]):
            break
        content.append(inner)
    return content or [(number, "")]
