"""Network against Keras, from the same start: weights, outputs, losses, training, files."""

import re
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import SGD, Adam, Network, data
from cnnbook.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    LeakyReLU,
    MaxPooling2D,
)
from tests.oracle import Array, random_numbers

K = keras.layers


def pairs() -> list[tuple[Layer, Any]]:
    """Return layers of every kind, and the same in Keras."""
    return [
        (
            Conv2D(4, 3, padding="same", use_bias=False),
            K.Conv2D(4, 3, padding="same", use_bias=False),
        ),
        (BatchNormalization(), K.BatchNormalization()),
        (Activation("relu"), K.Activation("relu")),
        (MaxPooling2D(2), K.MaxPooling2D(2)),
        (
            Conv2D(3, (2, 3), strides=(1, 2), activation="tanh"),
            K.Conv2D(3, (2, 3), strides=(1, 2), activation="tanh"),
        ),
        (LeakyReLU(), K.LeakyReLU()),
        (
            AveragePooling2D((2, 1), strides=1, padding="same"),
            K.AveragePooling2D((2, 1), strides=1, padding="same"),
        ),
        (Flatten(), K.Flatten()),
        (Dropout(0.0), K.Dropout(0.0)),
        (Dense(6, activation="sigmoid"), K.Dense(6, activation="sigmoid")),
        (
            BatchNormalization(momentum=0.9, epsilon=0.01),
            K.BatchNormalization(momentum=0.9, epsilon=0.01),
        ),
        (Dense(5, use_bias=False), K.Dense(5, use_bias=False)),
    ]


def twins(optimizer: Any = "sgd") -> tuple[Network, Any]:
    """Return a network and its Keras twin with the same weights."""
    ours, theirs = zip(*pairs(), strict=True)
    network = Network(ours, (8, 9, 2), seed=3)
    model = keras.Sequential([keras.Input((8, 9, 2)), *theirs])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    model.set_weights(network.get_weights())
    return network, model


def batch(seed: int, count: int = 16) -> tuple[Array, Array]:
    x = random_numbers(seed, "float32", count, 8, 9, 2)
    return x, np.random.default_rng(seed).integers(0, 5, count)


def assert_same_weights(network: Network, model: Any, tolerance: float) -> None:
    for mine, theirs in zip(network.get_weights(), model.get_weights(), strict=True):
        assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


# --- equal to Keras


