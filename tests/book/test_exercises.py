"""Every solution runs to its accepted answer, and every exercise stands on its page."""

import ast
import doctest
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnbook import exercises
from cnnbook.answers.judging import judge
from cnnbook.exercises import Exercise, Mistake
from making.steps.exercises import show
from making.steps.progress import goals_of
from tests.examples import FLAGS
from tests.pages import ENGLISH, KOREAN, PAGES, text_of

CHAPTERS = [page for page in PAGES if not page.startswith("api/")]
ALL = [exercise for chapter in exercises.chapters() for exercise in exercises.load(chapter)]


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal; numbers may differ as floats do."""
    try:
        return np.shape(one) == np.shape(other) and np.allclose(
            np.asarray(one, float), np.asarray(other, float), rtol=1e-6
        )
    except (TypeError, ValueError):
        return bool(one == other)


def agrees(shown: str, exact: Any) -> bool:
    """Whether an answer that is written down shows an exact one, rounded from three decimals on."""
    written = ast.literal_eval(shown)
    halves = [0.5 * 10.0 ** -len(digits) for digits in re.findall(r"\.(\d{3,})", shown)]
    try:
        return np.shape(written) == np.shape(exact) and np.allclose(
            np.asarray(written, float), np.asarray(exact, float), 1e-6, min(halves, default=1e-9)
        )
    except (TypeError, ValueError):
        return bool(written == exact)


def solve(exercise: Exercise) -> dict[str, Any]:
    """Run the solution alone, compare what it prints, and return its names, `answer` among them."""
    names: dict[str, Any] = {}
    test = doctest.DocTestParser().get_doctest(exercise.code, names, exercise.id, None, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test, out=report.append, clear_globs=False)
    assert not report, "".join(report)
    return test.globs


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_the_solution_leads_to_the_accepted_answer(exercise: Exercise) -> None:
    assert same(solve(exercise)["answer"], ast.literal_eval(exercise.answer))


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_each_mistake_is_what_its_code_makes(exercise: Exercise) -> None:
    names = solve(exercise)
    for mistake in exercise.mistakes:
        made = dict(names)
        exec(mistake.code, made)
        assert agrees(mistake.answer, made["answer"]), (
            f"{exercise.id}: `{mistake.code}` makes {made['answer']}, "
            f"but the mistake's answer is written as {mistake.answer}"
        )


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_the_rounding_that_a_question_allows_is_right_and_no_mistake_is(exercise: Exercise) -> None:
    mistakes = [mistake.answer for mistake in exercise.mistakes]
    # Of 0.00225 four decimals would leave two digits.
    long = r"\d+\.(?!00)\d{5,}"
    rounded = re.sub(long, lambda m: f"{float(m[0]):.4f}", exercise.answer)
    for answer in (exercise.answer, rounded):
        assert judge(answer, exercise.answer, mistakes).kind == "right"
    for i, mistake in enumerate(mistakes):
        assert judge(mistake, exercise.answer, mistakes).mistake == i, mistake


def test_a_wrong_mistake_is_seen() -> None:
    assert agrees("[-3, 5, 7]", [-3, 5, 7])
    assert not agrees("[-3, 5, 3]", [-3, 5, 7])
    assert agrees("0.6021", 0.60206)
    assert not agrees("0.6022", 0.60206)
    assert not agrees("0.6", 0.62)
    assert not agrees("[1, 2]", [1, 2, 3])


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_wrong_answers_are_wrong_and_differ(exercise: Exercise) -> None:
    answers = [exercise.answer, *(mistake.answer for mistake in exercise.mistakes)]
    assert len(answers) > 1
    for i, one in enumerate(answers):
        for other in answers[:i]:
            assert not same(ast.literal_eval(one), ast.literal_eval(other))


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_formulas_are_equal_in_both_languages(exercise: Exercise) -> None:
    def formulas(text: str) -> list[str]:
        return re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", text, flags=re.DOTALL)

    korean, english = exercise.words["ko"], exercise.words["en"]
    for part in ("question", "solution"):
        assert formulas(getattr(korean, part)) == formulas(getattr(english, part))


def test_ids_are_unique() -> None:
    assert [name for name, n in Counter(e.id for e in ALL).items() if n > 1] == []


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_a_chapter_has_its_exercises_on_its_page(chapter: str) -> None:
    assert len(exercises.load(chapter)) >= 4
    (page,) = (page for page in CHAPTERS if Path(page).stem == chapter)
    for folder in (KOREAN, ENGLISH):
        assert text_of(folder / page).count(f"<!-- exercises: {chapter} -->") == 1


#: Goals that no exercise tests, counted from 1: what is explained, built or looked at.
UNTESTED = {
    "activations": {4},
    "axes": {4},
    "dense-or-convolution": {4},
    "feature-maps": {3, 4},
    "from-scratch": {4},
    "functional-api": {1},
    "gan-game": {3, 4},
    "going-further": {4},
    "keras-and-dropout": {1, 4},
    "one-filter": {3},
    "pooling": {4},
    "transposed": {4},
    "two-dimensions": {4},
    "two-filters": {3},
    "what-it-looks-at": {1, 3},
}


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_every_exercise_tests_goals_of_its_chapter(chapter: str) -> None:
    (page,) = (page for page in CHAPTERS if Path(page).stem == chapter)
    goals = [
        goals_of(text_of(folder / page), language)
        for folder, language in ((KOREAN, "ko"), (ENGLISH, "en"))
    ]
    assert len(goals[0]) == len(goals[1]) >= 3
    assert all(exercise.goals for exercise in exercises.load(chapter))
    tested = {goal for exercise in exercises.load(chapter) for goal in exercise.goals}
    assert tested.isdisjoint(UNTESTED.get(chapter, set()))
    assert tested | UNTESTED.get(chapter, set()) == set(range(1, len(goals[0]) + 1))


def test_an_unknown_chapter_is_named() -> None:
    with pytest.raises(ValueError, match="no exercises for 'nowhere'; there are some for"):
        exercises.load("nowhere")


@pytest.mark.parametrize("language", exercises.LANGUAGES)
@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_a_reader_is_told_what_wrong_answers_reveal(exercise: Exercise, language: str) -> None:
    solution, told = show(1, exercise, language).split("??? failure ")
    assert exercise.words[language].title in solution
    for mistake in exercise.mistakes:
        meaning = mistake.meaning[language].split("\n")[0]  # a mark may stand under it
        line = next(line for line in told.splitlines() if meaning in line)
        shown, meant = (
            [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
            for text in (line.split("`")[1], mistake.answer)
        )
        assert np.allclose(shown, meant, rtol=1e-5, atol=0)


def test_long_decimals_of_wrong_answers_are_rounded() -> None:
    mistake = Mistake("[-1.3862943611198906, 2.63100941]", "", {"en": "The sign is wrong."})
    shown = show(1, replace(ALL[0], mistakes=(mistake,)), "en")
    meaning = '<span data-mistake="0">The sign is wrong.</span>'
    assert f"- `[-1.38629, 2.63100941]`: {meaning}" in shown
