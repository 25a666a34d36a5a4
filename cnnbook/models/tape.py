"""The convolutional network written out with TensorFlow's tape: nothing of Keras's models.

Importing this module imports TensorFlow (`pip install 'cnnbook[train]'`).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_whole, check_unmasked

try:
    import tensorflow as tf
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "cnnbook.models.tape needs TensorFlow; install it with pip install 'cnnbook[train]'"
    ) from error


class TapeNetwork:
    """A convolution, pooling, and two dense layers, trained step by step with `tf.GradientTape`.

    Convolution 3x3 "same" with ReLU, max pooling 2x2, flatten, dense with ReLU, dense to 10
    logits; mini-batches and plain gradient descent.

    Args:
        n_kernels: Filters of the convolution.
        units: Units of the hidden dense layer.
        batch_size: How many images make one step.
        learning_rate: How far a weight moves for a gradient of 1.
        seed: Decides the first weights and the order of the images.

    Attributes:
        losses: Mean training loss of each epoch.
        val_losses: Validation loss after each epoch, if there was validation.
        weights: The six variables: kernel and bias of the convolution and both dense layers, in
            the order of `keras_10_100().get_weights()`.

    Examples:
        >>> network = TapeNetwork(n_kernels=2, units=5)
        >>> images, labels = np.zeros((4, 28, 28, 1), "float32"), np.eye(10)[[1, 2, 1, 2]]
        >>> network.fit(images, labels, epochs=2).losses[1] < network.losses[0]
        True
        >>> network.predict(images).shape
        (4,)

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, algorithm 8.1.
    """

    def __init__(
        self,
        *,
        n_kernels: int = 10,
        units: int = 100,
        batch_size: int = 128,
        learning_rate: float = 0.01,
        seed: int = 0,
    ) -> None:
        """Draw the first weights."""
        n_kernels, units = as_whole("n_kernels", n_kernels), as_whole("units", units)
        self.batch_size = as_whole("batch_size", batch_size)
        self.learning_rate = learning_rate
        self.losses: list[float] = []
        self.val_losses: list[float] = []
        self._seed = seed
        glorot = tf.keras.initializers.GlorotUniform(seed=seed)
        shapes = [(3, 3, 1, n_kernels), (14 * 14 * n_kernels, units), (units, 10)]
        self.weights = [
            tf.Variable(start) for shape in shapes for start in (glorot(shape), tf.zeros(shape[-1]))
        ]

    def forward(self, x: ArrayLike) -> Any:
        """Compute the logits.

        Args:
            x: Images (N, 28, 28, 1), float32.

        Returns:
            Logits (N, 10), a tensor.
        """
        kernel, bias, hidden, hidden_bias, output, output_bias = self.weights
        maps = tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME") + bias)
        pooled = tf.nn.max_pool2d(maps, 2, 2, "VALID")
        rows = tf.reshape(pooled, (-1, hidden.shape[0]))
        return tf.nn.relu(rows @ hidden + hidden_bias) @ output + output_bias

    def loss(self, x: ArrayLike, y: ArrayLike) -> Any:
        """Compute the mean softmax cross-entropy.

        Args:
            x: Images (N, 28, 28, 1), float32.
            y: One-hot labels (N, 10).

        Returns:
            One number, a tensor.

        Raises:
            TypeError: If y is masked.
            ValueError: If y isn't (N, 10).
        """
        logits = self.forward(x)
        labels = _one_hot(y, len(logits))
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels, logits))

    def step(self, x: ArrayLike, y: ArrayLike) -> float:
        """Move every weight once against its gradient.

        Args:
            x: Images (N, 28, 28, 1), float32.
            y: One-hot labels (N, 10).

        Returns:
            The loss before the step.
        """
        with tf.GradientTape() as tape:
            loss = self.loss(x, y)
        gradients = tape.gradient(loss, self.weights)
        for weight, gradient in zip(self.weights, gradients, strict=True):
            weight.assign_sub(self.learning_rate * gradient)
        return float(loss)

    def fit(
        self,
        x: Array,
        y: Array,
        *,
        epochs: int = 1,
        validation: tuple[Array, Array] | None = None,
    ) -> "TapeNetwork":
        """Train on mini-batches, drawn anew in each epoch.

        Args:
            x: Images (N, 28, 28, 1), float32.
            y: One-hot labels (N, 10).
            epochs: How often all images are seen.
            validation: Images and labels that are only measured.

        Returns:
            The network itself; `losses` and `val_losses` tell how it went.

        Raises:
            TypeError: If labels are masked.
            ValueError: If labels aren't (N, 10).
        """
        y = _one_hot(y, len(x))
        if validation is not None:
            _one_hot(validation[1], len(validation[0]))  # before an epoch is spent on them
        for _ in range(as_whole("epochs", epochs)):
            total = sum(len(rows) * self.step(x[rows], y[rows]) for rows in self._batches(len(x)))
            self.losses.append(total / len(x))
            if validation is not None:
                self.val_losses.append(float(self.loss(*validation)))
        return self

    def predict(self, x: ArrayLike) -> Array:
        """Return the likeliest class of each image.

        Args:
            x: Images (N, 28, 28, 1), float32.

        Returns:
            Classes (N,).
        """
        classes: Array = tf.argmax(self.forward(x), axis=1).numpy()
        return classes

    def score(self, x: ArrayLike, y: Array) -> float:
        """Return the share of images whose likeliest class is right.

        Args:
            x: Images (N, 28, 28, 1), float32.
            y: One-hot labels (N, 10).

        Returns:
            The accuracy.

        Raises:
            TypeError: If y is masked.
            ValueError: If y isn't (N, 10).
        """
        classes = self.predict(x)
        return float((classes == np.argmax(_one_hot(y, len(classes)), axis=1)).mean())

    def _batches(self, count: int) -> Iterator[Array]:
        # The epoch decides the order, so that training can go on where it stopped.
        order = np.random.default_rng((self._seed, len(self.losses))).permutation(count)
        return (order[i : i + self.batch_size] for i in range(0, count, self.batch_size))


def _one_hot(labels: ArrayLike, rows: int) -> Array:
    """Return labels as the loss takes them; TensorFlow would stretch a column over all classes."""
    check_unmasked("labels", labels)
    y = np.asarray(labels, np.float32)
    if y.shape != (rows, 10):
        raise ValueError(
            f"labels have shape {y.shape}, but must be one-hot, a row of 10 for each of {rows} "
            f"images, shape ({rows}, 10); np.eye(10)[labels.ravel()] makes them of class numbers"
        )
    return y
