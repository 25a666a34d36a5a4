"""One hash over everything of the book's own that decides what a run records.

It follows code from function to function, through what each names: functions, classes with their
bases, properties and static methods, decorators, defaults, imports inside functions, and
constants, also those in lists, dictionaries, arrays and objects of the book's classes.
Docstrings, comments and blank lines don't count, nor where a function lies: a record is out of
date when its model is another one, not when its words are.
"""

import ast
import hashlib
import importlib
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

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
        case np.ndarray():
            return f"{value.dtype}{value.tolist()}"
    if hasattr(value, "cache_info"):
        value = inspect.unwrap(value)  # what functools.cache remembers the results of
    if not (inspect.isfunction(value) or inspect.isclass(value)):
        holds = _described(vars(value), found) if _is_ours(type(value)) else ""
        return f"{type(value).__qualname__}{holds}"
    name = f"{value.__module__.split('.')[0]}:{value.__qualname__}"
    if _is_ours(value) and value not in _VERIFIED and _is_written(value):
        code = _code(inspect.getsource(value))
        while found.get(name, code) != code:
            name += "'"  # another module has one of the same name
        if name not in found:
            found[name] = code
            for other, used in (*_ran_once(value), *_used(value)):
                found[f"{name} uses {other}"] = _described(used, found)
    return name


def _is_ours(thing: Any) -> bool:
    name = thing.__name__ if inspect.ismodule(thing) else getattr(thing, "__module__", "")
    return str(name).split(".")[0] in _OURS


def _is_written(thing: Any) -> bool:
    """Tell whether a function or class has a source, which what dataclasses make lacks."""
    return Path(inspect.getfile(thing)).exists()


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
        if used is None and name.split(".")[0] in _OURS:
            used = importlib.import_module(name)  # as the function does
        if inspect.ismodule(used):
            yield from _of_module(used, names)
        elif used is not None:
            yield name, used


def _of_module(module: ModuleType, names: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield what names may mean in a module of ours and the modules that it names."""
    if _is_ours(module):
        for name in names & vars(module).keys():
            value = vars(module)[name]
            if inspect.ismodule(value) and _is_ours(value):
                yield from _of_module(value, names - {name})
            else:
                yield name, value


def _ran_once(thing: Any) -> Iterator[tuple[str, Any]]:
    """Yield what of ours ran when a thing was defined: in decorators, defaults and fields."""
    ran: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(thing)))):
        match node:
            case ast.FunctionDef(args=args, decorator_list=decorators):
                ran += [*decorators, *args.defaults, *args.kw_defaults]
            case ast.ClassDef(body=body, decorator_list=decorators):
                fields = [one for one in body if isinstance(one, ast.Assign | ast.AnnAssign)]
                ran += [*decorators, *(field.value for field in fields)]
    parts = [part for expression in ran if expression for part in ast.walk(expression)]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    for name in sorted(names & vars(sys.modules[thing.__module__]).keys()):
        value = vars(sys.modules[thing.__module__])[name]
        if _is_ours(value) or not hasattr(value, "__module__"):
            yield name, value


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
