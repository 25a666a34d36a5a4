"""Text and LaTeX as the signs of arithmetic."""

import re
from dataclasses import dataclass
from typing import NamedTuple

NUMBER = r"\d{1,3}(?:(?:,|\{,\})\d{3})+(?!\d|,\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Token(NamedTuple):
    """A sign.

    Attributes:
        kind: "number", "power", "operator", "relation", "open", "close", "function", "constant",
            "frac", "sqrt", "begin", "end", "cell", "row", "name", "word" or "stop".
        text: What the parser reads.
        start: Where it begins in the text.
        end: Where it ends.
    """

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Rule:
    kind: str
    pattern: str
    #: What the parser reads, if it isn't what stands there.
    reads: dict[str, str] | str | None = None


_OPEN = {"(": "(", "[": "[", "{": "{", r"\{": "{", "⌊": "⌊", "⌈": "⌈"}
_RULES = (
    _Rule("stop", r"`[^`\n]+`|!?\]\([^)\s]*|<https?:[^>]*>|https?:\S+|\{ ?[.#:][^}]*\}"),
    _Rule("stop", r"</?(?!su[bp]>)[a-zA-Z][^>]*>"),
    _Rule("begin", r"\\begin\{[bp]?matrix\}"),
    _Rule("end", r"\\end\{[bp]?matrix\}"),
    _Rule("skip", r"\\(?:begin|end)\{aligned\}|\\[,;:!]|\\displaystyle"),
    _Rule("row", r"\\\\"),
    _Rule("stop", r"\\(?:to|q?quad|dots|ldots|cdots)(?![a-zA-Z])|\\(?:begin|end)\{\w+\}"),
    _Rule("word", r"\\(?:text|mathrm|operatorname)\{(?!ReLU|e\})[^}]*\}"),
    _Rule("function", r"\\(?:mathrm|operatorname)\{ReLU\}", "ReLU"),
    _Rule("split fraction", r"\\[td]?frac\d\d"),
    _Rule("frac", r"\\[td]?frac"),
    _Rule("sqrt", r"\\sqrt|√"),
    _Rule("relation", r"\\(?:approx|leq?|geq?|neq?)(?![a-zA-Z])|[=≈<>≤≥≠](?!su[bp]>|/su[bp]>)"),
    _Rule("open", r"\\(?:left|bigl|Bigl|big|Big)?\s*\\l(?:floor|ceil)"),
    _Rule("close", r"\\(?:right|bigr|Bigr|big|Big)?\s*\\r(?:floor|ceil)"),
    _Rule("open", r"\\(?:left|bigl|Bigl)?\s*[(\[]|[(\[{⌊⌈]"),
    _Rule("close", r"\\(?:right|bigr|Bigr)?\s*[)\]]|[)\]}⌋⌉]"),
    _Rule("power open", r"<sup>"),
    _Rule("close", r"</sup>", ")"),
    _Rule("name", r"<sub>.*?</sub>|_\{[^}]*\}|_\w"),
    _Rule("constant", r"\\pi(?![a-zA-Z])|π", "π"),
    _Rule("constant", r"\*e\*|(?<![A-Za-z\\.])e(?=\^|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|<sup>)|\\mathrm\{e\}", "e"),
    _Rule("function", r"\\(?:log|ln|exp|cos|sin|tanh|max|min)(?![a-zA-Z_])"),
    _Rule("function", r"(?<![A-Za-z])(?:log|ln|exp|cos|tanh)(?![A-Za-z])|(?:max|min|ReLU)(?=\()"),
    _Rule("function", r"(?:σ|\\sigma)(?=\()", "σ"),
    _Rule("operator", r"\\(?:cdot|times|div)(?![a-zA-Z])|//|[-+−–·×÷/^]| \* | : (?=\d)"),
    _Rule("percent", r" ?\\?%"),
    _Rule("number", r"(?<![A-Za-z_\d])(?:" + NUMBER + r")"),
    _Rule("number", r"½"),
    _Rule("power", r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+"),
    _Rule("name", r"\*\w+\*(?!\*)|\\[a-zA-Z]+|[α-ωΑ-Ω]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])'?"),
    _Rule("word", r"[A-Za-z_]\w*|[가-힣]+"),
    _Rule("skip", r"\*\*|[$ \t]|(?<=\w)\*|\*(?=\w)"),
    _Rule("cell", r"&"),
    _Rule("stop", r"(?s:.)"),
)
_LEXER = re.compile("|".join(f"(?P<r{i}>{rule.pattern})" for i, rule in enumerate(_RULES)))
_READS = {
    **{r"\cdot": "*", r"\times": "*", "·": "*", "×": "*", "*": "*", r"\div": "/", "÷": "/"},
    **{":": "/", "−": "-", "–": "-", r"\approx": "≈", r"\le": "≤", r"\leq": "≤", r"\ge": "≥"},
    **{r"\geq": "≥", r"\ne": "≠", r"\neq": "≠"},
}
_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}


def tokens_of(text: str, formula: bool = False) -> list[Token]:
    """Read the signs of a text; in a formula a line's end means nothing."""
    tokens: list[Token] = []
    for match in _LEXER.finditer(text):
        rule = _RULES[int(str(match.lastgroup)[1:])]
        if rule.kind == "skip" or (formula and match[0] == "\n"):
            continue
        tokens += _read(rule, match[0], match.start(), match.end())
    return tokens


def _read(rule: _Rule, text: str, start: int, end: int) -> list[Token]:
    """The signs that a piece of text stands for."""
    if rule.kind == "power open":
        return [Token("operator", "^", start, end), Token("open", "(", start, end)]
    if rule.kind == "power":
        return [
            Token("operator", "^", start, start),
            Token("power", text.translate(_SUPERSCRIPTS), start, end),
        ]
    if rule.kind == "split fraction":
        return [
            Token("number", text[-2], end - 2, end - 1),
            Token("operator", "/", end - 1, end - 1),
            Token("number", text[-1], end - 1, end),
        ]
    if isinstance(rule.reads, str):
        return [Token(rule.kind, rule.reads, start, end)]
    plain = text.strip()
    if rule.kind in {"open", "close"}:
        plain = _bracket(plain)
    if rule.kind == "function":
        plain = plain.lstrip("\\")
    return [Token(rule.kind, _READS.get(plain, plain), start, end)]


def _bracket(text: str) -> str:
    """A bracket without LaTeX's words for its size."""
    for name, sign in (("lfloor", "⌊"), ("rfloor", "⌋"), ("lceil", "⌈"), ("rceil", "⌉")):
        if text.endswith(name):
            return sign
    return text[-1]


def closes(opening: str) -> str:
    """The bracket that ends what another one begins."""
    return _CLOSED_BY[opening]
