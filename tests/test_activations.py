"""relu against recorded numbers and TensorFlow."""

from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import relu
from tests.oracle import golden, random_numbers


@given(
    shape=st.lists(st.integers(0, 4), max_size=4),
    dtype=st.sampled_from(["float32", "float64", "int32"]),
    seed=st.integers(0, 2**16),
)
def test_relu_equals_tensorflow(shape: list[int], dtype: str, seed: int) -> None:
    x = random_numbers(seed, dtype, *shape)
    y = relu(x)
    assert y.dtype == dtype
    assert_array_equal(y, tf.nn.relu(x).numpy(), strict=True)


def test_relu_of_the_recorded_digit() -> None:
    conv2 = golden("verified_cnn")["conv2"]
    maps = [conv2[f"output_before_relu_filter{number}"] for number in (1, 2)]
    flat = relu(np.stack(maps, axis=-1)).ravel()
    assert_allclose(flat, golden("verified_cnn")["flatten_after_relu"], rtol=0, atol=1e-5)


def test_relu_of_special_numbers_is_tensorflows() -> None:
    x = np.array([np.nan, np.inf, -np.inf, -0.0])
    assert_array_equal(relu(x), [np.nan, np.inf, 0, 0])
    assert_array_equal(relu(x), tf.nn.relu(x).numpy())


def test_relu_leaves_its_input() -> None:
    x = np.array([-1, 2])
    relu(x)
    assert x.tolist() == [-1, 2]


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (["a"], TypeError, "^x holds <U1, but integers or floats are expected; convert it first"),
        ([True], TypeError, "^x holds bool, but integers or floats are expected"),
        ([[1, 2], [3]], ValueError, "^x is not rectangular; make all its rows equally long"),
    ],
)
def test_relu_of_wrong_input(x: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        relu(x)
