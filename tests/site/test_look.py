"""Every number is in sight on a phone: here on a sample of the pages, with `make look` on all."""

import pytest
from playwright.sync_api import Browser

from tests.built import ADDRESSES
from tests.site.look import MAY_SCROLL, WIDTHS, Look, look_at
from tests.site_fixtures import window

SAMPLE = ADDRESSES[::9]  # which goes through both languages, because 9 is odd


@pytest.fixture(scope="module")
def looks(browser: Browser, address: str) -> dict[int, Look]:
    """What was measured of the sample, by width."""
    with window(browser, address) as (page, problems):
        found = {look.width: look for look in look_at(page, SAMPLE)}
    assert problems == []
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_and_what_scrolls_shows_it(looks: dict[int, Look], width: int) -> None:
    look = looks[width]
    print(look)  # the worst pages, for whoever asks with -s
    assert look.blocks > 100
    assert look.faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_little_code_has_to_scroll(looks: dict[int, Look], width: int) -> None:
    look = looks[width]
    assert look.scrolling.total() <= MAY_SCROLL * look.blocks, look
