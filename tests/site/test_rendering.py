"""A notebook becomes Markdown of which nothing is lost, and pictures that are files."""

import base64
import re

import pytest
from markdown import markdown
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from making.notebooks import kernel
from making.notebooks.outputs import WORDS, pictures_said, problems
from making.notebooks.plotting import PLOT
from making.notebooks.reading import NotebookError
from making.notebooks.rendering import failure, prepare, to_markdown, with_warnings, written
from making.page import PageContext
from making.steps.notebook import open_boxes

PIXEL = base64.b64encode(b"picture").decode()


def page_of(*cells: NotebookNode) -> str:
    return to_markdown(new_notebook(cells=list(cells)), "folder", "en")[0]


def shown(data: dict[str, str], kind: str = "display_data") -> NotebookNode:
    cell: NotebookNode = new_code_cell("code", outputs=[new_output(kind, data=data)])
    return cell


@pytest.mark.parametrize(
    "source",
    [
        "> a quotation\n> of two lines",
        "`a<b` and `c > d` & `&lt;`",
        "$x < y$ and $$a & b \\\\ c$$",
        "a <b>bold</b> word, <br> and 1 < 2 > 0",
        "<div>\nleft open",
        "closed too often</div></div>",
        "{{ braces }} {% raw %} {# hash #}",
        "quotes \" ' and é 한글 \u00a0",
        "<!-- exercises: size -->",
        "<style>a { }</style>",
    ],
)
def test_prose_and_code_come_through_to_the_letter(source: str) -> None:
    """The template's text passes through a parser of HTML, which must change nothing."""
    page = written(new_notebook(cells=[new_markdown_cell(source), new_code_cell(source)]))
    assert f"\n\n{source}\n\n</div>" in page
    assert f"````python\n{source}\n````" in page


def test_cells_of_prose_are_converted_each_by_itself() -> None:
    """Two lists in two cells are two lists, and the boxes leave no trace."""
    page = page_of(new_markdown_cell("# T\n\n1. a"), new_markdown_cell("1. b\n\n## U"))
    html = markdown(page, extensions=["md_in_html"])
    assert "jp-MarkdownCell" in html
    opened = open_boxes(html, PageContext("en", "a.ipynb"))
    assert opened.count("<ol>") == 2
    assert "<div" not in opened
    assert "<!--" not in opened


@pytest.mark.parametrize(
    ("mime", "data", "name"),
    [
        ("image/png", PIXEL, "1.png"),
        ("image/jpeg", PIXEL, "1.jpg"),
        ("image/gif", PIXEL, "1.gif"),
        ("image/webp", PIXEL, "1.webp"),
        ("image/svg+xml", "<svg xmlns='s'/>", "1.svg"),
    ],
)
@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_a_picture_is_a_file(mime: str, data: str, name: str, kind: str) -> None:
    all_data = {mime: data, "text/plain": "<Picture>", "text/html": "<img>"}
    notebook = new_notebook(cells=[shown(all_data, kind), shown(all_data, kind)])
    page, pictures = to_markdown(notebook, "folder", "en")
    content = data.encode() if name.endswith("svg") else b"picture"
    assert pictures == {name: content, name.replace("1", "2"): content}
    assert f"![{WORDS['en'].picture}](folder/{name}){{ .output }}" in page
    assert "<Picture>" not in page
    assert "base64" not in page
    assert notebook.cells[0].outputs[0].data[mime] == data, "the notebook itself stays as it is"


def plot(*faults: str) -> NotebookNode:
    """A cell that draws, as a kernel shows it."""
    svg = '<svg width="30pt" height="60pt">{} {}</svg>'
    themes = ("light", "dark")
    drawn = {lang: {theme: svg.format(lang, theme) for theme in themes} for lang in ("ko", "en")}
    cell: NotebookNode = new_code_cell("code")
    data = {PLOT: drawn | {"faults": list(faults)}, "text/plain": "<Figure>"}
    cell.outputs = [new_output("display_data", data=data)]
    return cell


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_plot_is_two_files_in_the_language_of_the_page(language: str) -> None:
    page, pictures = to_markdown(new_notebook(cells=[plot(), plot()]), "folder", language)
    assert list(pictures) == ["1.svg", "1.dark.svg", "2.svg", "2.dark.svg"]
    assert f">{language} light<" in pictures["1.svg"].decode()
    assert f">{language} dark<" in pictures["2.dark.svg"].decode()
    assert '(folder/2.svg){ .plot width="40" height="80" }' in page
    assert "Figure" not in page


