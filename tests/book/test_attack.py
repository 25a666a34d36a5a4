"""A sample of the attack: what is changed in the book is noticed."""

import random
from collections.abc import Sequence

import pytest

from making.proof import attack
from making.proof.changes import changes, twin
from making.proof.source import Unit, split

#: Changes that an equation holds with all the same, such as of what is added to 0, that land on
#: another number of the same mark, or of an operator in a formula of names: 8 % of all places, and
#: as many as this in a sample.
MISSED_IN_BOTH = 0.12
#: Some pages with their exercises, and, as it takes longer, the whole book.
PAGES = [
    ("convolution/size", "convolution/two-dimensions", "checked/one-filter"),
    pytest.param((), marks=pytest.mark.slow),
]


@pytest.mark.parametrize("pages", PAGES)
def test_changes_in_one_language_are_noticed(pages: Sequence[str]) -> None:
    result = attack.attack(seed=1, places=120, kinds=(attack.SINGLE,), pages=pages)
    assert sum(result.places.values()) == 120
    assert result.survivors == []


@pytest.mark.parametrize("pages", PAGES)
def test_the_same_change_in_both_languages_is_noticed(pages: Sequence[str]) -> None:
    result = attack.attack(seed=1, places=80, kinds=(attack.BOTH,), pages=pages)
    assert result.rate() >= 1 - MISSED_IN_BOTH, result.report()


@pytest.mark.slow
def test_changes_of_answers_mistakes_records_and_outputs_are_noticed() -> None:
    kinds = ("exercise: digit in a", "record", "output")
    result = attack.attack(seed=1, places=40, kinds=kinds)
    assert result.rate() >= 0.95, result.report()


def test_the_attack_is_the_same_for_the_same_seed() -> None:
    one, other = (
        list(changes(units("- 28 × 3 = 84\n\n$$\n-5\n$$\n"), random.Random(7))) for _ in range(2)
    )
    assert one == other
    kinds = {change.kind for change in one}
    assert kinds == {"digit in prose", "operator", "digit in formula", "sign"}


def units(text: str) -> list[Unit]:
    return split(list(enumerate(text.split("\n"), 1)))


def test_the_same_digit_is_found_in_the_other_language() -> None:
    ours, theirs = units("값 12와 2입니다."), units("It is 2 and 12.")
    change = next(c for c in changes(ours, random.Random(0)) if c.start == 2 + 1)
    again = twin(change, ours, theirs)
    assert again is not None
    assert theirs[0].text[again.start] == change.before
    assert twin(change, ours, units("It is twelve.")) is None


def test_the_report_ends_with_places_survivors_and_rate() -> None:
    result = attack.Result()
    result.add("digit in prose, in one language", True, "")
    result.add("digit in prose, in both languages", False, "a.md:1: '1' -> '2'")
    lines = result.report().split("\n")
    assert lines[-1] == "2 places, 1 survivors, 50.0 %"
    assert "survived: digit in prose, in both languages: a.md:1: '1' -> '2'" in lines
    assert result.rate(attack.SINGLE) == pytest.approx(1)
    assert result.rate(attack.BOTH) == pytest.approx(0)
