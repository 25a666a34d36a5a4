"""Network against Keras, from the same start: losses, training, and what `fit` tells."""

import re
import sys
from typing import Any

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import SGD, Adam, Network, data
from cnnbook.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tests.networks import batch, tiny, twins
from tests.oracle import Array


def assert_same_weights(network: Network, model: Any, tolerance: float) -> None:
    for mine, theirs in zip(network.get_weights(), model.get_weights(), strict=True):
        assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


# --- equal to Keras


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (SGD(0.1), keras.optimizers.SGD(0.1)),
        (SGD(0.05, momentum=0.9), keras.optimizers.SGD(0.05, momentum=0.9)),
        (Adam(0.01), keras.optimizers.Adam(0.01)),
        pytest.param(
            *(Adam(0.01, 0.8, 0.9, 1e-3), keras.optimizers.Adam(0.01, 0.8, 0.9, 1e-3)),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["SGD", "momentum", "Adam", "other Adam"],
)
def test_training_goes_the_same_way(ours: Any, theirs: Any) -> None:
    network, model = twins(theirs)
    for step in range(6):
        x, y = batch(step)
        loss, accuracy = network.train_on_batch(x, y, ours)
        model.reset_metrics()
        expected = model.train_on_batch(x, y)
        assert loss == pytest.approx(float(expected[0]), rel=1e-3)
        assert accuracy == pytest.approx(float(expected[1]))
    assert_same_weights(network, model, 5e-3)
    x, y = batch(9)
    expected = model.evaluate(x, y, verbose=0)
    assert network.evaluate(x, y) == pytest.approx(expected, rel=1e-3)
    assert network.score(x, y) == pytest.approx(expected[1])


def test_one_hot_labels_are_the_same() -> None:
    (one, _), (other, _) = twins(), twins()
    x, y = batch(0)
    losses = one.train_on_batch(x, y, SGD()), other.train_on_batch(x, np.eye(5)[y], SGD())
    assert losses[0] == losses[1]
    for mine, theirs in zip(one.get_weights(), other.get_weights(), strict=True):
        assert_array_equal(mine, theirs)


# --- training


@pytest.fixture(scope="module")
def digits() -> tuple[Array, Array]:
    (x, y), _ = data.load("mnist")
    return x[:600, :, :, np.newaxis] / 255, y[:600]


