"""The built site, served as GitHub Pages would, a browser, and a copy of the project to break."""

import gzip
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "no Chromium on this machine (Debian: apt-get install chromium)"
BROWSER_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: What GitHub Pages compresses.
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".md", ".xml"}
WIDE: ViewportSize = {"width": 1280, "height": 900}


def mkdocs(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run MkDocs as a person would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=cwd,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both languages, built strictly: once, whichever worker comes first."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "site"
    with FileLock(shared / "site.lock"):
        if not folder.exists():
            built = mkdocs("build", "--strict", "--site-dir", str(own / "new"))
            assert built.returncode == 0, built.stdout
            (own / "new").rename(folder)
    return folder


@lru_cache(maxsize=200)
def _compressed(path: Path, _modified: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a built site as GitHub Pages does, and give its address."""

    class Pages(SimpleHTTPRequestHandler):
        """Compresses text, lets all be kept ten minutes, and has 404.html for what is missing."""

        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(site))

        def send_head(self) -> BinaryIO | None:
            path = Path(self.translate_path(self.path))
            page = path / "index.html" if self.path.endswith("/") else path
            if page.suffix not in COMPRESSED or not page.is_file():
                return super().send_head()
            body = _compressed(page, page.stat().st_mtime_ns)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(page)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return io.BytesIO(body)

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "max-age=600")
            super().end_headers()

        def send_error(self, code: int, *_: Any) -> None:
            body = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def chromium() -> str | None:
    """Path of this machine's own browser."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; where .ci/run asks for it, it must be there."""
    if (path := chromium()) is None:
        (pytest.fail if os.environ.get("NEEDS_BROWSER") else pytest.skip)(NO_BROWSER)
    with sync_playwright() as playwright:  # which gives each browser an empty profile
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield started
        started.close()


@contextmanager
def browser_on_built_site() -> Iterator[tuple[Browser, str]]:
    """For commands: a browser, and the address of the site, which is built for it."""
    if (path := chromium()) is None:
        sys.exit(NO_BROWSER)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        built = mkdocs("build", "--strict", "--site-dir", folder)
        if built.returncode:
            sys.exit(built.stdout)
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        with served(Path(folder)) as address:
            yield browser, address


@contextmanager
def window(
    browser: Browser, address: str, *, has_touch: bool = False
) -> Iterator[tuple[Page, list[str]]]:
    """A window, and the list of what goes wrong in it: errors and requests to other hosts."""
    context = browser.new_context(
        base_url=address,
        viewport=WIDE,
        has_touch=has_touch,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    problems: list[str] = []

    def note_error(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text}")

    def note_request(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(address):
            problems.append(f"third party: {request.url}")

    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("console", note_error)
    page.on("request", note_request)
    yield page, problems
    context.close()


@pytest.fixture(scope="module")
def one_window(browser: Browser, lab: str) -> Iterator[tuple[Page, list[str]]]:
    """A window for all tests of a module, on the small site that its fixture `lab` serves."""
    with window(browser, lab) as opened:
        yield opened


@pytest.fixture
def project(site: Path, tmp_path: Path) -> Path:
    """A copy of the project that a test may break, with the caches that the site has filled."""
    left_out = shutil.ignore_patterns(
        ".venv", ".git", "site", ".*_cache", ".hypothesis", "mutants", "*.pyc.*"
    )
    return shutil.copytree(ROOT, tmp_path / "project", ignore=left_out)


def put_code(path: Path, code: str) -> None:
    """Give a notebook one code cell in the place of its own ones."""
    notebook = nbformat.read(path, as_version=4)
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    notebook.cells = [*prose, new_code_cell(code, id="only")]
    nbformat.write(notebook, path)
