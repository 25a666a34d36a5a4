"""The built site: both languages whole, nothing broken, nothing fetched from elsewhere."""

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config

import cnnbook
from cnnbook import exercises, explain, gan, layers, models, player, plots, results
from making.mkdocs_only import languages, styles
from making.mkdocs_only.languages import ENGLISH
from tests.built import ADDRESSES, LANGUAGES, one, soup, url
from tests.pages import PAGES
from tests.site_fixtures import ROOT, mkdocs, put_code

PLAIN = re.compile(r"[^`*$\\<>\[\]_·×]{25,}")  # a line that the site shows as it is written


@dataclass(frozen=True)
class Shown:
    """A page of the built site."""

    page: str
    language: str
    html: BeautifulSoup

    @property
    def url(self) -> str:
        return f"http://book/{url(self.page, self.language)}"


@pytest.fixture(scope="module", params=ADDRESSES, ids="-".join)
def shown(request: pytest.FixtureRequest, site: Path) -> Shown:
    """Each page in turn, parsed once for all the tests that look at it."""
    page, language = request.param
    return Shown(page, language, soup(site, page, language))


def test_a_page_is_in_its_language(shown: Shown) -> None:
    html, language = shown.html, shown.language
    names = {"ko": "검산하는 합성곱 신경망", "en": "Convolutional Networks You Can Check"}
    assert one(html, "html")["lang"] == language
    assert names[language] in one(html, "title").text
    for text in (one(html, "h1").text, one(html, "nav.md-nav--primary").text):
        assert bool(re.search("[가-힣]", text.replace("한국어", ""))) == (language == "ko"), text


def test_the_language_switch_leads_to_the_same_page(shown: Shown) -> None:
    links = shown.html.select("a[hreflang]")
    targets = {str(link["hreflang"]): urljoin(shown.url, str(link["href"])) for link in links}
    assert targets == {other: f"http://book/{url(shown.page, other)}" for other in LANGUAGES}


def test_the_cell_that_installs_is_not_shown(shown: Shown) -> None:
    assert "find_spec" not in one(shown.html, "article").text


def test_every_link_into_the_site_arrives(site: Path, shown: Shown) -> None:
    for tag in shown.html.select("[href], [src]"):
        target = urlsplit(urljoin(shown.url, str(tag.get("href") or tag.get("src"))))
        if target.netloc != "book":
            continue
        path = site / target.path.lstrip("/")
        path = path / "index.html" if target.path.endswith("/") else path
        assert path.is_file(), tag


def test_no_page_names_a_resource_elsewhere(shown: Shown) -> None:
    html = shown.html
    resources = html.select("script[src], img[src], iframe[src], link[rel=stylesheet], source[src]")
    addresses = [str(tag.get("src") or tag.get("href")) for tag in resources]
    assert not [address for address in addresses if urlsplit(address).netloc]
    assert not re.search(r"@import|url\(['\"]?(https?:)?//", str(html))


def test_nothing_in_a_page_runs_but_what_its_policy_names(shown: Shown) -> None:
    """That the page works under it is seen wherever a browser opens it: errors fail the test."""
    html = shown.html
    first = html.select_one("head > meta[http-equiv=Content-Security-Policy], script, style, link")
    assert first is not None
    assert first.name == "meta"
    rules = dict(rule.split(" ", 1) for rule in str(first["content"]).split("; "))
    assert rules["default-src"] == "'self'"
    assert not re.search("unsafe|https?:|\\*", rules["script-src"] + rules["style-src"])
    for tag in html.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        assert not str(tag.get("href", "")).strip().lower().startswith("javascript:"), tag


def test_the_style_sheets_come_as_one(site: Path) -> None:
    html = soup(site, "index.md", "ko")
    names = [str(link["href"]) for link in html.select("link[rel=stylesheet]")]
    assert names[-1] == "assets/stylesheets/book.css"
    assert not [name for name in names[:-1] if not name.endswith(".min.css")]
    joined = (site / names[-1]).read_text(encoding="utf-8")
    for path in (ROOT / "docs" / "theme" / "assets" / "stylesheets").iterdir():
        assert styles.packed(path.read_text(encoding="utf-8")) in joined, path


def test_the_theme_sends_no_rules_for_tabs(site: Path) -> None:
    sheet = "@media screen{.a .tabbed-x,.tabbed-y{top:0}.b,.tabbed-x{top:1px}}.c{top:2px}"
    assert styles.without_tabs(sheet) == "@media screen{.b,.tabbed-x{top:1px}}.c{top:2px}"
    (sent,) = (site / "assets/stylesheets").glob("main.*.css")
    assert sent.read_text(encoding="utf-8").count(".tabbed-") < 10
    assert not [page for page in site.rglob("*.html") if '"tabbed-' in page.read_text("utf-8")]


def test_a_packed_style_sheet_has_its_rules() -> None:
    sheet = "/* Why:\n   a; b */\na {\n  color: red; /* so */\n}\n\n.b > c { top: 0 }\n"
    assert styles.packed(sheet) == "a {\ncolor: red; \n}\n.b > c { top: 0 }"


