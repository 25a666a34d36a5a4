"""Pyodide and NumPy's wheel come whole and locked, or not at all."""

import hashlib
import json
import os
import re
import urllib.request
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from making.browser_python import fetching, serving
from making.mkdocs_only import browser_python
from tests.site_fixtures import ROOT

WHEEL = b"a wheel"
NAME, SHA256 = "numpy.whl", hashlib.sha256(WHEEL).hexdigest()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of npm that holds small files, and a cache of its own."""
    package = tmp_path / "pyodide"
    package.mkdir()
    for name in fetching.CORE:
        (package / name).write_text(name)
    lock = {
        "info": {"version": "1.2.3"},
        "packages": {"numpy": {"file_name": NAME, "sha256": SHA256}},
    }
    (package / "pyodide-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(fetching, "_npm_package", lambda folder: package)
    monkeypatch.setattr(fetching, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("PYODIDE_PACKAGES", raising=False)
    return package


def kept(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "cache").rglob("*") if path.suffix != ".lock"]


def fetch() -> dict[str, fetching.Served]:
    return fetching.files.__wrapped__()


def test_files_are_fetched_once(npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / NAME).write_bytes(WHEEL)
    monkeypatch.setenv("PYODIDE_PACKAGES", str(tmp_path))
    files = fetch()
    assert set(files) == {*fetching.CORE, NAME}
    assert files[NAME].path.read_bytes() == WHEEL
    assert (files[NAME].bytes, files[NAME].sha256) == (len(WHEEL), SHA256)
    monkeypatch.setattr(fetching, "_fetch", lambda folder: pytest.fail("fetched again"))
    assert fetch() == files


def test_the_wheel_may_come_from_the_distribution(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(address: str) -> bytes:
        asked.append(address)
        return WHEEL

    monkeypatch.setattr(fetching, "_download", answer)
    monkeypatch.setenv("PYODIDE_PACKAGES", str(tmp_path))  # which hasn't got it
    assert fetch()[NAME].sha256 == SHA256
    (address,) = asked
    assert re.fullmatch(r"https://[\w.]+/pyodide/v1\.2\.3/full/numpy\.whl", address)


def test_of_a_wrong_wheel_nothing_is_kept(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_bytes(WHEEL + b"!")
    monkeypatch.setenv("PYODIDE_PACKAGES", str(tmp_path))
    with pytest.raises(fetching.FetchError, match=rf"{NAME} isn't the wheel.*{SHA256}.*remove it"):
        fetch()
    assert kept(tmp_path) == ["browser_python"]


def test_without_a_network_it_is_said_what_to_do(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    with pytest.raises(fetching.FetchError, match=r"no route to host.*PYODIDE_PACKAGES"):
        fetch()
    assert kept(tmp_path) == ["browser_python"]


def test_without_npm_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(fetching.FetchError, match=r"no npm.*install Node\.js"):
        fetching._npm_package(tmp_path)


def test_what_npm_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho EINTEGRITY >&2; exit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(fetching.FetchError, match=r"npm couldn't bring Pyodide: EINTEGRITY"):
        fetching._npm_package(tmp_path)


@pytest.mark.parametrize("flag", [*fetching.NEEDED, None])
def test_a_site_without_python_is_built_except_where_it_is_needed(
    flag: str | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise fetching.FetchError("there is no npm")

    for name in fetching.NEEDED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(fetching, "files", fail)
    browser_python._can_be_had.cache_clear()
    config = MkDocsConfig()
    config.load_dict({"site_name": "a book"})
    if flag:
        monkeypatch.setenv(flag, "1")
        with pytest.raises(PluginError, match="there is no npm"):
            browser_python.configure(config)
    else:
        with caplog.at_level("INFO"):
            browser_python.configure(config)
            browser_python.configure(config)
        assert config.extra["python"] == 0
        assert [record.message for record in caplog.records] == [
            "Pages have no button to run Python: there is no npm"
        ]
    browser_python._can_be_had.cache_clear()


def test_the_lock_has_hashes_and_no_host() -> None:
    lock = (ROOT / "docs" / "making" / "browser_python" / "package-lock.json").read_text()
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)
    assert "http" not in lock
    assert json.loads(lock)["packages"]["node_modules/pyodide"]["version"] == "0.27.7"


def test_equal_sources_give_equal_archives() -> None:
    archive = serving.archive()
    assert archive == serving.archive()
    assert b"runner.py" in archive
    assert b"cnnbook/samples/sha256.json" in archive
    assert b".npz" not in archive
    assert len(archive) < 300_000
