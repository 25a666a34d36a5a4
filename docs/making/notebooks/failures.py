"""What is said of a notebook that stopped: which cell, which line, what happened, what helps."""

import re
from pathlib import Path

from click import unstyle
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from making.notebooks.reading import code_cells
from making.paths import source_name

#: Tag of a cell whose error is part of the chapter.
ALLOWED = "raises-exception"
LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
# Code under a magic such as %%time is compiled by itself, and counted from the line below.
LINE_BELOW_MAGIC = re.compile(r"File <(?:timed exec|timed eval|magic-timeit|unknown)>:(\d+)")
NOT_FOUND = re.compile(r"FileNotFoundError|ModuleNotFoundError|No such file|File .* not found")
SCRATCH = (
    "Notebooks run in an empty scratch folder, so nothing that lies beside them is found: let a "
    "cell write the file (%%writefile), or move code into cnnbook and data into cnnbook.data."
)


def is_allowed(cell: NotebookNode) -> bool:
    """Say whether the author wants to show this cell's error."""
    return ALLOWED in cell.metadata.get("tags", [])


def unnoticed(notebook: NotebookNode) -> int | None:
    """Return the index of a cell with an error that stopped nothing, as under %%capture."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and not is_allowed(cell) and _error(cell):
            return index
    return None


def tell(notebook: NotebookNode, path: Path, index: int, error: Exception | None = None) -> str:
    """Say which cell failed, and how.

    Args:
        notebook: The notebook, run up to that cell.
        path: Its file.
        index: The cell's index among all cells.
        error: What nbclient raised, if it raised.
    """
    cell = notebook.cells[index]
    number = len(code_cells(notebook, index + 1))
    return f"{source_name(path)}, code cell {number}{_what(cell, error)}\n\n{cell.source}"


def _what(cell: NotebookNode, error: Exception | None) -> str:
    match error:
        case CellTimeoutError():
            seconds = re.search(r"after (\d+) seconds", str(error))
            longer = f"longer than {seconds[1]} seconds" if seconds else "too long"
            return f": it took {longer}. Let it do less, or make it a recorded run."
        case DeadKernelError():
            return ": the kernel died in it. It may have run out of memory, or a library crashed."
    if not (output := _error(cell)):
        return f": {unstyle(str(error))}"
    message = unstyle(f"{output.ename}: {output.evalue}")
    hint = f"\n{SCRATCH}" if NOT_FOUND.search(message) else ""
    return f"{_line(cell, unstyle('\n'.join(output.traceback)))}: {message}{hint}"


def _error(cell: NotebookNode) -> NotebookNode | None:
    return next((output for output in cell.outputs if output.output_type == "error"), None)


def _line(cell: NotebookNode, traceback: str) -> str:
    """Name the line of the cell, counted as the author sees it."""
    found, below = LINE.search(traceback), 0
    if cell.source.startswith("%%"):
        # Some magics run their lines as a cell again; others leave frames of their own.
        if "run_cell_magic" in traceback:
            found = LINE_BELOW_MAGIC.search(traceback)
        below = 1
    return f", line {int(found[1]) + below}" if found else ""
