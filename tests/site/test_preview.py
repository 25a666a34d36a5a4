"""`mkdocs serve` shows an edit in either language and survives every broken one."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.site_fixtures import put_code

PATIENCE_SECONDS = 120


class Preview:
    """A running `mkdocs serve` of a copy of the project."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.project = project
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", self.address.removeprefix("http://")],
            cwd=project,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Where the tests run in the background, Ctrl-C would be ignored here as well.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def get(self, path: str) -> str:
        try:
            with urlopen(f"{self.address}/{path}", timeout=PATIENCE_SECONDS) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()
        except URLError:
            return ""

    def wait(self, path: str, shown: Callable[[str], object]) -> str:
        """The page, as soon as `shown` finds in it what it looks for."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, "the server has stopped"
            if shown(text := self.get(path)):
                return text
            time.sleep(0.05)
        raise AssertionError(f"{path} did not show it in {PATIENCE_SECONDS} s")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    running = Preview(project)
    running.wait("", lambda text: "<h1" in text)
    yield running
    running.stop()


def test_edits_are_served_and_broken_ones_survived(preview: Preview) -> None:
    """One server for all of it, because that is how an author's day goes."""
    docs = preview.project / "docs"

    # An edit in either language leaves the other as it was.
    for language, path in [("ko", "source-mistakes/"), ("en", "en/source-mistakes/")]:
        page = docs / language / "source-mistakes.md"
        word = f"edited {language}"
        page.write_text(f"{page.read_text()}\n{word}\n")
        preview.wait(path, re.compile(word).search)
    assert "edited ko" in preview.get("source-mistakes/")
    assert 'lang="en"' in preview.get("en/")
    assert "404" in preview.get("nowhere/")

    # A wrong formula: the last good site stays, with the reason on top.
    page = docs / "en" / "index.md"
    good = page.read_text()
    page.write_text(good + "\n$\\nosuchcommand$\n")
    assert "edited ko" in preview.wait("source-mistakes/", lambda text: "nosuchcommand" in text)
    page.write_text(good)
    preview.wait("source-mistakes/", lambda text: "nosuchcommand" not in text)

    # A notebook that raises: its own page shows the error, the others are as they were.
    notebook = docs / "ko" / "checked" / "in-keras.ipynb"
    good = notebook.read_text()
    put_code(notebook, "1 / 0")
    preview.wait(
        "checked/in-keras/",
        lambda text: "in-keras.ipynb, code cell 1, line 1: ZeroDivisionError" in text,
    )
    notebook.write_text('{"cells": [')
    preview.wait("checked/in-keras/", lambda text: "in-keras.ipynb is not JSON" in text)
    assert "edited ko" in preview.get("source-mistakes/")
    notebook.write_text(good)
    preview.wait("checked/in-keras/", lambda text: "is not JSON" not in text and "Keras" in text)

    # Even a broken configuration is only a pause.
    configuration = preview.project / "mkdocs.yml"
    good = configuration.read_text()
    configuration.write_text(re.sub("^nav:", "nav: [", good, flags=re.MULTILINE))
    preview.wait("", lambda text: "error parsing the configuration file" in text)
    configuration.write_text(good)
    preview.wait("", lambda text: "error parsing" not in text and "<h1" in text)
