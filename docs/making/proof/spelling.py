"""The other words for a term, which Korean pages use in parentheses behind it only."""

import re
from collections.abc import Mapping
from functools import cache

from making.terms import terms

_NAMED = re.compile(r"(?<=[가-힣*])\([^)\n]*\)")


@cache
def forbidden() -> dict[str, str]:
    """The spellings to avoid, each with the term to write."""
    return {word: term.words["ko"] for term in terms() for word in term.also["ko"]}


def found_in(text: str, words: Mapping[str, str]) -> list[str]:
    """Find forbidden spellings in a text."""
    said = _NAMED.sub(" ", text)
    return [word for word in words if re.search(rf"(?<![가-힣]){re.escape(word)}", said)]
