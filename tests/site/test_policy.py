"""The content security policy: what it allows, where it stands, and that a browser keeps to it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from making import policy
from tests.site_fixtures import window

# As `openssl dgst -sha256 -binary | base64` has them.
GO = "'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"
HEAD = '<head>\n<meta charset="utf-8">'


def rules(html: str) -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in policy.policy(html).split("; "))


def test_what_is_written_into_the_page_is_allowed_by_its_digest() -> None:
    html = f'{HEAD}<script>go()</script><p>text<script type="module">go()</script>'
    assert rules(html)["script-src"] == f"'self' {GO}"
    assert rules(html)["style-src"] == "'self'"
    assert rules("<style>go()</style>")["style-src"] == f"'self' {GO}"
    assert rules("<script>go( )</script>")["script-src"] not in ("'self'", f"'self' {GO}")


@pytest.mark.parametrize(
    "script",
    ['<script src="a.js"></script>', '<script id="a" type="application/json">go()</script>'],
)
def test_other_files_and_data_need_none(script: str) -> None:
    assert rules(script)["script-src"] == "'self'"


def test_it_stands_before_all_that_it_governs() -> None:
    html = policy.declare(f"{HEAD}<title>a</title></head><script>go()</script>")
    assert html.index("Content-Security-Policy") < html.index("<title>")
    assert GO in html
    for late in ("<head></head>", f"<script>go()</script>{HEAD}"):
        with pytest.raises(ValueError, match="must begin with"):
            policy.declare(late)


def test_every_page_has_one(site: Path) -> None:
    """The page that stands for missing ones included, which writes the other language's."""
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert len(pages) > 90
    assert not [page[:200] for page in pages if "Content-Security-Policy" not in page[:200]]
    korean, english = (site / name / "404.html" for name in ("", "en"))
    allowed, needed = (rules(path.read_text())["script-src"].split() for path in (korean, english))
    assert set(needed) <= set(allowed)


def test_the_page_of_the_other_language_works_where_one_is_missing(
    browser: Browser, address: str
) -> None:
    with window(browser, address) as (page, problems):
        page.goto("/en/nowhere/", wait_until="networkidle")
        expect(page.locator("html")).to_have_attribute("lang", "en")
    assert [problem for problem in problems if "404" not in problem] == []


ATTACK = """<script>document.title = "changed"</script>
<img src="nowhere.png" onerror="document.title = 'changed'">
<style>body { display: none }</style>"""


def attacked(page: Page, *, without: bool = False) -> tuple[str, str]:
    """Put scripts and a style into the home page on its way, and see what becomes of them."""

    def put(route: Route) -> None:
        answer = route.fetch()
        html = answer.text().replace("</body>", f"{ATTACK}</body>")
        if without:
            html = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        route.fulfill(body=html, content_type="text/html")

    page.route("**/", put)
    page.goto("/", wait_until="networkidle")
    shown: str = page.evaluate("getComputedStyle(document.body).display")
    return page.title(), shown


def test_a_script_that_was_put_into_a_page_does_not_run(browser: Browser, address: str) -> None:
    with window(browser, address) as (page, problems):
        title, shown = attacked(page)
        assert title != "changed"
        assert shown != "none"
        for _ in range(50):  # what the browser says of it may come later than the page
            if sum("Content Security Policy" in problem for problem in problems) >= 3:
                break
            page.wait_for_timeout(100)
        else:
            pytest.fail(f"nothing was refused: {problems}")
    with window(browser, address) as (page, _):
        assert attacked(page, without=True) == ("changed", "none")
