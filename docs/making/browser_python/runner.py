"""Runs a page's examples one after the other, as doctest does, and says what came of each.

The worker of a page loads this file into its Python (worker.js); nothing in it knows the browser,
so the tests run it as it is. It has what doctest lacks: an example that needs a library that
isn't there is told from one that fails, and so are those that follow from it.
"""

import ast
import codeop
import linecache
import re
import symtable
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from io import StringIO
from pathlib import Path
from platform import python_version
from typing import Any

import numpy as np

#: How arrays are printed before a page changes it.
PRINTING = np.get_printoptions()
#: How outputs are compared, as in the tests of the book (tests/examples.py).
FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE
#: What no page brings, by the name that is imported.
LIBRARIES = {
    "tensorflow": "TensorFlow",
    "keras": "TensorFlow",
    "scipy": "SciPy",
    "skimage": "scikit-image",
    "matplotlib": "matplotlib",
    "pandas": "pandas",
    "torch": "PyTorch",
    "onnxruntime": "ONNX Runtime",
}
RAISED = re.compile(r"Traceback \(most recent call last\):\s*$.*?^(\w.*)", re.MULTILINE | re.DOTALL)


def no_input(prompt: object = "") -> str:
    """Stand in the place of `input`, which a page can't answer while Python waits."""
    raise EOFError("input() can't be answered here; write the answer into the code")


class Runner:
    """The namespace of a page, and what its examples would have bound but couldn't."""

    def __init__(self) -> None:
        """Begin with an empty namespace."""
        self.checker = OutputChecker()
        self.forget()

    def forget(self) -> None:
        """Begin anew, as on another page."""
        self.namespace: dict[str, Any] = {"__name__": "__main__", "input": no_input}
        self.lacking: dict[str, str] = {}  # names, and the library that their examples need
        np.set_printoptions(**PRINTING)

    def run(
        self, source: str, answer: str | None = None, name: str = "example", every: bool = False
    ) -> dict[str, Any]:
        """Run an example.

        Args:
            source: One statement, as after a prompt, or several, of which the last value is shown.
            answer: What it has to print, or None if nothing is known of it.
            name: What tracebacks call it.
            every: Whether the value of every statement is shown, as in a session.

        Returns:
            What it printed as "output" and "warnings"; its "error", or None; whether the output
                is "equal" to the answer, or None; the library that it "needs", or None; and how
                many "milliseconds" it took.
        """
        began = time.perf_counter()
        printed, warned = StringIO(), StringIO()
        error, needs = None, None
        bound: set[str] = set()
        try:
            tree = ast.parse(source, name)
            names = symtable.symtable(source, name, "exec")
            bound = _bound(tree, names)
            needs = self._follows_from(_used(names) - bound)
            if not needs:
                with redirect_stdout(printed), redirect_stderr(warned):
                    self._execute(tree, source, name, every=every)
        except BaseException as raised:  # SystemExit and KeyboardInterrupt end an example alone
            needs = self._needed(raised)
            error = None if needs else raised
        for one in bound:
            self._note(one, needs)
        return {
            "output": "" if needs else printed.getvalue(),
            "warnings": warned.getvalue(),
            "error": error and _told(error, source, name),
            "equal": None if needs or answer is None else self._equal(answer, printed, error),
            "needs": needs,
            "milliseconds": round((time.perf_counter() - began) * 1000),
        }

    def _execute(self, tree: ast.Module, source: str, name: str, *, every: bool) -> None:
        """Run statements; the value of the only one, or of the last, or of every one is shown."""
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        silent = 0 if every else len(tree.body) - 1
        first, shown = tree.body[:silent], tree.body[silent:]
        exec(compile(ast.Module(first, []), name, "exec", dont_inherit=True), self.namespace)
        exec(compile(ast.Interactive(shown), name, "single", dont_inherit=True), self.namespace)

    def _follows_from(self, used: set[str]) -> str | None:
        """The library without which a name that is used couldn't be bound."""
        return next((self.lacking[name] for name in sorted(used) if name in self.lacking), None)

    def _needed(self, raised: BaseException) -> str | None:
        """The library whose lack raised this, if one did."""
        cause: BaseException | None = raised
        while cause:
            if isinstance(cause, ModuleNotFoundError) and cause.name:
                return LIBRARIES.get(cause.name.split(".")[0])
            if isinstance(cause, NameError) and cause.name in self.lacking:
                return self.lacking[cause.name]
            cause = cause.__cause__ or cause.__context__
        return None

    def _note(self, name: str, needs: str | None) -> None:
        """Remember whether a name lacks because its example needs a library."""
        if needs:
            self.lacking[name] = needs
            self.namespace.pop(name, None)
        else:
            self.lacking.pop(name, None)

    def _equal(self, answer: str, printed: StringIO, error: BaseException | None) -> bool:
        expected = RAISED.match(answer)
        if error is None or not expected:
            printed_it = self.checker.check_output(answer, printed.getvalue(), FLAGS)
            return error is None and printed_it
        said = "".join(traceback.format_exception_only(error))
        return self.checker.check_output(expected[1], said, FLAGS)


