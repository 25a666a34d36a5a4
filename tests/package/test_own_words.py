"""Slips that the package names itself: things used twice, columns of labels, seeds."""

import re
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

import cnnbook
from cnnbook import data, explain
from cnnbook.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Layer
from cnnbook.layers.base import glorot_uniform
from cnnbook.stack import Stack
from tests.oracle import random_numbers

# --- one thing for two


def test_layers_belong_to_one_network() -> None:
    layers = [Dense(5, activation="tanh"), Dense(2)]
    network = cnnbook.Network(layers, (3,))
    weights = network.get_weights()
    for kind in (cnnbook.Network, Stack):
        with pytest.raises(
            ValueError, match=r"^layers\[0\], Dense\(units=5, .* belongs to another n"
        ):
            kind(layers, (3,))
        with pytest.raises(
            ValueError, match=r"^layers\[1\], Dense\(units=2, .* belongs to another n"
        ):
            kind([Dense(5), layers[1]], (3,))
    for array, before in zip(network.get_weights(), weights, strict=True):
        assert_array_equal(array, before)


@pytest.mark.parametrize("make", [Layer, Flatten, lambda: Dense(3), lambda: Dropout(0.5)])
def test_a_layer_stands_once_in_a_network(make: Any) -> None:
    layer = make()
    with pytest.raises(ValueError, match=r"^layers\[2\], .* stands twice in this network, but a l"):
        cnnbook.Network([layer, Dense(3), layer], (3,))
    cnnbook.Network([layer, Dense(3)], (3,))


def test_a_network_that_failed_has_taken_no_layers() -> None:
    layers: list[Layer] = [Conv2D(1, 3)]
    for shape in ((2, 2, 1), (4, 4, 1)):  # too small an image, then no logits
        with pytest.raises(ValueError, match=r"^(kernel 3x3|kernel 3|the last layer gives)"):
            cnnbook.Network(layers, shape)
    cnnbook.Network([*layers, Flatten()], (4, 4, 1))


def test_networks_can_hand_on_their_weights() -> None:
    one, other = (cnnbook.Network([Dense(2)], (3,), seed=seed) for seed in (0, 1))
    other.set_weights(one.get_weights())
    assert_array_equal(other.predict(np.eye(3)), one.predict(np.eye(3)))


@pytest.mark.parametrize("optimizer", [cnnbook.SGD(), cnnbook.SGD(momentum=0.9), cnnbook.Adam()])
@pytest.mark.parametrize("units", [2, 3])
def test_an_optimizer_serves_one_network(optimizer: Any, units: int) -> None:
    one, other = (cnnbook.Network([Dense(n)], (3,)) for n in (2, units))
    one.fit(np.eye(3), [0, 1, 1], optimizer=(optimizer := type(optimizer)()))
    one.fit(np.eye(3), [0, 1, 1], optimizer=optimizer)
    before = other.get_weights()
    with pytest.raises(ValueError, match=r"^these aren't the weights of the steps before, .* Adam"):
        other.fit(np.eye(3), [0, 1, 1], optimizer=optimizer)
    for array, old in zip(other.get_weights(), before, strict=True):
        assert_array_equal(array, old)
    one.train_on_batch(np.eye(3), [0, 1, 1], optimizer)


@pytest.mark.parametrize("optimizer", [cnnbook.SGD, cnnbook.Adam])
def test_weights_that_cannot_move_are_named(optimizer: Any) -> None:
    for weight in (np.ones(2, int), [1.0, 2.0]):
        with pytest.raises(TypeError, match=r"^weights hold .* but arrays of floats are expected"):
            optimizer().update([weight], [np.ones(2)])


# --- labels, seeds, nothing


@pytest.mark.parametrize("rows", [1, 4])
def test_a_column_of_labels_is_named(rows: int) -> None:
    labels, logits = np.ones((rows, 1), int), np.zeros((rows, 10))
    message = re.escape(
        f"labels have shape ({rows}, 1), but the logits have ({rows}, 10), (rows, classes); give "
        f"the class of each row, shape ({rows},), which labels.ravel() makes of a column, or the "
        f"share of each class, shape ({rows}, 10)"
    )
    network, x = cnnbook.Network([Dense(10)], (3,)), np.ones((rows, 3))
    for call in (
        lambda y: cnnbook.softmax_cross_entropy(logits, y),
        lambda y: cnnbook.softmax_cross_entropy_backward(logits, y),
        lambda y: network.fit(x, y),
        lambda y: network.evaluate(x, y),
        lambda y: network.train_on_batch(x, y, cnnbook.SGD()),
    ):
        with pytest.raises(ValueError, match=f"^{message}$"):
            call(labels)
        call(labels.ravel())


def test_a_column_of_labels_is_not_split() -> None:
    labels = np.array([[0], [1]] * 5)
    with pytest.raises(ValueError, match=r"labels.ravel\(\) of a column \(N, 1\)$"):
        data.stratified_split(labels, 0.5, 0)
    assert len(data.stratified_split(labels.ravel(), 0.5, 0)[0]) == 5


