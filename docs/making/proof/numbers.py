"""The numbers of a text, written as digits or as words."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from making.proof.lexer import NUMBER

#: What is no text: a link's target, an address, a tag, attributes, a comment.
_HIDDEN = re.compile(
    r"\]\([^)\s]*|<https?:[^>]*>|https?:[^\s)`<]+|</?\w+[^>]*>|\{ ?[.#:][^}]*\}|<!--.*?-->"
    r"|\\begin\{[^}]*\}|\\end\{[^}]*\}"
)
_FOUND = re.compile(
    rf"(?:(?<![\w)\]}}.,])(?P<sign>[-−]))?(?<![A-Za-z_\d])(?<![A-Za-z_\d][.])(?P<digits>{NUMBER})"
    r"(?:e(?P<power>[+-]?\d+)(?!\w))?"
)
_LIST = re.compile(r"^ *\d+\. ")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Figure(NamedTuple):
    """A number in a text: its value, its decimals, how it is written, and where."""

    value: Decimal
    decimals: int
    text: str
    start: int
    end: int


@cache
def figures_in(text: str) -> tuple[Figure, ...]:
    """Find the numbers that are written as digits."""
    hidden = _HIDDEN.sub(lambda match: " " * len(match[0]), text)
    hidden = _LIST.sub(lambda match: " " * len(match[0]), hidden)
    found = [_figure(match) for match in _FOUND.finditer(hidden)]
    powers = [
        Figure(Decimal(match[0].translate(_SUPERSCRIPTS)), 0, match[0], match.start(), match.end())
        for match in re.finditer("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", hidden)
    ]
    return tuple(sorted(found + powers, key=lambda figure: figure.start))


def _figure(match: re.Match[str]) -> Figure:
    digits = match["digits"].replace("{,}", "").replace(",", "")
    value = Decimal(digits) * (-1 if match["sign"] else 1)
    if match["power"]:
        value = value.scaleb(int(match["power"]))
    decimals = len(digits.partition(".")[2])
    return Figure(value, decimals, match[0], match.start(), match.end())


@cache
def one_digit_away(figure: Figure) -> tuple[Decimal, ...]:
    """The numbers that differ from one in a single digit."""
    plain = str(abs(figure.value))
    away = []
    for i, digit in enumerate(plain):
        if not digit.isdigit():
            continue
        for other in "0123456789":
            if other != digit and not (other == "0" and i == 0 and len(plain) > 1):
                changed = Decimal(plain[:i] + other + plain[i + 1 :])
                away.append(changed.copy_sign(figure.value))
    return tuple(away)


_CARDINALS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_ENGLISH = {
    **{word: number for number, word in enumerate(_CARDINALS)},
    **{f"{word}s": number for number, word in enumerate(_CARDINALS)},
    **{word: number for number, word in enumerate(_ORDINALS, 1)},
    **{f"{word}s": number for number, word in enumerate(_ORDINALS, 1) if number > 2},
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "thousand": 1000,
    "million": 1_000_000, "once": 1, "twice": 2, "double": 2, "doubles": 2, "both": 2, "pair": 2,
    "half": 2, "halves": 2, "halve": 2, "quarter": 4, "quarters": 4, "zeroes": 0, "dozen": 12,
    "single": 1, "none": 0, "neither": 2, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
    "halved": 2, "triple": 3, "sixes": 6, "nothing": 0, "no": 0, "blank": 0, "either": 2,
}  # fmt: skip
_KOREAN = {
    "하나": 1, "둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "한": 1, "두": 2, "세": 3, "네": 4, "서너": 3, "열한": 11, "열두": 12, "스무": 20, "스물": 20,
    "열하나": 11, "열둘": 12, "열세": 13, "열셋": 13, "열네": 14, "열넷": 14, "열다섯": 15,
    "열여섯": 16, "열일곱": 17, "열여덟": 18, "열아홉": 19, "열": 10, "서른": 30, "서른두": 32,
    "마흔": 40, "쉰": 50, "백": 100, "천": 1000, "백만": 1_000_000, "만": 10_000,
    "십만": 100_000, "오십": 50, "이십": 20, "삼십": 30, "육십": 60, "첫": 1, "절반": 2, "반": 2,
    "제곱": 2,
    "세제곱": 3, "쌍": 2, "양쪽": 2, "양 끝": 2, "갑절": 2,
}  # fmt: skip
#: Words for a part of something say 1 as well: a quarter is 1/4.
_PARTS = {"half", "third", "quarter", "fifth", "sixth", "eighth", "tenth", "twentieth", "hundredth"}
#: In Korean these are numbers only as words of their own, before a space or what is counted.
_SHORT = {"한", "두", "세", "네", "만", "천", "백", "반", "열"}
_COUNTERS = r"(?=[ \n]|번|개|배|가지|곳|쪽|칸|줄|장|째|분의|$)"
_ENGLISH_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_KOREAN_WORD = re.compile(
    "|".join(
        rf"(?<![가-힣]){word}{_COUNTERS}" if word in _SHORT else word
        for word in sorted(_KOREAN, key=len, reverse=True)
    )
)


def words_in(text: str, language: str) -> Counter[Decimal]:
    """Count the numbers that words of a text may mean; not every such word does."""
    if language == "en":
        words = [word.lower() for word in _ENGLISH_WORD.findall(text)]
        found = [_ENGLISH.get(word) for word in words]
        found += [1 for word in words if word in _PARTS]
    else:
        found = [_KOREAN.get(word) for word in _KOREAN_WORD.findall(text)]
    return Counter(Decimal(number) for number in found if number is not None)


def counted(figures: Iterable[Figure]) -> Counter[Decimal]:
    """Count numbers by their absolute value; a sign may be an operator in one language."""
    return Counter(abs(figure.value) for figure in figures)
