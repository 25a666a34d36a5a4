"""dropout, forward and backward: what is off, what makes up for it, and TensorFlow's gradient."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import dropout, dropout_backward
from tests import tensorflow_oracle as oracle
from tests.cases import FLOATS, SEEDS
from tests.oracle import assert_equal, random_numbers

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


def test_inputs_stay_as_they_are() -> None:
    x = np.ones((2, 2))
    x.flags.writeable = False
    dropout_backward(dropout(x, 0.5, np.random.default_rng(0)).y, x)
