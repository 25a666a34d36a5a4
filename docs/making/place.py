"""Where a page has its place in the book, and how long it takes to read it and to do it."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

#: What is read in a minute: words in English; in Korean letters, because words are longer there.
PER_MINUTE = {"ko": 380, "en": 190}
READ = {"ko": re.compile("[가-힣]"), "en": re.compile(r"\w[\w'’-]*")}
#: Minutes that an eye stays on what is no prose, and that a hand needs.
LOOK = {'<div class="formula': 0.3, "<pre>": 0.3, "<figure": 0.4, "<table": 0.4}
DO = {'<details class="success"': 5, '<div class="admonition question"': 3}
NO_PROSE = re.compile(r"<(pre|math|svg|details|script|style)\b.*?</\1>|<[^>]*>", flags=re.DOTALL)


@dataclass(frozen=True)
class Place:
    """The place of a page in the book.

    Attributes:
        part: Title of the part that it belongs to, such as "Part one: convolution by hand".
        number: Which chapter of its part it is; 0 for the part's own page.
        of: How many chapters the part has.
    """

    part: str
    number: int
    of: int

    @property
    def name(self) -> str:
        """The short name of the part: "Part one"."""
        return self.part.partition(":")[0]


def places(parts: Iterable[tuple[str, list[str]]]) -> dict[str, Place]:
    """Give each page of a part its place.

    Args:
        parts: Title of each part, and the paths of its pages in reading order.

    Returns:
        The place of each page, by its path.
    """
    found = {}
    for title, paths in parts:
        chapters = [path for path in paths if not path.endswith("index.md")]
        for path in paths:
            number = chapters.index(path) + 1 if path in chapters else 0
            found[path] = Place(title, number, len(chapters))
    return found


@lru_cache(maxsize=200)  # a preview asks again for all the pages that stay as they are
def minutes(html: str, language: str) -> tuple[int, int]:
    """Estimate how long a page takes, in steps of five minutes.

    Args:
        html: The page.
        language: "ko" or "en".

    Returns:
        Minutes to read it and minutes to do its predictions and exercises.
    """
    read = len(READ[language].findall(NO_PROSE.sub(" ", html))) / PER_MINUTE[language]
    look = sum(minutes * html.count(tag) for tag, minutes in LOOK.items())
    do = sum(minutes * html.count(tag) for tag, minutes in DO.items())
    return _rounded(read + look), _rounded(do)


def _rounded(minutes: float) -> int:
    return 5 * math.ceil(minutes / 5)
