"""A record that was changed by hand, or whose arrays were, is seen at once."""

import json
from pathlib import Path

import pytest

from cnnbook import results
from making.recording.files import checksum, signed

RECORDS = sorted(results.FOLDER.glob("*.json"))


def is_whole(path: Path) -> bool:
    """Whether a record and its arrays are as they were written."""
    record, arrays = json.loads(path.read_text(encoding="utf-8")), path.with_suffix(".npz")
    signed: str = record["sha256"]
    return signed == checksum(record, arrays.read_bytes() if arrays.is_file() else b"")


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_as_it_was_written(path: Path) -> None:
    assert is_whole(path), f"{path.name} was changed; make results trains its run anew"


def test_a_changed_digit_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "run-0.json"
    record = signed({"name": "run", "history": {"loss": [0.5, 0.25]}}, b"arrays")
    path.write_text(json.dumps(record), encoding="utf-8")
    path.with_suffix(".npz").write_bytes(b"arrays")
    assert is_whole(path)

    path.with_suffix(".npz").write_bytes(b"arrayz")
    assert not is_whole(path)
    path.with_suffix(".npz").write_bytes(b"arrays")

    record["history"]["loss"][1] = 0.35
    path.write_text(json.dumps(record), encoding="utf-8")
    assert not is_whole(path)
