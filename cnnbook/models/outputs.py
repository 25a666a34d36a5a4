"""A look at what the layers of a model put out."""

from collections.abc import Iterable

import keras
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_numbers
from cnnbook.models._compiled import Model


def layer_outputs(model: Model, x: ArrayLike, names: Iterable[str]) -> dict[str, Array]:
    """Return what chosen layers of a model put out.

    Args:
        model: A Keras model that is built.
        x: A batch of inputs.
        names: Names of layers, as `model.summary()` shows them.

    Returns:
        For each name, in this order, the output of that layer for the batch.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If no layer has one of the names, or there is no name.

    Examples:
        >>> import numpy as np
        >>> from cnnbook.models import two_blocks
        >>> maps = layer_outputs(two_blocks(), np.zeros((1, 784)), ["pool1", "logits"])
        >>> {name: array.shape for name, array in maps.items()}
        {'pool1': (1, 14, 14, 32), 'logits': (1, 10)}
    """
    chosen, known = list(names), [layer.name for layer in model.layers]
    if not chosen or not set(chosen) <= set(known):
        raise ValueError(f"names are {chosen}, but the layers of the model are {known}")
    outputs = {name: model.get_layer(name).output for name in chosen}
    look = keras.Model(model.inputs, outputs)
    maps = look([keras.ops.convert_to_tensor(as_numbers("x", x))], training=False)
    return {name: keras.ops.convert_to_numpy(maps[name]) for name in chosen}
