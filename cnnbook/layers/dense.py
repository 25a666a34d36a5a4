"""The fully connected layer."""

from dataclasses import dataclass

import numpy as np

from cnnbook._checks import Array, as_whole
from cnnbook.dense import dense, dense_backward
from cnnbook.layers.activation import Function, activated
from cnnbook.layers.base import Layer, Shape, glorot_uniform


@dataclass
class Dense(Layer):
    """Multiplies rows of numbers by weights, adds a bias and applies an activation function.

    Attributes:
        units: How many outputs.
        activation: "relu", "sigmoid", "tanh", or None.
        use_bias: Whether a number is added for each output.
    """

    units: int
    activation: Function | None = None
    use_bias: bool = True

    def __post_init__(self) -> None:
        """Check the arguments."""
        self.units = as_whole("units", self.units)
        self._then = activated(self.activation)

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Make the weights."""
        if len(shape) != 1:
            raise ValueError(f"Dense gets inputs of shape {shape}; put Flatten() before it")
        matrix = (*shape, self.units)
        self.weights = {"kernel": glorot_uniform(matrix, *matrix, random)}
        if self.use_bias:
            self.weights["bias"] = np.zeros(self.units, np.float32)
        return (self.units,)

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._kept = x
        return self._then.forward(
            dense(x, self.weights["kernel"], self.weights.get("bias")), training
        )

    def backward(self, dy: Array) -> Array:
        """Keep the gradients of the weights, and return that of the input."""
        x, kernel = self._answered(), self.weights["kernel"]
        dx, dkernel, dbias = dense_backward(self._then.backward(dy), x, kernel)
        self.gradients = {"kernel": dkernel}
        if self.use_bias:
            self.gradients["bias"] = dbias
        return dx
