"""The dates of pages, from git: one question for all of them, and none where git can't know."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from making import history
from making.history import last_changes


def git(folder: Path, *arguments: str, day: int = 1) -> None:
    when = f"2024-05-{day:02}T12:00:00+00:00"
    names = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00+00:00", "GIT_COMMITTER_DATE": when}
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | names | dates,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two pages, of which one changed a second time."""
    folder = tmp_path / "book"
    page, other = folder / "docs" / "ko" / "a.md", folder / "docs" / "en" / "b.ipynb"
    for path in (page, other):
        path.parent.mkdir(parents=True)
        path.write_text("one")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one", day=1)
    page.write_text("two")
    git(folder, "commit", "-a", "-m", "two", day=3)
    page.write_text("not committed")
    return folder


def test_each_page_has_the_date_of_its_last_commit(repository: Path) -> None:
    first, last = datetime.date(2024, 5, 1), datetime.date(2024, 5, 3)
    assert last_changes(repository) == {"ko/a.md": last, "en/b.ipynb": first}


def test_git_is_asked_once_for_all_builds(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_changes(repository)
    monkeypatch.setattr(history, "_git", None)
    assert last_changes(repository)


def test_without_history_there_is_no_date(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")
    assert (tmp_path / "shallow" / "docs" / "ko" / "a.md").exists()
    assert last_changes(tmp_path / "shallow") == {}
    (repository / ".git").rename(tmp_path / "elsewhere")  # as in a zip of the sources
    last_changes.cache_clear()
    assert last_changes(repository) == {}
    monkeypatch.setenv("PATH", "")
    assert last_changes(tmp_path) == {}
