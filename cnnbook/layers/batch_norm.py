"""The layer that normalises each channel."""

from dataclasses import dataclass

import numpy as np

from cnnbook._checks import Array, as_number
from cnnbook.batch_norm import batch_norm, batch_norm_backward, moments
from cnnbook.layers.base import Layer, Shape


@dataclass
class BatchNormalization(Layer):
    """Normalises each channel; keeps a running mean and variance for evaluation.

    Attributes:
        momentum: Share of the old running mean and variance that is kept at each step.
        epsilon: Keeps the root away from 0.
    """

    momentum: float = 0.99
    epsilon: float = 1e-3

    def __post_init__(self) -> None:
        """Check the arguments."""
        self.momentum = as_number("momentum", self.momentum)
        self.epsilon = as_number("epsilon", self.epsilon)

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Make the weights."""
        ones, zeros = np.ones(shape[-1], np.float32), np.zeros(shape[-1], np.float32)
        self.weights = {"gamma": ones, "beta": zeros}
        self.statistics = {"moving_mean": zeros.copy(), "moving_variance": ones.copy()}
        return shape

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        # Copies, because training moves both before `backward` answers.
        running = () if training else tuple(kept.copy() for kept in self.statistics.values())
        y = batch_norm(x, *self.weights.values(), *running, epsilon=self.epsilon)
        if training:
            for kept, new in zip(self.statistics.values(), moments(x), strict=True):
                kept *= self.momentum
                kept += (1 - self.momentum) * new
        self._kept = x, running
        return y

    def backward(self, dy: Array) -> Array:
        """Keep the gradients of the weights, and return that of the input."""
        x, running = self._answered()
        dx, dgamma, dbeta = batch_norm_backward(
            dy, x, self.weights["gamma"], *running, epsilon=self.epsilon
        )
        self.gradients = {"gamma": dgamma, "beta": dbeta}
        return dx
