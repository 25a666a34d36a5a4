"""An error names the cell and the line that are wrong, and says what helps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from making.notebooks import failures, kernel
from making.notebooks.outputs import problems
from making.notebooks.reading import NotebookError
from making.notebooks.rendering import to_markdown
from making.notebooks.running import code_key

FILE = Path("broken.ipynb")


def code(source: str, *tags: str) -> NotebookNode:
    return new_code_cell(source, metadata={"tags": list(tags)})


def failed(source: str, *traceback: str, name: str = "ValueError", value: str = "no") -> str:
    """What is said of a notebook whose second code cell failed with this traceback."""
    error = new_output("error", ename=name, evalue=value, traceback=list(traceback))
    cells = [code("1"), new_markdown_cell("-"), new_code_cell(source, outputs=[error])]
    return failures.tell(new_notebook(cells=cells), FILE, 2)


def message(*cells: NotebookNode) -> str:
    """What is said when these cells really run."""
    with pytest.raises(NotebookError) as error:
        kernel.run(new_notebook(cells=list(cells)), FILE)
    return str(error.value)


MAGIC = "Cell In[1], line 1\n----> 1 get_ipython().run_cell_magic('time', '', 'x')\n"


@pytest.mark.parametrize(
    ("source", "traceback", "line"),
    [
        ("a\nb", ["Cell In[1], line 2\n", "Cell In[1], line 1, in f()\n"], 2),
        ("%%time\na\nb", [MAGIC, "File <timed exec>:2\n"], 3),
        ("%%time\na", [MAGIC, "File \x1b[32m<timed eval>:1\x1b[39m\n"], 2),
        ("%%timeit\na\nb", [MAGIC, "File /a/timeit.py:9\n", "File <magic-timeit>:2, in inner"], 3),
        ("%%time\na\nb = =", [MAGIC, "  File <unknown>:2\n    b = =\nSyntaxError"], 3),
        ("%%capture\na\n\nb", ["Cell In[2], line 3\n"], 4),
        ("%time a", ["Cell In[1], line 1\n", "File <timed eval>:1\n"], 1),
    ],
)
def test_lines_are_counted_as_the_author_sees_them(
    source: str, traceback: list[str], line: int
) -> None:
    said = failed(source, *traceback, name="ValueError", value="\x1b[31mno\x1b[0m")
    assert said == f"broken.ipynb, code cell 2, line {line}: ValueError: no\n\n{source}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'x.csv'"),
        ("ModuleNotFoundError", "No module named 'helper'"),
        ("Exception", "File `'helper.py'` not found."),
    ],
)
def test_what_lies_beside_a_notebook_is_not_found_and_why_is_said(name: str, value: str) -> None:
    said = failed("a", "Cell In[1], line 1", name=name, value=value)
    assert f"line 1: {name}: {value}\nNotebooks run in an empty scratch folder" in said
    assert "scratch" not in failed("a", "Cell In[1], line 1", name="ValueError", value="not found")


@pytest.mark.slow
def test_an_allowed_error_does_not_hide_the_real_one() -> None:
    said = message(code("1 / 0", "raises-exception"), code("x = 1"), code("%%time\nprint(unknown)"))
    assert said.startswith("broken.ipynb, code cell 3, line 2: NameError: name 'unknown' is not")


def test_an_error_that_a_magic_keeps_to_itself_is_one() -> None:
    said = message(code("%%capture\nx = 1\nx / 0"), code("x = 2"))
    assert said.startswith("broken.ipynb, code cell 1, line 3: ZeroDivisionError: division by zero")


@pytest.mark.slow
def test_a_cell_that_takes_too_long_says_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "TIMEOUT_SECONDS", 1)
    said = message(new_markdown_cell("-"), code("while True:\n    pass"))
    assert said.startswith("broken.ipynb, code cell 1: it took longer than 1 seconds.")


def test_a_dead_kernel_names_the_cell_it_died_in() -> None:
    said = message(code("import os"), code("os._exit(1)"), code("1"))
    assert said.startswith("broken.ipynb, code cell 2: the kernel died in it.")


def test_a_kernel_that_does_not_start_is_no_cells_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no kernel")

    monkeypatch.setattr("nbclient.NotebookClient.execute", fails)
    assert message(code("1")) == "broken.ipynb: no kernel"


@pytest.mark.slow
def test_hangul_has_its_letters_and_what_no_font_has_is_named() -> None:
    """Also in the fonts that Korean courses ask for, and in what the package draws."""
    notebook = kernel.run(
        new_notebook(
            cells=[
                code("1 / 0", "raises-exception"),
                code("import warnings\nwarnings.warn('for the reader')"),
                code("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.title('손실 −1');"),
                code("from cnnbook import plots\nplots.softmax_bars([1.0], labels=['바지'])"),
                code("plt.rc('font', family='Malgun Gothic')\nplt.title('가방');"),
                code("plt.rc('font', family='DejaVu Sans')\nplt.title('손실');"),
                code("plt.rc('font', family='monospace')\nplt.title('가');"),
            ]
        ),
        FILE,
    )
    said = list(problems(notebook))
    assert [problem.split(".")[0] for problem in said] == [
        "code cell 6: the plot's font lacks 손 실",
        "code cell 7: the plot's font lacks 가",
    ]
    page, pictures = to_markdown(notebook, "a", "ko")
    assert len(pictures) == 10  # light and dark
    assert "----> 1 1 / 0\nZeroDivisionError: division by zero\n````" in page
    assert "\nUserWarning: for the reader\n````" in page


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda cell: cell.metadata.update(tags=[]), True),
        (lambda cell: cell.metadata.update(tags=["raises-exception", "other"]), False),
    ],
)
def test_a_tag_that_allows_an_error_counts(
    change: Callable[[NotebookNode], None], again: bool
) -> None:
    """Without it the kept result would pass here, and fail in a fresh clone."""
    notebook = new_notebook(cells=[code("1 / 0", "raises-exception")])
    before = code_key(notebook)
    change(notebook.cells[0])
    assert (code_key(notebook) != before) == again
