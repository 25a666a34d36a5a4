"""What is asked before a commit, tried in a repository of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from making.notebooks.without_outputs import main
from making.paths import ROOT


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the project's habits and two good files."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in (".pre-commit-config.yaml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "good.py").write_text('"""A module."""\n\nx = 1\n')
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), folder / "good.ipynb")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return folder


def commit(repository: Path) -> subprocess.CompletedProcess[str]:
    """Ask what is asked before a commit of all files."""
    subprocess.run(["git", "add", "*.py", "*.ipynb"], cwd=repository, check=True)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=repository,
        env=os.environ | {"PRE_COMMIT_HOME": str(repository.parent / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_files_pass(repository: Path) -> None:
    done = commit(repository)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("Passed") == 3


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("style.py", '"""A module."""\n\nimport os\n', "`os` imported but unused"),
        ("format.py", '"""A module."""\n\nx  =  1\n', "1 file reformatted"),
    ],
)
def test_bad_style_is_refused(repository: Path, name: str, content: str, message: str) -> None:
    (repository / name).write_text(content)
    done = commit(repository)
    assert done.returncode != 0
    assert message in done.stdout


def test_a_notebook_with_outputs_is_refused(repository: Path) -> None:
    cell = new_code_cell("1", outputs=[new_output("stream", text="1")])
    nbformat.write(new_notebook(cells=[cell]), repository / "bad.ipynb")
    done = commit(repository)
    assert done.returncode != 0
    assert "bad.ipynb: clear the outputs of all cells (code cells 1)" in done.stdout


def test_the_cells_are_named(tmp_path: Path) -> None:
    cells = [
        new_code_cell("1"),
        new_markdown_cell("-"),
        new_code_cell("2", execution_count=1),
        new_code_cell("3", outputs=[new_output("stream", text="3")]),
    ]
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    assert main([str(path)]).endswith("(code cells 2, 3)")


def test_the_books_own_notebooks_pass() -> None:
    names = [str(path) for path in (ROOT / "docs").glob("*/**/*.ipynb")]
    assert len(names) > 20
    assert main(names) == ""
