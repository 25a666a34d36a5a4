"""Running one notebook: in a folder and a process of its own, with an error that says where."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode
from traitlets.config import Config

from making.notebooks import plotting
from making.notebooks.reading import NotebookError
from making.paths import ROOT, source_name

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


def run(notebook: NotebookNode, path: Path, settings: Mapping[str, str] = KERNEL) -> NotebookNode:
    """Execute `notebook` in a scratch folder and return it with its outputs.

    Args:
        notebook: The notebook, which is changed.
        path: Its file, for messages.
        settings: Variables of the environment that its process gets besides those of this one.

    Raises:
        NotebookError: naming file, cell, line and message, if a cell raises or takes too long.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    from making.notebooks import failures

    begun: list[int] = []
    with tempfile.TemporaryDirectory() as scratch:
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT_SECONDS,
            kernel_name="python3",
            coalesce_streams=True,  # or what is printed falls apart when the machine is busy
            config=Config({"KernelManager": _transport(scratch)}),
            resources={"metadata": {"path": scratch}},
            extra_arguments=[f"--ext={plotting.EXTENSION}"],
            on_cell_execute=lambda cell, cell_index: begun.append(cell_index),
        )
        try:
            client.execute(env=os.environ | dict(settings) | _plotting())
        except (CellExecutionError, CellTimeoutError, RuntimeError) as error:
            if not begun:
                raise NotebookError(f"{source_name(path)}: {error}") from error
            raise NotebookError(failures.tell(notebook, path, begun[-1], error)) from error
    if (index := failures.unnoticed(notebook)) is not None:
        raise NotebookError(failures.tell(notebook, path, index))
    return notebook


def _plotting() -> dict[str, str]:
    """Give a kernel the book's fonts, and `making`, which draws its plots."""
    path = os.pathsep.join(filter(None, [str(ROOT / "docs"), os.environ.get("PYTHONPATH")]))
    return {"MPLCONFIGDIR": str(plotting.folder()), "PYTHONPATH": path}


def _transport(scratch: str) -> dict[str, str]:
    """Talk to the kernel through a socket file of its own, where there are such files."""
    if os.name == "nt":
        return {"transport": "tcp", "ip": "127.0.0.1"}
    return {"transport": "ipc", "ip": f"{scratch}/kernel"}
