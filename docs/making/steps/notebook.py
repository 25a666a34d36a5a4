"""A notebook's page, as making/notebooks/page.md.j2 writes it, becomes a page like any other.

It is written escaped, because nbconvert passes what a template writes through a parser of HTML,
which would read code and formulas as tags; of escaped text it changes nothing. Each Markdown cell
lies in a box, which lets mkdocs-jupyter convert it by itself.
"""

import html as entities
import re

from making.page import PageContext

# mkdocs-jupyter adds style sheets of its own after the page.
STYLE = re.compile(r"\s*<style>.*</style>\s*$", flags=re.DOTALL)
BOX = re.compile(r'<div class="jp-MarkdownCell"[^>]*>\s*|</div>\s*<!-- end of cell -->')


def unescape(markdown: str, page: PageContext) -> str:
    """Undo the escaping of a notebook's page, and leave other pages as they are."""
    if not page.path.endswith(".ipynb"):
        return markdown
    return entities.unescape(STYLE.sub("\n", markdown))


def open_boxes(html: str, page: PageContext) -> str:
    """Take the cells out of their boxes, at whose ends the search would end a section."""
    return BOX.sub("", html)
