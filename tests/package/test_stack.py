"""Layers in a row: their gradients, an optimizer's step, and files that hold no network."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from cnnbook import SGD
from cnnbook.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten
from cnnbook.stack import Stack


def stack() -> Stack:
    return Stack([Conv2D(2, 3), BatchNormalization(), Flatten(), Dropout(0.5), Dense(2)], (5, 5, 1))


def test_update_moves_every_weight_by_its_gradient() -> None:
    one = stack()
    y = one.forward(np.ones((2, 5, 5, 1)), training=True)
    one.backward(np.ones_like(y))
    before = {
        (n, k): w.copy() for n, layer in enumerate(one.layers) for k, w in layer.weights.items()
    }
    one.update(SGD(0.5))
    for (number, key), weight in before.items():
        layer = one.layers[number]
        assert_array_equal(layer.weights[key], weight - 0.5 * layer.gradients[key])


def test_backward_without_forward_says_so() -> None:
    with pytest.raises(RuntimeError, match="call forward first"):
        stack().backward(np.ones((2, 2), np.float32))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
KINDS = st.sampled_from(
    ["Dense", "Conv2D", "Flatten", "Layer", "Dropout", "np", "__name__", "Nonsense"]
)
LAYER = st.fixed_dictionaries(
    {"kind": KINDS | JSON},
    optional={"units": JSON, "filters": JSON, "kernel_size": JSON, "rate": JSON},
)
PLANS = JSON | st.fixed_dictionaries(
    {}, optional={"input_shape": JSON, "layers": JSON | st.lists(LAYER | JSON, max_size=3)}
)


@given(plan=PLANS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_wrong_plan_is_named_and_nothing_else_is_raised(tmp_path: Path, plan: Any) -> None:
    file = tmp_path / "network.npz"
    np.savez(file, plan=np.array(json.dumps(plan)), weights_0=np.ones(1))
    with pytest.raises(ValueError, match=r"isn't a network that was written by save"):
        Stack.load(file)


@given(content=st.binary(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_of_anything_else_is_named_too(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "network.npz"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"isn't a network that was written by save"):
        Stack.load(file)


@given(place=st.integers(0, 4000), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_damaged_a_network_comes_back_or_a_value_error(
    tmp_path: Path, place: int, byte: int
) -> None:
    file = tmp_path / "network.npz"
    Stack([Flatten(), Dense(2)], (3, 1)).save(file)
    content = bytearray(file.read_bytes())
    content[place % len(content)] = byte
    file.write_bytes(content)
    try:
        one = Stack.load(file)
    except ValueError as error:
        assert "isn't a network that was written by save" in str(error)  # noqa: PT017
    else:
        assert one.forward(np.ones((1, 3, 1))).shape == (1, 2)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        Stack.load(tmp_path / "nowhere.npz")
