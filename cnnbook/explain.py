"""What in an image a network looked at: occlusion, saliency and Grad-CAM, for Keras models.

Importing this module imports Keras and TensorFlow (`pip install 'cnnbook[train]'`). Each function
explains one output of the model. For gradients that should be the score before softmax, because a
probability close to 1 hardly changes any more: explain `without_softmax(model)`.
"""

from itertools import product
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_number, as_numbers, as_whole, by, check_fits

try:
    import keras
    import tensorflow as tf
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "cnnbook.explain needs Keras and TensorFlow; install them with pip install 'cnnbook[train]'"
    ) from error

__all__ = ["grad_cam", "occlusion", "saliency", "without_softmax"]

Model = Any  # a keras.Model; Keras has no types
_SOFTMAX_FUNCTIONS = (keras.activations.softmax, keras.ops.softmax, tf.nn.softmax)


def without_softmax(model: Model) -> Model:
    """Return the model with the scores before softmax, the logits, as its output.

    Args:
        model: A Keras model, Sequential or functional, that is built and has one output. Softmax
            may be the activation of what comes last, a layer of its own (`Softmax`,
            `Activation("softmax")`) or `keras.ops.softmax`, also in a model inside the model. In a
            `Lambda` or a layer of your own it can't be seen.

    Returns:
        A model that shares all other layers with `model` and copies the weights of the last one;
            `model` itself if it doesn't end in softmax.

    Raises:
        ValueError: If the model has no graph of layers (it isn't built, or is a subclass with its
            own `call`) or several outputs.

    Examples:
        >>> from cnnbook import models
        >>> model = models.hand_checked()
        >>> without_softmax(model).layers[-1].activation.__name__
        'linear'
    """
    if not (hasattr(model, "outputs") and len(model.outputs) == 1):
        raise ValueError(
            f"the model {model.name!r} has no graph of layers with one output, in which softmax "
            "could be found; give a Sequential or functional model with an Input, or let your own "
            "model return the logits"
        )
    output = model.outputs[0]
    logits = _before_softmax(output)
    if logits is output:
        return model
    # A list of one input would make Keras warn at each call with an array.
    return keras.Model(model.inputs if len(model.inputs) > 1 else model.inputs[0], logits)


def _before_softmax(output: Any) -> Any:
    """Return the numbers of which an output is the softmax, or the output itself if it is none."""
    last, call, _ = output._keras_history
    node = last._inbound_nodes[call]
    if type(last).__name__ == "Softmax":  # the layer, and the operation behind keras.ops.softmax
        return node.input_tensors[0]
    given = node.arguments
    if isinstance(last, keras.Model):
        bare = without_softmax(last)
        return output if bare is last else bare(*given.args, **given.kwargs)
    if getattr(last, "activation", None) not in _SOFTMAX_FUNCTIONS:
        return output
    linear = type(last).from_config(last.get_config() | {"activation": "linear"})
    logits = linear(*given.args, **given.kwargs)
    linear.set_weights(last.get_weights())
    return logits


def occlusion(
    model: Model, image: ArrayLike, label: int, size: int, stride: int, *, fill: float = 0.0
) -> Array:
    r"""Cover one square of the image after the other, and see how far the score falls.

    $$d_{ij} = s(x) - s(x^{(ij)})$$

    The second score is that of the image whose square at (i, j) is covered.

    Args:
        model: A Keras model from images (N, H, W, C) to outputs (N, classes).
        image: One image (H, W, C), scaled as in training. Integers or floats.
        label: Which output to explain, from 0.
        size: Side of the square in pixels.
        stride: Pixels from one square to the next; the squares stay inside the image.
        fill: The pixel value of the cover.

    Returns:
        The fall of the output for each place of the square, (rows, columns), float32. Positive
            where the square hides what speaks for the label, negative where it hides what speaks
            against it.

    Raises:
        TypeError: If `image` holds no integers or floats, or `size` or `stride` isn't whole.
        ValueError: If the image isn't one that the model takes, the model has no such output, or
            the square is larger than the image.

    Examples:
        >>> score = keras.Sequential([keras.Input((3, 3, 1)), keras.layers.Flatten(),
        ...                           keras.layers.Dense(1, kernel_initializer="ones")])
        >>> image = np.arange(9).reshape(3, 3, 1)
        >>> occlusion(score, image, 0, size=2, stride=1)  # each square's sum
        array([[ 8., 12.],
               [20., 24.]], dtype=float32)

    Source:
        Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014,
        section 4.2.
    """
    x, label = _checked(model, image, label)
    size, stride = as_whole("size", size), as_whole("stride", stride)
    height, width = x.shape[1:3]
    check_fits("the square", (size, size), (height, width), "a smaller size")
    rows, columns = (range(0, side - size + 1, stride) for side in (height, width))
    covered = np.repeat(x, len(rows) * len(columns), axis=0)
    for picture, (i, j) in zip(covered, product(rows, columns), strict=True):
        picture[i : i + size, j : j + size] = as_number("fill", fill)
    parts = np.array_split(covered, ceil(len(covered) / 128))  # all at once may need much memory
    scores = np.concatenate([_scores(model, part, label) for part in parts])
    return (_scores(model, x, label) - scores).reshape(len(rows), len(columns))


