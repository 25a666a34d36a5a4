"""The hash of a record covers everything of ours that decides it, and no words."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from making.recording import source, speed, training
from making.recording.runs import RUNS
from tests.site_fixtures import ROOT

MODEL = """
import enum
from functools import partial

import numpy as np

import cnnbook.shapes
from cnnbook import tables, train
from cnnbook.parts import helper as known, OTHER
from cnnbook.parts import base

TABLE = {"side": 3}
LIST = [1]
LIST.append(2)
for number in LIST:
    TABLE[number] = number
FUNCTIONS = {"twice": base.twice}
UNUSED = 7
OLD, NEW = 1, 2


def by_default(value=OLD):
    return value


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
class Model(base.Ground, Base):
    'A docstring.'

    # A comment.
    lengths: list[int] = []

    def build(self):
        def inner():
            return known(TABLE, FUNCTIONS, by_default()) + OTHER

        return inner() + tables.LIMITS["low"] + cnnbook.shapes.SIDES[0] + train.split(3)

    def imported(self):
        from cnnbook.late import late

        return late()
"""
MADE_UP = {
    "model": MODEL,
    "__init__": "from cnnbook.training import split",
    "shapes": "SIDES = [4]",
    "tables": "LIMITS = {'low': 1}\n\ndef unused():\n    return 0",
    "train": "from cnnbook.training import split",
    "training": "def split(number):\n    return number",
    "late": "def late():\n    return 1",
    "parts/__init__": "from cnnbook.parts.two import helper\ntry:\n    OTHER = 5\nexcept OSError:\n"
    "    OTHER = 6",
    "parts/two": "def helper(*some):\n    return 1",
    "parts/base": "def twice():\n    return 2\n\nclass Ground:\n    depth = 1",
    "_checks": "def check():\n    return 1",
}


class Model:
    """Stands for the class of the made-up module."""

    __module__, __qualname__ = "cnnbook.model", "Model"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, code in MADE_UP.items():
        file = tmp_path / "cnnbook" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
    return tmp_path


def digest_after(project: Path, name: str, old: str, new: str) -> tuple[str, str]:
    """Return the hash before and after an edit of a made-up module."""
    file = project / "cnnbook" / f"{name}.py"
    digests = []
    for code in (MADE_UP[name], MADE_UP[name].replace(old, new)):
        file.write_text(code)
        source._read.cache_clear()
        digests.append(source.digest([Model], {}, project))
    assert code != MADE_UP[name]
    return digests[0], digests[1]


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
        ("the other branch", "parts/__init__", "OTHER = 6", "OTHER = 7"),
        ("a constant by its module", "tables", "'low': 1", "'low': 2"),
        ("a list by its dotted module", "shapes", "[4]", "[5]"),
        ("a function that a module passes on", "training", "return number", "return -number"),
        ("an import inside", "late", "return 1", "return 2"),
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
        ("a check", "_checks", "return 1", "return 2"),
    ],
)
def test_the_hash_stays_with(kind: str, name: str, old: str, new: str, project: Path) -> None:
    before, after = digest_after(project, name, old, new)
    assert before == after, kind


def test_the_hash_stays_where_a_function_moves(project: Path) -> None:
    before = source.digest([Model], {}, project)
    (project / "cnnbook" / "moved.py").write_text(MADE_UP["training"])
    (project / "cnnbook" / "train.py").write_text("from cnnbook.moved import split")
    source._read.cache_clear()
    assert source.digest([Model], {}, project) == before


def test_a_module_as_a_whole_is_all_that_it_defines(project: Path) -> None:
    (project / "cnnbook" / "model.py").write_text(
        "from cnnbook import tables\n\nclass Model:\n    where = vars(tables)"
    )
    source._read.cache_clear()
    assert {"cnnbook.tables.LIMITS", "cnnbook.tables.unused"} < set(
        source.covered([Model], project)
    )


def test_the_hash_changes_with_the_recipe(project: Path) -> None:
    digests = {source.digest([Model], {"epochs": epochs}, project) for epochs in (1, 2)}
    assert len(digests) == 2


TRAINING = {
    "making.recording.runs.Run",
    "making.recording.training.Training",
    "making.recording.training._DIVISOR_AND_SHIFT",
    "making.recording.training._split",
    "cnnbook.data.Name",
    "cnnbook.data.stratified_split",
    "cnnbook.models._compiled.Model",
}
COMPILED = {"cnnbook.models._compiled.compiled"}
COMPARISON = {
    *COMPILED,
    "making.recording.runs._comparison",
    "cnnbook.models.digits.Name",
    "cnnbook.models.digits.activation_comparison",
}
FURTHER = COMPILED | {f"cnnbook.models.further.{n}" for n in ("_augmentation", "_convolution")}
FURTHER |= {"cnnbook.models.further._cosine"}
COVERED = {
    "fashion_dense": {*COMPILED, "cnnbook.models.fashion.fashion_dense"},
    "fashion_cnn": {*COMPILED, "cnnbook.models.fashion.fashion_cnn"},
    "tape_10_100": {
        "cnnbook.models.tape.TapeNetwork",
        "making.recording.training.TapeTraining",
        "making.recording.training._one_hot",
    },
    "keras_10_100": {*COMPILED, "cnnbook.models.fashion.keras_10_100"},
    "keras_10_100_dropout": {*COMPILED, "cnnbook.models.fashion.keras_10_100"},
    "two_blocks": {
        *COMPILED,
        "cnnbook.models.digits._block",
        "cnnbook.models.digits.two_blocks",
    },
    "three_blocks": {
        *COMPILED,
        "cnnbook.models.digits._block",
        "cnnbook.models.digits.three_blocks",
    },
    "comparison_relu": COMPARISON,
    "comparison_sigmoid": COMPARISON,
    "comparison_leaky_relu": COMPARISON,
    "looking_inside": {*COMPILED, "cnnbook.models.fashion.looking_inside"},
    "gan_mnist": {
        "making.recording.training.GanTraining",
        "making.recording.training._SAMPLES",
        "cnnbook.models.digit_gan.DigitGan",
        "cnnbook.models.digit_gan.NOISE",
        "cnnbook.models.digit_gan.digit_discriminator",
        "cnnbook.models.digit_gan.digit_generator",
    },
    "further_plain": {*FURTHER, "cnnbook.models.further.further"},
    "further_batch_norm": {*FURTHER, "cnnbook.models.further.further"},
    "further_augmentation": {*FURTHER, "cnnbook.models.further.further"},
    "further_schedule": {*FURTHER, "cnnbook.models.further.further"},
    "further_best": {*FURTHER, "cnnbook.models.further.further_best"},
}


@pytest.mark.parametrize("name", RUNS)
def test_the_hash_of_a_run_covers(name: str) -> None:
    assert set(source.covered(training.roots(RUNS[name]))) == TRAINING | COVERED[name]


def test_the_hash_of_the_measurement_covers_all_ways_to_convolve() -> None:
    found = set(source.covered([speed._compare]))
    assert {f"cnnbook.conv.{name}" for name in ("conv2d", "conv2d_naive", "im2col")} <= found
    assert {"cnnbook._sliding.TILE", "making.recording.speed.matrix_product"} <= found
    assert not {name for name in found if name.startswith(source.LEFT_OUT)}


def test_what_is_left_out_is_there() -> None:
    for name in source.LEFT_OUT:
        assert list(source._places(name, ROOT)), name


def test_every_run_has_a_hash_of_its_own() -> None:
    assert len({training.source(run) for run in RUNS.values()}) == len(RUNS)


def test_the_hash_of_a_run_covers_what_its_model_is_given_and_what_is_kept() -> None:
    run = RUNS["keras_10_100"]
    build: Callable[..., Any] = run.build
    builds: list[Callable[..., Any]] = [
        build,
        partial(build, dropout=0.5),
        partial(build, dropout=0.6),
    ]
    runs = [replace(run, build=build, samples_at=at) for build in builds for at in ((), (1,))]
    assert len({training.source(one) for one in runs}) == len(runs) == 6
