"""What surrounds the text of each page: head, card, date, Markdown, and how to cite it."""

import html
import re
import shutil
import struct
from collections import Counter
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

import cnnbook
from making.descriptions import descriptions
from making.history import last_changes
from tests.built import ADDRESSES, LANGUAGES, one, url
from tests.pages import PAGES
from tests.site_fixtures import ROOT, WIDE, window

SITE = "http://127.0.0.1:8000/"
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
#: What the schema of CITATION.cff 1.2.0 demands, and what it knows besides.
DEMANDED = {"authors", "cff-version", "message", "title"}
KNOWN = DEMANDED | {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "preferred-citation", "references", "repository", "type"),
    *("repository-artifact", "repository-code", "url", "version"),
}
LINK = re.compile(r"\]\(([^)\s]+)")

Page = tuple[str, str]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Page, str]:
    """The HTML of every page, in each language."""
    return {
        (page, language): (site / url(page, language) / "index.html").read_text(encoding="utf-8")
        for page, language in ADDRESSES
    }


@pytest.fixture(scope="module")
def heads(pages: dict[Page, str]) -> dict[Page, BeautifulSoup]:
    """The heads of all pages."""
    return {
        page: BeautifulSoup(text.partition("</head>")[0], "html.parser")
        for page, text in pages.items()
    }


def meta(head: BeautifulSoup, name: str) -> str:
    return str(one(head, f'meta[name="{name}"], meta[property="{name}"]')["content"])


def test_every_page_is_described_in_both_languages_without_numbers() -> None:
    assert sorted(descriptions()) == PAGES
    words = [(page, lang, text) for page, d in descriptions().items() for lang, text in d.items()]
    assert [(page, lang) for page, lang, _ in words] == [
        (page, language) for page in descriptions() for language in LANGUAGES
    ]
    for page, language, text in words:
        assert 50 <= len(text) <= 160, (page, language, len(text))
        assert not re.search(r"\b\d", text), (page, language, "a number that nothing proves")
        assert bool(re.search("[가-힣]", text)) == (language == "ko"), (page, language)
    assert not [text for text, n in Counter(text for *_, text in words).items() if n > 1]


def test_each_page_has_a_title_and_a_description_of_its_own(
    heads: dict[Page, BeautifulSoup],
) -> None:
    titles = Counter(one(head, "title").text for head in heads.values())
    assert titles.most_common(1)[0][1] == 1, titles.most_common(1)
    for (page, language), head in heads.items():
        assert meta(head, "description") == descriptions()[page][language]
        assert meta(head, "og:description") == descriptions()[page][language]


def test_a_page_knows_its_address_in_both_languages(heads: dict[Page, BeautifulSoup]) -> None:
    for (page, language), head in heads.items():
        links = {str(link["hreflang"]): link["href"] for link in head.select("link[hreflang]")}
        korean, english = (SITE + url(page, language) for language in LANGUAGES)
        assert links == {"ko": korean, "en": english, "x-default": korean}
        assert one(head, "link[rel=canonical]")["href"] == links[language] == meta(head, "og:url")


