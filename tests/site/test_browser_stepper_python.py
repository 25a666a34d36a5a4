"""The Python that the stepper prints, run: cnnbook and Keras give the numbers that are shown."""

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser, Page

from tests.site.test_browser_stepper import change, lab, shown, visit
from tests.site_fixtures import window

__all__ = ["lab"]  # the fixture

X = "3,3,2,1/0,-1,1,3/3,1,2.5,2/2,0,0,2"
TWO = f"{X};1,0,2,1/0,1,1,0/2,1,0,1/0,0,1,2"
KERNEL = "1,-1/2,0.5"
TWO_FILTERS = f"{KERNEL};0,1/1,-2~{KERNEL};3,0/-1,1"
DY = "1,0,-2/0,3,0/1,1,0"
STATES = {
    "plain": f"conv&x={X}&kernel={KERNEL}",
    "bias and ReLU": f"conv&x={X}&kernel={KERNEL}&bias=-2&relu=1",
    "channels": f"conv&x={TWO}&kernel={TWO_FILTERS}&bias=1,0&padding=same&stride=2,1",
    "full, dilation": f"conv&x={X}&kernel={KERNEL}&padding=full&dilation=2",
    "sides": f"conv&x={TWO}&kernel={TWO_FILTERS}&padding=1,0,2,1",
    "stride and dilation": f"conv&x={X}&kernel={KERNEL}&padding=same&stride=2&dilation=2,1",
    "two convolutions": f"conv&x={TWO}&kernel={TWO_FILTERS}&next=conv,2,1",
    "then max": f"conv&x={X}&kernel={KERNEL}&relu=1&next=max,2,1",
    "then average": f"avg&x={X}&size=2,1&next=avg,2,2",
    "max": f"max&x={TWO}&size=2,3&stride=2,1&padding=same",
    "average": f"avg&x={X}&size=3&stride=1&padding=same",
    "to the kernel": f"conv&mode=kernel&x={X}&kernel={KERNEL}&bias=-2&relu=1&dy={DY}",
    "to the kernels": f"conv&mode=kernel&x={TWO}&kernel={TWO_FILTERS}&dy={DY};{DY}",
    "to the image": f"conv&mode=image&x={TWO}&kernel={TWO_FILTERS}&padding=full&stride=2",
    "back through max": f"max&mode=image&x={X}&size=2&stride=1&dy={DY}",
    "back through average": f"avg&mode=image&x={TWO}&size=3&stride=2&padding=same",
}


@pytest.fixture(scope="module")
def page(browser: Browser, lab: str) -> Iterator[Page]:
    with window(browser, lab) as (page, problems):
        visit(page)
        yield page
    assert problems == []


def maps(value: Any, name: str) -> np.ndarray:
    """Numbers as the stepper lays them out: (tables, rows, columns)."""
    array = np.asarray(value)
    if array.ndim == 2:
        return array[np.newaxis]
    if name == "dkernel":  # filter after filter, each with its channels
        return array.transpose(3, 2, 0, 1).reshape(-1, *array.shape[:2])
    return np.moveaxis(array[0], -1, 0)


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_code_gives_the_numbers_that_are_shown(page: Page, state: str) -> None:
    change(page, state)
    wanted = {"kernel": ("dkernel", "result"), "image": ("dx", "result")}
    panels = [wanted[mode] for mode in wanted if f"mode={mode}" in state] or [("y", "result")]
    if "next=" in state:
        panels.append(("z", "next"))
    seen = {name: shown(page, panel) for name, panel in panels}
    for code in page.locator(".stepper-code code").all_text_contents():
        names: dict[str, Any] = {}
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, names)
        assert printed.getvalue().strip()
        for name, numbers in seen.items():
            assert_allclose(maps(names[name], name), numbers, rtol=1e-5, atol=1e-5, err_msg=name)
