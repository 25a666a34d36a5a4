"""Formulas become MathML while the site is built, so no page needs JavaScript for them."""

import html
import re

from math_core import LatexError, LatexToMathML
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

# What pymdownx.arithmatex (generic) leaves: \(…\) in a span, \[…\] in a div.
FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', flags=re.DOTALL)

_converter = LatexToMathML()


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replace each formula of the page by MathML."""

    def convert(match: re.Match[str]) -> str:
        latex = html.unescape(match[2]).strip()
        display = match[1] == "div"
        try:
            mathml = _converter.convert_with_local_state(latex, displaystyle=display)
        except LatexError as error:
            raise PluginError(f"{page.file.src_uri}: formula «{latex}»: {error}") from error
        return f'<div class="formula">{mathml}</div>' if display else mathml

    return FORMULA.sub(convert, content)
