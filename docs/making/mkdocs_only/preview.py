"""`mkdocs serve` that answers quickly and survives a broken edit.

Each build goes into a folder of its own and replaces what is served only when it has succeeded.
When it fails, the last good site stays, with the error on top of every page.
An edit that concerns one language rebuilds that language alone, and an edited page is shown at
once, before the book around it is built again.
"""

import html
import itertools
import logging
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from click import unstyle
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from making.mkdocs_only import one_page
from making.mkdocs_only.languages import ENGLISH
from making.proof import twins

log = logging.getLogger("mkdocs.making.preview")

POLLING_SECONDS = 0.15
SETTLE_SECONDS = 0.03
BANNER = (
    '<pre id="build-error" style="position:sticky;top:0;z-index:99;margin:0;padding:1rem;'
    'white-space:pre-wrap;background:#8c1d18;color:#fff">{message}</pre>'
)
BANNER_BEFORE = re.compile('<pre id="build-error".*?</pre>', flags=re.DOTALL)

_idle = threading.Event()  # set while nothing is built
_idle.set()
_interruptible: LiveReloadServer | None = None  # whose build nobody waits for


class EditedError(Exception):
    """Something has been edited while a build was on the way that nobody waits for."""


def give_way() -> None:
    """Stop such a build.

    Raises:
        EditedError: If one is on the way and something has been edited.
    """
    if _interruptible and _interruptible._want_rebuild:
        raise EditedError


def take_over(server: LiveReloadServer, config: MkDocsConfig) -> LiveReloadServer:
    """Replace the server's way of rebuilding and of noticing changes."""
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserverVFS(  # type: ignore[assignment]
        os.stat, _scan, polling_interval=POLLING_SECONDS
    )
    for path in watched:
        server.watch(path)
    server.build_delay = SETTLE_SECONDS
    server.builder = Preview(server, config)
    server.error_handler = lambda code: _read(Path(server.root, f"{code}.html"))
    return server


def _scan(path: str | None) -> Iterator[os.DirEntry[str]]:
    """List a folder for who looks for changes, but not during a build, which it would slow down."""
    _idle.wait()
    return os.scandir(path)


class Preview:
    """Rebuilds what a change concerns and shows it once it is whole."""

    def __init__(self, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Start from the site that MkDocs has just built."""
        self.server = server
        self.config = config
        self.served = Path(server.root)
        self.seen = self._modified()
        self.late = twins.late_sections()
        self.next = set[str]()  # languages to build when nothing else is to be done

    def __call__(self) -> None:
        """Rebuild; whatever is wrong with the sources, the server goes on."""
        _idle.clear()
        try:
            self._answer()
        finally:
            _idle.set()

    def _answer(self) -> None:
        """Show an edited page at once and build its language next, or build what has changed."""
        before, self.seen = self.seen, self._modified()
        changed = {path for path, _ in before.items() ^ self.seen.items()}
        languages = {self._language(path) for path in changed}
        if len(changed) == 1 and self._show_page(min(changed), min(languages)):
            self._build_next(languages)
            return
        if changed:
            self.next -= languages
            self._rebuild(languages)
        elif self.next:
            self._rebuild_quietly(self.next.pop())
        if self.next:
            self._build_next(set())

    def _rebuild_quietly(self, language: str) -> None:
        """Build a language; nobody waits for it, no browser reloads, and an edit goes first."""
        global _interruptible
        self.server._wanted_epoch = self.server._visible_epoch
        _interruptible = self.server
        _idle.set()
        try:
            self._rebuild({language})
        except EditedError:
            self.next.add(language)
        finally:
            _interruptible = None

    def _show_page(self, page: Path, language: str) -> bool:
        """Show an edited page, and tell whether that was possible."""
        if language == "both":
            return False
        return one_page.build(page, language, self.served / ("en" if language == "en" else ""))

    def _rebuild(self, languages: set[str]) -> None:
        """Build what concerns these languages; what is served stays if that fails."""
        # Beside what is served, so that files can be moved there.
        with tempfile.TemporaryDirectory(dir=self.served.parent, prefix="preview-") as new:
            try:
                self._build(Path(new), languages)
            except EditedError:
                raise
            except (Exception, SystemExit) as error:
                # MkDocs ends a failed build with SystemExit; the reason is what came before it.
                reason = (isinstance(error, SystemExit) and error.__context__) or error
                log.error(f"{reason} (the last good site is still served)")
                self.seen = {}  # whatever changes next, build everything
                put_on_top(self.served, str(reason))
                self.server._wanted_epoch = self.server._visible_epoch + 1  # tell the browsers

    def _build(self, new: Path, languages: set[str]) -> None:
        """Build what concerns these languages, and show it.

        When one language gets ahead of the other, or the other has followed, both say so: the
        other one as well, in a build of its own that nobody has to wait for.
        """
        before, self.late = self.late, twins.late_sections()
        if languages == {"en"}:
            self._run(ENGLISH, new / "en", f"{self.server.url}en/")
            show(new / "en", self.served / "en")
        else:
            only = languages == {"ko"}
            self._run(self.config.config_file_path, new, self.server.url, only_korean=only)
            show(new, self.served, keep="en" if only else None)
        if before != self.late and languages in ({"ko"}, {"en"}):
            self._build_next({"ko", "en"} - languages)

    def _build_next(self, languages: set[str]) -> None:
        """Have the server build again, as it does itself after a change."""
        self.next |= languages
        with self.server._rebuild_cond:
            self.server._want_rebuild = True
            self.server._rebuild_cond.notify_all()

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
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc"]


def show(new: Path, served: Path, keep: str | None = None) -> None:
    """Move a site in the place of another one, file by file, so that none is ever missing.

    Args:
        new: The site that has just been built; its files are gone afterwards.
        served: The site that is served.
        keep: Folder of it that stays as it is.
    """
    names = _names(new)
    for name in _names(served) - names:
        if name.split(os.sep)[0] != keep:
            os.unlink(served / name)
    for name in names:
        target = os.path.join(served, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(os.path.join(new, name), target)


def _names(site: Path) -> set[str]:
    """Paths of all files below a folder."""
    walk = os.walk(site)
    return {
        os.path.relpath(os.path.join(top, name), site) for top, _, names in walk for name in names
    }


def put_on_top(site: Path, message: str) -> None:
    """Put a message on top of every page, in the place of an earlier one."""
    banner = BANNER.format(message=html.escape(unstyle(message)))
    for page in site.rglob("*.html"):
        text = BANNER_BEFORE.sub("", page.read_text(encoding="utf-8"))
        page.write_text(text.replace("<body", f"{banner}<body", 1), encoding="utf-8")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
