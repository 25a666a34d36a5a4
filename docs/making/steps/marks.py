"""Marks say where a page's numbers come from; they are for authors and tests, not for readers."""

from making.page import PageContext
from making.proof.marks import strip


def take_out(markdown: str, page: PageContext) -> str:
    """Take the marks out of a page and its exercises."""
    return strip(markdown)
