"""Both languages say the same numbers and signs, piece by piece, and have the same parts."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from making.proof.numbers import figures_in, words_in
from making.proof.source import Unit

_ALONE = r"(?<= )[-+−·×÷=<>≤≥≈](?= )|[·×√≤≥≈]|(?<=[\d)])[-+−÷](?=[\d(])"
_NO_SIGNS = re.compile(r"`[^`]*`|<[^>]*>|\$\$?[^$]*\$\$?")
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!http)([^)# ]+)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^) ]+)")
_FORMULA = re.compile(r"(?<!\$)\$(?!\$)[^$\n]+\$")
_LATEX_WORDS = re.compile(r"\\text\{[^}]*\}")
_BOX = re.compile(r"^ *(\?\?\?\+?|!!!) (\w+)")
_LEVEL = re.compile(r"^#+")


@dataclass(frozen=True)
class Mismatch:
    """Two pieces that say different things: where, and what only one of them says."""

    korean: Unit
    english: Unit
    only_korean: tuple[str, ...]
    only_english: tuple[str, ...]

    def __str__(self) -> str:
        """Say what was found, and how to mend it."""
        pairs = (
            (self.korean, self.english, self.only_korean),
            (self.english, self.korean, self.only_english),
        )
        return "; ".join(
            f"{unit.place} says {', '.join(said)}, which {other.place} doesn't"
            for unit, other, said in pairs
            if said
        ) + (": both languages must say the same, in digits or words")


def mismatches(korean: Sequence[Unit], english: Sequence[Unit]) -> Iterator[Mismatch]:
    """Compare two versions of a page, which must have the same pieces."""
    texts = [[unit for unit in units if unit.kind != "code"] for units in (korean, english)]
    for ours, theirs in zip(*texts, strict=False):
        only = only_in(ours.text, theirs.text)
        if any(only):
            yield Mismatch(ours, theirs, *only)


def only_in(korean: str, english: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say which numbers and signs only one of two texts has.

    A word counts for a number where the other text has digits that nothing else answers: "one"
    and "하나" are pronouns as often as numbers. It doesn't where both have as many digits more.
    """
    numbers = [Counter(figure.value for figure in figures_in(text)) for text in (korean, english)]
    words = [words_in(korean, "ko"), words_in(english, "en")]
    signs = [Counter(re.findall(_ALONE, _NO_SIGNS.sub("", text))) for text in (korean, english)]
    signs = [Counter({_plain(sign): n for sign, n in counts.items()}) for counts in signs]
    differing = [numbers[i] - numbers[1 - i] for i in (0, 1)]
    left = differing
    if differing[0].total() != differing[1].total():  # or digits stand for other digits
        left = [differing[i] - (words[1 - i] - words[i]) for i in (0, 1)]
        if not all(left):  # no number stands for another one: let every word count
            left = [differing[i] - words[1 - i] for i in (0, 1)]
    more = [signs[i] - signs[1 - i] for i in (0, 1)]
    first, second = (
        (*map(str, _absent(left, numbers, i)), *map(str, _absent(more, signs, i))) for i in (0, 1)
    )
    return first, second


def _plain(sign: str) -> str:
    return sign.replace("-", "−")


def _absent[T: Hashable](left: list[Counter[T]], said: list[Counter[T]], i: int) -> Iterator[T]:
    """What only one text has, without what it just says once more than the other."""
    everything = bool(left[0] and left[1])
    return (x for x in left[i].elements() if everything or x not in said[1 - i])


def parts(units: Sequence[Unit]) -> dict[str, list[str]]:
    """What has to be equal in both languages: their pieces, code, formulas, pictures and links."""
    texts = [unit for unit in units if unit.kind != "code"]
    return {
        "pieces": [unit.kind for unit in texts],
        "heading levels": [m[0] for unit in texts if (m := _LEVEL.match(unit.text))],
        "code": [unit.text for unit in units if unit.kind == "code"],
        "formulas": [
            _LATEX_WORDS.sub("", formula)
            for unit in texts
            for formula in ([unit.text] if unit.kind == "formula" else _FORMULA.findall(unit.text))
        ],
        "pictures": [path for unit in texts for path in _PICTURE.findall(unit.text)],
        "links": [path for unit in texts for path in _LINK.findall(unit.text)],
        "boxes": [m[0].strip() for unit in texts if (m := _BOX.match(unit.text))],
        "marks": [mark for unit in texts for mark in unit.marks],
    }


def different_parts(korean: Sequence[Unit], english: Sequence[Unit]) -> list[str]:
    """Name the parts in which two versions of a page differ."""
    ours, theirs = parts(korean), parts(english)
    return [name for name in ours if ours[name] != theirs[name]]
