"""Measure the pages with Lighthouse and axe-core: `make measure-pages`.

Lighthouse looks at a page of each kind, in both languages; axe-core at all of them, or at those
that are named, in both themes, on a phone and wide.
"""

import sys
from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.built import ADDRESSES, url
from tests.measure import axe, lighthouse, packages
from tests.site_fixtures import browser_on_built_site, chromium, window

TEXT = "convolution/one-dimension.md"
#: The home page, a chapter of text, one that was a notebook, and the one that shows the stepper.
KINDS = ("index.md", TEXT, "inside/weights.ipynb", "checked/one-filter.md")
#: Bytes of a text chapter's first view, compressed.
MOST = 120_000


def main() -> None:
    """Print a table, and end with 1 if a bar isn't met."""
    named = sys.argv[1:] or [""]
    addresses = [(page, lang) for page, lang in ADDRESSES if any(name in page for name in named)]
    try:
        packages.installed(lighthouse=True)
        script = axe.source()
    except packages.MissingError as error:
        sys.exit(str(error))
    with browser_on_built_site() as (browser, address):
        missed = [
            *_by_lighthouse([place for place in addresses if place[0] in KINDS], address),
            *_by_axe(addresses, browser, address, script),
        ]
    print(*missed or ["Every bar is met."], sep="\n")
    sys.exit(1 if missed else 0)


def _by_lighthouse(addresses: list[tuple[str, str]], address: str) -> Iterator[str]:
    """Print what Lighthouse measures, and yield what isn't met."""
    print(*lighthouse.BARS, "KB", "slowdown", "page", sep="  ", flush=True)
    browser = chromium() or ""  # which runs already
    for page, language in addresses:
        report = lighthouse.measured(f"{address}/{url(page, language)}", browser)
        where = f"{language}/{page}"
        columns = [f"{report.scores[name]:>{len(name)}}" for name in lighthouse.BARS]
        columns += [f"{report.bytes / 1000:.1f}", f"{report.slowdown:.1f}×", where]
        print(*columns, sep="  ", flush=True)
        if report.misses:
            yield f"{where}: {', '.join(report.misses)} too low: {'; '.join(report.faults)}"
        if page == TEXT and report.bytes > MOST:
            yield f"{where}: {report.bytes} bytes in the first view, more than {MOST}"


def _by_axe(
    addresses: list[tuple[str, str]], browser: Browser, address: str, script: str
) -> Iterator[str]:
    """Yield what axe-core finds, and print how much it looked at."""
    for page, language in addresses:
        for variant in axe.VARIANTS:
            with window(browser, address) as (reader, problems):
                found = [*axe.faults(reader, script, f"/{url(page, language)}", *variant)]
            yield from (f"{language}/{page}, {', '.join(variant)}: {it}" for it in found + problems)
    print(f"axe-core looked at {len(addresses)} pages in {len(axe.VARIANTS)} ways.", flush=True)


if __name__ == "__main__":
    main()
