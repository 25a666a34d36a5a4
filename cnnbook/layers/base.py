"""What all layers share: forward, backward, and weights with their gradients."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cnnbook._checks import Array, check_generator

Shape = tuple[int, ...]


@dataclass
class Layer:
    """A layer that passes everything on; others do something, and some have weights.

    Attributes:
        weights: What training changes, by name.
        statistics: What training keeps for evaluation, by name.
        gradients: After `backward`, the gradient of each of the weights.
        taken: Whether a network was made of it; it can't go into another.
    """

    weights: dict[str, Array] = field(default_factory=dict, init=False, repr=False)
    statistics: dict[str, Array] = field(default_factory=dict, init=False, repr=False)
    gradients: dict[str, Array] = field(default_factory=dict, init=False, repr=False)
    taken: bool = field(default=False, init=False, repr=False, compare=False)
    _kept: Any = field(default=None, init=False, repr=False, compare=False)

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Make the weights for an input of this shape (without the batch).

        Args:
            shape: Shape of one input.
            random: Where chance comes from.

        Returns:
            The shape of one output.
        """
        return shape

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output, and keep what `backward` will need to answer this input.

        Args:
            x: A batch of inputs.
            training: Whether dropout drops and batch normalisation uses the batch.

        Returns:
            A batch of outputs.
        """
        self._kept = x
        return x

    def backward(self, dy: Array) -> Array:
        """Keep the gradients of the weights, and return that of the input.

        Args:
            dy: Gradient of the loss with respect to the output of the last `forward`, in training
                or not.

        Returns:
            Gradient with respect to its input.

        Raises:
            RuntimeError: If there was no `forward`.
        """
        self._answered()
        return dy

    def keep_gradients(self, dy: Array) -> None:
        """Do what `backward` does, but for the gradient of the input, if that spares work.

        Args:
            dy: Gradient of the loss with respect to the output of the last `forward`.

        Raises:
            RuntimeError: If there was no `forward`.
        """
        self.backward(dy)

    def _answered(self) -> Any:
        """Return what the last `forward` kept, which `backward` answers."""
        if self._kept is None:
            raise RuntimeError(
                f"{self!r} has no forward that its backward could answer; call forward first"
            )
        return self._kept


def glorot_uniform(shape: Shape, inputs: int, units: int, random: np.random.Generator) -> Array:
    """Draw first weights as Keras does: evenly between -limit and limit.

        limit = sqrt(6 / (inputs + units))

    Args:
        shape: Shape of the weights.
        inputs: How many numbers one output is made of.
        units: To how many outputs one input contributes.
        random: Where chance comes from.

    Returns:
        Array of float32.

    Source:
        Glorot and Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural
        Networks", 2010, equation 16.
    """
    check_generator(random)
    limit = (6 / (inputs + units)) ** 0.5
    return random.uniform(-limit, limit, shape).astype(np.float32)
