"""The recorded runs: complete, of today's models and the published data; training that can stop."""

import inspect
import re
import runpy
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

from cnnbook import checked, data, models, results
from cnnbook.data import PUBLISHED
from cnnbook.models._compiled import compiled
from cnnbook.models.further import _augmentation, _convolution, _cosine
from making.keeping import write
from making.libraries.asking import LIBRARIES
from making.recording import files, records, source, speed, training
from making.recording.distortion import Distortion, distorted
from making.recording.runs import RUNS, Run

TRAININGS = [(name, seed) for name, run in RUNS.items() for seed in run.seeds]


# --- the records of the project


@pytest.mark.parametrize(("name", "seed"), TRAININGS)
def test_every_run_has_a_record_of_its_present_model(name: str, seed: int) -> None:
    run, record = RUNS[name], results.record(name, seed)
    renew = f"its model or recipe has changed; make results RUNS={name} renews it"
    assert record["source"] == training.source(run), renew
    assert (record["name"], record["seed"]) == (name, seed)
    # Records keep five decimals.
    assert record["recipe"] == pytest.approx(run.recipe(), abs=1e-5)
    assert record["history"]
    assert {len(values) for values in record["history"].values()} == {run.epochs}
    assert record["seconds"] > 0
    assert set(record["versions"]) == {"python", "numpy", "tensorflow", "keras"}


@pytest.mark.parametrize(("name", "seed"), TRAININGS)
def test_every_run_was_trained_on_the_published_data(name: str, seed: int) -> None:
    published = {key: part["sha256"] for key, part in PUBLISHED[RUNS[name].data]["full"].items()}
    assert results.record(name, seed)["data"] == {"name": RUNS[name].data, "sha256": published}


@pytest.mark.parametrize(("name", "seed"), TRAININGS)
def test_every_measure_that_is_compared_is_in_the_record(name: str, seed: int) -> None:
    record = results.record(name, seed)
    assert records.differences(record, record, RUNS[name].within) == []
    if "test_accuracy" in RUNS[name].within:
        assert 0.1 < record["test_accuracy"] < 1


@pytest.mark.parametrize("name", [name for name, run in RUNS.items() if run.keeps_weights])
def test_kept_weights_fit_the_model(name: str) -> None:
    run, weights = RUNS[name], results.weights(name)
    model = run.build()
    model = model.generator if name == "gan_mnist" else model
    model.set_weights(weights)
    assert {weight.dtype for weight in weights} == {np.dtype("float32")}
    assert tuple(results.samples(name)) == run.samples_at


def test_kept_weights_are_those_that_were_measured() -> None:
    model = models.looking_inside()
    model.set_weights(results.weights("looking_inside"))
    _, (images, labels) = data.load("fashion_mnist")
    found = np.argmax(model.predict(images[..., np.newaxis] / 255, verbose=0), axis=1)
    accuracy = results.record("looking_inside")["test_accuracy"]
    assert (found == labels).mean() == pytest.approx(accuracy, abs=0.03)


def test_a_drawn_digit_is_recognised_as_the_book_promises() -> None:
    record = results.record("drawn_digit")
    assert record["test_accuracy"] >= 0.990
    assert record["distorted_accuracy"] >= 0.97
    distortion = {name: record["recipe"][name] for name in asdict(Distortion())}
    assert Distortion(**distortion) == RUNS["drawn_digit"].distortion


def test_no_record_is_left_over() -> None:
    others = [(name, 0) for name in (speed.NAME, *LIBRARIES)]
    wanted = {f"{name}-{seed}" for name, seed in [*TRAININGS, *others]}
    assert {file.stem for file in results.FOLDER.iterdir()} == wanted


def test_the_measurement_is_of_today() -> None:
    record = results.record(speed.NAME)
    assert record["source"] == speed.source()
    for shape in record["shapes"]:
        assert shape["milliseconds"]["im2col"] < shape["milliseconds"]["conv2d_naive"]


# --- reading


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    return tmp_path


