"""Recorded runs: what training on the full data sets gave, kept so that pages can quote it.

Each run has a record, a small JSON file; some keep arrays beside it: trained weights, or samples
of a generator. Reading them needs NumPy only. `python -m making.recording` trains what has no
record or whose model has changed since; `making.recording.runs` says what is trained, and how.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from cnnbook._checks import Array

FOLDER = Path(__file__).parent / "records"


def record(name: str, seed: int = 0) -> dict[str, Any]:
    """Return the record of a run.

    Args:
        name: Name of the run, as in `making.recording.runs.RUNS`.
        seed: Which of its trainings.

    Returns:
        "history" holds a list by epoch under each of Keras's names ("loss", "accuracy",
            "val_loss", "val_accuracy"), as far as the run measured them. "test_accuracy" and
            "test_loss" are those of the published test images. "parameters" counts the weights,
            "seconds" is the time of all epochs, "cpu_seconds" that of all cores together. "data"
            names the data set with its SHA-256, "recipe" says how it was trained, "versions" with
            what, "source" is the hash of the model and the recipe, and "sha256" that of the record.

    Raises:
        ValueError: If there is no such record; the message names those that exist.

    Examples:
        >>> run = record("fashion_cnn")
        >>> run["parameters"], len(run["history"]["accuracy"])
        (14590, 5)
    """
    content: dict[str, Any] = json.loads(_file(name, seed, ".json").read_text(encoding="utf-8"))
    return content


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of all seeds of a run.

    Args:
        name: Name of the run.

    Returns:
        The records, as `record` returns them, in the order of their seeds.

    Raises:
        ValueError: If there is none.

    Examples:
        >>> [run["seed"] for run in records("fashion_cnn")]
        [0, 1, 2, 3, 4]
    """
    seeds = sorted(int(file.stem.rsplit("-", 1)[1]) for file in FOLDER.glob(f"{name}-*.json"))
    return [record(name, seed) for seed in seeds or [0]]


def weights(name: str, seed: int = 0) -> list[Array]:
    """Return the trained weights of a run.

    Args:
        name: Name of the run.
        seed: Which of its trainings.

    Returns:
        float32 arrays in the order of the model's `get_weights()`, ready for `set_weights`. They
            were kept with half as many digits, as float16.

    Raises:
        ValueError: If the run kept no weights; the message names those that did.

    Examples:
        >>> [array.shape for array in weights("two_blocks")]
        [(3, 3, 1, 32), (3, 3, 32, 64), (1024, 10), (10,)]
    """
    kept = _kept(name, seed)
    return [kept[key].astype(np.float32) for key in sorted(kept) if key.startswith("weight")]


def samples(name: str, seed: int = 0) -> dict[int, Array]:
    """Return what a generator made of the same noise, at some epochs of its training.

    Args:
        name: Name of the run.
        seed: Which of its trainings.

    Returns:
        By epoch, counted from 1: images (N, 28, 28), uint8. Empty if the run isn't a generator's.

    Raises:
        ValueError: If the run kept no arrays; the message names those that did.

    Examples:
        >>> grid = samples("gan_mnist")
        >>> min(grid), grid[1].shape, grid[1].dtype
        (1, (40, 28, 28), dtype('uint8'))
    """
    kept = _kept(name, seed)
    return {int(key[-3:]): kept[key] for key in sorted(kept) if key.startswith("sample")}


def _kept(name: str, seed: int) -> dict[str, Array]:
    with np.load(_file(name, seed, ".npz"), allow_pickle=False) as arrays:
        return dict(arrays)


def _file(name: str, seed: int, ending: str) -> Path:
    file = FOLDER / f"{name}-{seed}{ending}"
    if not file.is_file():
        there = sorted(file.stem for file in FOLDER.glob(f"*{ending}"))
        what = "record" if ending == ".json" else "kept array"
        raise ValueError(
            f"there is no {what} of run {name!r} with seed {seed!r}; there are "
            f"{', '.join(there) or 'none'}; make results trains what is missing"
        )
    return file
