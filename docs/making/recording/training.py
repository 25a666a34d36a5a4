"""Training of one run, epoch by epoch, so that it can stop after any and go on later.

Every epoch starts from a seed of its own, so it needs nothing of what came before but the
variables.
"""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from skimage.transform import resize

from cnnbook import data
from cnnbook._checks import Array
from cnnbook.models import NOISE, DigitGan, TapeNetwork
from making.recording.distortion import distorted
from making.recording.runs import Run
from making.recording.source import digest

_DIVISOR_AND_SHIFT = {"0..255": (1, 0), "0..1": (255, 0), "-1..1": (127.5, 1)}
_SAMPLES = 40


class Training:
    """A Keras model and the images it is trained on.

    Args:
        run: What to train.
        seed: Decides first weights, order of the images, dropout and augmentation.

    Attributes:
        model: The model.
        kept: What is kept beside the record, by name.
    """

    def __init__(self, run: Run, seed: int) -> None:
        """Load the images and build the model."""
        keras.backend.clear_session()
        keras.utils.set_random_seed(1000 * seed)
        self.run, self.seed = run, seed
        self.model = run.build()
        self.kept: dict[str, Array] = {}
        (x, y), (x_test, y_test) = data.load(run.data, full=True)
        rows, held_out = _split(run, y)
        self.images = self._pixels(x[rows])
        self.labels: Any = y[rows]
        self.validation: Any = None
        if len(held_out):
            self.validation = self._pixels(x[held_out]), y[held_out]
        self.test = self._pixels(x_test), y_test

    def epoch(self, number: int) -> dict[str, float]:
        """Train for one epoch, counted from 0, and return what it measured."""
        keras.utils.set_random_seed(1000 * self.seed + number + 1)
        history = self.model.fit(
            self.images,
            self.labels,
            batch_size=self.run.batch,
            validation_data=self.validation,
            verbose=0,
        ).history
        return {name: float(values[0]) for name, values in history.items()}

    def measure(self) -> dict[str, float]:
        """Return loss and accuracy on the test images."""
        loss, accuracy = self.model.evaluate(*self.test, verbose=0)
        return {"test_loss": float(loss), "test_accuracy": float(accuracy)}

    @property
    def variables(self) -> list[Any]:
        """All that changes while training: weights, the optimizer's state, the layers' seeds."""
        optimizer = self.model.optimizer
        optimizer.build(self.model.trainable_variables)  # before the first step it has no state
        return [*self.model.variables, *optimizer.variables]

    @property
    def weights(self) -> list[Array]:
        """The weights, as `set_weights` takes them."""
        weights: list[Array] = self.model.get_weights()
        return weights

    @property
    def parameters(self) -> int:
        """How many numbers the model has."""
        return sum(weight.size for weight in self.weights)

    def _pixels(self, images: Array) -> Array:
        shape = getattr(self.model, "input_shape", (None, 28, 28, 1))[1:]
        divisor, shift = map(np.float32, _DIVISOR_AND_SHIFT[self.run.pixels])
        pixels: Array = images.reshape(-1, *shape) / divisor - shift
        return pixels


class TapeTraining(Training):
    """The network written out, which takes one-hot labels and does without `fit` of Keras."""

    def epoch(self, number: int) -> dict[str, float]:
        """Train for one epoch, counted from 0, and return what it measured."""
        network: TapeNetwork = self.model
        # The network counts its epochs by its losses; after a stop they are told again.
        network.losses = [0.0] * number
        images, labels = self.validation
        held_out = images, _one_hot(labels)
        network.fit(self.images, _one_hot(self.labels), validation=held_out)
        return {
            "loss": network.losses[-1],
            "val_loss": network.val_losses[-1],
            "val_accuracy": network.score(*held_out),
        }

    def measure(self) -> dict[str, float]:
        """Return loss and accuracy on the test images."""
        images, labels = self.test[0], _one_hot(self.test[1])
        return {
            "test_loss": float(self.model.loss(images, labels)),
            "test_accuracy": self.model.score(images, labels),
        }

    @property
    def variables(self) -> list[Any]:
        """The weights; plain gradient descent keeps nothing else."""
        return list(self.model.weights)

    @property
    def weights(self) -> list[Array]:
        """The weights, in the order of `keras_10_100().get_weights()`."""
        return [weight.numpy() for weight in self.model.weights]


