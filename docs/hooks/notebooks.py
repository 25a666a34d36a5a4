"""Notebooks become ordinary pages.

A notebook is run once for both languages, because their code cells are equal.
The result is kept under a key that covers the code cells, what they reach of cnnbook and the
locked versions, so editing prose runs nothing and changing a cell runs that notebook alone.
The executed notebook is then written as Markdown, which gives it everything that other pages
have: formulas, admonitions, figures, search, links in the table of contents.
"""

import base64
import hashlib
import itertools
import json
import logging
import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from book import ROOT, locked
from making import keeping as _keeping
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from nbformat import NotebookNode
from traitlets.config import Config

log = logging.getLogger("mkdocs.hooks.notebooks")

CACHE = ROOT / ".cache" / "notebooks"
TIMEOUT_SECONDS = 600
SIDE_BY_SIDE = 2
# One thread each: two notebooks run at a time, and sums come out alike on any number of cores.
KERNEL = {
    "PYTHONHASHSEED": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
ALT = {"ko": "바로 위 코드가 그린 그림", "en": "Picture drawn by the code above"}
FAILED = {
    "ko": "이 노트북은 오류로 멈췄습니다",
    "en": "This notebook stopped with an error",
}
MAGIC = re.compile(r"^%.*$", flags=re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*m")
IMAGES = {"image/svg+xml": "svg", "image/png": "png"}


class NotebookError(Exception):
    """A notebook that cannot be read or whose code raised."""


class NotebookPage(File):
    """A notebook as a page: its path ends in .ipynb, its content is Markdown."""

    def is_documentation_page(self) -> bool:
        """Say yes, where MkDocs would copy the file as it is."""
        return True


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put a page, its pictures and a copy to download in the place of each notebook."""
    sources = [file for file in files if file.src_uri.endswith(".ipynb")]
    paths = [Path(str(file.abs_src_path)) for file in sources]
    for file, result in zip(sources, execute_all(paths), strict=True):
        files.remove(file)
        language = config.theme["language"]
        if isinstance(result, NotebookError):
            if not config.extra["preview"]:
                raise PluginError(str(result))
            log.error(str(result))
            page = f"# {FAILED[language]}\n\n````text\n{result}\n````\n"
            pictures: dict[str, bytes] = {}
        else:
            page, pictures = to_markdown(result, Path(file.src_uri).stem, ALT[language])
        files.append(_page(config, file, page))
        folder = file.src_uri.removesuffix(".ipynb")
        pictures[file.name + ".ipynb"] = Path(str(file.abs_src_path)).read_bytes()
        for name, content in pictures.items():
            files.append(File.generated(config, f"{folder}/{name}", content=content))
    return files


def _page(config: MkDocsConfig, file: File, markdown: str) -> File:
    front_matter = f"---\nnotebook: {file.src_uri}\n---\n\n"
    page = NotebookPage.generated(config, file.src_uri, content=front_matter + markdown)
    page.edit_uri = file.src_uri
    return page


# --- Running ---------------------------------------------------------------------------------


def execute_all(paths: list[Path]) -> list[NotebookNode | NotebookError]:
    """Return each notebook with its outputs, or the error that stopped it.

    Results come from the cache where they can; the others run two at a time. What is edited
    while they run counts from the next time on.
    """
    found = [_read_with_key(path) for path in paths]
    with locked(CACHE / "lock"):  # whoever comes second finds the results
        errors = _run_stale({key: (path, notebook) for path, notebook, key in found if key})

    def result(notebook: Any, key: str) -> NotebookNode | NotebookError:
        return errors.get(key) or (_with_outputs(notebook, key) if key else notebook)

    return [result(notebook, key) for _, notebook, key in found]


def _read_with_key(path: Path) -> tuple[Path, NotebookNode | NotebookError, str]:
    """Read a notebook and compute its key, which is empty if it can't be read."""
    try:
        notebook = read(path)
    except NotebookError as error:
        return path, error, ""
    return path, notebook, code_key(notebook)


def _run_stale(notebooks: dict[str, tuple[Path, Any]]) -> dict[str, NotebookError]:
    """Run what the cache lacks, given by key; return the errors by key."""
    stale = [key for key in notebooks if not _kept(key).exists()]
    numbers = itertools.count(1)
    errors = {}

    def execute(key: str) -> None:
        path, notebook = notebooks[key]
        log.info(f"Running notebook {next(numbers)} of {len(stale)}: {_name(path)}")
        try:
            _keep(key, run(deepcopy(notebook), path))
        except NotebookError as error:
            errors[key] = error

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(execute, stale))
    return errors


def read(path: Path) -> NotebookNode:
    """Read and validate a notebook.

    Raises:
        NotebookError: if the file is not a notebook.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (nbformat.reader.NotJSONError, json.JSONDecodeError, UnicodeDecodeError) as error:
        reason = f"{_name(path)} is not JSON: {error.__cause__ or error}"
        raise NotebookError(f"{reason[:300]}. Restore it or save it again from Jupyter.") from error
    except Exception as error:  # nbformat raises many kinds for a malformed notebook
        raise NotebookError(f"{_name(path)} is not a valid notebook: {error}") from error
    return notebook


def run(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Execute `notebook` in a scratch folder and return it with its outputs.

    Raises:
        NotebookError: naming file, cell, line and message, if a cell raises or takes too long.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    with tempfile.TemporaryDirectory() as scratch:
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT_SECONDS,
            kernel_name="python3",
            coalesce_streams=True,  # or what is printed falls apart when the machine is busy
            # A socket file of its own, where the default would open ports.
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{scratch}/kernel"}}),
            resources={"metadata": {"path": scratch}},
        )
        try:
            client.execute(env=os.environ | KERNEL)
        except (CellExecutionError, CellTimeoutError, RuntimeError) as error:
            raise NotebookError(_where(notebook, path, error)) from error
    return notebook


def _where(notebook: NotebookNode, path: Path, error: Exception) -> str:
    """Say which cell and line failed, and how."""
    for number, cell in enumerate(_code_cells(notebook), start=1):
        for output in cell.outputs:
            if output.output_type == "error":
                traceback = ANSI.sub("", "\n".join(output.traceback))
                lines = re.findall(r"Cell In\[\d+\], line (\d+)", traceback)
                line = f", line {lines[0]}" if lines else ""
                message = f"{output.ename}: {output.evalue}"
                source = f"\n\n{cell.source}" if cell.source else ""
                return f"{_name(path)}, code cell {number}{line}: {message}{source}"
    return f"{_name(path)}: {error}"


# --- Keeping ---------------------------------------------------------------------------------


def code_key(notebook: NotebookNode) -> str:
    """The cache key of a notebook: what its outputs depend on."""
    cells = [cell.source for cell in _code_cells(notebook)]
    code = MAGIC.sub("", "\n".join(cells))
    files = {ROOT / "requirements.txt", *_keeping.reached(code, ROOT)}
    state = [cells, sys.version_info[:2], _keeping.digest(files, ROOT)]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def _kept(key: str) -> Path:
    return CACHE / f"{key}.ipynb"


def _keep(key: str, notebook: NotebookNode) -> None:
    _keeping.write(_kept(key), nbformat.writes(notebook).encode())


def _with_outputs(notebook: NotebookNode, key: str) -> NotebookNode:
    executed = nbformat.read(_kept(key), as_version=4)
    for cell, done in zip(_code_cells(notebook), _code_cells(executed), strict=True):
        cell.outputs = done.outputs
    return notebook


# --- Writing ---------------------------------------------------------------------------------


def to_markdown(notebook: NotebookNode, folder: str, alt: str) -> tuple[str, dict[str, bytes]]:
    """Write an executed notebook as Markdown.

    Args:
        notebook: The notebook with its outputs.
        folder: Name of the folder that the pictures will lie in, beside the page.
        alt: Alternative text of the pictures.

    Returns:
        The page, and its pictures by file name.
    """
    parts: list[str] = []
    pictures: dict[str, bytes] = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code":
            parts.append(_fence("python", cell.source))
            for output in cell.outputs:
                parts.append(_output(output, folder, alt, pictures))
    return "\n\n".join(part for part in parts if part) + "\n", pictures


def _output(output: Any, folder: str, alt: str, pictures: dict[str, bytes]) -> str:
    if output.output_type == "stream":
        # What libraries print to stderr (TensorFlow's start-up lines) is not part of the book.
        return _fence("{ .text .output }", output.text) if output.name == "stdout" else ""
    data = output.get("data", {})
    for mime, suffix in IMAGES.items():
        if mime in data:
            name = f"{len(pictures) + 1}.{suffix}"
            picture = data[mime]
            pictures[name] = picture.encode() if suffix == "svg" else base64.b64decode(picture)
            return f"![{alt}]({folder}/{name}){{ .output }}"
    # A <pre> brings colours of its own; its plain text follows the page's theme.
    if "text/html" in data and not data["text/html"].startswith("<pre"):
        return f'<div class="output">\n{data["text/html"]}\n</div>'
    plain = data.get("text/plain", "").strip("\n")
    return _fence("{ .text .output }", plain) if plain else ""


def _fence(language: str, text: str) -> str:
    ansi_free = ANSI.sub("", text).rstrip("\n")
    return f"````{language}\n{ansi_free}\n````"


def _code_cells(notebook: NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