def test_weights_go_over_and_outputs_agree() -> None:
    network, model = twins()
    x, _ = batch(0)
    assert_allclose(network.forward(x), model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)
    assert network.count_params() == model.count_params()
    assert network.output_shapes == [layer.output.shape[1:] for layer in model.layers]
    # and back again, with other weights
    model.set_weights([weights + 0.1 for weights in model.get_weights()])
    network.set_weights(model.get_weights())
    assert_allclose(network.forward(x), model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (SGD(0.1), keras.optimizers.SGD(0.1)),
        (SGD(0.05, momentum=0.9), keras.optimizers.SGD(0.05, momentum=0.9)),
        (Adam(0.01), keras.optimizers.Adam(0.01)),
        (Adam(0.01, 0.8, 0.9, 1e-3), keras.optimizers.Adam(0.01, 0.8, 0.9, 1e-3)),
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


def test_backward_reaches_the_inputs() -> None:
    """The gradient of the inputs is the slope, in the direction of a random change."""
    network, _ = twins()
    x, _ = batch(0)
    dy, change = random_numbers(1, "float32", 16, 5), random_numbers(2, "float32", *x.shape)
    network.forward(x, training=True)
    gradient = network.backward(dy)
    assert gradient.shape == x.shape
    step = 1e-3
    more, less = (network.forward(x + s * change, training=True) for s in (step, -step))
    expected = (dy * (more - less)).sum() / (2 * step)
    assert (gradient * change).sum() == pytest.approx(expected, rel=0.05)


# --- training


def tiny(seed: int = 0) -> Network:
    layers = [
        Conv2D(6, 3, padding="same", activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dropout(0.2),
        Dense(10),
    ]
    return Network(layers, (28, 28, 1), seed=seed)


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


# --- summary


def numbers_of_names(model: Any) -> list[str]:
    """Number layers of one kind as Keras does in a new process: none, _1, _2."""
    kinds = [type(layer) for layer in model.layers]
    before = [kinds[:place].count(kind) for place, kind in enumerate(kinds)]
    return [f"_{number}" if number else "" for number in before]


def test_summary_is_that_of_keras(capsys: Any) -> None:
    network, model = twins()
    network.summary()
    ours = capsys.readouterr().out.splitlines()
    theirs: list[str] = []
    model.summary(print_fn=lambda text, **_: theirs.extend(text.splitlines()), line_length=160)
    rows = [re.split(r" *│ *", line)[1:4] for line in ours if "│" in line]
    assert rows == [
        [
            f"{re.sub(r'(_[0-9]+)?$', '', layer.name)}{number} ({type(layer).__name__})",
            str(layer.output.shape),
            f"{layer.count_params():,}",
        ]
        for layer, number in zip(model.layers, numbers_of_names(model), strict=True)
    ]
    assert [line for line in ours if "params:" in line] == [
        line for line in theirs if "params:" in line
    ]


def test_summary_in_full(capsys: Any) -> None:
    Network([Flatten(), Dense(600, activation="relu"), Dense(2)], (28, 28, 1)).summary()
    assert (
        capsys.readouterr().out
        == """\
┏━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┓
┃ Layer (type)      ┃ Output Shape ┃ Param # ┃
┡━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━┩
│ flatten (Flatten) │ (None, 784)  │       0 │
├───────────────────┼──────────────┼─────────┤
│ dense (Dense)     │ (None, 600)  │ 471,000 │
├───────────────────┼──────────────┼─────────┤
│ dense_1 (Dense)   │ (None, 2)    │   1,202 │
└───────────────────┴──────────────┴─────────┘
 Total params: 472,202 (1.80 MB)
 Trainable params: 472,202 (1.80 MB)
 Non-trainable params: 0 (0.00 B)
"""
    )


# --- files


def test_saved_network_comes_back(tmp_path: Path) -> None:
    network, _ = twins()
    x, y = batch(0)
    network.fit(x, y)
    path = tmp_path / "network.npz"
    network.save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["network.npz"]
    again = Network.load(path)
    assert_array_equal(again.forward(x), network.forward(x))
    assert repr(again.layers) == repr(network.layers)
    with np.load(path, allow_pickle=False) as file:
        assert "Conv2D" in str(file["plan"])


def test_save_keeps_the_name_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    tiny().save(str(path))
    assert path.exists()
    assert Network.load(str(path)).count_params() == tiny().count_params()


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "network.npz"
    message = "isn't a network that was written by save, or it is damaged; save it again"
    for content in (b"", b"text", b"PK\x03\x04"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=message):
            Network.load(path)
    np.savez(path, a=np.zeros(2))
    with pytest.raises(ValueError, match=message):
        Network.load(path)
    np.save(tmp_path / "array.npy", np.zeros(2))
    with pytest.raises(ValueError, match=message):
        Network.load(tmp_path / "array.npy")
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "nothing.npz")


def test_own_layers_are_not_saved(tmp_path: Path) -> None:
    class Mine(Layer):
        pass

    network = Network([Mine(), Dense(2)], (3,))
    with pytest.raises(TypeError, match=r"isn't a layer of cnnbook\.layers, so it can't be saved"):
        network.save(tmp_path / "network.npz")


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


@pytest.mark.parametrize(
    ("layer", "arguments", "error", "message"),
    [
        (Conv2D, {"filters": 0, "kernel_size": 3}, ValueError, "filters is 0, but must be one"),
        (Conv2D, {"filters": 1, "kernel_size": "3"}, TypeError, "kernel_size is '3', but must be"),
        (Conv2D, {"filters": 1, "kernel_size": 3, "strides": 0}, ValueError, "strides is 0, but"),
        (
            Conv2D,
            {"filters": 1, "kernel_size": 3, "padding": "full"},
            ValueError,
            "padding is 'full', but must be",
        ),
        (Dense, {"units": 2.5}, TypeError, "units is 2.5, but must be one whole number"),
        (
            Dense,
            {"units": 2, "activation": "softmax"},
            ValueError,
            "activation is 'softmax', but "
            'must be "relu", "sigmoid" or "tanh" (softmax isn\'t needed: a network\'s last layer '
            "gives logits, and `predict` turns them into probabilities)",
        ),
        (MaxPooling2D, {"pool_size": 0}, ValueError, "pool_size is 0, but must be one whole"),
        (MaxPooling2D, {"padding": "Same"}, ValueError, "padding is 'Same', but must be"),
        (AveragePooling2D, {"strides": 0}, ValueError, "strides is 0, but must be one whole"),
        (Dropout, {"rate": 1}, ValueError, "rate is 1, but must be from 0 up to, but not"),
        (LeakyReLU, {"negative_slope": "a"}, TypeError, "negative_slope holds <U1, but integers"),
    ],
)
def test_wrong_layers(
    layer: Any, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        layer(**arguments)


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


def test_weights_of_another_network() -> None:
    network = Network([Dense(2)], (3,))
    before = network.get_weights()
    message = "weights have the shapes [(3, 2)], but this network has [(3, 2), (2,)]"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        network.set_weights([np.ones((3, 2))])
    with pytest.raises(TypeError, match=r"^weights holds <U1, but integers or floats"):
        network.set_weights([["a"], [1, 2]])
    for array, old in zip(network.get_weights(), before, strict=True):
        assert_array_equal(array, old)


def test_weights_are_copies() -> None:
    network = Network([Dense(2)], (3,))
    network.get_weights()[0][:] = 5
    assert (network.get_weights()[0] != 5).all()


def test_first_weights_are_glorots() -> None:
    """Even between the limits, as Keras draws them; another seed draws others."""
    layers: Any = lambda: [Conv2D(50, 3, activation="relu"), Flatten(), Dense(40)]  # noqa: E731
    network = Network(layers(), (8, 8, 4))
    kernel, bias, weights, _ = network.get_weights()
    for array, limit in ((kernel, (6 / (9 * 4 + 9 * 50)) ** 0.5), (weights, (6 / 1840) ** 0.5)):
        assert array.dtype == "float32"
        assert np.abs(array).max() == pytest.approx(limit, rel=0.01)
        assert array.std() == pytest.approx(limit / 3**0.5, rel=0.05)
    assert not bias.any()
    assert (Network(layers(), (8, 8, 4), seed=1).get_weights()[0] != kernel).any()
