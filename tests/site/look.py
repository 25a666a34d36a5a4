"""What can be measured of a page's look, on a phone and on a laptop: `make look` does all pages.

Nothing may be cut off: what is wider than its place scrolls, shows that it does, and can be
reached by the keyboard. Few things need it, and no formula does.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.built import ADDRESSES, url
from tests.site_fixtures import browser_on_built_site, window

PHONES = (360, 390)
WIDTHS = (*PHONES, 1280)
HEIGHT = 844
#: Of all code and outputs, how much may have to scroll on a phone.
MAY_SCROLL = 0.10

MEASURE = """() => {
    const all = selector => [...document.querySelectorAll('article ' + selector)]
        .filter(e => e.getClientRects().length)
    const scrolls = e => e.scrollWidth > e.clientWidth + 1
    const name = e => `${e.className || e.tagName}: ${e.innerText.trim().slice(0, 60)}`
    const boxes = all(':is(.answer, pre > code, .formula, .md-typeset__scrollwrap, div.output)')
    const wide = boxes.filter(scrolls)
    const shows = e => getComputedStyle(e).backgroundImage.includes('gradient') && e.tabIndex == 0
    const inside = e => boxes.some(box => box !== e && box.contains(e))
    const cut = all(':is(pre, .line, table, math, img, p, li, h1, h2, h3, dt, dd)').filter(e =>
        e.getBoundingClientRect().right > innerWidth + 1 && !inside(e))
    const copy = all('.md-code__button')
    const covered = all('.typed > .line').filter(line => {
        const button = line.closest('pre').querySelector('.md-code__button')
        if (!button || button.closest('.output')) return false
        const range = document.createRange()
        range.selectNodeContents(line)
        const place = button.getBoundingClientRect()
        return [...range.getClientRects()].some(r => r.right > place.left && r.left < place.right
            && r.bottom > place.top && r.top < place.bottom)
    })
    return {
        sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        blocks: all('pre').length,
        scrolling: all('pre').filter(pre =>
            [pre, ...pre.querySelectorAll('code, .answer, .line')].some(scrolls)).map(name),
        wide: wide.map(name),
        hidden: wide.filter(e => !shows(e)).map(name),
        formulas: wide.filter(e => e.matches('.formula')).map(name),
        cut: cut.map(name),
        covered: covered.map(name),
    }
}"""


#: How many pixels lie above what comes after the opening, with everything folded.
BEGINS = """() => {
    const next = document.querySelector('.opening + h2')
    return next ? next.getBoundingClientRect().top + scrollY : 0
}"""


UNFOLD = """() => {
    for (const details of document.querySelectorAll('article details')) details.open = true
    return new Promise(done => requestAnimationFrame(() => setTimeout(done)))
}"""
FOLD = "document.querySelectorAll('article details').forEach(details => details.open = false)"


@dataclass
class Look:
    """What was measured of some pages at one width."""

    width: int
    blocks: int = 0
    scrolling: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, page: str, found: dict[str, Any], begins: float) -> None:
        """Take in one page, and how far down its first content is."""
        self.blocks += found["blocks"]
        if found["scrolling"]:
            self.scrolling[page] += len(found["scrolling"])
        if found["sideways"] > 0:
            self.faults.append(f"{page}: scrolls sideways by {found['sideways']} px")
        for fault in ("hidden", "formulas", "cut", "covered"):
            self.faults += [f"{page}: {fault}: {what}" for what in found[fault]]
        if begins > 2 * HEIGHT and self.width in PHONES:
            self.faults.append(f"{page}: begins after {begins / HEIGHT:.1f} screens")

    def __str__(self) -> str:
        """Say how much scrolls, and on which pages most."""
        total = self.scrolling.total()
        share = f"{total} of {self.blocks} blocks scroll ({total / max(self.blocks, 1):.1%})"
        worst = ", ".join(f"{page} {n}" for page, n in self.scrolling.most_common(5))
        return "\n".join([f"{self.width} px: {share}. {worst}", *self.faults])


def look_at(page: Page, addresses: list[tuple[str, str]]) -> Iterator[Look]:
    """Measure pages at each width.

    Args:
        page: A window on the built site.
        addresses: Path and language of each page.

    Yields:
        What was measured, a width after the other.
    """
    looks = {width: Look(width) for width in WIDTHS}
    for path, language in addresses:
        page.goto(f"/{url(path, language)}")
        for width, look in looks.items():
            page.set_viewport_size({"width": width, "height": HEIGHT})
            begins = page.evaluate(BEGINS)
            page.evaluate(UNFOLD)
            look.add(f"{language}/{path}", page.evaluate(MEASURE), begins)
            page.evaluate(FOLD)
    yield from looks.values()


def main() -> None:
    """Look at all pages, or those that are named, and end with 1 if something is wrong."""
    named = sys.argv[1:] or [""]
    addresses = [(page, lang) for page, lang in ADDRESSES if any(name in page for name in named)]
    with browser_on_built_site() as site, window(*site) as (page, problems):
        looks = list(look_at(page, addresses))
    print(*looks, *problems, sep="\n")
    few = all(look.scrolling.total() <= MAY_SCROLL * look.blocks for look in looks)
    sys.exit(0 if few and not problems and not any(look.faults for look in looks) else 1)


if __name__ == "__main__":
    main()
