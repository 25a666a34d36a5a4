"""The book's words: docs/words.yml and the glossary say which it doesn't use, and what instead."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from book import Term, terms

from tests.site_fixtures import ROOT

WORDS = yaml.safe_load((ROOT / "docs" / "words.yml").read_text(encoding="utf-8"))
#: What people read: pages, exercises, figures, docstrings, glossary and interface.
SOURCES = (
    *("README.md", "README.ko.md", "CONTRIBUTING.md", "mkdocs.yml", "mkdocs.en.yml"),
    *("docs/ko/**/*.md", "docs/ko/**/*.ipynb", "docs/en/**/*.md", "docs/en/**/*.ipynb"),
    *("docs/glossary.yml", "docs/hooks/**/*.py", "docs/making/**/*.py", "cnnbook/**/*.py"),
    *("docs/theme/**/*.html", "docs/api-templates/**/*.jinja", "cnnbook/exercises/*.toml"),
)
FILES = sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)})
FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2 *$", flags=re.MULTILINE | re.DOTALL)
# What isn't the book's own prose: the title of a paper, an address, code, a tag, an example.
ASIDE = re.compile(
    r"""\[[^]\n]*]\(http[^)\n]*\)|"[^"\n]+",? \d{4}|]\([^)\n]*\)|`[^`\n]+`|<[^>\n]+>|^ *>>>.*"""
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
KOREAN_TERMS = "|".join(re.escape(term.words["ko"]) for term in terms())
NAMED = re.compile(rf"((?:{KOREAN_TERMS})\**)\([^)\n]*\)")


def complaints(path: Path) -> Iterator[str]:
    """What a file says that the book doesn't: file, line, phrase, and what to write instead."""
    for number, line in LINES.get(path.suffix, enumerated)(path.read_text(encoding="utf-8")):
        said = NAMED.sub(r"\1", ASIDE.sub(" ", line))
        for phrase, instead in FORBIDDEN:
            for found in phrase.finditer(said):
                yield f"{name(path)}:{number}: {found[0]!r}, write: {instead}"


def enumerated(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without fenced code."""
    text = FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    yield from enumerate(text.split("\n"), start=1)


def of_notebook(text: str) -> Iterator[tuple[int, str]]:
    """Lines of the Markdown cells, with their numbers in the file."""
    at = 0
    for cell in json.loads(text)["cells"]:
        for _, line in enumerated("".join(cell["source"])):
            at = text.index(json.dumps(line, ensure_ascii=False)[1:-1], at)
            if cell["cell_type"] == "markdown":
                yield text.count("\n", 0, at) + 1, line


def of_module(text: str) -> Iterator[tuple[int, str]]:
    """Docstrings, and what is said in both languages: the strings under "ko" and "en"."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef():
                if docstring := ast.get_docstring(node, clean=False):
                    first = getattr(node.body[0], "lineno", 1)
                    prose = docstring.split("Source:")[0]
                    yield from enumerate(prose.split("\n"), start=first)
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in ("ko", "en"):
                        yield from of_strings(value)


def of_strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.lineno, inner.value


def of_exercises(text: str) -> Iterator[tuple[int, str]]:
    """Everything but the code of the solutions."""
    code = re.compile(r"^code = '''.*?'''$", flags=re.MULTILINE | re.DOTALL)
    yield from enumerated(code.sub(lambda found: "\n" * found[0].count("\n"), text))


def of_settings(text: str) -> Iterator[tuple[int, str]]:
    """Lines of a YAML file; the glossary's lists of other words are no text of the book."""
    other_words = r"  also:\n(?:    (?:ko|en): \[.*\]\n)+|^#.*"
    blank = re.compile(other_words, flags=re.MULTILINE)
    yield from enumerated(blank.sub(lambda found: "\n" * found[0].count("\n"), text))


LINES = {
    ".ipynb": of_notebook,
    ".py": of_module,
    ".toml": of_exercises,
    ".yml": of_settings,
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


@pytest.mark.parametrize("path", FILES, ids=name)
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
        "**최적화기**(옵티마이저, optimizer)",
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
