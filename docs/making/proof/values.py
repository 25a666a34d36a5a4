"""Numbers as they are shown: a value, the interval that its digits leave open, and matrices."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

#: From this many decimals on, a number in a calculation may have been rounded.
ROUNDED_FROM = 3
_FUZZ = 1e-9


class NotANumberError(Exception):
    """An expression has no value, such as a division by zero."""


@dataclass(frozen=True)
class Number:
    """A value between two bounds.

    Attributes:
        value: What the digits say.
        low: The least that they may stand for.
        high: The most.
        half: Half of the last digit, if the number is written down and not computed.
    """

    value: float
    low: float
    high: float
    half: float | None = None


@dataclass(frozen=True)
class Matrix:
    """Rows of numbers, equally long."""

    rows: tuple[tuple[Number, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return len(self.rows), len(self.rows[0])


Value = Number | Matrix


def written(text: str, scale: float = 1) -> Number:
    """Read a number, with thousands separators, as it is written."""
    digits = text.replace("{,}", "").replace(",", "")
    _, _, decimals = digits.partition(".")
    half = 0.5 * 10.0 ** -len(decimals) * scale
    value = float(digits) * scale
    open_by = half if len(decimals) >= ROUNDED_FROM else 0
    return Number(value, value - open_by, value + open_by, half)


def apply(function: Callable[..., float], *operands: Value) -> Value:
    """Compute with numbers, or with each number of a matrix."""
    if any(isinstance(operand, Matrix) for operand in operands):
        return _elementwise(function, *operands)
    numbers = [operand for operand in operands if isinstance(operand, Number)]
    try:
        value = function(*(number.value for number in numbers))
        bounds = [(number.low, number.high) for number in numbers]
        around = [function(*corner) for corner in product(*bounds)]
    except (ArithmeticError, ValueError) as error:
        raise NotANumberError(str(error)) from error
    if any(isinstance(one, complex) for one in (value, *around)):
        raise NotANumberError("a root of a negative number")
    return Number(value, min(value, *around), max(value, *around))


def _elementwise(function: Callable[..., float], *operands: Value) -> Matrix:
    shapes = {operand.shape for operand in operands if isinstance(operand, Matrix)}
    if len(shapes) != 1:
        raise NotANumberError(f"matrices of shapes {sorted(shapes)}")
    ((height, width),) = shapes

    def cell(i: int, j: int) -> Number:
        result = apply(function, *(x.rows[i][j] if isinstance(x, Matrix) else x for x in operands))
        assert isinstance(result, Number)
        return result

    return Matrix(tuple(tuple(cell(i, j) for j in range(width)) for i in range(height)))


def times(one: Value, other: Value) -> Value:
    """Multiply: numbers, a number and a matrix, or two matrices as mathematics does."""
    if not (isinstance(one, Matrix) and isinstance(other, Matrix)):
        return apply(lambda a, b: a * b, one, other)
    if one.shape[1] != other.shape[0]:
        raise NotANumberError(f"a product of shapes {one.shape} and {other.shape}")
    columns = list(zip(*other.rows, strict=True))
    return Matrix(tuple(tuple(_dot(row, column) for column in columns) for row in one.rows))


def _dot(row: Iterable[Number], column: Iterable[Number]) -> Number:
    total: Value = Number(0, 0, 0)
    for a, b in zip(row, column, strict=True):
        total = apply(lambda s, p: s + p, total, apply(lambda x, y: x * y, a, b))
    assert isinstance(total, Number)
    return total


def compare(one: Value, sign: str, other: Value) -> str:
    """Judge a relation.

    Args:
        one: What stands on its left.
        sign: The relation: = ≈ ≠ < > ≤ ≥.
        other: What stands on its right.

    Returns:
        "exact" if it is true to the digits shown, "interval" if it is only possible with operands
            that were rounded, "false" otherwise.
    """
    if isinstance(one, Matrix) and isinstance(other, Matrix):
        if one.shape != other.shape:
            return "false"
        pairs = [
            pair
            for rows in zip(one.rows, other.rows, strict=True)
            for pair in zip(*rows, strict=True)
        ]
        verdicts = {_compare(a, sign, b) for a, b in pairs}
        return next(word for word in ("false", "interval", "exact") if word in verdicts)
    if isinstance(one, Number) and isinstance(other, Number):
        return _compare(one, sign, other)
    return "false"


def _compare(one: Number, sign: str, other: Number) -> str:
    a, b = one.value, other.value
    if sign in "<>≤≥≠":
        fuzz = _FUZZ * max(1, abs(a), abs(b))
        true = {
            "<": a < b,
            ">": a > b,
            "≤": a <= b + fuzz,
            "≥": a >= b - fuzz,
            "≠": abs(a - b) > fuzz,
        }
        return "exact" if true[sign] else "false"
    halves = [x.half for x in (one, other) if x.half is not None]
    allowed = max(halves, default=0)
    if sign == "=" and allowed >= 0.5:  # whole numbers aren't rounded in silence
        allowed = 0
    fuzz = _FUZZ * max(1, abs(a), abs(b))
    if abs(a - b) <= allowed + fuzz:
        return "exact"
    apart = max(one.low - other.high, other.low - one.high)
    rounded = one.high > one.low or other.high > other.low
    return "interval" if rounded and apart <= fuzz else "false"


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x))


FUNCTIONS: dict[str, Callable[..., float]] = {
    "log": math.log,
    "ln": math.log,
    "exp": math.exp,
    "cos": math.cos,
    "sin": math.sin,
    "tanh": math.tanh,
    "max": max,
    "min": min,
    "ReLU": lambda x: max(x, 0.0),
    "σ": sigmoid,
}
