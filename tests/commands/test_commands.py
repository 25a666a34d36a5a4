"""Each documented command runs, in its smallest form, where its folder's name is not plain."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cnnbook
from tests.commands.small import PART_OF_BENCH, SMALL
from tests.serving import free_port, read
from tests.site_fixtures import ROOT

#: What a person's shell would not have, and what would make one test's threads another's.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}


def run(command: str, folder: Path, expected: int = 0) -> str:
    """Run a command as a person would, see that it ends as expected, and return what it prints."""
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == expected, f"$ {command}\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clone of the project with its caches, set up where a path has a space and Hangul."""
    clone = tmp_path_factory.mktemp("where") / "책 book"
    run(f"git clone --quiet {ROOT} '{clone}'", ROOT)
    if (ROOT / ".cache").is_dir():
        shutil.copytree(ROOT / ".cache", clone / ".cache", dirs_exist_ok=True)
    run("make setup", clone)
    next(clone.glob("*/results/**/im2col_speed-0.json")).unlink()  # so that `make results` has work
    yield clone
    shutil.rmtree(clone)


@pytest.mark.parametrize(
    "target",
    [name for name in SMALL if name not in (*PART_OF_BENCH, "serve", "results-compare", "clean")],
)
def test_a_target_of_make(folder: Path, target: str) -> None:
    assert run(f"make {target} {SMALL[target]}", folder) or target in ("figures", "site", "lock")


def test_results_compare(folder: Path) -> None:
    """Where there are no full data to train on, it says how to get them."""
    try:
        cnnbook.data.load("mnist", full=True)
    except cnnbook.data.DataError:
        expected = 2
    else:
        expected = 0
    command = f"make results-compare {SMALL['results-compare']}"
    assert ("CNNBOOK_DATA" in run(command, folder, expected)) == (expected == 2)


def test_the_lock_is_what_was_resolved(folder: Path) -> None:
    """`make lock`, which has just run, prefers what is locked, so nothing has changed."""
    assert run("git diff --stat requirements.txt", folder) == ""


def test_serve(folder: Path) -> None:
    port = free_port()
    with subprocess.Popen(
        ["make", "serve", f"PORT={port}"], cwd=folder, env=ENVIRONMENT, start_new_session=True
    ) as server:
        try:
            for path in ("", "en/"):
                end = time.monotonic() + 300
                while "<h1" not in read(f"http://127.0.0.1:{port}/{path}"):
                    assert server.poll() is None
                    assert time.monotonic() < end
                    time.sleep(0.5)
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def test_the_package_alone(tmp_path: Path) -> None:
    run(f"{sys.executable} -m venv plain", tmp_path)
    install = f"{tmp_path}/plain/bin/python -m pip install --quiet --disable-pip-version-check"
    run(f"{install} .", ROOT)
    shown = run("plain/bin/python -c 'import cnnbook; print(cnnbook.relu(-1))'", tmp_path)
    assert float(shown) == 0
    # The extras weigh more than a gigabyte: that they can be resolved has to do.
    assert "ensorflow" in run(f'{install.replace("--quiet", "")} --dry-run ".[train,plots]"', ROOT)


def test_the_commands_without_make(folder: Path) -> None:
    """What CONTRIBUTING gives to those who have no make does the same as make."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    console = re.findall(r"^\$ (uv .+)$", text, flags=re.MULTILINE)
    assert len(console) == 3
    uv = f"{sys.prefix}/bin/uv"
    run("rm -rf .venv", folder)
    for command in console:
        # This Python in the place of one that uv would have to download.
        run(command.replace("3.13", sys.executable).replace("uv ", f"{uv} ", 1), folder)
    bash = "bash -c 'source .venv/bin/activate && {}'"
    assert "passed" in run(bash.format("pytest docs/en/checked/by-hand.md"), folder)


def test_clean(folder: Path) -> None:
    run("make clean", folder)
    assert not (folder / ".venv").exists()
