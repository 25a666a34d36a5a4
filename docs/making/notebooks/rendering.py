"""The copy of an executed notebook that mkdocs-jupyter renders, and how it does so.

Its pictures become files; what is left is the text of a page. The template beside this module
writes that page as Markdown.
"""

import json
import logging
import tempfile
from collections.abc import Callable
from copy import deepcopy
from itertools import count
from pathlib import Path
from urllib.parse import unquote

import nbformat
from nbconvert.preprocessors import TagRemovePreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook, new_output

from making import keeping, paths
from making.dialect import adapt
from making.notebooks import outputs
from making.notebooks.outputs import WORDS
from making.notebooks.plotting import PLOT
from making.notebooks.reading import NotebookError
from making.page import PageContext
from making.steps.figures import pixels
from making.steps.notebook import unescape

log = logging.getLogger("mkdocs.making")

COPIES = paths.CACHE / "pages"
TEMPLATE = Path(__file__).with_name("page.md.j2")
FAILED = {
    "ko": "이 노트북은 오류로 멈췄습니다",
    "en": "This notebook stopped with an error",
}
UNSHOWN = {
    "ko": "이 노트북에는 책에 보일 수 없는 것이 있습니다",
    "en": "This notebook has what the book can't show",
}
#: Tags of Jupyter Book, with the names that nbconvert has for them.
TAGS = {
    "remove_cell_tags": {"remove-cell"},
    "remove_input_tags": {"remove-input"},
    "remove_all_outputs_tags": {"remove-output"},
}


def shown(
    result: NotebookNode | NotebookError, source: Path, language: str
) -> tuple[NotebookNode, dict[str, bytes]]:
    """What is rendered of a notebook, or in its place, and its pictures."""
    if isinstance(result, NotebookError):
        log.error(str(result))
        return failure(result, language), {}
    problems = list(outputs.problems(result))
    for problem in problems:
        log.warning(f"{paths.source_name(source)}, {problem}")
    copy, pictures = prepare(result, source.stem, language)
    return with_warnings(copy, problems, language), pictures


def prepare(
    notebook: NotebookNode, folder: str, language: str
) -> tuple[NotebookNode, dict[str, bytes]]:
    """Take the pictures out of an executed notebook, and write all else as a page can show it.

    Args:
        notebook: The notebook with its outputs, which stays as it is.
        folder: Name of the folder that the pictures will lie in, beside the page.
        language: Language of the page, "ko" or "en".

    Returns:
        A copy in which each cell and output is Markdown, HTML or text, and the pictures, whose
        addresses are in it, by file name.
    """
    remove = TagRemovePreprocessor(**TAGS)  # type: ignore[no-untyped-call]
    notebook, _ = remove.preprocess(deepcopy(notebook), {})  # type: ignore[no-untyped-call]
    notebook.metadata["show_code"] = WORDS[language].code
    up = "" if folder == "index" else "../"  # each other page has a folder of its own
    pictures: dict[str, bytes] = {}
    numbers = count(1)
    said = iter(list(outputs.pictures_said(notebook)))

    def address(content: bytes, kind: str, dark: bytes | None = None) -> str:
        name = f"{next(numbers)}.{outputs.PICTURES[kind]}"
        pictures[name] = content
        if dark:
            pictures[name.replace(".", ".dark.")] = dark
        return f"{folder}/{name}"

    def shown(output: NotebookNode) -> NotebookNode:
        """Write an output as text or Markdown."""
        data = output.get("data")
        if data is None:
            return output
        kind = outputs.form(data)
        if kind == "text/plain":
            return new_output("display_data", data={kind: data[kind]})
        if kind == PLOT:
            light, dark = (data[PLOT][language][theme].encode() for theme in ("light", "dark"))
            link, attributes = address(light, "image/svg+xml", dark), f".plot {pixels(light)}"
        elif kind in outputs.PICTURES:
            content, attributes = outputs.picture(output, kind)
            link = address(content, kind)
        else:
            text = outputs.markdown(data, kind, WORDS[language])
            return new_output("display_data", data={"text/markdown": text})
        text = f"![{next(said) or WORDS[language].picture}]({link}){{ {attributes} }}"
        return new_output("display_data", data={"text/markdown": text})

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = adapt(outputs.SAID.sub("", _with_attachments(cell, address)), up)
        elif cell.cell_type == "code":
            cell.outputs = [shown(output) for output in outputs.seen(cell.outputs)]
    return notebook, pictures


def _with_attachments(cell: NotebookNode, address: Callable[[bytes, str], str]) -> str:
    """Return the cell's text with the addresses of the pictures that were pasted into it."""
    files = {}
    for name, data in cell.pop("attachments", {}).items():
        if kind := next((kind for kind in outputs.PICTURES if kind in data), None):
            files[name] = address(outputs.content(data[kind], kind), kind)
    return outputs.ATTACHMENT.sub(lambda link: files.get(unquote(link[1]), link[0]), cell.source)


def failure(error: NotebookError, language: str) -> NotebookNode:
    """Write a notebook that stands for one that failed, and tells why."""
    text = f"# {FAILED[language]}\n\n````text\n{error}\n````"
    return new_notebook(cells=[new_markdown_cell(text, id="failure")])


def with_warnings(copy: NotebookNode, problems: list[str], language: str) -> NotebookNode:
    """Put what a copy can't show on top of it, for who previews it."""
    if problems:
        text = "\n\n".join(f"    {problem}" for problem in problems)
        banner = f'!!! failure "{UNSHOWN[language]}"\n\n{text}'
        copy.cells.insert(0, new_markdown_cell(banner, id="problems"))
    return copy


def put_copy(notebook: NotebookNode, language: str, path: str) -> Path:
    """Write the copy that will be rendered, and return its file."""
    copy = COPIES / language / path
    content = json.dumps(notebook).encode()
    if not copy.exists() or copy.read_bytes() != content:
        keeping.write(copy, content)
    return copy


def to_markdown(notebook: NotebookNode, folder: str, language: str) -> tuple[str, dict[str, bytes]]:
    """Write an executed notebook as mkdocs-jupyter does with the book's settings.

    Args:
        notebook: The notebook with its outputs.
        folder: Name of the folder that the pictures will lie in, beside the page.
        language: Language of the page, "ko" or "en".

    Returns:
        The page's Markdown, with its first step behind it, and its pictures by file name.
    """
    copy, pictures = prepare(notebook, folder, language)
    return written(copy), pictures


def written(copy: NotebookNode) -> str:
    """Write a prepared copy through the template, as mkdocs-jupyter does."""
    from mkdocs_jupyter import convert

    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "page.ipynb")
        nbformat.write(copy, file)
        page = convert.nb2html(
            str(file),
            allow_errors=False,
            markdown_cell_processor="mkdocs",
            mathjax_version=2,
            custom_template=str(TEMPLATE),
        )
    return unescape(page, PageContext("", file.name))
