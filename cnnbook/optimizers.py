"""Optimizers: how far each weight moves against its gradient."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from cnnbook._checks import Array, as_numbers
from cnnbook._dtypes import sum_dtype


class Optimizer(Protocol):
    """What `Network.fit` wants of an optimizer.

    `SGD` and `Adam` remember the past steps of each weight, so each serves one network; the next
    network needs a new one.
    """

    def update(self, weights: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Change the weights in place, one step."""


@dataclass
class SGD:
    """Stochastic gradient descent, with momentum if wanted.

        speed = momentum * speed - learning_rate * gradient
        weight = weight + speed

    Attributes:
        learning_rate: How far a weight moves for a gradient of 1.
        momentum: Share of the last step that is taken again.

    Examples:
        >>> weight = np.array([1.0])
        >>> optimizer = SGD(0.5, momentum=0.5)
        >>> for _ in range(2):
        ...     optimizer.update([weight], [np.array([1.0])])
        ...     print(weight)
        [0.5]
        [-0.25]

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, algorithm 8.2; as
        `keras.optimizers.SGD`.
    """

    learning_rate: float = 0.01
    momentum: float = 0.0
    _weights: list[Array] = field(default_factory=list, init=False, repr=False)
    _speeds: list[Array] = field(default_factory=list, init=False, repr=False)

    def update(self, weights: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Change the weights in place, one step.

        Args:
            weights: Arrays of floats, the same at every call.
            gradients: Numbers of the same shape for each.

        Raises:
            TypeError: If weights hold no floats, or a gradient no integers or floats.
            ValueError: If these aren't the weights of the steps before.
        """
        self._weights = _same(self._weights, weights)
        self._speeds = self._speeds or list(map(_zeros, weights))
        steps = _as_gradients(weights, gradients)
        for weight, gradient, speed in zip(weights, steps, self._speeds, strict=True):
            speed *= self.momentum
            speed -= self.learning_rate * gradient
            weight += speed


@dataclass
class Adam:
    """Adam: momentum, and for each weight a step that fits the size of its gradients.

        mean = beta_1 * mean + (1 - beta_1) * gradient
        square = beta_2 * square + (1 - beta_2) * gradient²
        rate = learning_rate * sqrt(1 - beta_2^t) / (1 - beta_1^t)      at step t = 1, 2, ...
        weight = weight - rate * mean / (sqrt(square) + epsilon)

    Attributes:
        learning_rate: About how far a weight moves at a step.
        beta_1: Share of the old mean that is kept.
        beta_2: Share of the old mean square that is kept.
        epsilon: Keeps the quotient finite.

    Examples:
        >>> weight = np.array([1.0, 1.0])
        >>> Adam(0.125).update([weight], [np.array([5.0, -0.001])])
        >>> weight.round(3)
        array([0.875, 1.125])

    Source:
        Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, the faster order of
        computation in section 2; as `keras.optimizers.Adam`.
    """

    learning_rate: float = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    _weights: list[Array] = field(default_factory=list, init=False, repr=False)
    _steps: int = field(default=0, init=False, repr=False)
    _means: list[Array] = field(default_factory=list, init=False, repr=False)
    _squares: list[Array] = field(default_factory=list, init=False, repr=False)

    def update(self, weights: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Change the weights in place, one step.

        Args:
            weights: Arrays of floats, the same at every call.
            gradients: Numbers of the same shape for each.

        Raises:
            TypeError: If weights hold no floats, or a gradient no integers or floats.
            ValueError: If these aren't the weights of the steps before.
        """
        self._weights = _same(self._weights, weights)
        self._means = self._means or list(map(_zeros, weights))
        self._squares = self._squares or list(map(_zeros, weights))
        steps = _as_gradients(weights, gradients)
        self._steps += 1
        rate = self.learning_rate * (1 - self.beta_2**self._steps) ** 0.5
        rate /= 1 - self.beta_1**self._steps
        every = zip(weights, steps, self._means, self._squares, strict=True)
        for weight, gradient, mean, square in every:
            mean += (1 - self.beta_1) * (gradient - mean)
            square += (1 - self.beta_2) * (gradient**2 - square)
            weight -= rate * mean / (np.sqrt(square) + self.epsilon)


def _same(known: list[Array], weights: Sequence[Array]) -> list[Array]:
    """Return the weights, or raise unless they can be moved and are those that are known."""
    for weight in weights:
        if not isinstance(weight, np.ndarray) or weight.dtype.kind != "f":
            raise TypeError(
                f"weights hold {weight!r}, but arrays of floats are expected, which can be changed "
                "in place; make them with np.array(..., dtype=float)"
            )
    if known and list(map(id, known)) != list(map(id, weights)):
        raise ValueError(
            "these aren't the weights of the steps before, but an optimizer remembers the past of "
            "each weight and serves one network; make a new one, for example Adam()"
        )
    return list(weights)


def _zeros(weight: Array) -> Array:
    """Return the memory of a weight: wide, because half precision loses small squares."""
    return np.zeros_like(weight, sum_dtype(weight))


def _as_gradients(weights: Sequence[Array], gradients: Sequence[Array]) -> list[Array]:
    """Return each gradient in a dtype in which it can be squared."""
    numbers = [as_numbers("gradients", gradient) for gradient in gradients]
    return [
        gradient.astype(sum_dtype(gradient, weight), copy=False)
        for gradient, weight in zip(numbers, weights, strict=True)
    ]
