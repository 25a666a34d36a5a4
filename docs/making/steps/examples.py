"""Doctests are shown as a session: what is typed, what is answered, and only the former copied.

In the sources they are plain `python` fences, because that is what Sybil runs, and an empty line
of output is written `<BLANKLINE>`, because an empty line ends it.
"""

import re

from making.page import PageContext

DOCTEST = re.compile(r"^( *`{3,})python\n(?= *>>> )", flags=re.MULTILINE)
BLANK_LINE = re.compile(r"^ *<BLANKLINE>$", flags=re.MULTILINE)


def mark_sessions(markdown: str, page: PageContext) -> str:
    """Let doctests be highlighted as a Python console, with its empty lines empty."""
    return BLANK_LINE.sub("", DOCTEST.sub(r"\1pycon\n", markdown))
