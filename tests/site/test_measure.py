"""What `make measure-pages` reads, and what axe-core finds on a page of each kind."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.built import url
from tests.measure import axe, lighthouse, packages
from tests.site_fixtures import served, window


@pytest.fixture(scope="module")
def script() -> str:
    """The source of axe-core; where .ci/run asks for all tests, npm must bring it."""
    try:
        return axe.source()
    except packages.MissingError as error:
        (pytest.fail if os.environ.get("NEEDS_BROWSER") else pytest.skip)(str(error))


@pytest.mark.parametrize(
    ("page", "language", "scheme", "size"),
    [
        ("index.md", "ko", "dark", "phone"),
        ("convolution/one-dimension.md", "en", "light", "phone"),
        ("inside/weights.ipynb", "ko", "light", "wide"),
        ("checked/one-filter.md", "en", "dark", "wide"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, address: str, script: str, page: str, language: str, scheme: str, size: str
) -> None:
    with window(browser, address) as (reader, problems):
        found = list(axe.faults(reader, script, f"/{url(page, language)}", scheme, size))
    assert found + problems == []


BAD = """<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">
<main><h1>A page</h1><details><summary>More</summary><img src="data:,"></details></main>"""


def test_axe_finds_what_is_folded(browser: Browser, script: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(BAD.replace("<details>", "<article><details>"))
    with served(tmp_path) as address, window(browser, address) as (page, _):
        (fault,) = axe.faults(page, script, "/", "light", "wide")
    assert fault.startswith("image-alt (1): <img")


def result(performance: float) -> dict[str, Any]:
    """As Lighthouse writes it, with what is read of it."""
    names = dict.fromkeys(lighthouse.BARS, 1.0) | {"performance": performance}
    audits = {
        "late": {"id": "late", "score": 0.5, "displayValue": "3 s"},
        "told": {"id": "told", "score": 0},
        "network-requests": {
            "details": {"items": [{"transferSize": 100}, {"transferSize": 20}]},
        },
    }
    refs = [{"id": "late", "weight": 10}, {"id": "told", "weight": 0}]
    return {
        "categories": {
            name: {"score": score, "auditRefs": refs if name == "performance" else []}
            for name, score in names.items()
        },
        "audits": audits,
        "environment": {"benchmarkIndex": 812.5},
        "configSettings": {"throttling": {"cpuSlowdownMultiplier": 4}},
    }


def test_a_report_is_read() -> None:
    report = lighthouse.read(result(0.94))
    assert report.scores == dict.fromkeys(lighthouse.BARS, 100) | {"performance": 94}
    assert (report.bytes, report.machine, report.slowdown) == (120, 812, 4)
    assert report.faults == ["performance: late 3 s"]
    assert report.misses == ["performance"]
    assert lighthouse.read(result(0.95)).misses == []


@pytest.mark.parametrize(
    ("performances", "taken"),
    [([0.95], 95), ([0.7, 0.96, 0.97, 0.5], 96), ([0.9, 0.99, 0.8, 0.9], 90)],
)
def test_what_is_slow_is_measured_with_regard_to_the_machine(
    monkeypatch: pytest.MonkeyPatch, performances: list[float], taken: int
) -> None:
    runs = iter(performances)
    slowdowns: list[float] = []

    def report(_address: str, _chromium: str, slowdown: float) -> lighthouse.Report:
        slowdowns.append(slowdown)
        return lighthouse.read(result(next(runs)))

    monkeypatch.setattr(lighthouse, "_report", report)
    assert lighthouse.measured("", "").scores["performance"] == taken
    assert slowdowns == [4, *[812 / 264] * 3][: len(performances)]
    assert not list(runs)
