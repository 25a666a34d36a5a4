"""dense, forward and backward, against the formula and TensorFlow."""

import re
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from cnnbook import dense, dense_backward
from tests import tensorflow_oracle as oracle
from tests.cases import FLOATS, SEEDS, SMALL
from tests.oracle import assert_equal, random_numbers


@given(rows=st.integers(0, 4), inputs=SMALL, units=SMALL, dtype=FLOATS, seed=SEEDS)
def test_dense(rows: int, inputs: int, units: int, dtype: str, seed: int) -> None:
    x = random_numbers(seed, dtype, rows, inputs)
    weights = random_numbers(seed + 1, dtype, inputs, units)
    bias = random_numbers(seed + 2, dtype, units)
    dy = random_numbers(seed + 3, dtype, rows, units)

    def forward(x: Any, weights: Any, bias: Any) -> Any:
        return tf.matmul(x, weights) + bias

    constants = map(tf.constant, (x, weights, bias))
    assert_equal(dense(x, weights, bias), forward(*constants))
    assert_array_equal(dense(x, weights), x @ weights)
    expected = oracle.gradients(dy, forward, x, weights, bias)
    for gradient, wanted in zip(dense_backward(dy, x, weights), expected, strict=True):
        assert_equal(gradient, wanted)


MATRICES = ", but (N, inputs) and (inputs, units) are expected; flatten images first: "


@pytest.mark.parametrize(
    ("x", "weights", "bias", "error", "message"),
    [
        (
            np.ones((2, 3)),
            np.ones((2, 3)),
            None,
            ValueError,
            f"x has shape (2, 3) and weights (2, 3){MATRICES}x.reshape(len(x), -1)",
        ),
        (np.ones(3), np.ones((3, 2)), None, ValueError, "x has shape (3,) and weights (3, 2)"),
        (np.ones((2, 3)), np.ones(3), None, ValueError, "x has shape (2, 3) and weights (3,)"),
        ([["a"]], [[1]], None, TypeError, "x holds <U1, but integers or floats are expected"),
        ([[1]], [["a"]], None, TypeError, "weights holds <U1, but integers or floats are"),
        (
            [[1]],
            [[1]],
            1,
            ValueError,
            "bias has shape (), but must have that of one number for each unit, (1,)",
        ),
        ([[1]], [[1]], ["a"], TypeError, "bias holds <U1, but integers or floats are expected"),
    ],
)
def test_dense_of_wrong_input(
    x: Any, weights: Any, bias: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        dense(x, weights, bias)


def test_dense_backward_of_wrong_input() -> None:
    message = "dy has shape (1, 1), but must have that of the output of dense, (1, 2)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        dense_backward([[1]], [[1]], [[1, 2]])
    with pytest.raises(TypeError, match=r"^dy holds <U1"):
        dense_backward([["a"]], [[1]], [[1]])
    with pytest.raises(ValueError, match=r"^x has shape \(1,\) and weights \(1, 1\)"):
        dense_backward([[1]], [1], [[1]])


def test_inputs_stay_as_they_are() -> None:
    x, bias = np.ones((2, 2)), np.ones(2)
    x.flags.writeable = bias.flags.writeable = False
    dense(x, x, bias)
    dense_backward(x, x, x)
