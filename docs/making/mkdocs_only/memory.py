"""What is kept between builds, because making it again took most of a build.

On disk, as JSON: what mkdocs-jupyter writes of a notebook, each entry of the API reference for as
long as the modules behind it stay as they are, and what the search index holds of a page. In
memory, for a preview: compiled templates, the modules that the API reference has read, and the
HTML of a page that stays as it is.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from types import CodeType
from typing import Any
from xml.etree import ElementTree

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from mkdocs.utils import CountHandler
from mkdocs_jupyter import convert
from mkdocstrings import BaseHandler, MkdocstringsPlugin
from mkdocstrings_handlers.python import PythonHandler

from making import keeping
from making.digests import digest, packages, reached
from making.paths import CACHE, ROOT

MEMORY = CACHE / "memory"
LOCK = ROOT / "requirements.txt"
#: What `Page.render` sets.
RENDERED = (
    "content",
    "title",
    "toc",
    "_title_from_render",
    "present_anchor_ids",
    "links_to_anchors",
)
_pages: dict[Any, dict[str, Any]] = {}
_modules: dict[object, tuple[Any, Any]] = {}
_compiled: dict[tuple[str, str], CodeType] = {}


class _Templates(FileSystemLoader):
    """The theme's templates without its 14,000 icons, which MkDocs would pass over one by one."""

    def list_templates(self) -> list[str]:
        found = set()
        for top in self.searchpath:
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(top).as_posix() for name in names}
        return sorted(found)


class _Compiled(BytecodeCache):
    """Templates that this process has compiled for another build or language."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _compiled[bucket.key, bucket.checksum] = bucket.code


def of_plugins(config: MkDocsConfig) -> None:
    """Let the API reference, the search and mkdocs-jupyter remember."""
    reference, search = config.plugins["mkdocstrings"], config.plugins["material/search"]
    assert isinstance(reference, MkdocstringsPlugin)
    assert isinstance(search, SearchPlugin)
    handler = reference.get_handler("python")
    assert isinstance(handler, PythonHandler)
    of_templates(handler.env)
    state = _reference_state(handler, reference.config.handlers)
    _share_modules(handler, state)
    handler.render = _remembering_render(handler, state)  # type: ignore[method-assign]
    search.search_index.add_entry_from_context = _remembering_add(search.search_index)
    if not hasattr(convert.nb2html, "__wrapped__"):
        convert.nb2html = _remembering_notebook(convert.nb2html)


def of_theme(theme: Theme) -> None:
    """Let a theme list its files quickly."""
    get_env = theme.get_env

    def with_templates() -> Environment:
        env = get_env()
        env.loader = _Templates(theme.dirs)
        return env

    theme.get_env = with_templates  # type: ignore[method-assign]


def of_templates(env: Environment) -> None:
    """Let an environment take templates that are compiled already."""
    env.bytecode_cache = _Compiled()


def of_page(page: Page) -> None:
    """Let the page remember its HTML."""
    page.render = _remembering_page(page)  # type: ignore[assignment, method-assign]


def remember[T](kind: str, of: list[Any], make: Callable[[], T]) -> T:
    """Return what was made before of the same parts with the same versions, or make it.

    Args:
        kind: Name of the folder that it is kept in.
        of: All that it is made of; their representations tell them apart.
        make: Makes it; JSON must be able to hold it.

    Returns:
        It, as JSON gives it back.
    """
    parts = repr([digest([LOCK], ROOT), *of])
    kept = MEMORY / kind / f"{_hash(parts)}.json"
    if not kept.exists():
        keeping.write(kept, json.dumps(make()).encode())
    remembered: T = json.loads(kept.read_text(encoding="utf-8"))
    return remembered


def _reference_state(handler: BaseHandler, settings: Any) -> str:
    """What decides each entry of the API reference: templates, settings, Markdown extensions."""

    def name(thing: Any) -> str:
        return f"{thing.__module__}.{thing.__qualname__}"

    templates = digest((ROOT / "docs" / "api-templates").rglob("*.jinja"), ROOT)
    extensions = [one if isinstance(one, str) else name(type(one)) for one in handler.mdx]
    return json.dumps([templates, settings, extensions, handler.mdx_config], default=name)


def _share_modules(handler: PythonHandler, state: str) -> None:
    """Let the handler have what another build has read of the same modules, in memory."""
    key = state, packages()
    if key not in _modules:
        _modules.clear()
        _modules[key] = handler._modules_collection, handler._lines_collection
    handler._modules_collection, handler._lines_collection = _modules[key]


def _remembering_render(handler: BaseHandler, state: str) -> Callable[..., str]:
    """The handler's `render`, which also leaves behind the headings for the contents."""
    render = handler.render

    @cache
    def sources(module: Path) -> str:
        code = module.read_text(encoding="utf-8")
        return digest({module, *reached(code)}, ROOT)

    def remembering(data: Any, options: Any, locale: str | None = None) -> str:
        def make() -> tuple[str, list[str]]:
            before = len(handler._headings)
            html = render(data, options, locale=locale)
            headings = handler._headings[before:]
            del handler._headings[before:]
            return html, [ElementTree.tostring(heading, "unicode") for heading in headings]

        of = [state, sources(data.filepath), data.path, data.source_link, options, locale]
        html, headings = remember("reference", of, make)
        handler._headings.extend(map(ElementTree.fromstring, headings))
        return str(html)

    return remembering


def _remembering_notebook(write: Callable[..., str]) -> Callable[..., str]:
    """mkdocs-jupyter's own way to write a notebook, which starts nbconvert each time."""

    @wraps(write)
    def remembering(path: str, **options: Any) -> str:
        contents = [_hash(Path(file).read_bytes()) for file in (path, options["custom_template"])]
        of = [contents, sorted(options.items())]
        return str(remember("notebooks", of, lambda: write(path, **options)))

    return remembering


def _remembering_page(page: Page) -> Callable[[MkDocsConfig, Files], None]:
    """The page's own `render`, which converts its Markdown anew each time."""
    render = page.render

    def remembering(config: MkDocsConfig, files: Files) -> None:
        if ":::" in str(page.markdown):  # the API reference depends on more; it is kept above
            render(config, files)
            return
        key = _page_key(page, config, files)
        if key not in _pages:
            if _warns(lambda: render(config, files)):
                return  # so that the next build warns again
            _pages[key] = {name: vars(page)[name] for name in RENDERED if name in vars(page)}
        vars(page).update(_pages[key])
        # Anchors are checked in the files of this build.
        links = page.links_to_anchors or {}
        page.links_to_anchors = {files.src_uris[file.src_uri]: links[file] for file in links}

    return remembering


def _page_key(page: Page, config: MkDocsConfig, files: Files) -> object:
    """All that a page's HTML depends on, and the warnings about its links."""
    return (
        config.docs_dir,
        page.url,
        vars(page).get("title"),
        page.markdown,
        tuple((file.src_uri, file.url) for file in files),
        # Extensions that plugins add are objects, and new ones each time.
        tuple(e if isinstance(e, str) else type(e) for e in config.markdown_extensions),
        repr(config.mdx_configs),
        repr(config.validation),
    )


def _hash(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


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
        def make() -> list[dict[str, Any]]:
            before = len(index.entries)
            add(page)
            made: list[dict[str, Any]] = index.entries[before:]
            del index.entries[before:]
            return made

        of = [page.url, page.title, page.meta, page.content]
        index.entries.extend(remember("search", of, make))

    return remembering
