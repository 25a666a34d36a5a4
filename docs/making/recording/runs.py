"""The recorded runs: what each one trains, on what, and for how long.

Importing this module imports Keras and TensorFlow.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np

from cnnbook import checked, data, models
from cnnbook.models._compiled import Model, compiled
from cnnbook.models.digits import activation_comparison
from making.recording.distortion import Distortion


@dataclass(frozen=True)
class Run:
    """A training on the full data set, to be recorded.

    Attributes:
        build: Makes the model, compiled.
        data: Name of the data set.
        epochs: How often all training images are seen.
        batch: How many images make one step.
        pixels: Range of the pixels that the model is given; "0..9" are the whole numbers of the
            opening chapter, for images that are made 10x10.
        held_out: Share of the training images that is measured after each epoch instead.
        split_seed: Seed with which those are drawn from each class alike; without it they are
            the last ones.
        seeds: The run is repeated with each.
        keeps_weights: Whether the trained weights are kept.
        distortion: How far the training images are changed, in another way in each epoch; the
            test images are then measured twice, as they are and changed.
        samples_at: Epochs, counted from 1, after which a generator's samples are kept.
        within: How far a repetition on another machine may lie from the record, by measure.
    """

    build: Callable[[], Model]
    data: data.Name
    epochs: int
    batch: int = 128
    pixels: Literal["0..255", "0..1", "-1..1", "0..9"] = "0..1"
    held_out: float = 0
    split_seed: int | None = None
    seeds: tuple[int, ...] = (0,)
    keeps_weights: bool = False
    distortion: Distortion | None = None
    samples_at: tuple[int, ...] = ()
    within: Mapping[str, float] = field(default_factory=lambda: {"test_accuracy": 0.015})

    def recipe(self) -> dict[str, Any]:
        """Return what decides the result beside the model, as the record says it."""
        names = ("data", "epochs", "batch", "pixels", "held_out", "split_seed")
        distortion = asdict(self.distortion) if self.distortion else {}
        return {name: getattr(self, name) for name in names} | distortion


def _comparison(activation: Any) -> Model:
    return compiled(activation_comparison(activation))


def _checked_by_hand() -> Model:
    """The opening chapter's network: its convolutions stay as printed, the rest is trained."""
    model = models.hand_checked()
    first, second = (layer for layer in model.layers if layer.name.startswith("conv2d"))
    first.set_weights([checked.CONV1_KERNEL[..., None, None], np.array([checked.CONV1_BIAS])])
    second.set_weights([checked.CONV2_KERNEL, checked.CONV2_BIAS])
    first.trainable = second.trainable = False
    return compiled(model, learning_rate=5e-3)


#: All further_* runs keep 5,000 of the 60,000 images out of the training.
_FURTHER: dict[str, Any] = {"data": "fashion_mnist", "held_out": 1 / 12, "split_seed": 42}
_STEPS = -(-55_000 // 128)
_EPOCHS, _BEST_EPOCHS = 5, 16
_DRAWN_EPOCHS, _DRAWN_STEPS = 8, -(-60_000 // 128)
_SPLIT: dict[str, Any] = {"data": "fashion_mnist", "epochs": 20, "held_out": 0.2, "split_seed": 42}
_UNSCALED: dict[str, Any] = {
    "data": "fashion_mnist",
    "epochs": 5,
    "batch": 32,
    "pixels": "0..255",
    "seeds": (0, 1, 2, 3, 4),
    # One training in a few ends a good deal lower than the others.
    "within": {"test_accuracy": 0.03},
}

#: The runs by name, in the order in which they are trained.
RUNS = {
    "fashion_dense": Run(models.fashion_dense, **_UNSCALED),
    "fashion_cnn": Run(models.fashion_cnn, **_UNSCALED),
    "tape_10_100": Run(models.TapeNetwork, **_SPLIT),
    "keras_10_100": Run(models.keras_10_100, **_SPLIT),
    "keras_10_100_dropout": Run(partial(models.keras_10_100, dropout=0.5), **_SPLIT),
    "two_blocks": Run(models.two_blocks, "mnist", 1, held_out=0.1, keeps_weights=True),
    "three_blocks": Run(models.three_blocks, "mnist", 1, held_out=0.1),
    **{
        f"comparison_{activation}": Run(
            partial(_comparison, activation=activation),
            "mnist",
            epochs=4,
            keeps_weights=True,
            within={"test_accuracy": 0.1},
        )
        for activation in ("relu", "sigmoid", "leaky_relu")
    },
    "looking_inside": Run(
        models.looking_inside, "fashion_mnist", 4, held_out=0.1, keeps_weights=True
    ),
    "hand_checked": Run(_checked_by_hand, "mnist", 8, pixels="0..9", keeps_weights=True),
    "drawn_digit": Run(
        partial(models.drawn_digit, decay_steps=_DRAWN_EPOCHS * _DRAWN_STEPS),
        "mnist",
        epochs=_DRAWN_EPOCHS,
        distortion=Distortion(),
        keeps_weights=True,
        within={"test_accuracy": 0.01, "distorted_accuracy": 0.01},
    ),
    "gan_mnist": Run(
        models.DigitGan,
        "mnist",
        epochs=16,
        pixels="-1..1",
        keeps_weights=True,
        samples_at=(1, 2, 4, 8, 12, 16),
        within={"real_output": 0.1, "generated_output": 0.1},
    ),
    "further_plain": Run(models.further, epochs=_EPOCHS, **_FURTHER),
    "further_batch_norm": Run(partial(models.further, batch_norm=True), epochs=_EPOCHS, **_FURTHER),
    "further_augmentation": Run(
        partial(models.further, batch_norm=True, augmentation=True), epochs=_EPOCHS, **_FURTHER
    ),
    "further_schedule": Run(
        partial(models.further, batch_norm=True, augmentation=True, decay_steps=_EPOCHS * _STEPS),
        epochs=_EPOCHS,
        **_FURTHER,
    ),
    "further_best": Run(
        partial(models.further_best, decay_steps=_BEST_EPOCHS * _STEPS),
        epochs=_BEST_EPOCHS,
        **_FURTHER,
    ),
}
