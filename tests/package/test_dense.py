"""dense, dropout and batch_norm, forward and backward, against formulas and TensorFlow."""

import re
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import (
    batch_norm,
    batch_norm_backward,
    dense,
    dense_backward,
    dropout,
    dropout_backward,
)
from tests import tensorflow_oracle as oracle
from tests.cases import SEEDS
from tests.oracle import Array, random_numbers

FLOATS = st.sampled_from(["float32", "float64"])
SMALL = st.integers(1, 5)


def assert_equal(actual: Array, expected: Any) -> None:
    expected = np.asarray(expected)
    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    tolerance = 1e-4 if actual.dtype == np.float32 else 1e-11
    assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


# --- dense


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


# --- dropout


@given(rate=st.floats(0, 0.9), dtype=FLOATS, seed=SEEDS)
def test_dropout(rate: float, dtype: str, seed: int) -> None:
    x = 1 + np.abs(random_numbers(seed, dtype, 20, 50))
    y, mask = dropout(x, rate, np.random.default_rng(seed))
    assert y.dtype == mask.dtype == dtype
    on = mask > 0
    assert_allclose(mask[on], 1 / (1 - rate), rtol=1e-6)
    assert_array_equal(y, x * mask)
    assert on.mean() == pytest.approx(1 - rate, abs=0.1)
    dy = random_numbers(seed + 1, dtype, 20, 50)
    (expected,) = oracle.gradients(dy, lambda x: x * mask, x)
    assert_equal(dropout_backward(dy, mask), expected)


def test_dropout_of_nothing_and_of_integers() -> None:
    random = np.random.default_rng(0)
    assert dropout([1, 2], 0, random).y.tolist() == [1, 2]
    assert dropout([1, 2], 0.5, random).y.dtype == "float64"
    assert dropout(np.ones(100), 0.5, random).mask.max() == 2


@pytest.mark.parametrize(
    ("rate", "error", "message"),
    [
        (
            1.0,
            ValueError,
            "rate is 1.0, but must be from 0 up to, but not including, 1; rate=0.5 "
            "switches off every second number",
        ),
        (-0.1, ValueError, "rate is -0.1, but must be from 0 up to"),
        (np.nan, ValueError, "rate is nan, but must be from 0 up to"),
        ([0.5], ValueError, "rate has shape (1,), but one number is expected"),
        ("a", TypeError, "rate holds <U1, but integers or floats are expected"),
    ],
)
def test_dropout_of_wrong_rate(rate: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        dropout([1.0], rate, np.random.default_rng(0))


def test_dropout_of_wrong_input() -> None:
    with pytest.raises(TypeError, match=r"^x holds <U1"):
        dropout(["a"], 0.5, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"^dy has shape \(1,\), but must have that of the mask, "):
        dropout_backward([1.0], [1.0, 0.0])


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
    dense(x, x, gamma)
    dense_backward(x, x, x)
    dropout_backward(dropout(x, 0.5, np.random.default_rng(0)).y, x)
