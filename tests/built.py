"""The pages of the built site: their addresses, and what stands in them."""

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tests.pages import PAGES

LANGUAGES = ("ko", "en")


def url(page: str, language: str) -> str:
    """Address of a page below the site's root."""
    stem = page.rsplit(".", 1)[0]
    folder = f"{stem}/".removesuffix("index/")
    return folder if language == "ko" else f"en/{folder}"


ADDRESSES = [(page, language) for page in PAGES for language in LANGUAGES]


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
