"""The copy of an executed notebook that mkdocs-jupyter renders, and how it does so.

Its pictures become files; what is left is the text of a page. The template beside this module
writes that page as Markdown.
"""

import base64
import json
import tempfile
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from making import keeping, paths
from making.notebooks.reading import NotebookError, code_cells
from making.page import PageContext
from making.steps.notebook import unescape

COPIES = paths.CACHE / "pages"
TEMPLATE = Path(__file__).with_name("page.md.j2")
ALT = {"ko": "바로 위 코드가 그린 그림", "en": "Picture drawn by the code above"}
FAILED = {
    "ko": "이 노트북은 오류로 멈췄습니다",
    "en": "This notebook stopped with an error",
}
#: Kinds of pictures, the best first, and the endings of their files.
PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


def prepare(notebook: NotebookNode, folder: str, alt: str) -> tuple[NotebookNode, dict[str, bytes]]:
    """Take the pictures out of an executed notebook.

    Args:
        notebook: The notebook with its outputs, which stays as it is.
        folder: Name of the folder that the pictures will lie in, beside the page.
        alt: Alternative text of the pictures, such as `ALT["en"]`.

    Returns:
        A copy whose pictures are addresses in that folder, and the pictures by file name.
    """
    notebook = deepcopy(notebook)
    notebook.metadata["alt"] = alt
    pictures: dict[str, bytes] = {}
    for output in (output for cell in code_cells(notebook) for output in cell.outputs):
        data = output.get("data", {})
        # A <pre> brings colours of its own; its plain text follows the page's theme.
        if data.get("text/html", "").startswith("<pre"):
            del data["text/html"]
        if mime := next((mime for mime in PICTURES if mime in data), None):
            name = f"{len(pictures) + 1}.{PICTURES[mime]}"
            pictures[name] = _bytes(data[mime], mime)
            output.data = {mime: f"{folder}/{name}"}
    return notebook, pictures


def _bytes(data: str, mime: str) -> bytes:
    return data.encode() if mime == "image/svg+xml" else base64.b64decode(data)


def failure(error: NotebookError, language: str) -> NotebookNode:
    """Write a notebook that stands for one that failed, and tells why."""
    text = f"# {FAILED[language]}\n\n````text\n{error}\n````"
    return new_notebook(cells=[new_markdown_cell(text, id="failure")])


def put_copy(notebook: NotebookNode, language: str, path: str) -> Path:
    """Write the copy that will be rendered, and return its file."""
    copy = COPIES / language / path
    content = json.dumps(notebook).encode()
    if not copy.exists() or copy.read_bytes() != content:
        keeping.write(copy, content)
    return copy


def to_markdown(notebook: NotebookNode, folder: str, alt: str) -> tuple[str, dict[str, bytes]]:
    """Write an executed notebook as mkdocs-jupyter does with the book's settings.

    Args:
        notebook: The notebook with its outputs.
        folder: Name of the folder that the pictures will lie in, beside the page.
        alt: Alternative text of the pictures.

    Returns:
        The page's Markdown, with its first step behind it, and its pictures by file name.
    """
    from mkdocs_jupyter import convert

    copy, pictures = prepare(notebook, folder, alt)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "page.ipynb")
        nbformat.write(copy, file)
        written = convert.nb2html(
            str(file),
            allow_errors=False,
            markdown_cell_processor="mkdocs",
            mathjax_version=2,
            custom_template=str(TEMPLATE),
        )
    return unescape(written, PageContext("", file.name)), pictures
