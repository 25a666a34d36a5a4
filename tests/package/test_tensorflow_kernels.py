"""What the conventions page says of inputs without an answer, with the kernels that are on."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

import cnnbook
from tests.tensorflow_kernels import VARIABLE, kernels

layers = tf.keras.layers
#: The inputs of the page's table, and a kernel for each.
LARGE = np.zeros((1, 2, 2, 1), np.float32), np.ones((3, 3, 1, 1), np.float32)
EMPTY = np.zeros((0, 5, 5, 2), np.float32), np.ones((3, 3, 2, 4), np.float32)
FLAT = np.zeros((5, 28, 28), np.float32), np.ones((3, 3, 1, 1), np.float32)
SMALL = np.zeros((8, 1, 28, 28), np.float32)


def answer(function: Callable[[], Any]) -> tuple[int, ...] | str:
    """The shape of what comes back, or the kind of error."""
    try:
        return tuple(function().shape)
    except (ValueError, tf.errors.OpError) as error:
        return type(error).__name__


def test_cnnbook_answers_the_same_everywhere() -> None:
    assert answer(lambda: cnnbook.conv2d(*LARGE)) == "ValueError"
    assert answer(lambda: cnnbook.conv2d(*EMPTY)) == (0, 3, 3, 4)
    assert answer(lambda: cnnbook.conv2d(*FLAT)) == "ValueError"
    assert answer(lambda: cnnbook.max_pool2d(SMALL)) == "ValueError"


def test_tensorflow_answers_as_the_page_says() -> None:
    found = {
        "large": answer(lambda: tf.nn.conv2d(*LARGE, 1, "VALID")),
        "empty": answer(lambda: tf.nn.conv2d(*EMPTY, 1, "VALID")),
        "small": answer(lambda: tf.nn.max_pool2d(SMALL, 2, 2, "VALID")),
    }
    assert (
        found
        == {
            "reference": {"large": (1, 0, 0, 1), "empty": (0, 3, 3, 4), "small": (8, 0, 14, 28)},
            "onednn": {"large": (1, 2, 2, 1), "empty": (0, 5, 5, 2), "small": "AbortedError"},
        }[kernels()]
    )


@pytest.mark.parametrize("side", [4, 5])
def test_tensorflow_refuses_a_window_that_is_larger_by_more_than_a_pixel(side: int) -> None:
    kernel = np.ones((side, side, 1, 1), np.float32)
    assert answer(lambda: tf.nn.conv2d(LARGE[0], kernel, 1, "VALID")) == "InvalidArgumentError"


def test_keras_checks_two_of_the_four_before() -> None:
    found = {
        "large": answer(lambda: layers.Conv2D(1, 3)(LARGE[0])),
        "flat": answer(lambda: layers.Conv2D(1, 3)(FLAT[0])),
        "empty": answer(lambda: layers.Conv2D(4, 3)(EMPTY[0])),
        "small": answer(lambda: layers.MaxPooling2D()(SMALL)),
    }
    reference: dict[str, Any] = {"empty": (0, 3, 3, 4), "small": (8, 0, 14, 28)}
    onednn: dict[str, Any] = {"empty": "InvalidArgumentError", "small": "AbortedError"}
    others = reference if kernels() == "reference" else onednn
    assert found == {"large": "ValueError", "flat": "ValueError"} | others


@pytest.mark.skipif(sys.platform != "linux", reason="oneDNN's kernels are Linux's")
def test_an_image_without_channels_ends_a_process_with_onednn() -> None:
    code = (
        "import tensorflow as tf\n"
        "try: tf.nn.conv2d(tf.zeros((5, 28, 28)), tf.ones((3, 3, 1, 1)), 1, 'VALID')\n"
        "except tf.errors.InvalidArgumentError: print('an error')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, check=False
    )
    assert os.environ[VARIABLE] == {"reference": "0", "onednn": "1"}[kernels()]
    if kernels() == "reference":
        assert (done.returncode, done.stdout) == (0, "an error\n")
    else:
        assert done.returncode < 0  # ended by a signal
