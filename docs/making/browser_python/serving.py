"""What the site serves for Python: the fetched files, the book's package, and a list of both.

The package is served as a small archive without its samples and kept arrays; those lie beside it,
and are asked for when an example opens them.
"""

import io
import json
import platform
import zipfile
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from making.browser_python import fetching
from making.paths import ROOT

#: Where the site has them; both languages share one copy.
FOLDER = "assets/pyodide"
LIST = "assets/javascripts/python/files.js"
PACKAGE = ROOT / "cnnbook"
RUNNER = Path(__file__).with_name("runner.py")
#: Files that are brought when they are opened.
LARGE = {".npz"}


def shared() -> dict[str, Path | bytes]:
    """Return what both languages share, by its path in the site."""
    files: dict[str, Path | bytes] = {
        name: served.path for name, served in fetching.files().items()
    }
    files |= {"cnnbook.zip": archive()}
    files |= {name: ROOT / name for name in _later()}
    return {f"{FOLDER}/{name}": file for name, file in files.items()}


def listed(language: str) -> str:
    """Return the script that tells the others what there is: `files.js`."""
    to_root = "../../../" if language == "ko" else "../../../../"
    files = {
        name: {"bytes": served.bytes, "packed": served.packed, "sha256": served.sha256}
        for name, served in fetching.files().items()
    }
    book = {"Python": platform.python_version(), "NumPy": version("numpy")}
    names = ("bytes", "packed", "sha256")
    files["cnnbook.zip"] = dict(zip(names, fetching.measured(archive()), strict=True))
    return (
        "// What Python in the browser is made of. The build writes this file.\n"
        f'export const FOLDER = new URL("{to_root}{FOLDER}/", import.meta.url).href\n'
        f"export const FILES = {json.dumps(files)}\n"
        f"export const LATER = {json.dumps(_later())}\n"
        f"export const BOOK = {json.dumps(book)}\n"
    )


def megabytes() -> int:
    """How much a reader loads at the click, compressed, in whole megabytes."""
    packed = sum(served.packed for served in fetching.files().values())
    return round((packed + fetching.measured(archive())[1]) / 10**6)


def archive() -> bytes:
    """Pack the book's package and the runner; equal files give equal bytes."""
    small = (path for path in _kept() if path.suffix not in LARGE)
    return _archive(tuple((path, path.stat().st_mtime_ns) for path in (*small, RUNNER)))


@lru_cache(maxsize=1)  # a build asks several times
def _archive(stamped: tuple[tuple[Path, int], ...]) -> bytes:
    files = {path.relative_to(ROOT).as_posix(): path for path, _ in stamped if path != RUNNER}
    files[RUNNER.name] = RUNNER
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _later() -> list[str]:
    return sorted(p.relative_to(ROOT).as_posix() for p in _kept() if p.suffix in LARGE)


def _kept() -> list[Path]:
    return [p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
