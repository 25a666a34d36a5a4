"""The pages of the built site: their addresses, and what stands in them."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from bs4 import BeautifulSoup, Tag

from tests.pages import PAGES

LANGUAGES = ("ko", "en")


def url(page: str, language: str) -> str:
    """Address of a page below the site's root."""
    stem = page.rsplit(".", 1)[0]
    folder = f"{stem}/".removesuffix("index/")
    return folder if language == "ko" else f"en/{folder}"


ADDRESSES = [(page, language) for page in PAGES for language in LANGUAGES]


#: A page of each kind. What opens every page in a browser opens these in `make test`, and the
#: others in `make test-slow`.
OF_EACH_KIND = {
    ("index.md", "ko"),
    ("convolution/size.md", "en"),
    ("inside/weights.ipynb", "ko"),
    ("inside/your-digit.md", "ko"),
    ("checked/one-filter.md", "en"),
    ("api/convolution.md", "en"),
}


def slow_but_for_one_of_each_kind(places: Iterable[tuple[str, str]]) -> list[ParameterSet]:
    """Mark the others as slow, for a test that opens each page in a browser."""
    return [
        pytest.param(*place, marks=[pytest.mark.slow] * (place not in OF_EACH_KIND))
        for place in places
    ]


#: What the typography adds to words, so that they stay on a line.
UNSET = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{WORD JOINER}": ""})


def soup(site: Path, page: str, language: str) -> BeautifulSoup:
    """A page of the built site with its words as the author wrote them."""
    path = site / url(page, language) / "index.html"
    html = path.read_text(encoding="utf-8").translate(UNSET)
    return BeautifulSoup(html, "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found
