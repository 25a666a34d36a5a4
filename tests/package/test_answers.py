"""Answers as people write them, and what is said of them."""

import math
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnbook
from cnnbook import answers, exercises
from cnnbook.answers import reading
from cnnbook.answers.judging import judge
from cnnbook.answers.reading import Number, Tree, UnreadableError
from tests import answer_spellings as spellings

ALL = [exercise for chapter in exercises.chapters() for exercise in exercises.load(chapter)]


def values(tree: Tree) -> Any:
    """A tree without what is known of its decimals."""
    if isinstance(tree, list):
        return [values(part) for part in tree]
    return tree.value if isinstance(tree, Number) else tree


def read(text: str) -> dict[str, Any]:
    return {convention: values(tree) for convention, tree in reading.readings(text)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", 3),
        ("+3.", 3),
        ("−1.5", -1.5),
        ("– 2", -2),
        (".5", 0.5),
        ("２８", 28),
        ("3/4", 0.75),
        ("-3 / 4", -0.75),
        ("½", 0.5),
        ("12.5 %", 0.125),
        ("1/2%", 0.005),
        ("2e-5", 2e-5),
        ("2 × 10⁻⁵", 2e-5),
        ("2*10^(-5)", 2e-5),
        ("1e999", math.inf),
        ("예", True),
        ("No", False),
        ("O", True),
        ("x", False),
        ("1, 2, 3", [1, 2, 3]),
        ("1 2 3", [1, 2, 3]),
        ("1; 2; 3", [1, 2, 3]),
        ("1\n2\n3\n", [1, 2, 3]),
        ("(1, -2,)", [1, -2]),
        ("(10,)", 10),
        ("- 3, - 4", [-3, -4]),
        ("15 and 16", [15, 16]),
        ("15와 16", [15, 16]),
        ("1½", [1, 0.5]),
        ("True, False", [True, False]),
        ("예 아니요", [True, False]),
        ("5 x 6", [5, 6]),
        ("6×6×4, 104", [[6, 6, 4], 104]),
        ("(6, 6, 4) and 104", [[6, 6, 4], 104]),
        ("6 6 4\n104", [[6, 6, 4], 104]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        ("1, 2\r\n3, 4", [[1, 2], [3, 4]]),
        ("[[1 2]\n [3 4]]", [[1, 2], [3, 4]]),
        ("[[1,2],\n [3,4]]", [[1, 2], [3, 4]]),
        ("{1, 2}{3, 4}", [[1, 2], [3, 4]]),
        ("1 & 2 ; 3 & 4", [[1, 2], [3, 4]]),
        ("1 2\n3 4\n\n5 6\n7 8", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    ],
)
def test_what_people_type_is_understood(text: str, meant: object) -> None:
    assert read(text)["plain"] == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1,5", {"plain": [1, 5], "comma": 1.5}),
        ("1, 5", {"plain": [1, 5]}),
        ("1,152", {"plain": [1, 152], "thousands": 1152, "comma": 1.152}),
        ("1 152", {"plain": [1, 152], "thousands": 1152}),
        ("1_152", {"thousands": 1152}),
        ("0,25 0,75", {"plain": [0, 25, 0, 75], "comma": [0.25, 0.75]}),
        (
            "147,456; 17,536",
            {
                "plain": [[147, 456], [17, 536]],
                "thousands": [147456, 17536],
                "comma": [147.456, 17.536],
            },
        ),
        ("1.5,2.5", {"plain": [1.5, 2.5]}),
    ],
)
def test_groups_of_digits_have_several_readings(text: str, meant: dict[str, object]) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("", ""),
        (" \n ", ""),
        ("[]", "[]"),
        ("abc", "abc"),
        ("5 places", "places"),
        ("32-5", "32-5"),
        ("5 - 3", "-"),
        ("1,,2", "1,,2"),
        ("[1 2", "[1 2"),
        ("1)", ")"),
        ("3/0", "3/0"),
        ("1/2/3", "1/2/3"),
        ("1..2", "1..2"),
        ("<script>alert(1)</script>", "<script>alert(1)</sc"),
        ("(" * 9 + "1" + ")" * 9, "(((1)))"),
        ("9" * 2001, "9" * 20),
    ],
)
def test_what_cannot_be_read_is_named(text: str, piece: str) -> None:
    with pytest.raises(UnreadableError) as failure:
        reading.readings(text)
    assert failure.value.piece == piece
    said = str(cnnbook.check("size-valid", text, language="en"))
    assert (f"«{piece}»" in said) if piece else said == "Write an answer first."


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        (28, 28),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (Fraction(3, 4), 0.75),
        (10**400, math.inf),
        (2e-7, 2e-7),
        ((1, 2), [1, 2]),
        ([[1], [2]], [1, 2]),
        (np.arange(4).reshape(1, 2, 2), [[0, 1], [2, 3]]),
        (["3/4", "1/2"], [0.75, 0.5]),
        (range(3), [0, 1, 2]),
    ],
)
def test_python_values_are_taken_for_what_they_are(answer: object, meant: object) -> None:
    assert values(reading.tree(answer)) == meant


