"""Every Python example is a test: Sybil runs the pages, the READMEs and the docstrings."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.examples import docstrings, pages

# Read when TensorFlow is imported: no start-up lines among the results.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Workers share the cores; with a thread for each core in each of them they would wait in turn.
if "PYTEST_XDIST_WORKER" in os.environ:
    for library in ("OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ.setdefault(library, "1")

# A worker takes whole files in this order: first the one that builds the site for all, then what
# takes long; last what would otherwise wait for the site or for the notebooks that are run for it.
FIRST = ("test_browser.py", "test_figures.py", "test_network.py", "test_results.py")
LAST = (
    "test_site.py",
    "test_preview.py",
    "test_pages.py",
    "test_glossary.py",
    "test_browser_player.py",
)

pytest_plugins = ["tests.site_fixtures"]
pytest_collect_file = (pages + docstrings).pytest()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and end with what has to wait."""
    rank = {name: number for number, name in enumerate((*FIRST, "all others", *LAST))}
    items.sort(key=lambda item: rank.get(item.path.name, rank["all others"]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what ran."""
    counts = Counter(
        _kind(report.nodeid)
        for report in terminalreporter.getreports("passed")
        if report.when == "call"
    )
    terminalreporter.section("what ran")
    for kind in KINDS:
        terminalreporter.line(f"{counts[kind]:6} {kind}")
    if skipped := len(terminalreporter.getreports("skipped")):
        terminalreporter.line(f"{skipped:6} skipped (the reasons follow)")


KINDS = (
    "examples on Korean pages",
    "examples on English pages",
    "examples in the READMEs and other documents",
    "examples in docstrings",
    "tests of the site in a browser",
    "other tests",
)


def _kind(nodeid: str) -> str:
    path = Path(nodeid.split("::")[0])
    match path.parts[0], path.suffix:
        case "docs", _:
            return KINDS[0] if path.parts[1] == "ko" else KINDS[1]
        case _, ".md":
            return KINDS[2]
        case "cnnbook", _:
            return KINDS[3]
    return KINDS[4] if path.name.startswith("test_browser") else KINDS[5]
