"""The wheel of `cnnbook` that the site serves: built when out of date, kept in the cache."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from making import keeping
from making.digests import digest
from making.page import BookError
from making.paths import CACHE, LOCK, ROOT

WHEELS = CACHE / "wheels"
#: Where it lies in the site; there is one for both languages.
FOLDER = "assets/wheel"
#: What a wheel is made of besides the package; the lock has the version of what builds it.
OTHERS = ("pyproject.toml", "README.md", "LICENSE")


def wheel() -> Path:
    """Return the wheel of the package as it is today, which is built if it isn't kept.

    Raises:
        BookError: If it can't be built.
    """
    package = (ROOT / "cnnbook").rglob("*")
    files = [file for file in package if file.is_file() and file.suffix != ".pyc"]
    kept = WHEELS / digest([LOCK, *(ROOT / name for name in OTHERS), *files], ROOT)
    for built in kept.glob("*.whl"):
        return built
    with tempfile.TemporaryDirectory() as scratch:
        built = build(Path(scratch))
        shutil.rmtree(WHEELS, ignore_errors=True)  # one weighs five megabytes
        keeping.write(kept / built.name, built.read_bytes())
    return kept / built.name


def build(folder: Path) -> Path:
    """Build the wheel into a folder, from what is locked and without network.

    Args:
        folder: Where to put it.

    Returns:
        Its file; two builds of the same sources are equal.

    Raises:
        BookError: If it can't be built.
    """
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    # The files in it get hatchling's own date, not a commit's: prose makes no other wheel.
    dateless = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        [*command, "--directory", str(folder)],
        cwd=ROOT,
        env=dateless,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1]
        raise BookError(f"The wheel of cnnbook could not be built. {reason}")
    (built,) = folder.glob("*.whl")
    return built