@pytest.mark.parametrize("random", [0, None, np.random, np.random.RandomState(0)])
@pytest.mark.parametrize(
    "call",
    [
        lambda random: cnnbook.dropout(np.ones(4), 0.5, random),
        lambda random: Dropout(0.5).build((4,), random),
        lambda random: Dense(2).build((4,), random),
        lambda random: Conv2D(2, 2).build((4, 4, 1), random),
        lambda random: glorot_uniform((2, 2), 2, 2, random),
    ],
)
def test_a_seed_is_no_generator(call: Any, random: Any) -> None:
    message = r"^random is .*, but a generator is expected; .* random=np.random.default_rng\(0\)$"
    with pytest.raises(TypeError, match=message):
        call(random)
    call(np.random.default_rng(0))


def test_batch_norm_of_no_rows_keeps_its_statistics() -> None:
    network = cnnbook.Network([Dense(2), BatchNormalization(), Dense(2)], (3,))
    before = network.get_weights()
    assert network.forward(np.zeros((0, 3))).shape == (0, 2)
    with pytest.raises(ValueError, match="to take a mean of are expected"):
        network.forward(np.zeros((0, 3)), training=True)
    for array, old in zip(network.get_weights(), before, strict=True):
        assert_array_equal(array, old)
    normal = cnnbook.batch_norm(np.zeros((0, 2)), [1, 1], [0, 0], mean=[0, 0], variance=[1, 1])
    assert normal.shape == (0, 2)


def test_curves_of_a_player_are_numbers() -> None:
    from cnnbook.player import Frame, Player

    for wrong in (["a"], [True], np.ma.masked_array([1])):
        with pytest.raises(TypeError, match=r"^curve (holds|is masked)"):
            Player([0, 1], [1], [Frame(0, wrong, [1])])


# --- softmax as the last layer


def dense(**options: Any) -> Any:
    return keras.layers.Dense(3, **options)


def ends(inputs: Any) -> dict[str, Any]:
    """Write models that end in softmax, in every way that Keras has for it."""
    softmax, used = keras.layers.Softmax, keras.layers.Softmax()
    keras.Model(inputs, used(dense()(inputs)))
    inner = [keras.Input((4,)), dense(), softmax()]
    return {
        "layer": keras.Model(inputs, softmax()(dense()(inputs))),
        "activation layer": keras.Model(
            inputs, keras.layers.Activation("softmax")(dense()(inputs))
        ),
        "activation": keras.Model(inputs, dense(activation="softmax")(inputs)),
        "tf.nn": keras.Model(inputs, dense(activation=tf.nn.softmax)(inputs)),
        "operation": keras.Model(inputs, keras.ops.softmax(dense()(inputs))),
        "function": keras.Model(inputs, keras.activations.softmax(dense()(inputs))),
        "used before": keras.Model(inputs, used(dense()(inputs))),
        "model inside": keras.Model(inputs, keras.Sequential(inner)(inputs)),
        "sequential layer": keras.Sequential([inputs, dense(), softmax()]),
        "sequential activation": keras.Sequential([inputs, dense(activation="softmax")]),
        "sequential inside": keras.Sequential(
            [inputs, dense(), keras.Sequential([dense(), softmax()])]
        ),
        "two inputs": keras.Model(
            [inputs, other := keras.Input((4,))],
            softmax()(dense()(keras.layers.Add()([inputs, other]))),
        ),
    }


MODELS = ends(keras.Input((4,)))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("way", MODELS)
def test_softmax_is_found_in_every_place(way: str) -> None:
    model, x = MODELS[way], random_numbers(0, "float32", 5, 4)
    given: Any = [x, x] if way == "two inputs" else x
    logits = explain.without_softmax(model)
    assert_allclose(keras.ops.softmax(logits(given)), model(given), rtol=1e-5)
    assert np.ptp(np.array(logits(given)).sum(axis=1)) > 0.01
    assert explain.without_softmax(logits) is logits


def test_a_model_inside_without_softmax_stays() -> None:
    model = keras.Sequential([keras.Input((4,)), keras.Sequential([keras.Input((4,)), dense()])])
    assert explain.without_softmax(model) is model


class Mine(keras.Model):
    def call(self, x: Any) -> Any:
        return keras.ops.softmax(x)


TWO = keras.Model(entry := keras.Input((4,)), [dense()(entry), dense()(entry)])


@pytest.mark.parametrize("model", [keras.Sequential([dense()]), Mine(), TWO])
def test_a_model_without_a_graph_of_one_output_is_named(model: Any) -> None:
    message = f"^the model '{model.name}' has no graph of layers with one output, in which softmax"
    with pytest.raises(ValueError, match=message):
        explain.without_softmax(model)
