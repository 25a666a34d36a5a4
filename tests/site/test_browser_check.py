"""The check of a page in the browser: what it says of outputs, and of what goes wrong."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import check_pages
from tests.built import LANGUAGES, url
from tests.pages import PAGES
from tests.site_fixtures import served

#: Pages that are run in the gate; `make check-pages` runs all. One has the known difference, one
#: opens samples, and one records.
SAMPLE = (
    "checked/by-hand.md",
    "checked/two-filters.md",
    "convolution/pooling.md",
    "generating/distributions.md",
)
#: With predictions that are covered.
COVERED = "convolution/pooling.md"
WAIT = 180_000  # milliseconds, for a machine that has much else to do
STATUS = ".book-check [role=status]"


@pytest.fixture(scope="module", autouse=True)
def python(site: Path) -> None:
    """Pages can be checked only where the files of Python could be fetched."""
    if not (site / "assets" / "pyodide").is_dir():
        (pytest.fail if os.environ.get("NEEDS_BROWSER") else pytest.skip)("no Pyodide was fetched")


@pytest.fixture(scope="module")
def session(browser: Browser, address: str) -> Iterator[Page]:
    """A window in which Python has started."""
    page = browser.new_page(base_url=address)
    check_pages.start(page)
    yield page
    page.close()


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A window without a service worker, so that a test can change what is loaded."""
    context = browser.new_context(base_url=address, service_workers="block")
    page = context.new_page()
    yield page
    context.close()


