"""The fully connected layer: every output is a weighted sum of all inputs."""

from typing import NamedTuple

from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_numbers, check_shape
from cnnbook._dtypes import add_bias, result_dtype, sum_dtype, widened


class DenseGradients(NamedTuple):
    """Gradients of the loss with respect to what a dense layer is made of.

    Attributes:
        x: Of the shape of the inputs.
        weights: Of the shape of the weights.
        bias: (units,).
    """

    x: Array
    weights: Array
    bias: Array


def dense(x: ArrayLike, weights: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Multiply rows of numbers by a matrix of weights and add the bias.

        y = x @ weights + bias

    Args:
        x: Rows (N, inputs). Integers or floats. They stay as they are.
        weights: (inputs, units).
        bias: One number for each unit, (units,).

    Returns:
        (N, units). The dtype is that of `conv2d`.

    Raises:
        TypeError: If an array holds no integers or floats.
        ValueError: If the shapes don't belong together.

    Examples:
        >>> dense([[1, 2]], [[1, 0, 1], [0, 1, 1]], [0, 0, 10])
        array([[ 1,  2, 13]])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.1.
    """
    x, weights = _as_matrices(x, weights)
    if bias is not None:
        bias = as_numbers("bias", bias)
        check_shape("bias", bias, weights.shape[1:], "one number for each unit")
    return add_bias(_product(x, weights), bias, result_dtype(x, weights))


def dense_backward(dy: ArrayLike, x: ArrayLike, weights: ArrayLike) -> DenseGradients:
    """Lead the gradient back through `dense`.

        dx = dy @ weights.T
        dweights = x.T @ dy
        dbias = the sum of dy over the rows

    Args:
        dy: Gradient of the loss with respect to the output, (N, units).
        x: The rows that went forward, (N, inputs).
        weights: The weights that they met, (inputs, units).

    Returns:
        The gradients `x`, `weights` and `bias`, each of the shape of what it belongs to.

    Raises:
        TypeError: If an array holds no integers or floats.
        ValueError: If the shapes don't belong together.

    Examples:
        >>> dx, dweights, dbias = dense_backward([[1, 10]], [[2, 3]], [[1, 2], [3, 4]])
        >>> dx
        array([[21, 43]])
        >>> dweights
        array([[ 2, 20],
               [ 3, 30]])
        >>> dbias
        array([ 1, 10])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, algorithm 6.4.
    """
    x, weights = _as_matrices(x, weights)
    dy = as_numbers("dy", dy)
    check_shape("dy", dy, (len(x), weights.shape[1]), "the output of dense")
    return DenseGradients(
        _product(dy, weights.T).astype(result_dtype(dy, weights), copy=False),
        _product(x.T, dy).astype(result_dtype(x, dy), copy=False),
        dy.sum(axis=0, dtype=sum_dtype(dy)).astype(result_dtype(dy), copy=False),
    )


def _product(left: Array, right: Array) -> Array:
    """Multiply matrices in the dtype in which their products are added up."""
    left, right = widened(left, right)
    product: Array = left @ right
    return product


def _as_matrices(x: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    rows, matrix = as_numbers("x", x), as_numbers("weights", weights)
    if rows.ndim != 2 or matrix.ndim != 2 or rows.shape[1] != matrix.shape[0]:
        raise ValueError(
            f"x has shape {rows.shape} and weights {matrix.shape}, but (N, inputs) and (inputs, "
            "units) are expected; flatten images first: x.reshape(len(x), -1)"
        )
    return rows, matrix
