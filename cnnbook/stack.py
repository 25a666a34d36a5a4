"""Layers in a row: forward through all of them, backward through all of them, and their weights."""

import json
from collections.abc import Sequence
from dataclasses import fields
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from cnnbook import layers as known
from cnnbook._checks import Array, as_numbers, as_whole
from cnnbook._summary import count, table
from cnnbook.layers.base import Layer, Shape
from cnnbook.optimizers import Optimizer


class Stack:
    """Layers in a row, built for one shape of input; `Network` adds a loss and training.

    All numbers are float32, as in Keras.

    Attributes:
        layers: The layers, in order.
        input_shape: Shape of one input.
        output_shapes: Shape of one output of each layer.
    """

    def __init__(self, layers: Sequence[Layer], input_shape: Shape, *, seed: int = 0) -> None:
        """Build the layers, one after the other.

        Args:
            layers: Layers of `cnnbook.layers`, in order. A layer keeps its weights, so it belongs
                to one place in one network: make new layers for the next, and hand weights on
                with `set_weights`.
            input_shape: Shape of one input, for example (28, 28, 1).
            seed: Where chance starts: first weights and dropout.

        Raises:
            TypeError: If a layer is none, or the shape isn't whole.
            ValueError: If there are no layers, a layer can't take what the one before gives, or
                it was used before.
        """
        if not layers:
            raise ValueError("layers is empty, but a network needs one layer or more")
        self.layers = list(layers)
        self.input_shape = tuple(as_whole("input_shape", side) for side in input_shape)
        _check_layers(self.layers)
        self.output_shapes = self._build(np.random.default_rng(seed))
        for layer in self.layers:  # not before all has gone well, so that a slip can be mended
            layer.taken = True

    def _build(self, random: np.random.Generator) -> list[Shape]:
        """Make the weights, and return the shape of one output of each layer."""
        shapes = [self.input_shape]
        for layer in self.layers:
            shapes.append(layer.build(shapes[-1], random))
        return shapes[1:]

    def forward(self, x: ArrayLike, *, training: bool = False) -> Array:
        """Compute the outputs of a batch.

        Args:
            x: Inputs (N, *input_shape). Integers or floats.
            training: Whether dropout drops and batch normalisation uses the batch.

        Returns:
            Outputs of the last layer, float32.

        Raises:
            TypeError: If `x` holds no integers or floats.
            ValueError: If the inputs have another shape.
        """
        y = self.as_inputs(x).astype(np.float32, copy=False)
        for layer in self.layers:
            y = layer.forward(y, training)
        return y

    def backward(self, dy: Array) -> Array:
        """Lead the gradient back through all layers, which keep those of their weights.

        Args:
            dy: Gradient of the loss with respect to the outputs of the last `forward`, in
                training or not.

        Returns:
            Gradient with respect to the inputs, (N, *input_shape).

        Raises:
            RuntimeError: If there was no `forward`.
        """
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def keep_gradients(self, dy: Array) -> None:
        """Do what `backward` does, but for the gradient of the inputs, which training can spare.

        Args:
            dy: Gradient of the loss with respect to the outputs of the last `forward`.
        """
        for layer in reversed(self.layers[1:]):
            dy = layer.backward(dy)
        self.layers[0].keep_gradients(dy)

    def update(self, optimizer: Optimizer) -> None:
        """Let an optimizer move all weights, by the gradients that were kept.

        Args:
            optimizer: How far to move; `SGD` and `Adam` serve one network.

        Raises:
            RuntimeError: If a layer has kept no gradients.
            ValueError: If the optimizer served another network.
        """
        trained = [(layer, name) for layer in self.layers for name in layer.weights]
        for layer, name in trained:
            if name not in layer.gradients:
                raise RuntimeError(
                    f"{layer!r} has no gradient of its {name}; call forward and backward first"
                )
        optimizer.update(
            [layer.weights[name] for layer, name in trained],
            [layer.gradients[name] for layer, name in trained],
        )

    def as_inputs(self, x: ArrayLike) -> Array:
        """Return `x` as an array, or raise unless it is a batch of inputs.

        Args:
            x: Inputs (N, *input_shape).

        Returns:
            The same as an array.

        Raises:
            TypeError: If `x` holds no integers or floats.
            ValueError: If the inputs have another shape.
        """
        inputs = as_numbers("x", x)
        if inputs.shape[1:] != self.input_shape or not inputs.ndim:
            raise ValueError(
                f"x has shape {inputs.shape}, but the network expects (N, "
                f"{', '.join(map(str, self.input_shape))}); x[..., np.newaxis] adds a channel, "
                "x[np.newaxis] a batch"
            )
        return inputs

    def get_weights(self) -> list[Array]:
        """Return copies of all weights, in the order of `keras.Model.get_weights`.

        Returns:
            For each layer its kernel and bias, or gamma, beta, moving mean and moving variance.
        """
        return [array.copy() for array in self._every_array()]

    def set_weights(self, weights: Sequence[ArrayLike]) -> None:
        """Take over weights, for example `model.get_weights()` of a Keras model.

        Args:
            weights: Arrays in the order and of the shapes of `get_weights`.

        Raises:
            TypeError: If an array holds no integers or floats.
            ValueError: If there are more or fewer arrays, or one has another shape. Then no
                weight has changed.
        """
        mine = self._every_array()
        arrays = [as_numbers("weights", array) for array in weights]
        expected, given = [a.shape for a in mine], [a.shape for a in arrays]
        if expected != given:
            raise ValueError(f"weights have the shapes {given}, but this network has {expected}")
        for array, new in zip(mine, arrays, strict=True):
            array[...] = new

    def count_params(self) -> int:
        """Count the numbers that the network is made of, as `keras.Model.count_params` does.

        Returns:
            How many numbers all weights and statistics hold.
        """
        return sum(array.size for array in self._every_array())

    def summary(self) -> None:
        """Print what Keras users know: each layer, its output's shape, its parameters."""
        kinds = [type(layer).__name__ for layer in self.layers]
        counts = [count(layer.weights) + count(layer.statistics) for layer in self.layers]
        trained = sum(count(layer.weights) for layer in self.layers)
        print(table(kinds, self.output_shapes, counts, trained))

    def save(self, path: str | PathLike[str]) -> None:
        """Write layers and weights to a file of NumPy (npz); nothing in it is pickled.

        Args:
            path: The file, by custom `something.npz`. One that is there is replaced.

        Raises:
            TypeError: If a layer isn't one of `cnnbook.layers`, so that `load` couldn't know it.
        """
        for layer in self.layers:
            if getattr(known, type(layer).__name__, None) is not type(layer):
                raise TypeError(
                    f"{layer!r} isn't a layer of cnnbook.layers, so it can't be saved; save "
                    "get_weights() instead"
                )
        plan = {"input_shape": self.input_shape, "layers": list(map(_describe, self.layers))}
        arrays = {f"weights_{i}": array for i, array in enumerate(self._every_array())}
        with open(path, "wb") as file:  # by name, savez would add .npz
            np.savez(file, plan=np.array(json.dumps(plan)), **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Make a network out of a file that `save` wrote.

        Args:
            path: The file.

        Returns:
            A new network with the same layers and weights. What an optimizer remembers, and
                where chance stood, isn't in the file.

        Raises:
            OSError: If the file can't be read.
            ValueError: If it isn't a file of `save`.
        """
        content = Path(path).read_bytes()
        try:
            with np.load(BytesIO(content), allow_pickle=False) as file:
                plan = json.loads(str(file["plan"]))
                weights = [file[f"weights_{i}"] for i in range(len(file.files) - 1)]
            network = cls([_make(one) for one in plan["layers"]], tuple(plan["input_shape"]))
            network.set_weights(weights)
        except Exception as error:  # a file that `save` didn't write can fail in any way
            raise ValueError(
                f"{path} isn't a network that was written by save, or it is damaged; "
                f"save it again ({type(error).__name__}: {error})"
            ) from error
        return network

    def _every_array(self) -> list[Array]:
        return [
            array
            for layer in self.layers
            for array in (*layer.weights.values(), *layer.statistics.values())
        ]


def _check_layers(layers: Sequence[Layer]) -> None:
    """Raise unless all are layers, and none was used before."""
    for number, layer in enumerate(layers):
        if not isinstance(layer, Layer):
            raise TypeError(
                f"layers holds {layer!r}, but layers of cnnbook.layers are expected, "
                "for example Dense(10)"
            )
        twice = any(layer is other for other in layers[:number])
        if layer.taken or twice:
            where = "stands twice in this network" if twice else "belongs to another network"
            raise ValueError(
                f"layers[{number}], {layer!r}, {where}, but a layer keeps weights for one place; "
                "make a new layer for each place, and hand weights on with set_weights"
            )


def _describe(layer: Layer) -> dict[str, Any]:
    """Write a layer down as its kind and its arguments."""
    arguments = {field.name: getattr(layer, field.name) for field in fields(layer) if field.init}
    return {"kind": type(layer).__name__, **arguments}


def _make(described: dict[str, Any]) -> Layer:
    """Make a layer from what `_describe` wrote."""
    arguments = dict(described)
    layer: Layer = getattr(known, arguments.pop("kind"))(**arguments)
    return layer
