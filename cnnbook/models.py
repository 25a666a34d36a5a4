"""The networks of the book in Keras, by name, and a look at what their layers put out.

Importing this module imports Keras and TensorFlow (`pip install 'cnnbook[train]'`). The networks
come without training, some compiled as the sources did it; weights start from Keras's global seed
(`keras.utils.set_random_seed`).
"""

from collections.abc import Iterable
from typing import Any, Literal, get_args

from numpy.typing import ArrayLike

from cnnbook._checks import Array

try:
    import keras
    from keras import layers

    from cnnbook.tape import TapeNetwork
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "cnnbook.models needs Keras and TensorFlow; install them with pip install 'cnnbook[train]'"
    ) from error

__all__ = [
    "TapeNetwork",
    "activation_comparison",
    "fashion_cnn",
    "fashion_dense",
    "hand_checked",
    "keras_10_100",
    "layer_outputs",
    "looking_inside",
    "three_blocks",
    "two_blocks",
]

Model = Any  # a keras.Model; Keras has no types
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
    return _compiled(keras.Sequential([*inputs, *hidden, outputs], name="fashion_dense"))


def fashion_cnn() -> Model:
    """Return the small CNN for Fashion-MNIST, two convolutions of 30: 14,590 parameters.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10).

    Examples:
        >>> fashion_cnn().count_params()
        14590
    """
    return _compiled(
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
    return _compiled(
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
    return _compiled(keras.Model(pixels, logits, name="two_blocks"), from_logits=True)


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
    return _compiled(keras.Model(pixels, logits, name="three_blocks"), from_logits=True)


def looking_inside() -> Model:
    """Return the network whose kernels and maps the book looks at: blocks of 32 and 64 filters.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10). Its
            convolutions are named conv1 and conv2.

    Examples:
        >>> looking_inside().get_layer("conv2").output.shape
        (None, 14, 14, 64)
    """
    return _compiled(
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


def layer_outputs(model: Model, x: ArrayLike, names: Iterable[str]) -> dict[str, Array]:
    """Return what chosen layers of a model put out.

    Args:
        model: A Keras model that is built.
        x: A batch of inputs.
        names: Names of layers, as `model.summary()` shows them.

    Returns:
        For each name, in this order, the output of that layer for the batch.

    Raises:
        ValueError: If no layer has one of the names, or there is no name.

    Examples:
        >>> import numpy as np
        >>> maps = layer_outputs(two_blocks(), np.zeros((1, 784)), ["pool1", "logits"])
        >>> {name: array.shape for name, array in maps.items()}
        {'pool1': (1, 14, 14, 32), 'logits': (1, 10)}
    """
    chosen, known = list(names), [layer.name for layer in model.layers]
    if not chosen or not set(chosen) <= set(known):
        raise ValueError(f"names are {chosen}, but the layers of the model are {known}")
    outputs = {name: model.get_layer(name).output for name in chosen}
    look = keras.Model(model.inputs, outputs)
    maps = look([keras.ops.convert_to_tensor(x)], training=False)
    return {name: keras.ops.convert_to_numpy(maps[name]) for name in chosen}


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


def _compiled(model: Model, from_logits: bool = False) -> Model:
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
    model.compile("adam", loss, metrics=["accuracy"])
    return model
