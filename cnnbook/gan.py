"""Generative adversarial networks: the value of their game, its best answers, and a small one.

The small one makes single numbers, so that both distributions can be computed and drawn.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_floats, as_whole
from cnnbook._dtypes import widened
from cnnbook.activations import sigmoid
from cnnbook.layers import Dense
from cnnbook.optimizers import Adam
from cnnbook.stack import Stack

Draw = Callable[[np.random.Generator, int], ArrayLike]
#: Learning rates at the start; the judge learns faster, to know the generator as it is now.
RATES = {"generator": 0.003, "discriminator": 0.01}


def value(p_data: ArrayLike, p_g: ArrayLike, d: ArrayLike) -> float:
    """Return what the discriminator wants large and the generator small.

        V(D, G) = sum(p_data * log(D)) + sum(p_g * log(1 - D))

    Args:
        p_data: Probability of each value under the data, 0 or more, of any shape.
        p_g: Probability of each value under the generator.
        d: What the discriminator says to each value: how likely it is to be real, 0 to 1.

    Returns:
        The value of the game, 0 or less; -inf if the discriminator is certain and wrong.

    Raises:
        TypeError: If an array holds no integers or floats.
        ValueError: If the shapes differ, or a number is out of its range.

    Examples:
        >>> round(value([0.5, 0.5], [0.1, 0.9], [0.8, 0.4]), 4)
        -1.1904

    Source:
        Goodfellow et al., "Generative Adversarial Nets", 2014, equation 1.
    """
    p_data, p_g = _as_distributions(p_data, p_g)
    (d,) = widened(as_floats("d", d))
    if d.shape != p_data.shape or not ((d >= 0) & (d <= 1)).all():
        raise ValueError(
            f"d has shape {d.shape} and values such as {d.flat[:3]}, but one probability from 0 "
            f"to 1 for each value is expected, shape {p_data.shape}"
        )
    with np.errstate(divide="ignore"):  # log(0), which counts only where something comes up
        return _expect(p_data, np.log(d)) + _expect(p_g, np.log(1 - d))


def optimal_discriminator(p_data: ArrayLike, p_g: ArrayLike) -> Array:
    """Return the discriminator that makes the value as large as it can be.

        D = p_data / (p_data + p_g)

    Args:
        p_data: Probability or density of the data at each value, 0 or more, of any shape.
        p_g: The same of the generator.

    Returns:
        Numbers from 0 to 1 of the same shape, float64; 0.5 where neither ever comes.

    Raises:
        TypeError: If an array holds no integers or floats.
        ValueError: If the shapes differ, or a number is negative.

    Examples:
        >>> optimal_discriminator([0.5, 0.5], [0.1, 0.9]).round(4)
        array([0.8333, 0.3571])

    Source:
        Goodfellow et al., "Generative Adversarial Nets", 2014, proposition 1.
    """
    p_data, p_g = _as_distributions(p_data, p_g)
    both = p_data + p_g
    best: Array = np.divide(p_data, both, out=np.full(both.shape, 0.5), where=both > 0)
    return best


class GAN:
    """A generator that makes numbers out of noise, and a discriminator that judges numbers.

    Both are small networks of tanh units, trained by Adam. The discriminator lowers
    -log D(x) - log(1 - D(G(z))), the generator -log D(G(z)), which doesn't saturate.

    Attributes:
        generator: Noise (N, 1) to numbers (N, 1).
        discriminator: Numbers (N, 1) to logits (N, 1).

    Examples:
        >>> gan = GAN(seed=1)
        >>> history = gan.fit(lambda random, count: random.normal(2, 0.5, (count, 1)), steps=200)
        >>> bool(gan.generate(np.zeros((1, 1)))[0, 0] > 1)
        True

    Source:
        Goodfellow et al., "Generative Adversarial Nets", 2014, algorithm 1.
    """

    def __init__(self, *, seed: int = 0) -> None:
        """Draw the first weights."""
        self.generator = Stack([Dense(32, "tanh"), Dense(1)], (1,), seed=seed)
        judging = [Dense(16, "tanh"), Dense(16, "tanh"), Dense(1)]
        self.discriminator = Stack(judging, (1,), seed=seed + 1)
        # No mean of the gradients: the direction of yesterday is wrong when the other has moved.
        self._optimizers = {name: Adam(rate, beta_1=0.0) for name, rate in RATES.items()}

    def generate(self, noise: ArrayLike) -> Array:
        """Turn noise into numbers.

        Args:
            noise: Normal random numbers (N, 1).

        Returns:
            Numbers (N, 1), float32.
        """
        return self.generator.forward(noise)

    def judge(self, x: ArrayLike) -> Array:
        """Return how likely the discriminator takes each number to be real, D(x).

        Args:
            x: Numbers (N, 1).

        Returns:
            Probabilities (N, 1), float32.
        """
        return sigmoid(self.discriminator.forward(x))

    def density(self, edges: ArrayLike) -> Array:
        """Compute the density of the generator's numbers, without drawing any.

        A fine grid of noise goes through the generator; each point brings its probability.

        Args:
            edges: Ends of the stretches in which the density is wanted, (B + 1,), rising.

        Returns:
            The mean density in each stretch, (B,).
        """
        noise = np.linspace(-6, 6, 24001)
        masses = np.exp(-(noise**2) / 2)
        numbers, ends = self.generate(noise[:, np.newaxis])[:, 0], as_floats("edges", edges)
        shares, _ = np.histogram(numbers, ends, weights=masses / masses.sum())
        return np.asarray(shares / np.diff(ends))

    def train_discriminator(self, real: ArrayLike, noise: ArrayLike) -> float:
        """Make one step of the discriminator; the generator stays as it is.

        Args:
            real: Numbers of the data (N, 1).
            noise: Normal random numbers (N, 1).

        Returns:
            Its loss before the step.

        Raises:
            ValueError: If there are no rows, or they have another shape.
        """
        generated, real = self._generate_some(noise), self.discriminator.as_inputs(real)
        count = len(generated)
        logits = self.discriminator.forward(np.concatenate([real, generated]))
        labels = np.arange(len(logits))[:, np.newaxis] < len(logits) - count
        self.discriminator.keep_gradients((sigmoid(logits) - labels) / count)
        self.discriminator.update(self._optimizers["discriminator"])
        return float(np.logaddexp(0, np.where(labels, -logits, logits)).sum() / count)

    def train_generator(self, noise: ArrayLike) -> float:
        """Make one step of the generator; the discriminator stays as it is.

        Args:
            noise: Normal random numbers (N, 1).

        Returns:
            Its loss before the step.

        Raises:
            ValueError: If there are no rows, or they have another shape.
        """
        logits = self.discriminator.forward(self._generate_some(noise))
        dx = self.discriminator.backward((sigmoid(logits) - 1) / len(logits))
        self.generator.keep_gradients(dx)
        self.generator.update(self._optimizers["generator"])
        return float(np.logaddexp(0, -logits).mean())

    def fit(
        self,
        draw: Draw,
        *,
        steps: int = 3000,
        batch_size: int = 256,
        seed: int = 0,
        watch: Callable[[int], object] = lambda step: None,
    ) -> dict[str, list[float]]:
        """Train both in turns, while their learning rates sink evenly to 0.

        Args:
            draw: Called with a random generator and a count, gives real numbers (count, 1).
            steps: How often each of the two makes a step.
            batch_size: How many numbers make one step.
            seed: Decides the data and the noise.
            watch: Called with the number of steps made, before each step and at the end.

        Returns:
            The losses by step, "discriminator" and "generator".

        Raises:
            TypeError: If a number isn't whole.
            ValueError: If a number is less than 1, or `draw` gives another shape.
        """
        steps, batch_size = as_whole("steps", steps), as_whole("batch_size", batch_size)
        random = np.random.default_rng(seed)
        losses: dict[str, list[float]] = {"discriminator": [], "generator": []}
        for step in range(steps):
            watch(step)
            self._slow_down(1 - step / steps)
            real = self.discriminator.as_inputs(draw(random, batch_size))
            noise = random.normal(size=(2, batch_size, 1))
            losses["discriminator"].append(self.train_discriminator(real, noise[0]))
            losses["generator"].append(self.train_generator(noise[1]))
        watch(steps)
        self._slow_down(1)
        return losses

    def _generate_some(self, noise: ArrayLike) -> Array:
        generated = self.generate(noise)
        if not len(generated):
            raise ValueError("noise has no rows, but the loss is a mean over one row or more")
        return generated

    def _slow_down(self, share: float) -> None:
        for name, adam in self._optimizers.items():
            adam.learning_rate = RATES[name] * share


def _as_distributions(p_data: ArrayLike, p_g: ArrayLike) -> tuple[Array, Array]:
    """Return both as arrays, or raise unless they are alike and nowhere negative."""
    p_data, p_g = as_floats("p_data", p_data), as_floats("p_g", p_g)
    if p_data.shape != p_g.shape or (p_data < 0).any() or (p_g < 0).any():
        raise ValueError(
            f"p_data has shape {p_data.shape} and p_g {p_g.shape}; both need the same shape, and "
            "no number below 0"
        )
    p_data, p_g = widened(p_data, p_g)
    return p_data, p_g


def _expect(p: Array, outcomes: Array) -> float:
    """Return the mean of outcomes under p; what never comes doesn't count, be it infinite."""
    return float((p[p > 0] * outcomes[p > 0]).sum())
