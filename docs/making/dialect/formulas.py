"""Formulas that stand alone in Jupyter, wherever they are written, get a paragraph of their own."""

import re

from making.dialect.pieces import Pieces

#: A mark, with the punctuation behind it, which belongs into the formula.
MARK = re.compile("\ue000(\\d+)\ue001(?:[ \t]*([.,;:])(?=\\s|$))?")
LEAD = re.compile(r"[ ]*(?P<item>(?:[-*+]|\d+[.)])[ \t]+)?")
# Where there can't be a paragraph: a quotation, a row of a table, a heading.
ONE_LINE = re.compile(r"[ ]*(?:[>|#]|.*\|.*\|)")


def stand_alone(text: str, kept: Pieces) -> str:
    """Put display formulas into paragraphs of their own."""
    apart = "\n".join(_line(line, kept) for line in text.split("\n"))
    return re.sub(r"\n(?:[ ]*\n){2,}", "\n\n", apart)


def _line(line: str, kept: Pieces) -> str:
    if not any(_is_display(kept.texts[int(mark[1])]) for mark in MARK.finditer(line)):
        return line
    lead = LEAD.match(line)
    assert lead is not None  # it may be empty
    indent = " " * lead.end()
    in_one_line = ONE_LINE.match(line)

    def alone(mark: re.Match[str]) -> str:
        number, sign = int(mark[1]), mark[2] or ""
        formula = kept.texts[number]
        if not _is_display(formula):
            return mark[0]
        if in_one_line:
            kept.texts[number] = _within_a_line(formula)
            return mark[0]
        kept.texts[number] = _with_sign(formula, sign)
        return f"\n\n{indent}{mark[0].removesuffix(sign).rstrip()}\n\n{indent}"

    if in_one_line:
        return MARK.sub(alone, line)
    parts = MARK.sub(alone, line[lead.end() :]).strip()
    return f"{lead[0]}{parts}\n" if lead["item"] else f"\n{lead[0]}{parts}\n"


def _is_display(piece: str) -> bool:
    return piece.startswith(("$$", r"\begin{"))


def _within_a_line(formula: str) -> str:
    """Write a formula for a place that has room for one line only, as large as it was."""
    body = re.sub(r"\n[> ]*", "\n", formula.strip("$")).strip()
    return rf"$\displaystyle {body}$"


def _with_sign(formula: str, sign: str) -> str:
    """Put punctuation into a formula, at its end."""
    end = formula.rindex("$$" if formula.startswith("$$") else r"\end{")
    return f"{formula[:end].rstrip()}{sign}{formula[end:]}" if sign else formula
