"""Answers as people write them: text and Python values become trees of numbers.

The book's pages read answers in the browser, with the same functions under the same names in
docs/theme/assets/javascripts/judge.js; tests compare the two. The grammar of a text:

- A number is `3`, `−1.5`, `.5`, `3/4`, `½`, `12.5%`, `2e-5` or `2 × 10⁻⁵`, with any minus.
- Yes and no are `yes`, `true`, `예`, `네`, `참`, `o` and `no`, `false`, `아니요`, `거짓`, `x`.
- A list is separated by commas or spaces, by "and" or `와`; `6×6×4` is a list as well.
- The rows of a matrix stand on lines of their own or are separated by semicolons, and a blank
  line begins the next matrix.
- Brackets of any kind hold a list together: `(6, 6, 4), 104`. A list of one is what is in it.
- A text with groups of digits has several readings, and the judgement takes the one that suits
  the question best: `1,152` is two numbers ("plain"), 1152 ("thousands") or 1.152 ("comma").
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Rational, Real

import numpy as np

#: What is longer was pasted by mistake.
LONGEST = 2000
#: Brackets within brackets.
DEEPEST = 6
OPEN, CLOSE = "([{", ")]}"
YES = {"yes", "y", "true", "t", "o", "예", "네", "참", "맞다", "맞습니다"}
NO = {"no", "n", "false", "f", "x", "×", "아니요", "아니오", "아뇨", "거짓", "틀리다", "틀립니다"}
#: What separates matrices, rows and numbers. A comma beside a space, which is no decimal one,
#: becomes &.
SEPARATORS = ("\f", ";\n", "&, ")

#: What is spelled anew before Unicode's compatibility forms are taken, and after.
BEFORE = (
    (r"([⁺⁻⁰¹²³⁴-⁹]+)", r"^\1"),
    (r"([0-9])([¼-¾⅐-⅞])", r"\1 \2"),  # or 1½ would become 11/2
)
AFTER = (
    (r"[−–—‒‐]", "-"),
    (r"[⁄÷]", "/"),
    (r"、", ","),
    (r"[ \t\r]+", " "),
    (r" ?\n ?", "\n"),
    (r"\n\n+", "\f"),
    (r"(?:([0-9)\]}%]),? ?|,? )(?:and|그리고|와|과|및) ?", r"\1&"),
    (r" ?[×x*·] ?10 ?(?:\^|\*\*) ?\(?([+-]?[0-9]+)\)?", r"e\1"),
    (r"([0-9]) ?[×x] ?(?=[0-9])", r"\1×"),
    (r" ?/ ?", "/"),
    (r" %", "%"),
    (r" ?; ?", ";"),
    (r" ?[,&] | [,&]", "&"),
    (r"[,;&](?=[)\]}\n\f]|$)", ""),  # after the last number, as in (10,)
    (r"([)\]}]) ?(?=[(\[{])", r"\1 "),
    (r"(^|[,;&(\[{\n\f])([+-]) (?=[.0-9])", r"\1\2"),
)
THOUSANDS = re.compile(r"(^|[^0-9.,])([1-9][0-9]{0,2}(?:[, _][0-9]{3})+)(?![0-9]|,[0-9])")
DECIMAL_COMMA = re.compile(r"([0-9]),(?=[0-9])")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?([0-9]*)|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?")


@dataclass(frozen=True)
class Number:
    """A number, and how many decimals it was written with; a fraction has infinitely many."""

    value: float
    decimals: float


type Tree = Number | bool | list[Tree]


class UnreadableError(ValueError):
    """A text is no answer.

    Attributes:
        piece: What could not be read; empty if there is nothing to read.
    """

    def __init__(self, piece: str) -> None:
        """Keep the beginning of the piece."""
        super().__init__(piece)
        self.piece = piece[:20]


def readings(text: str) -> list[tuple[str, Tree]]:
    """Read a text in every way in which it can be meant.

    Raises:
        UnreadableError: If there is none.

    Examples:
        >>> for convention, tree in readings("1,152"):
        ...     print(convention, tree)
        plain [Number(value=1.0, decimals=0), Number(value=152.0, decimals=0)]
        thousands Number(value=1152.0, decimals=0)
        comma Number(value=1.152, decimals=3)
    """
    if len(text) > LONGEST:
        raise UnreadableError(text)
    plain = normalise(text)
    written = {
        "plain": plain,
        "thousands": THOUSANDS.sub(lambda m: m[1] + re.sub("[, _]", "", m[2]), plain),
        "comma": DECIMAL_COMMA.sub(r"\1.", plain),
    }
    found: list[tuple[str, Tree]] = []
    failures = []
    for convention, one in written.items():
        if convention == "plain" or one != plain:
            try:
                found.append((convention, read(one, 0)))
            except UnreadableError as failure:
                failures.append(failure)
    if not found:
        raise failures[0]
    return found


def normalise(text: str) -> str:
    """Write a text with one spelling of everything."""
    for pattern, instead in BEFORE:
        text = re.sub(pattern, instead, text)
    text = unicodedata.normalize("NFKC", text)
    for pattern, instead in AFTER:
        text = re.sub(pattern, instead, text)
    return text


def read(text: str, depth: int) -> Tree:
    """Read a normalised text in brackets of some depth."""
    text = text.strip(" \n\f")
    if wrapped(text):
        inner = text[1:-1].strip(" \n\f")
        if not inner or depth == DEEPEST:
            raise UnreadableError(text)
        return read(inner, depth + 1)
    for separators in SEPARATORS:
        parts = split(text, separators)
        if len(parts) > 1:
            if "" in parts:
                raise UnreadableError(text)
            return [read(part, depth) for part in parts]
    return item(text)


def wrapped(text: str) -> bool:
    """Whether a text begins with a bracket that closes at its end."""
    inside = depths(text)
    return len(text) > 1 and text[0] in OPEN and inside[-1] == 0 and 0 not in inside[:-1]


def split(text: str, separators: str) -> list[str]:
    """Split a text where a separator stands outside all brackets."""
    parts, begin = [], 0
    for i, depth in enumerate(depths(text)):
        if depth == 0 and text[i] in separators:
            parts.append(text[begin:i])
            begin = i + 1
    return [*parts, text[begin:]]


def depths(text: str) -> list[int]:
    """Count after each character how many brackets are open.

    Raises:
        UnreadableError: If a bracket has no partner.
    """
    found, depth = [], 0
    for letter in text:
        depth += (letter in OPEN) - (letter in CLOSE)
        if depth < 0:
            raise UnreadableError(letter)
        found.append(depth)
    if depth:
        raise UnreadableError(text)
    return found


def item(text: str) -> Tree:
    """Read what has no separator in it: yes or no, a number, or a shape like 6×6×4."""
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    numbers: list[Tree] = [number(part) for part in text.split("×")]
    return numbers if len(numbers) > 1 else numbers[0]


def number(text: str) -> Number:
    """Read a number, a fraction or a percentage."""
    percent = text.endswith("%")
    parts = text.removesuffix("%").split("/")
    top, *bottom = (decimal(part, text) for part in parts)
    if len(bottom) > 1 or (bottom and not bottom[0].value):
        raise UnreadableError(text)
    found = Number(top.value / bottom[0].value, math.inf) if bottom else top
    return Number(found.value / 100, found.decimals + 2) if percent else found


def decimal(part: str, text: str) -> Number:
    """Read digits with an exponent perhaps; the decimals count down to the last digit."""
    match = NUMBER.fullmatch(part)
    if not match:
        raise UnreadableError(text)
    decimals = len(match[1] or match[2] or "") - (float(match[3]) if match[3] else 0)
    return Number(float(part), max(0, decimals))


def tree(answer: object) -> Tree:
    """Take a Python value for what it is: numbers, arrays, fractions, texts, and lists of them.

    Raises:
        TypeError: If it is nothing of these.
        UnreadableError: If a text in a list can't be read, or a list is empty.
    """
    if hasattr(answer, "__array__"):
        answer = np.asarray(answer).tolist()
    match answer:
        case bool():
            return answer
        case str():
            return readings(answer)[0][1]
        case Rational():
            whole = answer.denominator == 1
            return Number(_as_float(answer), 0 if whole else math.inf)
        case Real():
            value = float(answer)
            whole = math.isinf(value) or math.isnan(value) or value.is_integer()
            return Number(value, 0) if whole else decimal(repr(value), "")
        case Iterable() if not isinstance(answer, bytes | dict | set | frozenset):  # without order
            entries = [tree(entry) for entry in answer]
            if not entries:
                raise UnreadableError("[]")
            return entries if len(entries) > 1 else entries[0]
    raise TypeError(
        f"the answer is of type {type(answer).__name__}, but must be a number, a text, an array, "
        "or a list of them"
    )


def _as_float(value: Rational) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
