"""Pyodide and NumPy's wheel for it: brought once, compared with locked hashes, kept in the cache.

Pyodide comes from its npm package, whose integrity `package-lock.json` holds. `pyodide-lock.json`
in it holds the SHA-256 of NumPy's wheel, so it doesn't matter from where the wheel comes: from the
folder that PYODIDE_PACKAGES names, or from Pyodide's own distribution.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import urllib.request
from functools import cache
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from making.paths import CACHE

HERE = Path(__file__).parent
NPM = ("package.json", "package-lock.json", ".npmrc")
CORE = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
DISTRIBUTION = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{name}"
#: Where these are set, a site without Python is a mistake: in CI and in .ci/run.
NEEDED = ("CI", "NEEDS_BROWSER")


class FetchError(Exception):
    """A file can't be had, or isn't the locked one; the message says which and how to mend it."""


class Served(NamedTuple):
    """A file that the site serves.

    Attributes:
        path: Where it lies.
        bytes: Its size.
        packed: Its size as a server sends it, compressed.
        sha256: Of its content.
    """

    path: Path
    bytes: int
    packed: int
    sha256: str


@cache
def files() -> dict[str, Served]:
    """Return what Python needs in the browser, by name, and fetch what isn't there yet.

    Raises:
        FetchError: If a file can't be had or isn't the locked one. Nothing of it is kept.
    """
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    folder = CACHE / "browser_python" / lock[:16]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            _fetch(folder)
    kept = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    return {name: Served(folder / name, *facts) for name, facts in kept.items()}


def _fetch(folder: Path) -> None:
    """Fill the folder with the files and what is to be known of them, or don't make it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        new = Path(temporary, "new")
        new.mkdir()
        package = _npm_package(Path(temporary))
        for name in CORE:
            shutil.copyfile(package / name, new / name)
        lock = json.loads((new / "pyodide-lock.json").read_text(encoding="utf-8"))
        numpy = lock["packages"]["numpy"]
        wheel = _wheel(numpy["file_name"], numpy["sha256"], lock["info"]["version"])
        (new / numpy["file_name"]).write_bytes(wheel)
        facts = {file.name: measured(file.read_bytes()) for file in sorted(new.iterdir())}
        (new / "files.json").write_text(json.dumps(facts), encoding="utf-8")
        new.rename(folder)


def measured(content: bytes) -> tuple[int, int, str]:
    """Return the size of a file, its size as a server sends it, and its SHA-256."""
    packed = min(len(content), len(gzip.compress(content, mtime=0)))
    return len(content), packed, hashlib.sha256(content).hexdigest()


def _npm_package(folder: Path) -> Path:
    """Install the locked npm package, which npm compares with its integrity hash."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("there is no npm, which brings Pyodide: install Node.js 18 or newer")
    for name in NPM:
        shutil.copy(HERE / name, folder)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(
        [*command, "--fetch-retries=1"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FetchError(f"npm couldn't bring Pyodide: {done.stderr.strip()}")
    return folder / "node_modules" / "pyodide"


def _wheel(name: str, sha256: str, version: str) -> bytes:
    """Read NumPy's wheel from the folder that PYODIDE_PACKAGES names, or download it."""
    folder = os.environ.get("PYODIDE_PACKAGES")
    file = Path(folder or ".", name)
    if folder and file.is_file():
        where, content = str(file), file.read_bytes()
    else:
        where = DISTRIBUTION.format(version=version, name=name)
        content = _download(where)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FetchError(
            f"{where} isn't the wheel that Pyodide {version} was released with (its SHA-256 must "
            f"be {sha256}): remove it, or name a folder with the right one in PYODIDE_PACKAGES"
        )
    return content


def _download(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            content: bytes = response.read()
    except OSError as error:
        raise FetchError(
            f"{address} can't be had ({error}): go online once, or name a folder that has the "
            "file in PYODIDE_PACKAGES"
        ) from error
    return content
