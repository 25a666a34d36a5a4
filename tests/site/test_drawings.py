"""When a build has the figures drawn anew."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from making import drawings
from making.page import BookError

Refresh = Callable[[], int]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("cnnbook/conv.py", "cnnbook/records/a.json", "docs/making/figures/cover.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(drawings, "ROOT", tmp_path)
    monkeypatch.setattr(drawings, "LOCK", tmp_path / "requirements.txt")
    monkeypatch.setattr(drawings, "DRAWINGS", tmp_path / "figures")
    monkeypatch.setattr(drawings, "DRAWN", tmp_path / "figures" / "drawn")
    return tmp_path


@pytest.fixture
def refresh(monkeypatch: pytest.MonkeyPatch) -> Refresh:
    """Refresh, and count how often the drawings were made."""
    made = []

    def run(command: list[str], **_: Any) -> Any:
        made.append(command)
        return SimpleNamespace(returncode=0)

    def refresh() -> int:
        drawings.refresh()
        return len(made)

    monkeypatch.setattr(subprocess, "run", run)
    return refresh


def test_nothing_is_drawn_while_nothing_changes(root: Path, refresh: Refresh) -> None:
    assert [refresh(), refresh()] == [1, 1]
    (root / "cnnbook" / "conv.pyc").write_text("compiled")
    assert refresh() == 1


@pytest.mark.parametrize("name", ["cnnbook/conv.py", "cnnbook/records/a.json", "requirements.txt"])
def test_each_change_is_seen(name: str, root: Path, refresh: Refresh) -> None:
    """Also of what is older than other files, as after a copy, and of what is no longer there."""
    refresh()
    (root / name).write_text("other")
    os.utime(root / name, (1, 1))
    assert refresh() == 2
    (root / name).write_text("")
    assert refresh() == 3
    (root / "docs" / "making" / "new.py").touch()
    assert refresh() == 4
    (root / "docs" / "making" / "new.py").unlink()
    assert refresh() == 5


def test_a_drawing_that_somebody_removed_is_drawn_again(root: Path, refresh: Refresh) -> None:
    drawing = root / "figures" / "ko" / "a.svg"
    drawing.parent.mkdir(parents=True)
    drawing.touch()
    assert [refresh(), refresh()] == [1, 1]
    drawing.unlink()
    assert refresh() == 2


def test_what_failed_is_tried_again(
    root: Path, refresh: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = SimpleNamespace(returncode=1, stderr="no such figure")
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", lambda *_, **__: failed)
        with pytest.raises(BookError, match="no such figure"):
            refresh()
    assert refresh() == 1
