"""Batch normalisation: bring every channel to mean 0 and variance 1, then scale and shift it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_floats, as_numbers, check_shape


class BatchNormGradients(NamedTuple):
    """Gradients of the loss with respect to what batch normalisation is made of.

    Attributes:
        x: Of the shape of the input.
        gamma: (C,).
        beta: (C,).
    """

    x: Array
    gamma: Array
    beta: Array


def batch_norm(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    mean: ArrayLike | None = None,
    variance: ArrayLike | None = None,
    *,
    epsilon: float = 1e-3,
) -> Array:
    """Normalise each channel, then give it a scale and a shift that can be learned.

        y = gamma * (x - mean) / sqrt(variance + epsilon) + beta

    In training, mean and variance are those of the batch itself, over all axes but the last. In
    evaluation they are given: numbers that were kept from training.

    Args:
        x: (..., C): images NHWC, or rows (N, C). Integers or floats. They stay as they are.
        gamma: Scale of each channel, (C,).
        beta: Shift of each channel, (C,).
        mean: For evaluation: mean of each channel, (C,).
        variance: For evaluation: variance of each channel, (C,).
        epsilon: Keeps the root away from 0; 0.001 is Keras's.

    Returns:
        Floats of the shape of `x`.

    Raises:
        TypeError: If an array holds no integers or floats.
        ValueError: If `x` has no channels or no numbers to take a mean of, a shape isn't (C,),
            or only one of `mean` and `variance` is given.

    Examples:
        >>> rows = [[1.0, 10.0], [3.0, 10.0]]
        >>> batch_norm(rows, [1, 1], [0, 5], epsilon=0.25).round(4)
        array([[-0.8944,  5.    ],
               [ 0.8944,  5.    ]])
        >>> batch_norm(rows, [1, 1], [0, 0], mean=[0, 0], variance=[0, 99], epsilon=1)
        array([[1., 1.],
               [3., 1.]])

    Source:
        Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing
        Internal Covariate Shift", 2015, algorithm 1.
    """
    x, mean, variance = _statistics(x, mean, variance)
    gamma, beta = _by_channel("gamma", gamma, x), _by_channel("beta", beta, x)
    return np.asarray((x - mean) / np.sqrt(variance + epsilon) * gamma + beta)


def batch_norm_backward(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike,
    mean: ArrayLike | None = None,
    variance: ArrayLike | None = None,
    *,
    epsilon: float = 1e-3,
) -> BatchNormGradients:
    """Lead the gradient back through `batch_norm`.

        normal = (x - mean) / sqrt(variance + epsilon)
        dbeta = the sum of dy
        dgamma = the sum of dy * normal
        dx = gamma / sqrt(variance + epsilon) * dy                                  (evaluation)
        dx = gamma / sqrt(variance + epsilon) * (dy - dbeta / M - normal * dgamma / M) (training)

    Sums run over all axes but the last, that is over M numbers of a channel. In training the mean
    and the variance answer to x too; hence the two further terms.

    Args:
        dy: Gradient of the loss with respect to the output, of the shape of `x`.
        x: What went forward, (..., C).
        gamma: As it was forward, like all that follow.
        mean: For evaluation.
        variance: For evaluation.
        epsilon: As it was forward.

    Returns:
        The gradients `x`, `gamma` and `beta`.

    Raises:
        TypeError: As `batch_norm` does.
        ValueError: As `batch_norm` does, or if `dy` hasn't the shape of `x`.

    Examples:
        >>> rows = [[1.0], [3.0]]
        >>> batch_norm_backward([[1.0], [0.0]], rows, [1], [0], [3], epsilon=1)
        BatchNormGradients(x=array([[0.5],
               [0. ]]), gamma=array([0.5]), beta=array([1.]))

        Where the batch sets its own mean, a push on all rows alike moves nothing.

        >>> batch_norm_backward([[1.0], [1.0]], rows, [1]).x
        array([[0.],
               [0.]])

    Source:
        Ioffe and Szegedy, 2015, section 3, the chain rule after algorithm 1, simplified.
    """
    evaluation = mean is not None
    x, mean, variance = _statistics(x, mean, variance)
    gamma, dy = _by_channel("gamma", gamma, x), as_numbers("dy", dy)
    check_shape("dy", dy, x.shape, "x")
    every, deviation = tuple(range(x.ndim - 1)), np.sqrt(variance + epsilon)
    normal = (x - mean) / deviation
    dgamma, dbeta = np.sum(dy * normal, axis=every), np.sum(dy, axis=every)
    if not evaluation:
        count = x.size // x.shape[-1]
        dy = np.subtract(dy, dbeta / count) - normal * (dgamma / count)
    return BatchNormGradients(np.multiply(dy, gamma / deviation), dgamma, dbeta)


def _statistics(
    x: ArrayLike, mean: ArrayLike | None, variance: ArrayLike | None
) -> tuple[Array, Array, Array]:
    """Return x, and the mean and variance of each channel: those that are given, or its own."""
    x = as_floats("x", x)
    if x.ndim < 2 or 0 in x.shape:
        raise ValueError(
            f"x has shape {x.shape}, but numbers (..., channels) to take a mean of are expected, "
            "for example images NHWC or rows (N, C)"
        )
    if (mean is None) != (variance is None):
        raise ValueError(
            "mean and variance belong together; give both (evaluation) or none (training)"
        )
    if mean is not None and variance is not None:
        return x, _by_channel("mean", mean, x), _by_channel("variance", variance, x)
    every = tuple(range(x.ndim - 1))
    return x, x.mean(axis=every), x.var(axis=every)


def _by_channel(name: str, value: ArrayLike, x: Array) -> Array:
    array = as_numbers(name, value)
    check_shape(name, array, x.shape[-1:], "the channels of x")
    return array.astype(x.dtype, copy=False)
