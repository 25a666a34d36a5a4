"""A number of a sentence comes from an equation, from code near it, or from a mark under it."""

from pathlib import Path

import pytest

from cnnbook import exercises
from making.paths import LANGUAGES
from making.proof.evidence import numbers_of_code
from making.proof.exercise import units_of_exercise
from making.proof.marking import into_markdown, into_notebook
from making.proof.marks import COMPUTED, evaluate, loose_calculations, problems
from making.proof.origins import bind
from making.proof.page import Page, judge, judge_path, literals, values_of
from making.proof.source import DOCS, Unit, pages, split, units_of
from making.proof.suggest import suggest
from making.steps.marks import strip
from tests.examples import pages as sybil


#: Pages that carry marks: every number of theirs must be proven.
@pytest.mark.parametrize("page", pages())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_page_is_proven(language: str, page: str) -> None:
    """Sybil computes the marks of Markdown pages; here they are those of notebooks."""
    path = DOCS / language / page
    if path.suffix == ".ipynb":
        assert list(map(str, judge_path(path))) == []
        return
    computed = [u for u in units_of(path) if any(m.startswith(COMPUTED) for m in u.marks)]
    found = judge(Page.of(units_of(path), language), {})
    left = {unit.place for unit in computed}
    assert [str(problem) for problem in found if problem.place not in left] == []


@pytest.mark.parametrize("chapter", exercises.chapters())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_exercises_is_proven(language: str, chapter: str) -> None:
    found = []
    for exercise in exercises.load(chapter):
        page = Page.of(units_of_exercise(chapter, exercise, language), language)
        found += judge(page, values_of(page))
    assert list(map(str, found)) == []


def units(text: str) -> list[Unit]:
    return split(list(enumerate(text.split("\n"), 1)))


def loose(text: str) -> list[str]:
    return [one.figure.text for _, bound in bind(units(text)) for one in bound if not one.origin]


CODE = "\n\n```python\n>>> weights.size\n288\n>>> (3, 28, 28)\n(3, 28, 28)\n```\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are 288 weights.", []),
        ("There are 289 weights.", ["289"]),
        ("It sees (3, 28, 28).", []),
        ("It sees (3, 28, 29).", ["29"]),
        ("3 · 96 = 288, and 96 again.", []),
        ("3 · 96 = 288, and 97 again.", ["97"]),
        ("`conv2d` of D2L and x1", []),
        ("In 2012 [a](b2.md) <https://a.b/7>", ["2012"]),
        ("`padding=1` and 2*x*", ["1", "2"]),
    ],
)
def test_code_near_a_number_proves_it(text: str, expected: list[str]) -> None:
    assert loose(text + CODE) == expected


def test_a_digit_among_many_proves_nothing() -> None:
    table = "\n\n```text\n0 1 2 3 4 5 6 7 8 9\n```\n"
    assert loose("There are 3." + table) == ["3"]
    assert loose("There are 3.\n\n```text\n3\n```\n") == []


TABLE = "\n\n```text\n0 1 2 3 4 5 6 7 8 9\n```\n"


def test_the_code_that_touches_a_number_proves_it_in_spite_of_the_rest() -> None:
    assert loose("7 there.\n\n```text\n7\n```\n\nBetween." + TABLE) == []
    assert loose("8 there.\n\n```text\n7\n```\n\nBetween." + TABLE) == ["8"]


def test_numbers_that_share_a_line_of_code_prove_each_other() -> None:
    code = TABLE + "\n```python\n>>> output_size(32, 5)\n28\n```\n" + TABLE
    assert loose("A window of 5 on 32 pixels." + code) == []
    assert loose("A window of 6 on 32 pixels." + code) == ["6"]
    assert loose("A window of 5." + code) == ["5"]


