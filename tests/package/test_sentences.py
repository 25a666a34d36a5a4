"""Sentences about Keras and TensorFlow that no example shows; marks on the pages name the tests."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import cnnbook
from cnnbook import results
from tests.tensorflow_kernels import kernels


def test_the_rate_of_dropout_is_the_share_that_is_off() -> None:
    """In the old TensorFlow it was the share that is kept."""
    ones = np.ones((100, 100), np.float32)
    layer = keras.layers.Dropout(0.9, seed=0)
    off = {
        "cnnbook": (cnnbook.dropout(ones, 0.9, np.random.default_rng(0))[0] == 0).mean(),
        "keras": (np.array(layer(ones, training=True)) == 0).mean(),
        "pytorch": results.record("pytorch")["answers"]["dropout"],
        "old": (tf.compat.v1.nn.dropout(ones, keep_prob=0.9, seed=0).numpy() == 0).mean(),
    }
    share = {"cnnbook": 0.9, "keras": 0.9, "pytorch": 0.9, "old": 0.1}
    assert off == pytest.approx(share, abs=0.02)


def test_a_layer_that_is_not_trainable_stays_as_it_is() -> None:
    first, second = keras.layers.Dense(3), keras.layers.Dense(1)
    model = keras.Sequential([keras.Input((2,)), first, second])
    first.trainable = False
    model.compile(keras.optimizers.Adam(0.1), "mse")
    before = model.get_weights()
    model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
    same = [np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True)]
    assert same == [True, True, False, False]


def test_layers_without_a_name_are_numbered_through_a_session() -> None:
    keras.backend.clear_session()
    models = [keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]) for _ in range(3)]
    assert [model.layers[0].name for model in models] == ["dense", "dense_1", "dense_2"]
    assert keras.layers.ReLU().name == "re_lu"


def test_a_loss_clips_what_it_takes_for_probabilities() -> None:
    """So that it gives 16.118 for a probability of 0, and doesn't mind logits."""
    loss = keras.losses.SparseCategoricalCrossentropy()
    assert float(loss(np.array([0]), np.array([[0, 1]], "float32"))) == pytest.approx(
        16.118, abs=5e-4
    )
    logits = np.array([[2, 1, -1], [-5, 0.5, 30]], "float32")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = float(loss(np.array([0, 1]), logits))
    clipped = np.log(logits.clip(1e-7, 1 - 1e-7))
    expected = cnnbook.softmax_cross_entropy(clipped, np.eye(3)[[0, 1]]).mean()
    assert found == pytest.approx(float(expected), abs=1e-5)


def test_a_model_for_three_channels_refuses_images_without_an_axis_for_them() -> None:
    def model(channels: int) -> keras.Model:
        layers = [keras.Input((28, 28, channels)), keras.layers.Conv2D(10, 3, padding="same")]
        return keras.Sequential(layers)

    images = np.zeros((2, 28, 28), "float32")
    assert model(1)(images).shape == (2, 28, 28, 10)
    with pytest.raises(ValueError, match=r"Expected shape \(None, 28, 28, 3\)"):
        model(3)(images)


@pytest.mark.slow
@pytest.mark.skipif(kernels() == "reference", reason="it is about oneDNN's kernels")
def test_max_pooling_of_single_pixels_ends_a_process_with_onednn() -> None:
    """A batch of them, with stride 1."""
    code = "import tensorflow as tf; tf.nn.max_pool2d(tf.zeros((8, 1, 1, 28)), 2, 1, 'VALID')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False)
    assert done.returncode < 0  # ended by a signal


@pytest.mark.slow
@pytest.mark.parametrize("instructions", ["AVX2", "AVX512_CORE"])
def test_strides_that_differ_leave_a_part_uncomputed_with_onednn(instructions: str) -> None:
    """On processors with AVX-512, and where one column comes out."""
    processor = Path("/proc/cpuinfo")
    if not processor.exists() or "avx512bw" not in processor.read_text():
        pytest.skip("this processor has no AVX-512")
    code = (
        "import numpy as np, tensorflow as tf\n"
        "x = np.arange(1, 13, dtype=np.float32).reshape(2, 2, 3, 1)\n"
        "kernel = np.ones((1, 2, 1, 1), np.float32)\n"
        "strided = tf.nn.conv2d(x, kernel, (1, 2), 'VALID')\n"
        "print(strided.numpy().ravel() == [3, 9, 15, 21])\n"
        "print(tf.nn.conv2d(x, kernel, 1, 'VALID')[:, :, ::2].numpy().ravel().tolist())"
    )
    # What is freed is overwritten, or the memory could hold the right answer.
    settings = {"ONEDNN_MAX_CPU_ISA": instructions, "MALLOC_PERTURB_": "85"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True)
    whole = kernels() == "reference" or instructions == "AVX2"
    right = "[ True  True  True  True]" if whole else "[ True False  True False]"
    assert done.stdout == f"{right}\n[3.0, 9.0, 15.0, 21.0]\n"
