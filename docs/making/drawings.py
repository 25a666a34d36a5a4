"""The drawings of the pages' figures: made when out of date, kept in the cache."""

import logging
import subprocess
import sys
from pathlib import Path

from making import keeping
from making.digests import digest
from making.page import BookError
from making.paths import CACHE, LANGUAGES, LOCK, ROOT

DRAWINGS = CACHE / "figures"
log = logging.getLogger("mkdocs.making.drawings")

#: What the drawings are known to agree with.
DRAWN = DRAWINGS / "drawn"


def refresh() -> None:
    """Draw what is out of date, in a process of its own: a preview draws with today's code.

    Raises:
        BookError: If a figure can't be drawn.
    """
    sources = _sources()
    if DRAWN.is_file() and DRAWN.read_text() == _with_drawings(sources):
        return
    log.info("Drawing the figures that are out of date")
    command = [sys.executable, "-m", "making.figures", "--out", str(DRAWINGS)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise BookError(f"The figures could not be drawn.\n{done.stderr.strip()}")
    keeping.write(DRAWN, _with_drawings(sources).encode())


def _sources() -> str:
    """Sum up the files that a drawing may depend on."""
    folders = ROOT / "cnnbook", ROOT / "docs" / "making"
    files = (file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc")
    return digest([LOCK, *(file for file in files if file.is_file())], ROOT)


def _with_drawings(sources: str) -> str:
    """Add the names of the drawings that are there."""
    return "\n".join([sources, *(path.name for name in LANGUAGES for path in of(name))])


def of(language: str) -> list[Path]:
    """Return the drawings of a language, light and dark."""
    return sorted((DRAWINGS / language).glob("*.svg"))
