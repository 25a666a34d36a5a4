"""One hash over everything of the book's own that decides what a run records.

It follows code from function to function, through what each names: functions, classes with their
bases, properties and static methods, and constants, also those in lists and dictionaries.
Docstrings, comments and blank lines don't count, nor where a function lies: a record is out of
date when its model is another one, not when its words are.
"""

import ast
import hashlib
import inspect
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

from cnnbook import data

#: The book's own packages; what decides within NumPy or Keras is told by the record's versions.
_OURS = ("cnnbook", "making")
#: What these give is compared with the published SHA-256, so how they find it decides nothing.
_VERIFIED = (data.load,)


def digest(roots: Iterable[Callable[..., Any]], recipe: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what functions do, with all that they use of the book, and a recipe.

    Args:
        roots: Functions, classes, or a `functools.partial` of one.
        recipe: What else decides the result; anything that JSON can hold.

    Returns:
        64 hexadecimal digits.
    """
    text = json.dumps([covered(roots), recipe], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def covered(roots: Iterable[Callable[..., Any]]) -> dict[str, str]:
    """Return what `digest` covers.

    Args:
        roots: Functions, classes, or a `functools.partial` of one.

    Returns:
        By name: the code of each function and class, and the value of each constant.
    """
    found: dict[str, str] = {}
    for number, root in enumerate(roots):
        found[f"root {number}"] = _described(root, found)
    return found


def _described(value: Any, found: dict[str, str]) -> str:
    """Describe a value by what it holds; code of ours goes into `found` and is named only."""
    match value:
        case dict():
            items = ((_described(k, found), _described(v, found)) for k, v in value.items())
            return f"{{{', '.join(f'{key}: {one}' for key, one in items)}}}"
        case list() | tuple():
            return f"[{', '.join(_described(one, found) for one in value)}]"
        case set() | frozenset():
            return f"{{{', '.join(sorted(_described(one, found) for one in value))}}}"
        case bool() | int() | float() | complex() | str() | bytes() | None:
            return repr(value)
        case partial():
            parts = (value.func, value.args, value.keywords)
            return f"partial({', '.join(_described(one, found) for one in parts)})"
    if not (inspect.isfunction(value) or inspect.isclass(value)):
        return type(value).__qualname__
    name = f"{value.__module__.split('.')[0]}:{value.__qualname__}"
    if value.__module__.split(".")[0] in _OURS and value not in _VERIFIED and name not in found:
        found[name] = _code(inspect.getsource(value))
        for other, used in _used(value):
            found[f"{name} uses {other}"] = _described(used, found)
    return name


def _used(thing: Any) -> Iterator[tuple[str, Any]]:
    """Yield, with their names, the values outside that a function or class uses."""
    if inspect.isclass(thing):
        yield from ((base.__name__, base) for base in thing.__bases__)
        for name, member in vars(thing).items():
            functions = list(_functions(member))
            for function in functions:
                yield from _used(function)
            if not (functions or name.startswith("__")):
                yield name, member
        return
    names = set(_names(thing.__code__))
    free = dict(zip(thing.__code__.co_freevars, thing.__closure__ or (), strict=True))
    for name in sorted(names):
        if name in free:
            yield name, free[name].cell_contents
        used = thing.__globals__.get(name)
        if isinstance(used, ModuleType) and used.__name__.split(".")[0] in _OURS:
            yield from ((other, vars(used)[other]) for other in names & vars(used).keys())
        elif used is not None and not isinstance(used, ModuleType):
            yield name, used


def _functions(member: Any) -> Iterator[FunctionType]:
    """Yield the functions that a member of a class is made of."""
    match member:
        case FunctionType():
            yield member
        case staticmethod() | classmethod():
            yield from _functions(member.__func__)
        case property():
            yield from (one for one in (member.fget, member.fset) if inspect.isfunction(one))
        case cached_property():
            yield from _functions(member.func)


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that code uses, with those of the functions inside it."""
    yield from (*code.co_names, *code.co_freevars)
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
