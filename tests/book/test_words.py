"""The book's words: docs/words.yml and the glossary say which it doesn't use, and what instead."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from making.terms import Term, terms
from tests.book.prose import lines, name
from tests.site_fixtures import ROOT

WORDS = yaml.safe_load((ROOT / "docs" / "words.yml").read_text(encoding="utf-8"))
#: What people read: pages, exercises, figures, docstrings, glossary and interface.
SOURCES = (
    *(
        "README.md",
        "README.ko.md",
        "CONTRIBUTING.md",
        "CONTRIBUTING.ko.md",
        "mkdocs.yml",
        "mkdocs.en.yml",
    ),
    *("docs/ko/**/*.md", "docs/ko/**/*.ipynb", "docs/en/**/*.md", "docs/en/**/*.ipynb"),
    *("docs/glossary.yml", "docs/plots.yml", "docs/descriptions.yml", "CITATION.cff"),
    *("docs/making/**/*.py", "cnnbook/**/*.py"),
    *("docs/theme/**/*.html", "docs/api-templates/**/*.jinja", "cnnbook/exercises/*.toml"),
    *("docs/theme/**/words/*.js", "cnnbook/answers/*.toml", "docs/elements/*.md"),
)
FILES = sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)})
# What isn't the book's own prose: the title of a paper, an address, code, a tag, an example, a key
# of the theme.
ASIDE = re.compile(
    r"""\[[^]\n]*]\(http[^)\n]*\)|"[^"\n]+",? \d{4}|]\([^)\n]*\)|`[^`\n]+`|<[^>\n]+>|^ *>>>.*"""
    r"""|\?\.color"""
)


def forbidden(glossary: tuple[Term, ...]) -> list[tuple[re.Pattern[str], str]]:
    """Patterns, and what to write instead; another word for a term may follow it in parentheses."""
    patterns = {
        **WORDS["both"],
        **WORDS["ko"],
        **{rf"(?<![\w-])(?:{phrase})(?![\w-])": instead for phrase, instead in WORDS["en"].items()},
        **{
            rf"(?<![가-힣]){word}": term.words["ko"]
            for term in glossary
            for word in term.also["ko"]
        },
    }
    return [(re.compile(phrase, re.IGNORECASE), instead) for phrase, instead in patterns.items()]


FORBIDDEN = forbidden(terms())
KOREAN_TERMS = "|".join(re.escape(term.words["ko"].split("(")[0]) for term in terms())
NAMED = re.compile(rf"((?:{KOREAN_TERMS})\**)\([^)\n]*\)")


def complaints(path: Path) -> Iterator[str]:
    """What a file says that the book doesn't: file, line, phrase, and what to write instead."""
    for number, line in lines(path):
        said = NAMED.sub(r"\1", ASIDE.sub(" ", line))
        for phrase, instead in FORBIDDEN:
            for found in phrase.finditer(said):
                yield f"{name(path)}:{number}: {found[0]!r}, write: {instead}"


@pytest.mark.parametrize("path", FILES, ids=map(name, FILES))
def test_the_book_uses_its_own_words(path: Path) -> None:
    found = list(complaints(path))
    assert not found, "\n".join(["words that the book doesn't use (docs/STYLE.md):", *found])


PAGE = "# Title\n\n```python\nx = 1  # in silence\n```\n\nIt fails {} here.\n"
PLANTED = {
    "page.md": (PAGE, 7),
    "page.ipynb": (
        json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "source": ["# in silence"]},
                    {"cell_type": "markdown", "source": PAGE.splitlines(keepends=True)},
                ]
            },
            indent=1,
        ),
        18,
    ),
    "figure.py": ('"""It."""\n\nWORDS = {\n    "en": {"a": "{}", "b": "b"},\n}\n', 4),
    "module.py": ('"""It.\n\nIt fails {}.\n"""\n\nx = "in silence"\n', 3),
    "chapter.toml": (
        "[[exercise]]\ncode = '''\n# in silence\n'''\n[exercise.en]\nquestion = '''\nIt {}\n'''\n",
        7,
    ),
    "glossary.yml": ('# in silence\n- en: it\n  meaning:\n    en: "It {}."\n', 4),
    "page.html": ("<p>\n{}\n", 2),
}


@pytest.mark.parametrize("file", PLANTED)
@pytest.mark.parametrize(
    ("phrase", "instead"),
    [("in silence", "silently"), ("for ever", "how long"), ("걸음", "스텝"), ("7 %", "57.7%")],
)
def test_a_planted_phrase_is_found_with_its_line(
    file: str, phrase: str, instead: str, tmp_path: Path
) -> None:
    text, line = PLANTED[file]
    path = tmp_path / file
    path.write_text(text.replace("{}", phrase), encoding="utf-8")
    (found,) = complaints(path)
    assert found.startswith(f"{file}:{line}: '{phrase}', write: ")
    assert instead in found


@pytest.mark.parametrize(
    "line",
    [
        "`x in silence` and [a page](in-silence.md)",
        'Ioffe and Szegedy, "Batch Normalization: Accelerating Training", 2015',
        "[Visualizing and Understanding](https://example.org/) says so for every kernel",
        "**최적화기**(옵티마이저, optimizer)와 **생성적 적대 신경망**(적대적 생성 신경망)",
        "same padding, with *same* padding, the same, 28픽셀, 57.7%",
    ],
)
def test_code_titles_and_first_mentions_are_left_alone(line: str, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(f"{line}\n", encoding="utf-8")
    assert list(complaints(path)) == []


def test_other_words_for_a_term_are_found(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("첫 줄\n컨볼루션을 합니다.\n", encoding="utf-8")
    assert list(complaints(path)) == ["page.md:2: '컨볼루션', write: 합성곱"]
