"""The scripts by themselves: their texts, and that the browser's judge says what Python's does."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cnnbook import exercises
from cnnbook.answers import judging
from cnnbook.exercises import Exercise
from tests import answer_spellings as spellings
from tests.site_fixtures import ROOT, served

ALL = [exercise for chapter in exercises.chapters() for exercise in exercises.load(chapter)]
JUDGE_AT = "/assets/javascripts/judge.js"
PROGRESS_AT = "/assets/javascripts/progress.js"
WORDS = ROOT / "docs" / "theme" / "assets" / "javascripts" / "words"
#: The names of an element's texts in each language, each with the gaps that its text has.
TEXTS = """async (address) => {
    const texts = (words, path) => Object.entries(words).flatMap(([name, text]) =>
        typeof text == 'object' ? texts(text, path + name + '.')
                                : path + name + [...String(text).matchAll(/{\\w+}/g)].sort())
    const [words] = Object.values(await import(address))
    return [texts(words.ko, ''), texts(words.en, '')]
}"""
JUDGE = """async ([address, cases]) => {
    const { judge } = await import(address)
    return cases.map(([text, answer, mistakes]) => judge(text, answer, mistakes))
}"""


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """A page beside the scripts as they lie in the theme."""
    with served(ROOT / "docs" / "theme") as address:
        page = browser.new_page(base_url=address)
        page.goto(JUDGE_AT)
        yield page
        page.close()


def texts(exercise: Exercise, chance: random.Random) -> Iterator[str]:
    """Answers to an exercise: right, the recorded mistakes, other mistakes, and nonsense."""
    for answer in [exercise.answer, *(mistake.answer for mistake in exercise.mistakes)]:
        spelled = list(spellings.of(answer, chance))
        yield from chance.sample(spelled, 5)
        yield from spellings.damaged(chance.choice(spelled), chance)
    for answer in spellings.wrong(exercise.answer, chance):
        yield chance.choice(list(spellings.of(answer, chance)))
    yield from ("", " ", "[]", "yes", "0", "1e400/1e400", "-" * 30, "＜script＞", "1" * 2001)


def test_both_judges_agree_on_thousands_of_answers(scripts: Page) -> None:
    chance = random.Random(16)
    cases: list[tuple[str, str, list[str]]] = []
    for exercise in ALL:
        mistakes = [mistake.answer for mistake in exercise.mistakes]
        cases += [(text, exercise.answer, mistakes) for text in texts(exercise, chance)]
    assert len(cases) > 5000
    found: list[dict[str, Any]] = scripts.evaluate(JUDGE, [JUDGE_AT, cases])
    seen = set()
    for case, browser in zip(cases, found, strict=True):
        python = judging.judge(*case)
        seen.add(python.kind)
        assert browser == {
            "kind": python.kind,
            "mistake": python.mistake,
            "details": python.details,
            "convention": python.convention,
        }, case
    assert len(seen) > 15


@pytest.mark.parametrize(
    ("text", "solved", "trouble"),
    [
        ('{"version": 1, "solved": ["a-1", "b"]}', ["a-1", "b"], None),
        ('{"version": 1, "solved": ["a", "<b>", null, {}, "A"], "more": 2}', ["a"], None),
        ('{"version": 1, "solved": ', [], "damaged"),
        ('{"version": 1, "solved": {"a": 1}}', [], "damaged"),
        ('{"version": "1", "solved": ["a"]}', [], "damaged"),
        ("[1, 2]", [], "damaged"),
        ("null", [], "damaged"),
        ('{"version": 2}', [], "foreign"),
    ],
)
def test_stored_progress_is_read_as_far_as_it_makes_sense(
    scripts: Page, text: str, solved: list[str], trouble: str | None
) -> None:
    parsed = """async ([address, text]) => {
        const { solved, trouble } = (await import(address)).parse(text)
        return [[...solved], trouble]
    }"""
    assert scripts.evaluate(parsed, [PROGRESS_AT, text]) == [solved, trouble]


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("True", "words"),
        ("[True, False]", "words"),
        ("-1.5", "number"),
        ("[1, 2]", "list"),
        ("[[6, 6, 4], 104]", "rows"),
        ("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "blocks"),
    ],
)
def test_a_field_suits_its_answer(scripts: Page, answer: str, form: str) -> None:
    asked = "async ([address, answer]) => (await import(address)).formOf(answer)"
    assert scripts.evaluate(asked, [JUDGE_AT, answer]) == form


@pytest.mark.parametrize("element", [path.stem for path in sorted(WORDS.iterdir())])
def test_an_element_has_the_same_texts_in_both_languages(scripts: Page, element: str) -> None:
    korean, english = scripts.evaluate(TEXTS, f"/assets/javascripts/words/{element}.js")
    assert sorted(korean) == sorted(english)
    assert korean
