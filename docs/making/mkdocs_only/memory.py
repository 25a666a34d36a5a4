"""What is kept between builds, because making it again took most of a build.

On disk, as JSON: what mkdocs-jupyter writes of a notebook, each entry of the API reference for as
long as the modules behind it stay as they are, and what the search index holds of a page; what
becomes of a page's text is in `page_memory`. In memory, for a preview: the modules that the API
reference has read.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs_jupyter import convert
from mkdocstrings import BaseHandler, MkdocstringsPlugin
from mkdocstrings_handlers.python import PythonHandler

from making import keeping
from making.digests import Stamps, digest, packages, reached
from making.mkdocs_only import templates
from making.paths import CACHE, LOCK, ROOT

MEMORY = CACHE / "memory"
_modules: dict[str, tuple[Stamps, Any, Any]] = {}  # by the settings of a language


def of_plugins(config: MkDocsConfig) -> None:
    """Let the API reference, the search and mkdocs-jupyter remember."""
    reference, search = config.plugins["mkdocstrings"], config.plugins["material/search"]
    assert isinstance(reference, MkdocstringsPlugin)
    assert isinstance(search, SearchPlugin)
    handler = reference.get_handler("python")
    assert isinstance(handler, PythonHandler)
    templates.compiled_once(handler.env)
    state = _reference_state(handler, reference.config.handlers)
    _share_modules(handler, state)
    handler.render = _remembering_render(handler, state)  # type: ignore[method-assign]
    search.search_index.add_entry_from_context = _remembering_add(search.search_index)
    if not hasattr(convert.nb2html, "__wrapped__"):
        convert.nb2html = _remembering_notebook(convert.nb2html)


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
    own = digest((ROOT / "docs" / "api-templates").rglob("*.jinja"), ROOT)
    extensions = [one if isinstance(one, str) else name_of(type(one)) for one in handler.mdx]
    return json.dumps([own, settings, extensions, handler.mdx_config], default=name_of)


def name_of(thing: Any) -> str:
    """Name a class or function that stands among settings; its address differs at each start."""
    return f"{thing.__module__}.{thing.__qualname__}"


def _share_modules(handler: PythonHandler, state: str) -> None:
    """Let the handler have what another build has read of the same modules, in memory."""
    stamps = packages()
    if state not in _modules or _modules[state][0] != stamps:
        _modules[state] = stamps, handler._modules_collection, handler._lines_collection
    _, handler._modules_collection, handler._lines_collection = _modules[state]


def _remembering_render(handler: BaseHandler, state: str) -> Callable[..., str]:
    """The handler's `render`, which also leaves behind the headings for the contents."""
    render, stamps = handler.render, packages()

    @cache
    def sources(module: Path) -> str:
        code = module.read_text(encoding="utf-8")
        return digest({module, *reached(code, stamps)}, ROOT)

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


def _hash(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


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