def test_reading(folder: Path) -> None:
    for seed in (10, 9):
        write(folder / f"a_run-{seed}.json", files.text_of({"seed": seed, "loss": 0.1234567}))
    write(folder / "a_run_too-0.json", files.text_of({"seed": 0}))
    assert results.record("a_run", 9) == {"seed": 9, "loss": 0.12346}
    assert [record["seed"] for record in results.records("a_run")] == [9, 10]
    arrays = {
        "weight_001": np.ones(2, "float16"),
        "weight_000": np.zeros((1, 2), "float16"),
        "sample_012": np.zeros((3, 28, 28), "uint8"),
        "sample_002": np.ones((3, 28, 28), "uint8"),
    }
    write(folder / "a_run-0.npz", files.packed(arrays))
    assert [weight.tolist() for weight in results.weights("a_run")] == [[[0, 0]], [1, 1]]
    assert {epoch: int(images.max()) for epoch, images in results.samples("a_run").items()} == {
        2: 1,
        12: 0,
    }
    assert list(results.samples("a_run")) == [2, 12]


def test_what_is_missing_is_named(folder: Path) -> None:
    with pytest.raises(
        ValueError,
        match=r"^there is no record of run 'a_run' with seed 0; there are none; make results",
    ):
        results.records("a_run")
    write(folder / "b-3.json", b"{}")
    with pytest.raises(ValueError, match=r"no record of run 'b' with seed 4; there are b-3; make"):
        results.record("b", 4)
    with pytest.raises(ValueError, match=r"^there is no kept array of run 'b' with seed 3; there"):
        results.weights("b", 3)


def test_equal_arrays_make_equal_files() -> None:
    first, second = (files.packed({"a": np.arange(5), "b": np.ones(3)}) for _ in range(2))
    assert first == second


# --- the hash of a model


WIDTH = 3
SIZES = {"first": [3, 5]}


def _helper() -> int:
    return WIDTH


class _Base:
    depth = 2

    @staticmethod
    def sides() -> int:
        return SIZES["first"][0]

    @classmethod
    def again(cls) -> int:
        return cls.depth + 1

    @property
    def area(self) -> int:
        return _helper() * 7


class _Model(_Base):
    """A docstring."""

    table: ClassVar = {"by name": [partial(_helper)]}

    def build(self) -> int:
        def inner() -> int:
            # A comment.
            return self.sides()

        return inner()


def _hash(recipe: int = 1) -> str:
    return source.digest([_Model], {"epochs": recipe})


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_OURS", (__name__.split(".")[0],))


@pytest.mark.usefixtures("counted")
def test_the_hash_is_that_of_a_model_and_a_recipe() -> None:
    assert _hash() == _hash()
    assert _hash(2) != _hash()
    assert source.digest([partial(_Model, *[1])], {"epochs": 1}) != _hash()


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("thing", "name", "value"),
    [
        (sys.modules[__name__], "WIDTH", 4),  # a number that a function of a function names
        (sys.modules[__name__], "SIZES", {"first": [3, 6]}),  # a number in a list in a dictionary
        (_Base, "depth", 3),  # an attribute of a class that another is made of
        (_Model, "table", {"by name": [partial(_helper, *[1])]}),
    ],
)
def test_the_hash_changes_with_a_value(
    monkeypatch: pytest.MonkeyPatch, thing: Any, name: str, value: Any
) -> None:
    before = _hash()
    monkeypatch.setattr(thing, name, value)
    assert _hash() != before
    monkeypatch.undo()


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("return WIDTH", "return WIDTH + 0", True),  # a function that a property uses
        ("_helper() * 7", "_helper() * 8", True),  # a property
        ('SIZES["first"][0]', 'SIZES["first"][1]', True),  # a static method
        ("cls.depth + 1", "cls.depth + 2", True),  # a class method
        ("return self.sides()", "return -self.sides()", True),  # a function in a function
        ("A docstring", "Another", False),
        ("A comment", "Another", False),
    ],
)
def test_the_hash_changes_with_code_and_not_with_words(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, counts: bool
) -> None:
    before, get = _hash(), inspect.getsource
    monkeypatch.setattr(inspect, "getsource", lambda it: get(it).replace(old, new))
    assert (_hash() != before) is counts


def test_the_hash_follows_names_through_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    covered = source.covered([training.Training])
    assert "cnnbook:stratified_split" in covered
    assert "cnnbook:load" not in covered  # its arrays are compared with published hashes


