"""The two languages stay together, and no example escapes the tests."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from making.notebooks.reading import read
from making.paths import REPOSITORY
from making.proof.source import units_of
from making.steps.steppers import PLACE
from tests.examples import docstrings
from tests.examples import pages as sybil
from tests.pages import ENGLISH, KOREAN, PAGES, code, outputs_of, prose, text_of
from tests.site_fixtures import ROOT

PYTHON_LIKE = re.compile(r"py|doctest", flags=re.IGNORECASE)


def formulas(text: str) -> list[str]:
    without_inline_code = re.sub(r"`[^`\n]+`", "", prose(text))
    found = re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", without_inline_code, flags=re.DOTALL)
    # Words inside a formula are each language's own.
    return [re.sub(r"\\text\{[^}]*\}", "", display or inline) for display, inline in found]


PARTS: dict[str, Callable[[str], list[Any]]] = {
    "heading levels": lambda text: re.findall(r"^(#+) ", prose(text), flags=re.MULTILINE),
    "code": code,
    "formulas": formulas,
    "figures": lambda text: re.findall(r"!\[[^\]]*\]\(([^) ]+)", prose(text)),
    "links inside the book": lambda text: re.findall(
        r"(?<!!)\[[^\]]+\]\((?!http)([^)# ]+)", prose(text)
    ),
    "boxes": lambda text: re.findall(r"^ *(?:\?\?\?\+?|!!!) (\w+)", prose(text), re.MULTILINE),
    "API entries": lambda text: re.findall(r"^::: (\S+)", prose(text), flags=re.MULTILINE),
}


def test_both_languages_have_the_same_pages() -> None:
    english = {
        path.relative_to(ENGLISH).as_posix()
        for path in ENGLISH.rglob("*")
        if path.suffix in {".md", ".ipynb"}
    }
    assert set(PAGES) == english


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same(part: str, page: str) -> None:
    korean, english = (PARTS[part](text_of(folder / page)) for folder in (KOREAN, ENGLISH))
    assert korean == english


DECIMAL = re.compile(r"(?<![\d.])\d+\.\d{2,}(?!\.?\d)")
NUMBER = re.compile(r"\d+(?:\.\d*)?(?:e-?\d+)?")
PYTHON_VERSIONS = {"3.11", "3.12", "3.13"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("folder", [KOREAN, ENGLISH], ids=["ko", "en"])
def test_decimals_in_prose_are_computed_on_the_page(folder: Path, page: str) -> None:
    """Code and its compared output must show each decimal, at least as precisely."""
    check_decimals(text_of(folder / page) + outputs_of(folder / page))


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".ipynb")])
def test_a_notebooks_drawings_are_seen_not_named(page: str) -> None:
    """A Figure that nothing displays would be printed by its name."""
    assert "<Figure" not in outputs_of(ENGLISH / page)


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".ipynb")])
def test_a_notebook_brings_the_package_where_it_is_missing(page: str) -> None:
    """The first code cell does, and the site doesn't show it."""
    first = next(cell for cell in read(ENGLISH / page).cells if cell.cell_type == "code")
    assert first.metadata.tags == ["remove-cell"]
    asked: list[tuple[str, ...]] = []
    shell = SimpleNamespace(run_line_magic=lambda *line: asked.append(line))
    missing = first.source.replace('find_spec("cnnbook")', "None")
    for source in (first.source, missing):
        exec(source, {"get_ipython": lambda: shell})
    assert asked == [("pip", f"install -q cnnbook[train,plots]@git+{REPOSITORY}")]


def check_decimals(text: str) -> None:
    shown = {float(number) for _, content in code(text) for number in NUMBER.findall(content)}
    said = PLACE.sub("", prose(text))  # a stepper's numbers are what a name of the page holds
    for number in set(DECIMAL.findall(said)) - PYTHON_VERSIONS:
        half = 0.5 * 10 ** -len(number.split(".")[1])
        assert any(abs(float(number) - value) <= half * 1.000001 for value in shown), number


def test_the_decimal_check_sees_a_wrong_digit() -> None:
    page = "The sum is {}.\n\n```python\n>>> 0.1 + 0.2345\n0.3345\n```\n"
    check_decimals(page.format("0.3345"))
    check_decimals(page.format("0.33"))
    with pytest.raises(AssertionError):
        check_decimals(page.format("0.3344"))


DOCUMENTS = sorted([*ROOT.glob("docs/*/**/*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_python_example_is_passed_over(path: Path) -> None:
    assert sybil.should_parse(path)
    check_examples(path)


def check_examples(path: Path) -> None:
    """Fail on an example that Sybil would not run, or whose output nobody compares."""
    text = path.read_text(encoding="utf-8")
    for info, content in code(text):
        assert info == "python" or not PYTHON_LIKE.search(info), f"write ```python, not {info}"
        if info == "python" and ">>>" not in content:
            assert "print(" not in content, "what is printed is compared only after >>>"
    prompts = len(re.findall(r"^ *>>> ", text, flags=re.MULTILINE))
    plain = sum(info == "python" and ">>>" not in content for info, content in code(text))
    marks = sum(len(unit.marks) for unit in units_of(path))
    steppers = len(PLACE.findall(text))
    assert len(list(sybil.parse(path).examples())) == prompts + plain + marks + steppers


MODULES = sorted((ROOT / "cnnbook").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_docstring_example_is_passed_over(path: Path) -> None:
    assert docstrings.should_parse(path)
    prompts = len(re.findall(r"^ *>>> ", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert len(list(docstrings.parse(path).examples())) == prompts


@pytest.mark.parametrize(
    "example",
    [
        "```py\n1 / 0\n```",
        "```pycon\n>>> 1 / 0\n```",
        '```python title="a.py"\n1 / 0\n```',
        "```{.python}\n1 / 0\n```",
        "~~~Python\n1 / 0\n~~~",
        "```\n>>> 1 / 0\n```",
        "    >>> 1 / 0\n",
        "```python\nprint(1)\n```",
    ],
)
def test_the_guard_sees_examples_that_would_be_passed_over(example: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{example}\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        check_examples(page)


def test_examples_in_boxes_run(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('??? success "Box"\n\n    ```python\n    >>> 1 + 1\n    3\n    ```\n')
    (example,) = sybil.parse(page).examples()
    with pytest.raises(Exception, match="Expected"):
        example.evaluate()
