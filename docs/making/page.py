"""What a step of the way may know about the page it works on, and how it says no."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from making.paths import REPOSITORY


class BookError(Exception):
    """Something in the book is wrong; the message names where and what, and ends the build."""


def _nowhere(path: str) -> None:
    """No page is known."""


def _of_no_part(path: str) -> str:
    """No part is known."""
    return ""


@dataclass(frozen=True)
class PageContext:
    """A page as its steps see it, whichever program builds the site.

    Attributes:
        language: "ko" or "en".
        path: Where its source lies below docs/<language>, such as "convolution/size.md".
        repository: Address of the repository that the site is built from.
        address: Gives the address of another page as seen from this one, from the path of its
            source; None if there is no such page.
        part: Gives the title of the part that a page belongs to, from the path of its source.
        book: Gives the path and the Markdown of every page, in reading order.
    """

    language: str
    path: str
    repository: str = REPOSITORY
    address: Callable[[str], str | None] = _nowhere
    part: Callable[[str], str] = _of_no_part
    book: Callable[[], Iterable[tuple[str, str]]] = tuple


Step = Callable[[str, PageContext], str]


def url_of(path: str) -> str:
    """Give the address of a page in its site, from the path of its source."""
    return f"{path.rsplit('.', 1)[0]}/".removesuffix("index/")
