"""A page is read as Jupyter reads Markdown; of a notebook each cell has been, by itself."""

from making.dialect import adapt
from making.page import PageContext


def as_in_jupyter(markdown: str, page: PageContext) -> str:
    """Let a page mean what it does in Jupyter."""
    return markdown if page.path.endswith(".ipynb") else adapt(markdown)
