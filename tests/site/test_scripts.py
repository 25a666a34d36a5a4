"""What an example becomes in a script that a reader copies."""

import pytest

from making.scripts import Scripts


@pytest.mark.parametrize(
    ("source", "answer", "script"),
    [
        ("x = 1", "", "x = 1"),
        ("print(x)", "1", "print(x)"),
        ("x.shape", "(2, 3)", "print(repr(x.shape))"),
        ("x.shape, y", "((2, 3), 1)", "print(repr((x.shape, y)))"),
        ("(x, y), z", "((1, 2), 3)", "print(repr(((x, y), z)))"),
        ("((x, y), z)", "((1, 2), 3)", "print(repr(((x, y), z)))"),
        ("f([1,\n   2])", "3", "print(repr(f([1,\n   2])))"),
        ('"값"; x  # 값 x', "1", '"값"; print(repr(x))  # 값 x'),
        ("assert_equal(x, y)", "", "assert_equal(x, y)"),
        ("%matplotlib inline\nimport numpy", "", "import numpy"),
        ("%matplotlib inline", "", ""),
        ("!ls", "", "!ls"),
        ("for i in x:\n    print(i)", "1\n2", "for i in x:\n    print(i)"),
    ],
)
def test_a_script_prints_what_a_session_shows(source: str, answer: str, script: str) -> None:
    assert Scripts().script(source, answer) == script


def test_a_function_of_the_page_that_returns_nothing_prints_by_itself() -> None:
    scripts = Scripts()
    for function in ("def show(x):\n    print(x)\n    return", "def give(x):\n    return x"):
        assert scripts.script(function, "") == function
    assert scripts.script("show(1)", "1") == "show(1)"
    assert scripts.script("give(1)", "1") == "print(repr(give(1)))"


def test_a_script_goes_on_where_an_example_raises(capsys: pytest.CaptureFixture[str]) -> None:
    scripts = Scripts()
    answer = "Traceback (most recent call last):\n    ...\nValueError: no: 1\nmore"
    caught = scripts.script("if x:\n    raise ValueError('no: 1\\nmore')", answer)
    assert "\nexcept ValueError as error:\n" in caught
    exec(caught, {"x": 1})
    assert capsys.readouterr().out == "ValueError: no: 1\nmore\n"
    other = answer.replace("ValueError", "tensorflow...NotFoundError")
    assert "\nexcept Exception as error:\n" in scripts.script("f()", other)
