"""What a notebook shows, the page shows; what it can't, it says with cell, type and mend."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from making.notebooks.outputs import problems
from making.notebooks.rendering import to_markdown

PLAIN = {"text/plain": "<IPython.core.display.Some object>"}


def shown(data: dict[str, object], metadata: dict[str, object] | None = None) -> NotebookNode:
    return new_output("display_data", data=PLAIN | data, metadata=metadata or {})


def printed(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def cell(*outputs: NotebookNode, source: str = "code", tags: tuple[str, ...] = ()) -> NotebookNode:
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def page_of(*cells: NotebookNode) -> str:
    return to_markdown(new_notebook(cells=list(cells)), "folder", "en")[0]


def problems_of(*cells: NotebookNode) -> list[str]:
    return list(problems(new_notebook(cells=list(cells))))


@pytest.mark.parametrize(
    ("data", "markdown"),
    [
        ({"text/markdown": "a:\n* b"}, '<div class="output" markdown="1">\n\na:\n\n* b\n\n</div>'),
        ({"text/markdown": "<b>a"}, '<div class="output" markdown="1">\n\n<b>a\n</b>\n\n</div>'),
        ({"text/latex": "$\\displaystyle x$"}, "\n\n$\\displaystyle x$\n\n</div>"),
        ({"text/latex": "\\begin{align}x\\end{align}"}, "\n\n\\begin{align}x\\end{align}\n\n"),
        (
            {"application/json": {"층": [1]}},
            '````{ .json .output }\n{\n  "층": [\n    1\n  ]\n}\n````',
        ),
        ({"text/html": "<b>a</b>"}, '<div class="output">\n<b>a</b>\n</div>'),
        ({"text/html": "a</div></section>"}, '<div class="output">\na\n</div>'),
        ({"text/html": "<div><p>a"}, '<div class="output">\n<div><p>a\n\n</p>\n\n</div>\n</div>'),
        ({"text/html": "<pre>a</pre>"}, '<div class="output">\n<pre>a</pre>\n</div>'),
        (
            {"text/html": "<script>if (1<2) { '</div>' }</script>"},
            "<div class=\"output\">\n<script>if (1<2) { '</div>' }</script>\n</div>",
        ),
    ],
)
def test_a_display_has_its_form(data: dict[str, object], markdown: str) -> None:
    page = page_of(cell(shown(data)))
    assert markdown in page
    assert "IPython" not in page
    assert problems_of(cell(shown(data))) == []


def test_several_displays_of_a_cell_come_in_their_order() -> None:
    page = page_of(cell(printed("one"), shown({"text/markdown": "two"}), printed("three")))
    assert page.index("one") < page.index("two") < page.index("three")


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.plotly.v1+json",
        "application/vnd.jupyter.widget-view+json",
        "application/javascript",
        "application/pdf",
    ],
)
def test_what_has_no_form_is_named_and_says_so_on_the_page(kind: str) -> None:
    cells = [new_markdown_cell("-"), cell(), cell(shown({kind: "data"}))]
    assert problems_of(*cells) == [
        f"code cell 2: {kind} has no form in a static page. Show a picture or a table in its "
        "place, or tag the cell remove-output."
    ]
    assert f'<p class="output unseen">The book can\'t show this: text/plain, {kind}</p>' in (
        page_of(*cells)
    )
    cells[2].metadata.tags = ["remove-output"]
    assert problems_of(*cells) == []
    assert kind not in page_of(*cells)


def test_what_has_another_form_too_is_shown_in_it() -> None:
    output = shown({"application/vnd.dataresource+json": {}, "text/html": "<b>rows</b>"})
    assert problems_of(cell(output)) == []
    assert "<b>rows</b>" in page_of(cell(output))


@pytest.mark.parametrize(
    ("kind", "size", "attributes"),
    [
        ("image/png", {"width": 200}, '.output width="200"'),
        ("image/jpeg", {"width": 20, "height": 30}, '.output width="20" height="30"'),
        ("image/gif", {}, ".output"),
    ],
)
def test_a_picture_has_the_size_that_its_metadata_state(
    kind: str, size: dict[str, int], attributes: str
) -> None:
    output = shown({kind: "AAAA"}, {kind: size, "needs_background": "light"})
    assert f"]({'folder/1.'}" in page_of(cell(output))
    assert f"){{ {attributes} }}" in page_of(cell(output))


def test_a_drawing_without_a_namespace_gets_it_as_a_file() -> None:
    notebook = new_notebook(cells=[cell(shown({"image/svg+xml": "<svg width='1'><g/></svg>"}))])
    _, pictures = to_markdown(notebook, "folder", "en")
    assert pictures == {"1.svg": b"<svg xmlns=\"http://www.w3.org/2000/svg\" width='1'><g/></svg>"}


@pytest.mark.parametrize("attributes", ['border="1" class="dataframe"', 'class="dataframe"'])
def test_tables_of_pandas_look_like_the_books(attributes: str) -> None:
    """A table without a class is the book's own."""
    style = "<style scoped>\n  .dataframe th { }\n</style>"
    html = f"<div>\n{style}\n<table {attributes}><tr></tr></table></div>"
    page = page_of(cell(shown({"text/html": html})))
    assert "<table><tr></tr></table>" in page


