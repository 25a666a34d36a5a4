"""The drawings of the pages' figures: made when out of date, kept in the cache."""

import logging
import subprocess
import sys
from pathlib import Path

from making.page import BookError
from making.paths import CACHE, ROOT

DRAWINGS = CACHE / "figures"
log = logging.getLogger("mkdocs.making.drawings")

_drawn_with = 0  # time of the newest source that the drawings are known to agree with


def refresh() -> None:
    """Draw what is out of date, in a process of its own: a preview draws with today's code.

    Raises:
        BookError: If a figure can't be drawn.
    """
    global _drawn_with
    sources = [*(ROOT / "cnnbook").rglob("*.py"), *(ROOT / "docs" / "making").rglob("*.py")]
    newest = max(path.stat().st_mtime_ns for path in sources)
    if newest == _drawn_with:
        return
    log.info("Drawing the figures that are out of date")
    command = [sys.executable, "-m", "making.figures", "--out", str(DRAWINGS)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise BookError(f"The figures could not be drawn.\n{done.stderr.strip()}")
    _drawn_with = newest


def of(language: str) -> list[Path]:
    """Return the drawings of a language, light and dark."""
    return sorted((DRAWINGS / language).glob("*.svg"))
