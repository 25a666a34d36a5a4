"""The networks for handwritten digits: checked by hand, three activations, two and three blocks."""

from typing import Any, Literal, get_args

import keras
from keras import layers

from cnnbook.models._compiled import Model, compiled

Name = Literal["relu", "sigmoid", "leaky_relu"]


def hand_checked() -> Model:
    """Return the network that the book checks by hand: 78 parameters, for 10x10 digits.

    Returns:
        A `keras.Sequential` from (N, 10, 10, 1) to the probabilities (N, 10).

    Examples:
        >>> hand_checked().count_params()
        78
    """
    return keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            layers.Conv2D(1, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(2, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(2, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="hand_checked",
    )


def activation_comparison(activation: Name) -> Model:
    """Return the network that compares activation functions: 658 parameters, for 28x28 digits.

    Args:
        activation: "relu", "sigmoid" or "leaky_relu" (slope 0.3), after both convolutions.

    Returns:
        A `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10). The activations are
            layers of their own, so that what comes before and after can be seen.

    Raises:
        ValueError: If the activation is none of the three.

    Examples:
        >>> activation_comparison("leaky_relu").count_params()
        658
    """
    if activation not in get_args(Name):
        raise ValueError(
            f'activation is {activation!r}, but must be "relu", "sigmoid" or "leaky_relu"'
        )

    def activate() -> Any:
        if activation == "leaky_relu":
            return layers.LeakyReLU(0.3)
        return layers.Activation(activation)

    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(5, 3),
            activate(),
            layers.MaxPooling2D(2),
            layers.Conv2D(2, 3),
            activate(),
            layers.Flatten(),
            layers.Dense(2, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name=f"comparison_{activation}",
    )


def two_blocks() -> Model:
    """Return the MNIST network with two blocks, on flat pixels, with the functional API.

    Returns:
        A compiled `keras.Model` from (N, 784) to logits (N, 10). Its layers are named conv1,
            pool1, conv2, pool2 and logits.

    Examples:
        >>> two_blocks().get_layer("pool2").output.shape
        (None, 4, 4, 64)
    """
    pixels = keras.Input((784,), name="pixels")
    maps = layers.Reshape((28, 28, 1))(pixels)
    maps = _block(maps, 1, 32)
    maps = _block(maps, 2, 64, strides=2)
    logits = layers.Dense(10, name="logits")(layers.Flatten()(maps))
    return compiled(keras.Model(pixels, logits, name="two_blocks"), from_logits=True)


def three_blocks() -> Model:
    """Return the MNIST network with three blocks and a layer of 625 units.

    Returns:
        A compiled `keras.Model` from (N, 784) to logits (N, 10). Its layers are named conv1,
            pool1, ..., pool3, fc1 and logits.

    Examples:
        >>> three_blocks().get_layer("pool3").output.shape
        (None, 4, 4, 128)
    """
    pixels = keras.Input((784,), name="pixels")
    maps = layers.Reshape((28, 28, 1))(pixels)
    for number, filters in enumerate((32, 64, 128), start=1):
        maps = _block(maps, number, filters)
    units = layers.Dense(625, activation="relu", name="fc1")(layers.Flatten()(maps))
    logits = layers.Dense(10, name="logits")(units)
    return compiled(keras.Model(pixels, logits, name="three_blocks"), from_logits=True)


def _block(maps: Any, number: int, filters: int, strides: int = 1) -> Any:
    """Convolve, without a bias, and pool, as the functional API writes it."""
    convolution = layers.Conv2D(
        filters,
        3,
        strides,
        padding="same",
        activation="relu",
        use_bias=False,
        kernel_initializer=keras.initializers.RandomNormal(stddev=0.01),
        name=f"conv{number}",
    )
    return layers.MaxPooling2D(2, padding="same", name=f"pool{number}")(convolution(maps))
