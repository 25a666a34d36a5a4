"""Notebooks run once, are kept, and say where they broke."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from making import keeping
from making.digests import Stamps
from making.notebooks import plotting, rendering
from making.notebooks import running as hook
from making.notebooks.outputs import WORDS
from making.notebooks.reading import NotebookError
from tests.site_fixtures import ROOT

NOTEBOOKS = sorted((ROOT / "docs").glob("*/**/*.ipynb"))

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a small notebook from (kind, source) cells; the cache is a fresh one."""
    monkeypatch.setattr(hook, "CACHE", tmp_path / "cache")

    def write(name: str, *cells: tuple[str, str]) -> Path:
        make: dict[str, Callable[..., Any]] = {"code": new_code_cell, "markdown": new_markdown_cell}
        notebook = new_notebook(
            cells=[make[kind](source, id=f"cell-{i}") for i, (kind, source) in enumerate(cells)]
        )
        path = tmp_path / name
        nbformat.write(notebook, path)
        return path

    return write


def execute(*paths: Path) -> list[nbformat.NotebookNode]:
    """The notebooks with their outputs; none may fail."""
    results = []
    for result in hook.execute_all(list(paths)):
        assert not isinstance(result, NotebookError), result
        results.append(result)
    return results


def runs(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Names of the notebooks that were run since the last call."""
    names = [m.rsplit(" ", 1)[-1] for m in caplog.messages if m.startswith("Running notebook")]
    caplog.clear()
    return names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_one_run_serves_both_languages_and_any_prose(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    korean = write("ko.ipynb", ("markdown", "하나"), ("code", "print(6 * 7)"))
    english = write("en.ipynb", ("markdown", "one"), ("code", "print(6 * 7)"))

    results = execute(korean, english)

    assert len(runs(caplog)) == 1
    assert [result.cells[1].outputs[0].text for result in results] == ["42\n", "42\n"]

    write("en.ipynb", ("markdown", "other words"), ("code", "print(6 * 7)"))
    execute(korean, english)
    assert runs(caplog) == []


@pytest.mark.slow
def test_a_changed_cell_runs_that_notebook_alone(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    one, two = write("one.ipynb", ("code", "1")), write("two.ipynb", ("code", "2"))
    execute(one, two)
    assert sorted(runs(caplog)) == ["one.ipynb", "two.ipynb"]

    write("two.ipynb", ("code", "3"))
    execute(one, two)
    assert runs(caplog) == ["two.ipynb"]


@pytest.mark.parametrize(
    ("changed", "code", "again"),
    [
        ("requirements.txt", "1", True),
        ("cnnbook/conv.py", "import cnnbook\ncnnbook.conv2d", True),
        ("cnnbook/conv.py", "import cnnbook\ncnnbook.relu", False),
        ("cnnbook/_sliding.py", "from cnnbook import conv2d", True),
        ("cnnbook/conv.py", "%matplotlib inline\nimport cnnbook\ncnnbook.relu", False),
        ("cnnbook/conv.py", "!anything", True),
        ("docs/making/notebooks/pictures.py", "1", True),
        ("docs/making/notebooks/rendering.py", "1", False),
    ],
)
def test_the_key_covers_the_locked_versions_and_what_the_code_reaches(
    changed: str, code: str, again: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("cnnbook", "docs/making"):
        shutil.copytree(ROOT / package, tmp_path / package)
    lock = shutil.copy(ROOT / "requirements.txt", tmp_path)
    for module in (hook, keeping):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(hook, "LOCK", Path(lock))
    notebook = new_notebook(cells=[new_code_cell("import numpy"), new_code_cell(code)])
    before = hook.code_key(notebook)
    with (tmp_path / changed).open("a") as file:
        file.write("# changed\n")
    assert (hook.code_key(notebook) != before) == again


def test_another_word_of_a_plot_runs_the_notebooks_that_say_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says, other = (new_notebook(cells=[new_code_cell(code)]) for code in ("'recipe'", "1"))
    before = [hook.code_key(notebook) for notebook in (says, other)]
    words = plotting.words()
    monkeypatch.setattr(plotting, "words", lambda: words | {"recipe": "조리법"})
    assert hook.code_key(says) != before[0]
    assert hook.code_key(other) == before[1]


@pytest.mark.slow
def test_two_notebooks_run_side_by_side(write: Write, tmp_path: Path) -> None:
    """Each waits for the other's file, so neither can end alone."""
    code = """
        import pathlib, time
        folder = pathlib.Path({folder!r})
        (folder / "{mine}").touch()
        for _ in range(600):
            if (folder / "{other}").exists():
                break
            time.sleep(0.05)
        else:
            raise TimeoutError("the other notebook did not start")
    """.replace("\n        ", "\n")
    names = [("a", "b"), ("b", "a")]
    paths = [
        write(f"{mine}.ipynb", ("code", code.format(folder=str(tmp_path), mine=mine, other=other)))
        for mine, other in names
    ]
    execute(*paths)


def test_an_exception_names_notebook_cell_line_and_message(write: Write) -> None:
    path = write("broken.ipynb", ("code", "x = 1"), ("markdown", "-"), ("code", "y = 2\n\nx / 0"))
    good = write("good.ipynb", ("code", "1"))

    error, result = hook.execute_all([path, good])

    assert isinstance(error, NotebookError)
    assert str(error).startswith(
        "broken.ipynb, code cell 2, line 3: ZeroDivisionError: division by zero"
    )
    assert not isinstance(result, NotebookError)
    assert len(list(hook.CACHE.glob("*.ipynb"))) == 1, "a failed run must not be kept"


def test_a_syntax_error_names_its_line(write: Write) -> None:
    (error,) = hook.execute_all([write("broken.ipynb", ("code", "x = 1\nx = = 2"))])
    assert str(error).startswith("broken.ipynb, code cell 1, line 2: SyntaxError")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"cells": [', "broken.ipynb is not JSON"),
        ("", "broken.ipynb is not JSON"),
        ('{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "not a valid"),
        ("[]", "not a valid"),
    ],
)
@pytest.mark.slow
def test_what_is_no_notebook_is_named(
    content: str, message: str, write: Write, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.ipynb"
    broken.write_text(content)
    error, _ = hook.execute_all([broken, write("good.ipynb", ("code", "1"))])
    assert isinstance(error, NotebookError)
    assert message in str(error)


@pytest.mark.slow
def test_half_written_results_are_never_seen(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("one.ipynb", ("code", "1"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            hook.execute_all([path])
    assert not list(hook.CACHE.glob("*.ipynb"))
    (result,) = execute(path)
    assert result.cells[0].outputs


def test_outputs_become_markdown(write: Write) -> None:
    code = "\n".join(
        [
            "import sys",
            "from IPython.display import HTML, SVG, display",
            "print('said')",
            "print('noise', file=sys.stderr)",
            "display(HTML('<b>bold</b>'))",
            "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))",
            "6 * 7",
        ]
    )
    (result,) = execute(write("a.ipynb", ("markdown", "# 제목"), ("code", code)))

    page, pictures = rendering.to_markdown(result, "a", "en")

    assert re.match(r'<div [^>]*markdown="1"[^>]*>\s+# 제목\s+</div>', page)
    assert re.search(r"</div>(\s+<!-- .* -->)?\s+````python\nimport sys", page)
    assert "````{ .text .output }\nsaid\n````" in page
    assert "noise" not in page.split("````")[2]
    assert '<div class="output">\n<b>bold</b>\n</div>' in page
    assert f"![{WORDS['en'].picture}](a/1.svg){{ .output }}" in page
    assert page.rstrip().endswith("````{ .text .output }\n42\n````")
    assert list(pictures) == ["1.svg"]


@pytest.mark.slow
def test_what_is_edited_during_a_run_counts_next_time(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("edited.ipynb", ("code", "print('before')"))
    code_key = hook.code_key

    def key_and_edit(notebook: nbformat.NotebookNode, stamps: Stamps) -> str:
        key = code_key(notebook, stamps)
        write("edited.ipynb", ("code", "print('after')"))
        return key

    with monkeypatch.context() as patch:
        patch.setattr(hook, "code_key", key_and_edit)
        (result,) = execute(path)
    assert result.cells[0].outputs[0].text == "before\n"
    (result,) = execute(path)
    assert result.cells[0].outputs[0].text == "after\n"
