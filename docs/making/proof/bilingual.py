"""Both languages say the same numbers, piece by piece."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from making.proof.numbers import counted, figures_in, words_in
from making.proof.source import Unit


@dataclass(frozen=True)
class Mismatch:
    """Two pieces that say different numbers: where, and what only one of them says."""

    korean: Unit
    english: Unit
    only_korean: tuple[Decimal, ...]
    only_english: tuple[Decimal, ...]

    def __str__(self) -> str:
        """Say what was found, and how to mend it."""
        parts = [
            f"{unit.place} says {', '.join(map(str, numbers))}, which {other.place} doesn't"
            for unit, other, numbers in (
                (self.korean, self.english, self.only_korean),
                (self.english, self.korean, self.only_english),
            )
            if numbers
        ]
        return "; ".join(parts) + ": write the number in both, as digits or as a word"


def mismatches(korean: list[Unit], english: list[Unit]) -> Iterator[Mismatch]:
    """Compare two versions of a page, which must have the same pieces."""
    pairs = zip(
        *([u for u in units if u.kind != "code"] for units in (korean, english)), strict=False
    )
    for ours, theirs in pairs:
        only = only_in(ours.text, theirs.text)
        if any(only):
            yield Mismatch(ours, theirs, *only)


def only_in(korean: str, english: str) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """Say which numbers only one of two texts has.

    A word counts for a number where the other text has digits that nothing else answers: "one"
    and "하나" are pronouns as often as numbers.
    """
    digits = counted(figures_in(korean)), counted(figures_in(english))
    words = words_in(korean, "ko"), words_in(english, "en")
    left = [digits[i] - digits[1 - i] - words[1 - i] for i in (0, 1)]
    if not all(left):  # said twice in one language and once in the other
        left = [
            Counter({value: n for value, n in left[i].items() if value not in digits[1 - i]})
            for i in (0, 1)
        ]
    return tuple(left[0].elements()), tuple(left[1].elements())


def leftover_words(korean: str, english: str) -> tuple[Counter[Decimal], Counter[Decimal]]:
    """The number words from two on that the other text has neither as a word nor as digits."""
    digits = counted(figures_in(korean)), counted(figures_in(english))
    words = words_in(korean, "ko"), words_in(english, "en")
    one, other = (words[i] - words[1 - i] - (digits[1 - i] - digits[i]) for i in (0, 1))
    return one, other
