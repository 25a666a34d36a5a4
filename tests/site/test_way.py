"""The way of a page can be gone without MkDocs, and its steps come in an order that matters."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from making import way
from making.page import PageContext
from making.paths import ROOT

DOCS = ROOT / "docs"
MAKING = DOCS / "making"
PAGE = PageContext("en", "chapter/page.md")


def test_it_needs_no_mkdocs() -> None:
    """So that another builder of sites can take it."""
    code = "import sys, making.way; print(*(name for name in sys.modules if 'mkdocs' in name))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "docs", capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_what_only_mkdocs_needs_is_used_by_nothing_else() -> None:
    """The folder can be deleted on the day of a move."""
    others = [path for path in MAKING.rglob("*.py") if path.parent.name != "mkdocs_only"]
    assert len(others) > 10
    naming = [path for path in others if re.search(r"\bmkdocs_only\b", path.read_text())]
    importing = [path for path in others if re.search(r"(import|from) mkdocs\b", path.read_text())]
    assert (naming, importing) == ([], [])


def test_every_step_is_on_the_way() -> None:
    steps = {step.__module__ for step in (*way.MARKDOWN, *way.PLAIN, *way.HTML)}
    modules = {f"making.steps.{path.stem}" for path in (MAKING / "steps").glob("[!_]*.py")}
    assert steps == modules


def test_solutions_of_exercises_are_shown_as_sessions() -> None:
    """The sessions are marked after the exercises have been put in their place."""
    markdown = way.through(way.MARKDOWN, "<!-- exercises: size -->", PAGE)
    assert "```pycon\n    >>> " in markdown
    assert "```python\n    >>> " not in markdown


def test_a_reader_sees_no_marks() -> None:
    """They are taken out after the exercises have been put in their place."""
    markdown = "A 3.\n<!-- fact: 3 -->\n\n- b\n  <!-- = x -->\n\n```html\n<!-- fact: 3 -->\n```"
    kept = "A 3.\n\n- b\n\n```html\n<!-- fact: 3 -->\n```"
    assert way.through(way.MARKDOWN, markdown, PAGE) == kept


def test_a_note_stands_in_prose_alone() -> None:
    page = PageContext("en", "a.md", address=lambda path: "../glossary/")
    html = way.through(
        way.HTML,
        '<p><span class="arithmatex">\\(\\text{kernel}\\)</span> A kernel</p>',
        page,
    )
    assert html.count('class="term"') == 1
    assert '</math> A <a class="term" href="../glossary/#kernel"' in html


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_module_is_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 250


@pytest.mark.parametrize("path", sorted(MAKING.rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_unpickled_or_works_on_one_system_alone(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\b(pickle|marshal|shelve|fcntl|symlink_to|os\.(sym)?link)\b", text)
