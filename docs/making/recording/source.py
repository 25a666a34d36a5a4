"""One hash over everything of the book's own that decides what a run trains.

Docstrings, comments and blank lines don't count, nor where a function lies: a record is out of
date when its model is another one, not when its words are.
"""

import ast
import hashlib
import inspect
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import CodeType
from typing import Any

_COUNTED = ("cnnbook.models", "cnnbook.models.tape", "making.recording.speed")


def digest(build: Callable[..., Any], recipe: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what builds a model, of what that uses of the book, and of a recipe.

    Args:
        build: A function, a class, or a `functools.partial` of one with keyword arguments.
        recipe: What else decides the result; anything that JSON can hold.

    Returns:
        64 hexadecimal digits.
    """
    found: dict[str, str] = {}
    given = build.keywords if isinstance(build, partial) else {}
    _collect(build.func if isinstance(build, partial) else build, found)
    text = json.dumps([found, given, recipe], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _collect(thing: Any, found: dict[str, str]) -> None:
    """Add a function or class, and all that it names, to `found`."""
    found[thing.__qualname__] = _code(inspect.getsource(thing))
    functions = vars(thing).values() if inspect.isclass(thing) else [thing]
    for function in filter(inspect.isfunction, functions):
        for name in _names(function.__code__):
            used = function.__globals__.get(name)
            if isinstance(used, int | float | str | tuple):
                found[name] = repr(used)
            elif (
                (inspect.isfunction(used) or inspect.isclass(used))
                and used.__module__.startswith(_COUNTED)
                and used.__qualname__ not in found
            ):
                _collect(used, found)


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that code uses, with those of the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _code(source: str) -> str:
    """Return source code without docstrings, comment lines and blank lines."""
    lines = textwrap.dedent(source).splitlines()
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            first, last = node.body[0].lineno, node.body[0].end_lineno or 0
            lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(line for line in lines if line.strip() and line.strip()[0] != "#")
