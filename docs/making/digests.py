"""Digests of files for a process that asks again and again, as a preview does."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from making import keeping


def digest(files: Iterable[Path], root: Path) -> str:
    """Hash files with their names below `root`, again only if one was written since."""
    stamped = ((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return _digest(tuple(sorted(stamped)), root)


@lru_cache(maxsize=500)
def _digest(stamped: tuple[tuple[Path, int, int], ...], root: Path) -> str:
    return keeping.digest([file for file, *_ in stamped], root)
