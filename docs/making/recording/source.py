"""One hash over everything of the book's own that decides what a run gives.

It is found by reading, not by running: from what builds and trains a model to all functions,
classes and constants that it names, and what these name, and so on. Docstrings, comments and blank
lines don't count, nor where a function lies: a record is out of date when its model or its training
is another one, not when its words are.
"""

import ast
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from making.keeping import PACKAGES, ROOT

#: What doesn't decide: checks that return what they are given or raise, and the images, whose
#: SHA-256 is compared with the published one and stands in the record.
LEFT_OUT = ("cnnbook._checks", "cnnbook.data.load")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def digest(
    things: Iterable[Callable[..., Any]], recipe: Mapping[str, Any], root: Path = ROOT
) -> str:
    """Return the SHA-256 of functions and classes, of all they use of the book, and of a recipe.

    Args:
        things: Functions, classes, or a `functools.partial` of one.
        recipe: What else decides the result; anything that JSON can hold.
        root: Folder of the project.

    Returns:
        64 hexadecimal digits.
    """
    things = list(things)
    given = [[thing.args, thing.keywords] for thing in things if isinstance(thing, partial)]
    code = sorted(covered(things, root).values())
    text = json.dumps([code, given, recipe], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def covered(things: Iterable[Callable[..., Any]], root: Path = ROOT) -> dict[str, str]:
    """Find what functions and classes reach.

    Args:
        things: Functions, classes, or a `functools.partial` of one.
        root: Folder of the project.

    Returns:
        The code of each function, class and constant of the book's, by its dotted name.
    """
    found: dict[str, str] = {}
    made = (thing.func if isinstance(thing, partial) else thing for thing in things)
    ahead = [f"{thing.__module__}.{thing.__qualname__}" for thing in made]
    while ahead:
        for module, name in _places(ahead.pop(), root):
            place = f"{module}.{name}"
            if place not in found and not place.startswith(LEFT_OUT):
                contents = _read(_path(module, root))
                found[place] = "\n".join(contents.code[name])
                ahead.extend(_uses(found[place], module, contents))
    return found


class _Contents(NamedTuple):
    """What stands in a module.

    Attributes:
        code: The statements that make each name.
        origins: The dotted names behind what is imported.
    """

    code: dict[str, list[str]]
    origins: dict[str, str]


def _places(dotted: str, root: Path) -> Iterator[tuple[str, str]]:
    """Find the module that defines a dotted name, and its name there; of a module, all names."""
    if _path(dotted, root).is_file():
        yield from ((dotted, name) for name in _read(_path(dotted, root)).code)
        return
    module, _, attributes = dotted.partition(".")
    while attributes:
        name, _, rest = attributes.partition(".")
        if not _path(f"{module}.{name}", root).is_file():
            if not (file := _path(module, root)).is_file():
                return
            contents = _read(file)
            if name in contents.origins:
                yield from _places(".".join(filter(None, (contents.origins[name], rest))), root)
            elif name in contents.code:
                yield module, name
            return
        module, attributes = f"{module}.{name}", rest


def _path(module: str, root: Path) -> Path:
    """Return where a module lies, or would lie if it were one of ours."""
    package, *parts = module.split(".")
    folder = (root / PACKAGES.get(package, Path("nowhere"))).joinpath(*parts)
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


@cache
def _read(file: Path) -> _Contents:
    """Sort the statements of a module by the names that they make."""
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    contents = _Contents(defaultdict(list), {})
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            contents.origins.update(_origins(node))
    lines = _without_words(source, tree)
    for statement in tree.body:
        text = _text(statement, lines)
        for name in _made_by(statement) - contents.origins.keys():
            contents.code[name].append(text)
    return contents


def _origins(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name
        else:
            package = alias.name.partition(".")[0]
            yield package, package


def _made_by(statement: ast.stmt) -> set[str]:
    """Name what a statement at the top of a module defines, or may change."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {statement.name}
        case ast.Assign() | ast.AnnAssign():
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            return {name for target in targets for name in _names(target)}
        case _:  # a loop that fills a table, a condition, an update
            return set(_names(statement))


def _names(tree: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _uses(code: str, module: str, contents: _Contents) -> Iterator[str]:
    """Yield the dotted names that code takes from its own module and from others."""
    tree = ast.parse(code)
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name | ast.Attribute) or id(node) in inner:
            continue
        if isinstance(node.ctx, ast.Load):
            first, _, rest = ast.unparse(node).partition(".")
            origin = contents.origins.get(first, f"{module}.{first}")
            yield f"{origin}.{rest}" if rest else origin


def _without_words(source: str, tree: ast.Module) -> list[str]:
    """Return the lines of source code; docstrings and comments are empty lines."""
    lines = ["" if line.strip().startswith("#") else line for line in source.splitlines()]
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS) and ast.get_docstring(node):
            first, last = node.body[0].lineno, node.body[0].end_lineno or 0
            lines[first - 1 : last] = [""] * (last - first + 1)
            if len(node.body) == 1:
                lines[first - 1] = " " * node.body[0].col_offset + "pass"
    return lines


def _text(statement: ast.stmt, lines: list[str]) -> str:
    """Return the lines of a statement, with its decorators."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(one.lineno for one in decorators)])
    return "\n".join(filter(str.strip, lines[first - 1 : statement.end_lineno]))
