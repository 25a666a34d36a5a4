"""The attacks: a digit, a sign, an operator, a word, changed in one place."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from making.proof.numbers import figures_in
from making.proof.source import Unit
from making.proof.spelling import forbidden

#: Kinds of pieces, as people call what is changed in them.
PLACES = {
    "paragraph": "prose",
    "item": "prose",
    "heading": "prose",
    "box": "prose",
    "formula": "formula",
    "table": "table",
    "figure": "caption",
}
_OPERATOR = re.compile(
    r"(?<=[\d)}²³ ])( ?)([+−·×÷]|\\cdot|\\times|(?<=[\d }])-(?= ))(?= ?[\d(√\\])"
)
_OTHERS = {"+": "−", "−": "+", "-": "+", "·": "+", "×": "+", "÷": "×"}
_SIGN = re.compile(r"(?<![\w)\]}])[-−](?=\d)")
_WORD = re.compile(r"\b[A-Za-z_]{3,}\b")


@dataclass(frozen=True)
class Change:
    """One change of one piece.

    Attributes:
        kind: What is changed, such as "digit in prose".
        unit: The index of the piece among those of its page.
        before: What stands there.
        after: What is put there.
        start: Where in the piece's text.
    """

    kind: str
    unit: int
    before: str
    after: str
    start: int

    def applied(self, unit: Unit) -> Unit:
        """The piece after the change."""
        end = self.start + len(self.before)
        assert unit.text[self.start : end] == self.before
        return replace(unit, text=unit.text[: self.start] + self.after + unit.text[end:])


def changes(units: Sequence[Unit], chance: random.Random) -> Iterator[Change]:
    """Every place of a page that can be attacked, each with one change."""
    for i, unit in enumerate(units):
        if unit.kind == "code":
            yield from _in_code(i, unit, chance)
            continue
        where = PLACES[unit.kind]
        for figure in figures_in(unit.text):
            at = chance.choice(
                [
                    k
                    for k in range(figure.start, figure.end)
                    if unit.text[k] in _digits(unit.text[k])
                ]
            )
            before = unit.text[at]
            after = chance.choice([d for d in _digits(before) if d != before])
            yield Change(f"digit in {where}", i, before, after, at)
        for match in _SIGN.finditer(unit.text):
            yield Change("sign", i, match[0], "", match.start())
        for match in _OPERATOR.finditer(unit.text):
            after = _OTHERS.get(match[2], "+")
            yield Change("operator", i, match[2], after, match.start(2))
        yield from _parts(i, unit)


def _digits(like: str) -> str:
    return "0123456789" if like in "0123456789" else "⁰¹²³⁴⁵⁶⁷⁸⁹" if like in "⁰¹²³⁴⁵⁶⁷⁸⁹" else ""


def _in_code(i: int, unit: Unit, chance: random.Random) -> Iterator[Change]:
    words = list(_WORD.finditer(unit.text))
    if words:
        match = chance.choice(words)
        yield Change("word of code", i, match[0], match[0] + "x", match.start())


def _parts(i: int, unit: Unit) -> Iterator[Change]:
    if unit.kind == "heading":
        yield Change("heading", i, "#", "##", 0)
    if unit.kind == "box":
        match = re.search(r"!!! |\?\?\?\+? ", unit.text)
        if match:
            yield Change("box", i, match[0], match[0] + "x", match.start())
    for match in re.finditer(r"(?<=\]\()[^)\s#]+\.(md|ipynb|svg)", unit.text):
        kind = "figure" if match[0].endswith("svg") else "link"
        yield Change(kind, i, match[0], "x" + match[0], match.start())
    for wrong, term in forbidden().items():
        at = unit.text.find(term.split("(")[0])
        if at >= 0:
            yield Change("term", i, term.split("(")[0], wrong, at)


def twin(change: Change, units: Sequence[Unit], other: Sequence[Unit]) -> Change | None:
    """The same change in the other language; None if what is changed doesn't stand there."""
    ours, theirs = units[change.unit], other[change.unit].text
    if change.kind.startswith("digit"):
        figures = [f for f in figures_in(ours.text) if f.start <= change.start < f.end]
        same = [f for f in figures_in(theirs) if figures and f.text == figures[0].text]
        if not same:
            return None
        order = [f for f in figures_in(ours.text) if f.text == figures[0].text]
        place = same[min(order.index(figures[0]), len(same) - 1)]
        return replace(change, start=place.start + change.start - figures[0].start)
    around = ours.text[change.start : change.start + 8].split("\n")[0].rstrip("가-힣 .,")
    at = theirs.find(around)
    return replace(change, start=at) if at >= 0 and theirs[at:].startswith(change.before) else None