def test_the_hash_of_a_run_covers_its_helpers() -> None:
    functions = set(source.covered(training.roots(RUNS["further_best"])))
    assert {
        "cnnbook:further_best",
        "cnnbook:_augmentation",
        "cnnbook:_convolution",
        "cnnbook:_cosine",
        "cnnbook:compiled",
        "making:Training",
        "making:_split",
        "cnnbook:stratified_split",
    } <= functions
    gan = set(source.covered(training.roots(RUNS["gan_mnist"])))
    assert {"cnnbook:DigitGan", "cnnbook:digit_generator", "making:GanTraining"} <= gan
    assert {"making:matrix_product", "cnnbook:conv2d", "cnnbook:conv2d_naive"} <= set(
        source.covered([speed._compare])
    )
    assert len({training.source(run) for run in RUNS.values()}) == len(RUNS)


# --- training


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the full sets be 200 and 50 images."""
    load = data.load

    def few(name: Any, *, full: bool) -> Any:
        assert full
        (x, y), (x_test, y_test) = load(name)
        return (x[:200], y[:200]), (x_test[:50], y_test[:50])

    monkeypatch.setattr(data, "load", few)


def _small_model() -> Any:
    """All that draws random numbers or changes while training, on four pixels a side."""
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *_augmentation(),
            keras.layers.MaxPooling2D(7),
            *_convolution(2, batch_norm=True),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    return compiled(model, _cosine(8))


SMALL = Run(_small_model, "mnist", epochs=2, batch=64, held_out=0.1, keeps_weights=True)
TRAINED = {
    "keras": replace(SMALL, split_seed=42),
    "tape": replace(RUNS["tape_10_100"], epochs=2),
    "drawn": replace(RUNS["drawn_digit"], epochs=2),
    "gan": replace(RUNS["gan_mnist"], epochs=3, samples_at=(1, 2), batch=100),
}


class Stop(BaseException):
    """A training is stopped from outside."""


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Train like `records.train`, but stop after the first epoch."""

    def train(*arguments: Any) -> None:
        keep = records._keep

        def then_stop(*state: Any) -> None:
            keep(*state)
            raise Stop

        with monkeypatch.context() as patch:
            patch.setattr(records, "_keep", then_stop)
            with pytest.raises(Stop):
                records.train(*arguments)

    return train


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name != "tape")) for name in TRAINED]
)
def test_a_stopped_training_gives_the_same_result(
    name: str, tmp_path: Path, stopped: Callable[..., None]
) -> None:
    run, whole, halves = TRAINED[name], tmp_path / "whole", tmp_path / "halves"
    records.train(name, run, 3, whole, whole / "states")
    stopped(name, run, 3, halves, halves / "states")
    assert files.read(halves, name, 3) == {}
    records.train(name, run, 3, halves, halves / "states")
    ours, theirs = (files.read(folder, name, 3) for folder in (whole, halves))
    for folder, record in ((whole, ours), (halves, theirs)):
        arrays = (folder / f"{name}-3.npz").read_bytes() if run.keeps_weights else b""
        assert record.pop("sha256") == files.checksum(record, arrays)
        assert record.pop("seconds") > 0
        assert record.pop("cpu_seconds") > 0
    assert ours == theirs
    assert ours["epochs"] == run.epochs
    if run.keeps_weights:
        assert (whole / f"{name}-3.npz").read_bytes() == (halves / f"{name}-3.npz").read_bytes()
    assert not list((halves / "states").iterdir())


