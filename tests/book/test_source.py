"""The hash of a record, tried on a made-up package: what it follows, and what it passes over."""

import importlib
import linecache
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from making.recording import source, speed, training
from making.recording.runs import RUNS

MODEL = """
from dataclasses import dataclass, field

import madeup.shapes
from madeup import same, tables, train
from madeup.parts import helper as known, OTHER
from madeup.parts import base

TABLE = {"side": 3}
LIST = [1]
LIST.append(2)
for number in LIST:
    TABLE[number] = number
FUNCTIONS = {"twice": base.twice}
UNUSED = 7
OLD, NEW = 1, 2
RATE = 1
AXIS = 1


def by_default(value=OLD, *, axis=AXIS):
    return value, axis


class Base:
    rate = 0.5

    @property
    def size(self):
        return sized()

    @staticmethod
    def fixed():
        return only_static()

    @classmethod
    def again(cls):
        return only_class()


def sized():
    return 1


def only_static():
    return 2


def only_class():
    return 3


def decorate(function):
    return function


@decorate
@dataclass
class Model(base.Ground, Base):
    'A docstring.'

    # A comment.
    lengths = []
    rates: list[int] = field(default_factory=lambda: [RATE])

    def build(self):
        def inner():
            return known(TABLE, FUNCTIONS, by_default()) + OTHER

        return inner() + tables.LIMITS["low"] + madeup.shapes.SIDES[0] + train.split(3)

    def imported(self):
        from madeup.late import late

        return late()

    def others(self):
        return same.twice(), tables.KERNEL, tables.SETTING, tables.kept()
"""
TABLES = """
from functools import cache

import numpy as np

LIMITS = {'low': 1}
KERNEL = np.array([1])


class Setting:
    def __init__(self, value):
        self.value = value


SETTING = Setting(1)


@cache
def kept():
    return 5


def unused():
    return 0
"""
MADE_UP = {
    "model": MODEL,
    "__init__": "from madeup.training import split",
    "shapes": "SIDES = [4]",
    "tables": TABLES,
    "same": "def twice():\n    return 1",
    "train": "from madeup.training import split",
    "training": "def split(number):\n    return number",
    "late": "def late():\n    return 1",
    "parts/__init__": "from madeup.parts.two import helper\ntry:\n    OTHER = 5\nexcept OSError:\n"
    "    OTHER = 6",
    "parts/two": "def helper(*some):\n    return 1",
    "parts/base": "def twice():\n    return 2\n\nclass Ground:\n    depth = 1",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(source, "_OURS", ("madeup",))
    write(tmp_path, MADE_UP)
    return tmp_path


def write(project: Path, modules: dict[str, str]) -> None:
    for name, code in modules.items():
        file = project / "madeup" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)


def digest() -> str:
    """Return the hash of the made-up model as it is written now."""
    for name in [name for name in sys.modules if name.split(".")[0] == "madeup"]:
        del sys.modules[name]
    importlib.invalidate_caches()
    linecache.clearcache()
    return source.digest([importlib.import_module("madeup.model").Model], {})


def digest_after(project: Path, name: str, old: str, new: str) -> tuple[str, str]:
    """Return the hash before and after an edit of a made-up module."""
    edited = MADE_UP[name].replace(old, new)
    assert edited != MADE_UP[name]
    before = digest()
    write(project, {name: edited})
    return before, digest()


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("the class itself", "model", "return inner() +", "return inner() -"),
        ("a nested function", "model", "return known(", "return -known("),
        ("an attribute with a value", "model", "= []", "= [1]"),
        ("a decorator", "model", "    return function", "    return function or 1"),
        ("a base", "model", "rate = 0.5", "rate = 0.6"),
        ("a base in another module", "parts/base", "depth = 1", "depth = 2"),
        ("what a property calls", "model", "return 1", "return 11"),
        ("what a static method calls", "model", "return 2", "return 22"),
        ("what a class method calls", "model", "return 3", "return 33"),
        ("a dict", "model", '"side": 3', '"side": 4'),
        ("an item set in a loop", "model", "TABLE[number] = number", "TABLE[number] = 0"),
        ("a list", "model", "LIST = [1]", "LIST = [9]"),
        ("a list's update", "model", "append(2)", "append(3)"),
        ("a function in a dict", "parts/base", "return 2", "return 3"),
        ("a default", "model", "OLD, NEW = 1, 2", "OLD, NEW = 3, 2"),
        ("a function behind another name", "parts/two", "return 1", "return 2"),
        ("a constant of a package", "parts/__init__", "OTHER = 5", "OTHER = 7"),
        ("a constant by its module", "tables", "'low': 1", "'low': 2"),
        ("a list by its dotted module", "shapes", "[4]", "[5]"),
        ("a function that a module passes on", "training", "return number", "return -number"),
        ("an import inside", "late", "return 1", "return 2"),
        ("a function of the same name", "same", "return 1", "return 2"),
        ("an array", "tables", "array([1])", "array([2])"),
        ("the dtype of an array", "tables", "array([1])", "array([1.0])"),
        ("what an object holds", "tables", "Setting(1)", "Setting(2)"),
        ("what an object does", "tables", "self.value = value", "self.value = -value"),
        ("a function that keeps its results", "tables", "return 5", "return 6"),
        ("a field's default", "model", "RATE = 1", "RATE = 2"),
        ("a default by keyword", "model", "AXIS = 1", "AXIS = 2"),
    ],
)
def test_the_hash_changes_with(kind: str, name: str, old: str, new: str, project: Path) -> None:
    before, after = digest_after(project, name, old, new)
    assert before != after, kind


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("a docstring", "model", "A docstring", "Other words"),
        ("a comment", "model", "A comment", "Another"),
        ("a blank line", "model", "LIST = [1]\n", "LIST = [1]\n\n\n"),
        ("an unused constant", "model", "UNUSED = 7", "UNUSED = 8"),
        ("an unused function", "tables", "return 0", "return 1"),
    ],
)
def test_the_hash_stays_with(kind: str, name: str, old: str, new: str, project: Path) -> None:
    before, after = digest_after(project, name, old, new)
    assert before == after, kind