def saliency(model: Model, image: ArrayLike, label: int) -> Array:
    r"""Return how strongly the score reacts to each pixel: the size of its slope.

    $$m_{ij} = \max_c \left| \frac{\partial s}{\partial x_{ijc}} \right|$$

    Args:
        model: A Keras model from images (N, H, W, C) to outputs (N, classes), best without softmax.
        image: One image (H, W, C), scaled as in training. Integers or floats.
        label: Which output to explain, from 0.

    Returns:
        For each pixel the largest slope of its channels, without its sign, (H, W), float32.

    Raises:
        TypeError: If `image` holds no integers or floats.
        ValueError: If the image isn't one that the model takes, or the model has no such output.

    Examples:
        >>> score = keras.Sequential([keras.Input((1, 2, 1)), keras.layers.Flatten(),
        ...                           keras.layers.Dense(1)])
        >>> score.set_weights([np.array([[3], [-4]]), np.array([0])])
        >>> saliency(score, np.ones((1, 2, 1)), 0)  # a weighted sum: the weights without signs
        array([[3., 4.]], dtype=float32)

    Source:
        Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks: Visualising Image
        Classification Models and Saliency Maps", ICLR workshop 2014, section 3.
    """
    x, label = _checked(model, image, label)
    pixels = tf.Variable(x)
    with tf.GradientTape() as tape:
        score = model(pixels, training=False)[0, label]
    return np.abs(tape.gradient(score, pixels)[0]).max(axis=-1)


def grad_cam(model: Model, image: ArrayLike, label: int, layer: str) -> Array:
    r"""Add up the maps of a layer, each weighted by how much the score rises with it.

    $$\alpha_k = \frac{1}{hw} \sum_{ij} \frac{\partial s}{\partial a_{ijk}}$$

    $$m_{ij} = \mathrm{ReLU}\Bigl(\sum_k \alpha_k a_{ijk}\Bigr)$$

    Args:
        model: A Keras model from images (N, H, W, C) to outputs (N, classes), best without softmax.
        image: One image (H, W, C), scaled as in training. Integers or floats.
        label: Which output to explain, from 0.
        layer: Name of the layer whose maps are weighted, mostly the last convolution.

    Returns:
        The weighted sum, 0 where it would be negative: (h, w), the size of the layer's maps,
            float32.

    Raises:
        TypeError: If `image` holds no integers or floats.
        ValueError: If the image isn't one that the model takes, the model has no such output, or
            no layer with maps has this name.

    Examples:
        >>> from cnnbook import models
        >>> model = without_softmax(models.looking_inside())
        >>> grad_cam(model, np.zeros((28, 28, 1)), 9, "conv2").shape
        (14, 14)

    Source:
        Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
        Localization", ICCV 2017, equations 1 and 2.
    """
    x, label = _checked(model, image, label)
    names = [known.name for known in model.layers if len(known.output.shape) == 4]
    if layer not in names:
        raise ValueError(f"layer is {layer!r}, but the layers of the model with maps are {names}")
    look = keras.Model(model.inputs[0], [model.get_layer(layer).output, *model.outputs])
    with tf.GradientTape() as tape:
        maps, scores = look(tf.Variable(x), training=False)
        score = scores[0, label]
    # A model of mixed precision has maps in float16, whose sums would overflow.
    slopes, seen = (np.asarray(a[0], "float32") for a in (tape.gradient(score, maps), maps))
    return np.maximum(seen @ slopes.mean(axis=(0, 1)), 0)


def _scores(model: Model, x: Array, label: int) -> Array:
    return np.asarray(model(x, training=False)[:, label], "float32")


def _checked(model: Model, image: ArrayLike, label: int) -> tuple[Array, int]:
    """Return the image as a batch of one, and the label, if both suit the model."""
    takes, classes = model.input_shape[1:], model.output_shape[-1]
    if len(takes) != 3 or len(model.output_shape) != 2:
        raise ValueError(
            f"the model goes from {takes} to {model.output_shape[1:]}, but one from images "
            "(height, width, channels) to one row of outputs is expected"
        )
    x = as_numbers("image", image).astype("float32")
    if x.shape != takes:
        raise ValueError(
            f"image has shape {x.shape}, but the model takes one image {by(takes)}; "
            "add the channel with image[..., np.newaxis], of a batch take one, images[0]"
        )
    if label not in range(classes):
        raise ValueError(f"label is {label!r}, but the model has the outputs 0 to {classes - 1}")
    return x[np.newaxis], int(label)