@pytest.mark.usefixtures("small")
def test_the_state_of_another_recipe_is_not_used(
    tmp_path: Path, stopped: Callable[..., None]
) -> None:
    run = TRAINED["tape"]
    stopped("run", run, 0, tmp_path, tmp_path / "states")
    records.train("run", replace(run, epochs=1), 0, tmp_path, tmp_path / "states")
    assert files.read(tmp_path, "run", 0)["epochs"] == 1


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Write records without training, and note the seeds."""
    seeds: list[int] = []

    def train(name: str, run: Run, seed: int, folder: Path, cache: Path) -> None:
        seeds.append(seed)
        record = {"name": name, "source": training.source(run), "test_accuracy": 0.9}
        write(folder / f"{name}-{seed}.json", files.text_of(record))
        kept = {f"sample_{epoch:03}": np.zeros(1) for epoch in run.samples_at}
        write(folder / f"{name}-{seed}.npz", files.packed(kept))

    monkeypatch.setattr(records, "train", train)
    return seeds


def test_only_what_is_missing_or_out_of_date_is_trained(tmp_path: Path, trained: list[int]) -> None:
    run = replace(SMALL, seeds=(0, 1))
    for _ in range(2):
        records.update("run", run, tmp_path, tmp_path)
    assert trained == [0, 1]
    (tmp_path / "run-1.npz").unlink()
    records.update("run", run, tmp_path, tmp_path)
    assert trained == [0, 1, 1]
    records.update("run", replace(run, batch=65), tmp_path, tmp_path)
    assert trained == [0, 1, 1, 0, 1]
    for _ in range(2):
        records.update("run", replace(run, batch=65, samples_at=(1,)), tmp_path, tmp_path)
    assert trained == [0, 1, 1, 0, 1, 0, 1]


def test_repeating_a_run(tmp_path: Path, trained: list[int], monkeypatch: Any) -> None:
    run = replace(SMALL, seeds=(1, 2))
    monkeypatch.setattr(records, "FOLDER", tmp_path / "records")
    for accuracy in (0.91, 0.8):
        record = {"name": "run", "test_accuracy": accuracy}
        write(tmp_path / "records" / "run-1.json", files.text_of(record))
        lines = records.repeat("run", run, tmp_path)
        assert [line[:25] for line in lines] == ["run: test_accuracy is 0.9"] * (accuracy == 0.8)
    assert trained == [1, 1]
    assert files.read(tmp_path / "records", "run", 1) == record, "the record stays as it is"


@pytest.mark.parametrize(
    ("pixels", "ends"), [("0..255", (0, 255)), ("0..1", (0, 1)), ("-1..1", (-1, 1))]
)
@pytest.mark.usefixtures("small")
def test_pixels_and_rows_of_a_run(pixels: Any, ends: tuple[int, int]) -> None:
    run = Run(models.fashion_dense, "mnist", 1, pixels=pixels, held_out=0.1)
    trainee = training.start(run, 0)
    assert (trainee.images.min(), trainee.images.max()) == ends
    assert trainee.images.dtype == np.float32
    assert trainee.images.shape == (180, 28, 28)
    (x, y), _ = data.load("mnist", full=True)
    assert_array_equal(trainee.labels, y[:180])
    assert_array_equal(trainee.validation[1], y[180:])
    assert_array_equal(trainee.validation[0] > trainee.images.min(), x[180:] > 0)


def test_the_opening_chapters_dense_layers_see_its_numbers_and_are_trained_alone(
    request: pytest.FixtureRequest,
) -> None:
    digit = checked.digit()  # from the whole sample
    request.getfixturevalue("small")
    trainee = training.start(replace(RUNS["hand_checked"], epochs=1), 0)
    assert_array_equal(trainee.images[0, :, :, 0], digit)
    assert trainee.images.max() <= 9
    before = trainee.weights
    trainee.epoch(0)
    kept = [np.array_equal(*pair) for pair in zip(before, trainee.weights, strict=True)]
    assert kept == [True] * 4 + [False] * 4


def _centre(image: Any) -> Any:
    return np.array(np.nonzero(image)).mean(axis=1)


STILL = Distortion(shift=0, scale=0, turn=0, thinner=0, thicker=0)


@pytest.mark.parametrize("name", ["shift", "scale", "turn", "thinner", "thicker"])
def test_each_distortion_changes_what_it_says(name: str) -> None:
    images = np.zeros((50, 28, 28), "float32")
    images[:, 8:20, 12:16] = 1
    still = distorted(images, STILL, np.random.default_rng(0))
    np.testing.assert_allclose(still, images, atol=1e-6)
    most = replace(STILL, **{name: {"shift": 2, "turn": 15}.get(name, 0.5)})
    changed = distorted(images, most, np.random.default_rng(0))
    assert_array_equal(changed, distorted(images, most, np.random.default_rng(0)))
    assert changed.dtype == images.dtype
    assert len(np.unique(changed, axis=0)) > 40
    moved = np.abs([_centre(one > 0.5) - _centre(images[0]) for one in changed]).max()
    mass = changed.sum(axis=(1, 2)) / images[0].sum()
    assert (moved > 1) == (name == "shift")
    assert moved <= 2.5
    if name in {"shift", "turn"}:
        assert mass == pytest.approx(1, abs=0.05)
    else:
        assert (mass.min() < 0.9) == (name != "thicker")
        assert (mass.max() > 1.1) == (name != "thinner")


def test_differences() -> None:
    record = {"name": "run", "test_accuracy": 0.9, "history": {"loss": [1.0, 0.5]}}
    again = {"name": "run", "test_accuracy": 0.92, "history": {"loss": [0.0, 0.6]}}
    assert records.differences(record, again, {"test_accuracy": 0.021, "loss": 0.11}) == []
    assert records.differences(record, again, {"test_accuracy": 0.01, "loss": 0.09}) == [
        "run: test_accuracy is 0.9200 now and 0.9000 in the record, but may differ by 0.01 only",
        "run: loss is 0.6000 now and 0.5000 in the record, but may differ by 0.09 only",
    ]
    again["test_accuracy"] = float("nan")
    assert records.differences(record, again, {"test_accuracy": 1})


def test_the_measurement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "SHAPES", (((2, 6, 5, 2), 3),))
    speed.update(tmp_path)
    record = files.read(tmp_path, speed.NAME, 0)
    assert record["shapes"][0]["images"] == [2, 6, 5, 2]
    assert len(record["shapes"][0]["milliseconds"]) == 6
    speed.update(tmp_path)
    assert files.read(tmp_path, speed.NAME, 0) == record, "it was measured again"


def test_all_ways_to_convolve_agree() -> None:
    random = np.random.default_rng(0)
    x, kernel = random.normal(size=(2, 6, 5, 2)), random.normal(size=(3, 3, 2, 4))
    ways, _ = speed._ways(x.astype("float32"), kernel.astype("float32"))
    outputs = {name: function() for name, function in ways.items()}
    for name, output in outputs.items():
        np.testing.assert_allclose(output, outputs["conv2d_naive"], 1e-4, 1e-5, err_msg=name)


# --- the command


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Run the command with these words, and return what it set about."""
    done: list[str] = []
    monkeypatch.setattr(records, "update", lambda name, *rest: done.append(f"update {name}"))
    monkeypatch.setattr(
        records, "repeat", lambda name, *rest: ["it differs"] if name == "two_blocks" else []
    )
    monkeypatch.setattr(speed, "update", lambda folder: done.append("measure"))
    # It couldn't be switched off again.
    monkeypatch.setattr(
        tf.config.experimental, "enable_op_determinism", lambda: done.append("determinism")
    )

    def run(*words: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["results", *words])
        monkeypatch.delitem(sys.modules, "making.recording.__main__", raising=False)
        runpy.run_module("making.recording", run_name="__main__")
        return done

    return run


def test_the_command_brings_everything_up_to_date(command: Callable[..., list[str]]) -> None:
    assert command() == ["determinism", *(f"update {name}" for name in RUNS), "measure"]


def test_the_command_takes_names(command: Callable[..., list[str]]) -> None:
    assert command("fashion_cnn") == ["determinism", "update fashion_cnn"]


def test_the_command_compares(command: Callable[..., list[str]]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command("--compare", "fashion_cnn")
    assert stopped.value.code is None
    with pytest.raises(SystemExit, match=r"^it differs$"):
        command("--compare")


def test_the_command_knows_its_runs(command: Callable[..., list[str]]) -> None:
    with pytest.raises(SystemExit, match=rf"^no run is called nonsense; .*{speed.NAME}$"):
        command("fashion_cnn", "nonsense")


def test_the_docstring_of_a_run_names_its_fields() -> None:
    named = set(re.findall(r"^ {4}(\w+):", inspect.getdoc(Run) or "", flags=re.MULTILINE))
    assert named == set(Run.__dataclass_fields__)
