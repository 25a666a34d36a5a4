"""Train the runs whose record is missing or out of date, or compare the records with new ones."""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

CACHE = Path(".cache") / "results"


def main() -> None:
    """Run `python -m making.recording`."""
    parser = argparse.ArgumentParser(prog="python -m making.recording", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="runs; all if none is named")
    compare = "train each run anew with its first seed and compare with its record"
    stamp = (
        "train nothing, and take the records for those of today's code: only after a change that "
        "can't change them, and with the reason in the commit"
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--compare", action="store_true", help=compare)
    way.add_argument("--stamp", action="store_true", help=stamp)
    arguments = parser.parse_args()

    import tensorflow as tf

    from cnnbook.results import FOLDER
    from making.recording import records, speed, training
    from making.recording.runs import RUNS

    names = arguments.names or [*RUNS, speed.NAME]
    if unknown := sorted(set(names) - {*RUNS, speed.NAME}):
        known = ", ".join([*RUNS, speed.NAME])
        sys.exit(f"no run is called {', '.join(unknown)}; there are {known}")
    # The same sums in the same order, at every run and after every stop.
    tf.config.experimental.enable_op_determinism()
    runs = {name: RUNS[name] for name in names if name in RUNS}
    if arguments.compare:
        lines = [line for name, run in runs.items() for line in records.repeat(name, run, CACHE)]
        sys.exit("\n".join(lines) or None)
    if arguments.stamp:
        stamps = {(n, seed): training.source(run) for n, run in runs.items() for seed in run.seeds}
        if speed.NAME in names:
            stamps[speed.NAME, 0] = speed.source()
        for (name, seed), source in stamps.items():
            records.stamp(FOLDER, name, seed, source)
        return
    for name, run in runs.items():
        records.update(name, run, FOLDER, CACHE)
    if speed.NAME in names:
        speed.update(FOLDER)


if __name__ == "__main__":
    main()