def _bound(tree: ast.Module, names: symtable.SymbolTable) -> set[str]:
    """Names of the page that an example binds, or into whose value it writes."""
    written = {
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
    }
    symbols = names.get_symbols()
    return written | {one.get_name() for one in symbols if one.is_assigned() or one.is_imported()}


def _used(names: symtable.SymbolTable) -> set[str]:
    """Names of the page that an example, or a function in it, reads."""
    is_page = names.get_type() == "module"
    own = {
        one.get_name()
        for one in names.get_symbols()
        if one.is_referenced() and (is_page or one.is_global())
    }
    return own.union(*map(_used, names.get_children()))


def _told(error: BaseException, source: str, name: str) -> dict[str, Any]:
    """An error as a page shows it: Python's own words, without the lines of this file."""
    told = traceback.TracebackException.from_exception(error)
    told.stack = traceback.StackSummary.from_list(_without_own(told.stack, name))
    lines = [frame.lineno for frame in told.stack if frame.filename == name]
    if isinstance(error, SyntaxError) and error.filename == name:
        lines.append(error.lineno)
    return {
        "type": type(error).__name__,
        "message": error.msg if isinstance(error, SyntaxError) else str(error),
        "line": lines[-1] if lines else None,
        "text": "".join(told.format()),
        "hint": _hint(error, source),
    }


def _without_own(stack: list[traceback.FrameSummary], name: str) -> list[traceback.FrameSummary]:
    """The frames from the example on, without those of this file."""
    names = [frame.filename for frame in stack]
    begin = names.index(name) if name in names else len(stack)
    return [frame for frame in stack[begin:] if frame.filename != __file__]


def _hint(error: BaseException, source: str) -> str | None:
    """The key of what the page says about an error besides Python's words, if anything."""
    match error:
        case EOFError():
            return "input"
        case MemoryError():
            return "memory"
        case TabError():
            return "tabs"
        case SyntaxError() if source.lstrip().startswith(">>>"):
            return "prompts"
        case SyntaxError() if _is_unfinished(source):
            return "unfinished"
        case ModuleNotFoundError():
            return "library"
        case TypeError() if "'int64') to dtype('int32')" in str(error):
            return "integers"
    return None


def _is_unfinished(source: str) -> bool:
    try:
        return codeop.compile_command(source, symbol="exec") is None
    except (SyntaxError, ValueError, OverflowError):
        return False


def bring_when_opened(files: Iterable[str], bring: Callable[[str], object]) -> None:
    """Let files seem to be there, and bring each when something opens it.

    Args:
        files: Their paths.
        bring: Writes the file of a path; what it raises is told to who opens it.
    """
    waiting = set(files)
    for path in waiting:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch()

    def opened(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or arguments[0] not in waiting:
            return
        path = arguments[0]
        waiting.remove(path)  # first, for bringing it may open it
        try:
            bring(path)
        except Exception as error:
            waiting.add(path)
            raise OSError(f"{Path(path).name} couldn't be loaded from the site: {error}") from error

    sys.addaudithook(opened)


def versions() -> dict[str, str]:
    """What computes: Python, NumPy, and the book's package."""
    import cnnbook

    return {"Python": python_version(), "NumPy": np.__version__, "cnnbook": cnnbook.__version__}
