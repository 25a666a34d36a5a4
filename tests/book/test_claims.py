"""A sentence that claims a behaviour is shown by code, or says which test or page shows it."""

import pytest

from making.paths import LANGUAGES
from making.proof.claims import unshown
from making.proof.marks import evaluate
from making.proof.source import DOCS, SHOWN, pages, split, units_of
from making.steps.marks import strip


@pytest.mark.parametrize("page", pages())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_of_a_page_is_shown(language: str, page: str) -> None:
    assert list(map(str, unshown(units_of(DOCS / language / page), language))) == []


def test_every_mark_names_what_is_there() -> None:
    """Also where code would have shown the sentence."""
    marks = {
        (mark, unit.place)
        for language in LANGUAGES
        for page in pages()
        for unit in units_of(DOCS / language / page)
        for mark in unit.marks
        if mark.startswith(SHOWN)
    }
    assert marks
    found = {place: said(f"It never fails.\n<!-- {mark} -->") for mark, place in marks}
    assert {place: lines for place, lines in found.items() if lines} == {}


CODE = "\n\n```python\n>>> {}\n```\n"
TEST = "tests/book/test_claims.py::test_every_claim_of_a_page_is_shown"


def said(sentence: str, code: str = "", page_code: str = "", heading: str = "## It") -> list[str]:
    """What is found in a chapter with a sentence, code under its heading, and code elsewhere."""
    text = f"# Title\n\nIt is never wrong.\n\n## What you need first\n\nKeras.\n\n{heading}\n\n"
    text += sentence + (CODE.format(code) if code else "")
    text += f"\n\n## Other\n{CODE.format(page_code)}" if page_code else ""
    return [problem.message for problem in unshown(split(list(enumerate(text.split("\n")))), "en")]


@pytest.mark.parametrize(
    ("sentence", "code", "page_code", "shown"),
    [
        ("It never ends.", "", "", False),
        ("It never ends.", "1", "", True),
        ("It never ends.", "", "1", False),  # under its own heading
        ("Keras adds 1.", "1", "", False),
        ("Keras adds 1.", "", "tf.nn", True),  # on its page
        ("Keras refuses it.", "", "tf.nn", False),
        ("Keras refuses it.", "tf.nn", "", True),
        ("Keras and PyTorch add 1.", "tf.nn", "", False),
        ("Keras and PyTorch add 1.", "tf.nn", "pytorch", True),
        ("See [it](#what-never-ends).", "", "", True),  # an address says nothing
        ("It ends.", "", "", True),
    ],
)
def test_code_shows_a_claim(sentence: str, code: str, page_code: str, shown: bool) -> None:
    assert (said(sentence, code, page_code) == []) is shown


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (TEST, None),
        ("tests/book/test_claims.py::test_nothing", "there is no test"),
        ("tests/book/test_nothing.py::test_it", "there is no test"),
        ("convolution/conventions.md", None),
        ("convolution/nothing.md", "there is no page"),
        ("checked/by-hand.md", "no code on checked/by-hand.md uses PyTorch"),
    ],
)
def test_a_mark_shows_a_claim(mark: str, message: str | None) -> None:
    found = said(f"PyTorch never does.\n<!-- shown: {mark} -->")
    assert len(found) == (message is not None)
    assert not message or message in found[0]


def test_what_announces_and_what_sums_up() -> None:
    for heading in ("## Predict first", "## What comes next"):
        assert said("Keras never does.", heading=heading) == []
    assert said("Keras never does.", page_code="tf.nn", heading="## Summary") == []
    assert said("Keras never does.", page_code="1", heading="## Summary")
    assert unshown(split([(1, "# No chapter"), (2, ""), (3, "Keras never does.")]), "en") == []


def test_the_message_says_how_to_mend_it() -> None:
    (message,) = said("PyTorch never does.")
    assert message.startswith("no code under this heading shows what the sentence with “never, ")
    assert "`<!-- shown: tests/" in message


def test_a_mark_is_not_for_readers_and_proves_no_number() -> None:
    assert evaluate(f"{SHOWN} {TEST}", {}) == []
    assert strip(f"It never ends.\n<!-- shown: {TEST} -->\n\nMore.") == "It never ends.\n\nMore."
