"""Doctests are shown as a session: what is typed, what is answered, and only the former copied.

In the sources they are plain `python` fences, because that is what Sybil runs.
"""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

DOCTEST = re.compile(r"^( *`{3,})python\n(?= *>>> )", flags=re.MULTILINE)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let doctests be highlighted as a Python console."""
    return DOCTEST.sub(r"\1pycon\n", markdown)
