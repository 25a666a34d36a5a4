"""Every forward operation equals TensorFlow's, over random shapes and ways to slide."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import cnnbook
from cnnbook import avg_pool2d, conv2d, conv2d_transpose, max_pool2d
from tests import tensorflow_oracle as oracle
from tests.cases import (
    CONVOLUTION_EDGES,
    POOLING_EDGES,
    SEEDS,
    SIDES,
    Convolution,
    Pooling,
    as_pair,
    convolutions,
    maybe_pair,
    poolings,
)
from tests.oracle import Array, examples, golden, random_numbers

GOLDEN = golden("convolution")


def assert_equal(y: Array, expected: Any) -> None:
    """Shapes, dtypes and numbers agree, but for the order in which sums were rounded."""
    expected = np.asarray(expected)
    assert y.shape == expected.shape
    assert y.dtype == expected.dtype
    tolerance = 2e-6 if y.dtype == np.float32 else 1e-14
    assert_allclose(y, expected, rtol=5 * tolerance, atol=10 * tolerance)


@given(case=convolutions())
@examples("case", CONVOLUTION_EDGES)
def test_conv2d(case: Convolution) -> None:
    x, kernel, bias, options = case
    expected = tf.nn.bias_add(oracle.conv2d(x, kernel, options), bias)
    assert_equal(conv2d(x, kernel, bias, **options), expected)


@given(convolutions(words=("valid", "same")))
def test_conv2d_with_tensorflows_own_dilation_and_groups(case: Convolution) -> None:
    x, kernel, _, options = case
    padding, stride, dilation = options["padding"], options["stride"], options["dilation"]
    assume(len(set(as_pair(stride))) == 1)  # or oneDNN may fail: see oracle.conv2d
    border = padding.upper() if isinstance(padding, str) else [(0, 0), *padding, (0, 0)]
    expected = oracle.with_an_image(
        lambda x: tf.nn.conv2d(x, kernel, stride, border, dilations=as_pair(dilation)), x
    )
    assert_equal(conv2d(x, kernel, **options), expected)


@given(
    seed=SEEDS,
    batch=st.integers(0, 2),
    image=st.tuples(st.integers(4, 8), st.integers(4, 8)),
    size=st.tuples(SIDES, SIDES),
    channels=st.integers(1, 4),
    multiplier=st.integers(1, 3),
    stride=SIDES,
    padding=st.sampled_from(["valid", "same"]),
)
def test_depthwise_is_a_group_for_each_channel(
    seed: int,
    batch: int,
    image: tuple[int, int],
    size: tuple[int, int],
    channels: int,
    multiplier: int,
    stride: int,
    padding: Any,
) -> None:
    x = random_numbers(seed, "float32", batch, *image, channels)
    kernel = random_numbers(seed + 1, "float32", *size, channels, multiplier)
    as_groups = kernel.reshape(*size, 1, channels * multiplier)
    y = conv2d(x, as_groups, stride=stride, padding=padding, groups=channels)
    strides = [1, stride, stride, 1]
    expected = oracle.with_an_image(
        lambda x: tf.nn.depthwise_conv2d(x, kernel, strides, padding.upper()), x
    )
    assert_equal(y, expected)


@given(
    seed=SEEDS,
    dtype=st.sampled_from(["float32", "float64"]),
    batch=st.integers(0, 2),
    image=st.tuples(SIDES, SIDES),
    size=st.tuples(SIDES, SIDES),
    channels=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=maybe_pair(SIDES),
    padding=st.sampled_from(["valid", "same"]),
)
def test_conv2d_transpose(
    seed: int,
    dtype: str,
    batch: int,
    image: tuple[int, int],
    size: tuple[int, int],
    channels: tuple[int, int],
    stride: Any,
    padding: Any,
) -> None:
    into, out = channels
    x = random_numbers(seed, dtype, batch, *image, into)
    kernel = random_numbers(seed + 1, dtype, *size, out, into)
    bias = random_numbers(seed + 2, dtype, out)
    y = conv2d_transpose(x, kernel, bias, stride=stride, padding=padding)
    layer = keras.layers.Conv2DTranspose(out, size, stride, padding, dtype=dtype)
    assert y.shape[1:] == tuple(layer.compute_output_shape((1, *x.shape[1:])))[1:]
    expected = tf.nn.conv2d_transpose(x, kernel, y.shape, as_pair(stride), padding.upper())
    assert_equal(y, tf.nn.bias_add(expected, bias))


@given(case=poolings(("float32", "float64", "int32")))
@examples("case", POOLING_EDGES)
def test_max_pool2d(case: Pooling) -> None:
    x, size, options = case
    expected = oracle.max_pool2d(x, size, options)
    assert_array_equal(max_pool2d(x, size, **options), expected, strict=True)


@given(case=poolings())
@examples("case", POOLING_EDGES)
def test_avg_pool2d(case: Pooling) -> None:
    x, size, options = case
    assert_equal(avg_pool2d(x, size, **options), oracle.pool(tf.nn.avg_pool2d, x, size, options))


ANY_SHAPE = st.lists(st.integers(0, 4), max_size=4)


# 0.25 because TensorFlow keeps this number in 32 bits only.
ACTIVATIONS: dict[str, dict[str, float]] = {
    "sigmoid": {},
    "tanh": {},
    "relu": {},
    "leaky_relu": {"slope": 0.25},
}


def tensorflow_activation(name: str, x: Any) -> Any:
    return getattr(tf.nn, name)(x, *ACTIVATIONS[name].values())


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(shape=ANY_SHAPE, dtype=st.sampled_from(["float32", "float64"]), seed=SEEDS)
def test_activation(name: str, shape: list[int], dtype: str, seed: int) -> None:
    x = 5 * random_numbers(seed, dtype, *shape)
    assert_equal(getattr(cnnbook, name)(x, **ACTIVATIONS[name]), tensorflow_activation(name, x))


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@given(
    shape=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    dtype=st.sampled_from(["float32", "float64"]),
    seed=SEEDS,
)
def test_softmax(name: str, shape: list[int], dtype: str, seed: int) -> None:
    x = 10 * random_numbers(seed, dtype, *shape)
    assert_equal(getattr(cnnbook, name)(x), getattr(tf.nn, name)(x))


@given(
    rows=st.integers(0, 5),
    classes=st.integers(1, 6),
    dtype=st.sampled_from(["float32", "float64"]),
    seed=SEEDS,
)
def test_softmax_cross_entropy(rows: int, classes: int, dtype: str, seed: int) -> None:
    logits = 10 * random_numbers(seed, dtype, rows, classes)
    labels = np.random.default_rng(seed).integers(0, classes, rows)
    shares = np.eye(classes, dtype=dtype)[labels]
    sparse = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
    assert_equal(cnnbook.softmax_cross_entropy(logits, labels), sparse)
    dense = tf.nn.softmax_cross_entropy_with_logits(shares, logits)
    assert_equal(cnnbook.softmax_cross_entropy(logits, shares), dense)


# --- special numbers, as TensorFlow has them


SPECIAL = np.array([np.nan, np.inf, -np.inf, -0.0, 0.0, 1.0, -1.0])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_special_numbers_through_activations(name: str) -> None:
    y = getattr(cnnbook, name)(SPECIAL, **ACTIVATIONS[name])
    assert_allclose(y, tensorflow_activation(name, SPECIAL), rtol=1e-15)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_special_numbers_through_softmax(name: str) -> None:
    rows = np.array([[np.nan, 1, 2], [np.inf, 1, 2], [-np.inf, 1, 2], [0, 1, 2]])
    assert_allclose(getattr(cnnbook, name)(rows), getattr(tf.nn, name)(rows), rtol=1e-15)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_special_numbers_through_convolution(padding: Any) -> None:
    x = random_numbers(0, "float32", 1, 9, 9, 1)
    x[0, [1, 4, 7], [1, 5, 7], 0] = np.nan, np.inf, -np.inf
    kernel = random_numbers(1, "float32", 3, 3, 1, 2)
    expected = tf.nn.conv2d(x, kernel, 1, padding.upper())
    assert_allclose(conv2d(x, kernel, padding=padding), expected, rtol=1e-4, atol=1e-6)


def test_special_numbers_through_average_pooling() -> None:
    x = np.array([[np.nan, 1, np.inf, 1, np.inf, -np.inf]], "float32")[np.newaxis, ..., np.newaxis]
    y = avg_pool2d(x, (1, 2))
    assert_array_equal(y, tf.nn.avg_pool2d(x, (1, 2), (1, 2), "VALID"))
    assert_array_equal(y.ravel(), [np.nan, np.inf, np.nan])


def test_infinity_through_max_pooling() -> None:
    x = np.array([[1, np.inf, -np.inf, 1]], "float32")[np.newaxis, ..., np.newaxis]
    y = max_pool2d(x, (1, 2))
    assert_array_equal(y, tf.nn.max_pool2d(x, (1, 2), (1, 2), "VALID"))
    assert_array_equal(y.ravel(), [np.inf, 1])


def test_max_pooling_keeps_what_tensorflow_loses() -> None:
    """The difference that max_pool2d's documentation states; it is told when it goes away."""
    x = np.array([[np.nan, 1, np.nan, np.nan, -np.inf, -np.inf]], "float32")
    x = x[np.newaxis, ..., np.newaxis]
    lowest = np.finfo("float32").min
    lost = tf.nn.max_pool2d(x, (1, 2), (1, 2), "VALID")
    assert_array_equal(np.ravel(lost), [1, lowest, lowest])
    assert_array_equal(max_pool2d(x, (1, 2)).ravel(), [np.nan, np.nan, -np.inf])


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("filters", [1, 2])
def test_recorded_5x5x3_image(padding: Any, filters: int) -> None:
    x = np.array([GOLDEN["multi_channel"]["image_5x5x3"]], "float32")
    kernel = np.array(GOLDEN["multi_channel"]["kernel_3x3x3x2"], "float32")[..., :filters]
    expected = tf.nn.conv2d(x, kernel, 1, padding.upper())
    assert_array_equal(conv2d(x, kernel, padding=padding), expected)