def test_a_picture_takes_what_it_shows_from_the_prose_below() -> None:
    said = "<!-- picture: One -->\n<!-- picture: Two, and more -->\n\nProse."
    cells = [plot(), shown({"image/png": PIXEL}), new_markdown_cell(said), plot()]
    notebook = new_notebook(cells=cells)
    assert list(pictures_said(notebook)) == ["One", "Two, and more", ""]
    page = page_of(*cells)
    alts = re.findall(r"!\[(.*?)\]", page)
    assert alts == ["One", "Two, and more", WORDS["en"].picture]
    assert "<!-- picture" not in page
    assert "\n\nProse." in page


def test_a_table_stays_html_but_coloured_text_becomes_plain() -> None:
    assert '<div class="output">\n<table></table>\n</div>' in page_of(
        shown({"text/html": "<table></table>", "text/plain": "rows"})
    )
    page = page_of(shown({"text/html": "<pre style=''>rows</pre>", "text/plain": "\nrows\n"}))
    assert "````{ .text .output }\nrows\n````" in page
    assert "<pre" not in page
    assert "<pre" not in page_of(shown({"text/html": "<pre></pre>", "text/plain": ""}))


def test_nothing_is_shown_of_what_is_empty_or_meant_for_a_terminal() -> None:
    noise = new_output("stream", name="stderr", text="noise")
    colour = new_output("stream", text="\x1b[31mred\x1b[0m\n\n")
    page = page_of(new_code_cell(""), new_code_cell("code", outputs=[noise, colour]))
    assert page.count("````") == 4
    assert "````{ .text .output }\nred\n````" in page


@pytest.mark.parametrize(
    "link", ["![a](attachment:a%20b.png)", '<img src="attachment:a%20b.png" width="20">']
)
def test_a_pasted_picture_is_a_file(link: str) -> None:
    """Each cell has names of its own, and Jupyter calls nearly all pictures image.png."""
    cells = [
        new_markdown_cell(link, attachments={"a b.png": {"image/png": PIXEL}}) for _ in range(2)
    ]
    page, pictures = to_markdown(new_notebook(cells=cells), "folder", "en")
    assert pictures == {"1.png": b"picture", "2.png": b"picture"}
    up = "../" if "<" in link else ""  # in HTML, from the page's own folder
    for name in pictures:
        assert link.replace("attachment:a%20b.png", f"{up}folder/{name}") in page
    assert not list(problems(new_notebook(cells=cells)))
    del cells[1].attachments["a b.png"]
    assert list(problems(new_notebook(cells=cells))) == [
        "Markdown cell 2: a b.png is no attachment of this cell. Paste the picture again."
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_page_in_the_place_of_a_failed_notebook_tells_why(language: str) -> None:
    copy, _ = prepare(failure(NotebookError("a.ipynb, code cell 1"), language), "", language)
    page = page_of(*copy.cells)
    assert "````text\na.ipynb, code cell 1\n````" in page


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_a_preview_cannot_show_is_said_on_top(language: str) -> None:
    copy = new_notebook(cells=[new_markdown_cell("# Title", id="a")])
    assert with_warnings(copy, [], language).cells == copy.cells
    with_warnings(copy, ["code cell 1: one", "code cell 2: two"], language)
    page = written(copy)
    assert re.search('!!! failure "[^"]+"\n\n    code cell 1: one\n\n    code cell 2: two\n', page)
    assert page.index("two") < page.index("# Title")


@pytest.mark.parametrize(("system", "transport"), [("posix", "ipc"), ("nt", "tcp")])
def test_a_kernel_is_reached_on_every_system(
    system: str, transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.name", system)
    assert kernel._transport("folder")["transport"] == transport