def test_an_allowed_error_is_shown_without_this_machines_files() -> None:
    traceback = [
        "\x1b[31m------\x1b[39m",
        "\x1b[31mValueError\x1b[39m   Traceback (most recent call last)",
        "Cell In[1], line 1\n----> 1 f()\n",
        "File \x1b[32m~/somewhere/module.py:3\x1b[39m, in f()\n----> 3 raise\n",
        "ValueError: no",
    ]
    error = new_output("error", ename="ValueError", evalue="no", traceback=traceback)
    page = page_of(cell(error, tags=("raises-exception",)))
    assert "````{ .text .output }\nValueError   Traceback (most recent call last)\n" in page
    assert "Cell In[1], line 1\n----> 1 f()\nValueError: no\n````" in page
    assert "somewhere" not in page
    assert "\x1b" not in page


def test_warnings_are_for_the_reader_and_other_noise_is_not() -> None:
    text = (
        "2026-01-01 I tensorflow: started\n"
        "/tmp/ipykernel_1/2.py:3: UserWarning: few samples\n  warn('few samples')\n"
        "/tmp/ipykernel_1/2.py:4: DeprecationWarning: of a library\n  f()\n"
        "/site-packages/a.py:5: ConvergenceWarning: stopped\nearly\n  warnings.warn(\n"
        "/site-packages/a.py:6: FutureWarning: of a library\n  g()\n"
        "more noise\n"
    )
    page = page_of(cell(printed(text, "stderr")))
    assert (
        "````{ .text .output }\nUserWarning: few samples\nConvergenceWarning: stopped\nearly\n````"
    ) in page
    assert "ipykernel" not in page
    assert "noise" not in page


@pytest.mark.parametrize("suffix", ["font(s) DejaVu Sans.", "font(s) Arial, DejaVu Sans."])
def test_a_letter_that_a_plot_lacks_is_named(suffix: str) -> None:
    text = "".join(
        f"/a/pylabtools.py:170: UserWarning: Glyph {ord(c)} (\\N{{HANGUL}}) missing from {suffix}\n"
        "  fig.canvas.print_figure()\n"
        for c in "손실손"
    )
    assert problems_of(cell(), cell(printed(text, "stderr"))) == [
        "code cell 2: the plot's font lacks 손 실. The default fonts have Latin and Hangul: set no "
        "font.family, or NanumGothic."
    ]


def test_tags_of_jupyter_book_are_obeyed() -> None:
    def of(tag: str) -> str:
        return page_of(cell(printed("said"), source="typed", tags=(tag,)))

    both = "````python\ntyped\n````", "````{ .text .output }\nsaid\n````"
    assert [part in of("other") for part in both] == [True, True]
    assert [part in of("remove-input") for part in both] == [False, True]
    assert [part in of("remove-output") for part in both] == [True, False]
    assert [part in of("remove-cell") for part in both] == [False, False]
    assert [part in of("hide-input") for part in both] == [True, True]
    assert '<details class="input" markdown="1"><summary>Show the code</summary>' in (
        of("hide-input")
    )
    removed = new_markdown_cell("gone", metadata={"tags": ["remove-cell"]})
    assert "gone" not in page_of(removed)


def test_a_raw_cell_is_for_other_programs() -> None:
    assert "front" not in page_of(new_raw_cell("---\nfront: matter\n---"), cell())


def test_an_empty_cell_is_nothing() -> None:
    hidden = cell(source=" \n", tags=("hide-input",))
    assert page_of(cell(source=""), cell(source=" \n "), hidden).strip() == ""


def test_code_with_fences_in_it_stays_in_its_own() -> None:
    page = page_of(cell(printed("````\nx"), source="print('````')"))
    assert page.count("````````") == 4
