"""Batch normalisation: bring every channel to mean 0 and variance 1, then scale and shift it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_floats, as_numbers, check_shape
from cnnbook._dtypes import result_dtype, widened


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
        Floats of the shape of `x`. Integers give float64; float16 is added up in float32.

    Raises:
        TypeError: If an array holds no integers or floats.
        ValueError: If `x` has no channels or, in training, no numbers to take a mean of, a shape
            isn't (C,), or only one of `mean` and `variance` is given.

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
    floats = _as_channels(x, mean, variance)
    x, mean, variance = _statistics(floats, mean, variance)
    gamma, beta = _by_channel("gamma", gamma, x), _by_channel("beta", beta, x)
    y = np.asarray((x - mean) / np.sqrt(variance + epsilon) * gamma + beta)
    return y.astype(floats.dtype, copy=False)


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
        The gradients `x`, `gamma` and `beta`, floats.

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
    floats, gradient = _as_channels(x, mean, variance), as_floats("dy", dy)
    check_shape("dy", gradient, floats.shape, "x")
    x, mean, variance = _statistics(floats, mean, variance)
    gamma, (dy,) = _by_channel("gamma", gamma, x), widened(gradient)
    every, deviation = tuple(range(x.ndim - 1)), np.sqrt(variance + epsilon)
    normal = (x - mean) / deviation
    dgamma, dbeta = np.sum(dy * normal, axis=every), np.sum(dy, axis=every)
    if not evaluation:
        count = x.size // x.shape[-1]
        dy = np.subtract(dy, dbeta / count) - normal * (dgamma / count)
    dx, dtype = np.multiply(dy, gamma / deviation), result_dtype(floats, gradient)
    return BatchNormGradients(
        dx.astype(dtype, copy=False),
        dgamma.astype(dtype, copy=False),
        dbeta.astype(gradient.dtype, copy=False),
    )


def moments(x: Array) -> tuple[Array, Array]:
    """Return mean and variance of each channel."""
    (x,), every = widened(x), tuple(range(x.ndim - 1))
    return x.mean(axis=every), x.var(axis=every)


def _as_channels(x: ArrayLike, mean: ArrayLike | None, variance: ArrayLike | None) -> Array:
    """Return x as floats (..., channels), or raise if it and what is given don't suffice."""
    floats = as_floats("x", x)
    if (mean is None) != (variance is None):
        raise ValueError(
            "mean and variance belong together; give both (evaluation) or none (training)"
        )
    if floats.ndim < 2 or not floats.shape[-1] or (mean is None and not floats.size):
        raise ValueError(
            f"x has shape {floats.shape}, but numbers (..., channels) to take a mean of are "
            "expected, for example images NHWC or rows (N, C)"
        )
    return floats


def _statistics(
    floats: Array, mean: ArrayLike | None, variance: ArrayLike | None
) -> tuple[Array, Array, Array]:
    """Return x, and the mean and variance of each channel, in the dtype that is computed in."""
    (x,) = widened(floats)
    if mean is None or variance is None:
        return x, *moments(x)
    return x, _by_channel("mean", mean, x), _by_channel("variance", variance, x)


def _by_channel(name: str, value: ArrayLike, x: Array) -> Array:
    array = as_numbers(name, value)
    check_shape(name, array, x.shape[-1:], "the channels of x")
    return array.astype(x.dtype, copy=False)
