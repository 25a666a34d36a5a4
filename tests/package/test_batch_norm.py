"""batch_norm, forward and backward, in training and evaluation, against TensorFlow."""

import re
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from cnnbook import batch_norm, batch_norm_backward
from tests import tensorflow_oracle as oracle
from tests.cases import FLOATS, SEEDS, SMALL
from tests.oracle import assert_equal, random_numbers

# --- batch normalisation


@given(
    shape=st.one_of(st.tuples(SMALL, SMALL), st.tuples(SMALL, SMALL, SMALL, SMALL)),
    epsilon=st.sampled_from([1e-3, 1e-2]),
    dtype=FLOATS,
    seed=SEEDS,
)
def test_batch_norm(shape: tuple[int, ...], epsilon: float, dtype: str, seed: int) -> None:
    x = random_numbers(seed, dtype, *shape)
    gamma, beta, mean, dy = (
        random_numbers(seed + number, dtype, *(shape if number == 4 else shape[-1:]))
        for number in range(1, 5)
    )
    variance = np.abs(mean) + np.array(0.5, dtype)

    def training(x: Any, gamma: Any, beta: Any) -> Any:
        own = tf.nn.moments(x, axes=list(range(len(shape) - 1)))
        return tf.nn.batch_normalization(x, *own, beta, gamma, epsilon)

    def evaluation(x: Any, gamma: Any, beta: Any) -> Any:
        return tf.nn.batch_normalization(x, mean, variance, beta, gamma, epsilon)

    for forward, kept in ((training, ()), (evaluation, (mean, variance))):
        expected = forward(*map(tf.constant, (x, gamma, beta)))
        assert_equal(batch_norm(x, gamma, beta, *kept, epsilon=epsilon), expected)
        wanted = oracle.gradients(dy, forward, x, gamma, beta)
        gradients = batch_norm_backward(dy, x, gamma, *kept, epsilon=epsilon)
        for gradient, one in zip(gradients, wanted, strict=True):
            scale = max(1.0, float(np.abs(one).max(initial=0)))
            assert_equal(gradient / np.array(scale, dtype), one / np.array(scale, dtype))


def test_batch_norm_is_keras_by_default() -> None:
    x = random_numbers(0, "float32", 3, 4, 5, 2)
    layer = keras.layers.BatchNormalization()
    assert_allclose(batch_norm(x, [1, 1], [0, 0]), layer(x, training=True), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            ([1.0], [1], [0]),
            ValueError,
            "x has shape (1,), but numbers (..., channels) to take a "
            "mean of are expected, for example images NHWC or rows (N, C)",
        ),
        ((np.ones((0, 2)), [1, 1], [0, 0]), ValueError, "x has shape (0, 2), but numbers"),
        (([["a"]], [1], [0]), TypeError, "x holds <U1, but integers or floats are expected"),
        (
            ([[1.0]], [1, 1], [0]),
            ValueError,
            "gamma has shape (2,), but must have that of the channels of x, (1,)",
        ),
        (([[1.0]], [1], [0, 0]), ValueError, "beta has shape (2,), but must have that of the"),
        (
            ([[1.0]], [1], [0], [0]),
            ValueError,
            "mean and variance belong together; give both (evaluation) or none (training)",
        ),
        (([[1.0]], [1], [0], None, [1]), ValueError, "mean and variance belong together"),
        (([[1.0]], [1], [0], [0, 0], [1]), ValueError, "mean has shape (2,), but must have"),
        (([[1.0]], [1], [0], [0], [1, 1]), ValueError, "variance has shape (2,), but must have"),
    ],
)
def test_batch_norm_of_wrong_input(arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        batch_norm(*arguments)


def test_batch_norm_backward_of_wrong_input() -> None:
    with pytest.raises(ValueError, match=r"^dy has shape \(1, 2\), but must have that of x, \(1"):
        batch_norm_backward([[1.0, 2.0]], [[1.0]], [1])
    with pytest.raises(ValueError, match=r"^mean and variance belong together"):
        batch_norm_backward([[1.0]], [[1.0]], [1], [0])


def test_inputs_stay_as_they_are() -> None:
    x, gamma = np.ones((2, 2)), np.ones(2)
    x.flags.writeable = gamma.flags.writeable = False
    batch_norm(x, gamma, gamma)
    batch_norm_backward(x, x, gamma)
