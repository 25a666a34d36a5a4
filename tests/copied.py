"""Run what readers copy of the pages, in fresh processes: `make copied`.

The last button of each page of both languages is pressed in Chromium. What is in the clipboard
then runs by itself where only the built wheel has `cnnbook`, and prints what the page shows.
"""

import doctest
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

from making.notebooks.kernel import KERNEL
from making.wheel import wheel
from tests.built import ADDRESSES, url
from tests.examples import FLAGS
from tests.site_fixtures import browser_on_built_site, window

BUTTON = "button[data-clipboard-text]:visible"
#: What a page shows of its examples: [answer, raises] each.
ANSWERS = """async () => {
    const { listings } = await import("/assets/javascripts/listings.js")
    const own = listings().filter(({ scope }) => !scope)
    return own.flatMap(({ examples }) => examples.map(({ answer, raises }) => [answer, raises]))
}"""
#: The name of an error without its module, and its message.
ERROR = re.compile(r"^(?:\w[\w.]*\.)?(\w+(?::|$).*)", flags=re.DOTALL | re.MULTILINE)
#: A training comes out as on the page with one thread and the reference kernels.
SETTINGS = KERNEL | {"MPLBACKEND": "agg"}


def install_wheel(folder: Path) -> None:
    """Put into a folder what the wheel holds."""
    with zipfile.ZipFile(wheel()) as archive:
        archive.extractall(folder)


def run(script: str, installed: Path) -> str:
    """Run a script as somebody who pastes it, and return what it prints, or how it failed."""
    done = subprocess.run(
        [sys.executable, "-"],
        input=script,
        cwd=installed,  # which comes before the checkout
        env=os.environ | SETTINGS,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr


def is_shown(answers: Iterable[tuple[str, bool]], printed: str) -> bool:
    """Say whether a script printed what a page shows, all of it and nothing else."""
    shown = (ERROR.findall(answer)[-1] if raises else answer for answer, raises in answers)
    want = "\n".join(filter(None, shown))
    return doctest.OutputChecker().check_output(f"{want}\n", printed, FLAGS)


def copied(page: Page, address: str) -> tuple[str, list[tuple[str, bool]]] | None:
    """Press the last button of a page; return what is copied, and what the page shows."""
    page.goto(address)
    if not page.locator(BUTTON).count():
        return None
    page.locator(BUTTON).last.press("Enter")
    return page.evaluate("navigator.clipboard.readText()"), page.evaluate(ANSWERS)


def body(script: str) -> str:
    """What runs of a script: all below the title and the address, which differ by language."""
    return script.split("\n\n", 1)[-1]


def main() -> None:
    """Run what is copied of all pages, or of some; a page that is alike in both languages once."""
    named = sys.argv[1:]
    places = [place for place in ADDRESSES if not named or any(n in place[0] for n in named)]
    printed: dict[str, str] = {}
    failed = 0
    with tempfile.TemporaryDirectory() as folder, browser_on_built_site() as (browser, address):
        install_wheel(Path(folder))
        with window(browser, address) as (page, _):
            for path, language in places:
                if not (found := copied(page, f"/{url(path, language)}")):
                    continue
                script, answers = found
                code = body(script)
                if code not in printed:
                    printed[code] = run(script, Path(folder))
                is_equal = is_shown(answers, printed[code])
                print(f"{path:34} {language} {'equal' if is_equal else 'differs'}", flush=True)
                if not is_equal:
                    failed += 1
                    print(printed[code])
    print(f"{failed} differ")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