def open_page(page: Page, path: str, language: str) -> None:
    page.goto(f"/{url(path, language)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapters_with_examples_have_the_button(site: Path, language: str) -> None:
    said = {"ko": "이 페이지 검산하기", "en": "Check this page"}[language]
    button = re.compile(rf"<button [^>]*data-check>.*<span>{said} \([1-9]\d?&nbsp;MB\)</span>")
    offering = []
    for page in PAGES:
        html = (site / url(page, language) / "index.html").read_text(encoding="utf-8")
        is_chapter = page.endswith(".md") and not page.startswith("api/") and page != "index.md"
        has_examples = is_chapter and 'data-python="session"' in html
        assert len(button.findall(html)) == has_examples, page
        assert ("javascripts/check.js" in html) == has_examples, page
        offering += [page] * has_examples
    assert set(SAMPLE) <= set(offering)


def test_nothing_is_loaded_before_the_click(reader: Page) -> None:
    loaded: list[str] = []
    reader.on("request", lambda request: loaded.append(request.url))
    open_page(reader, SAMPLE[0], "en")
    reader.wait_for_load_state("networkidle")
    assert any(address.endswith("check.js") for address in loaded)
    assert not [address for address in loaded if "/python/" in address or "pyodide" in address]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", SAMPLE)
def test_the_outputs_of_a_page_are_equal(
    session: Page, site: Path, page: str, language: str
) -> None:
    html = (site / url(page, language) / "index.html").read_text(encoding="utf-8")
    outcomes = check_pages.run(session, html, page, language)
    assert len(outcomes) > 20
    wrong = [one for one in outcomes if not (one.is_equal or one.needs or one.reason)]
    assert wrong == []
    known = {source for path, source in check_pages.KNOWN if path == page}
    assert {
        one.source.split("\n")[0] for one in outcomes if one.reason and not one.is_equal
    } == known


def test_what_a_page_has_not_is_told(session: Page) -> None:
    code = ["input()", "import tensorflow", "x = (1,", "if 1:\n        x = 1\n\ty = 2", "1 / 0"]
    run = """async (code) => {
      await session.forget()
      const results = []
      for (const source of code) results.push(await session.run(source))
      return results.map(({ needs, error }) => needs ?? error.hint ?? error.type)
    }"""
    expected = ["input", "TensorFlow", "unfinished", "tabs", "ZeroDivisionError"]
    assert session.evaluate(run, code) == expected


def test_a_page_is_checked_also_where_the_network_has_gone(browser: Browser, site: Path) -> None:
    """Equal outputs are ticked, others are shown, covered ones stay covered; then all again."""
    with ExitStack() as network:
        address = network.enter_context(served(site))
        page = browser.new_page(base_url=address)
        open_page(page, COVERED, "en")
        shown = page.locator(".answer:not(.covered)").first
        covered = page.locator(".answer.covered").first
        for answer in (shown, covered):
            answer.evaluate("(answer) => { answer.textContent = 'something else' }")
        page.locator("button[data-check]").click()
        expect(page.locator(STATUS)).to_contain_text("outputs equal", timeout=WAIT)
        said = page.locator(STATUS).inner_text()
        equal, total, needing = map(int, re.findall(r"\d+", said)[:3])
        assert (equal, needing) == (
            total - 2,
            page.locator("[data-check-result=TensorFlow]").count(),
        )
        assert page.locator("[data-check-result=equal]").count() == equal
        assert re.search(r"Python 3\.\d+\.\d+ and NumPy 2\.\d+\.\d+ in [\d.]+ s", said)
        expect(shown).to_have_attribute("data-check-result", "differs")
        here = page.locator(".book-difference:visible")
        expect(here).to_have_count(1)
        expect(here).to_contain_text(re.compile("on this machine.*Python.*The book's.*", re.DOTALL))
        covered.click()
        expect(here).to_have_count(2)
    # The server is gone, and the worker begins anew from what was kept.
    session = """async () => {
      const { Session } = await import(document.querySelector("script[src$='check.js']").src
        .replace("check.js", "python/session.js"))
      const session = new Session()
      await session.start()
      return (await session.run("2 ** 10")).output
    }"""
    page.set_default_timeout(WAIT)
    assert page.evaluate(session) == "1024\n"
    page.close()


def hang_up(route: Route) -> None:
    route.abort("connectionreset")


def cut_short(route: Route) -> None:
    route.fulfill(body=route.fetch().body()[:-1000])


def tamper(route: Route) -> None:
    body = bytearray(route.fetch().body())
    body[len(body) // 2] ^= 1
    route.fulfill(body=bytes(body))


@pytest.mark.parametrize(
    ("file", "happens", "said"),
    [
        ("pyodide.asm.wasm", hang_up, "The connection broke off"),
        ("python_stdlib.zip", cut_short, "The connection broke off"),
        ("numpy-*.whl", tamper, "isn't the one this site was built with. Nothing was run."),
        ("worker.js", hang_up, "The connection broke off"),
    ],
)
def test_what_can_not_be_loaded_is_told(
    reader: Page, file: str, happens: Callable[[Route], None], said: str
) -> None:
    reader.route(f"**/{file}", happens)
    open_page(reader, SAMPLE[0], "en")
    button = reader.locator("button[data-check]")
    button.click()
    expect(reader.locator(STATUS)).to_contain_text(said, timeout=WAIT)
    expect(button).to_have_text("Check again")
    assert reader.locator("[data-check-result]").count() == 0


@pytest.mark.parametrize(
    ("lacking", "said"), [("WebAssembly", "WebAssembly"), ("Worker", "워커(worker)")]
)
def test_what_a_browser_lacks_is_told(reader: Page, lacking: str, said: str) -> None:
    reader.add_init_script(f"delete globalThis.{lacking}")
    open_page(reader, SAMPLE[0], "ko")
    reader.locator("button[data-check]").click()
    expect(reader.locator(STATUS)).to_contain_text(f"이 브라우저는 {said}")


def test_stop_ends_the_worker(reader: Page) -> None:
    reader.route("**/*.wasm", lambda route: None)  # which never comes
    open_page(reader, SAMPLE[0], "ko")
    button = reader.locator("button[data-check]")
    button.focus()
    with reader.expect_event("worker") as started:
        reader.keyboard.press("Enter")
    expect(button).to_have_text("멈추기")
    expect(reader.locator(".book-check progress")).to_be_visible()
    with started.value.expect_event("close"):
        reader.keyboard.press("Enter")
    expect(reader.locator(STATUS)).to_have_text("멈췄습니다.")
    expect(button).to_be_focused()
    expect(button).to_have_text("다시 검산하기")
