"""An ellipsis in an expected output hides only what must be hidden."""

from pathlib import Path

import pytest
from sybil.example import SybilFailure

from making.proof.ellipses import LIMIT, Checker, allowed, covered
from tests.examples import FLAGS, pages

NAME = "x" * LIMIT


@pytest.mark.parametrize(
    ("want", "got", "counts"),
    [
        ("a ... b ...", "a 12 b", []),
        ("a ... b ...", "a 12 b 345", [2, 3]),
        ("a...\nb", "a 1\n   b", [2]),
        ("a ... b ... b", "a 1 b 2 b", [1, 1]),
        ("(...)", "(1, 2)", [4]),
    ],
)
def test_hidden_characters_are_counted(want: str, got: str, counts: list[int]) -> None:
    assert covered(want, got) == counts


def test_an_ellipsis_hides_so_much_and_no_more() -> None:
    checker = Checker()
    assert checker.check_output("a ... b\n", f"a {NAME} b\n", FLAGS)
    assert not checker.check_output("a ... b\n", f"a {NAME}x b\n", FLAGS)
    assert not checker.check_output("a ... b\n", "a c\n", FLAGS)
    assert checker.hidden == [("a ... b\n", [LIMIT]), ("a ... b\n", [LIMIT + 1])]


def test_exceptions_are_named() -> None:
    assert allowed("{{function_node ...}} input depth must be") > LIMIT
    assert allowed("input depth ... must be") == LIMIT


@pytest.mark.parametrize(
    "code",
    [f'print("a {NAME}y b")\na ... b', f'raise ValueError("a {NAME}y b")\nTraceback (most recent '
     "call last):\n    ...\nValueError: a ... b"],
)  # fmt: skip
def test_a_page_whose_ellipsis_hides_too_much_fails(code: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"```python\n>>> {code}\n```\n", encoding="utf-8")
    (example,) = pages.parse(page).examples()
    with pytest.raises(SybilFailure) as failure:
        example.evaluate()
    if "raise" not in code:
        assert f"An ellipsis hides {LIMIT + 1} characters, and {LIMIT} are allowed" in str(
            failure.value
        )
