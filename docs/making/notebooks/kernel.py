"""Running one notebook: in a folder and a process of its own, with an error that says where."""

import os
import re
import tempfile
from pathlib import Path

from nbformat import NotebookNode
from traitlets.config import Config

from making.notebooks.reading import NotebookError, code_cells
from making.paths import source_name

TIMEOUT_SECONDS = 600
# One thread each: two notebooks run at a time, and sums come out alike on any number of cores.
KERNEL = {
    "PYTHONHASHSEED": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # The reference kernels, whatever the processor would choose: outputs are the same everywhere.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


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
            config=Config({"KernelManager": _transport(scratch)}),
            resources={"metadata": {"path": scratch}},
        )
        try:
            client.execute(env=os.environ | KERNEL)
        except (CellExecutionError, CellTimeoutError, RuntimeError) as error:
            raise NotebookError(_where(notebook, path, error)) from error
    return notebook


def _transport(scratch: str) -> dict[str, str]:
    """Talk to the kernel through a socket file of its own, where there are such files."""
    if os.name == "nt":
        return {"transport": "tcp", "ip": "127.0.0.1"}
    return {"transport": "ipc", "ip": f"{scratch}/kernel"}


def _where(notebook: NotebookNode, path: Path, error: Exception) -> str:
    """Say which cell and line failed, and how."""
    name = source_name(path)
    for number, cell in enumerate(code_cells(notebook), start=1):
        for output in cell.outputs:
            if output.output_type == "error":
                traceback = ANSI.sub("", "\n".join(output.traceback))
                lines = re.findall(r"Cell In\[\d+\], line (\d+)", traceback)
                line = f", line {lines[0]}" if lines else ""
                message = f"{output.ename}: {output.evalue}"
                source = f"\n\n{cell.source}" if cell.source else ""
                return f"{name}, code cell {number}{line}: {message}{source}"
    return f"{name}: {error}"
