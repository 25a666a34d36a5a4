"""Activations against their formulas, and their derivatives against small changes."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import cnnbook
from cnnbook import leaky_relu, leaky_relu_derivative, relu, relu_derivative, sigmoid
from tests.cases import SEEDS
from tests.oracle import golden, random_numbers

FORMULAS: dict[str, Any] = {
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "relu": lambda x: max(x, 0.0),
    "leaky_relu": lambda x: x if x > 0 else 0.3 * x,
}
NAMES = [name + end for name in FORMULAS for end in ("", "_derivative")]
SHAPES = st.lists(st.integers(0, 4), max_size=4)


@pytest.mark.parametrize("name", FORMULAS)
@given(shape=SHAPES, seed=SEEDS)
def test_equals_the_formula(name: str, shape: list[int], seed: int) -> None:
    x = 5 * random_numbers(seed, "float64", *shape)
    y = getattr(cnnbook, name)(x)
    assert y.shape == x.shape
    for place in np.ndindex(x.shape):
        assert_allclose(y[place], FORMULAS[name](float(x[place])), rtol=1e-14)


@pytest.mark.parametrize("name", FORMULAS)
@given(shape=SHAPES, seed=SEEDS)
def test_derivative_is_the_slope(name: str, shape: list[int], seed: int) -> None:
    x = random_numbers(seed, "float64", *shape)
    x = np.asarray(x + np.where(x > 0, 1e-3, -1e-3))  # off the kink at 0
    function, step = getattr(cnnbook, name), 1e-5
    expected = (function(x + step) - function(x - step)) / (2 * step)
    slopes = getattr(cnnbook, f"{name}_derivative")(x)
    assert slopes.shape == x.shape
    assert_allclose(slopes, expected, rtol=1e-6, atol=1e-9)


def test_slope_at_zero() -> None:
    assert relu_derivative([0, 1, -1]).tolist() == [0, 1, 0]
    assert leaky_relu_derivative([0, 1, -1]).tolist() == [0.3, 1, 0.3]
    assert leaky_relu_derivative([0.0, 1.0], 0.1).tolist() == [0.1, 1]


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        *((name, kind, kind) for name in NAMES for kind in ("float16", "float32", "float64")),
        *((name, "int32", "float64") for name in NAMES if not name.startswith("relu")),
        ("relu", "int8", "int8"),
        ("relu_derivative", "int8", "int8"),
    ],
)
def test_dtype(name: str, x: str, y: str) -> None:
    assert getattr(cnnbook, name)(np.array([-1, 0, 1], x)).dtype == y


def test_nothing_overflows() -> None:
    with np.errstate(all="raise", under="ignore"):
        assert sigmoid([-1e4, 1e4]).tolist() == [0, 1]
        assert cnnbook.sigmoid_derivative([-1e4, 1e4]).tolist() == [0, 0]
        assert sigmoid([-700.0]) == pytest.approx(math.exp(-700))


def test_slope_of_sigmoid_keeps_its_digits() -> None:
    """y * (1 - y) would be 0 from 37 on."""
    assert cnnbook.sigmoid_derivative([40.0]) == pytest.approx(math.exp(-40))


@pytest.mark.parametrize("name", FORMULAS)
def test_nan_stays(name: str) -> None:
    assert np.isnan(getattr(cnnbook, name)([np.nan])).all()


def test_special_numbers() -> None:
    x = [np.inf, -np.inf, -0.0]
    assert_array_equal(relu(x), [np.inf, 0, 0])
    assert_array_equal(leaky_relu(x), x)
    assert_array_equal(sigmoid(x), [1, 0, 0.5])


def test_relu_of_the_recorded_digit() -> None:
    conv2 = golden("verified_cnn")["conv2"]
    maps = [conv2[f"output_before_relu_filter{number}"] for number in (1, 2)]
    flat = relu(np.stack(maps, axis=-1)).ravel()
    assert_allclose(flat, golden("verified_cnn")["flatten_after_relu"], rtol=0, atol=1e-5)


def test_slope_is_ours_to_choose() -> None:
    assert leaky_relu([-10.0, 10.0], 0.01).tolist() == [-0.1, 10]
    assert leaky_relu([-10, 10], slope=2).tolist() == [-20, 10]


@pytest.mark.parametrize("name", NAMES)
def test_input_stays_as_it_is(name: str) -> None:
    x = np.array([-1.0, 2.0])
    y = getattr(cnnbook, name)(x)
    y += 1
    assert x.tolist() == [-1, 2]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (["a"], TypeError, "^x holds <U1, but integers or floats are expected; convert it first"),
        ([True], TypeError, "^x holds bool, but integers or floats are expected"),
        ([[1, 2], [3]], ValueError, "^x is not rectangular; make all its rows equally long"),
    ],
)
def test_wrong_input(name: str, x: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        getattr(cnnbook, name)(x)


@pytest.mark.parametrize("function", [leaky_relu, leaky_relu_derivative])
def test_wrong_slope(function: Any) -> None:
    with pytest.raises(ValueError, match=r"^slope has shape \(1,\), but one number is expected$"):
        function([1.0], [0.1])
    with pytest.raises(TypeError, match=r"^slope holds <U1, but integers or floats are expected"):
        function([1.0], "a")
