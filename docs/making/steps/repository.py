"""Pages name the repository by one address; a fork's site names the fork."""

from making.page import PageContext
from making.paths import REPOSITORY


def name(markdown: str, page: PageContext) -> str:
    """Name the repository that this site is built from."""
    return markdown.replace(REPOSITORY, page.repository.rstrip("/"))
