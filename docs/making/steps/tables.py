"""Tables: a header without words is none, and what is wider than the page scrolls by itself."""

import re

from making.page import PageContext

#: Those of the book; an output of a notebook names its class.
TABLE = re.compile(r"<table>.*?</table>", flags=re.DOTALL)
EMPTY = re.compile(r"<th\b([^>]*)>\s*</th>")


def name_columns(html: str, page: PageContext) -> str:
    """Make a plain cell of every header cell that is empty: a screen reader would announce it."""
    return EMPTY.sub(r"<td\1></td>", html)


def wrap(html: str, page: PageContext) -> str:
    """Put each table into the boxes in which the theme's style sheet lets it scroll."""
    return TABLE.sub(
        r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>',
        html,
    )