def test_formulas_are_mathml(shown: Shown) -> None:
    assert not shown.html.select(".arithmatex, merror")
    for text in shown.html.find_all(string=re.compile(r"\\[(\[]")):
        assert text.find_parent(["pre", "code"]), text


def test_drawings_have_both_themes_a_description_and_a_size(shown: Shown) -> None:
    html = shown.html
    for figure in html.select("figure.drawing"):
        light, dark = figure.select("img")
        assert (light["class"], dark["class"]) == (["for-light"], ["for-dark"])
        assert str(dark["src"]) == str(light["src"]).replace(".svg", ".dark.svg")
        assert light["alt"]
        assert light["width"]
        assert light["height"]
    drawings = html.select('figure.drawing:has([src*="figures/"])')
    assert all(one(drawing, "figcaption").text for drawing in drawings)
    source = (ROOT / "docs" / shown.language / shown.page).read_text(encoding="utf-8")
    assert len(drawings) == len(re.findall(r"\]\([^)]*figures/", source))


def test_headings_keep_their_own_words_as_anchors(shown: Shown) -> None:
    for heading in shown.html.select("article h2[id], article h3[id]"):
        if shown.language == "ko" and re.match("^[가-힣]", heading.text):
            assert re.search("[가-힣]", str(heading["id"])), heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_line_of_output_is_shown_empty(site: Path, language: str) -> None:
    page = soup(site, "convolution/axes.md", language).text
    assert "BLANKLINE" not in page
    assert "[ 8  9 10 11]]\n\n [[12 13 14 15]" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_knows_every_page_once_and_no_solution(site: Path, language: str) -> None:
    folder = site / ("" if language == "ko" else "en") / "search"
    text = (folder / "book.json").read_text(encoding="utf-8")
    pages = json.loads(text)["pages"]
    assert {page["url"] for page in pages} == {url(page, "ko") for page in PAGES}
    places = [(page["url"], anchor) for page in pages for anchor, *_ in page["sections"]]
    assert len(places) == len(set(places))
    said = {title: text for page in pages for _, title, text in page["sections"]}
    for chapter in exercises.chapters():
        for n, exercise in enumerate(exercises.load(chapter), start=1):
            words = exercise.words[language]
            told = [words.solution, *(mistake.meaning[language] for mistake in exercise.mistakes)]
            for line in filter(PLAIN.fullmatch, "\n".join(told).splitlines()):
                assert line not in said[f"{n}. {words.title}"], exercise.id
    assert len(gzip.compress(text.encode())) < 250_000
    empty = json.loads((folder / "search_index.json").read_text(encoding="utf-8"))
    assert (empty["docs"], empty["config"]["lang"]) == ([], [language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_reference_has_every_public_name(site: Path, language: str) -> None:
    pages = (site / url("api/index.md", language)).rglob("index.html")
    ids = {name for page in pages for name in re.findall(r' id="([\w.]+)"', page.read_text())}
    public = {
        f"{value.__module__}.{value.__qualname__}"
        for module in (cnnbook, explain, gan, layers, models, player, plots, results)
        for name, value in vars(module).items()
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("cnnbook")
        if callable(value) and not value.__module__.startswith("cnnbook._")
    }
    assert len(public) > 50
    assert public - ids == set()


def test_api_entries_link_to_their_source(site: Path) -> None:
    html = soup(site, "api/convolution.md", "en")
    links = [str(link["href"]) for link in html.select(".source-link a")]
    assert any(re.search(r"/blob/[0-9a-f]{40}/cnnbook/conv\.py#L\d+-L\d+$", link) for link in links)


def test_two_builds_are_equal(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    built = mkdocs("build", "--strict", "--site-dir", str(again))
    assert built.returncode == 0, built.stdout
    assert _files(again) == _files(site)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_page_missing_in_one_language_is_named(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As a warning, which stops a strict build."""
    (project / "docs" / "en" / "source-mistakes.md").unlink()
    config = load_config(str(project / ENGLISH), strict=True)
    languages.compare_pages(config)
    assert caplog.messages == [
        "en/source-mistakes.md is missing, but ko/source-mistakes.md exists: write it too."
    ]
    assert caplog.records[0].name.startswith("mkdocs.")


def test_a_broken_notebook_stops_the_build(project: Path) -> None:
    for language in LANGUAGES:
        path = project / "docs" / language / "checked" / "in-keras.ipynb"
        put_code(path, "x = 1\nraise RuntimeError('as the test wants it')")
    built = mkdocs("build", cwd=project)
    assert built.returncode != 0
    assert (
        "docs/ko/checked/in-keras.ipynb, code cell 1, line 2: RuntimeError: as the test wants it"
        in built.stdout
    )


def test_a_wrong_formula_stops_the_build(project: Path) -> None:
    with (project / "docs" / "ko" / "index.md").open("a") as page:
        page.write("\nA formula $\\nosuchcommand{x}$.\n")
    built = mkdocs("build", cwd=project)
    assert built.returncode != 0
    assert "index.md: formula «\\nosuchcommand{x}»" in built.stdout
