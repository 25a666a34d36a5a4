"""Runs become records: trained with a memory of each epoch, written whole, and compared."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from tqdm import tqdm

from cnnbook.results import FOLDER
from making.keeping import write
from making.recording import training
from making.recording.files import (
    Record,
    file_of,
    packed,
    published,
    read,
    signed,
    text_of,
    versions,
)
from making.recording.runs import Run


def is_current(folder: Path, name: str, run: Run, seed: int) -> bool:
    """Return whether a run has a whole record of its present model and recipe."""
    kept = file_of(folder, name, seed).with_suffix(".npz")
    whole = not run.keeps_weights or (kept.is_file() and _samples(kept) == run.samples_at)
    return whole and read(folder, name, seed).get("source") == training.source(run)


def _samples(kept: Path) -> tuple[int, ...]:
    """Return the epochs whose samples are kept."""
    with np.load(kept, allow_pickle=False) as arrays:
        return tuple(int(name[-3:]) for name in sorted(arrays) if name.startswith("sample"))


def update(name: str, run: Run, folder: Path, cache: Path) -> None:
    """Train a run with those of its seeds that have no record, or one that is out of date."""
    for seed in run.seeds:
        if not is_current(folder, name, run, seed):
            train(name, run, seed, folder, cache)


def repeat(name: str, run: Run, cache: Path) -> list[str]:
    """Train a run anew with its first seed, and return where it differs from its record."""
    seed, again = run.seeds[0], cache / "again"
    train(name, run, seed, again, again / "states")
    return differences(read(FOLDER, name, seed), read(again, name, seed), run.within)


def train(name: str, run: Run, seed: int, folder: Path, cache: Path) -> None:
    """Train a run, or what is left of it after a stop, and write its record.

    Args:
        name: Name of the run.
        run: What to train.
        seed: Seed of this training.
        folder: Where the record goes, with the arrays that are kept.
        cache: Where the state after each epoch is kept until the record is there.
    """
    file, state = file_of(folder, name, seed), cache / f"{name}-{seed}.npz"
    trainee = training.start(run, seed)
    done = _resume(trainee, state, training.source(run))
    with tqdm(total=run.epochs, initial=done["epochs"], desc=file.stem, unit="epoch") as bar:
        for number in range(done["epochs"], run.epochs):
            wall, cpu = perf_counter(), process_time()
            measured = trainee.epoch(number)
            done["seconds"] += perf_counter() - wall
            done["cpu_seconds"] += process_time() - cpu
            done["epochs"] += 1
            for measure, value in measured.items():
                done["history"].setdefault(measure, []).append(value)
            _keep(trainee, state, done)
            bar.set_postfix(measured)
            bar.update()
    arrays = b""
    if run.keeps_weights:
        weights = [weight.astype(np.float16) for weight in trainee.weights]
        arrays = packed({**_numbered("weight", weights), **trainee.kept})
        write(file.with_suffix(".npz"), arrays)
    record = {
        "name": name,
        "seed": seed,
        "data": {"name": run.data, "sha256": published(run.data)},
        "recipe": run.recipe(),
        "parameters": trainee.parameters,
        "versions": versions("tensorflow", "keras"),
        **done,
        **trainee.measure(),
    }
    write(file, text_of(signed(record, arrays)))
    state.unlink()


def differences(record: Record, again: Record, within: Mapping[str, float]) -> list[str]:
    """Compare two records of a run.

    Args:
        record: The record that is kept.
        again: A record of the same run, trained anew.
        within: How far apart each measure may lie; one by epoch is compared at the last.

    Returns:
        A line for each measure that lies too far off.
    """
    lines = []
    for measure, distance in within.items():
        ours, theirs = (
            one[measure] if measure in one else one["history"][measure][-1]
            for one in (record, again)
        )
        if not abs(ours - theirs) <= distance:
            lines.append(
                f"{record['name']}: {measure} is {theirs:.4f} now and {ours:.4f} in the record, "
                f"but may differ by {distance} only"
            )
    return lines


def _keep(trainee: training.Training, state: Path, done: Record) -> None:
    """Write down everything that the next epoch needs."""
    variables = _numbered("variable", [np.asarray(one) for one in trainee.variables])
    stream = BytesIO()
    np.savez(stream, allow_pickle=False, done=json.dumps(done), **variables, **trainee.kept)
    write(state, stream.getvalue())


def _resume(trainee: training.Training, state: Path, source: str) -> Record:
    """Bring a training to where its state is, if that is of the same source, and say how far."""
    done: Record = {"source": source, "epochs": 0, "seconds": 0, "cpu_seconds": 0, "history": {}}
    if not state.is_file():
        return done
    with np.load(state, allow_pickle=False) as file:
        arrays = dict(file)
    kept = json.loads(str(arrays.pop("done")))
    if kept["source"] != source:
        return done
    for key, variable in _numbered("variable", trainee.variables).items():
        variable.assign(arrays.pop(key))
    trainee.kept = arrays
    return dict(kept)


def _numbered(word: str, values: list[Any]) -> dict[str, Any]:
    return {f"{word}_{number:03}": value for number, value in enumerate(values)}
