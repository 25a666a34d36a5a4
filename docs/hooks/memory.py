"""What is kept between builds, because making it again took most of a build.

On disk: the compiled page templates, and each entry of the API reference for as long as the
modules behind it stay as they are. In a preview's memory: the HTML of a page that stays as it is,
and what the search index holds of it.
"""

import hashlib
import json
import logging
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from book import ROOT
from jinja2 import Environment, FileSystemBytecodeCache
from making import keeping as _keeping
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocstrings import BaseHandler, MkdocstringsPlugin

TEMPLATES = ROOT / ".cache" / "templates"
REFERENCE = ROOT / ".cache" / "reference"
#: What `Page.render` sets.
RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
_pages: dict[Any, dict[str, Any]] = {}
_entries: dict[Any, list[dict[str, Any]]] = {}


@event_priority(-100)  # after the plugins have made what is remembered here
def on_config(config: MkDocsConfig) -> None:
    """Let the API reference and the search remember."""
    reference, search = config.plugins["mkdocstrings"], config.plugins["material/search"]
    assert isinstance(reference, MkdocstringsPlugin)
    assert isinstance(search, SearchPlugin)
    handler = reference.get_handler("python")
    handler.env.bytecode_cache = _kept_templates()
    shared = _keeping.digest(
        [ROOT / "requirements.txt", *(ROOT / "docs" / "api-templates").rglob("*.jinja")], ROOT
    )
    state = json.dumps([shared, reference.config.handlers])
    handler.render = _remembering_render(handler, state)  # type: ignore[method-assign]
    search.search_index.add_entry_from_context = _remembering_add(search.search_index)


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let the page remember its HTML."""
    page.render = _remembering_page(page)  # type: ignore[assignment, method-assign]


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Keep the templates of the pages."""
    env.bytecode_cache = _kept_templates()


def _kept_templates() -> FileSystemBytecodeCache:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(TEMPLATES))


def _remembering_render(handler: BaseHandler, state: str) -> Callable[..., str]:
    """The handler's `render`, which also leaves behind the headings for the contents."""
    render = handler.render

    @cache
    def sources(module: Path) -> str:
        code = module.read_text(encoding="utf-8")
        return _keeping.digest({module, *_keeping.reached(code, ROOT)}, ROOT)

    def remembering(data: Any, options: Any, locale: str | None = None) -> str:
        parts = [state, sources(data.filepath), data.path, data.source_link, locale]
        kept = REFERENCE / hashlib.sha256(repr(parts).encode()).hexdigest()
        if kept.exists():
            page, headings = pickle.loads(kept.read_bytes())
            handler._headings.extend(headings)
        else:
            page = render(data, options, locale=locale)
            _keeping.write(kept, pickle.dumps((page, handler._headings)))
        return page

    return remembering


def _remembering_page(page: Page) -> Callable[[MkDocsConfig, Files], None]:
    """The page's own `render`, which converts its Markdown anew each time."""
    render = page.render

    def remembering(config: MkDocsConfig, files: Files) -> None:
        if ":::" in str(page.markdown):  # the API reference depends on more; it is kept above
            render(config, files)
            return
        addresses = tuple((file.src_uri, file.url) for file in files)
        key = (config.docs_dir, page.url, page.markdown, addresses, repr(config.mdx_configs))
        if key not in _pages:
            if _warns(lambda: render(config, files)):
                return  # so that the next build warns again
            _pages[key] = {name: getattr(page, name) for name in RENDERED}
        vars(page).update(_pages[key])
        # Anchors are checked in the files of this build.
        links = page.links_to_anchors or {}
        page.links_to_anchors = {files.src_uris[file.src_uri]: links[file] for file in links}

    return remembering


def _warns(convert: Callable[[], None]) -> bool:
    """Convert a page and say whether MkDocs warned of something in it."""
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    log = logging.getLogger("mkdocs")
    log.addHandler(counter)
    try:
        convert()
    finally:
        log.removeHandler(counter)
    return bool(counter.get_counts())


def _remembering_add(index: SearchIndex) -> Callable[[Page], None]:
    """The index's own way to take in a page, which parses it anew each time."""
    add = index.add_entry_from_context

    def remembering(page: Page) -> None:
        key = (page.canonical_url, page.content)
        if key in _entries:
            index.entries.extend(_entries[key])
        else:
            before = len(index.entries)
            add(page)
            _entries[key] = index.entries[before:]

    return remembering
