"""Help for Korean search: the index has no stemmer for it.

The same expression splits pages and queries into words. Two rules are added to white space:
a particle is split off (합성곱은 and 합성곱을 both hold 합성곱), and a term of the glossary that
people also write as one word is split where its space would be (최대풀링 is 최대 풀링).

In both languages each term of the glossary is found by the other words that people know for it.
"""

import re
from collections.abc import Mapping

from material.plugins.search.plugin import SearchPlugin
from mkdocs.config.defaults import MkDocsConfig

from making.page import url_of
from making.place import Place
from making.terms import PARTICLES, terms


def configure(config: MkDocsConfig) -> None:
    """Give the Korean search its rules."""
    if config.theme["language"] == "ko":
        search = config.plugins["material/search"].config
        search["separator"] = "|".join([search["separator"], *_rules()])


def add_terms(config: MkDocsConfig) -> None:
    """Give each term of the glossary an entry of its own, in the place of one long entry.

    All its words stand in the title, which counts for more than text: a query with a particle also
    finds whatever has that particle.
    """
    language = config.theme["language"]
    plugin = config.plugins["material/search"]
    assert isinstance(plugin, SearchPlugin)
    entries = plugin.search_index.entries
    (page,) = (entry for entry in entries if entry["location"] == "glossary/")
    page["text"] = ""
    for term in terms():
        words = [term.words[language], *term.also[language]]
        location = f"glossary/#{term.anchor}"
        entries.append(
            {"location": location, "title": ", ".join(words), "text": term.meaning[language]}
        )


def add_places(config: MkDocsConfig, places: Mapping[str, Place]) -> None:
    """Say of each page in which part it is: a chapter and its reference have the same title.

    The part's name is short, because a title's words count for more than those of a text.
    """
    plugin = config.plugins["material/search"]
    assert isinstance(plugin, SearchPlugin)
    by_url = {url_of(path): place for path, place in places.items() if place.number}
    for entry in plugin.search_index.entries:
        if place := by_url.get(entry["location"]):
            entry["title"] = f"{entry['title']} · {place.name}"


def _rules() -> list[str]:
    particles = "|".join(PARTICLES.split())
    # Two syllables before it, so that 높이 or 차이 stays whole.
    split_particle = f"(?<=[가-힣]{{2}})(?=(?:{particles})(?![가-힣]))"
    words = [term.words["ko"] for term in terms()]
    pairs = [word.split(" ")[:2] for word in words if re.fullmatch("[가-힣]+ [가-힣]+", word)]
    return [split_particle, *(f"(?<={first})(?={second})" for first, second in pairs)]
