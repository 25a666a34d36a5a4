"""The pictures that shared links show, kept in the cache.

Each lies under a key of all that it shows, so a build draws those that it lacks and no others.
"""

import hashlib
import re
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path

from making import drawings, figures, keeping
from making.paths import CACHE

CARDS = CACHE / "cards"
HAND = Path(figures.__file__).with_name("card.py")
DRAWN_WITH = ("matplotlib", "pillow", "koreanize-matplotlib")
FIGURE = re.compile(r"figures/([\w-]+)\.svg")
#: The figure of the home page, for pages that have none.
COVER = "cover"


@dataclass(frozen=True)
class Card:
    """What the picture of a page shows.

    Attributes:
        language: "ko" or "en".
        place: Its place in the book, such as "Part one: convolution by hand · chapter 4".
        title: Title of the page.
        book: Name of the book.
        figure: Name of a figure of the book.
    """

    language: str
    place: str
    title: str
    book: str
    figure: str

    def png(self) -> bytes:
        """Return the picture's file, which is drawn if it isn't kept."""
        file = drawings.DRAWINGS / self.language / f"{self.figure}.svg"
        drawing, _, _ = file.read_bytes().rpartition(b"<!--")  # without the key of what drew it
        digests = [hashlib.sha256(part).hexdigest() for part in (HAND.read_bytes(), drawing)]
        of = [self, digests, *map(version, DRAWN_WITH)]
        key = hashlib.sha256(repr(of).encode()).hexdigest()
        kept = CARDS / f"{key}.png"
        if not kept.is_file():
            from making.figures import card  # with matplotlib, which takes a second to load

            keeping.write(kept, card.draw(*astuple(self)))
        return kept.read_bytes()


def figure_of(markdown: str) -> str:
    """Name the first figure of a page, or the book's."""
    found = FIGURE.search(markdown)
    return found[1] if found else COVER
