"""The sources of the pages: where they lie, and their text, code, prose and outputs."""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat

from making.notebooks import rendering, running
from making.steps.marks import strip
from tests.site_fixtures import ROOT

KOREAN, ENGLISH = ROOT / "docs" / "ko", ROOT / "docs" / "en"
PAGES = sorted(
    path.relative_to(KOREAN).as_posix()
    for path in KOREAN.rglob("*")
    if path.suffix in {".md", ".ipynb"}
)
FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")


def text_of(path: Path) -> str:
    """The Markdown of a page without its marks; of a notebook, its cells in order."""
    if path.suffix == ".md":
        return strip(path.read_text(encoding="utf-8"))
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(
        strip(cell.source) if cell.cell_type == "markdown" else f"```python\n{cell.source}\n```"
        for cell in cells
    )


def blocks(text: str) -> Iterator[tuple[str | None, str]]:
    """Split a page into fences (info string, content) and the prose between them (None, text)."""
    prose: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if not (fence := FENCE.match(line)):
            prose.append(line)
            continue
        yield None, "\n".join(prose)
        prose = []
        end = re.compile(rf" *{fence['ticks'][0]}{{{len(fence['ticks'])},}} *$")
        content = []
        for inner in lines:
            if end.match(inner):
                break
            content.append(inner.removeprefix(fence["indent"]))
        yield fence["info"].strip(), "\n".join(content)
    yield None, "\n".join(prose)


def code(text: str) -> list[tuple[str, str]]:
    return [(info, content) for info, content in blocks(text) if info is not None]


def prose(text: str) -> str:
    return "\n".join(content for info, content in blocks(text) if info is None)


def outputs_of(path: Path) -> str:
    """What a notebook's run printed, as a fence; a Markdown page holds its own outputs."""
    if path.suffix == ".md":
        return ""
    page, _ = rendering.to_markdown(running.executed(path), "", "en")
    return "\n\n".join(f"\n```text\n{content}\n```" for info, content in code(page))
