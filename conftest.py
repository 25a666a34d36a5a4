"""Every Python example is a test: Sybil runs the pages, the READMEs and the docstrings."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests import tensorflow_kernels
from tests.examples import docstrings, pages

# Read when TensorFlow is imported: no start-up lines among the results.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Workers share the cores; with a thread for each core in each of them they would wait in turn.
if "PYTEST_XDIST_WORKER" in os.environ:
    for library in ("OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ.setdefault(library, "1")

# A worker takes whole files in this order; the room that reads what notebooks print comes last.
ROOMS = ("tests/project", "tests/package", "cnnbook", "docs", "tests/site", "tests/book")
#: Notebooks that run for a quarter of a minute and longer.
LONG = (
    "inside/feature-maps",
    "inside/what-it-looks-at",
    "training/dense-or-convolution",
    "training/keras-and-dropout",
)
#: Runs the notebooks.
NOTEBOOKS = Path(__file__).parent / "tests" / "book" / "test_printed.py"

pytest_plugins = ["tests.site_fixtures"]
pytest_collect_file = (pages + docstrings).pytest()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test` run what uses TensorFlow a second time."""
    parser.addoption(
        "--kernels",
        choices=sorted(tensorflow_kernels.SETTINGS),
        help="run with these kernels of TensorFlow only the files that use it (default: run all "
        "files, with the reference kernels)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose TensorFlow's kernels, whatever this machine would choose."""
    tensorflow_kernels.choose(config.getoption("kernels") or "reference")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over what can't differ between TensorFlow's kernels."""
    if not config.getoption("kernels") or collection_path.is_dir():
        return None
    return not tensorflow_kernels.matter_to(collection_path) or None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave to `make test-slow` what needs the built site or a browser, or is about LONG ones."""
    needs = {"site", "browser"}.intersection(getattr(item, "fixturenames", ()))
    if needs or any(f"{notebook}.ipynb" in item.nodeid for notebook in LONG):
        item.add_marker("slow")


@pytest.hookimpl(trylast=True)  # when it is known which tests run
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what others wait for, the notebooks and the site, and end with those that wait."""
    waiting = {item.path for item in items if "site" in getattr(item, "fixturenames", ())}
    first = min((path for path in waiting if path.parent.name == "site"), default=NOTEBOOKS)

    def rank(item: pytest.Item) -> tuple[bool, bool, int]:
        room = next((n for n, room in enumerate(ROOMS) if item.nodeid.startswith(room)), 0)
        return item.path != first, item.path in waiting, room

    items.sort(key=rank)


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
    if terminalreporter.config.option.markexpr == "not slow":
        terminalreporter.line(
            "       not the built site, browsers and what takes long: make test-slow"
        )


KINDS = (
    "examples on Korean pages",
    "examples on English pages",
    "examples in the READMEs and other documents",
    "examples in docstrings",
    "tests of the package",
    "tests of the book",
    "tests of the site",
    "tests of the project",
    "other tests",
)


def _kind(nodeid: str) -> str:
    path = Path(nodeid.split("::")[0])
    match path.parts[:2], path.suffix:
        case ("docs", language), _:
            return KINDS[0] if language == "ko" else KINDS[1]
        case _, ".md":
            return KINDS[2]
        case ("cnnbook", _), _:
            return KINDS[3]
        case ("tests", room), _ if (kind := f"tests of the {room}") in KINDS:
            return kind
    return KINDS[-1]
