"""The files of records: written whole, and the same for the same content."""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from cnnbook._checks import Array
from cnnbook.data import PUBLISHED

Record = dict[str, Any]
_DECIMALS = 5


def file_of(folder: Path, name: str, seed: int) -> Path:
    """Return where the record of a run lies in a folder."""
    return folder / f"{name}-{seed}.json"


def read(folder: Path, name: str, seed: int) -> Record:
    """Return a record of a folder; an empty one if there is none."""
    file = file_of(folder, name, seed)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def text_of(record: Record) -> bytes:
    """Return the JSON of a record: keys in order, numbers rounded."""
    return (json.dumps(_rounded(record), indent=1, sort_keys=True) + "\n").encode()


def checksum(record: Record, arrays: bytes = b"") -> str:
    """Return the SHA-256 of a record, but for the one in it, and of the arrays kept beside it.

    Args:
        record: The record.
        arrays: The bytes of its .npz, if it has one.

    Examples:
        >>> checksum({"loss": 0.25}) == checksum({"loss": 0.25, "sha256": "any"})
        True
    """
    content = {key: value for key, value in _rounded(record).items() if key != "sha256"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode() + arrays).hexdigest()


def signed(record: Record, arrays: bytes = b"") -> Record:
    """Return a record with its checksum, so that a change by hand is seen."""
    return {**record, "sha256": checksum(record, arrays)}


def packed(arrays: Mapping[str, Array]) -> bytes:
    """Return arrays as the bytes of an .npz, the same for the same arrays."""
    stream = BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def published(name: str) -> dict[str, str]:
    """Return the SHA-256 of the four published arrays of a data set."""
    return {key: array["sha256"] for key, array in PUBLISHED[name]["full"].items()}


def versions(*packages: str) -> dict[str, str]:
    """Return the versions of Python, NumPy and other packages."""
    found = {package: import_module(package).__version__ for package in ("numpy", *packages)}
    return {"python": platform.python_version(), **found}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(value, _DECIMALS) if isinstance(value, float) else value
