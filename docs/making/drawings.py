"""The drawings of the pages' figures: made when out of date, kept in the cache."""

import logging
import subprocess
import sys
from pathlib import Path

from making.page import BookError
from making.paths import CACHE, ROOT

DRAWINGS = CACHE / "figures"
log = logging.getLogger("mkdocs.making.drawings")

_drawn_with = frozenset[tuple[Path, int]]()  # what the drawings are known to agree with


def refresh() -> None:
    """Draw what is out of date, in a process of its own: a preview draws with today's code.

    Raises:
        BookError: If a figure can't be drawn.
    """
    global _drawn_with
    sources = _sources()
    if sources == _drawn_with:
        return
    log.info("Drawing the figures that are out of date")
    command = [sys.executable, "-m", "making.figures", "--out", str(DRAWINGS)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise BookError(f"The figures could not be drawn.\n{done.stderr.strip()}")
    _drawn_with = sources


def _sources() -> frozenset[tuple[Path, int]]:
    """Name the files that a drawing may depend on, with the times when they were written."""
    folders = ROOT / "cnnbook", ROOT / "docs" / "making"
    files = (file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc")
    return frozenset((file, file.stat().st_mtime_ns) for file in files if file.is_file())


def of(language: str) -> list[Path]:
    """Return the drawings of a language, light and dark."""
    return sorted((DRAWINGS / language).glob("*.svg"))
