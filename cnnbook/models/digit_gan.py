"""A small generative adversarial network for handwritten digits."""

from typing import Any

import keras
import tensorflow as tf
from keras import layers

from cnnbook.models._compiled import Model

NOISE = 64


def digit_generator() -> Model:
    """Return the network that makes digits of noise: 246,144 parameters.

    Returns:
        A `keras.Sequential` from noise (N, 64), standard normal, to images (N, 28, 28, 1) with
            pixels from -1 to 1.

    Examples:
        >>> digit_generator().output_shape
        (None, 28, 28, 1)

    Source:
        Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional
        Generative Adversarial Networks", 2016.
    """
    return keras.Sequential(
        [
            keras.Input((NOISE,)),
            layers.Dense(7 * 7 * 64, use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Reshape((7, 7, 64)),
            layers.Conv2DTranspose(32, 4, 2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Conv2DTranspose(1, 4, 2, padding="same", activation="tanh"),
        ],
        name="digit_generator",
    )


def digit_discriminator() -> Model:
    """Return the network that tells real digits from generated ones: 36,513 parameters.

    Returns:
        A `keras.Sequential` from images (N, 28, 28, 1), pixels from -1 to 1, to logits (N, 1);
            the sigmoid of a logit is the probability that the image is real.

    Examples:
        >>> digit_discriminator().count_params()
        36513
    """
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 4, 2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(64, 4, 2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1),
        ],
        name="digit_discriminator",
    )


class DigitGan(keras.Model):
    """Generator and discriminator, trained against each other with `fit(images)`.

    In each step the discriminator learns to give real images 1 and generated ones 0, and the
    generator, from the same images, to be given 1. `fit` reports the mean of both losses and of
    the discriminator's outputs on real and on generated images.

    Attributes:
        generator: See `digit_generator`.
        discriminator: See `digit_discriminator`.

    Examples:
        >>> import numpy as np
        >>> gan = DigitGan()
        >>> history = gan.fit(np.zeros((8, 28, 28, 1), "float32"), verbose=0).history
        >>> sorted(history)
        ['discriminator_loss', 'generated_output', 'generator_loss', 'real_output']

    Source:
        Goodfellow et al., "Generative Adversarial Networks", 2014, algorithm 1, with the
        generator's loss of section 3 that doesn't saturate.
    """

    def __init__(self) -> None:
        """Build both networks; the first weights come from Keras's global seed."""
        super().__init__()
        self.generator, self.discriminator = digit_generator(), digit_discriminator()
        self.noise_seed = keras.random.SeedGenerator()
        self.generator_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
        self.compile(keras.optimizers.Adam(2e-4, beta_1=0.5))
        self.optimizer.build(self.discriminator.trainable_variables)
        self.generator_optimizer.build(self.generator.trainable_variables)
        names = ("discriminator_loss", "generator_loss", "real_output", "generated_output")
        self._means = {name: keras.metrics.Mean(name) for name in names}

    def train_step(self, real: Any) -> dict[str, Any]:
        """Take one step with each network.

        Args:
            real: A batch of images (N, 28, 28, 1), pixels from -1 to 1.

        Returns:
            The means of the epoch so far.
        """
        noise = keras.random.normal((tf.shape(real)[0], NOISE), seed=self.noise_seed)
        entropy = keras.losses.BinaryCrossentropy(from_logits=True)
        with tf.GradientTape(persistent=True) as tape:
            on_real = self.discriminator(real, training=True)
            on_generated = self.discriminator(self.generator(noise, training=True), training=True)
            ones, zeros = tf.ones_like(on_real), tf.zeros_like(on_generated)
            discriminator_loss = entropy(ones, on_real) + entropy(zeros, on_generated)
            generator_loss = entropy(ones, on_generated)
        for network, loss, optimizer in (
            (self.discriminator, discriminator_loss, self.optimizer),
            (self.generator, generator_loss, self.generator_optimizer),
        ):
            weights = network.trainable_variables
            optimizer.apply(tape.gradient(loss, weights), weights)
        outputs = keras.ops.sigmoid(on_real), keras.ops.sigmoid(on_generated)
        measured = (discriminator_loss, generator_loss, *outputs)
        for mean, value in zip(self._means.values(), measured, strict=True):
            mean.update_state(value)
        return {name: mean.result() for name, mean in self._means.items()}
