"""Layers in a row: weights and outputs as Keras's, the way back, the summary, and files."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import SGD, Network
from cnnbook.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Layer
from cnnbook.stack import Stack
from tests.networks import batch, tiny, twins
from tests.oracle import random_numbers


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


def test_weights_go_over_and_outputs_agree() -> None:
    network, model = twins()
    x, _ = batch(0)
    assert_allclose(network.forward(x), model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)
    assert network.count_params() == model.count_params()
    assert network.output_shapes == [layer.output.shape[1:] for layer in model.layers]
    # and back again, with other weights
    model.set_weights([weights + 0.1 for weights in model.get_weights()])
    network.set_weights(model.get_weights())
    assert_allclose(network.forward(x), model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)


def test_backward_reaches_the_inputs() -> None:
    """The gradient of the inputs is the slope, in the direction of a random change."""
    network, _ = twins()
    x, _ = batch(0)
    dy, change = random_numbers(1, "float32", 16, 5), random_numbers(2, "float32", *x.shape)
    network.forward(x, training=True)
    gradient = network.backward(dy)
    assert gradient.shape == x.shape
    step = 1e-3
    more, less = (network.forward(x + s * change, training=True) for s in (step, -step))
    expected = (dy * (more - less)).sum() / (2 * step)
    assert (gradient * change).sum() == pytest.approx(expected, rel=0.05)


def test_training_can_spare_the_gradient_of_the_inputs() -> None:
    (one, _), (other, _) = twins(), twins()
    x, _ = batch(0)
    dy = random_numbers(1, "float32", 16, 5)
    for stack, lead_back in ((one, Stack.backward), (other, Stack.keep_gradients)):
        stack.forward(x, training=True)
        lead_back(stack, dy)
    for mine, same in zip(one.layers, other.layers, strict=True):
        assert mine.gradients.keys() == mine.weights.keys() == same.gradients.keys()
        for name in mine.gradients:
            assert_array_equal(mine.gradients[name], same.gradients[name])


def test_nothing_moves_before_there_are_gradients() -> None:
    one = Stack([Dense(2)], (3,))
    one.forward(np.ones((1, 3)))
    with pytest.raises(
        RuntimeError, match=r"^Dense\(units=2.*has no gradient of its kernel; call forward and"
    ):
        one.update(SGD())


# --- summary


def numbers_of_names(model: Any) -> list[str]:
    """Number layers of one kind as Keras does in a new process: none, _1, _2."""
    kinds = [type(layer) for layer in model.layers]
    before = [kinds[:place].count(kind) for place, kind in enumerate(kinds)]
    return [f"_{number}" if number else "" for number in before]


def test_summary_is_that_of_keras(capsys: Any) -> None:
    network, model = twins()
    network.summary()
    ours = capsys.readouterr().out.splitlines()
    theirs: list[str] = []
    model.summary(print_fn=lambda text, **_: theirs.extend(text.splitlines()), line_length=160)
    rows = [re.split(r" *│ *", line)[1:4] for line in ours if "│" in line]
    assert rows == [
        [
            f"{re.sub(r'(_[0-9]+)?$', '', layer.name)}{number} ({type(layer).__name__})",
            str(layer.output.shape),
            f"{layer.count_params():,}",
        ]
        for layer, number in zip(model.layers, numbers_of_names(model), strict=True)
    ]
    assert [line for line in ours if "params:" in line] == [
        line for line in theirs if "params:" in line
    ]


def test_summary_in_full(capsys: Any) -> None:
    Network([Flatten(), Dense(600, activation="relu"), Dense(2)], (28, 28, 1)).summary()
    assert (
        capsys.readouterr().out
        == """\
┏━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┓
┃ Layer (type)      ┃ Output Shape ┃ Param # ┃
┡━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━┩
│ flatten (Flatten) │ (None, 784)  │       0 │
├───────────────────┼──────────────┼─────────┤
│ dense (Dense)     │ (None, 600)  │ 471,000 │
├───────────────────┼──────────────┼─────────┤
│ dense_1 (Dense)   │ (None, 2)    │   1,202 │
└───────────────────┴──────────────┴─────────┘
 Total params: 472,202 (1.80 MB)
 Trainable params: 472,202 (1.80 MB)
 Non-trainable params: 0 (0.00 B)
"""
    )


# --- files


def test_saved_network_comes_back(tmp_path: Path) -> None:
    network, _ = twins()
    x, y = batch(0)
    network.fit(x, y)
    path = tmp_path / "network.npz"
    network.save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["network.npz"]
    again = Network.load(path)
    assert_array_equal(again.forward(x), network.forward(x))
    assert repr(again.layers) == repr(network.layers)
    with np.load(path, allow_pickle=False) as file:
        assert "Conv2D" in str(file["plan"])


def test_save_keeps_the_name_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    tiny().save(str(path))
    assert path.exists()
    assert Network.load(str(path)).count_params() == tiny().count_params()


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "network.npz"
    message = "isn't a network that was written by save, or it is damaged; save it again"
    for content in (b"", b"text", b"PK\x03\x04"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=message):
            Network.load(path)
    np.savez(path, a=np.zeros(2))
    with pytest.raises(ValueError, match=message):
        Network.load(path)
    np.save(tmp_path / "array.npy", np.zeros(2))
    with pytest.raises(ValueError, match=message):
        Network.load(tmp_path / "array.npy")
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "nothing.npz")


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


def test_own_layers_are_not_saved(tmp_path: Path) -> None:
    class Mine(Layer):
        pass

    network = Network([Mine(), Dense(2)], (3,))
    with pytest.raises(TypeError, match=r"isn't a layer of cnnbook\.layers, so it can't be saved"):
        network.save(tmp_path / "network.npz")


# --- weights


def test_weights_of_another_network() -> None:
    network = Network([Dense(2)], (3,))
    before = network.get_weights()
    message = "weights have the shapes [(3, 2)], but this network has [(3, 2), (2,)]"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        network.set_weights([np.ones((3, 2))])
    with pytest.raises(TypeError, match=r"^weights holds <U1, but integers or floats"):
        network.set_weights([["a"], [1, 2]])
    for array, old in zip(network.get_weights(), before, strict=True):
        assert_array_equal(array, old)


def test_weights_are_copies() -> None:
    network = Network([Dense(2)], (3,))
    network.get_weights()[0][:] = 5
    assert (network.get_weights()[0] != 5).all()


def test_first_weights_are_glorots() -> None:
    """Even between the limits, as Keras draws them; another seed draws others."""
    layers: Any = lambda: [Conv2D(50, 3, activation="relu"), Flatten(), Dense(40)]  # noqa: E731
    network = Network(layers(), (8, 8, 4))
    kernel, bias, weights, _ = network.get_weights()
    for array, limit in ((kernel, (6 / (9 * 4 + 9 * 50)) ** 0.5), (weights, (6 / 1840) ** 0.5)):
        assert array.dtype == "float32"
        assert np.abs(array).max() == pytest.approx(limit, rel=0.01)
        assert array.std() == pytest.approx(limit / 3**0.5, rel=0.05)
    assert not bias.any()
    assert (Network(layers(), (8, 8, 4), seed=1).get_weights()[0] != kernel).any()
