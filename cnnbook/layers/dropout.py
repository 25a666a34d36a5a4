"""The layer that switches numbers off in training."""

from dataclasses import dataclass

import numpy as np

from cnnbook._checks import Array, check_generator
from cnnbook.dropout import check_rate, dropout, dropout_backward
from cnnbook.layers.base import Layer, Shape


@dataclass
class Dropout(Layer):
    """Switches numbers off by chance, in training only: see `dropout`.

    Attributes:
        rate: Share of the numbers to switch off.
    """

    rate: float

    def __post_init__(self) -> None:
        """Check the arguments."""
        self.rate = check_rate(self.rate)

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Take chance from the network."""
        check_generator(random)
        self._random = random
        return shape

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        if not training:
            self._kept = np.ones_like(x)  # nothing is off
            return x
        y, self._kept = dropout(x, self.rate, self._random)
        return y

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        return dropout_backward(dy, self._answered())
