"""How MkDocs is told that something in the book is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.exceptions import PluginError

from making.page import BookError


@contextmanager
def told() -> Iterator[None]:
    """Let MkDocs end the build with the message of what is wrong in the book."""
    try:
        yield
    except BookError as error:
        raise PluginError(str(error)) from error
