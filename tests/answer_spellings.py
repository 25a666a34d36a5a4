"""Answers as people spell them, right and wrong, for both judges: Python's and the browser's."""

import ast
import math
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

DIGITS_IN_GROUPS = re.compile(r"(?<![\d.])\d{4,}(?![\d.])")


def of(answer: str, chance: random.Random) -> Iterator[str]:
    """Spell an answer that is written as a Python literal in many ways.

    Deep lists keep their brackets; what stands in lines has at most three levels.
    """
    value = ast.literal_eval(answer)
    plain = answer.replace("True", "yes").replace("False", "no")
    yield answer
    yield plain.replace("-", "−")
    yield plain.replace("[", "(").replace("]", ")")
    yield plain.replace(", ", ",") if "." in answer or _depth(value) != 1 else plain
    yield plain.replace(",", "")
    yield f"  {plain.replace(', ', ' ,  ')} \n"
    yield answer.replace("True", "예").replace("False", "아니요").replace(", ", " 그리고 ")
    if _depth(value) <= 3 and (lines := _lines(value)):
        yield lines
        yield lines.replace("\n", " ; ") if "\n\n" not in lines else lines.replace("\n", "\r\n")
        yield lines.replace("-", chance.choice("−–-"))
    if "." in answer:
        yield plain.replace(",", ";").replace(".", ",") if _depth(value) <= 1 else plain
    yield DIGITS_IN_GROUPS.sub(lambda m: f"{int(m[0]):,}", plain)


def _depth(value: Any) -> int:
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


def _lines(value: Any) -> str:
    """Write lists in lines; empty if a number would stand beside a table, or a row alone."""
    match _depth(value):
        case 0:
            return _number(value)
        case 1:
            return " ".join(map(_number, value))
        case 2:
            return "\n".join(map(_lines, value))
    tables = [_depth(part) == 2 for part in value]
    return "\n\n".join(map(_lines, value)) if all(tables) else ""


def _number(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else repr(value)


def wrong(answer: str, chance: random.Random) -> Iterator[str]:
    """Make the general mistakes of an answer, and some that say nothing."""
    value = ast.literal_eval(answer)
    for change in (
        lambda x: -x,
        lambda x: 2 * x,
        lambda x: x / 10,
        lambda x: x + 1,
        lambda x: round(x),
        lambda x: round(x, 1),
        lambda x: round(x, 2),
        lambda x: round(x, 4),
        lambda x: math.floor(100 * x) / 100,
        lambda x: math.ceil(1000 * x) / 1000,
        lambda x: round(x * 1.03, 4),
        lambda x: x + chance.choice([-1e-4, 1e-4, 5e-5, 1e-3]),
        lambda x: round(x + chance.uniform(-2, 2), chance.choice([0, 1, 2, 4, 6])),
    ):
        yield repr(_each(value, change))
    if isinstance(value, list):
        yield repr(value[::-1])
        yield repr(value[1:])
        yield repr([*value, 0])
        yield repr(value[0])
        yield repr([chance.choice([part, 1]) for part in value])
        yield f"[{', '.join(re.findall(r'[\w.-]+', answer))}]"
        if all(isinstance(row, list) for row in value):
            yield repr([list(column) for column in zip(*value, strict=False)])


def _each(value: Any, change: Callable[[float], float]) -> Any:
    if isinstance(value, list):
        return [_each(part, change) for part in value]
    return not value if isinstance(value, bool) else change(value)


def damaged(text: str, chance: random.Random) -> Iterator[str]:
    """Put what isn't meant into a text, or take something out."""
    for _ in range(3):
        at = chance.randrange(len(text) + 1)
        letter = chance.choice("0123456789.,;-−+/%()[]{}<&\"' \n\tex×^*예o½⁻²_와")
        yield text[:at] + letter + text[at + chance.choice([0, 1]) :]
