"""Formulas become MathML while the site is built, so no page needs JavaScript for them."""

import html as entities
import re

from math_core import LatexError, LatexToMathML

from making.page import BookError, PageContext

# What pymdownx.arithmatex (generic) leaves: \(…\) in a span, \[…\] in a div.
FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', flags=re.DOTALL)

_converter = LatexToMathML()


def convert(html: str, page: PageContext) -> str:
    """Replace each formula of the page by MathML.

    Raises:
        BookError: If a formula can't be read.
    """

    def mathml(match: re.Match[str]) -> str:
        latex = entities.unescape(match[2]).strip()
        display = match[1] == "div"
        try:
            formula = _converter.convert_with_local_state(latex, displaystyle=display)
        except LatexError as error:
            raise BookError(f"{page.path}: formula «{latex}»: {error}") from error
        return f'<div class="formula">{formula}</div>' if display else formula

    return FORMULA.sub(mathml, html)
