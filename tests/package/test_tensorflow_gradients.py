"""Every gradient equals that of TensorFlow's tape, over random shapes and ways to slide."""

from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import cnnbook
from cnnbook import avg_pool2d_backward, conv2d_backward, max_pool2d_backward
from tests import tensorflow_oracle as oracle
from tests.cases import (
    CONVOLUTION_EDGES,
    POOLING_EDGES,
    SEEDS,
    Convolution,
    Pooling,
    convolutions,
    poolings,
)
from tests.oracle import Array, examples, random_numbers

FLOATS = st.sampled_from(["float32", "float64"])


def assert_equal(gradient: Array, expected: Any) -> None:
    """Shapes, dtypes and numbers agree, but for the order in which sums were rounded."""
    expected = np.asarray(expected)
    assert gradient.shape == expected.shape
    assert gradient.dtype == expected.dtype
    tolerance = 1e-5 if gradient.dtype == np.float32 else 1e-13
    assert_allclose(gradient, expected, rtol=tolerance, atol=10 * tolerance)


@given(case=convolutions(), seed=SEEDS)
@examples("case", CONVOLUTION_EDGES, seed=0)
def test_conv2d(case: Convolution, seed: int) -> None:
    x, kernel, bias, options = case

    def forward(x: Any, kernel: Any, bias: Any) -> Any:
        return tf.nn.bias_add(oracle.conv2d(x, kernel, options), bias)

    dy = random_numbers(seed, x.dtype.name, *forward(x, kernel, bias).shape)
    gradients = conv2d_backward(dy, x, kernel, **options)
    expected = oracle.gradients(dy, forward, x, kernel, bias)
    for gradient, wanted in zip(gradients, expected, strict=True):
        assert_equal(gradient, wanted)


@pytest.mark.parametrize(
    ("backward", "operation"),
    [(max_pool2d_backward, oracle.max_pool2d), (avg_pool2d_backward, oracle.avg_pool2d)],
    ids=["max", "avg"],
)
@given(case=poolings(), seed=SEEDS, whole=st.booleans())
@examples("case", POOLING_EDGES, seed=0, whole=True)
def test_pooling(backward: Any, operation: Any, case: Pooling, seed: int, whole: bool) -> None:
    x, size, options = case
    if whole:  # so that windows have several largest pixels
        x = np.round(x)

    def forward(x: Any) -> Any:
        return operation(x, size, options)

    dy = random_numbers(seed, x.dtype.name, *forward(tf.constant(x)).shape)
    (expected,) = oracle.gradients(dy, forward, x)
    assert_equal(backward(dy, x, size, **options), expected)


# 0.25 because TensorFlow keeps this number in 32 bits only.
ACTIVATIONS: dict[str, dict[str, float]] = {
    "sigmoid": {},
    "tanh": {},
    "relu": {},
    "leaky_relu": {"slope": 0.25},
}


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(shape=st.lists(st.integers(0, 4), max_size=4), dtype=FLOATS, seed=SEEDS)
def test_activation(name: str, shape: list[int], dtype: str, seed: int) -> None:
    x = 3 * random_numbers(seed, dtype, *shape)
    dy = np.asarray(random_numbers(seed + 1, dtype, *shape))
    (expected,) = oracle.gradients(
        dy, lambda x: getattr(tf.nn, name)(x, *ACTIVATIONS[name].values()), x
    )
    derivative = getattr(cnnbook, f"{name}_derivative")
    assert_equal(np.asarray(dy * derivative(x, **ACTIVATIONS[name])), expected)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_at_zero(name: str) -> None:
    zero, one = np.zeros(1), np.ones(1)
    (expected,) = oracle.gradients(
        one, lambda x: getattr(tf.nn, name)(x, *ACTIVATIONS[name].values()), zero
    )
    derivative = getattr(cnnbook, f"{name}_derivative")
    assert_array_equal(derivative(zero, **ACTIVATIONS[name]), expected)


@given(
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    dtype=FLOATS,
    seed=SEEDS,
)
def test_softmax(shape: list[int], dtype: str, seed: int) -> None:
    x, dy = 3 * random_numbers(seed, dtype, *shape), random_numbers(seed + 1, dtype, *shape)
    (expected,) = oracle.gradients(dy, tf.nn.softmax, x)
    assert_equal(cnnbook.softmax_backward(dy, x), expected)
    jacobian = cnnbook.softmax_derivative(x)
    assert_equal((dy[..., np.newaxis, :] @ jacobian)[..., 0, :], expected)


@given(rows=st.integers(1, 5), classes=st.integers(1, 6), dtype=FLOATS, seed=SEEDS)
def test_softmax_cross_entropy(rows: int, classes: int, dtype: str, seed: int) -> None:
    logits = 5 * random_numbers(seed, dtype, rows, classes)
    labels = np.random.default_rng(seed).integers(0, classes, rows)
    shares = np.eye(classes, dtype=dtype)[labels]

    def mean_loss(logits: Any) -> Any:
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(shares, logits))

    (expected,) = oracle.gradients(np.ones((), dtype), mean_loss, logits)
    assert_equal(cnnbook.softmax_cross_entropy_backward(logits, labels), expected)
    assert_equal(cnnbook.softmax_cross_entropy_backward(logits, shares), expected)
