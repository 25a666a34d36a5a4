"""What is kept between builds, because making it again took most of a build.

On disk: the compiled page templates, and the API reference for as long as the package stays as
it is. In a preview's memory: what the search index holds of a page that stays as it is.
"""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocstrings import BaseHandler, MkdocstringsPlugin

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / ".cache" / "templates"
REFERENCE = ROOT / ".cache" / "reference"
# What the API reference is made of besides the docstrings.
REFERENCE_SOURCES = (
    "cnnbook/**/*.py",
    "docs/api-templates/**/*.jinja",
    "mkdocs.yml",
    "requirements.txt",
)

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
    render, state = handler.render, _reference_state()

    def remembering(data: Any, options: Any, locale: str | None = None) -> str:
        name = hashlib.sha256(f"{state} {data.path} {data.source_link} {locale}".encode())
        kept = REFERENCE / name.hexdigest()
        if kept.exists():
            page, headings = pickle.loads(kept.read_bytes())
            handler._headings.extend(headings)
        else:
            page = render(data, options, locale=locale)
            _keep(kept, pickle.dumps((page, handler._headings)))
        return page

    return remembering


def _reference_state() -> str:
    digest = hashlib.sha256()
    for pattern in REFERENCE_SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write a file that nobody sees half of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)


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
