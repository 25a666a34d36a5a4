"""What the site's search has of the book: `search/book.json`, fetched when somebody searches.

The theme fetches an index of its own with every page; it gets one without entries. How the scripts
of `javascripts/search` find things in the book, and why, is in docs/elements/search.md.
"""

import html
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from material.plugins.search.plugin import SearchPlugin
from mkdocs.config.defaults import MkDocsConfig

from making.page import url_of
from making.place import Place
from making.terms import PARTICLES, Term, terms

#: Where the scripts find it, in each language's site.
NAME = "search/book.json"
GLOSSARY = "glossary/"
#: Pages that are looked up, besides those that explain.
REFERENCE = ("api/", "progress/", GLOSSARY)
TAG = re.compile(r"<[^>]*>")
#: What the typography adds to words, so that they stay on a line.
UNSET = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{WORD JOINER}": None})


def write(
    config: MkDocsConfig, places: Mapping[str, Place], introduced: Mapping[str, tuple[str, str]]
) -> None:
    """Write what the search needs, and leave the theme's own index empty.

    Args:
        config: Of the site of one language.
        places: The place of each page in the book, by its path.
        introduced: Path and title of the page that introduces a term, by its anchor.
    """
    plugin = config.plugins["material/search"]
    assert isinstance(plugin, SearchPlugin)
    entries, plugin.search_index.entries = plugin.search_index.entries, []
    book = {
        "particles": PARTICLES.split(),
        "pages": pages(entries, places, terms(), config.theme["language"]),
        "terms": spellings(terms(), introduced, config.theme["language"]),
    }
    path = Path(config.site_dir, NAME)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(book, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def pages(
    entries: Iterable[Mapping[str, Any]],
    places: Mapping[str, Place],
    terms: Iterable[Term],
    language: str,
) -> list[dict[str, Any]]:
    """Sort the sections of the theme's index by pages, as plain text.

    Args:
        entries: What the theme has collected: location, title and text of each section, as HTML.
        places: The place of each page in the book, by its path.
        terms: The glossary, whose terms are sections of their own.
        language: "ko" or "en".

    Returns:
        Of each page its address, its part, how much it counts, and anchor, title and text of its
        sections. The list of all chapters says nothing that they don't.
    """
    parts = {url_of(path): place.name for path, place in places.items() if place.number}
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        url, _, anchor = entry["location"].partition("#")
        weight = 0.6 if url.startswith(REFERENCE) else 1
        page = {"url": url, "part": parts.get(url, ""), "weight": weight, "sections": []}
        sections = found.setdefault(url, page)["sections"]
        if not (url == "progress/" and anchor):
            sections.append([anchor, _plain(entry["title"]), _plain(entry["text"])])
    if GLOSSARY in found:
        (_, title, _), *_ = found[GLOSSARY]["sections"]
        own = [[term.anchor, _named(term, language), term.meaning[language]] for term in terms]
        found[GLOSSARY]["sections"] = [["", title, ""], *own]
    return list(found.values())


def spellings(
    terms: Iterable[Term], introduced: Mapping[str, tuple[str, str]], language: str
) -> list[dict[str, Any]]:
    """Say how people write the terms, in Korean also in English, and which page introduces each."""
    languages = ("ko", "en") if language == "ko" else ("en",)
    return [
        {
            "words": list(dict.fromkeys(word for one in languages for word in _words(term, one))),
            "page": url_of(introduced[term.anchor][0]) if term.anchor in introduced else None,
        }
        for term in terms
    ]


def _words(term: Term, language: str) -> list[str]:
    return [term.words[language], *term.also[language]]


def _named(term: Term, language: str) -> str:
    return ", ".join(_words(term, language))


@lru_cache(maxsize=10_000)  # a preview asks again for all the sections that stay as they are
def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub("", text)).translate(UNSET).split())
