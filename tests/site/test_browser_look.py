"""Where a reader is, and what the page does for the eye, the keyboard and paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from making.notebooks import pictures
from tests.built import LANGUAGES, url
from tests.site_fixtures import window

CHAPTER, PLOTS = "convolution/pooling.md", "inside/weights.ipynb"
PLACE = {"ko": "전체 11장 중 7장", "en": "chapter 7 of 11"}
TITLE = {
    "ko": "풀링 – 1부: 합성곱을 손으로 – 검산하는 합성곱 신경망",
    "en": "Pooling – Part one: convolution by hand – Convolutional Networks You Can Check",
}


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A window as wide as a phone, in which nothing may fail."""
    with window(browser, address) as (page, problems):
        page.set_viewport_size({"width": 390, "height": 844})
        yield page
    assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_says_where_it_stands(phone: Page, language: str) -> None:
    phone.goto(f"/{url(CHAPTER, language)}")
    expect(phone.locator(".book-place")).to_contain_text(PLACE[language])
    expect(phone).to_have_title(TITLE[language])
    phone.locator(".md-footer").scroll_into_view_if_needed()
    for title in phone.locator(".md-footer__title").all():
        expect(title).to_be_visible()
    thread = "document.querySelector('.book-thread').getBoundingClientRect().width"
    assert phone.evaluate(thread) > 300
    header = phone.locator(".md-header__topic").nth(1)
    expect(header).to_contain_text(" 7 · ")
    expect(header).to_have_css("opacity", "1")


def test_the_other_language_opens_at_the_same_heading(phone: Page) -> None:
    phone.goto(f"/{url(CHAPTER, 'ko')}")
    ids = phone.locator("article :is(h1, h2, h3)[id]")
    for language, other in (("ko", "en"), ("en", "ko")):
        assert phone.locator("html").get_attribute("lang") == language
        ids.nth(9).evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")
        phone.locator(f"header a[hreflang={other}]").click()
        phone.wait_for_url(f"**/{url(CHAPTER, other)}#*")
        expect(ids.nth(9)).to_be_in_viewport()


@pytest.mark.parametrize("by", ["click", "keyboard"])
def test_an_answer_is_covered_until_it_is_asked_for(phone: Page, by: str) -> None:
    phone.goto(f"/{url(CHAPTER, 'en')}")
    answer = phone.locator(".answer.covered").first
    before = phone.locator(".answer.covered").count()
    expect(answer).to_have_css("color", "rgba(0, 0, 0, 0)")
    if by == "click":
        answer.click()
    else:
        answer.focus()
        phone.keyboard.press("Enter")
    expect(phone.locator(".answer.covered")).to_have_count(before - 1)


def test_what_scrolls_is_a_stop_for_the_keyboard(phone: Page) -> None:
    phone.goto(f"/{url('checked/by-hand.md', 'en')}")
    stops = ".answer[tabindex='0']"
    phone.locator(stops).first.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function(f'document.querySelector("{stops}").scrollLeft > 0')
    phone.set_viewport_size({"width": 1280, "height": 844})
    expect(phone.locator(stops)).to_have_count(0)


def test_focus_can_be_seen_at_every_stop(phone: Page) -> None:
    phone.set_viewport_size({"width": 1280, "height": 844})
    phone.goto(f"/{url(CHAPTER, 'en')}")
    unseen = []
    for _ in range(60):
        phone.keyboard.press("Tab")
        where, seen = phone.evaluate(FOCUS)
        if not seen:
            unseen.append(where)
    assert unseen == []


#: Pixels between the icon of a box and its title.
GAPS = """() => [...document.querySelectorAll('article :is(.admonition-title, summary)')]
    .filter(title => title.getClientRects().length && !title.closest('book-stepper'))
    .map(title => {
        const icon = getComputedStyle(title, '::before')
        const end = parseFloat(icon.left) + parseFloat(icon.width)
        return parseFloat(getComputedStyle(title).paddingLeft) - end
    })"""

FOCUS = """() => {
    const focused = document.activeElement
    const shown = focused.matches('.md-option') ? focused.nextElementSibling : focused
    const style = getComputedStyle(shown)
    const box = shown.getBoundingClientRect()
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
    return [focused.outerHTML.slice(0, 80), outlined && box.width > 0 && box.height > 0
        && style.visibility === 'visible' || focused.matches('.md-search__input, body')]
}"""


def test_letters_of_plots_have_ten_pixels_on_a_small_phone(phone: Page) -> None:
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto(f"/{url(PLOTS, 'ko')}")
    scales = phone.evaluate(
        "[...document.querySelectorAll('figure.drawing img')].filter(e => e.offsetWidth)"
        ".map(e => e.getBoundingClientRect().width / e.getAttribute('width'))"
    )
    assert len(scales) >= 4
    assert min(scales) * pictures.LETTERS * 4 / 3 >= 10
    assert max(scales) == pytest.approx(min(scales)), "letters are equal in all pictures of a page"


@pytest.mark.parametrize("chapter", [CHAPTER, PLOTS])
def test_a_drawing_can_fill_the_window(phone: Page, chapter: str) -> None:
    phone.goto(f"/{url(chapter, 'en')}")
    drawing = phone.locator("figure.drawing img:visible").first
    drawing.click()
    large = phone.locator("dialog.book-large img")
    expect(large).to_be_in_viewport(ratio=1)
    phone.keyboard.press("Escape")
    expect(large).to_have_count(0)


def test_paper_has_the_solutions_and_a_worksheet_has_not(phone: Page) -> None:
    phone.goto(f"/{url(CHAPTER, 'en')}")
    solution = phone.locator("details.success p:not(.admonition-title)").first
    prose = phone.locator(".opening li").first
    phone.emulate_media(media="print")
    phone.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(solution).to_be_visible()
    expect(prose).to_be_visible()
    expect(phone.locator(".md-code__nav:visible, .actions:visible")).to_have_count(0)
    assert all(gap > 2 for gap in phone.evaluate(GAPS))
    phone.evaluate("dispatchEvent(new Event('afterprint'))")
    phone.emulate_media(media="screen")
    expect(solution).to_be_hidden()
    phone.evaluate("window.print = () => {}")
    phone.locator("button[data-print-as=worksheet]").click()
    phone.emulate_media(media="print")
    expect(solution).to_be_hidden()
    expect(prose).to_be_hidden()
    expect(phone.locator("h3[id^='1-']").last).to_be_visible()
