"""The layer that writes images in rows."""

from math import prod

import numpy as np

from cnnbook._checks import Array
from cnnbook.layers.base import Layer, Shape


class Flatten(Layer):
    """Writes the numbers of each input in one row."""

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Return the shape of one output."""
        self._shape = shape
        return (prod(shape),)

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._kept = x.shape
        return x.reshape(len(x), prod(self._shape))

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        return dy.reshape(self._answered())
