"""Run the package's tests and the pages as if on other machines: `make machines`.

Processors are imitated by telling the libraries to do without what this one has; other machines by
their locale, time zone, home and path. Each runs in a process of its own.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.site_fixtures import ROOT

TESTS = ["cnnbook", "docs", "README.md", "README.ko.md", "tests/package"]
# What differs is the machine, not the case: few random ones do.
OPTIONS = ["--hypothesis-profile=few", "-p", "no:cacheprovider"]
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
)
PROCESSORS: dict[str, dict[str, str]] = {
    "OpenBLAS for Nehalem": {"OPENBLAS_CORETYPE": "Nehalem"},
    "OpenBLAS for Sandy Bridge": {"OPENBLAS_CORETYPE": "Sandybridge"},
    "NumPy without its newer instructions": {"NPY_DISABLE_CPU_FEATURES": "X86_V3"},
    "oneDNN for SSE 4.1": {"ONEDNN_MAX_CPU_ISA": "SSE41", "KERNELS": "onednn"},
    "oneDNN for AVX": {"ONEDNN_MAX_CPU_ISA": "AVX", "KERNELS": "onednn"},
}
PLACES: dict[str, dict[str, str]] = {
    "one thread": ONE_THREAD,
    "two threads": dict.fromkeys(ONE_THREAD, "2"),
    "a locale that is not UTF-8": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "the time zone of Kathmandu": {"TZ": "Asia/Kathmandu"},
    # Nobody, not even root, can write below a device.
    "a home that is read-only": {"HOME": os.devnull, "XDG_CACHE_HOME": os.devnull},
    "a path with a space and Hangul": {"PLACE": "책 book"},
}
MACHINES = {**(PROCESSORS if platform.machine() == "x86_64" else {}), **PLACES}


@contextmanager
def checkout(name: str | None) -> Iterator[Path]:
    """Give the folder to run in: this one, or a copy under another name."""
    if name is None:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as scratch:
        left_out = shutil.ignore_patterns(".venv", "site", ".git", "mutants", "__pycache__")
        yield shutil.copytree(ROOT, Path(scratch, name), ignore=left_out)


def run(name: str, tests: list[str]) -> bool:
    """Run the tests on one machine, and tell whether they pass."""
    settings = dict(MACHINES[name])
    kernels = ["--kernels", settings.pop("KERNELS")] if "KERNELS" in settings else []
    start = time.monotonic()
    with checkout(settings.pop("PLACE", None)) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *OPTIONS, *kernels, *tests],
            cwd=folder,
            env=os.environ | settings | {"PYTHONPATH": f"{folder}{os.pathsep}{folder / 'docs'}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    output = done.stdout.decode(errors="replace")
    if done.returncode:
        print(output)
    last = output.strip().splitlines()[-1] if output.strip() else "nothing ran"
    print(f"{name:38} {time.monotonic() - start:5.0f} s  {last}", flush=True)
    return done.returncode == 0


def main() -> None:
    """Run them all, or those that are named, and fail if one does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=MACHINES, help="one machine")
    parser.add_argument("tests", nargs="*", default=TESTS)
    options = parser.parse_args()
    names = [options.only] if options.only else list(MACHINES)
    results = [run(name, options.tests or TESTS) for name in names]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
