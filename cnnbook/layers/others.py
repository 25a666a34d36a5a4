"""Layers that flatten, drop and normalise."""

from dataclasses import dataclass
from math import prod

import numpy as np

from cnnbook._checks import Array, check_generator
from cnnbook.batch_norm import batch_norm, batch_norm_backward, moments
from cnnbook.dropout import check_rate, dropout, dropout_backward
from cnnbook.layers.base import Layer, Shape


class Flatten(Layer):
    """Writes the numbers of each input in one row."""

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Return the shape of one output."""
        self._shape = shape
        return (prod(shape),)

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        return x.reshape(len(x), prod(self._shape))

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        return dy.reshape(len(dy), *self._shape)


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
            return x
        y, self._mask = dropout(x, self.rate, self._random)
        return y

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        return dropout_backward(dy, self._mask)


@dataclass
class BatchNormalization(Layer):
    """Normalises each channel; keeps a running mean and variance for evaluation.

    Attributes:
        momentum: Share of the old running mean and variance that is kept at each step.
        epsilon: Keeps the root away from 0.
    """

    momentum: float = 0.99
    epsilon: float = 1e-3

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Make the weights."""
        ones, zeros = np.ones(shape[-1], np.float32), np.zeros(shape[-1], np.float32)
        self.weights = {"gamma": ones, "beta": zeros}
        self.statistics = {"moving_mean": zeros.copy(), "moving_variance": ones.copy()}
        return shape

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._x = x
        if not training:
            return batch_norm(
                x, *self.weights.values(), *self.statistics.values(), epsilon=self.epsilon
            )
        y = batch_norm(x, *self.weights.values(), epsilon=self.epsilon)
        for kept, new in zip(self.statistics.values(), moments(x), strict=True):
            kept *= self.momentum
            kept += (1 - self.momentum) * new
        return y

    def backward(self, dy: Array) -> Array:
        """Keep the gradients of the weights, and return that of the input."""
        gamma = self.weights["gamma"]
        dx, dgamma, dbeta = batch_norm_backward(dy, self._x, gamma, epsilon=self.epsilon)
        self.gradients = {"gamma": dgamma, "beta": dbeta}
        return dx
