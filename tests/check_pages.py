"""The examples of all pages in the browser's Python, as "Check this page" runs them.

`python -m tests.check_pages` prints how many give their printed output, which don't, and why.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.built import LANGUAGES, url
from tests.pages import PAGES
from tests.site_fixtures import browser_on_built_site

#: Of the examples that need NumPy and cnnbook alone, how many have to give their printed output.
LEAST = 0.95
#: Where a page's example begins so, why it gives something else there.
KNOWN = {
    (
        "generating/distributions.md",
        "for count in (60, 600, 6000, 60000):",
    ): "np.bincount takes the platform's integers, which have 32 bits there, and random.integers "
    "gives some of 64",
}
START = """async () => {
  const { Session } = await import("/assets/javascripts/python/session.js")
  globalThis.session = new Session()
  return session.start()
}"""
SIZE = '() => import("/assets/javascripts/python/session.js").then(({ size }) => size)'
MEMORY = """async () => {
  const code = "import pyodide_js\\nprint(pyodide_js._module.HEAPU8.length)"
  return Number((await session.run(code)).output)
}"""
RUN = """async (html) => {
  const { runAll } = await import("/assets/javascripts/python/running.js")
  const root = new DOMParser().parseFromString(html, "text/html")
  const outcomes = []
  for await (const { example, result } of runAll(session, root)) {
    outcomes.push({ source: example.source, answer: example.answer, ...result })
  }
  return outcomes
}"""


@dataclass(frozen=True)
class Outcome:
    """What came of an example of a page."""

    page: str
    language: str
    source: str
    said: str
    is_equal: bool
    needs: str | None

    @property
    def reason(self) -> str | None:
        """Why it is known to give something else than its printed output."""
        return KNOWN.get((self.page, self.source.split("\n")[0]))


def start(page: Page) -> dict[str, str]:
    """Start Python in a window of the site; all pages can run in it."""
    page.set_default_timeout(180_000)
    page.goto("/404.html", wait_until="commit")
    versions: dict[str, str] = page.evaluate(START)
    return versions


def run(window: Page, html: str, page: str, language: str) -> list[Outcome]:
    """Run the examples of a page in the window's Python."""
    return [_outcome(found, page, language) for found in window.evaluate(RUN, html)]


def _outcome(found: dict[str, Any], page: str, language: str) -> Outcome:
    error = found["error"]
    # Code without prompts has no output to compare: it may only not fail.
    is_equal = found["equal"] if found["equal"] is not None else error is None
    said = error["text"] if error else found["output"]
    return Outcome(page, language, found["source"], said, is_equal, found["needs"])


def main(pages: Sequence[str]) -> None:
    """Run pages in both languages, and say what came of them and how long it took."""
    outcomes: list[Outcome] = []
    seconds: dict[str, float] = {}
    with browser_on_built_site() as (browser, address):
        context = browser.new_context(base_url=address)
        for visit in ("cold", "warm"):
            window = context.new_page()
            began = time.perf_counter()
            versions = start(window)
            print(f"{time.perf_counter() - began:5.1f} s to the first output, {visit}")
        for page, language in ((page, language) for page in pages for language in LANGUAGES):
            html = window.request.get(f"{address}/{url(page, language)}").text()
            if "data-check>" in html:
                began = time.perf_counter()
                outcomes += run(window, html, page, language)
                seconds[f"{language}/{page}"] = time.perf_counter() - began
        longest = max(seconds, key=seconds.__getitem__)
        print(f"{seconds[longest]:5.1f} s for the examples of the longest page, {longest}")
        print(f"{window.evaluate(SIZE) / 1e6:5.1f} MB to load at the click")
        print(f"{window.evaluate(MEMORY) / 1e6:5.0f} MB of memory for Python in the end")
    print(f"\nComputed by {versions}:")
    _report(outcomes)


def _report(outcomes: list[Outcome]) -> None:
    alone = [one for one in outcomes if not one.needs]
    equal = sum(one.is_equal for one in alone)
    print(
        f"{len(outcomes)} examples; {len(outcomes) - len(alone)} need more than NumPy and cnnbook"
    )
    print(f"{equal} of the other {len(alone)} give their printed output: {equal / len(alone):.1%}")
    for one in (one for one in alone if not one.is_equal):
        print(f"\n{one.language}/{one.page}: {one.reason or 'for no known reason'}")
        print(f">>> {one.source}\n{one.said}")
    if equal < LEAST * len(alone) or not all(one.is_equal or one.reason for one in alone):
        sys.exit(1)


if __name__ == "__main__":
    # The short form sees that all of it runs.
    short = [page for page in PAGES if page.startswith("checked/")]
    main(short if "--short" in sys.argv else PAGES)
