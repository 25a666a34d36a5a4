"""Occlusion, saliency and Grad-CAM on networks so small that the answers are known."""

import runpy
import sys
from typing import Any

import keras
import numpy as np
import pytest
from keras.layers import Activation, Conv2D, Dense, Flatten
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import explain, models
from tests.oracle import random_numbers


def weighted_sums(weights: Any) -> Any:
    """A network whose outputs are sums of all pixels times weights (H, W, C, outputs)."""
    *shape, outputs = weights.shape
    model = keras.Sequential([keras.Input(shape), Flatten(), Dense(outputs)])
    model.set_weights([weights.reshape(-1, outputs), np.zeros(outputs)])
    return model


WEIGHTS, IMAGE = random_numbers(0, "float32", 5, 7, 2, 3), random_numbers(1, "float32", 5, 7, 2)


@pytest.mark.parametrize(
    ("size", "stride", "fill"), [(1, 1, 0), (2, 1, 0.5), (3, 2, -1), (5, 4, 0)]
)
def test_occlusion_of_a_sum_takes_away_the_terms_of_the_square(
    size: int, stride: int, fill: float
) -> None:
    terms = ((IMAGE - fill) * WEIGHTS[:, :, :, 1]).sum(axis=-1)
    expected = [
        [terms[i : i + size, j : j + size].sum() for j in range(0, 7 - size + 1, stride)]
        for i in range(0, 5 - size + 1, stride)
    ]
    image = IMAGE.copy()
    falls = explain.occlusion(weighted_sums(WEIGHTS), image, 1, size, stride, fill=fill)
    assert_allclose(falls, expected, rtol=1e-4, atol=1e-5)
    assert_array_equal(image, IMAGE)


def test_occlusion_in_more_than_one_part() -> None:
    weights = random_numbers(0, "float32", 20, 20, 1, 1)
    falls = explain.occlusion(weighted_sums(weights), np.ones((20, 20, 1)), 0, 1, 1)
    assert_allclose(falls, weights[:, :, 0, 0], atol=1e-4)


def test_saliency_of_a_sum_is_its_largest_weight_without_sign() -> None:
    found = explain.saliency(weighted_sums(WEIGHTS), IMAGE, 2)
    assert_allclose(found, abs(WEIGHTS[:, :, :, 2]).max(axis=-1), rtol=1e-6)


def test_saliency_follows_the_units_that_are_awake() -> None:
    model = keras.Sequential([keras.Input((1, 2, 1)), Flatten(), Dense(2, "relu"), Dense(1)])
    model.set_weights([np.array(w) for w in ([[2, -1], [-1, 1]], [0, 0], [[3], [1]], [0])])
    assert explain.saliency(model, [[[2], [1]]], 0).tolist() == [[6, 3]]
    assert explain.saliency(model, [[[1], [4]]], 0).tolist() == [[1, 1]]


MAPS = np.array([[[1, 2], [0, 1]], [[0, 1], [3, 2]]])
SLOPES = np.array([[[2, 0], [2, 4]], [[-1, -1], [0, -2]]])


@pytest.mark.parametrize("trainable", [True, False])
def test_grad_cam_by_hand(trainable: bool) -> None:
    unchanged = Conv2D(2, 1, use_bias=False, name="maps")
    model = keras.Sequential([keras.Input((2, 2, 2)), unchanged, Flatten(), Dense(2)])
    slopes = np.moveaxis(SLOPES, 0, -1).reshape(8, 1)
    weights = [np.eye(2)[np.newaxis, np.newaxis], np.hstack([slopes, -slopes]), np.full(2, 5)]
    model.set_weights(weights)
    model.trainable = trainable
    image = np.moveaxis(MAPS, 0, -1)
    assert explain.grad_cam(model, image, 0, "maps").tolist() == [[2, 3], [0, 0]]
    assert explain.grad_cam(model, image, 1, "maps").tolist() == [[0, 0], [3, 0]]


def test_grad_cam_with_slopes_that_are_found_by_trying() -> None:
    keras.utils.set_random_seed(0)
    first, second = Conv2D(3, 3, activation="relu", name="maps"), Conv2D(4, 2, activation="tanh")
    model = keras.Sequential([keras.Input((6, 6, 1)), first, second, Flatten(), Dense(5)])
    image = random_numbers(3, "float32", 6, 6, 1)
    maps = np.array(first(image[np.newaxis]))
    moves = 0.01 * np.eye(48).reshape(48, 4, 4, 3)
    after = keras.Model(first.output, model.outputs[0])
    slopes = (np.array(after(maps + moves)) - np.array(after(maps - moves))) / 0.02
    weights = slopes.reshape(16, 3, 5).mean(axis=0)
    assert abs(weights).max(axis=0).min() > 0.01
    for label in range(5):
        expected = np.maximum(maps[0] @ weights[:, label], 0)
        assert_allclose(explain.grad_cam(model, image, label, "maps"), expected, atol=1e-3)


@pytest.mark.parametrize("last", [Dense(3, activation="softmax"), Activation("softmax")])
def test_the_scores_before_softmax(last: Any) -> None:
    model = keras.Sequential([keras.Input((4,)), Dense(3), last])
    x = random_numbers(0, "float32", 5, 4)
    logits = explain.without_softmax(model)
    assert_allclose(keras.ops.softmax(logits(x)), model(x), rtol=1e-5)
    assert np.ptp(np.array(logits(x)).sum(axis=1)) > 0.01
    assert explain.without_softmax(logits) is logits


IMAGES = weighted_sums(np.ones((4, 4, 1, 2)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: explain.saliency(IMAGES, np.ones((4, 4)), 0),
            r"^image has shape \(4, 4\), but the model takes one image 4x4x1; add the channel",
        ),
        (lambda: explain.saliency(IMAGES, np.ones((1, 4, 4, 1)), 0), r"of a batch take one"),
        (
            lambda: explain.saliency(IMAGES, np.ones((4, 4, 1)), 2),
            r"^label is 2, but the model has the outputs 0 to 1$",
        ),
        (
            lambda: explain.saliency(IMAGES, np.ones((4, 4, 1)), 0.5),  # type: ignore[arg-type]
            r"^label is 0.5, but",
        ),
        (
            lambda: explain.saliency(models.two_blocks(), np.ones(784), 0),
            r"^the model goes from \(784,\) to \(10,\), but one from images",
        ),
        (
            lambda: explain.occlusion(IMAGES, np.ones((4, 4, 1)), 0, 5, 1),
            r"^the square covers 5x5 pixels, but the image is only 4x4; use a smaller size$",
        ),
        (
            lambda: explain.grad_cam(IMAGES, np.ones((4, 4, 1)), 0, "dense"),
            r"^layer is 'dense', but the layers of the model with maps are \[",
        ),
    ],
)
def test_unfit_arguments_are_named(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_without_tensorflow_the_import_says_what_to_do(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "keras", None)
    monkeypatch.delitem(sys.modules, "cnnbook.explain")
    message = "^cnnbook.explain needs Keras and TensorFlow; install them with pip install 'cnnbook"
    with pytest.raises(ModuleNotFoundError, match=message):
        runpy.run_module("cnnbook.explain")
