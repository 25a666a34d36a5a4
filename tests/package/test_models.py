"""The networks in Keras against the recorded shapes and counts, and against cnnbook."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from cnnbook import models
from tests.oracle import Array, golden, random_numbers

TRAINING = golden("training")
DIGIT = golden("verified_cnn")


def rows(model: Any) -> list[tuple[list[int], int]]:
    return [(list(layer.output.shape[1:]), layer.count_params()) for layer in model.layers]


@pytest.mark.parametrize(
    ("model", "recorded"),
    [
        (models.hand_checked, "model_summary"),
        (lambda: models.activation_comparison("leaky_relu"), "activation_model_summary"),
    ],
    ids=["78", "658"],
)
def test_recorded_summary(model: Any, recorded: str) -> None:
    built = model()
    assert rows(built) == [(shape, count) for _, shape, count in DIGIT[recorded]["layers"]]
    assert built.count_params() == DIGIT[recorded]["total"]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "leaky_relu"])
def test_activations_to_compare(activation: Any) -> None:
    model = models.activation_comparison(activation)
    before, after = (layer.output for layer in model.layers[:2])
    look = keras.Model(model.inputs, [before, after])
    maps = look([random_numbers(0, "float32", 1, 28, 28, 1)])
    functions: dict[str, Callable[[Array], Array]] = {
        "relu": lambda x: np.maximum(x, 0),
        "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
        "leaky_relu": lambda x: np.where(x > 0, x, 0.3 * x),
    }
    assert_allclose(maps[1], functions[activation](np.asarray(maps[0])), rtol=1e-5, atol=1e-6)


def test_no_other_activation() -> None:
    with pytest.raises(
        ValueError, match=r"^activation is 'tanh', but must be \"relu\", \"sigmoid\""
    ):
        models.activation_comparison("tanh")  # type: ignore[arg-type]


def test_recorded_counts() -> None:
    recorded = TRAINING["fashion_mnist"]
    assert models.fashion_dense().count_params() == recorded["dense_4x500"]["params"]
    assert models.fashion_cnn().count_params() == recorded["cnn_30_30"]["params"]


@pytest.mark.parametrize("name", ["two_blocks", "three_blocks"])
def test_recorded_pools(name: str) -> None:
    model = getattr(models, name)()
    pools = {key: shape for key, shape in TRAINING["mnist"][name].items() if key[:4] == "pool"}
    for pool, shape in pools.items():
        assert list(model.get_layer(pool).output.shape[1:]) == shape
    assert len(pools) == {"two_blocks": 2, "three_blocks": 3}[name]
    kernels = [layer for layer in model.layers if layer.name.startswith("conv")]
    assert not any(layer.use_bias for layer in kernels)
    assert float(np.std(kernels[-1].get_weights()[0])) == pytest.approx(0.01, rel=0.05)


def test_dropout_sits_before_the_dense_layer() -> None:
    kinds = [type(layer).__name__ for layer in models.keras_10_100(0.5).layers]
    assert kinds == ["Conv2D", "MaxPooling2D", "Flatten", "Dropout", "Dense", "Dense"]
    assert models.keras_10_100(0.5).layers[3].rate == 0.5


def test_the_network_for_drawn_digits() -> None:
    model = models.drawn_digit(decay_steps=100)
    assert model.output_shape == (None, 10)
    assert model.count_params() == 80 + 1168 + 4640 + 2890
    assert [layer.name for layer in model.layers][-2:] == ["flatten", "probabilities"]


def test_further_networks() -> None:
    kinds = [type(layer).__name__ for layer in models.further().layers]
    assert kinds == [
        *("Conv2D", "Activation", "MaxPooling2D") * 2,
        *("Conv2D", "Activation", "GlobalAveragePooling2D", "Dense"),
    ]
    every = models.further(batch_norm=True, augmentation=True, decay_steps=100)
    kinds = [type(layer).__name__ for layer in every.layers]
    assert kinds[:4] == ["RandomFlip", "RandomTranslation", "Conv2D", "BatchNormalization"]
    assert kinds.count("BatchNormalization") == 3
    assert not any(layer.use_bias for layer in every.layers if type(layer).__name__ == "Conv2D")
    rate = every.optimizer._learning_rate
    assert [float(rate(step)) for step in (0, 50, 100)] == pytest.approx([3e-3, 1.5e-3, 0])
    assert float(models.further().optimizer.learning_rate) == pytest.approx(1e-3)


def test_shifts_are_by_whole_pixels_and_leave_black_behind() -> None:
    shift = models.further_best(100).layers[1]
    image = np.zeros((64, 28, 28, 1), "float32")
    image[:, 10:20, 10:20] = random_numbers(0, "float32", 10, 10, 1)
    shifted = np.asarray(shift(image, training=True))
    for one in shifted:
        assert_allclose(np.sort(one, axis=None), np.sort(image[0], axis=None))
    rows = {int(np.nonzero(one.any(axis=(1, 2)))[0][0]) for one in shifted}
    assert rows == {8, 9, 10, 11, 12}


@pytest.mark.slow
def test_gan_moves_both_networks() -> None:
    gan = models.DigitGan()
    before = [weight.numpy() for weight in gan.trainable_variables]
    real = np.full((8, 28, 28, 1), 0.5, "float32")
    history = gan.fit(real, epochs=3, verbose=0).history
    assert all(np.any(old != new) for old, new in zip(before, gan.trainable_variables, strict=True))
    assert history["real_output"][-1] > history["real_output"][0]
    for name, loss in history.items():
        if name.endswith("output"):
            assert all(0 < value < 1 for value in loss)
    images = np.asarray(gan.generator(np.zeros((2, models.NOISE), "float32")))
    assert images.shape == (2, 28, 28, 1)
    assert np.abs(images).max() <= 1


def test_network_to_look_inside() -> None:
    model = models.looking_inside()
    assert [layer.output.shape[-1] for layer in model.layers if "conv" in layer.name] == [32, 64]


@pytest.mark.parametrize(
    "make",
    [
        models.two_blocks,
        pytest.param(models.fashion_cnn, marks=pytest.mark.slow),
        pytest.param(models.looking_inside, marks=pytest.mark.slow),
        pytest.param(models.keras_10_100, marks=pytest.mark.slow),
    ],
)
def test_models_come_compiled(make: Any) -> None:
    model = make()
    x = random_numbers(0, "float32", 4, *model.input_shape[1:])
    loss, accuracy = model.train_on_batch(x, np.array([0, 1, 2, 3]))
    assert loss == pytest.approx(np.log(10), rel=0.5)
    assert 0 <= accuracy <= 1


def test_layer_outputs_in_the_order_of_the_names() -> None:
    model = models.two_blocks()
    x = random_numbers(0, "float32", 2, 784)
    maps = models.layer_outputs(model, x, iter(["logits", "pool1"]))
    assert list(maps) == ["logits", "pool1"]
    assert_allclose(maps["logits"], model.predict(x, verbose=0), rtol=1e-5, atol=1e-6)
    assert maps["pool1"].shape == (2, 14, 14, 32)


@pytest.mark.parametrize("names", [["pool9"], []])
def test_layer_outputs_of_unknown_layers(names: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^names are \[.*\], but the layers of the model are \['"):
        models.layer_outputs(models.hand_checked(), np.zeros((1, 10, 10, 1)), names)


@pytest.mark.parametrize(
    ("module", "missing", "message"),
    [
        ("cnnbook.models", "keras", "cnnbook.models needs Keras and TensorFlow; install them with"),
        (
            "cnnbook.models.tape",
            "tensorflow",
            "cnnbook.models.tape needs TensorFlow; install it with",
        ),
    ],
)
def test_without_tensorflow_the_import_says_what_to_do(
    monkeypatch: Any, module: str, missing: str, message: str
) -> None:
    for name in [name for name in sys.modules if name.startswith(module)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModuleNotFoundError, match=f"^{message} pip install 'cnnbook.train.'$"):
        import_module(module)
