"""The networks for Fashion-MNIST: dense, convolutional, with dropout, and one to look inside."""

import keras
from keras import layers

from cnnbook.models._compiled import Model, compiled


def fashion_dense() -> Model:
    """Return the dense network for Fashion-MNIST, four layers of 500: 1,149,010 parameters.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28) to the probabilities (N, 10).

    Examples:
        >>> fashion_dense().count_params()
        1149010
    """
    hidden = [layers.Dense(500, activation="relu") for _ in range(4)]
    inputs = [keras.Input((28, 28)), layers.Flatten()]
    outputs = layers.Dense(10, activation="softmax")
    return compiled(keras.Sequential([*inputs, *hidden, outputs], name="fashion_dense"))


def fashion_cnn() -> Model:
    """Return the small CNN for Fashion-MNIST, two convolutions of 30: 14,590 parameters.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10).

    Examples:
        >>> fashion_cnn().count_params()
        14590
    """
    return compiled(
        keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                layers.Conv2D(30, 2, activation="relu"),
                layers.MaxPooling2D(2),
                layers.Conv2D(30, 2, activation="relu"),
                layers.MaxPooling2D(2),
                layers.Flatten(),
                layers.Dense(10, activation="softmax"),
            ],
            name="fashion_cnn",
        )
    )


def keras_10_100(dropout: float | None = None) -> Model:
    """Return the network with 10 filters and 100 units, as written out in `TapeNetwork`.

    Args:
        dropout: Rate of a dropout layer between Flatten and Dense(100); the book takes 0.5.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10).

    Examples:
        >>> keras_10_100().count_params(), len(keras_10_100(0.5).layers)
        (197210, 6)
    """
    between = [] if dropout is None else [layers.Dropout(dropout)]
    return compiled(
        keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                layers.Conv2D(10, 3, activation="relu", padding="same"),
                layers.MaxPooling2D(2),
                layers.Flatten(),
                *between,
                layers.Dense(100, activation="relu"),
                layers.Dense(10, activation="softmax"),
            ],
            name="keras_10_100",
        )
    )


def looking_inside() -> Model:
    """Return the network whose kernels and maps the book looks at: blocks of 32 and 64 filters.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10). Its
            convolutions are named conv1 and conv2.

    Examples:
        >>> looking_inside().get_layer("conv2").output.shape
        (None, 14, 14, 64)
    """
    return compiled(
        keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                layers.Conv2D(32, 3, padding="same", activation="relu", name="conv1"),
                layers.MaxPooling2D(2),
                layers.Conv2D(64, 3, padding="same", activation="relu", name="conv2"),
                layers.MaxPooling2D(2),
                layers.Flatten(),
                layers.Dense(128, activation="relu"),
                layers.Dropout(0.5),
                layers.Dense(10, activation="softmax"),
            ],
            name="looking_inside",
        )
    )
