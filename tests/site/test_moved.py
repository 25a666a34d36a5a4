"""The first page was divided: each address of a heading that it had still leads to that heading."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.built import LANGUAGES, soup, url
from tests.site_fixtures import ROOT, window

PAGE = "checked/by-hand.md"
SCRIPT = ROOT / "docs" / "theme" / "assets" / "javascripts" / "moved.js"
#: The anchors of the page before it was divided.
FORMER = {
    "ko": """
        손으로-검산하는-cnn 무엇을-할-수-있게-되나요 무엇이-필요한가요 먼저-예상해-보기
        한눈에-보는-신경망 숫자-이미지 2828을-1010으로 소수를-정수로 첫-번째-합성곱
        커널과-편향 첫-번째-윈도우 다음-윈도우 획이-지나가는-윈도우 64개의-값-모두 fnref:flip
        relu-음수를-0으로 최대-풀링-넷-가운데-가장-큰-값 두-번째-합성곱-필터-두-개 필터-두-개
        필터-1의-윈도우-네-개 필터-2의-윈도우-네-개 나란히-놓은-합
        펼치기-한-줄로-늘어선-여덟-값 tensorflow로-얻은-같은-값 실제로-틀리기-쉬운-곳
        연습-문제 1-윈도우-하나-더 2-형상과-매개변수 3-아무것도-보지-못한-윈도우
        4-relu와-풀링의-순서 5-픽셀-하나는-어디까지-영향을-줄까 요약 다음-이야기 fn:flip
    """,
    "en": """
        a-cnn-checked-by-hand what-you-will-be-able-to-do what-you-need-first predict-first
        the-network-at-a-glance the-digit from-2828-to-1010 from-fractions-to-integers
        the-first-convolution the-kernel-and-the-bias the-first-window the-next-window
        a-window-where-something-happens all-64-values fnref:flip relu-negative-becomes-zero
        max-pooling-the-largest-of-four the-second-convolution-two-filters the-two-filters
        filter-1-window-by-window filter-2-window-by-window the-sums-side-by-side
        flatten-eight-numbers-in-a-row the-same-numbers-from-tensorflow
        what-goes-wrong-in-practice exercises 1-one-more-window 2-shape-and-parameters
        3-windows-that-see-nothing 4-relu-before-or-after-pooling
        5-how-far-does-one-pixel-reach summary what-comes-next fn:flip
    """,
}


def table() -> dict[str, str]:
    """Where each anchor has gone, as the script says."""
    literal = re.search(r"const moved = (\{.*?\n\})", SCRIPT.read_text("utf-8"), flags=re.DOTALL)
    assert literal
    moved: dict[str, str] = json.loads(literal[1])
    return moved


def anchors(site: Path, page: str, language: str) -> set[str]:
    return {str(tag["id"]) for tag in soup(site, page, language).select("[id]")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_former_anchor_is_there_or_leads_to_its_new_place(site: Path, language: str) -> None:
    here, moved = anchors(site, PAGE, language), table()
    there = {
        name: anchors(site, f"checked/{name}.md", language)
        for name in ("one-filter", "two-filters")
    }
    for anchor in FORMER[language].split():
        if anchor not in here:
            _, name, target = moved[anchor].split("/")
            assert target.removeprefix("#") in there[name], anchor


def test_nothing_is_forwarded_that_never_was_there() -> None:
    assert set(table()) <= set(" ".join(FORMER.values()).split())


@pytest.mark.parametrize(
    ("language", "anchor"), [("ko", "relu-음수를-0으로"), ("en", "5-how-far-does-one-pixel-reach")]
)
def test_an_old_address_arrives(browser: Browser, address: str, language: str, anchor: str) -> None:
    with window(browser, address) as (page, problems):
        page.goto(f"/{url(PAGE, language)}#{anchor}")
        arrived = "address => decodeURI(location.href).endsWith(address)"
        page.wait_for_function(arrived, arg=table()[anchor].removeprefix(".."))
    assert problems == []


def test_an_address_that_is_not_well_formed_stays(browser: Browser, address: str) -> None:
    with window(browser, address) as (page, problems):
        page.goto(f"/{url(PAGE, 'en')}#50%")
        assert page.url.endswith("by-hand/#50%")
    assert problems == []
