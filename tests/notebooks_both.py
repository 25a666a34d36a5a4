"""Run the notebooks with both kinds of TensorFlow's kernels: `make notebooks-both`.

A reader's machine chooses the kernels by its processor, and as many threads as it has cores. No
cell may raise, or end the reader's process, with either, and each prints what `docs/outputs`
keeps, within the ranges that are stated there.
"""

import sys
from pathlib import Path

from making.notebooks.kernel import run
from making.notebooks.reading import NotebookError, read
from making.proof import printed
from making.proof.source import DOCS
from tests import tensorflow_kernels

#: What the kernels of the site have too, without their single thread.
SETTINGS = {"PYTHONHASHSEED": "0", "TF_CPP_MIN_LOG_LEVEL": "3"}


def faults(path: Path, kernels: str) -> list[str]:
    """Run a notebook, and say how it failed, or what it printed otherwise than is kept."""
    setting = {tensorflow_kernels.VARIABLE: tensorflow_kernels.SETTINGS[kernels]}
    try:
        done = run(read(path), path, SETTINGS | setting)
    except NotebookError as error:
        return [str(error)]
    kept = printed.path_of(path.relative_to(DOCS / "en").as_posix())
    cells = printed.read(kept.read_text(encoding="utf-8"))
    return list(printed.differences(cells, printed.cells_of(done), kept.name))


def main() -> None:
    """Run all notebooks of the English book, whose code is that of the Korean one, or some."""
    paths = [Path(name).absolute() for name in sys.argv[1:]]
    paths = paths or sorted((DOCS / "en").rglob("*.ipynb"))
    failed = 0
    for path in paths:
        for kernels in tensorflow_kernels.SETTINGS:
            found = faults(path, kernels)
            print(f"{path.name:32} {kernels:10} {'failed' if found else 'equal'}", flush=True)
            failed += bool(found)
            for fault in found:
                print(fault)
    print(f"{2 * len(paths) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
