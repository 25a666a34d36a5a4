"""Marks say where a page's numbers come from; they are for authors and tests, not for readers."""

import re

from making.page import PageContext

MARK = re.compile(r"^ *<!-- (?P<mark>(?:=|fact:|shown:) .+) -->$")
_LINE = re.compile(MARK.pattern + r"\n?", flags=re.MULTILINE)
_FENCED = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,}).*?^ *(?P=ticks)`* *$\n?", re.M | re.S)


def take_out(markdown: str, page: PageContext) -> str:
    """Take the marks out of a page and its exercises."""
    return strip(markdown)


def strip(markdown: str) -> str:
    r"""Take the marks out of a page, but not out of its code.

    Examples:
        >>> strip("Four rows.\n<!-- = len(rows) -->\n\nMore.")
        'Four rows.\n\nMore.'
    """
    parts, at = [], 0
    for fence in _FENCED.finditer(markdown):
        parts += [_LINE.sub("", markdown[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*parts, _LINE.sub("", markdown[at:])])
