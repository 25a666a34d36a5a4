"""The numbers of a stepper are what some name of its page holds."""

from typing import Any

import numpy as np
import pytest
from sybil import Document
from sybil.example import SybilFailure

from making.proof.steppers import numbers, steppers, unproven

NAMES: dict[str, Any] = {
    "x": np.array([[1, 2], [3, 4]]),
    "batch": np.array([[[[1, 5], [2, 6]], [[3, 7], [4, 8]]]]),
    "k": np.array([[[[1, 3], [2, 4]]]]),
    "b": -1,
    "flag": True,
    "text": "1,2",
}


def test_tables_lie_as_in_cnnbook() -> None:
    assert numbers("1,2/3,4;5,6/7,8").tolist() == NAMES["batch"][0].tolist()
    assert numbers("1;2~3;4").tolist() == NAMES["k"][0, 0].tolist()
    assert numbers("-1") == -1


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ("x=1,2/3,4 bias=-1 stride=7", []),
        ("x=1,2/3,4;5,6/7,8 kernel=1;2~3;4", []),
        ("x=1,2/3,5", ["x"]),
        ("x=1,2/3,4 bias=1", ["bias"]),  # which True is not
        ("x=1,2 kernel=1;2~3;5 dy=1,2,3,4", ["x", "kernel", "dy"]),
    ],
)
def test_what_no_name_holds_is_named(settings: str, missing: list[str]) -> None:
    assert unproven(settings, NAMES) == missing


def test_a_page_is_judged_at_the_steppers_place() -> None:
    document = Document("One.\n\n<!-- stepper: x=1,2/3,5 -->\n", "docs/en/page.md")
    document.namespace.update(NAMES)
    for region in steppers(document):
        document.add(region)
    (example,) = document.examples()
    with pytest.raises(SybilFailure, match=r"page\.md:3: no name of the page .* stepper's x at"):
        example.evaluate()
