"""Every system of the sources has its page in both languages, and every exact number its place.

`sources.md`, beside this file, says what the ids mean.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from cnnbook import exercises
from tests.oracle import golden
from tests.pages import ENGLISH, KOREAN, code, outputs_of, text_of

# For each id, its pages and what their code, outputs, tables or formulas must hold.
PLACES: dict[str, dict[str, list[str]]] = {
    "A1": {"checked/by-hand.md": ["resize", "(50, 10, 10, 1)", 'astype("int32")']},
    "A2": {"checked/in-keras.ipynb": ["Conv2D(1, 3", "Conv2D(2, 3", "summary", "= 78 |"]},
    "A3": {"checked/in-keras.ipynb": ["up_to_pool1", "get_weights", '"conv1").set_weights']},
    "A4": {"checked/by-hand.md": ["cnnbook.windows"], "checked/one-filter.md": ["relu"]},
    "A5": {"checked/one-filter.md": ["max_pool2d"]},
    "A6": {"checked/two-filters.md": ["second-convolution.svg"]},
    "B1": {
        "convolution/size.md": ["(1, 3, 3, 1)", "(2, 2, 1, 3)"],
        "convolution/channels.md": ["(2, 2, 1, 3)"],
    },
    "C2": {
        "convolution/pooling.md": ["arange(16)", "arange(36)", "arange(25)", "reshape(2, 4, 4, 1)"]
    },
    "C3": {
        "convolution/two-dimensions.md": ["found", "mean", "random3", "reshape(2, 5, 5, 1)"],
        "convolution/channels.md": ["relu"],
    },
    "C4": {"convolution/two-dimensions.md": ["<!-- exercises: two-dimensions -->"]},
    "D1": {"convolution/one-dimension.md": ["from scipy import signal", '"full"', '"same"']},
    "D2": {
        "convolution/two-dimensions.md": ['signal.correlate2d(image3, corner, "valid")'],
        "convolution/size.md": ['signal.correlate2d(image, corner, "same")'],
        "convolution/conventions.md": ['signal.correlate(image, square, "same")'],
    },
    "D3": {"convolution/channels.md": ["(3, 3, 3, 2)"]},
    "D4": {"convolution/axes.md": ["swapaxes", "transpose", "(2, 3, 4)", "nchw"]},
    "D5": {"convolution/pooling.md": ["stride=1"]},
    "D7": {"convolution/activations.md": ["sigmoid", "tanh", "relu", "activations.svg"]},
    "D9": {"convolution/backwards.md": ["x**3 + 2 * x + 5", "GradientTape", "conv2d_backward"]},
    "A7": {"inside/activation-maps.ipynb": ["activation_comparison", "leaky_relu", "= 658 |"]},
    "A8": {"generating/distributions.md": ["1/6", "3/6", "distributions-die.svg"]},
    "A9": {
        "generating/gan-game.md": ["\\min_G", "\\max_D", "D^*(x)", "\\log 4"],
        "generating/gan.ipynb": ["gan_mnist", "fit("],
    },
    "B2": {"inside/feature-maps.ipynb": ["normal(0, 0.01, (3, 3, 1, 5))", "stride=2"]},
    "B3": {"inside/feature-maps.ipynb": ["two_blocks", "pool2", "softmax_bars"]},
    "B4": {"inside/feature-maps.ipynb": ["three_blocks", "pool3", "softmax_bars"]},
    "B5": {"training/functional-api.ipynb": ["from_logits=True", "2,048·625 + 625"]},
    "C1": {"training/dense-or-convolution.ipynb": ["1,149,010", "14,590", "0.857", "0.8807"]},
    "D6": {"inside/feature-maps.ipynb": ["max_pool2d", "7×7"]},
    "D8": {"training/from-scratch.ipynb": ["def step", "GradientTape", "def predict", "def score"]},
    "D10": {"training/preparing-data.ipynb": ["stratified_split", "np.eye(10", "/ 255"]},
    "D11": {"training/keras-and-dropout.ipynb": ["keras_10_100", "training_curves"]},
    "D12": {"training/keras-and-dropout.ipynb": ["keras_10_100_dropout"]},
    "E1": {"inside/weights.ipynb": ["weight_histogram", "kernel_grid", "0.2347"]},
    "E2": {"inside/weights.ipynb": ["GlorotUniform", "0.1421"]},
    "E3": {"inside/what-it-looks-at.ipynb": ["conv1", "conv2", "feature_map_grid"]},
    "E4": {"inside/weights.ipynb": [".keras", "load_model"]},
}


def test_every_system_has_a_place() -> None:
    counts = {"A": 9, "B": 5, "C": 4, "D": 12, "E": 4}
    assert set(PLACES) == {
        f"{part}{i}" for part, count in counts.items() for i in range(1, count + 1)
    }


def test_every_id_is_explained() -> None:
    explained = Path(__file__).with_name("sources.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^- (\w+): ", explained, flags=re.MULTILINE)) == sorted(PLACES)


@pytest.mark.parametrize("source", PLACES)
@pytest.mark.parametrize("folder", [KOREAN, ENGLISH], ids=["ko", "en"])
def test_a_system_of_the_sources_is_on_its_pages(folder: Path, source: str) -> None:
    for page, marks in PLACES[source].items():
        text = text_of(folder / page)
        assert [mark for mark in marks if mark not in text] == [], page


NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d*)?")


def shown(folder: Path, chapter: str) -> list[str]:
    """The numbers in the code and the outputs of a chapter and its exercises, in order."""
    page = next(folder.rglob(f"{chapter}.*"))
    text = "\n".join(content for _, content in code(text_of(page) + outputs_of(page)))
    return NUMBER.findall(text + "\n".join(exercise.code for exercise in exercises.load(chapter)))


def has_run(numbers: list[str], row: list[float]) -> bool:
    """Say whether the row stands there, each number exact or rounded to what is shown."""

    def equal(written: str, exact: float) -> bool:
        _, _, digits = written.partition(".")
        half = 0.5 * 10.0 ** -len(digits) * bool(digits)
        return abs(float(written) - exact) <= half + 1e-6

    places = range(len(numbers) - len(row) + 1)
    return any(all(map(equal, numbers[place:], row)) for place in places)


def rows(array: Any) -> list[list[float]]:
    """Split nested lists into the innermost ones."""
    return (
        [array] if not isinstance(array[0], list) else [row for part in array for row in rows(part)]
    )


CONVOLUTION = golden("convolution")
EXACT = [
    *(
        (case["name"], "size" if case["padding"] == "same" else "two-dimensions", case["output"])
        for case in CONVOLUTION["cases"]
    ),
    ("1-D input", "one-dimension", CONVOLUTION["one_dimensional"]["x"]),
    ("1-D kernel", "one-dimension", CONVOLUTION["one_dimensional"]["w"]),
    ("SciPy valid", "two-dimensions", [[2, 4], [8, 10]]),
    ("SciPy same", "size", [[2, 4, 6], [8, 10, 12], [14, 16, 18]]),
    ("all ones", "channels", CONVOLUTION["channels_times_ones"]["output"]),
    ("four filters", "channels", CONVOLUTION["relu_filters"]["output_after_relu"]),
    *(
        (f"pooling {case['input']} {case['pool']} {case['padding']}", "pooling", case["output"])
        for case in golden("pooling")["cases"]
    ),
]


@pytest.mark.parametrize(("name", "chapter", "array"), EXACT, ids=[name for name, *_ in EXACT])
def test_an_exact_number_is_on_its_page(name: str, chapter: str, array: Any) -> None:
    for folder in (KOREAN, ENGLISH):
        numbers = shown(folder, chapter)
        assert [row for row in rows(array) if not has_run(numbers, row)] == []


def test_a_changed_digit_is_no_exact_number() -> None:
    numbers = NUMBER.findall("x2 [5.5 -0.1265]")
    assert has_run(numbers, [5.5, -0.12651])
    assert not has_run(numbers, [5.4, -0.12651])
    assert not has_run(numbers, [-0.12651, 5.5])
