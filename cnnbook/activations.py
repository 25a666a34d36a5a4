"""Activation functions: what a layer does to each number after its sum, and their slopes.

Integers give float64, as in NumPy, except where the result is whole again (ReLU). NaN stays NaN.
"""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_floats, as_number, as_numbers
from cnnbook._dtypes import widened


def sigmoid(x: ArrayLike) -> Array:
    """Squeeze any number between 0 and 1.

        y = 1 / (1 + exp(-x))

    Args:
        x: Integers or floats of any shape. It stays as it is.

    Returns:
        Floats of the shape of `x`. For large negative `x` it takes exp(x) / (1 + exp(x)), the
            same number, so that nothing overflows.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If the rows of `x` aren't equally long.

    Examples:
        >>> sigmoid([-1000.0, 0.0, 1000.0])
        array([0. , 0.5, 1. ])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, equation 3.30.
    """
    x = as_floats("x", x)
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x < 0, small, 1) / (1 + small))


def sigmoid_derivative(x: ArrayLike) -> Array:
    """Return the slope of `sigmoid` at `x`: y * (1 - y), 0.25 at most.

    Args:
        x: Integers or floats of any shape.

    Returns:
        Floats of the shape of `x`.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If the rows of `x` aren't equally long.

    Examples:
        >>> sigmoid_derivative([0.0, 2.0]).round(4)
        array([0.25 , 0.105])

    Source:
        The quotient rule on the formula of `sigmoid`.
    """
    # Not y * (1 - y), which is 0 too early: 1 - y loses the digits of a y close to 1.
    x = as_floats("x", x)
    return np.asarray(sigmoid(x) * sigmoid(-x))


def tanh(x: ArrayLike) -> Array:
    """Squeeze any number between -1 and 1.

        y = (exp(x) - exp(-x)) / (exp(x) + exp(-x))

    Args:
        x: Integers or floats of any shape. It stays as it is.

    Returns:
        Floats of the shape of `x`.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If the rows of `x` aren't equally long.

    Examples:
        >>> tanh([-1.0, 0.0, 1.0]).round(4)
        array([-0.7616,  0.    ,  0.7616])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.3.2.
    """
    return np.asarray(np.tanh(as_floats("x", x)))


def tanh_derivative(x: ArrayLike) -> Array:
    """Return the slope of `tanh` at `x`: 1 - y², 1 at most.

    Args:
        x: Integers or floats of any shape.

    Returns:
        Floats of the shape of `x`.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If the rows of `x` aren't equally long.

    Examples:
        >>> tanh_derivative([0.0, 1.0]).round(4)
        array([1.  , 0.42])

    Source:
        The quotient rule on the formula of `tanh`.
    """
    floats = as_floats("x", x)
    (wide,) = widened(floats)  # close to 1, half precision leaves nothing of the difference
    return np.asarray(1 - np.tanh(wide) ** 2).astype(floats.dtype, copy=False)


def relu(x: ArrayLike) -> Array:
    """Keep positive numbers and turn negative ones to 0.

        y = max(x, 0)

    Args:
        x: Integers or floats of any shape. It stays as it is.

    Returns:
        An array of the shape and dtype of `x`. NaN stays NaN.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If the rows of `x` aren't equally long.

    Examples:
        >>> relu([[0.5, -0.25], [-3.0, 2.0]])
        array([[0.5, 0. ],
               [0. , 2. ]])

    Source:
        Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", 2010.
    """
    return np.asarray(np.maximum(as_numbers("x", x), 0))


def relu_derivative(x: ArrayLike) -> Array:
    """Return the slope of `relu` at `x`: 1 where `x` is positive, else 0.

    At 0, where there is no slope, it is 0 by convention, as in TensorFlow; for NaN too.

    Args:
        x: Integers or floats of any shape.

    Returns:
        An array of the shape and dtype of `x`.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If the rows of `x` aren't equally long.

    Examples:
        >>> relu_derivative([-3.0, 0.0, 2.0])
        array([0., 0., 1.])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.3.
    """
    x = as_numbers("x", x)
    return np.asarray((x > 0).astype(x.dtype))


def leaky_relu(x: ArrayLike, slope: float = 0.3) -> Array:
    """Keep positive numbers and make negative ones small.

        y = x if x > 0, else slope * x

    Args:
        x: Integers or floats of any shape. It stays as it is.
        slope: What is left of a negative number; 0.3 is that of `keras.layers.LeakyReLU`.

    Returns:
        Floats of the shape of `x`.

    Raises:
        TypeError: If `x` holds no integers or floats, or `slope` isn't a number.
        ValueError: If the rows of `x` aren't equally long, or `slope` isn't one number.

    Examples:
        >>> leaky_relu([-2.0, 0.0, 2.0])
        array([-0.6,  0. ,  2. ])

    Source:
        Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models",
        2013.
    """
    x = as_floats("x", x)
    return np.asarray(np.where(x > 0, x, as_number("slope", slope) * x))


def leaky_relu_derivative(x: ArrayLike, slope: float = 0.3) -> Array:
    """Return the slope of `leaky_relu` at `x`: 1 where `x` is positive, else `slope`.

    Args:
        x: Integers or floats of any shape.
        slope: That of `leaky_relu`.

    Returns:
        Floats of the shape of `x`.

    Raises:
        TypeError: If `x` holds no integers or floats, or `slope` isn't a number.
        ValueError: If the rows of `x` aren't equally long, or `slope` isn't one number.

    Examples:
        >>> leaky_relu_derivative([-2.0, 0.0, 2.0])
        array([0.3, 0.3, 1. ])

    Source:
        As `leaky_relu`.
    """
    x = as_floats("x", x)
    return np.where(x > 0, 1, as_number("slope", slope)).astype(x.dtype)
