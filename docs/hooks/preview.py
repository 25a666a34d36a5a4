"""`mkdocs serve` that answers quickly and survives a broken edit.

Each build goes into a folder of its own and is shown only when it has succeeded.
When it fails, the last good site stays, with the error on top of every page.
An edit that concerns one language rebuilds that language alone.
"""

import html
import itertools
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from book import ENGLISH
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

log = logging.getLogger("mkdocs.hooks.preview")

POLLING_SECONDS = 0.15
SETTLE_SECONDS = 0.03
BANNER = (
    '<pre style="position:sticky;top:0;z-index:99;margin:0;padding:1rem;white-space:pre-wrap;'
    'background:#8c1d18;color:#fff">{message}</pre>'
)


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]
) -> LiveReloadServer:
    """Replace the server's way of rebuilding and of noticing changes."""
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=POLLING_SECONDS)
    for path in watched:
        server.watch(path)
    server.build_delay = SETTLE_SECONDS
    server.builder = Preview(server, config)
    server.error_handler = lambda code: _read(Path(server.root, f"{code}.html"))
    return server


class Preview:
    """Rebuilds what a change concerns and shows it once it is whole."""

    def __init__(self, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Start from the site that MkDocs has just built."""
        self.server = server
        self.config = config
        self.folder = tempfile.TemporaryDirectory(prefix="cnnbook-preview-")
        self.numbers = itertools.count()
        self.seen = self._modified()
        # A link, because a request that waits for a build has its path already.
        self.current = Path(self.folder.name, "current")
        self._show(Path(server.root))
        server.root = str(self.current)

    def __call__(self) -> None:
        """Rebuild; whatever is wrong with the sources, the server goes on."""
        before, self.seen = self.seen, self._modified()
        changed = {path for path, _ in before.items() ^ self.seen.items()}
        new, old = Path(self.folder.name, str(next(self.numbers))), self.current.resolve()
        try:
            self._build(changed, new, old)
        except (Exception, SystemExit) as error:
            # MkDocs ends a failed build with SystemExit; the reason is what came before it.
            reason = (isinstance(error, SystemExit) and error.__context__) or error
            log.error(f"{reason} (the last good site is still served)")
            shutil.rmtree(new, ignore_errors=True)
            self.seen = {}  # whatever changes next, build everything
            _put_on_top(old, str(reason))
            return
        self._show(new)
        shutil.rmtree(old, ignore_errors=True)

    def _show(self, site: Path) -> None:
        link = self.current.with_name("next")
        link.symlink_to(site)
        os.replace(link, self.current)

    def _build(self, changed: set[Path], new: Path, old: Path) -> None:
        languages = {self._language(path) for path in changed}
        if languages == {"en"}:
            shutil.copytree(old, new, copy_function=os.link, ignore=_all_but_korean(old))
            self._run(ENGLISH, new / "en", f"{self.server.url}en/")
            return
        only_korean = languages == {"ko"}
        self._run(self.config.config_file_path, new, self.server.url, only_korean=only_korean)
        if only_korean:
            shutil.copytree(old / "en", new / "en", copy_function=os.link)

    def _run(self, file: str, site_dir: Path, url: str, *, only_korean: bool = False) -> None:
        config = load_config(file, site_dir=str(site_dir), strict=self.config.strict)
        config.site_url = url
        config.extra["only_korean"] = only_korean
        build(config, serve_url=url)

    def _language(self, path: Path) -> str:
        """The language that `path` concerns: ko, en or both."""
        korean = Path(self.config.docs_dir)
        for folder in (korean, korean.parent / "en"):
            if path.is_relative_to(folder) and path.suffix == ".md":
                return folder.name
        return "both"

    def _modified(self) -> dict[Path, int]:
        watched = [self.config.docs_dir, self.config.config_file_path, *self.config.watch]
        files = itertools.chain.from_iterable(map(_files, map(Path, watched)))
        return {path.absolute(): path.stat().st_mtime_ns for path in files}


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]


def _all_but_korean(site: Path) -> Callable[[str, list[str]], list[str]]:
    return lambda folder, names: ["en"] if Path(folder) == site and "en" in names else []


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put_on_top(site: Path, message: str) -> None:
    banner = BANNER.format(message=html.escape(message))
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.unlink()  # it may be a link shared with another build
        page.write_text(text.replace("<body", f"{banner}<body", 1), encoding="utf-8")
