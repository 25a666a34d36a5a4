"""The wheel that the site serves: of the same sources the same, and built when they change."""

import shutil
import zipfile
from pathlib import Path

import pytest

from making import wheel
from making.page import BookError
from tests.site_fixtures import ROOT


def test_the_site_serves_one_wheel_equal_to_a_new_build(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (served,) = site.rglob("cnnbook-*.whl")
    assert served.parent == site / wheel.FOLDER
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # as for a later commit
    built = wheel.build(tmp_path)
    assert (built.name, built.read_bytes()) == (served.name, served.read_bytes())


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a package of one module, and no wheel yet."""
    for name in wheel.OTHERS:
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.txt").write_text("hatchling==1\n")
    (tmp_path / "cnnbook").mkdir()
    (tmp_path / "cnnbook" / "__init__.py").write_text('__version__ = "1.2"\n')
    monkeypatch.setattr(wheel, "ROOT", tmp_path)
    monkeypatch.setattr(wheel, "LOCK", tmp_path / "requirements.txt")
    monkeypatch.setattr(wheel, "WHEELS", tmp_path / "wheels")
    return tmp_path


def test_it_is_built_again_when_the_package_changes(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = wheel.wheel()
    assert first.name == "cnnbook-1.2-py3-none-any.whl"
    (copy / "cnnbook" / "more.py").write_text("x = 1\n")
    second = wheel.wheel()
    assert second != first
    with zipfile.ZipFile(second) as archive:
        assert "cnnbook/more.py" in archive.namelist()
    assert not first.exists()  # one is kept
    monkeypatch.delattr(wheel, "build")  # what is kept needs none
    assert wheel.wheel() == second


def test_what_stops_the_build_is_told(copy: Path) -> None:
    (copy / "cnnbook" / "__init__.py").write_text("no version")
    with pytest.raises(BookError, match=r"could not be built\. ValueError: .*__init__\.py"):
        wheel.wheel()