def test_fit_learns_and_tells(digits: Any) -> None:
    network = tiny()
    history = network.fit(*digits, epochs=4, batch_size=16, validation_split=0.25)
    assert list(history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert all(len(values) == 4 for values in history.values())
    assert history["loss"] == sorted(history["loss"], reverse=True)
    assert history["val_accuracy"][-1] > 0.7
    x, y = (array[450:] for array in digits)
    last = history["val_loss"][-1], history["val_accuracy"][-1]
    assert network.evaluate(x, y) == pytest.approx(last)
    probabilities = network.predict(x)
    assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    assert (probabilities.argmax(axis=1) == y).mean() == pytest.approx(network.score(x, y))


def test_fit_is_repeatable(digits: Any) -> None:
    runs = [tiny().fit(*digits, batch_size=100) for _ in range(2)]
    assert runs[0] == runs[1]
    others = [tiny(1).fit(*digits, batch_size=100), tiny().fit(*digits, batch_size=100, seed=1)]
    assert len({run["loss"][0] for run in (runs[0], *others)}) == 3


def test_fit_means_over_all_inputs(digits: Any) -> None:
    """The last batch is smaller and counts less."""
    x, y = digits[0][:10], digits[1][:10]
    network = Network([Flatten(), Dense(10)], (28, 28, 1))
    expected = network.evaluate(x, y)
    history = network.fit(x, y, batch_size=4, optimizer=SGD(0.0))
    assert (history["loss"][0], history["accuracy"][0]) == pytest.approx(expected)


def test_fit_shows_a_bar_when_asked(digits: Any, capsys: Any) -> None:
    x, y = digits[0][:100], digits[1][:100]
    tiny().fit(x, y, epochs=2, batch_size=30, validation_split=0.1)
    assert capsys.readouterr().err == ""
    tiny().fit(x, y, epochs=2, batch_size=30, validation_split=0.1, progress=True)
    shown = capsys.readouterr().err
    assert "6/6" in shown
    assert "val_accuracy" in shown


def test_bar_without_tqdm_says_what_to_do(digits: Any, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(
        ModuleNotFoundError,
        match=r"^progress=True needs tqdm; install it with "
        r"pip install 'cnnbook\[progress\]', or leave progress out$",
    ):
        tiny().fit(*digits, progress=True)


def test_dropout_is_for_training_only(digits: Any) -> None:
    network, x = tiny(), digits[0][:5]
    assert_array_equal(network.forward(x), network.forward(x))
    assert (network.forward(x, training=True) != network.forward(x, training=True)).any()


def test_predict_in_pieces(digits: Any) -> None:
    network, x = tiny(), digits[0][:600]
    whole = network.predict(x)
    assert whole.dtype == "float32"
    assert_allclose(whole[300:302], network.predict(x[300:302]), rtol=1e-4)
    assert network.predict(x[:0]).shape == (0, 10)


def test_pixels_may_be_whole_numbers(digits: Any) -> None:
    pixels = (digits[0][:3] * 255).astype("uint8")
    assert_array_equal(tiny().forward(pixels), tiny().forward(pixels.astype("float32")))


def test_inputs_stay_as_they_are(digits: Any) -> None:
    x, y = digits[0][:50].copy(), digits[1][:50].copy()
    x.flags.writeable = y.flags.writeable = False
    tiny().fit(x, y, validation_split=0.1)


# --- wrong input


@pytest.mark.parametrize(
    ("layers", "shape", "error", "message"),
    [
        ([], (3,), ValueError, "layers is empty, but a network needs one layer or more"),
        (
            ["dense"],
            (3,),
            TypeError,
            "layers holds 'dense', but layers of cnnbook.layers are "
            "expected, for example Dense(10)",
        ),
        (
            [Conv2D(1, 3)],
            (4, 4, 1),
            ValueError,
            "the last layer gives shape (2, 2, 1), but one "
            "logit for each class is expected; end with Flatten() and Dense(classes)",
        ),
        (
            [Dense(2)],
            (4, 4),
            ValueError,
            "Dense gets inputs of shape (4, 4); put Flatten() before it",
        ),
        (
            [Conv2D(1, 3)],
            (28, 28),
            ValueError,
            "Conv2D gets inputs of shape (28, 28), but (height, "
            "width, channels) is expected; give images a channel: x[..., np.newaxis]",
        ),
        ([MaxPooling2D()], (4,), ValueError, "MaxPooling2D gets inputs of shape (4,), but"),
        ([Conv2D(1, 5)], (4, 4, 1), ValueError, "kernel 5 covers 5 pixels, but the image is only"),
        ([Dense(2)], (0,), ValueError, "input_shape is 0, but must be one whole number, 1 or more"),
    ],
)
def test_network_of_wrong_layers(
    layers: Any, shape: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        Network(layers, shape)


X, Y = np.ones((4, 3)), np.array([0, 1, 0, 1])


@pytest.mark.parametrize(
    ("x", "y", "options", "error", "message"),
    [
        (
            np.ones((4, 2)),
            Y,
            {},
            ValueError,
            "x has shape (4, 2), but the network expects (N, 3); "
            "x[..., np.newaxis] adds a channel, x[np.newaxis] a batch",
        ),
        (np.ones(3), Y, {}, ValueError, "x has shape (3,), but the network expects (N, 3)"),
        (1, Y, {}, ValueError, "x has shape (), but the network expects (N, 3)"),
        ([["a"] * 3], [0], {}, TypeError, "x holds <U1, but integers or floats are expected"),
        (
            X,
            Y[:3],
            {},
            ValueError,
            "x has shape (4, 3) and y (3,), but one label for each input, "
            "and one input or more, are expected",
        ),
        (X[:0], Y[:0], {}, ValueError, "x has shape (0, 3) and y (0,), but one label for each"),
        (X, 1, {}, ValueError, "x has shape (4, 3) and y (), but one label for each input"),
        (X, Y + 1, {}, ValueError, "labels go from 1 to 2, but the logits have the classes 0 to 1"),
        (X, Y, {"epochs": 0}, ValueError, "epochs is 0, but must be one whole number, 1 or more"),
        (X, Y, {"batch_size": 1.5}, TypeError, "batch_size is 1.5, but must be one whole number"),
        (
            X,
            Y,
            {"validation_split": 1.0},
            ValueError,
            "validation_split is 1.0, which leaves 0 of "
            "4 inputs for training; choose a share from 0 up to 1 that leaves some on both sides",
        ),
        (X, Y, {"validation_split": -0.5}, ValueError, "validation_split is -0.5, which leaves 6"),
        (
            X,
            Y,
            {"validation_split": 1e-17},
            ValueError,
            "validation_split is 1e-17, which leaves 4",
        ),
        (X, Y, {"validation_split": "a"}, TypeError, "validation_split holds <U1, but integers"),
    ],
)
def test_fit_of_wrong_input(
    x: Any, y: Any, options: Any, error: type[Exception], message: str
) -> None:
    network = Network([Dense(2)], (3,))
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        network.fit(x, y, **options)
