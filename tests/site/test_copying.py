"""What "copy everything up to here" leaves in the clipboard runs by itself."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.built import ADDRESSES, LANGUAGES, url
from tests.copied import body, copied, install_wheel, is_shown, run
from tests.site_fixtures import window

#: As far as the first listing that needs more than NumPy: [page, script, answers] each.
SCRIPTS = """async ([addresses, others]) => {
    const { chapter, script } = await import("/assets/javascripts/copying.js")
    return Promise.all(addresses.map(async (address) => {
        const html = await (await fetch(address)).text()
        const page = new DOMParser().parseFromString(html, "text/html")
        const all = chapter(page)
        const end = all.findIndex(({ element }) => new RegExp(others).test(element.textContent))
        const own = end < 0 ? all : all.slice(0, end)
        const answers = own.flatMap(({ examples }) => examples)
        return [script(own, page), answers.map(({ answer, raises }) => [answer, raises])]
    }))
}"""
#: What takes seconds to import.
OTHERS = r"\b(tensorflow|keras|scipy|skimage|models|matplotlib|plots)\b"
#: One process for all of them, each with names of its own, as if it began anew.
RUN = """
import contextlib, io, json, sys
for script in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    print(json.dumps(printed.getvalue()))
"""
MARKDOWN = [
    (page, language)
    for page, language in ADDRESSES
    if page.endswith(".md") and not page.startswith("api/")
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel brings."""
    folder = tmp_path_factory.mktemp("installed")
    install_wheel(folder)
    return folder


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Page]:
    with window(browser, address) as (page, problems):
        yield page
    assert problems == []


def test_scripts_of_all_pages_print_what_the_pages_show(reader: Page, installed: Path) -> None:
    reader.goto("/404.html")
    addresses = [f"/{url(*place)}" for place in MARKDOWN]
    found = reader.evaluate(SCRIPTS, [addresses, OTHERS])
    shown = {body(script): answers for script, answers in found}  # both languages' are alike
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([*shown]),
        cwd=installed,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for (code, answers), line in zip(shown.items(), done.stdout.splitlines(), strict=True):
        assert is_shown(answers, json.loads(line)), code
    assert sum(len(answers) for answers in shown.values()) > 500


@pytest.mark.parametrize(
    ("path", "language"), [("convolution/one-dimension.md", "ko"), ("source-mistakes.md", "en")]
)
def test_what_is_copied_runs_in_a_fresh_process(
    reader: Page, installed: Path, path: str, language: str
) -> None:
    script, answers = copied(reader, f"/{url(path, language)}") or ("", [])
    assert re.match(rf"# .+\n# http\S+/{url(path, language)}\n\nimport numpy as np\n", script)
    assert "\nexcept ValueError as error:\n" in script or language == "en"
    assert is_shown(answers, run(script, installed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_listing_copies_what_is_above_it(reader: Page, language: str) -> None:
    reader.goto(f"/{url('checked/one-filter.md', language)}")
    label = {"ko": "여기까지 모두 복사", "en": "Copy everything up to here"}[language]
    buttons = reader.get_by_role("button", name=label)
    solutions = reader.locator("details.success [data-python]").count()
    assert buttons.count() == reader.locator("[data-python]").count() - solutions > 10
    scripts = buttons.evaluate_all(
        "(all) => all.map((button) => { button.click(); return button.dataset.clipboardText })"
    )
    for above, script in pairwise(scripts):
        assert script.startswith(above.rstrip())
    buttons.nth(1).focus()
    reader.keyboard.press("Enter")
    assert reader.evaluate("navigator.clipboard.readText()") == scripts[1]
    said = {"ko": "클립보드에 복사됨", "en": "Copied to clipboard"}[language]
    expect(reader.get_by_text(said)).to_be_visible()


def test_a_notebook_copies_its_folded_cells_and_no_magic(reader: Page) -> None:
    script, _ = copied(reader, f"/{url('training/preparing-data.ipynb', 'ko')}") or ("", [])
    assert script.split("\n\n")[1].startswith("import ")
    assert "%matplotlib" not in script
    folded = reader.locator(".folded-code [data-python] .line").all_text_contents()
    assert len(folded) > 10
    assert all(line in script for line in folded if "%matplotlib" not in line)
    compile(script, "script", "exec")
