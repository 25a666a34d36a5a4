"""Small dtypes where sums outgrow them: what each was once wrong about, by the right number."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

import cnnbook
from cnnbook import explain, gan, layers, plots
from tests.oracle import random_numbers

BRIGHT, TWOS = np.full((2, 2), 200, "uint8"), np.full((2, 2), 2, "uint8")


def test_8_bit_pixels_add_up() -> None:
    assert cnnbook.conv2d(BRIGHT, TWOS).tolist() == [[1600]]
    assert cnnbook.conv2d_naive(BRIGHT, TWOS).tolist() == [[1600]]
    assert cnnbook.conv2d_transpose(BRIGHT, TWOS, stride=2).tolist() == [[400] * 4] * 4
    assert cnnbook.dense(BRIGHT, TWOS).tolist() == [[800, 800]] * 2
    assert cnnbook.correlate1d(BRIGHT[0], TWOS[0]).tolist() == [800]
    assert cnnbook.max_pool2d_backward(BRIGHT, np.eye(3), stride=1)[1, 1] == 600


@pytest.mark.parametrize("dtypes", [("uint8", "uint8"), ("uint8", "int8"), ("int16", "uint64")])
def test_integers_are_those_of_tensorflow(dtypes: tuple[str, str]) -> None:
    x = np.abs(9 * random_numbers(0, "int64", 2, 6, 5, 3)).astype(dtypes[0])
    kernel = np.abs(9 * random_numbers(1, "int64", 3, 2, 3, 4)).astype(dtypes[1])
    expected = tf.nn.conv2d(x.astype(float), kernel.astype(float), 1, "SAME")
    assert_array_equal(cnnbook.conv2d(x, kernel, padding="same"), expected)


@pytest.mark.parametrize(
    "convolve", [cnnbook.conv2d, cnnbook.conv2d_naive, cnnbook.conv2d_transpose]
)
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64", "int8", "int64"])
def test_a_python_number_may_be_the_bias_of_pixels(convolve: Any, dtype: str) -> None:
    ones = np.ones((1, 1), dtype)
    for bias, y in ((-3, -2), (2, 3), (0.5, 1.5)):
        result = convolve(ones, ones, bias)
        assert result.tolist() == [[y]]
        assert result.dtype == (float if bias == 0.5 else "int64")
    assert cnnbook.dense(ones, ones, [-3]).tolist() == [[-2]]


def test_the_dtype_of_mixed_arrays() -> None:
    """NumPy's, but for integers among themselves."""
    for kinds, expected in (
        (("uint8", "int8"), "int64"),
        (("uint64", "int8"), "int64"),
        (("uint8", "uint64"), "uint64"),
        (("float16", "uint8"), "float16"),
        (("float16", "int16"), "float32"),
        (("float16", "int64"), "float64"),
        (("float32", "uint8"), "float32"),
        (("float32", "int64"), "float64"),
    ):
        x, weights = (np.ones((1, 1), kind) for kind in kinds)
        for operation in (cnnbook.conv2d, cnnbook.conv2d_transpose, cnnbook.dense):
            assert operation(x, weights).dtype == expected
        assert cnnbook.conv2d_backward(x, x, weights).x.dtype == expected
        assert cnnbook.dense_backward(x, x, weights).x.dtype == expected


def test_slopes_of_small_integers() -> None:
    slope = cnnbook.tanh_derivative(np.array([4], "uint8"))
    assert slope.dtype == float
    assert_allclose(slope, 0.00134095, rtol=1e-6)
    assert cnnbook.tanh(np.array([4], "int8")).dtype == float


def half(*values: Any) -> Any:
    return np.array(values, "float16")


