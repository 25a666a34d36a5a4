"""The judgement of an answer: right, a mistake that the book knows, or what else can be said.

The book's pages judge in the browser, with the same functions under the same names in
docs/theme/assets/javascripts/judge.js; tests compare the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from cnnbook.answers.reading import Number, Tree, UnreadableError, readings, tree

#: Fewer decimals are too coarse, unless the accepted answer has no more.
ENOUGH_DECIMALS = 4
#: Factors that tell something: counted twice or halved, a decimal place, per cent.
FACTORS = (2, 10, 100)
#: Of several readings of a text, the one whose verdict comes first counts; what isn't named
#: here is as good as "partly".
RANKS = {"right": 0, "mistake": 1, "partly": 2, "wrong": 3, "count": 4, "words": 5, "number": 5}


@dataclass(frozen=True)
class Judgement:
    """What is said of an answer.

    Attributes:
        kind: Name of the sentence in words.toml.
        mistake: Index of the recorded mistake that it is.
        details: What the sentence's gaps are filled with.
        convention: How the text was read, as in `reading.readings`.
    """

    kind: str
    mistake: int | None = None
    details: dict[str, object] = field(default_factory=dict)
    convention: str = "plain"


def judge(answer: object, right: str, mistakes: Sequence[str]) -> Judgement:
    """Judge an answer.

    Args:
        answer: A text, or a Python value as `reading.tree` takes it.
        right: The accepted answer as an exercise writes it.
        mistakes: The recorded mistakes' answers.

    Raises:
        TypeError: If the answer is nothing that could be one.
    """
    try:
        found = readings(answer) if isinstance(answer, str) else [("plain", tree(answer))]
    except UnreadableError as failure:
        piece = failure.piece
        return Judgement("unreadable", None, {"piece": piece}) if piece else Judgement("empty")
    goal, known = recorded(right), [recorded(mistake) for mistake in mistakes]
    judged = [judge_tree(given, goal, known, convention) for convention, given in found]
    return min(judged, key=lambda one: RANKS.get(one.kind, RANKS["partly"]))


@cache
def recorded(text: str) -> Tree:
    """Read an answer that an exercise writes down, once."""
    return tree(text)


def judge_tree(given: Tree, right: Tree, mistakes: list[Tree], convention: str) -> Judgement:
    """Judge one reading of an answer."""
    if same(given, right):
        return Judgement("right", convention=convention)
    for i, mistake in enumerate(mistakes):
        if same(given, mistake):
            return Judgement("mistake", i, convention=convention)
    kind, details = general(given, right)
    return Judgement(kind, None, details, convention)


def same(given: Tree, right: Tree) -> bool:
    """Whether two answers have the same form and the same values."""
    if isinstance(given, list) and isinstance(right, list):
        return len(given) == len(right) and all(map(same, given, right))
    if isinstance(given, Number) and isinstance(right, Number):
        return close(given, right)
    return isinstance(given, bool) and isinstance(right, bool) and given == right


def close(given: Number, right: Number) -> bool:
    """Whether a number is right, or right as far as it was rounded.

    It may be rounded to four decimals if these are three digits at least. Where the accepted
    answer is itself rounded so, a number with more decimals is right as well.
    """
    written = [n.decimals for n in (given, right) if n.decimals >= ENOUGH_DECIMALS]
    size = abs(right.value)
    rounding = min(0.5 * 10.0 ** -min(written), 0.005 * size) if written else 0
    return abs(given.value - right.value) <= rounding + 1e-6 * (size or 1)


def general(given: Tree, right: Tree) -> tuple[str, dict[str, object]]:
    """Say of a wrong answer what can be said without knowing the question."""
    mine, wanted = flat(given), flat(right)
    words = [isinstance(one, bool) for one in mine]
    if isinstance(wanted[0], bool) and not all(words):
        return "words", {}
    if not isinstance(wanted[0], bool) and any(words):
        return "number", {}
    if same(transposed(given), right):
        return "transposed", {}
    if len(mine) != len(wanted):
        return "count", {"given": len(mine)}
    agreeing = sum(map(same, mine, wanted))
    if agreeing == len(wanted):
        return "shape", {}
    if all(map(same, sorted(mine, key=size_of), sorted(wanted, key=size_of))):
        return "order", {}
    numbers = [one for one in mine if isinstance(one, Number)]
    goals = [one for one in wanted if isinstance(one, Number)]
    if numbers and (found := of_numbers(numbers, goals)):
        return found
    return ("partly", {"right": agreeing, "all": len(wanted)}) if agreeing else ("wrong", {})


def of_numbers(given: list[Number], right: list[Number]) -> tuple[str, dict[str, object]] | None:
    """Recognise a flipped sign, a factor and a slip of rounding."""
    if all(map(close, map(size, given), map(size, right))):
        return "sign", {}
    for factor in FACTORS:
        if all(map(close, [times(1 / factor, one) for one in given], right)):
            return "too-large", {"factor": factor}
        if all(map(close, [times(factor, one) for one in given], right)):
            return "too-small", {"factor": factor}
    slips = set(map(slip, given, right))
    counted = all(one.decimals == 0 for one in right) and "" in slips
    if slips <= {"", "coarse", "last-digit"} and not counted:
        return ("last-digit" if "last-digit" in slips else "coarse"), {}
    return None


def slip(given: Number, right: Number) -> str:
    """Say how a number was rounded wrongly: not at all, too coarsely, in the last digit, or no."""
    if close(given, right):
        return ""
    unit = 10.0**-given.decimals * (1 + 1e-9)
    distance = abs(given.value - right.value)
    coarser = given.decimals < right.decimals
    if given.decimals > right.decimals or (coarser and distance > abs(right.value) / 10):
        return "no"
    if coarser and distance <= unit / 2:
        return "coarse"
    return "last-digit" if distance <= unit else "no"


def flat(answer: Tree) -> list[Number | bool]:
    """Take an answer apart into its values, in reading order."""
    return [one for part in answer for one in flat(part)] if isinstance(answer, list) else [answer]


def transposed(answer: Tree) -> Tree:
    """Exchange the rows and columns of a matrix; anything else stays as it is."""
    rows = answer if isinstance(answer, list) else []
    matrix = [row for row in rows if isinstance(row, list)]
    if not matrix or len(matrix) < len(rows) or len({len(row) for row in matrix}) > 1:
        return answer
    return [list(column) for column in zip(*matrix, strict=True)]


def size(number: Number) -> Number:
    """Take the sign away."""
    return Number(abs(number.value), number.decimals)


def times(factor: float, number: Number) -> Number:
    """Multiply a number that was written with some decimals."""
    return Number(factor * number.value, number.decimals)


def size_of(value: Number | bool) -> float:
    """Give what values are sorted by."""
    return value.value if isinstance(value, Number) else float(value)