class GanTraining(Training):
    """The generator and the discriminator; there are no labels and nothing to test on."""

    def __init__(self, run: Run, seed: int) -> None:
        """Load the images and build both networks."""
        super().__init__(run, seed)
        self.labels = None

    def epoch(self, number: int) -> dict[str, float]:
        """Train for one epoch, counted from 0, and keep samples after some."""
        measured = super().epoch(number)
        if number + 1 in self.run.samples_at:
            noise = np.random.default_rng(self.seed).normal(size=(_SAMPLES, NOISE))
            images = np.asarray(self.model.generator(noise.astype(np.float32), training=False))
            pixels = np.round(127.5 * (images[..., 0] + 1)).astype(np.uint8)
            self.kept[f"sample_{number + 1:03}"] = pixels
        return measured

    def measure(self) -> dict[str, float]:
        """Return nothing: a generator has no test accuracy."""
        return {}

    @property
    def variables(self) -> list[Any]:
        """All that changes while training, with the state of both optimizers."""
        return [*super().variables, *self.model.generator_optimizer.variables]

    @property
    def weights(self) -> list[Array]:
        """The generator's weights."""
        weights: list[Array] = self.model.generator.get_weights()
        return weights

    @property
    def parameters(self) -> int:
        """How many numbers both networks have."""
        return int(self.model.generator.count_params() + self.model.discriminator.count_params())


class DrawnTraining(Training):
    """A training on distorted images, whose weights are rounded as they are kept."""

    def epoch(self, number: int) -> dict[str, float]:
        """Train for one epoch, counted from 0, on images that are distorted anew."""
        images = self.images
        self.images = self._distorted(images, number + 1)
        measured = super().epoch(number)
        self.images = images
        return measured

    def measure(self) -> dict[str, float]:
        """Return loss and accuracy on the test images, and accuracy on the distorted ones."""
        self.model.set_weights([_as_kept(weight) for weight in self.weights])
        images, labels = self.test
        _, accuracy = self.model.evaluate(self._distorted(images, 0), labels, verbose=0)
        return {**super().measure(), "distorted_accuracy": float(accuracy)}

    def _distorted(self, images: Array, number: int) -> Array:
        assert self.run.distortion
        random = np.random.default_rng([self.seed, number])
        return distorted(images[..., 0], self.run.distortion, random)[..., np.newaxis]


class HandTraining(Training):
    """The training of the opening chapter's dense layers, on its 10x10 numbers from 0 to 9."""

    def measure(self) -> dict[str, float]:
        """Return loss and accuracy on the test images, with the dense layers as they are kept."""
        first, second = self.weights[:4], self.weights[4:]
        self.model.set_weights([*first, *(_as_kept(weight) for weight in second)])
        return super().measure()

    def _pixels(self, images: Array) -> Array:
        small = resize(images[..., np.newaxis], (len(images), 10, 10, 1))
        numbers: Array = np.minimum(10 * small, 9).astype(np.int32).astype(np.float32)
        return numbers


def start(run: Run, seed: int) -> Training:
    """Return the training of a run, not yet begun."""
    return _kind(run)(run, seed)


def roots(run: Run) -> tuple[Callable[..., Any], ...]:
    """Return the code of ours from which all that decides the record of a run can be reached."""
    return run.build, _kind(run)


def source(run: Run) -> str:
    """Return the hash that says whether the record of a run is out of date."""
    return digest(roots(run), run.recipe())


def _kind(run: Run) -> type[Training]:
    if run.distortion:
        return DrawnTraining
    if run.pixels == "0..9":
        return HandTraining
    kinds: dict[Any, type[Training]] = {TapeNetwork: TapeTraining, DigitGan: GanTraining}
    return kinds.get(run.build, Training)


def _as_kept(weight: Array) -> Array:
    """Round a weight to the digits with which records keep it."""
    return weight.astype(np.float16).astype(np.float32)


def _one_hot(labels: Array) -> Array:
    return np.eye(10, dtype=np.float32)[labels]


def _split(run: Run, labels: Array) -> tuple[Array, Array]:
    if run.split_seed is not None:
        return data.stratified_split(labels, run.held_out, run.split_seed)
    rows = np.arange(len(labels))
    kept = len(rows) - round(run.held_out * len(rows))
    return rows[:kept], rows[kept:]
