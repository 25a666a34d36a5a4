"""Equations between numbers, found in a text and judged."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from making.proof.lexer import Token, tokens_of
from making.proof.parser import NoExpressionError, Parser
from making.proof.source import Unit
from making.proof.values import NotANumberError, Value, compare

#: Why a relation isn't judged.
DEFINITION = "a name gets a value"
SYMBOLS = "relates names"
MATHS = {"number", "power", "operator", "open", "close", "function", "constant", "frac", "sqrt"}
MATHS |= {"percent", "begin", "end", "cell", "row"}


@dataclass(frozen=True)
class Equation:
    """A relation that a text states.

    Attributes:
        text: How it is written.
        verdict: "exact", "interval", "false", or why it was passed over.
        proven: Where its numbers lie in the text, those that it would notice a change of.
    """

    text: str
    verdict: str
    proven: tuple[tuple[int, int], ...] = ()


@cache
def equations_in(unit: Unit) -> tuple[Equation, ...]:
    """Find and judge the relations of a piece of a page."""
    if unit.kind == "code":
        return ()
    found = []
    for tokens in _statements(tokens_of(unit.text, formula=unit.kind == "formula")):
        places = [i for i, token in enumerate(tokens) if token.kind == "relation"]
        for number, place in enumerate(places):
            begin = places[number - 1] + 1 if number else 0
            end = places[number + 1] if number + 1 < len(places) else len(tokens)
            found.append(_judge(unit.text, tokens, begin, place, end))
    return tuple(found)


def _statements(tokens: list[Token]) -> Iterator[list[Token]]:
    """Split where the next row of a formula says something new; drop what only aligns."""
    statement: list[Token] = []
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.kind == "begin") - (token.kind == "end")
        if depth == 0 and token.kind in {"row", "cell"}:
            if token.kind == "row" and not _goes_on(tokens[i + 1 : i + 7]):
                yield statement
                statement = []
        elif not (token.kind == "close" and statement and statement[-1].text == "{"):
            statement.append(token)
        else:
            statement.pop()  # {} holds a place for a sign
    yield statement


def _goes_on(ahead: list[Token]) -> bool:
    """Whether a row goes on with the one above: it begins with a relation, or & and an operator."""
    aligned = [token for token in ahead if token.kind == "cell" or token.text in "{}"]
    for token in ahead:
        if token.kind == "relation":
            return True
        if token.kind == "operator":
            return ahead[0] in aligned
        if token not in aligned:
            return False
    return False


def _judge(text: str, tokens: list[Token], begin: int, place: int, end: int) -> Equation:
    """Judge one relation, given where the ones before and after it stand."""
    left = _left(tokens, begin, place)
    right = _right(tokens, place, end)
    first = left[0] if left else max(begin, place - 1)
    last = right[0] if right else min(place + 2, end)
    shown = text[tokens[first].start : tokens[last - 1].end].strip()
    if left is None or right is None:
        named = left is None and right is not None
        return Equation(shown, DEFINITION if named else SYMBOLS)
    verdict = compare(left[1], tokens[place].text, right[1])
    proven = []
    if verdict != "false":
        proven = [i for i in range(first, last) if _notices(tokens, first, place, last, i, verdict)]
    return Equation(shown, verdict, tuple((tokens[i].start, tokens[i].end) for i in proven))


def _left(tokens: list[Token], begin: int, place: int) -> tuple[int, Value] | None:
    """The longest expression that ends before a relation: where it begins, and its value."""
    start, depth = place, 0
    while start > begin and (
        tokens[start - 1].kind in MATHS or (depth > 0 and tokens[start - 1].text == ",")
    ):
        start -= 1
        depth += (tokens[start].kind == "close") - (tokens[start].kind == "open")
    if start > begin and tokens[start - 1].kind == "name":
        return None  # a name belongs to it
    for first in range(start, place):
        value = whole(tokens, first, place)
        if value is not None:
            before = tokens[first - 1] if first > begin else None
            if before and before.kind == "operator":
                return None
            return first, value
    return None


def _right(tokens: list[Token], place: int, end: int) -> tuple[int, Value] | None:
    """The longest expression that begins after a relation: where it ends, and its value."""
    parser = Parser(tokens[:end], place + 1)
    try:
        value = parser.expression()
    except (NoExpressionError, NotANumberError):
        return None
    after = tokens[parser.at] if parser.at < end else None
    touching = after and after.kind == "name" and tokens[parser.at - 1].end == after.start
    return None if touching else (parser.at, value)


def whole(tokens: list[Token], first: int, last: int) -> Value | None:
    """What the signs between two places come to; None if they are no expression."""
    parser = Parser(tokens[:last], first)
    try:
        value = parser.expression()
    except (NoExpressionError, NotANumberError):
        return None
    return value if parser.at == last else None


def _notices(tokens: list[Token], first: int, place: int, last: int, i: int, verdict: str) -> bool:
    """Whether the relation would turn false if the last digit of a number were another."""
    token = tokens[i]
    if token.kind not in {"number", "power"} or not token.text[-1].isdigit():
        return False
    return all(
        _verdict(
            tokens, first, place, last, i, token.text[:-1] + str((int(token.text[-1]) + by) % 10)
        )
        not in {verdict, "exact"}
        for by in (1, 9)
    )


def _verdict(tokens: list[Token], first: int, place: int, last: int, i: int, digits: str) -> str:
    changed = [*tokens[:i], tokens[i]._replace(text=digits), *tokens[i + 1 :]]
    left, right = whole(changed, first, place), whole(changed, place + 1, last)
    if left is None or right is None:
        return "false"
    return compare(left, changed[place].text, right)


def relevant(equation: Equation) -> bool:
    """Whether a relation was judged."""
    return equation.verdict in {"exact", "interval", "false"}


def moved(equation: Equation, by: int) -> Equation:
    """The same relation in a text that begins elsewhere."""
    return replace(equation, proven=tuple((a + by, b + by) for a, b in equation.proven))
