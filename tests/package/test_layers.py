"""Each layer's backward is the slope of its last forward, in training and in evaluation."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from cnnbook import layers
from cnnbook.layers import (
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Layer,
    LeakyReLU,
    MaxPooling2D,
)

IMAGES, ROWS = (4, 6, 6, 2), (4, 5)
MAKE: dict[str, tuple[Callable[[], Layer], tuple[int, ...]]] = {
    "Layer": (Layer, ROWS),
    "Activation relu": (lambda: layers.Activation("relu"), IMAGES),
    "Activation sigmoid": (lambda: layers.Activation("sigmoid"), ROWS),
    "Activation tanh": (lambda: layers.Activation("tanh"), ROWS),
    "LeakyReLU": (layers.LeakyReLU, ROWS),
    "Conv2D": (lambda: layers.Conv2D(3, 3, strides=2, padding="same", activation="tanh"), IMAGES),
    "Conv2D without bias": (lambda: layers.Conv2D(3, 2, use_bias=False), IMAGES),
    "Dense": (lambda: layers.Dense(3, "sigmoid"), ROWS),
    "Dense without bias": (lambda: layers.Dense(3, use_bias=False), ROWS),
    "MaxPooling2D": (layers.MaxPooling2D, IMAGES),
    "AveragePooling2D": (lambda: layers.AveragePooling2D(3, 2, "same"), IMAGES),
    "Flatten": (layers.Flatten, IMAGES),
    "Dropout": (lambda: layers.Dropout(0.4), ROWS),
    "BatchNormalization": (layers.BatchNormalization, IMAGES),
}


def built(name: str, seed: int = 0) -> tuple[Layer, Any]:
    """A layer in float64, so that slopes can be measured, and an input for it."""
    make, shape = MAKE[name]
    layer, random = make(), np.random.default_rng(seed)
    layer.build(shape[1:], random)
    for arrays in (layer.weights, layer.statistics):
        for key, array in arrays.items():
            arrays[key] = np.abs(random.normal(1, 0.3, array.shape))
    return layer, random.normal(size=shape)


def forward(layer: Layer, x: Any, training: bool) -> Any:
    """Go forward with the same chance and the same statistics at each call."""
    layer.__dict__["_random"] = np.random.default_rng(5)
    before = {name: kept.copy() for name, kept in layer.statistics.items()}
    y = layer.forward(x, training)
    layer.statistics.update(before)
    return y


def slopes(loss: Callable[[], float], array: Any) -> Any:
    """Measure how a loss changes with each number of an array."""
    slope, tiny = np.zeros(array.shape), 1e-6
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + tiny
        above = loss()
        array[place] = kept - tiny
        slope[place] = (above - loss()) / (2 * tiny)
        array[place] = kept
    return slope


def test_every_layer_is_tried() -> None:
    assert {name.split()[0] for name in MAKE} == set(layers.__all__)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("name", MAKE)
def test_backward_is_the_slope_of_the_last_forward(name: str, training: bool) -> None:
    layer, x = built(name)
    # What went before, in the other mode and with other numbers, leaves no trace.
    forward(layer, x[::-1] * 2, not training)
    dy = np.random.default_rng(9).normal(size=forward(layer, x, training).shape)

    def loss() -> float:
        return float((forward(layer, x, training) * dy).sum())

    dx = layer.backward(dy)
    gradients = dict(layer.gradients)
    assert set(gradients) == set(layer.weights)
    assert_allclose(dx, slopes(loss, x), rtol=1e-4, atol=1e-6)
    for key, gradient in gradients.items():
        assert_allclose(gradient, slopes(loss, layer.weights[key]), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", MAKE)
def test_gradients_of_weights_alone_are_those_of_backward(name: str) -> None:
    layer, x = built(name)
    dy = np.random.default_rng(9).normal(size=forward(layer, x, True).shape)
    layer.backward(dy)
    gradients = dict(layer.gradients)
    assert gradients.keys() == layer.weights.keys()  # none of a bias that isn't there
    layer.keep_gradients(dy)
    for key, gradient in gradients.items():
        assert_allclose(layer.gradients[key], gradient)


@pytest.mark.parametrize("name", MAKE)
def test_backward_without_forward_says_so(name: str) -> None:
    layer, x = built(name)
    dy = forward(layer, x, True)
    other, _ = built(name)
    for answer in (other.backward, other.keep_gradients):
        with pytest.raises(RuntimeError, match=r"has no forward .*; call forward first$"):
            answer(dy)


def test_running_statistics_of_a_forward_are_those_that_backward_answers() -> None:
    """Another forward of the network may come between, in training: it moves them."""
    layer, x = built("BatchNormalization")
    layer.forward(x, training=False)
    before = layer.backward(np.ones(x.shape))
    layer.forward(x, training=False)
    for kept in layer.statistics.values():
        kept += 1
    assert_allclose(layer.backward(np.ones(x.shape)), before)


def test_no_layer_is_left_out() -> None:
    every = {getattr(layers, name) for name in layers.__all__}
    assert {type(make()) for make, _ in MAKE.values()} == every


# --- wrong arguments


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
        (BatchNormalization, {"momentum": "a"}, TypeError, "momentum holds <U1, but integers"),
        (BatchNormalization, {"epsilon": "a"}, TypeError, "epsilon holds <U1, but integers"),
        (LeakyReLU, {"negative_slope": "a"}, TypeError, "negative_slope holds <U1, but integers"),
    ],
)
def test_wrong_layers(
    layer: Any, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        layer(**arguments)
