"""Notebooks as files: read, checked, named in messages."""

import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from making.page import BookError
from making.paths import source_name


class NotebookError(BookError):
    """A notebook that cannot be read or whose code raised."""


def read(path: Path) -> NotebookNode:
    """Read and validate a notebook.

    Raises:
        NotebookError: if the file is not a notebook.
    """
    name = source_name(path)
    try:
        content = nbformat.reader.reads(path.read_text(encoding="utf-8"))
        notebook = nbformat.convert(content, to_version=4)
        nbformat.validate(notebook)
    except (nbformat.reader.NotJSONError, json.JSONDecodeError, UnicodeDecodeError) as error:
        reason = f"{name} is not JSON: {error.__cause__ or error}"
        raise NotebookError(f"{reason[:300]}. Restore it or save it again from Jupyter.") from error
    except Exception as error:  # nbformat raises many kinds for a malformed notebook
        raise NotebookError(f"{name} is not a valid notebook: {error}") from error
    return notebook


def code_cells(notebook: NotebookNode, end: int | None = None) -> list[NotebookNode]:
    """Return the cells that run, in order, of all cells or of those before an index."""
    return [cell for cell in notebook.cells[:end] if cell.cell_type == "code"]


def prose(path: Path) -> str:
    """Read the Markdown cells of a notebook as one text; nothing where it is no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    except (ValueError, KeyError, TypeError):  # the build tells of it where it runs notebooks
        return ""