def test_a_square_needs_its_side_only() -> None:
    assert loose("A 3×3 kernel." + TABLE) == []
    assert loose("A 3×5 kernel." + TABLE) == ["3", "5"]
    assert loose("A 3×3 kernel.\n\n```text\n5\n```\n") == ["3", "3"]


def test_facts_serve_their_section() -> None:
    marked = "It is of 1998.\n<!-- fact: 1998 -->\n\nIn {}.\n\n## B\n\nIn 1998."
    assert loose(marked.format(1998)) == ["1998"]
    assert loose(marked.format(1999)) == ["1999", "1998"]


def test_small_numbers_come_from_their_own_section() -> None:
    other = "## A\n\n```text\n7\n288\n```\n\n## B\n\n"
    assert loose(other + "There are 7 of 288.") == ["7"]


def test_numbers_of_code_are_read() -> None:
    code = "x1 = np.zeros((3, -2)); 100_000; 1e-3; 1,024; [0.5 -1.25]; a-7; v1.2"
    assert numbers_of_code(code) == (3, -2, 100000, 0.001, 1024, 0.5, -1.25, 7)


def judged(text: str, language: str = "en") -> list[str]:
    page = Page.of(units(text), language)
    return list(map(str, judge(page, values_of(page))))


def test_a_mark_binds_what_is_left() -> None:
    text = "```python\n>>> rows = [1, 2, 3, 4, 5]\n>>> y = 0.3333\n```\n\n{}\n"
    assert judged(text.format("Five rows, a share of 0.33.\n<!-- = len(rows), y -->")) == []
    assert judged(text.format("- There are 5 rows.\n  <!-- = len(rows) -->")) == []
    assert judged(text.format("$$\n5\n$$\n<!-- = len(rows) -->")) == []
    assert judged(text.format("| rows |\n|---|\n| 5 |\n<!-- = len(rows) -->")) == []
    assert judged(text.format("In 2012, in chapter 9.\n<!-- fact: 2012, 9 -->")) == []
    assert judged(text.format("33.33 % of it\n<!-- = y -->")) == []


def test_messages_name_place_numbers_and_remedy() -> None:
    (message,) = judged("It was 2012.")
    assert message.startswith(":1: nothing proves 2012 in “It was 2012.”: put `<!-- = expression")
    assert "`<!-- fact: 2012 -->`" in message

    wrong, unproven = judged("It was 2013.\n<!-- fact: 2012 -->")
    assert "the mark says 2012, but what stands above it doesn't" in wrong
    assert "nothing proves 2013" in unproven

    (false,) = judged("2 + 2 = 5\n<!-- fact: 2, 5 -->")
    assert "2 + 2 = 5 doesn't hold" in false