def test_a_shared_link_shows_a_picture_that_is_there(
    site: Path, heads: dict[Page, BeautifulSoup]
) -> None:
    shown = set()
    for (page, language), head in heads.items():
        assert meta(head, "twitter:card") == "summary_large_image"
        assert meta(head, "og:title") in one(head, "title").text
        address = meta(head, "og:image")
        card = site / address.removeprefix(SITE)
        content = card.read_bytes()
        assert struct.unpack(">II", content[16:24]) == (1200, 630)
        assert len(content) < 40_000, card
        shown.add(address)
        if page.split("/")[0] in ("checked", "convolution", "training", "inside", "generating"):
            assert address == SITE + url(page, language) + "card.png"
    cards = [path.read_bytes() for path in site.rglob("card.png")]
    assert len(cards) == len(set(cards)) == len(shown), "each page has a picture of its own"


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_page_for_what_is_missing_says_so_and_is_in_no_index(site: Path, folder: str) -> None:
    head = BeautifulSoup((site / folder / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert len(meta(head, "description")) in range(50, 161)
    assert meta(head, "description") not in str(descriptions())
    assert meta(head, "robots") == "noindex"
    assert not head.select("link[rel=canonical], link[rel=alternate]")


def test_a_page_says_when_it_last_changed_where_git_knows(
    site: Path, pages: dict[Page, str]
) -> None:
    maps = "".join((site / name / "sitemap.xml").read_text() for name in ("", "en"))
    for (page, language), text in pages.items():
        dates = re.findall(r'<time datetime="([\d-]+)">', text)
        changed = last_changes().get(f"{language}/{page}")
        assert dates == ([changed.isoformat()] if changed else [])
        if changed:
            entry = rf"<loc>{SITE}{url(page, language)}</loc>\s*<lastmod>{changed}</lastmod>"
            assert re.search(entry, maps), page


def test_the_citation_file_is_valid_and_says_what_the_package_says() -> None:
    assert DEMANDED <= set(CITATION) <= KNOWN
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] in ("software", "dataset")
    assert CITATION["version"] == cnnbook.__version__
    assert CITATION["authors"] == [{"name": "The cnnbook authors"}]
    assert CITATION["license"] == "MIT"


def test_each_page_can_be_cited(pages: dict[Page, str]) -> None:
    keys = set()
    for (page, language), text in pages.items():
        cited = BeautifulSoup(text[text.index('<details class="citation">') :], "html.parser")
        sentence, entry = one(cited, "details p").text, one(cited, "details pre").text
        address = SITE + url(page, language)
        assert address in sentence
        assert f"url = {{{address}}}" in entry
        assert cnnbook.__version__ in sentence
        assert entry.count("{") == entry.count("}")
        fields = re.findall(r"^  (\w+) = \{.+\},?$", entry, flags=re.MULTILINE)
        assert {"author", "title", "note", "url"} <= set(fields), page
        keys.update(re.findall(r"^@misc\{([\w-]+),$", entry, flags=re.MULTILINE))
    assert len(keys) == len(ADDRESSES)


def test_the_markdown_of_a_page_has_its_code_and_outputs_and_needs_no_program(
    site: Path, pages: dict[Page, str]
) -> None:
    for (page, language), text in pages.items():
        markdown = (site / url(page, language) / "index.md").read_text(encoding="utf-8")
        assert markdown.startswith("# ")
        outside = re.sub(r"^ *(`{3,}).*?^ *\1`*$", "", markdown, flags=re.DOTALL | re.MULTILINE)
        for left in (
            "<!--",
            "{:",
            "{ ",
            "!!!",
            "???",
            ":::",
            "<book-",
            "<div",
            "<details",
            "<span",
        ):
            assert left not in re.sub("`[^`]+`|[$]+[^$]+[$]+", "", outside), (page, language, left)
        assert "find_spec" not in markdown
        article = text[text.index("<article") : text.index('<aside class="book-end"')]
        if not page.startswith("api/"):
            flat = "".join(markdown.split())
            for listing in re.findall("<pre.*?</pre>", article, flags=re.DOTALL):
                code = html.unescape(re.sub("<[^>]*>", "", listing)).replace("\u2060", "")
                assert "".join(code.split()) in flat, (page, language, code)
        solutions = re.findall(r"^ *\*\*(?:풀이|Solution)\*\*$", markdown, flags=re.MULTILINE)
        assert len(solutions) == article.count('<details class="success"')


def test_links_and_figures_of_the_markdown_arrive(site: Path, pages: dict[Page, str]) -> None:
    for page, language in pages:
        here = site / url(page, language) / "index.md"
        text = re.sub(
            r"^ *(`{3,}).*?^ *\1`*$", "", here.read_text(), flags=re.DOTALL | re.MULTILINE
        )
        targets = [link for link in LINK.findall(text) if not re.match(r"\w+:|#", link)]
        for target in targets:
            path = (here.parent / target.partition("#")[0]).resolve()
            assert path.is_file(), (page, language, target)
            assert path.suffix in (".md", ".svg", ".png", ".json"), (page, language, target)
        source = (ROOT / "docs" / language / page).read_text(encoding="utf-8")
        assert sum("figures/" in target for target in targets) == len(
            re.findall(r"\]\([^)]*figures/", source)
        )


def test_the_markdown_is_named_in_the_head(heads: dict[Page, BeautifulSoup]) -> None:
    for head in heads.values():
        assert one(head, 'link[rel=alternate][type="text/markdown"]')["href"] == "index.md"


def test_the_reference_as_markdown_has_signatures_and_docstrings(site: Path) -> None:
    text = (site / "en" / "api" / "convolution" / "index.md").read_text(encoding="utf-8")
    assert re.search(
        r"```python\ndef conv2d\(x: ArrayLike, .*\) -> Array:\n    \"\"\"Slide a ", text
    )
    assert "\n        padding: " in text
    assert "_check" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_llms_txt_lists_the_markdown_of_every_page(site: Path, language: str) -> None:
    """As llmstxt.org says: a title, a quotation, text, and sections with lists of links."""
    folder = "" if language == "ko" else "en/"
    text = (site / folder / "llms.txt").read_text(encoding="utf-8")
    title, summary, about, *sections = re.split(r"\n\n(?=[>#\w])", text.strip())
    assert re.fullmatch("# .+", title)
    assert re.fullmatch("> .+", summary)
    other = {"ko": "en/llms.txt", "en": "llms.txt"}[language]
    assert f"({SITE}{other})" in about
    listed = []
    for section in sections:
        heading, lines = section.split("\n\n", 1)
        assert re.fullmatch("## .+", heading)
        for line in lines.split("\n"):
            link = re.fullmatch(r"- \[[^]]+\]\((\S+)\): (.+)", line)
            assert link, line
            listed.append((link[1].removeprefix(SITE), link[2]))
    assert sections[-1].startswith("## Optional\n")
    expected = {f"{url(p, language)}index.md": descriptions()[p][language] for p in PAGES}
    assert sorted(listed) == sorted(expected.items())
    assert all((site / path).is_file() for path, _ in listed)


def test_a_page_saved_alone_can_be_read(site: Path, tmp_path: Path, browser: Browser) -> None:
    """Without style sheets, scripts and pictures, opened from a folder."""
    saved = shutil.copy(site / "inside" / "feature-maps" / "index.html", tmp_path / "saved.html")
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto(Path(saved).as_uri())
    page.wait_for_timeout(300)
    assert errors == []
    assert len(loads) == 1, "it doesn't load itself again and again"
    assert page.evaluate("[...document.querySelectorAll('svg')].every(i => i.clientWidth < 30)")
    formula = page.locator("math").first.bounding_box()
    assert formula
    assert formula["height"] > 10
    said = page.locator("figure.drawing img").evaluate_all(
        "all => all.map(i => [i.alt, i.checkVisibility()])"
    )
    assert len(said) > 4
    for (light, shown), (dark, twice) in zip(said[::2], said[1::2], strict=True):
        assert (shown, twice) == (True, False), "the alternative text is there once"
        assert light == dark != ""
    context.close()


def test_the_citation_can_be_copied(browser: Browser, address: str) -> None:
    with window(browser, address) as (page, problems):
        page.goto("en/convolution/size/")
        page.locator(".citation summary").click()
        page.locator(".citation button").click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("@misc{cnnbook-convolution-size-en,\n")
        assert copied.rstrip().endswith("}")
        page.wait_for_load_state("networkidle")
        assert problems == [], "the theme looks for a site map beside what is rel=alternate"
