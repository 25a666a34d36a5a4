"""Layers that apply an activation function to each number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cnnbook import activations
from cnnbook._checks import Array, as_number
from cnnbook.layers.base import Layer

Function = Literal["relu", "sigmoid", "tanh"]
FUNCTIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "relu": (activations.relu, activations.relu_derivative),
    "sigmoid": (activations.sigmoid, activations.sigmoid_derivative),
    "tanh": (activations.tanh, activations.tanh_derivative),
}


@dataclass
class Activation(Layer):
    """Applies an activation function to each number.

    Attributes:
        activation: "relu", "sigmoid" or "tanh".
    """

    activation: Function

    def __post_init__(self) -> None:
        """Check the arguments."""
        if self.activation not in FUNCTIONS:
            raise ValueError(
                f'activation is {self.activation!r}, but must be "relu", "sigmoid" or "tanh" '
                "(softmax isn't needed: a network's last layer gives logits, and `predict` turns "
                "them into probabilities)"
            )

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._kept = x
        return FUNCTIONS[self.activation][0](x)

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        return np.multiply(dy, FUNCTIONS[self.activation][1](self._answered()))


@dataclass
class LeakyReLU(Layer):
    """Applies `leaky_relu` to each number.

    Attributes:
        negative_slope: What is left of a negative number.
    """

    negative_slope: float = 0.3

    def __post_init__(self) -> None:
        """Check the arguments."""
        self.negative_slope = as_number("negative_slope", self.negative_slope)

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._kept = x
        return activations.leaky_relu(x, self.negative_slope)

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        return np.multiply(
            dy, activations.leaky_relu_derivative(self._answered(), self.negative_slope)
        )


def activated(activation: Function | None) -> Layer:
    """Return the layer of an activation, or one that passes everything on."""
    return Layer() if activation is None else Activation(activation)
