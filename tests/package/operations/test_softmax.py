"""Softmax and cross-entropy against their formulas, and gradients against small changes."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import (
    log_softmax,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    softmax_derivative,
)
from tests.cases import SEEDS
from tests.oracle import random_numbers

SHAPES = st.lists(st.integers(1, 5), min_size=1, max_size=3)


@given(shape=SHAPES, seed=SEEDS)
def test_equals_the_formula(shape: list[int], seed: int) -> None:
    x = random_numbers(seed, "float64", *shape)
    y = softmax(x)
    assert_allclose(y, np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True), rtol=1e-13)
    assert_allclose(y.sum(axis=-1), 1)
    assert_allclose(log_softmax(x), np.log(y), rtol=1e-12, atol=1e-13)


@given(shape=SHAPES, seed=SEEDS)
def test_derivative_is_the_slope(shape: list[int], seed: int) -> None:
    x, step = random_numbers(seed, "float64", *shape), 1e-5
    jacobian = softmax_derivative(x)
    assert jacobian.shape == (*shape, shape[-1])
    for column, change in enumerate(step * np.eye(shape[-1])):
        expected = (softmax(x + change) - softmax(x - change)) / (2 * step)
        assert_allclose(jacobian[..., column], expected, rtol=1e-6, atol=1e-9)
    dy = random_numbers(seed + 1, "float64", *shape)
    product = np.einsum("...k,...kc->...c", dy, jacobian)
    assert_allclose(softmax_backward(dy, x), product, rtol=1e-12, atol=1e-12)


@given(rows=st.integers(1, 5), classes=st.integers(1, 6), seed=SEEDS)
def test_cross_entropy_and_its_slope(rows: int, classes: int, seed: int) -> None:
    logits, step = random_numbers(seed, "float64", rows, classes), 1e-5
    labels = np.random.default_rng(seed).integers(0, classes, rows)
    losses = softmax_cross_entropy(logits, labels)
    assert_allclose(losses, -np.log(softmax(logits)[range(rows), labels]), rtol=1e-12, atol=1e-13)
    shares = np.eye(classes)[labels]
    assert_array_equal(softmax_cross_entropy(logits, shares), losses)
    gradient = softmax_cross_entropy_backward(logits, labels)
    assert_array_equal(softmax_cross_entropy_backward(logits, shares), gradient)
    for place in np.ndindex(rows, classes):
        change = np.zeros_like(logits)
        change[place] = step
        more, less = (softmax_cross_entropy(logits + c, labels).mean() for c in (change, -change))
        assert_allclose(gradient[place], (more - less) / (2 * step), rtol=1e-6, atol=1e-9)


def test_soft_labels() -> None:
    loss = softmax_cross_entropy([[0.0, 0.0]], [[0.25, 0.75]])
    assert_allclose(loss, np.log([2]))
    gradient = softmax_cross_entropy_backward([[0.0, 0.0]], [[0.25, 0.75]])
    assert gradient.tolist() == [[0.25, -0.25]]


def test_large_logits_are_stable() -> None:
    x = [[1000.0, 0.0], [-1000.0, -1000.0]]
    with np.errstate(all="raise", under="ignore"):
        assert softmax(x).tolist() == [[1, 0], [0.5, 0.5]]
        assert_allclose(log_softmax(x), [[0, -1000], [-np.log(2), -np.log(2)]])
        assert_allclose(softmax_cross_entropy(x, [1, 0]), [1000, np.log(2)])


def test_special_numbers() -> None:
    with np.errstate(invalid="raise"):  # no warning either
        assert np.isnan(softmax([[np.nan, 1], [np.inf, 1]])).all()
    assert softmax([-np.inf, 1]).tolist() == [0, 1]
    assert log_softmax([-np.inf, 1]).tolist() == [-np.inf, 0]
    assert softmax_cross_entropy([[-np.inf, 1]] * 2, [0, 1]).tolist() == [np.inf, 0]


@pytest.mark.parametrize("function", [softmax, softmax_derivative, log_softmax])
def test_dtype(function: Any) -> None:
    assert function(np.zeros(2, "float32")).dtype == "float32"
    assert function([0, 1]).dtype == "float64"


def test_dtype_of_the_loss() -> None:
    logits = np.zeros((1, 2), "float32")
    for labels in ([1], [[0.0, 1.0]], [[0, 1]]):
        assert softmax_cross_entropy(logits, labels).dtype == "float32"
        assert softmax_cross_entropy_backward(logits, labels).dtype == "float32"


def test_no_rows() -> None:
    logits, labels = np.zeros((0, 3)), np.zeros(0, int)
    assert softmax_cross_entropy(logits, labels).shape == (0,)
    assert softmax_cross_entropy_backward(logits, labels).shape == (0, 3)


def test_inputs_stay_as_they_are() -> None:
    x, labels = np.array([[1.0, 2.0]]), np.array([[0.0, 1.0]])
    for array in (x, labels):
        array.flags.writeable = False
    for function in (softmax, log_softmax, softmax_derivative):
        function(x)
    softmax_backward(x, x)
    softmax_cross_entropy(x, labels)
    softmax_cross_entropy_backward(x, labels)


@pytest.mark.parametrize("function", [softmax, softmax_derivative, log_softmax])
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (
            1.0,
            ValueError,
            "x has shape (), but one logit or more for each row is expected, (..., classes)",
        ),
        (np.ones((2, 0)), ValueError, "x has shape (2, 0), but one logit or more for each row"),
        (["a"], TypeError, "x holds <U1, but integers or floats are expected"),
    ],
)
def test_wrong_logits(function: Any, x: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        function(x)


def test_wrong_gradient() -> None:
    message = "dy has shape (1,), but must have that of the logits, (2,)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        softmax_backward([1.0], [1.0, 2.0])
    with pytest.raises(TypeError, match=r"^dy holds <U1, but integers or floats are expected"):
        softmax_backward(["a"], [1.0])


@pytest.mark.parametrize("loss", [softmax_cross_entropy, softmax_cross_entropy_backward])
@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        (
            [1.0, 2.0],
            [1],
            ValueError,
            "logits have shape (2,), but (N, classes) is expected; "
            "write one row as logits[np.newaxis]",
        ),
        ([["a"]], [0], TypeError, "logits holds <U1, but integers or floats are expected"),
        (
            [[1.0, 2.0]],
            [1, 1, 1],
            ValueError,
            "labels have shape (3,), but the logits have (1, 2), (rows, classes); give the class "
            "of each row, shape (1,), which labels.ravel() makes of a column, or the share of each "
            "class, shape (1, 2)",
        ),
        (
            [[1.0, 2.0]],
            [1.0],
            TypeError,
            "labels hold float64, but classes are whole numbers; use labels.astype(int)",
        ),
        (
            [[1.0, 2.0], [1.0, 2.0]],
            [1, 2],
            ValueError,
            "labels go from 1 to 2, but the logits have the classes 0 to 1",
        ),
        ([[1.0, 2.0]], [-1], ValueError, "labels go from -1 to -1, but the logits have"),
        ([[1.0, 2.0]], ["a"], TypeError, "labels holds <U1, but integers or floats are expected"),
    ],
)
def test_wrong_labels(
    loss: Any, logits: Any, labels: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        loss(logits, labels)
