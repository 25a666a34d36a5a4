"""Examples as a script: it prints what a session shows by itself, and goes on where one raises.

The browser puts scripts together (copying.js) and reads no Python, so what differs from the
example as it is typed is written here.
"""

import ast
import re
import textwrap
from collections.abc import Iterable

RAISED = re.compile(r"Traceback .*?^(?P<name>\w[\w.]*)(?=:|$)", flags=re.DOTALL | re.MULTILINE)
MAGIC = re.compile(r"^%.*\n?", flags=re.MULTILINE)


class Scripts:
    """The examples of a page in their order, which share one namespace."""

    def __init__(self) -> None:
        """Know of no function that returns nothing but `print`."""
        self._silent = {"print"}

    def script(self, source: str, answer: str) -> str:
        """Write an example as part of a script.

        Args:
            source: One statement of a session, or a cell, without prompts.
            answer: What the session answers, or the value that a cell shows.

        Returns:
            Code that prints the answer; the source itself where it does.
        """
        source = MAGIC.sub("", source)
        try:
            body = ast.parse(source).body
        except SyntaxError:  # IPython's own, such as !ls
            return source
        self._silent |= set(_without_value(body))
        if raised := RAISED.match(answer):
            return _caught(source, raised["name"])
        last = body[-1] if body else None
        if answer and isinstance(last, ast.Expr) and not self._is_silent(last.value):
            return _printed(source, last.value)
        return source

    def _is_silent(self, value: ast.expr) -> bool:
        """Whether a call returns nothing, as far as the page itself says so."""
        called = value.func if isinstance(value, ast.Call) else None
        return isinstance(called, ast.Name) and called.id in self._silent


def _without_value(body: Iterable[ast.stmt]) -> Iterable[str]:
    for function in body:
        if isinstance(function, ast.FunctionDef):
            returned = (part for part in ast.walk(function) if isinstance(part, ast.Return))
            if not any(part.value for part in returned):
                yield function.name


def _caught(source: str, name: str) -> str:
    # TensorFlow's own errors would have to be imported.
    error = "Exception" if "." in name else name
    return (
        f"try:\n{textwrap.indent(source, '    ')}\n"
        f'except {error} as error:\n    print(f"{{type(error).__name__}}: {{error}}")'
    )


def _printed(source: str, value: ast.expr) -> str:
    """Print a value as a session does, up to its end: a comment may follow."""
    shown = ast.get_source_segment(source, value) or ""
    lines = source.encode().splitlines(keepends=True)
    start = len(b"".join(lines[: value.lineno - 1])) + value.col_offset
    before = source.encode()[:start].decode()
    after = source[len(before) + len(shown) :]
    if (
        isinstance(value, ast.Tuple)
        and value.elts[:1]
        and value.elts[0].col_offset == (value.col_offset)
    ):
        shown = f"({shown})"
    return f"{before}print(repr({shown})){after}"
