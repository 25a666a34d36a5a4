"""A classifier in NumPy, trained by gradient descent and used as one uses Keras."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_number, as_numbers, as_whole
from cnnbook.layers.base import Shape
from cnnbook.optimizers import Adam, Optimizer
from cnnbook.softmax import softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from cnnbook.stack import Stack

History = dict[str, list[float]]
#: How many inputs are evaluated at once.
PIECE = 256


class Network(Stack):
    """Layers in a row, of which the last gives one logit for each class.

    The loss is the softmax cross-entropy of the logits.

    Examples:
        The network that the book checks by hand:

        >>> from cnnbook.layers import Conv2D, Dense, Flatten, MaxPooling2D
        >>> layers = [
        ...     Conv2D(1, 3, activation="relu"),
        ...     MaxPooling2D(2),
        ...     Conv2D(2, 3, activation="relu"),
        ...     Flatten(),
        ...     Dense(2, activation="relu"),
        ...     Dense(10),
        ... ]
        >>> network = Network(layers, input_shape=(10, 10, 1))
        >>> network.count_params()
        78
        >>> network.predict(np.zeros((3, 10, 10, 1))).shape
        (3, 10)

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, chapters 6, 8 and 9.
    """

    def _build(self, random: np.random.Generator) -> list[Shape]:
        """Build the layers, and check that the last gives logits."""
        shapes = super()._build(random)
        if len(shapes[-1]) != 1:
            raise ValueError(
                f"the last layer gives shape {shapes[-1]}, but one logit for each "
                "class is expected; end with Flatten() and Dense(classes)"
            )
        return shapes

    def train_on_batch(
        self, x: ArrayLike, y: ArrayLike, optimizer: Optimizer
    ) -> tuple[float, float]:
        """Make one step: forward, backward, and let the optimizer move the weights.

        Args:
            x: Inputs (N, *input_shape), one or more.
            y: Classes (N,), or shares of the classes (N, classes), for example one-hot.
            optimizer: How far to move; `SGD` and `Adam` serve one network.

        Returns:
            Loss and accuracy of this batch before the step.

        Raises:
            TypeError: If an array holds no integers or floats.
            ValueError: If the shapes don't belong together, or a label is no class.
        """
        x, y = self._as_pairs(x, y)
        logits = self.forward(x, training=True)
        loss, accuracy = _measure(logits, y)
        self.keep_gradients(softmax_cross_entropy_backward(logits, y))
        self.update(optimizer)
        return loss, accuracy

    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        epochs: int = 1,
        batch_size: int = 32,
        optimizer: Optimizer | None = None,
        validation_split: float = 0.0,
        seed: int = 0,
        progress: bool = False,
    ) -> History:
        """Train on mini-batches, drawn anew in each epoch.

        Args:
            x: Inputs (N, *input_shape). Integers or floats.
            y: Classes (N,), or shares of the classes (N, classes), for example one-hot.
            epochs: How often all inputs are seen.
            batch_size: How many inputs make one step; the last batch may be smaller.
            optimizer: `SGD` or `Adam`, one for each network; without it, a new `Adam()`.
            validation_split: Share of the inputs, taken from the end before shuffling, that is
                not trained on but measured after each epoch.
            seed: Decides the order of the inputs.
            progress: Whether to show a bar; needs tqdm.

        Returns:
            History by epoch: "loss" and "accuracy", the mean over the batches while training,
                and with a validation split "val_loss" and "val_accuracy".

        Raises:
            TypeError: If an array holds no integers or floats, or a number isn't whole.
            ValueError: If the shapes don't belong together, a label is no class, the split
                leaves nothing to train on or to measure, or the optimizer served another network.
            ModuleNotFoundError: If there is no tqdm for the bar.

        Examples:
            >>> from cnnbook.layers import Dense
            >>> network = Network([Dense(2)], input_shape=(1,))
            >>> history = network.fit([[-1], [1]], [0, 1], epochs=50, optimizer=Adam(0.1))
            >>> history["loss"][0] > 5 * history["loss"][-1]
            True
        """
        inputs, labels = self._as_pairs(x, y)
        count = _count_trained(len(inputs), validation_split)
        epochs, batch_size = as_whole("epochs", epochs), as_whole("batch_size", batch_size)
        optimizer, random = optimizer or Adam(), np.random.default_rng(seed)
        history: History = {"loss": [], "accuracy": []}
        steps = epochs * -(-count // batch_size)
        with _bar(steps, progress) as bar:
            for _ in range(epochs):
                totals = np.zeros(2)
                order = random.permutation(count)
                for rows in _cut(order, batch_size):
                    measured = self.train_on_batch(inputs[rows], labels[rows], optimizer)
                    totals += np.multiply(measured, len(rows))
                    if bar is not None:
                        bar.update()
                _note(history, "", totals / count)
                if count < len(inputs):
                    _note(history, "val_", self.evaluate(inputs[count:], labels[count:]))
                if bar is not None:
                    bar.set_postfix({name: f"{values[-1]:.4f}" for name, values in history.items()})
        return history

    def predict(self, x: ArrayLike) -> Array:
        """Return the probability of each class.

        Args:
            x: Inputs (N, *input_shape).

        Returns:
            (N, classes), float32; each row adds up to 1.

        Raises:
            TypeError: If `x` holds no integers or floats.
            ValueError: If the inputs have another shape.
        """
        return softmax(self._logits(self.as_inputs(x)))

    def evaluate(self, x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
        """Return loss and accuracy.

        Args:
            x: Inputs (N, *input_shape), one or more.
            y: Classes (N,), or shares of the classes (N, classes), for example one-hot.

        Returns:
            The mean loss, and the share of inputs whose likeliest class is right.

        Raises:
            TypeError: If an array holds no integers or floats.
            ValueError: If the shapes don't belong together, or a label is no class.
        """
        inputs, labels = self._as_pairs(x, y)
        return _measure(self._logits(inputs), labels)

    def score(self, x: ArrayLike, y: ArrayLike) -> float:
        """Return the accuracy alone; arguments and errors are those of `evaluate`.

        Args:
            x: Inputs.
            y: Classes, or shares of the classes.

        Returns:
            Share of inputs whose likeliest class is right.
        """
        return self.evaluate(x, y)[1]

    def _logits(self, inputs: Array) -> Array:
        pieces = [self.forward(piece) for piece in _cut(inputs, PIECE)]
        return np.concatenate(pieces) if pieces else self.forward(inputs)

    def _as_pairs(self, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        inputs, labels = self.as_inputs(x), as_numbers("y", y)
        if labels.ndim == 0 or len(inputs) != len(labels) or not len(inputs):
            raise ValueError(
                f"x has shape {inputs.shape} and y {labels.shape}, but one label for each input, "
                "and one input or more, are expected"
            )
        return inputs, labels


def _measure(logits: Array, labels: ArrayLike) -> tuple[float, float]:
    """Return the mean loss and the accuracy of a batch."""
    losses, labels = softmax_cross_entropy(logits, labels), np.asarray(labels)
    classes = labels.argmax(axis=1) if labels.ndim == 2 else labels
    return float(losses.mean()), float((logits.argmax(axis=1) == classes).mean())


def _count_trained(count: int, validation_split: float) -> int:
    """Count the inputs that are left for training, as Keras does."""
    trained = int(count * (1 - as_number("validation_split", validation_split)))
    if not 0 < trained <= count or (validation_split and trained == count):
        raise ValueError(
            f"validation_split is {validation_split!r}, which leaves {trained} of {count} inputs "
            "for training; choose a share from 0 up to 1 that leaves some on both sides"
        )
    return trained


def _cut(rows: Array, size: int) -> Iterator[Array]:
    return (rows[first : first + size] for first in range(0, len(rows), size))


def _note(history: History, prefix: str, measured: Iterable[float]) -> None:
    for name, value in zip(("loss", "accuracy"), measured, strict=True):
        history.setdefault(prefix + name, []).append(float(value))


def _bar(steps: int, progress: bool) -> Any:
    if not progress:
        return nullcontext()
    try:
        from tqdm.auto import tqdm
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "progress=True needs tqdm; install it with pip install 'cnnbook[progress]', "
            "or leave progress out"
        ) from error
    return tqdm(total=steps, unit="step")