@pytest.mark.filterwarnings("ignore:overflow encountered in cast")  # of the other gradients
def test_half_precision_overflows_only_where_the_result_does() -> None:
    assert cnnbook.conv2d(half([300, 300]), half([200, 200]), -60000).tolist() == [[60000]]
    assert cnnbook.dense(half([300, 300]), half([200], [200]), half(-60000)).tolist() == [[60000]]
    assert cnnbook.conv2d_naive(half([300, -300]), half([300, 300])).tolist() == [[0]]
    assert cnnbook.avg_pool2d(half([60000, 60000], [60000, 60000])).tolist() == [[60000]]
    assert cnnbook.avg_pool2d(np.ones((1, 5000), "float16"), (1, 5000)).tolist() == [[1]]
    dy = half([60000, 60000, -60000])
    assert cnnbook.max_pool2d_backward(dy, [[0, 0, 1, 0, 0]], (1, 3), stride=1)[0, 2] == 60000
    assert cnnbook.avg_pool2d_backward(dy, [[0] * 5], (1, 3), stride=1)[0, 2] == 20000
    assert_allclose(cnnbook.batch_norm(half([0], [700]), [1], [0]), [[-1], [1]], rtol=1e-3)
    assert_allclose(
        cnnbook.batch_norm_backward(half([0], [60000]), half([0], [700]), [1]).gamma, 60000
    )
    bright = half([40000, 40000], [40000, 40000], [-60000, -60000])
    assert cnnbook.dense_backward(bright, bright, np.eye(2)).bias.tolist() == [20000, 20000]
    assert cnnbook.conv2d_backward(bright, bright, half([0])).bias == 40000
    assert_allclose(cnnbook.softmax(np.zeros(70000, "float16")), 1 / 70000, rtol=0.01)
    assert_allclose(cnnbook.log_softmax(np.zeros(70000, "float16")), -np.log(70000), rtol=0.001)


def test_half_precision_among_probabilities() -> None:
    assert gan.optimal_discriminator(half(60000), half(60000)).tolist() == [0.5]
    assert_allclose(gan.value(half(60000), half(60000), half(0.5)), -120000 * np.log(2), rtol=1e-6)


def test_squares_of_small_gradients() -> None:
    """Adam's first step is the learning rate, whatever the size and the dtype of the gradient."""
    for gradient in (np.array([100], "int8"), half(300), half(0.001)):
        weight = half(1)
        cnnbook.Adam(0.25).update([weight], [gradient])
        assert_allclose(weight, 0.75, rtol=0.01)


def test_a_running_variance_of_half_precision() -> None:
    layer = layers.BatchNormalization(momentum=0)
    layer.build((1,), np.random.default_rng(0))
    layer.forward(half([0], [700]), training=True)
    assert layer.statistics["moving_variance"] == 350**2


def test_differences_of_small_integers() -> None:
    whole = gan.GAN().density(np.array([-100, 0, 100]))
    assert_allclose(gan.GAN().density(np.array([-100, 0, 100], "int8")), whole)
    wide = gan.GAN().density(np.array([-100, 100], "int8"))
    assert_allclose(wide, 1 / 200, rtol=1e-6)
    map_ = plots.heat_map(np.ones((2, 2)), np.array([[-128, 0]], "int8")).axes[0].images[1]
    assert map_.get_clim() == (-128, 128)
    histogram = plots.weight_histogram(half(-60000, 60000)).axes[0]
    assert histogram.get_title() == "mean 0.000, std 60000.000"


def convolves_float16() -> bool:
    """With oneDNN, TensorFlow can't on processors without newer instructions."""
    try:
        tf.nn.conv2d(np.ones((1, 1, 1, 1), "float16"), np.ones((1, 1, 1, 1), "float16"), 1, "VALID")
    except tf.errors.AbortedError:
        return False
    return True


def test_explanations_of_a_model_of_mixed_precision() -> None:
    if not convolves_float16():
        pytest.skip("TensorFlow convolves no float16 on this processor")
    policy = "mixed_float16"
    maps = keras.layers.Conv2D(1, 1, use_bias=False, name="maps", dtype=policy)
    stack = [maps, keras.layers.Flatten(dtype=policy), keras.layers.Dense(1, dtype=policy)]
    model = keras.Sequential([keras.Input((1, 2, 1)), *stack])
    model.set_weights([np.full((1, 1, 1, 1), 200), np.full((2, 1), 150), np.zeros(1)])
    image = np.ones((1, 2, 1))
    assert explain.grad_cam(model, image, 0, "maps").tolist() == [[30000, 30000]]
    falls = explain.occlusion(model, image, 0, size=1, stride=1)
    assert (falls.dtype.name, falls.tolist()) == ("float32", [[30000, 30000]])
    model.set_weights([np.full((1, 1, 1, 1), 400), np.full((2, 1), 80), np.zeros(1)])
    twice = explain.grad_cam(model, 2 * image, 0, "maps")
    assert (twice.dtype.name, twice.tolist()) == ("float32", [[64000, 64000]])