@pytest.mark.parametrize("answer", [None, 1j, {"a": 1}, {1, 2}, b"28", object()])
def test_what_is_no_answer_is_refused(answer: object) -> None:
    name = type(answer).__name__
    with pytest.raises(TypeError, match=f"of type {name}, but must be a number, a text"):
        cnnbook.check("size-valid", answer)


MATRIX = "[[1, 2], [3, 4]]"
#: Of an answer to a question: what is right, and what is said.
JUDGED = [
    ("28", "28", "right"),
    (28.0, "28", "right"),
    (np.float32(1.1), "1.1", "right"),
    ("1.3863", "1.3863", "right"),
    ("1.386294", "1.3863", "right"),
    ("2.6310", "2.63100941", "right"),
    ("0.0023", "0.00225", "coarse"),
    ("1.386", "1.3863", "coarse"),
    ("0.4", "0.375", "coarse"),
    ("0", "0.45", "wrong"),
    ("1.3862", "1.3863", "last-digit"),
    ("27", "28", "last-digit"),
    (27.0, "28", "last-digit"),
    ("27.5", "28", "wrong"),
    ("0.38", "0.3702", "last-digit"),
    ("16, 17", "[15, 16]", "last-digit"),
    ("15, 17", "[15, 16]", "partly"),
    ("0.9998, 0.1", "[0.9997, 0.1]", "last-digit"),
    ("1, 7", "[1, 3]", "partly"),
    ("8, 7", "[1, 3]", "wrong"),
    ("2, 1", "[1, 2]", "order"),
    ("-28", "28", "sign"),
    ("1, 2", "[1, -2]", "sign"),
    ("56", "28", "too-large"),
    ("2.8", "28", "too-small"),
    ("25", "0.25", "too-large"),
    ("1, 3; 2, 4", MATRIX, "transposed"),
    ("1 2 3 4", MATRIX, "shape"),
    ("1 2; 3 4; 5 6", MATRIX, "count"),
    ("1 2; 3", MATRIX, "count"),
    ([[1, 2], 3, 4], MATRIX, "shape"),
    ("yes", "28", "number"),
    ("yes, 2", "[1, 2]", "number"),
    ("1", "True", "words"),
    ("yes, 0", "[True, False]", "words"),
    ("no, yes", "[True, False]", "order"),
    ("yes, yes", "[True, False]", "partly"),
    ("no", "True", "wrong"),
    ("nothing", "28", "unreadable"),
    ([], "28", "unreadable"),
    ("", "28", "empty"),
    (float("nan"), "28", "wrong"),
    ("1,5", "1.5", "right"),
    ("1,5", "[1, 5]", "right"),
    ("1,152", "1152", "right"),
    ("1,152", "[1, 152]", "right"),
]


