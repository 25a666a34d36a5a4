"""Run the notebooks with both kinds of TensorFlow's kernels: `make notebooks-both`.

A reader's machine chooses the kernels by its processor; no cell may raise, or end the reader's
process, with either. The outputs of the two are not compared: their last digits differ.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from tests import tensorflow_kernels
from tests.site_fixtures import ROOT


def failure(path: Path, kernels: str) -> str:
    """Run a notebook in a folder of its own, and say how it failed, or nothing."""
    notebook = nbformat.read(path, as_version=4)
    setting = {tensorflow_kernels.VARIABLE: tensorflow_kernels.SETTINGS[kernels]}
    with tempfile.TemporaryDirectory() as scratch:
        client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": scratch}})
        try:
            client.execute(env=os.environ | setting)
        except (CellExecutionError, DeadKernelError) as error:
            return str(error)
    return ""


def main() -> None:
    """Run all notebooks of the English book, whose code is that of the Korean one, or some."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "docs" / "en").rglob("*.ipynb"))
    failed = 0
    for path in paths:
        for kernels in tensorflow_kernels.SETTINGS:
            reason = failure(path, kernels)
            print(f"{path.name:32} {kernels:10} {'failed' if reason else 'ran'}", flush=True)
            if reason:
                failed += 1
                print(reason)
    print(f"{2 * len(paths) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
