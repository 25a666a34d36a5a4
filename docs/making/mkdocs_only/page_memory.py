"""What becomes of a page's text, kept on disk: its HTML, and what the last steps make of that."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import CountHandler

from making import drawings, way
from making.digests import digest
from making.mkdocs_only.memory import name_of, remember
from making.page import PageContext
from making.paths import ROOT
from making.terms import GLOSSARY

#: Of the code as this process has loaded it: an edit counts from its next start on.
CODE = digest((ROOT / "docs" / "making").rglob("*.py"), ROOT)
#: What `Page.render` sets and JSON can hold.
PLAIN = ("content", "title", "_title_from_render")


class _WarnedError(Exception):
    """A page that warns is not kept, so that the next build warns again."""


def of_page(page: Page) -> None:
    """Let the page remember its HTML."""
    page.render = _remembering_page(page)  # type: ignore[assignment, method-assign]


def _remembering_page(page: Page) -> Callable[[MkDocsConfig, Files], None]:
    """The page's own `render`, which converts its Markdown anew each time."""
    render = page.render

    def remembering(config: MkDocsConfig, files: Files) -> None:
        if ":::" in str(page.markdown):  # the API reference depends on more; it is kept by itself
            render(config, files)
            return

        def make() -> dict[str, Any]:
            if _warns(lambda: render(config, files)):
                raise _WarnedError
            return _plain(page)

        with suppress(_WarnedError):
            _put_back(page, remember("pages", _page_key(page, config, files), make), files)

    return remembering


def _plain(page: Page) -> dict[str, Any]:
    """What `Page.render` has set, as JSON can hold it."""

    def token(link: AnchorLink) -> dict[str, Any]:
        children = [token(child) for child in link.children]
        return {"name": link.title, "id": link.id, "level": link.level, "children": children}

    links = page.links_to_anchors or {}
    return {name: vars(page)[name] for name in PLAIN if name in vars(page)} | {
        "toc": [token(link) for link in page.toc.items],
        "present_anchor_ids": sorted(page.present_anchor_ids or ()),
        "links_to_anchors": {file.src_uri: anchors for file, anchors in links.items()},
    }


def _put_back(page: Page, kept: dict[str, Any], files: Files) -> None:
    """Set what was kept; anchors are looked for in the files of this build."""
    links = {files.src_uris[path]: anchors for path, anchors in kept["links_to_anchors"].items()}
    vars(page).update(
        kept
        | {
            "toc": get_toc(kept["toc"]),
            "present_anchor_ids": set(kept["present_anchor_ids"]),
            "links_to_anchors": links,
        }
    )


def _page_key(page: Page, config: MkDocsConfig, files: Files) -> list[Any]:
    """All that a page's HTML depends on, and the warnings about its links."""
    return [
        page.url,
        vars(page).get("title"),
        page.markdown,
        [(file.src_uri, file.url) for file in files],
        # Extensions that plugins add are objects, and new ones each time.
        [e if isinstance(e, str) else name_of(type(e)) for e in config.markdown_extensions],
        json.dumps(config.mdx_configs, default=name_of),
        repr(config.validation),
    ]


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


def outside(language: str, files: Files) -> str:
    """Say what the second half of a way depends on besides its page, for all pages of a build."""
    # The answers to exercises, and what is said of others.
    answers = (ROOT / "cnnbook").glob("*/*.toml")
    read = digest([GLOSSARY, *answers, *drawings.of(language)], ROOT)
    return repr([CODE, read, [(file.src_uri, file.url) for file in files]])


def finished(html: str, page: PageContext, outside: str) -> str:
    """Take a page's HTML through the second half of its way, or remember what came of it."""
    of = [html, page.language, page.path, page.repository, outside]
    return remember("finished", of, lambda: way.through(way.HTML, html, page))
