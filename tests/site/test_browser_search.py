"""The search in a real browser: queries as people type them, and what nobody should type."""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from making.terms import PARTICLES
from tests.built import LANGUAGES, url
from tests.site_fixtures import ROOT, window

QUERIES = yaml.safe_load((ROOT / "tests/site/search_queries.yml").read_text(encoding="utf-8"))
SCRIPTS = ROOT / "docs" / "theme" / "assets" / "javascripts" / "search"
ENOUGH = 0.95

# What nobody should type, or an input method sends on the way: an answer without an error.
BAD = {
    "   ": False,
    "?!… — ·": False,
    "ㅍ": False,
    "🙂": False,
    "(.*[a-z]+\\": None,
    "<img src=x onerror=alert(1)>": None,
    "__proto__ constructor": None,
    "풀ㄹ": True,
    "\u1111\u116e\u11af\u1105\u1175\u11bc": True,  # 풀링 in letters that compose
    "합성곱 conv " * 1000: True,
    "x" * 10_000: False,
}

# The answers of a new worker to queries, one after the other, as the dialog would ask for them.
ASK = """queries => {
    const config = JSON.parse(document.getElementById('__config').textContent)
    const worker = new Worker(config.search)
    const ask = message => new Promise(done => {
        worker.addEventListener('message', ({ data }) => done(data), { once: true })
        worker.postMessage(message)
    })
    return (async () => {
        const found = []
        await ask({ type: 0, data: { config: { lang: [document.documentElement.lang] } } })
        for (const query of queries) found.push((await ask({ type: 2, data: query })).data.items)
        return found
    })()
}"""


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A window in which nothing may fail or ask another host."""
    with window(browser, address) as (page, problems):
        yield page
    assert problems == []


def ask(page: Page, language: str, queries: list[str]) -> list[list[str]]:
    """Addresses of the pages that the worker finds, for each query."""
    page.goto(f"/{url('index.md', language)}")
    answers: list[list[list[dict[str, Any]]]] = page.evaluate(ASK, queries)
    return [[item[0]["location"].partition("#")[0] for item in items] for items in answers]


INTRODUCING = {
    "ko": {
        "풀링": "convolution/pooling/",
        "수용 영역": "convolution/size/",
        "로짓": "convolution/activations/",
    },
    "en": {
        "pooling": "convolution/pooling/",
        "dilation": "convolution/size/",
        "momentum": "training/optimizers/",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wanted_page_is_among_the_first_three(reader: Page, language: str) -> None:
    seen, unseen = QUERIES[language]["seen"], QUERIES[language]["unseen"]
    first = INTRODUCING[language]
    wanted = {query: set(pages) for query, pages in (seen | unseen).items()}
    assert len(wanted) >= 60
    queries = [*first, *wanted]
    found = dict(zip(queries, ask(reader, language, queries), strict=True))
    assert {query: found[query][0] for query in first} == first
    missed = [query for query, pages in wanted.items() if not pages & {*found[query][:3]}]
    assert len(missed) <= (1 - ENOUGH) * len(wanted), [q for q in missed if q in seen]


def test_a_term_with_a_particle_finds_the_page_that_introduces_it(reader: Page, site: Path) -> None:
    book = json.loads((site / "search" / "book.json").read_text(encoding="utf-8"))
    known = [term for term in book["terms"] if term["page"] and term["words"][0][-1] >= "가"]
    particles = itertools.cycle(PARTICLES.split())
    wanted = {term["words"][0] + next(particles): term["page"] for term in known}
    found = dict(zip(wanted, ask(reader, "ko", list(wanted)), strict=True))
    missed = [query for query, page in wanted.items() if page not in found[query][:4]]
    assert len(wanted) >= 90
    assert len(missed) <= (1 - ENOUGH) * len(wanted), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_gets_an_answer(reader: Page, language: str) -> None:
    found = ask(reader, language, list(BAD))
    for (query, something), pages in zip(BAD.items(), found, strict=True):
        assert something in (bool(pages), None) or language == "en", query[:20]


def typed(page: Page, words: str) -> None:
    """Type into the dialog of the page."""
    page.keyboard.press("/")
    page.locator(".md-search__input").fill(words)
    page.keyboard.press("End")  # the search listens to keys


def test_the_dialog_shows_what_was_found_and_fetches_it_only_then(reader: Page) -> None:
    fetched: list[str] = []
    reader.on("request", lambda request: fetched.append(request.url))
    with reader.expect_response("**/search_index.json") as answer:
        reader.goto(f"/{url('convolution/size.md', 'ko')}")
    assert answer.value.json()["docs"] == []
    typed(reader, "")
    expect(reader.locator(".md-search-result__meta")).to_have_text(re.compile("입력하세요"))
    assert not [one for one in fetched if "book.json" in one or "scoring.js" in one]
    typed(reader, "최대풀링")
    first = reader.locator(".md-search-result__item").first
    expect(first.locator("mark").first).to_have_text("최대")
    assert len([one for one in fetched if "book.json" in one]) == 1
    typed(reader, "&lt;b>")
    expect(reader.locator(".md-search-result__item")).not_to_have_count(0)
    typed(reader, "x" * 10_000)
    expect(reader.locator(".md-search-result__meta")).to_have_text(re.compile("없습니다"))
    typed(reader, "풀ㄹ")
    reader.locator(".md-search-result__item a").first.click()
    reader.wait_for_url(f"**/{url('convolution/pooling.md', 'ko')}*")


def test_the_dialog_says_when_the_book_cannot_be_fetched_and_tries_again(
    browser: Browser, address: str
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503, body="")

    with window(browser, address) as (page, _):
        page.context.route("**/book.json", refuse)
        page.goto(f"/{url('index.md', 'en')}")
        typed(page, "pool")
        first = page.locator(".md-search-result__item").first
        expect(first).to_contain_text("could not fetch")
        page.context.unroute("**/book.json", refuse)
        typed(page, "pooling")
        expect(first).to_contain_text("Pooling · Part one")


def classic(name: str) -> str:
    """A module as a script that needs no module."""
    text = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
    return re.sub(r"^import .*\n|^export ", "", text, flags=re.MULTILINE)


def test_the_search_works_from_a_folder(browser: Browser, site: Path, tmp_path: Path) -> None:
    names = ("words", "scoring", "results", "worker", "here")
    config = json.dumps({"base": ".", "search": "a worker"})
    (tmp_path / "search").mkdir()
    book = (site / "search" / "book.json").read_text(encoding="utf-8")
    (tmp_path / "search" / "book.js").write_text(f"book = {book}", encoding="utf-8")
    html = '<html lang="ko"><meta charset="utf-8">'
    html += f'<script id="__config" type="application/json">{config}</script>'
    for name in names:
        (tmp_path / f"{name}.js").write_text(classic(name), encoding="utf-8")
        html += f'<script src="{name}.js"></script>'
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    (found,) = page.evaluate(ASK, ["최대풀링"])
    assert found[0][0]["location"].startswith(("checked/one-filter/", "convolution/pooling/"))
    page.close()
