"""The built site: both languages whole, nothing broken, nothing fetched from elsewhere."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

import cnnbook
from cnnbook import layers, models, plots, results
from tests.site_fixtures import ROOT, mkdocs
from tests.test_pages import PAGES

LANGUAGES = ("ko", "en")


def url(page: str, language: str) -> str:
    """Address of a page below the site's root."""
    stem = page.rsplit(".", 1)[0]
    folder = f"{stem}/".removesuffix("index/")
    return folder if language == "ko" else f"en/{folder}"


ADDRESSES = [(page, language) for page in PAGES for language in LANGUAGES]


def soup(site: Path, page: str, language: str) -> BeautifulSoup:
    path = site / url(page, language) / "index.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found


@pytest.mark.parametrize(("page", "language"), ADDRESSES)
def test_a_page_is_in_its_language(site: Path, page: str, language: str) -> None:
    html = soup(site, page, language)
    names = {"ko": "검산하는 합성곱 신경망", "en": "Convolutional Networks You Can Check"}
    assert one(html, "html")["lang"] == language
    assert names[language] in one(html, "title").text
    for text in (one(html, "h1").text, one(html, "nav.md-nav--primary").text):
        assert bool(re.search("[가-힣]", text.replace("한국어", ""))) == (language == "ko"), text


@pytest.mark.parametrize(("page", "language"), ADDRESSES)
def test_the_language_switch_leads_to_the_same_page(site: Path, page: str, language: str) -> None:
    here = f"http://book/{url(page, language)}"
    links = soup(site, page, language).select("a[hreflang]")
    targets = {str(link["hreflang"]): urljoin(here, str(link["href"])) for link in links}
    assert targets == {other: f"http://book/{url(page, other)}" for other in LANGUAGES}


@pytest.mark.parametrize(("page", "language"), ADDRESSES)
def test_every_link_into_the_site_arrives(site: Path, page: str, language: str) -> None:
    here = f"http://book/{url(page, language)}"
    html = soup(site, page, language)
    for tag in html.select("[href], [src]"):
        target = urlsplit(urljoin(here, str(tag.get("href") or tag.get("src"))))
        if target.netloc != "book":
            continue
        path = site / target.path.lstrip("/")
        path = path / "index.html" if target.path.endswith("/") else path
        assert path.is_file(), tag


@pytest.mark.parametrize(("page", "language"), ADDRESSES)
def test_no_page_names_a_resource_elsewhere(site: Path, page: str, language: str) -> None:
    html = soup(site, page, language)
    resources = html.select("script[src], img[src], iframe[src], link[rel=stylesheet], source[src]")
    addresses = [str(tag.get("src") or tag.get("href")) for tag in resources]
    assert not [address for address in addresses if urlsplit(address).netloc]
    assert not re.search(r"@import|url\(['\"]?(https?:)?//", str(html))


@pytest.mark.parametrize(("page", "language"), ADDRESSES)
def test_formulas_are_mathml(site: Path, page: str, language: str) -> None:
    html = soup(site, page, language)
    assert not html.select(".arithmatex")
    for code in html.select("pre, code"):
        code.decompose()
    assert "\\(" not in html.text
    assert "\\[" not in html.text
    assert not html.select("merror")


@pytest.mark.parametrize(("page", "language"), ADDRESSES)
def test_drawings_have_both_themes_a_description_and_a_size(
    site: Path, page: str, language: str
) -> None:
    html = soup(site, page, language)
    for figure in html.select("figure.drawing"):
        light, dark = figure.select("img")
        assert (light["class"], dark["class"]) == (["for-light"], ["for-dark"])
        assert str(dark["src"]) == str(light["src"]).replace(".svg", ".dark.svg")
        assert light["alt"]
        assert light["width"]
        assert light["height"]
        assert one(figure, "figcaption").text
    linked = len(re.findall(r"\]\([^)]*figures/", (ROOT / "docs" / language / page).read_text()))
    assert len(html.select("figure.drawing")) == linked


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_keep_their_own_words_as_anchors(site: Path, language: str) -> None:
    for page in PAGES:
        for heading in soup(site, page, language).select("article h2[id], article h3[id]"):
            if language == "ko" and re.match("^[가-힣]", heading.text):
                assert re.search("[가-힣]", str(heading["id"])), heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_knows_every_page_once(site: Path, language: str) -> None:
    folder = site / ("" if language == "ko" else "en") / "search"
    index = json.loads((folder / "search_index.json").read_text(encoding="utf-8"))
    locations = [entry["location"] for entry in index["docs"]]
    assert len(locations) == len(set(locations)), "equal locations break the search"
    assert index["config"]["lang"] == [language]
    for page in PAGES:
        assert url(page, "ko") in locations


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_reference_has_every_public_name(site: Path, language: str) -> None:
    pages = [page for page in PAGES if page.startswith("api/")]
    shown = {str(tag["id"]) for page in pages for tag in soup(site, page, language).select("[id]")}
    public = {
        f"{value.__module__}.{value.__qualname__}"
        for module in (cnnbook, layers, models, plots, results)
        for name, value in vars(module).items()
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("cnnbook")
        if callable(value) and not value.__module__.startswith("cnnbook._")
    }
    assert len(public) > 50
    assert public - shown == set()


def test_api_entries_link_to_their_source(site: Path) -> None:
    html = soup(site, "api/convolution.md", "en")
    links = [str(link["href"]) for link in html.select(".source-link a")]
    assert any(re.search(r"/blob/[0-9a-f]{40}/cnnbook/conv\.py#L\d+-L\d+$", link) for link in links)


def test_notebook_pages_can_be_downloaded(site: Path) -> None:
    for page in PAGES:
        if page.endswith(".ipynb"):
            for language in LANGUAGES:
                copy = site / url(page, language) / page.rsplit("/", 1)[-1]
                assert copy.read_bytes() == (ROOT / "docs" / language / page).read_bytes()


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


def test_a_page_missing_in_one_language_stops_the_build(project: Path) -> None:
    (project / "docs" / "en" / "source-mistakes.md").unlink()
    built = mkdocs("build", "--strict", cwd=project)
    assert built.returncode != 0
    assert "en/source-mistakes.md is missing, but ko/source-mistakes.md exists" in built.stdout


def test_a_broken_notebook_stops_the_build(project: Path) -> None:
    for language in LANGUAGES:
        path = project / "docs" / language / "checked" / "in-keras.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"] = [c for c in notebook["cells"] if c["cell_type"] == "markdown"] + [
            {
                "cell_type": "code",
                "id": "broken",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": "x = 1\nraise RuntimeError('as the test wants it')",
            }
        ]
        path.write_text(json.dumps(notebook))
    built = mkdocs("build", cwd=project)
    assert built.returncode != 0
    assert (
        "docs/ko/checked/in-keras.ipynb, code cell 1, line 2: RuntimeError: as the test wants it"
        in built.stdout
    )


def test_a_wrong_formula_stops_the_build(project: Path) -> None:
    with (project / "docs" / "en" / "index.md").open("a") as page:
        page.write("\nA formula $\\nosuchcommand{x}$.\n")
    built = mkdocs("build", cwd=project)
    assert built.returncode != 0
    assert "index.md: formula «\\nosuchcommand{x}»" in built.stdout
