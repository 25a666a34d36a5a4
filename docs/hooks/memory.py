"""What is kept between builds, because making it again took most of a build.

On disk: the compiled page templates. In a preview's memory: the API reference, for as long as the
package stays as it is, and what the search index holds of a page whose content stays as it is.
"""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from jinja2 import Environment, FileSystemBytecodeCache
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocstrings import BaseHandler, MkdocstringsPlugin

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / ".cache" / "templates"
# What the API reference is made of besides the docstrings.
REFERENCE_SOURCES = ("cnnbook/**/*.py", "docs/api-templates/**/*.jinja", "mkdocs.yml")

_reference: dict[Any, tuple[str, list[Element]]] = {}
_entries: dict[Any, list[dict[str, Any]]] = {}


@event_priority(-100)  # after the plugins have made what is remembered here
def on_config(config: MkDocsConfig) -> None:
    """Let the API reference and the search remember."""
    reference, search = config.plugins["mkdocstrings"], config.plugins["material/search"]
    assert isinstance(reference, MkdocstringsPlugin)
    assert isinstance(search, SearchPlugin)
    handler = reference.get_handler("python")
    handler.env.bytecode_cache = _kept_templates()
    handler.render = _remembering_render(handler)  # type: ignore[method-assign]
    search.search_index.add_entry_from_context = _remembering_add(search.search_index)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Keep the templates of the pages."""
    env.bytecode_cache = _kept_templates()


def _kept_templates() -> FileSystemBytecodeCache:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(TEMPLATES))


def _remembering_render(handler: BaseHandler) -> Callable[..., str]:
    """The handler's `render`, which also leaves behind the headings for the contents."""
    render = handler.render
    state = tuple(
        (path, path.stat().st_mtime_ns)
        for pattern in REFERENCE_SOURCES
        for path in sorted(ROOT.glob(pattern))
    )

    def remembering(data: Any, options: Any, locale: str | None = None) -> str:
        key = (data.path, locale, state)
        if key in _reference:
            handler._headings.extend(deepcopy(_reference[key][1]))
        else:
            page = render(data, options, locale=locale)
            _reference[key] = page, deepcopy(handler._headings)
        return _reference[key][0]

    return remembering


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
