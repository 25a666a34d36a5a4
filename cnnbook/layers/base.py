"""What all layers share: forward, backward, and weights with their gradients."""

from dataclasses import dataclass, field

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
        """Compute the output.

        Args:
            x: A batch of inputs.
            training: Whether `backward` will follow.

        Returns:
            A batch of outputs.
        """
        return x

    def learn(self, dy: Array) -> None:
        """Keep the gradients of the weights; what the first layer of a network needs to do.

        Args:
            dy: Gradient of the loss with respect to the last output of `forward`.
        """
        self.backward(dy)

    def backward(self, dy: Array) -> Array:
        """Keep the gradients of the weights, and return that of the input.

        Args:
            dy: Gradient of the loss with respect to the last output of `forward`.

        Returns:
            Gradient with respect to its input.
        """
        return dy


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
