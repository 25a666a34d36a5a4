"""The runner of a page's examples, as it is, without a browser."""

import sys
from pathlib import Path

import pytest

from making.browser_python import runner
from tests import examples


class Missing:
    """Finds no library that pages lack in the browser, though this machine has them."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.split(".")[0] in runner.LIBRARIES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> runner.Runner:
    for name in [name for name in sys.modules if name.split(".")[0] in runner.LIBRARIES]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    return runner.Runner()


def needs(page: runner.Runner, *sources: str) -> list[str | None]:
    return [page.run(source)["needs"] for source in sources]


def test_outputs_are_compared_as_in_the_tests_of_the_book() -> None:
    assert runner.FLAGS == examples.FLAGS


@pytest.mark.parametrize(
    ("source", "answer", "equal"),
    [
        ("1 + 1", "2", True),
        ("1 + 1", "3", False),
        ("x = 1", "", True),
        ("print('a', 'b')", "a  b", True),
        ("list(range(100))", "[0, 1, ..., 99]", True),
        ("for i in range(2):\n    i", "0\n1", True),
        ("1 / 0", "Traceback (most recent call last):\n  ...\nZeroDivisionError: ...", True),
        ("1 / 0", "Traceback (most recent call last):\n  ...\nValueError: ...", False),
        ("1 / 0", "inf", False),
        ("1", "Traceback (most recent call last):\n  ...\nValueError: ...", False),
        ("print(1)\n\nprint(2)", "1\n\n2", True),
    ],
)
def test_an_output_is_compared_with_the_answer(
    page: runner.Runner, source: str, answer: str, equal: bool
) -> None:
    assert page.run(source, answer)["equal"] is equal


def test_of_several_statements_the_last_value_is_shown(page: runner.Runner) -> None:
    assert page.run("x = 2\nx\nx + 1")["output"] == "3\n"
    assert page.run("x + 1\ny = 3")["output"] == ""
    assert page.run("# nothing")["error"] is None


def test_what_needs_a_library_is_told_from_what_fails(page: runner.Runner) -> None:
    assert needs(page, "import tensorflow as tf", "from skimage.transform import resize") == [
        "TensorFlow",
        "scikit-image",
    ]
    page.run("x = 1")
    # What is bound by such an example, and what follows from it.
    assert (
        needs(page, "x = tf.constant(1)", "x + 1", "y = [x for _ in 'ab']", "y")
        == ["TensorFlow"] * 4
    )
    assert needs(page, "resize(1, 2)") == ["scikit-image"]
    # A name that is bound anew needs it no longer.
    assert needs(page, "x = 2", "x + 1") == [None, None]
    assert page.run("nobody")["error"]["type"] == "NameError"


def test_names_within_a_function_are_its_own(page: runner.Runner) -> None:
    page.run("x = 1")
    page.run("def f(x):\n    import keras\n    i = tf\n    return i")
    assert page.run("x", "1")["equal"]
    page.run("import tensorflow as tf")
    # The function that reads the missing name could be defined before, and fails when called.
    assert needs(page, "f(2)") == ["TensorFlow"]
    assert needs(page, "for x in range(2):\n    print(x)", "def g():\n    return tf") == [
        None,
        "TensorFlow",
    ]
    page.run("a = [0]")
    assert needs(page, "a[0] = tf.ones(1)", "a") == ["TensorFlow", "TensorFlow"]


def test_a_cause_may_be_the_lack_of_a_library(page: runner.Runner) -> None:
    page.run("from cnnbook import checked")
    assert needs(page, "checked.resized()") == ["scikit-image"]


@pytest.mark.parametrize(
    ("source", "kind", "line", "hint"),
    [
        ("x = 1\nx / 0\n", "ZeroDivisionError", 2, None),
        ("x = (1,\n", "SyntaxError", 1, "unfinished"),
        ("def f():", "IndentationError", 1, "unfinished"),
        ("if 1:\n        x = 1\n\ty = 2", "TabError", 3, "tabs"),
        (">>> 1 + 1", "SyntaxError", 1, "prompts"),
        ("1 +* 1", "SyntaxError", 1, None),
        ("\x00", "SyntaxError", None, None),
        ("input('?')", "EOFError", 1, "input"),
        ("raise MemoryError", "MemoryError", 1, "memory"),
        ("import nowhere", "ModuleNotFoundError", 1, "library"),
        ("raise SystemExit(3)", "SystemExit", 1, None),
        ("import json\njson.loads('?')", "JSONDecodeError", 2, None),
    ],
)
def test_an_error_names_its_line_and_what_may_help(
    page: runner.Runner, source: str, kind: str, line: int | None, hint: str | None
) -> None:
    error = page.run(source)["error"]
    assert (error["type"], error["line"], error["hint"]) == (kind, line, hint)
    assert "runner.py" not in error["text"]
    assert error["message"].split("\n")[0] in error["text"]


def test_warnings_are_no_output(page: runner.Runner) -> None:
    result = page.run("import sys\nprint('a warning', file=sys.stderr)", "")
    assert (result["equal"], result["warnings"]) == (True, "a warning\n")


def test_forgetting_begins_anew(page: runner.Runner) -> None:
    page.run("import numpy as np\nnp.set_printoptions(precision=1)\nfrom scipy import signal")
    page.forget()
    assert page.run("np")["error"]["type"] == "NameError"
    assert page.run("signal")["needs"] is None
    assert page.run("import numpy as np\nnp.array([0.25])", "array([0.25])")["equal"]


def test_a_file_is_brought_when_it_is_opened(tmp_path: Path) -> None:
    brought: list[str] = []
    kept, lost = str(tmp_path / "far" / "kept"), str(tmp_path / "far" / "lost")

    def bring(path: str) -> None:
        brought.append(path)
        if path == lost:
            raise ConnectionError("offline")
        Path(path).write_text("content")

    runner.bring_when_opened([kept, lost], bring)
    assert Path(kept).is_file()
    assert brought == []
    assert [Path(kept).read_text() for _ in range(2)] == ["content"] * 2
    assert brought == [kept]
    for _ in range(2):  # and it is tried again
        with pytest.raises(OSError, match=r"lost couldn't be loaded from the site: offline"):
            Path(lost).read_text()
    assert brought == [kept, lost, lost]


def test_the_versions_are_those_that_run() -> None:
    assert runner.versions()["Python"] == ".".join(map(str, sys.version_info[:3]))


def test_a_session_that_readers_change_shows_the_value_of_every_line(page: runner.Runner) -> None:
    assert page.run("1\nx = 3\nx", every=True)["output"] == "1\n3\n"
    assert page.run("1\nx = 3\nx")["output"] == "3\n"
    assert page.run("1\nx = 3")["output"] == ""
    assert [page.run("", every=every)["error"] for every in (True, False)] == [None, None]
