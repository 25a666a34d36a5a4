"""The order of the book: no chapter uses a term that only a later page introduces."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from making.steps.glossary import find, in_bold
from making.terms import LANGUAGES, Term
from tests.book.prose import lines, name
from tests.site_fixtures import ROOT

NEEDS = {"ko": "## 무엇이 필요한가요", "en": "## What you need first"}
NEXT = {"ko": "## 다음 이야기", "en": "## What comes next"}
# Headings, formulas, code, and links, which lead to where it is explained.
ASIDE = re.compile(r"^#+ .*|\$[^$\n]+\$|`[^`\n]+`|!?\[[^]\n]*]\([^)\n]*\)|<[^>\n]+>")
Lines = list[tuple[int, str]]


@cache
def pages(language: str) -> tuple[Path, ...]:
    """All pages in the order of the navigation."""
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    paths = re.findall(r"^ +- (\S+\.(?:md|ipynb))$", navigation, flags=re.MULTILINE)
    return tuple(ROOT / "docs" / language / path for path in paths)


def parts(page: Lines, language: str) -> tuple[Lines, Lines]:
    """A chapter without what announces the next one, and its needs; other pages have none."""
    text = [line for _, line in page]
    if NEEDS[language] not in text:
        return [], []
    start = text.index(NEEDS[language]) + 1
    end = next(i for i in range(start, len(text)) if text[i].startswith("## "))
    return page[: text.index(NEXT[language])], page[start:end]


def too_early(book: list[tuple[str, Lines]], language: str) -> Iterator[str]:
    """For each term, where a chapter uses it first, if only a later page introduces it."""
    introduced: dict[Term, int] = {}
    for place, (_, page) in enumerate(book):
        for term in in_bold("\n".join(line for _, line in page), language):
            introduced.setdefault(term, place)
    for place, (title, page) in enumerate(book):
        chapter, needs = parts(page, language)
        known = {term for _, line in needs for term in find(line, language)}
        for number, line in chapter:
            for term in find(ASIDE.sub(" ", line), language):
                if term not in known and (later := introduced.get(term, 0)) > place:
                    known.add(term)
                    yield (
                        f"{title}:{number}: {term.words[language]!r} is introduced in "
                        f"{book[later][0]}; explain it here in bold, or name it under "
                        f"{NEEDS[language]!r} and say where it is explained"
                    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chapter_uses_what_a_later_one_introduces(language: str) -> None:
    found = list(too_early([(name(p), list(lines(p))) for p in pages(language)], language))
    assert not found, "\n".join(["terms used before they are introduced:", *found])


CHAPTER = "## What you need first\n\nYou need {}.\n\n## Kernels\n\n{}\n\n## What comes next\n\n{}\n"


@pytest.mark.parametrize(
    ("needs", "text", "following", "expected"),
    [
        ("numbers", "A kernel moves.", "", ["first:7"]),
        ("numbers", "A **kernel** moves.", "", []),
        ("the kernel from elsewhere", "A kernel moves.", "", []),
        ("numbers", "`kernel` and [a kernel](second.md)", "", []),
        ("numbers", "Numbers.", "The kernel.", []),
        ("numbers", "Kernels and a bias, kernels and a bias", "", ["first:7", "first:7"]),
    ],
)
def test_a_term_before_its_chapter_is_found(
    needs: str, text: str, following: str, expected: list[str]
) -> None:
    first = CHAPTER.format(needs, text, following)
    second = CHAPTER.format("nothing", "A **kernel** and a **bias**.", "")
    book = [
        (title, list(enumerate(page.split("\n"), start=1)))
        for title, page in (("first", first), ("second", second))
    ]
    assert [line.split(": ")[0] for line in too_early(book, "en")] == expected
