"""The book as a folder that is opened by a double click, with the network off."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from making.offline import modules, pages
from making.offline.folder import NAME, pack, write
from tests.built import LANGUAGES, url
from tests.pages import PAGES
from tests.site_fixtures import WIDE

LINK = re.compile(r'<(?:a|link|img|script)\b[^>]* (?:href|src)="([^"#?]+)[^"]*"')
#: What finds these pages, in Korean and English.
QUERIES = {
    ("스트라이드", "stride"): "convolution/size.md",
    ("맥스풀링", "max-pooling"): "convolution/pooling.md",
    ("im2col", "im2col"): "convolution/matrix-product.md",
}


@pytest.fixture(scope="module")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book where somebody has unpacked it."""
    place = tmp_path_factory.mktemp("내 책") / NAME
    write(site, place)
    return place


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A window without network, in which nothing may go wrong."""
    context = browser.new_context(viewport=WIDE, offline=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    yield page
    context.close()
    assert problems == []


def opened(page: Page, folder: Path, path: str, language: str) -> None:
    page.goto((folder / url(path, language) / "index.html").as_uri())


def test_every_address_of_every_page_is_a_file(folder: Path) -> None:
    found = sorted(folder.rglob("*.html"))
    assert len(found) >= 2 * len(PAGES)
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert "module" not in re.findall(r'<script[^>]* type="(\w+)"', text)
        for address in set(LINK.findall(text)):
            if not re.match(r"\w+:", address):
                assert (path.parent / unquote(address)).is_file(), f"{path}: {address}"


def test_two_archives_of_a_site_are_equal(site: Path, tmp_path: Path) -> None:
    small = tmp_path / "site"
    for root in (small, small / "en"):
        for part in ("search", "assets/javascripts", "assets/stylesheets"):
            shutil.copytree(site / part, root / part, ignore=shutil.ignore_patterns("lunr"))
        shutil.copy(site / "index.html", root)
    archives = [tmp_path / name for name in ("a.zip", "b.zip")]
    for archive in archives:
        pack(small, archive)
    first, second = (archive.read_bytes() for archive in archives)
    assert first == second
    with zipfile.ZipFile(archives[0]) as packed:
        assert {name.split("/")[0] for name in packed.namelist()} == {NAME}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_is_read_and_used(page: Page, folder: Path, language: str) -> None:
    opened(page, folder, "index.md", language)
    page.locator("nav.md-nav--primary a[href$='two-dimensions/index.html']").click()
    expect(page.locator("article math").first).to_be_visible()
    expect(page.get_by_text(pages.WITHOUT_FOLDER[language])).to_be_hidden()
    assert page.evaluate(
        """async () => { const picture = document.querySelector("figure img.for-light")
        picture.loading = "eager"; await picture.decode(); return picture.naturalWidth > 0 }"""
    )
    stepper = page.locator("book-stepper")
    stepper.scroll_into_view_if_needed()
    count = stepper.get_by_text(re.compile(r"^(?:스텝|Step) \d+")).first
    before = count.text_content()
    stepper.get_by_role("button", name={"ko": "다음 스텝", "en": "Next step"}[language]).click()
    expect(count).not_to_have_text(str(before))
    answer = page.locator("book-answer").first
    answer.scroll_into_view_if_needed()
    answer.locator("input, textarea").fill("7, 7, 7")
    answer.get_by_role("button").click()
    expect(answer.locator(".wrong")).to_be_visible()
    page.locator("a.book-language:not([aria-current])").click()
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    place = url("convolution/two-dimensions.md", other)
    expect(page).to_have_url(re.compile(rf"{place}index\.html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_finds_pages_that_open(page: Page, folder: Path, language: str) -> None:
    opened(page, folder, "index.md", language)
    field = page.locator("input.md-search__input")
    field.click()
    for words, path in QUERIES.items():
        field.fill(words[LANGUAGES.index(language)])
        field.press("End")  # the search listens to keys
        link = page.locator(f".md-search-result__item > a[href*='/{url(path, language)}']").first
        expect(link).to_be_visible()
    link.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/index.html" in page.url


def test_a_drawn_digit_has_its_network(page: Page, folder: Path) -> None:
    opened(page, folder, "inside/your-digit.md", "en")
    pad = page.locator("book-digit-pad")
    expect(pad.get_by_text("Nothing has been drawn yet.")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_its_folder_reads_as_text_and_says_what_is_missing(
    browser: Browser, folder: Path, tmp_path: Path, language: str
) -> None:
    source = folder / url("convolution/size.md", language) / "index.html"
    alone = Path(shutil.copy(source, tmp_path))
    with browser.new_context() as context:
        page = context.new_page()
        failed: list[str] = []
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.goto(alone.as_uri())
        expect(page.get_by_text(pages.WITHOUT_FOLDER[language])).to_be_visible()
        expect(page.locator("article h1")).to_be_visible()
        expect(page.locator("article .answer").first).to_be_visible()
        missed = len(failed)
        page.wait_for_timeout(300)
        assert len(failed) == missed > 0  # nothing is asked for again and again


SOURCES = {
    "a.js": 'import { b as c } from "./in/b.js"\nexport const a = c + 1\nconst later = "./d.js"\n',
    "in/b.js": 'import { e } from "../e.js"\nexport function b() {}\nexport class B {}\n',
    "d.js": 'import { e } from "./e.js"\nlocation = "../other/#place"\n',
    "e.js": "export const e = import.meta.url\nexport const f = () => import(e)\n",
}


def test_a_module_comes_after_what_it_needs() -> None:
    assert modules.order("a.js", SOURCES) == ["e.js", "in/b.js", "a.js"]
    assert modules.reached("a.js", SOURCES) == set(SOURCES)
    assert modules.reached("d.js", SOURCES) == {"d.js", "e.js"}


def test_a_module_becomes_a_script() -> None:
    assert modules.script(SOURCES["a.js"]).splitlines()[1:3] == [
        'offline.module(["./in/b.js"], ([{ b: c }], importMeta, importLater) => {',
        "const a = c + 1",
    ]
    assert "return { b, B }" in modules.script(SOURCES["in/b.js"])
    assert '"../other/index.html#place"' in modules.script(SOURCES["d.js"])
    assert "=> importLater(e)" in modules.script(SOURCES["e.js"])


@pytest.mark.parametrize("line", ['import x from "./x.js"', 'import "./x.js"', "export { x }"])
def test_what_cannot_become_a_script_stops_the_packing(line: str) -> None:
    with pytest.raises(ValueError, match="doesn't know how to read"):
        modules.script(f"{line}\n")


def test_python_in_the_browser_gives_way_to_a_sentence() -> None:
    html = (
        '<body class="x"><button type="button" data-check><span>Check</span></button>'
        '<script src="../assets/javascripts/bundle.1.js"></script>'
        '<script type="module" src="../assets/javascripts/check.js"></script>'
    )
    written = pages.from_folder(html, "en", {})
    assert pages.NO_PYTHON["en"] in written
    assert "check.js" not in written
    assert "data-check" not in written
