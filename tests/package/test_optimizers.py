"""SGD and Adam: step by step what Keras does, in place, and down into a valley."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from cnnbook import SGD, Adam
from cnnbook.optimizers import Optimizer
from tests.oracle import random_numbers

SHAPES = ((3, 2), (4,), (2, 2, 1, 3))
EVERY: list[tuple[Callable[[], Optimizer], Callable[[], Any]]] = [
    (lambda: SGD(), lambda: keras.optimizers.SGD()),
    (lambda: SGD(0.3), lambda: keras.optimizers.SGD(0.3)),
    (lambda: SGD(0.05, momentum=0.9), lambda: keras.optimizers.SGD(0.05, momentum=0.9)),
    (lambda: Adam(), lambda: keras.optimizers.Adam()),
    (lambda: Adam(0.1, 0.8, 0.9, 1e-3), lambda: keras.optimizers.Adam(0.1, 0.8, 0.9, 1e-3)),
]
IDS = ["SGD", "faster SGD", "momentum", "Adam", "other Adam"]


@pytest.mark.parametrize(("make", "make_keras"), EVERY, ids=IDS)
def test_steps_are_those_of_keras(make: Any, make_keras: Any) -> None:
    ours, theirs = make(), make_keras()
    weights = [random_numbers(seed, "float32", *shape) for seed, shape in enumerate(SHAPES)]
    variables = [keras.Variable(weight) for weight in weights]
    for step in range(10):
        gradients = [random_numbers(100 + step, "float32", *shape) for shape in SHAPES]
        ours.update(weights, gradients)
        theirs.apply([keras.ops.convert_to_tensor(one) for one in gradients], variables)
        for weight, variable in zip(weights, variables, strict=True):
            assert weight.dtype == np.float32
            assert_allclose(weight, variable.numpy(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("make", [lambda: SGD(0.1, momentum=0.5), lambda: Adam(0.1)])
def test_the_way_leads_down_into_the_valley(make: Any) -> None:
    weight, optimizer = np.array([3.0, -2.0]), make()
    for _ in range(300):
        optimizer.update([weight], [2 * (weight - [1.0, 0.5])])
    assert_allclose(weight, [1, 0.5], atol=1e-3)


def test_each_weight_has_a_gradient() -> None:
    for optimizer in (SGD(), Adam()):
        with pytest.raises(ValueError, match=r"zip\(\) argument 2 is"):
            optimizer.update([np.ones(2), np.ones(2)], [np.ones(2)])
