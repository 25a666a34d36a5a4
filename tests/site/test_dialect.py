"""Markdown of Jupyter's kind comes out of Python-Markdown as it does there, cell by cell."""

import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from making import staging
from making.dialect import adapt
from making.page import PageContext
from making.steps.dialect import as_in_jupyter
from tests.pages import ENGLISH, KOREAN, PAGES

NEXT = "## Next\n\n**bold** $z$"


@cache
def converter() -> Markdown:
    """Python-Markdown with the book's extensions."""
    extensions = staging.configuration("ko")["markdown_extensions"]
    extensions["toc"].pop("slugify", None)
    return Markdown(extensions=list(extensions), extension_configs=extensions)


def boxes(*cells: str) -> list[str]:
    """The HTML of each cell, converted on one page as a notebook's are."""
    boxed = [f'<div class="jp-MarkdownCell" markdown="1">\n\n{adapt(c)}\n\n</div>' for c in cells]
    html = converter().reset().convert("\n\n<!-- end of cell -->\n\n".join(boxed))
    found = BeautifulSoup(html, "html.parser").find_all(_is_box, recursive=False)
    return [re.sub(r"\s*\n\s*", "", box.decode_contents()) for box in found]


@pytest.mark.parametrize(
    "cell",
    [
        "<div>",
        "<details><summary>more",
        "a <b>bold",
        "<table><tr><td>1",
        "closed too often</div></div>",
        "</details>",
        "```python\nx = 1",
        "- item\n  ~~~\n  x",
        "<!-- open",
        "<pre>\nx",
        "Use `</div>` and ``<div>``.",
        "text\n\n    </div>\n    indented",
        "$a<b$ and a<b, x <y",
        "$$a</div>$$",
    ],
)
def test_nothing_that_a_cell_leaves_open_reaches_the_next(cell: str) -> None:
    first, second = boxes(cell, NEXT)
    assert '<h2 id="next">' in second
    assert '<strong>bold</strong> <span class="arithmatex">' in second
    assert "Next" not in first


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        # A list right after a line, and lists in lists with the spaces of Jupyter.
        ("We need:\n* one\n* two", "<p>We need:</p><ul><li>one</li><li>two</li></ul>"),
        ("We need:\n1. one\n2. two", "<p>We need:</p><ol><li>one</li><li>two</li></ol>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n## H", '<ul><li>a</li></ul><h2 id="h">H'),
        ("In\n1998. it was", "<p>In1998. it was</p>"),
        # Formulas that stand alone, in a paragraph, an item and a table.
        ("Hence\n$$\na\n- b\n$$\nholds.", "a- b\\]</div><p>holds.</p>"),
        ("Then $$a$$.", '<p>Then </p><div class="arithmatex">\\[a.\\]</div>'),
        ("Then\n\\begin{align}a\\end{align}", '<p>Then</p><div class="arithmatex">\\[\\begin{al'),
        (
            "Then\n\\begin{align}a\\end{align}.\nEnd",
            "\\[\\begin{align}a.\\end{align}\\]</div><p>End",
        ),
        ("1. So $$a$$\n2. b", '<p>So </p><div class="arithmatex">\\[a\\]</div></li><li>'),
        ("|a|\n|---|\n|$$x$$|", '<td><span class="arithmatex">\\(\\displaystyle x\\)</span>'),
        ("> So\n> $$\n> a\n> $$", '<span class="arithmatex">\\(\\displaystyle a\\)</span>'),
        ("$ a $ for \\$5", '<p><span class="arithmatex">\\( a \\)</span> for $5</p>'),
        # Markdown in boxes of HTML, after a blank line.
        (
            "<details><summary>s</summary>\n\n**b** $x$\n* c\n\n</details>",
            '<details><summary>s</summary><p><strong>b</strong> <span class="arithmatex">'
            "\\(x\\)</span></p><ul><li>c</li></ul></details>",
        ),
        ("<center>\n\n**b**\n\n</center>", "<center><p><strong>b</strong></p></center>"),
        ("<div>\n**b**\n</div>", "<div>**b**</div>"),
        # Brackets.
        (
            '[2] [Ba. "T." 2016.](https://a.b)',
            '<p>[2] <a href="https://a.b">Ba. "T." 2016.</a></p>',
        ),
        ("[0, 1] [-1, 1]", "<p>[0, 1] [-1, 1]</p>"),
        ("[0, 1] [a]\n\n[a]: b.md", '<p>[0, 1] <a href="b.md">a</a></p>'),
        ("[a](b.md) [c](d.md)", '<a href="b.md">a</a> <a href="d.md">c</a>'),
        # Tables.
        ("Text\n|a|b|\n|-|-|\n|1|2|", "<p>Text</p><table>"),
        # Code stays as it is.
        ("```\na\n* b [1] [2] $$x$$ <y\n```", "a* b [1] [2] $$x$$ &lt;y"),
        ("`* [1] [2] $$x$$`", "<code>* [1] [2] $$x$$</code>"),
    ],
)
def test_a_cell_is_read_as_in_jupyter(cell: str, html: str) -> None:
    (box,) = boxes(cell)
    assert html in box


def test_steps_count_on_over_code() -> None:
    box = boxes("1. one\n\n```\ncode\n```\n\n2. two\n   ```\n   more\n   ```\n3. three")[0]
    assert "<ol><li>one</li></ol>" in box
    assert '<ol start="2"><li>' in box
    assert box.count("<ol") == 2, "code that belongs to a step doesn't end the list"
    assert boxes("1. one", "2. two")[1] == '<ol start="2"><li>two</li></ol>'


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ('<img src="a/b.png" width=3>', "../a/b.png"),
        ("<IMG alt='x' src = b.png>", "../b.png"),
        ('<img src="https://a.b/c.png">', "https://a.b/c.png"),
        ('<img src="/c.png">', "/c.png"),
        ('<img src="data:image/png;base64,AA">', "data:image/png;base64,AA"),
    ],
)
def test_pictures_in_html_are_found_from_the_pages_folder(image: str, address: str) -> None:
    page = BeautifulSoup(adapt(image, "../"), "html.parser")
    assert [found["src"] for found in page.select("img")] == [address]
    assert adapt(image) == image
    assert adapt(f"`{image}`", "../") == f"`{image}`"


@pytest.mark.parametrize("folder", [KOREAN, ENGLISH], ids=lambda folder: folder.name)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_good_already_stays(folder: Path, page: str) -> None:
    """The book's own pages, written for Python-Markdown, change in blank lines at most."""
    for text in _texts(folder / page):
        assert _lines(adapt(text)) == _lines(text)
        assert adapt(adapt(text)) == adapt(text)


def test_markdown_pages_are_read_alike_and_notebooks_only_once() -> None:
    text = "a\n* b"
    assert as_in_jupyter(text, PageContext("en", "a.md")) == "a\n\n* b"
    assert as_in_jupyter(text, PageContext("en", "a.ipynb")) == text


def _is_box(tag: Tag) -> bool:
    return tag.get("class") == ["jp-MarkdownCell"]


def _texts(path: Path) -> list[str]:
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
