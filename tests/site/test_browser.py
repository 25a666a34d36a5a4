"""The built site in a real browser: what a reader sees, and what can be clicked."""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from making.terms import terms
from tests.built import ADDRESSES, LANGUAGES, url
from tests.site_fixtures import WIDE, window

PHONE: ViewportSize = {"width": 360, "height": 740}
CHAPTER = "checked/by-hand.md"


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A window in which nothing may fail or ask another host."""
    with window(browser, address) as (page, problems):
        yield page
    assert problems == []


@pytest.fixture(scope="module")
def one_window(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """The window that all pages are looked at in, one after the other."""
    with window(browser, address) as opened:
        yield opened


# One page of the API stands for the others, which one template makes.
API = [("api/convolution.md", "en")]
LOOKED_AT = [*API, *((page, lang) for page, lang in ADDRESSES if "api/" not in page)]


@pytest.mark.parametrize(("page", "language"), LOOKED_AT)
def test_a_page_asks_nobody_else_and_fits_every_window(
    one_window: tuple[Page, list[str]], page: str, language: str
) -> None:
    reader, problems = one_window
    problems.clear()
    reader.goto(f"/{url(page, language)}")
    expect(reader.locator("h1").first).to_be_visible()
    assert reader.evaluate(STEPPER_FAILS) == []
    for size in (WIDE, PHONE):
        reader.set_viewport_size(size)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert reader.evaluate(overflow) <= 0
        assert reader.evaluate(CUT_OFF) == []
    assert problems == []


# A stepper comes when it is near, shows the page's numbers, has nothing to complain of, and goes on
# at a click.
STEPPER_FAILS = """async () => {
    const steppers = [...document.querySelectorAll('book-stepper')]
    steppers[0]?.scrollIntoView()
    if (steppers.length) await customElements.whenDefined('book-stepper')
    return steppers.filter(stepper => {
        const count = stepper.querySelector('.stepper-count')
        const before = count?.textContent
        stepper.querySelector('.stepper-controls button:nth-child(4)')?.click()
        const silent = stepper.querySelector('.stepper-problem')?.hidden
        return !before || !silent || count.textContent == before
    }).map(stepper => stepper.dataset.state)
}"""

# What is wider than the window must lie in a box that scrolls.
CUT_OFF = """() => ['pre', 'table', 'math', 'img']
    .flatMap(tag => [...document.querySelectorAll('article ' + tag)])
    .filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => {
        for (let box = e; box && box.tagName != 'ARTICLE'; box = box.parentElement)
            if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return false
        return true
    })
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawings_follow_the_theme(
    browser: Browser, address: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page.goto(f"/{url(CHAPTER, language)}")
    drawings = page.locator("figure.drawing")
    assert drawings.count() >= 3
    for drawing in drawings.all():
        drawing.scroll_into_view_if_needed()
        expect(drawing.locator(f".for-{scheme}")).to_be_visible()
        assert drawing.locator("img:visible").count() == 1
    page.wait_for_function(
        "[...document.querySelectorAll('figure.drawing img')]"
        ".filter(i => i.offsetParent).every(i => i.complete && i.naturalWidth > 0)"
    )
    drawn = [path for path in fetched if path.endswith(".svg") and "/figures/" in path]
    assert {path.endswith(".dark.svg") for path in drawn} == {scheme == "dark"}
    context.close()


def test_the_theme_can_be_chosen_and_is_remembered(reader: Page) -> None:
    reader.emulate_media(color_scheme="light")
    reader.goto(f"/{url(CHAPTER, 'ko')}")
    background = "getComputedStyle(document.body).backgroundColor"
    light = reader.evaluate(background)
    reader.get_by_role("button", name="어두운 화면으로").click()
    expect(reader.get_by_role("button", name="밝은 화면으로")).to_be_focused()
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    reader.goto(f"/{url(CHAPTER, 'en')}")
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert reader.evaluate(background) != light


@pytest.mark.parametrize("page", ["index.md", CHAPTER, "checked/in-keras.ipynb"])
def test_the_language_switch_leads_there_and_back(reader: Page, page: str) -> None:
    reader.goto(f"/{url(page, 'ko')}")
    for language in ("en", "ko"):
        reader.locator(f"header a[hreflang={language}]").click()
        reader.wait_for_url(f"**/{url(page, language)}")
        expect(reader.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_can_be_copied(reader: Page, language: str) -> None:
    reader.goto(f"/{url(CHAPTER, language)}")
    block = reader.locator("article .highlight").first
    block.hover()
    block.locator("button[data-md-type=copy], .md-clipboard").first.click()
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[:2] == ["import numpy as np", "import cnnbook"]
    assert ">>>" not in copied


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("box", "text"), [("success", "p:not(.admonition-title)"), ("failure", "li")]
)
def test_solutions_and_wrong_answers_unfold(
    reader: Page, language: str, box: str, text: str
) -> None:
    reader.goto(f"/{url(CHAPTER, language)}")
    boxes = reader.locator(f"details.{box}")
    assert boxes.count() >= 4
    first = boxes.first
    expect(first.locator(text).first).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator(text).first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [CHAPTER, "checked/in-keras.ipynb"])
def test_the_table_of_contents_leads_to_its_headings(
    reader: Page, language: str, page: str
) -> None:
    reader.goto(f"/{url(page, language)}")
    entry = reader.locator("nav.md-nav--secondary a.md-nav__link:visible").nth(4)
    target = str(entry.get_attribute("href"))
    entry.click()
    heading = reader.locator(f"[id='{target.removeprefix('#')}']")
    expect(heading).to_be_in_viewport()


@pytest.mark.parametrize(("path", "language"), [("nowhere/", "ko"), ("en/nowhere/", "en")])
def test_a_missing_page_is_told_in_its_language(
    browser: Browser, address: str, path: str, language: str
) -> None:
    page = browser.new_page(base_url=address)
    page.goto(f"/{path}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    heading = page.locator("h1").first
    expect(heading).to_have_text(re.compile("없는 페이지|does not exist"))
    assert bool(re.search("[가-힣]", heading.inner_text())) == (language == "ko")
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_are_drawn_by_the_browser_alone(
    browser: Browser, address: str, language: str
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/{url(CHAPTER, language)}")
    formula = page.locator(".formula math").first
    formula.scroll_into_view_if_needed()
    box = formula.bounding_box()
    assert box is not None
    assert box["height"] > 30
    context.close()


def test_a_note_is_shown_to_pointer_keyboard_and_finger(browser: Browser, address: str) -> None:
    meaning = next(term for term in terms() if term.anchor == "kernel").meaning["ko"]
    with window(browser, address, has_touch=True) as (page, problems):
        page.goto(f"/{url('convolution/channels.md', 'ko')}")
        term, shown = page.locator("a.term[href$='#kernel']"), page.locator(".md-tooltip2--active")
        term.hover()
        expect(shown).to_have_text(meaning)
        page.mouse.move(0, 0)
        expect(shown).to_have_count(0)
        page.locator("h2 .headerlink").first.focus()
        page.keyboard.press("Tab")
        expect(shown).to_have_text(meaning)
        page.keyboard.press("Escape")
        expect(shown).to_have_count(0)
        term.tap()
        expect(shown).to_have_text(meaning)
        expect(shown).to_be_in_viewport(ratio=1)
        term.tap()
        page.wait_for_url("**/glossary/#kernel")
        expect(page.locator("#kernel")).to_be_in_viewport()
        assert problems == []
