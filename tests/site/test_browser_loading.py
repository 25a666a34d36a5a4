"""What a page does while it loads: it is laid out once, and no script of it makes it move."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.built import url
from tests.site_fixtures import window

PHONE: ViewportSize = {"width": 412, "height": 823}
CHAPTER = url("convolution/one-dimension.md", "ko")
CATEGORIES = ["-*", "devtools.timeline", "blink.user_timing", "v8.execute"]
#: What shows something else where there are no scripts.
DIFFERENT = ".book-place, book-stepper"
SCRIPTS = {"EvaluateScript", "FunctionCall", "TimerFire", "EventDispatch", "v8.evaluateModule"}
MARKED = """[...CSS.highlights.get('found') ?? []].map(
    range => range.startContainer.data.slice(range.startOffset, range.endOffset)
)"""


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    with window(browser, address) as (page, problems):
        yield page
    assert problems == []


def inside_scripts(events: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Layouts that a script waited for: each lies within the time of one, on the same thread."""
    ends: dict[tuple[int, int], float] = {}
    for event in sorted(events, key=lambda event: event["ts"]):
        thread = event["pid"], event["tid"]
        if event["name"] in SCRIPTS:
            ends[thread] = max(ends.get(thread, 0), event["ts"] + event["dur"])
        elif event["name"] == "Layout" and event["ts"] < ends.get(thread, 0):
            yield event


@pytest.mark.parametrize("path", ["convolution/one-dimension.md", "inside/weights.ipynb"])
def test_a_chapter_is_styled_and_laid_out_once(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(base_url=address, viewport=PHONE)
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.goto(f"/{url(path, 'ko')}", wait_until="networkidle")
    elements = page.locator("*").count()
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    events = [event for event in trace if event.get("ph") == "X"]
    styled = sum(e["args"]["elementCount"] for e in events if e["name"] == "UpdateLayoutTree")
    assert elements < 4_000
    assert elements / 4 < styled < 2 * elements, "what is folded isn't styled"
    assert len(list(inside_scripts(events))) < 8, "the theme's own way took 38"


def test_scripts_change_the_height_of_nothing(browser: Browser, address: str) -> None:
    heights = []
    for has_scripts in (False, True):
        context = browser.new_context(viewport=PHONE, java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(f"{address}/{CHAPTER}", wait_until="networkidle")
        boxes = page.locator(f"article > :not({DIFFERENT}, :has({DIFFERENT}))")
        heights.append(boxes.evaluate_all("all => all.map(box => box.offsetHeight)"))
        context.close()
    assert len(heights[0]) > 80
    assert heights[1] == pytest.approx(heights[0], abs=1)


def test_the_drawer_of_a_phone_is_laid_out_when_it_is_opened(reader: Page) -> None:
    reader.set_viewport_size(PHONE)
    reader.goto(f"/{CHAPTER}")
    link = reader.locator(".md-nav--primary a", has_text="전치 합성곱")
    is_drawn = "link => link.checkVisibility()"
    assert not link.evaluate(is_drawn)
    reader.locator("header label[for=__drawer]").click()
    expect(link).to_be_in_viewport()
    link.click()
    reader.wait_for_url("**/transposed/")


def test_an_address_unfolds_what_it_leads_into(reader: Page) -> None:
    reader.goto(f"/{CHAPTER}")
    fold = reader.locator("details.success").nth(1)
    fold.evaluate("fold => fold.querySelector('p:not([class])').id = 'inside'")
    expect(reader.locator("#inside")).to_be_hidden()
    reader.evaluate("location.hash = 'inside'")
    expect(reader.locator("#inside")).to_be_in_viewport()


def test_the_words_of_a_search_are_marked(reader: Page) -> None:
    reader.goto(f"/{CHAPTER}?h=커널+(+_")
    assert set(reader.evaluate(MARKED)) == {"커널", "(", "_"}


def test_the_colours_follow_the_system_until_they_are_chosen(reader: Page) -> None:
    body = reader.locator("body")
    reader.emulate_media(color_scheme="dark")
    reader.goto(f"/{CHAPTER}")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(reader.locator("html")).to_have_css("color-scheme", "dark")
    reader.emulate_media(color_scheme="light")
    expect(reader.locator("html")).to_have_css("color-scheme", "light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    reader.get_by_role("button", name="어두운 화면으로").press("Enter")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    reader.emulate_media(color_scheme="dark")
    reader.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_a_button_keeps_its_name_while_its_note_is_shown(reader: Page) -> None:
    reader.goto(f"/{CHAPTER}")
    button = reader.get_by_role("button", name="클립보드로 복사").first
    button.hover()
    expect(reader.get_by_role("tooltip")).to_have_text("클립보드로 복사")
    expect(button).to_have_attribute("aria-describedby", re.compile("."))
    expect(button).not_to_have_attribute("title", re.compile("."))
    reader.mouse.move(0, 0)
    expect(button).to_have_attribute("title", "클립보드로 복사")