def test_the_hash_stays_where_a_function_moves(project: Path) -> None:
    before = digest()
    moved = "from madeup.moved import split"
    write(project, {"moved": MADE_UP["training"], "train": moved, "__init__": moved})
    assert digest() == before


TRAINING = {
    "making:Training",
    "making:_split",
    "cnnbook:stratified_split",
    "cnnbook:check_unmasked",
    "cnnbook:_is_masked",
}
COMPILED = "cnnbook:compiled"
COMPARISON = {COMPILED, "making:_comparison", "cnnbook:activation_comparison"}
FURTHER = {COMPILED, *(f"cnnbook:{name}" for name in ("_augmentation", "_convolution", "_cosine"))}
COVERED = {
    "fashion_dense": {COMPILED, "cnnbook:fashion_dense"},
    "fashion_cnn": {COMPILED, "cnnbook:fashion_cnn"},
    "tape_10_100": {
        "cnnbook:TapeNetwork",
        "cnnbook:_one_hot",
        "cnnbook:as_whole",
        "making:TapeTraining",
        "making:_one_hot",
    },
    "keras_10_100": {COMPILED, "cnnbook:keras_10_100"},
    "keras_10_100_dropout": {COMPILED, "cnnbook:keras_10_100"},
    "two_blocks": {COMPILED, "cnnbook:_block", "cnnbook:two_blocks"},
    "three_blocks": {COMPILED, "cnnbook:_block", "cnnbook:three_blocks"},
    "comparison_relu": COMPARISON,
    "comparison_sigmoid": COMPARISON,
    "comparison_leaky_relu": COMPARISON,
    "looking_inside": {COMPILED, "cnnbook:looking_inside"},
    "gan_mnist": {
        "making:GanTraining",
        "cnnbook:DigitGan",
        "cnnbook:digit_discriminator",
        "cnnbook:digit_generator",
    },
    "further_plain": {*FURTHER, "cnnbook:further"},
    "further_batch_norm": {*FURTHER, "cnnbook:further"},
    "further_augmentation": {*FURTHER, "cnnbook:further"},
    "further_schedule": {*FURTHER, "cnnbook:further"},
    "further_best": {*FURTHER, "cnnbook:further_best"},
    "hand_checked": {
        COMPILED,
        "cnnbook:hand_checked",
        "making:HandTraining",
        "making:_as_kept",
        "making:_checked_by_hand",
    },
    "drawn_digit": {
        COMPILED,
        "cnnbook:drawn_digit",
        "making:DrawnTraining",
        "making:_as_kept",
        "making:distorted",
    },
}


@pytest.mark.parametrize("name", RUNS)
def test_the_hash_of_a_run_covers(name: str) -> None:
    covered = source.covered(training.roots(RUNS[name]))
    code = {one for one in covered if " uses " not in one and not one.startswith("root ")}
    assert code == TRAINING | COVERED[name]


def test_the_hash_of_the_measurement_covers_all_ways_to_convolve() -> None:
    ways = {f"cnnbook:{name}" for name in ("conv2d", "conv2d_naive", "im2col", "_sum_products")}
    covered = source.covered([speed._compare])
    assert {*ways, "cnnbook:tiles uses TILE", "making:matrix_product"} <= set(covered)


def test_the_hash_of_a_run_covers_what_its_model_is_given() -> None:
    run = RUNS["keras_10_100"]
    build: Callable[..., Any] = run.build
    builds: list[Callable[..., Any]] = [build, *(partial(build, dropout=r) for r in (0.5, 0.6))]
    assert len({training.source(replace(run, build=one)) for one in builds}) == 3
