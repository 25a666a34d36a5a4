"""Expressions between numbers, read as people write them."""

import math
from collections.abc import Callable

from making.proof.lexer import Token, closes
from making.proof.values import (
    FUNCTIONS,
    Matrix,
    NotANumberError,
    Number,
    Value,
    apply,
    times,
    written,
)

#: How strongly an operator binds.
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "^": 4}
_SIGN = 3
_CONSTANTS = {"π": math.pi, "e": math.e}
_ROUNDING = {"⌊": math.floor, "⌈": math.ceil}


class NoExpressionError(Exception):
    """What stands there is no expression between numbers.

    Attributes:
        at: Index of the sign that is none.
    """

    def __init__(self, at: int) -> None:
        """Remember the place."""
        super().__init__(at)
        self.at = at


class Parser:
    """Reads one expression from a list of signs.

    Attributes:
        at: Index of the next sign.
    """

    def __init__(self, tokens: list[Token], at: int = 0) -> None:
        """Begin at a sign."""
        self._tokens = tokens
        self.at = at

    def expression(self, binds: int = 0) -> Value:
        """Read as far as the operators bind more strongly than `binds`.

        Raises:
            NoExpressionError: if none begins here or a bracket isn't closed.
        """
        left = self._operand()
        while True:
            token = self._peek()
            if token.kind == "percent":
                self.at += 1
                left = apply(lambda x: x / 100, left)
            elif token.kind == "operator" and _BINDS[token.text] > binds:
                self.at += 1
                # A power takes what stands to its right first.
                right = self.expression(_BINDS[token.text] - (token.text == "^"))
                left = _operate(token.text, left, right)
            elif self._is_hidden_product(token) and binds < _BINDS["*"]:
                left = times(left, self.expression(_BINDS["*"]))
            else:
                return left

    def _is_hidden_product(self, token: Token) -> bool:
        if token.kind in {"begin", "function", "sqrt", "constant", "frac"}:
            return True
        touches = self.at > 0 and self._tokens[self.at - 1].end == token.start
        return token.kind == "open" and token.text in "([⌊⌈" and touches

    def _peek(self) -> Token:
        return self._tokens[self.at] if self.at < len(self._tokens) else Token("stop", "", -1, -1)

    def _operand(self) -> Value:
        token = self._peek()
        self.at += 1
        match token.kind:
            case "operator" if token.text in "+-":
                value = self.expression(_SIGN)
                return _negative(value) if token.text == "-" else value
            case "number":
                return Number(0.5, 0.5, 0.5) if token.text == "½" else written(token.text)
            case "power":
                return Number(*[float(token.text)] * 3)
            case "constant":
                return Number(*[_CONSTANTS[token.text]] * 3)
            case "open":
                return self._bracket(token.text)
            case "frac":
                return apply(lambda a, b: a / b, self._group(), self._group())
            case "sqrt":
                return apply(math.sqrt, self._operand())
            case "function":
                return self._call(token.text)
            case "begin":
                return self._matrix()
        raise NoExpressionError(self.at - 1)

    def _bracket(self, opening: str) -> Value:
        value = self.expression()
        self._expect(closes(opening))
        if opening in _ROUNDING:
            return apply(_ROUNDING[opening], value)
        return value

    def _group(self) -> Value:
        if self._peek().text != "{":
            raise NoExpressionError(self.at)
        return self._operand()

    def _expect(self, text: str) -> None:
        if self._peek().text != text:
            raise NoExpressionError(self.at)
        self.at += 1

    def _call(self, name: str) -> Value:
        function = FUNCTIONS[name]
        if self._peek().text != "(":
            return apply(function, self.expression(_BINDS["+"]))
        self.at += 1
        arguments = [self.expression()]
        while self._peek().text == ",":
            self.at += 1
            arguments.append(self.expression())
        self._expect(")")
        return apply(function, *arguments)

    def _matrix(self) -> Value:
        rows: list[list[Number]] = [[]]
        while True:
            value = self.expression()
            if not isinstance(value, Number):
                raise NoExpressionError(self.at)
            rows[-1].append(value)
            token = self._peek()
            self.at += 1
            if token.kind == "end":
                break
            if token.kind == "row":
                rows.append([])
            elif token.kind != "cell":
                raise NoExpressionError(self.at - 1)
        if len({len(row) for row in rows}) != 1:
            raise NoExpressionError(self.at)
        return Matrix(tuple(map(tuple, rows)))


def _negative(value: Value) -> Value:
    if isinstance(value, Number):
        return Number(-value.value, -value.high, -value.low, value.half)
    return apply(lambda x: -x, value)


_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "^": lambda a, b: a**b,
}


def _operate(operator: str, left: Value, right: Value) -> Value:
    if operator == "*":
        return times(left, right)
    if operator == "^" and isinstance(right, Number) and abs(right.value) > 100:
        raise NotANumberError("too high a power")
    return apply(_OPERATIONS[operator], left, right)
