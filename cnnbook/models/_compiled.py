"""What the modules of this package share: the type of a model, and how a classifier is compiled."""

from typing import Any

import keras

Model = Any  # a keras.Model; Keras has no types


def compiled(model: Model, learning_rate: Any = 1e-3, from_logits: bool = False) -> Model:
    """Compile a classifier of whole-number labels, with Adam."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model
