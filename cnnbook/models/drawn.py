"""The network for digits that a reader draws: small enough to run in a browser at each stroke."""

import keras
from keras import layers

from cnnbook.models._compiled import Model, compiled


def drawn_digit(decay_steps: int) -> Model:
    """Return the network that names a drawn digit: 8,778 parameters, for 28x28 digits.

    Args:
        decay_steps: Steps in which the learning rate falls from 0.004 to 0 along a cosine.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10). Its layers
            are named conv1, pool1, conv2, pool2, conv3, flatten and probabilities.

    Examples:
        >>> drawn_digit(decay_steps=1000).count_params()
        8778
    """
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, activation="relu", name="conv1"),
            layers.MaxPooling2D(2, name="pool1"),
            layers.Conv2D(16, 3, activation="relu", name="conv2"),
            layers.MaxPooling2D(2, name="pool2"),
            layers.Conv2D(32, 3, activation="relu", name="conv3"),
            layers.Flatten(name="flatten"),
            layers.Dense(10, activation="softmax", name="probabilities"),
        ],
        name="drawn_digit",
    )
    return compiled(model, keras.optimizers.schedules.CosineDecay(4e-3, decay_steps))
