"""The prose of the book's files, line by line: what people read, and where it stands."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.site_fixtures import ROOT

FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2 *$", flags=re.MULTILINE | re.DOTALL)


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of a file's prose, with their numbers in the file."""
    yield from LINES.get(path.suffix, enumerated)(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """How a message names a file."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


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
