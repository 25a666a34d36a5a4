"""Beyond the sources: a small network with one improvement after another, and a larger one."""

from typing import Any

import keras
from keras import layers

from cnnbook.models._compiled import Model, compiled


def further(
    *, batch_norm: bool = False, augmentation: bool = False, decay_steps: int | None = None
) -> Model:
    """Return the small network of the chapter on going further: blocks of 16, 32 and 64 filters.

    Args:
        batch_norm: Whether each convolution is followed by batch normalisation.
        augmentation: Whether training images are flipped left to right at random, and
            shifted by up to two pixels.
        decay_steps: Steps in which the learning rate falls from 0.003 to 0 along a cosine; without
            it the rate is 0.001 throughout.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10).

    Examples:
        >>> further().count_params(), further(batch_norm=True).count_params()
        (23946, 24282)

    Source:
        Ioffe and Szegedy, "Batch Normalization", 2015; Loshchilov and Hutter, "SGDR", 2017.
    """
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *(_augmentation() if augmentation else []),
            *_convolution(16, batch_norm),
            layers.MaxPooling2D(2),
            *_convolution(32, batch_norm),
            layers.MaxPooling2D(2),
            *_convolution(64, batch_norm),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ],
        name="further",
    )
    return compiled(model, _cosine(decay_steps) if decay_steps else 1e-3)


def further_best(decay_steps: int) -> Model:
    """Return the larger network of the chapter, with all three improvements.

    Args:
        decay_steps: Steps in which the learning rate falls from 0.003 to 0 along a cosine.

    Returns:
        A compiled `keras.Sequential` from (N, 28, 28, 1) to the probabilities (N, 10).

    Examples:
        >>> further_best(decay_steps=1000).count_params()
        279722
    """
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *_augmentation(),
            *_convolution(32, batch_norm=True),
            layers.MaxPooling2D(2),
            *_convolution(64, batch_norm=True),
            *_convolution(64, batch_norm=True),
            layers.MaxPooling2D(2),
            *_convolution(128, batch_norm=True),
            *_convolution(128, batch_norm=True),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ],
        name="further_best",
    )
    return compiled(model, _cosine(decay_steps))


def _augmentation() -> list[Any]:
    # Shifts by whole pixels: in between, the pixels would be blurred, which no test image is.
    shift = layers.RandomTranslation(0.08, 0.08, fill_mode="constant", interpolation="nearest")
    return [layers.RandomFlip("horizontal"), shift]


def _convolution(filters: int, batch_norm: bool) -> list[Any]:
    """Convolve, normalise if wanted, and cut off what is negative."""
    # Batch normalisation subtracts the mean, and any bias with it.
    convolution = layers.Conv2D(filters, 3, padding="same", use_bias=not batch_norm)
    normalisation = [layers.BatchNormalization()] if batch_norm else []
    return [convolution, *normalisation, layers.Activation("relu")]


def _cosine(steps: int) -> Any:
    return keras.optimizers.schedules.CosineDecay(3e-3, steps)
