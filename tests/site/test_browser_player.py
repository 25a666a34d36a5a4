"""The animation of the GAN in a real browser: played, stopped, led by keys, quiet when asked."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.built import LANGUAGES, url

WORDS = {
    "ko": {"play": "재생", "pause": "멈춤", "slider": "훈련 스텝"},
    "en": {"play": "Play", "pause": "Pause", "slider": "Steps of training"},
}


@pytest.fixture
def still(browser: Browser, address: str) -> Iterator[Page]:
    """A phone whose reader wants no motion."""
    context = browser.new_context(
        base_url=address, reduced_motion="reduce", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    yield page
    context.close()


def visit(page: Page, language: str) -> None:
    page.goto(f"/{url('generating/gan.ipynb', language)}")
    page.locator(".game-player .controls").scroll_into_view_if_needed()


def shown(page: Page) -> list[str]:
    """Steps of the frames that are seen."""
    frames = page.locator(".game-player g[data-step]:visible").all()
    return [str(frame.get_attribute("data-step")) for frame in frames]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_still_for_who_wants_that_and_plays_on_demand(still: Page, language: str) -> None:
    visit(still, language)
    words = WORDS[language]
    slider = still.get_by_role("slider", name=words["slider"])
    still.wait_for_timeout(600)
    expect(slider).to_have_value("0")
    assert shown(still) == ["0"]

    still.get_by_role("button", name=words["play"]).click()
    expect(slider).not_to_have_value("0")
    still.get_by_role("button", name=words["pause"]).click()
    stopped = slider.input_value()
    still.wait_for_timeout(600)
    expect(slider).to_have_value(stopped)
    assert len(shown(still)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_lead_to_every_frame_and_the_end_can_be_played_again(
    still: Page, language: str
) -> None:
    visit(still, language)
    words = WORDS[language]
    slider = still.get_by_role("slider", name=words["slider"])
    slider.focus()
    still.keyboard.press("ArrowRight")
    expect(slider).to_have_value("1")
    still.keyboard.press("End")
    expect(slider).to_have_value("40")
    assert shown(still) == ["3000"]
    expect(slider).to_have_attribute("aria-valuetext", re.compile("3000"))

    still.keyboard.press("Shift+Tab")
    still.keyboard.press("Enter")
    expect(slider).not_to_have_value("40")
    expect(still.get_by_role("button", name=words["pause"])).to_be_focused()


def test_it_begins_when_it_is_seen_and_stops_at_a_touch(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, has_touch=True)
    page = context.new_page()
    visit(page, "en")
    button = page.get_by_role("button", name="Pause")
    expect(button).to_be_visible()
    button.tap()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    context.close()


def test_without_a_script_the_last_frame_is_seen(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/{url('generating/gan.ipynb', 'ko')}")
    assert shown(page) == ["3000"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_colours_follow_the_page(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, "en")
    colour = page.locator(".game-player g:visible .judge").evaluate(
        "e => getComputedStyle(e).stroke"
    )
    ink = page.evaluate("getComputedStyle(document.querySelector('.md-typeset h1')).color")
    assert colour == ink
    context.close()
