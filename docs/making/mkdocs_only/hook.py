"""Where MkDocs meets the book: all of its events, in the order in which they come.

Some of them must come before those of the plugins, and say so with a priority: the search writes
its index in `on_post_build`, and mkdocs-jupyter takes the notebooks in `on_files`. One must come
late: mkdocstrings writes its style sheet in `on_env`. All others come after the plugins', because
MkDocs calls hooks last.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

sys.path.insert(0, str(Path(__file__).parents[2]))  # the `making` of this folder

from making import drawings, networks, place, policy, way
from making.mkdocs_only import (
    around,
    browser_python,
    downloads,
    languages,
    memory,
    one_page,
    page_memory,
    preview,
    search,
    styles,
    templates,
)
from making.mkdocs_only.telling import told as _told
from making.notebooks import rendering
from making.notebooks.reading import NotebookError, prose
from making.notebooks.running import execute_all
from making.page import PageContext
from making.paths import REPOSITORY
from making.proof import twins
from making.steps import glossary

log = logging.getLogger("mkdocs.making")


class Book(NamedTuple):
    """What all pages of a language depend on, from its last build."""

    nav: Navigation
    files: Files
    outside: str


_books: dict[str, Book] = {}  # by language


def on_startup(*, command: languages.Command, dirty: bool) -> None:
    """Remember whether this is a build or a preview."""
    languages.start(command)


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Share the reader's choices between the languages."""
    languages.configure(config)
    browser_python.configure(config)


def on_pre_build(config: MkDocsConfig) -> None:
    """Draw what is out of date, and let theme and plugins remember."""
    with _told():
        drawings.refresh()
    templates.listed_quickly(config.theme)
    memory.of_plugins(config)


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the site serves besides pages, and hand over notebooks as executed copies."""
    preview.give_way()
    language = config.theme["language"]
    languages.compare_pages(config)
    for path in drawings.of(language):
        files.append(File.generated(config, f"figures/{path.name}", abs_src_path=str(path)))
    for name, content in networks.files().items():
        files.append(File.generated(config, f"assets/networks/{name}", content=content))
    browser_python.add(files, config)
    languages.compare_names(files)
    notebooks = [file for file in files if file.src_uri.endswith(".ipynb")]
    sources = [Path(str(file.abs_src_path)) for file in notebooks]
    results = execute_all(sources)
    broken = [str(result) for result in results if isinstance(result, NotebookError)]
    if broken and not config.extra["preview"]:
        raise PluginError("\n\n".join(broken))
    with _told():
        downloads.add(files, config)
    for file, source, result in zip(notebooks, sources, results, strict=True):
        copy, pictures = rendering.shown(result, source, language)
        file.abs_src_path = str(rendering.put_copy(copy, language, file.src_uri))
        folder = file.src_uri.removesuffix(".ipynb")
        for name, content in pictures.items():
            files.append(File.generated(config, f"{folder}/{name}", content=content))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Remember the order of the pages, and what all of them depend on."""
    preview.give_way()
    language = config.theme["language"]
    _books[language] = Book(nav, files, page_memory.outside(language, files))


@event_priority(-50)
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Keep the templates of the pages, and send their style sheets as one."""
    preview.give_way()
    templates.compiled_once(env)
    styles.join(files, config)
    if config.extra["preview"] and len(files) > 1:
        one_page.keep(config, files, _book(config).nav, env)


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let the page remember its HTML, and know when it last changed."""
    page_memory.of_page(page)
    around.date(page, config)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Take the page through the first half of its way."""
    with _told():
        text = way.through(way.MARKDOWN, markdown, _context(page, config, files))
    if not config.extra["preview"]:
        return text
    return twins.noticed(text, page.file.src_uri, config.theme["language"])


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Take the page through the second half of its way."""
    with _told():
        context = _context(page, config, files)
        return page_memory.finished(content, context, _book(config).outside)


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Give the templates the address of this page in each language, and its place in the book."""
    languages.translate(context, page, config)
    reading, doing = place.minutes(page.content or "", config.theme["language"])
    path = page.file.src_uri
    where = {
        "place": _places(config).get(path),
        "notebook": downloads.of(path, _book(config).files),
        "reading": reading,
        "doing": doing,
    }
    context.update(where)  # type: ignore[typeddict-item]
    context["python"] = browser_python.offered(page, config)  # type: ignore[typeddict-unknown-key]
    around.head(context, page, config, _places(config))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Say in the page what it may run and show; a preview adds a script that none would allow."""
    return output if config.extra["preview"] else policy.declare(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Say it in the page that stands for missing ones as well."""
    is_page = template_name == "404.html" and not config.extra["preview"]
    return policy.declare(output_content) if is_page else output_content


@event_priority(100)
def _write_search(config: MkDocsConfig) -> None:
    """Write what the search needs of the book, in the place of the theme's index."""
    introduced = glossary.introductions(_texts(config), config.theme["language"])
    search.write(config, _places(config), introduced)


def _write_around(config: MkDocsConfig) -> None:
    """Write what lies beside the pages."""
    nav, files, _ = _book(config)
    with _told():
        around.write(config, nav, _places(config), lambda page: _context(page, config, files))


def _build_english(config: MkDocsConfig) -> None:
    """Build the English site into the Korean one's output."""
    languages.build_english(config)


on_post_build = CombinedEvent(_write_search, _write_around, _build_english)


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]
) -> LiveReloadServer:
    """Preview quickly, and survive a broken edit."""
    return preview.take_over(server, config)


def _book(config: MkDocsConfig) -> Book:
    return _books[config.theme["language"]]


def _places(config: MkDocsConfig) -> dict[str, place.Place]:
    """The place of each page in the book, by its path."""
    sections = (item for item in _book(config).nav.items if isinstance(item, Section))
    return place.places(
        (section.title, [page.file.src_uri for page in section.children if isinstance(page, Page)])
        for section in sections
    )


def _texts(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Path and Markdown of every page, in reading order."""
    for page in _book(config).nav.pages:
        path, is_notebook = page.file.src_uri, page.file.src_uri.endswith(".ipynb")
        yield path, prose(Path(config.docs_dir, path)) if is_notebook else page.file.content_string


def _context(page: Page, config: MkDocsConfig, files: Files) -> PageContext:
    """What a step may know about the page."""

    def address(path: str) -> str | None:
        other = files.get_file_from_path(path)
        return get_relative_url(other.url, page.url) if other else None

    def part(path: str) -> str:
        places = _places(config)
        return places[path].part if path in places else ""

    return PageContext(
        language=config.theme["language"],
        path=page.file.src_uri,
        repository=config.repo_url or REPOSITORY,
        address=address,
        part=part,
        book=lambda: _texts(config),
    )
