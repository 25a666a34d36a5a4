"""A running preview of the book, as an author has it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

PATIENCE_SECONDS = 120


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def read(address: str) -> str:
    """What a server answers, be it an error, or nothing where there is none."""
    try:
        with urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return error.read().decode()
    except (URLError, ConnectionError):
        return ""


class Preview:
    """A running `mkdocs serve` of a copy of the project."""

    def __init__(self, project: Path) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
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
        return read(f"{self.address}/{path}")

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
