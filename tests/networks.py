"""Networks with layers of every kind, and the same in Keras."""

from typing import Any

import keras
import numpy as np

from cnnbook import Network
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


def tiny(seed: int = 0) -> Network:
    layers = [
        Conv2D(6, 3, padding="same", activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dropout(0.2),
        Dense(10),
    ]
    return Network(layers, (28, 28, 1), seed=seed)
