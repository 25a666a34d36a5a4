"""Formulas become MathML while the site is built, so no page needs JavaScript for them."""

import html as entities
import re

from math_core import LatexError, LatexToMathML

from making.page import BookError, PageContext

# What pymdownx.arithmatex (generic) leaves: \(…\) in a span, \[…\] in a div.
FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', flags=re.DOTALL)

# What has a star by itself; after any other command a star is a sign for times.
STARRED = "operatorname|DeclareMathOperator|tag|[hv]space|(?:re)?newcommand"
STAR = re.compile(rf"(\\(?!(?:{STARRED})\*)[A-Za-z]+)\*")
# Jupyter numbers nothing; it knows these environments, and math-core their names on the right.
NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|multline)\}")
OTHER_NAMES = {"split": "aligned", "flalign": "align*", "flalign*": "align*"}
COLUMNS = re.compile(r"\\(begin|end)\{alignat\*?\}(?:\{\d+\})?")
THREE = re.compile(r"\\(begin|end)\{eqnarray\*?\}")

_converter = LatexToMathML(fancy_error=False)  # whose messages have no colours


def convert(html: str, page: PageContext) -> str:
    """Replace each formula of the page by MathML.

    Raises:
        BookError: If a formula can't be read.
    """

    def mathml(match: re.Match[str]) -> str:
        latex = entities.unescape(match[2]).strip()
        display = match[1] == "div"
        try:
            formula = _converter.convert_with_local_state(_known(latex), displaystyle=display)
        except LatexError as error:
            raise BookError(f"{page.path}: formula «{latex}»: {error}") from error
        return f'<div class="formula">{formula}</div>' if display else formula

    return FORMULA.sub(mathml, html)


def _known(latex: str) -> str:
    """Write a formula with the names that math-core knows."""
    latex = STAR.sub(r"\1 *", latex)
    latex = NUMBERED.sub(r"\\\1{\2*}", latex)
    latex = COLUMNS.sub(r"\\\1{align*}", latex)
    latex = THREE.sub(lambda end: rf"\{end[1]}{{array}}{'{rcl}' * (end[1] == 'begin')}", latex)
    for name, other in OTHER_NAMES.items():
        latex = latex.replace(f"{{{name}}}", f"{{{other}}}")
    return latex
