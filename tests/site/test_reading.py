"""The prose of a notebook, as the glossary reads it."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from making.notebooks.reading import prose


def test_the_prose_of_a_notebook_is_that_of_its_markdown_cells(tmp_path: Path) -> None:
    cells = [new_markdown_cell("# A\nb"), new_code_cell("**c**"), new_markdown_cell("**d**")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "a.ipynb")
    assert prose(tmp_path / "a.ipynb") == "# A\nb\n\n**d**"


@pytest.mark.parametrize("content", ["", '{"cells": [', "[]", '{"cells": 3}', '{"cells": [{}]}'])
def test_what_is_no_notebook_has_no_prose(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(content)
    assert prose(tmp_path / "a.ipynb") == ""
