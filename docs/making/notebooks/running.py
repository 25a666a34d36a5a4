"""Notebooks are run once, and their results kept.

One run serves both languages, because their code cells are equal. The result is kept under a key
that covers the code cells, how they are run, what they reach of cnnbook and the locked versions,
so editing prose runs nothing and changing a cell runs that notebook alone.
"""

import hashlib
import itertools
import json
import logging
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from filelock import FileLock
from nbformat import NotebookNode

from making import keeping, paths
from making.digests import Stamps, digest, packages, reached
from making.notebooks import plotting
from making.notebooks.failures import is_allowed
from making.notebooks.kernel import KERNEL, run
from making.notebooks.reading import NotebookError, code_cells, read
from making.paths import LOCK, ROOT, source_name

log = logging.getLogger("mkdocs.making.notebooks")

CACHE = paths.CACHE / "notebooks"
SIDE_BY_SIDE = 2
MAGIC = re.compile(r"^%.*$", flags=re.MULTILINE)


def executed(path: Path) -> NotebookNode:
    """Return a notebook with the outputs of its run, which is made if it isn't kept.

    Args:
        path: The notebook's file, without outputs.

    Returns:
        The notebook as it is today, with outputs.

    Raises:
        NotebookError: If it can't be read, or a cell raises or takes too long.
    """
    (result,) = execute_all([path])
    if isinstance(result, NotebookError):
        raise result
    return result


def execute_all(paths: list[Path]) -> list[NotebookNode | NotebookError]:
    """Return each notebook with its outputs, or the error that stopped it.

    Results come from the cache where they can; the others run two at a time. What is edited
    while they run counts from the next time on.
    """
    stamps = packages()
    found: list[tuple[Path, Any, str]] = [_read_with_key(path, stamps) for path in paths]
    CACHE.mkdir(parents=True, exist_ok=True)
    errors = _run_stale({key: (path, notebook) for path, notebook, key in found if key})

    def result(notebook: Any, key: str) -> NotebookNode | NotebookError:
        return errors.get(key) or (_with_outputs(notebook, key) if key else notebook)

    return [result(notebook, key) for _, notebook, key in found]


def _read_with_key(path: Path, stamps: Stamps) -> tuple[Path, NotebookNode | NotebookError, str]:
    """Read a notebook and compute its key, which is empty if it can't be read."""
    try:
        notebook = read(path)
    except NotebookError as error:
        return path, error, ""
    return path, notebook, code_key(notebook, stamps)


def _run_stale(notebooks: dict[str, tuple[Path, NotebookNode]]) -> dict[str, NotebookError]:
    """Run what the cache lacks, given by key; return the errors by key."""
    stale = [key for key in notebooks if not _kept(key).exists()]
    numbers = itertools.count(1)
    errors = {}

    def execute(key: str) -> None:
        path, notebook = notebooks[key]
        with FileLock(CACHE / f"{key}.lock"):  # whoever comes second finds the result
            if _kept(key).exists():
                return
            log.info(f"Running notebook {next(numbers)} of {len(stale)}: {source_name(path)}")
            try:
                _keep(key, run(deepcopy(notebook), path))
            except NotebookError as error:
                errors[key] = error

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(execute, stale))
    return errors


def code_key(notebook: NotebookNode, stamps: Stamps | None = None) -> str:
    """Compute the key of a notebook's result: what its outputs depend on."""
    cells = [[cell.source, is_allowed(cell)] for cell in code_cells(notebook)]
    code = MAGIC.sub("", "\n".join(cell.source for cell in code_cells(notebook)))
    files = {LOCK, *reached(f"import making.notebooks.pictures\n{code}", stamps)}
    says = code + (ROOT / "cnnbook" / "plots.py").read_text(encoding="utf-8")
    words = {said: korean for said, korean in plotting.words().items() if said in says}
    kernel = [KERNEL, plotting.SETTINGS, words]
    state = [cells, kernel, sys.version_info[:2], digest(files, ROOT)]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def _kept(key: str) -> Path:
    return CACHE / f"{key}.ipynb"


def _keep(key: str, notebook: NotebookNode) -> None:
    keeping.write(_kept(key), nbformat.writes(notebook).encode())


def _with_outputs(notebook: NotebookNode, key: str) -> NotebookNode:
    done = nbformat.reader.reads(_kept(key).read_text(encoding="utf-8"))  # was valid when kept
    for cell, run_cell in zip(code_cells(notebook), code_cells(done), strict=True):
        cell.outputs = run_cell.outputs
    return notebook
