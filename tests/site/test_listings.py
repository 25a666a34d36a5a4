"""The Python that the theme's scripts find on a page is the Python of its source."""

import doctest
from collections.abc import Iterator

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser

from cnnbook import exercises
from making.notebooks import running
from making.notebooks.outputs import UNSEEN, form, seen
from making.steps.exercises import PLACE
from tests.built import ADDRESSES, url
from tests.examples import docstrings, pages
from tests.pages import text_of
from tests.site_fixtures import ROOT

#: Every page without opening it; an example as (scope, kind, source, answer, raises).
FIND = """async (addresses) => {
    const { listings } = await import("/assets/javascripts/listings.js")
    return Promise.all(addresses.map(async (address) => {
        const html = await (await fetch(address)).text()
        const page = new DOMParser().parseFromString(html, "text/html")
        return listings(page).flatMap(({ kind, scope, examples }) =>
            examples.map(({ source, answer, raises }) =>
                [scope?.className ?? "", kind, source, answer, raises]))
    }))
}"""
Found = tuple[str, str, str, str, bool]


@pytest.fixture(scope="module")
def found(browser: Browser, address: str) -> Iterator[dict[tuple[str, str], list[Found]]]:
    """The examples of every page, as a browser finds them."""
    page = browser.new_page()
    page.goto(f"{address}/404.html")
    results = page.evaluate(FIND, [f"{address}/{url(*place)}" for place in ADDRESSES])
    yield {
        place: [(*example,) for example in examples]
        for place, examples in zip(ADDRESSES, results, strict=True)
    }
    page.close()


def expected(page: str, language: str) -> list[Found]:
    """The examples of a page's source: its own, then those of its exercises' solutions."""
    path = ROOT / "docs" / language / page
    if path.suffix == ".ipynb":
        cells = running.executed(path).cells
        own = [("", "cell", *cell(c)) for c in cells if c.cell_type == "code" and is_shown(c)]
    else:
        parsed = (example.parsed for example in pages.parse(path).examples())
        own = [("", "session", *statement(e)) for e in parsed if isinstance(e, doctest.Example)]
    return own + [
        ("success", "session", *statement(example))
        for chapter in PLACE.findall(text_of(path))
        for exercise in exercises.load(chapter)
        for example in doctest.DocTestParser().get_examples(exercise.code)
    ]


def statement(example: doctest.Example) -> tuple[str, str, bool]:
    answer = example.want.replace("<BLANKLINE>", "").rstrip("\n")
    return example.source.rstrip("\n"), answer, example.exc_msg is not None


def is_shown(cell: NotebookNode) -> bool:
    return not UNSEEN.intersection(cell.metadata.get("tags", []))


def cell(cell: NotebookNode) -> tuple[str, str, bool]:
    texts = (
        output.text if "text" in output else output.data["text/plain"]
        for output in seen(cell.outputs)
        if "text" in output or form(output.data) == "text/plain"
    )
    return cell.source, "\n".join(filter(None, (text.strip("\n") for text in texts))), False


BOOK = [place for place in ADDRESSES if not place[0].startswith("api/")]


@pytest.mark.parametrize(("page", "language"), BOOK)
def test_the_scripts_find_what_the_source_holds(
    found: dict[tuple[str, str], list[Found]], page: str, language: str
) -> None:
    assert found[page, language] == expected(page, language)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_examples_of_docstrings_are_found_and_belong_to_their_function(
    found: dict[tuple[str, str], list[Found]], language: str
) -> None:
    written = {
        ("doc doc-contents", "session", *statement(example.parsed))
        for path in sorted((ROOT / "cnnbook").rglob("*.py"))
        for example in docstrings.parse(path).examples()
    }
    api = [example for place in set(ADDRESSES) - set(BOOK) for example in found[place]]
    assert len(api) > 300
    for scope, *example in api:
        assert (" ".join(scope.split()[:2]), *example) in written
