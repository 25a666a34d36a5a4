"""Activation functions: what a layer does to each number after its sum."""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_numbers


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
