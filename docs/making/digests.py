"""What is read of files, for a process that asks again and again.

A preview does. Files are looked at again only if one was written since.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from pathlib import Path

from making import keeping

#: Files, when each was written, and its size.
Stamps = tuple[tuple[str, int, int], ...]


def until_written[Content](read: Callable[[Path], Content]) -> Callable[[Path], Content]:
    """Have what a function reads of a file kept until the file is written anew."""

    @lru_cache(maxsize=500)
    def kept(path: Path, written: int, size: int) -> Content:
        return read(path)

    @wraps(read)
    def read_or_kept(path: Path) -> Content:
        stat = path.stat()
        return kept(path, stat.st_mtime_ns, stat.st_size)

    return read_or_kept


def digest(files: Iterable[Path], root: Path) -> str:
    """Hash files with their names below `root`, again only if one was written since."""
    stamped = ((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return _digest(tuple(sorted(stamped)), root)


@lru_cache(maxsize=500)
def _digest(stamped: tuple[tuple[Path, int, int], ...], root: Path) -> str:
    return keeping.digest([file for file, *_ in stamped], root)


def reached(code: str, stamps: Stamps | None = None) -> set[Path]:
    """Find the files that a piece of code depends on, as `keeping.reached` does.

    Args:
        code: Python source.
        stamps: What `packages` says, for who asks for many pieces at a time.
    """
    return _reached(code, packages() if stamps is None else stamps)


def packages() -> Stamps:
    """Say of each file of the project's packages when it was written, and its size."""
    folders = (keeping.ROOT / folder for folder in keeping.PACKAGES.values())
    return tuple(sorted(stamp for folder in folders for stamp in _stamps(folder)))


def _stamps(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    # Not with pathlib, which would take longer than what is saved.
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _stamps(entry.path)
        elif not entry.name.endswith(".pyc"):
            stat = entry.stat()
            yield entry.path, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=500)
def _reached(code: str, stamps: Stamps) -> set[Path]:
    return keeping.reached(code, keeping.ROOT)