@pytest.mark.parametrize(("answer", "right", "kind"), JUDGED)
def test_what_is_said_without_knowing_the_question(answer: object, right: str, kind: str) -> None:
    assert judge(answer, right, []).kind == kind


def test_a_known_mistake_comes_before_what_is_said_of_any_question() -> None:
    assert judge("27", "28", ["32", "27"]).mistake == 1
    assert judge("28", "28", ["28"]).mistake is None
    # Of two readings, the one that is a mistake.
    assert judge("1,5", "7", ["1.5"]).mistake == 0
    assert judge("1,5", "7", ["[1, 5]"]).mistake == 0


def test_every_sentence_is_said_in_both_languages_without_gaps() -> None:
    korean, english = answers.words()["ko"], answers.words()["en"]
    assert korean.keys() == english.keys()
    kinds = {kind for *_, kind in JUDGED} | {"mistake", "thousands", "comma"}
    assert set(korean) == kinds
    for kind in kinds:
        gaps = re.findall(r"\{\w+\}", korean[kind])
        assert sorted(gaps) == sorted(re.findall(r"\{\w+\}", english[kind]))
    for answer, right, kind in JUDGED:
        judgement = judge(answer, right, [])
        assert "{" not in english[kind].format(**judgement.details)


def test_a_verdict_is_printed_in_the_language_that_is_asked_for() -> None:
    verdict = cnnbook.check("size-valid", 27)
    assert str(verdict) == "아직 아닙니다. 마지막 자리의 번호입니다. 0번 자리도 세어야 합니다."
    assert verdict.sentences["en"].endswith("Place 0 counts too.")
    assert (verdict.right, verdict.kind, verdict.mistake) == (False, "mistake", 0)
    assert cnnbook.check("size-valid", "28").right
    with pytest.raises(ValueError, match=r"the language is 'de', but must be one of ko, en"):
        cnnbook.check("size-valid", 28, language="de")


def test_the_reading_is_told_where_there_are_several() -> None:
    said = {
        text: str(cnnbook.check("gan-game-half", text, language="en"))
        for text in ("-1,39", "-1.39", "2 000")
    }
    assert said["-1,39"].endswith("The comma was read as a decimal point.")
    assert said["-1.39"].endswith("Give more decimals.")
    assert said["2 000"].endswith("Digits in groups of three were read as one number.")


def test_an_unknown_exercise_is_told_with_those_of_similar_names() -> None:
    with pytest.raises(ValueError, match=r"no exercise has the id 'size-vald'; did you mean size"):
        cnnbook.check("size-vald", 28)
    with pytest.raises(ValueError, match=r"the id '§'$"):
        cnnbook.check("§", 28)


def forms(answer: Any) -> Iterator[str]:
    return spellings.of(answer, random.Random(0))


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_answers_and_mistakes_are_known_however_they_are_spelled(
    exercise: exercises.Exercise,
) -> None:
    mistakes = [mistake.answer for mistake in exercise.mistakes]
    for i, answer in enumerate([exercise.answer, *mistakes]):
        for text in forms(answer):
            found = judge(text, exercise.answer, mistakes)
            assert found.mistake == (i - 1 if i else None), text
            assert found.kind == ("mistake" if i else "right"), text


NESTED = st.recursive(
    st.integers(-999, 999), lambda parts: st.lists(parts, min_size=2, max_size=3), max_leaves=12
)


@settings(max_examples=60)
@given(NESTED, st.randoms(use_true_random=False))
def test_every_spelling_means_the_same(answer: Any, chance: random.Random) -> None:
    for text in spellings.of(repr(answer), chance):
        assert answer in read(text).values(), text


@given(st.text("0123456789.,;-−/%()[] \nxe예½×", max_size=30))
def test_any_text_has_a_verdict(text: str) -> None:
    assert str(cnnbook.check("axes-swap", text))
