"""The game's formulas, and the small GAN: gradients as TensorFlow's, and that it really arrives."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import gan
from cnnbook.gan import GAN
from cnnbook.stack import Stack
from tests.oracle import Array

EDGES = np.linspace(-5, 5, 101)
MIDDLES = (EDGES[1:] + EDGES[:-1]) / 2


def two_humps(random: np.random.Generator, count: int) -> Array:
    left = random.random((count, 1)) < 0.6
    return np.where(left, -1.5, 1.5) + 0.9 * random.normal(size=(count, 1))


def normal(x: Array, mean: float, deviation: float) -> Array:
    heights = np.exp(-(((x - mean) / deviation) ** 2) / 2) / deviation / np.sqrt(2 * np.pi)
    return np.asarray(heights)


def distributions(seed: int) -> tuple[Array, Array]:
    p_data, p_g = np.random.default_rng(seed).dirichlet([1, 1, 1, 1], 2)
    return p_data, p_g


@pytest.mark.parametrize("seed", range(5))
def test_value_is_the_binary_cross_entropy_with_the_other_sign(seed: int) -> None:
    p_data, p_g = distributions(seed)
    d = np.random.default_rng(seed).uniform(0.01, 0.99, 4)
    entropy = [
        keras.losses.binary_crossentropy(np.full((4, 1), label), d[:, np.newaxis])
        for label in (1.0, 0.0)
    ]
    expected = -(p_data @ np.array(entropy[0]) + p_g @ np.array(entropy[1]))
    assert gan.value(p_data, p_g, d) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_no_discriminator_beats_the_optimal_one(seed: int) -> None:
    p_data, p_g = distributions(seed)
    best = gan.value(p_data, p_g, gan.optimal_discriminator(p_data, p_g))
    for d in np.random.default_rng(seed).uniform(0, 1, (200, 4)):
        assert gan.value(p_data, p_g, d) < best
    assert best > -np.log(4)
    assert gan.value(p_data, p_data, [0.5] * 4) == pytest.approx(-np.log(4))


def test_what_never_comes_does_not_count() -> None:
    assert_array_equal(gan.optimal_discriminator([1, 0, 0], [0, 1, 0]), [1, 0, 0.5])
    assert gan.value([1, 0, 0], [0, 1, 0], [1, 0, 0.5]) == 0
    assert gan.value([1, 0], [0, 1], [0, 0]) == -np.inf


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 0], [1], [0.5, 0.5]), "same shape"),
        (([1, 0], [1.5, -0.5], [0.5, 0.5]), "no number below 0"),
        (([1, 0], [0, 1], [0.5]), "one probability from 0 to 1 for each value"),
        (([1, 0], [0, 1], [0.5, 1.5]), "one probability from 0 to 1 for each value"),
    ],
)
def test_arguments_that_do_not_fit_are_named(arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gan.value(*arguments)


def twin(stack: Stack) -> Any:
    """Return the same network in Keras."""
    model = keras.Sequential([keras.Input((1,))])
    for layer in stack.layers:
        kernel = layer.weights["kernel"]
        last = layer is stack.layers[-1]
        model.add(keras.layers.Dense(kernel.shape[1], activation=None if last else "tanh"))
    model.set_weights(stack.get_weights())
    return model


def gradients(stack: Stack) -> list[Array]:
    return [layer.gradients[name] for layer in stack.layers for name in layer.weights]


def test_the_gradients_of_both_steps_are_those_of_the_tape() -> None:
    ours = GAN(seed=4)
    random = np.random.default_rng(0)
    real, noise, other_noise = random.normal(1, 2, (3, 32, 1)).astype("float32")
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)

    generator, discriminator = twin(ours.generator), twin(ours.discriminator)
    with tf.GradientTape() as tape:
        on_real, on_made = discriminator(real), discriminator(generator(noise))
        loss = entropy(tf.ones((32, 1)), on_real) + entropy(tf.zeros((32, 1)), on_made)
    expected = tape.gradient(loss, discriminator.trainable_variables)
    before = ours.generator.get_weights()
    assert ours.train_discriminator(real, noise) == pytest.approx(float(loss), rel=1e-5)
    for mine, theirs in zip(gradients(ours.discriminator), expected, strict=True):
        assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)
    for one, same in zip(ours.generator.get_weights(), before, strict=True):
        assert_array_equal(one, same)

    discriminator = twin(ours.discriminator)
    with tf.GradientTape() as tape:
        loss = entropy(tf.ones((32, 1)), discriminator(generator(other_noise)))
    expected = tape.gradient(loss, generator.trainable_variables)
    before = ours.discriminator.get_weights()
    assert ours.train_generator(other_noise) == pytest.approx(float(loss), rel=1e-5)
    for mine, theirs in zip(gradients(ours.generator), expected, strict=True):
        assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)
    for one, same in zip(ours.discriminator.get_weights(), before, strict=True):
        assert_array_equal(one, same)


def test_density_is_that_of_many_samples() -> None:
    ours = GAN(seed=2)
    samples = ours.generate(np.random.default_rng(0).normal(size=(200_000, 1)))[:, 0]
    drawn, _ = np.histogram(samples, EDGES)
    assert_allclose(ours.density(EDGES), drawn / len(samples) / 0.1, atol=0.03)
    assert (ours.density(EDGES) * 0.1).sum() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.slow
def test_training_arrives_where_the_theory_says(seed: int) -> None:
    ours, seen = GAN(seed=seed), list[int]()
    losses = ours.fit(two_humps, seed=seed, watch=seen.append)
    assert seen == list(range(3001))

    p_data = 0.6 * normal(MIDDLES, -1.5, 0.9) + 0.4 * normal(MIDDLES, 1.5, 0.9)
    p_g, d = ours.density(EDGES), ours.judge(MIDDLES[:, np.newaxis])[:, 0]
    mean = (p_g * MIDDLES).sum() * 0.1
    deviation = np.sqrt((p_g * MIDDLES**2).sum() * 0.1 - mean**2)
    assert mean == pytest.approx(-0.3, abs=0.06)
    assert deviation == pytest.approx(np.sqrt(0.9**2 + 1.5**2 - 0.3**2), rel=0.05)
    assert np.abs(p_g - p_data).sum() * 0.1 / 2 < 0.07
    bulk = np.abs(MIDDLES) < 3
    assert d[bulk].min() > 0.43
    assert d[bulk].max() < 0.56
    assert np.mean(losses["discriminator"][-100:]) == pytest.approx(np.log(4), abs=0.02)
    assert np.mean(losses["generator"][-100:]) == pytest.approx(np.log(2), abs=0.03)


def test_training_is_the_same_every_time() -> None:
    one, other = (GAN(seed=3).fit(two_humps, steps=20) for _ in range(2))
    assert one == other


def test_data_of_another_shape_is_named() -> None:
    with pytest.raises(ValueError, match=r"x has shape \(256,\)"):
        GAN().fit(lambda random, count: random.normal(size=count), steps=1)