@pytest.mark.parametrize(
    ("mark", "reason"),
    [("= nothing", "NameError"), ("= 1 +", "SyntaxError"), ("fact: many", "must list numbers")],
)
def test_a_mark_that_cannot_be_computed_says_why(mark: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        evaluate(mark, {})


def test_marks_know_the_package_and_the_records() -> None:
    mark = '= cnnbook.output_size(28, 3), results.record("fashion_cnn")["parameters"], np.ones(2)'
    assert evaluate(mark, {}) == [26, 14590, 1.0, 1.0]


def test_notebooks_give_their_plain_values_to_marks() -> None:
    code = "%matplotlib inline\nepochs = 10\nmodel.fit(x, batch_size=64)\ny = f(x)"
    assert literals(code) == {"epochs": 10, "batch_size": 64}
    assert literals("not python") == {}


def test_marks_are_stripped_from_words_and_not_from_code() -> None:
    page = "A 3.\n<!-- fact: 3 -->\n\n- b 4\n  <!-- = x -->\n\n```html\n<!-- fact: 3 -->\n```\n"
    assert strip(page) == "A 3.\n\n- b 4\n\n```html\n<!-- fact: 3 -->\n```\n"
    assert strip("<!-- exercises: size -->\n") == "<!-- exercises: size -->\n"


def test_sybil_computes_marks_with_the_names_of_their_place(tmp_path: Path) -> None:
    page = tmp_path / "en" / "page.md"
    page.parent.mkdir()
    page.write_text(
        "```python\n>>> x = 7\n```\n\nIt is 7.\n<!-- = x -->\n\n"
        "```python\n>>> x = 8\n```\n\nIt is 7.\n<!-- = x -->\n",
        encoding="utf-8",
    )
    first, right, second, wrong = sybil.parse(page).examples()
    for example in (first, right, second):
        example.evaluate()
    with pytest.raises(Exception, match="the mark says 8, but what stands above it doesn't"):
        wrong.evaluate()


def test_marks_are_proposed_and_put_in_place() -> None:
    assert suggest(6, {"rows": [1] * 6}) == "len(rows)"
    assert suggest(7, {"rows": [1] * 6}) is None
    text = "A 7.\nB.\n\n- c 8\n  d\n\n$$\n9\n$$\n\nEnd"
    pieces = [(unit, "<!-- fact: 1 -->") for unit in units(text)][:3]
    mark = "<!-- fact: 1 -->"
    expected = f"A 7.\nB.\n{mark}\n\n- c 8\n  d\n  {mark}\n\n$$\n9\n$$\n{mark}\n\nEnd"
    assert into_markdown(text, pieces) == expected
    cell = (
        '{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "source": "A 7.\\n\\nB"\n  }\n ]\n}\n'
    )
    assert f"A 7.\\n{mark}\\n\\nB" in into_notebook(cell, [(Unit("paragraph", "A 7.", 1), mark)])


def test_words_and_several_marks_count() -> None:
    unit = Unit("paragraph", "Three filters of 5, 세 개", 1)
    ((_, bound),) = bind([unit])
    assert problems(unit, bound, [3, 5], "en") == []
    assert problems(unit, bound, [3, 5], "ko") == []
    assert len(problems(unit, bound, [4, 5], "en")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| it has | weights |\n|---|---|\n| 3·3·32 + 32 | 320 |", []),
        ("| it has | weights |\n|---|---|\n| 3·3·32 − 32 | 320 |", ["3·3·32 − 32"]),
        ("| 2·5 + 1 | 12 |\n| 3·4 | 11 |", ["2·5 + 1", "3·4"]),
        ("Of 30 + 30 + 10 there are 70.", []),
        ("Of 30 + 30 − 10 there are 70.", ["30 + 30 − 10"]),
        ("It is 2 + 2 = 4, from −1 to 1, of *n* − 1 and 3×3, and $2 + 2 = 4$.", []),
    ],
)
def test_what_a_calculation_comes_to_is_said(text: str, expected: list[str]) -> None:
    found = [name for unit in units(text) for name in loose_calculations(unit, [])]
    assert found == expected


def test_a_mark_may_say_what_a_calculation_comes_to() -> None:
    text = "The biases, 30 + 30 + 10 of them.\n<!-- = 30, 10, 30 + 30 + 10 -->"
    assert judged(text) == []
    (message,) = judged(text.replace("30 + 10 of", "30 − 10 of").replace("<!-- = ", "<!-- = 50, "))
    assert "the mark says 70" in message
    (message,) = judged("Of 30 + 10 biases.\n<!-- fact: 30, 10 -->")
    assert "nothing says what 30 + 10 comes to" in message


def test_a_size_is_proven_whole() -> None:
    text = "It is 8×8×1.\n<!-- {} -->"
    assert judged(text.format('= "8×8×1"')) == []
    (message,) = judged(text.format("fact: 8, 1"))
    assert 'nothing proves 8×8×1 as a whole: put `<!-- = "8×8×1" -->` under it' in message
    assert len(judged(text.format('= "8×8×1"').replace("8×8×1.", "8×9×1."))) == 3
    assert judged("It is 3×28×28." + CODE) == []
