"""The network written out with TensorFlow's tape: it learns, and steps as the others do."""

import keras
import numpy as np
import pytest

from cnnbook import SGD, Network, data, models
from cnnbook.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tests.oracle import random_numbers

# --- the network written out


def test_tape_network_learns() -> None:
    (x, y), _ = data.load("fashion_mnist")
    images, labels = (x[:600, :, :, np.newaxis] / 255).astype("float32"), np.eye(10)[y[:600]]
    validation = images[500:], labels[500:]
    network = models.TapeNetwork(n_kernels=4, units=20, batch_size=50, learning_rate=0.1)
    network.fit(images[:500], labels[:500], epochs=4, validation=validation)
    assert len(network.losses) == len(network.val_losses) == 4
    assert network.losses[-1] < 0.7 * network.losses[0]
    assert network.score(*validation) > 0.5
    assert network.predict(images[:7]).shape == (7,)
    again = models.TapeNetwork(n_kernels=4, units=20, batch_size=50, learning_rate=0.1)
    again.fit(images[:500], labels[:500])
    assert again.losses == pytest.approx(network.losses[:1], rel=1e-4)
    assert again.val_losses == []


@pytest.mark.parametrize("shape", [(4, 1), (4,), (3, 10), (4, 9)])
def test_labels_that_are_not_one_hot_are_named(shape: tuple[int, ...]) -> None:
    network = models.TapeNetwork(n_kernels=1, units=2)
    images, labels, right = np.zeros((4, 28, 28, 1), "float32"), np.zeros(shape), np.eye(10)[:4]
    before = [weight.numpy() for weight in network.weights]
    for use in (network.loss, network.step, network.fit, network.score):
        with pytest.raises(ValueError, match=r"labels have shape .*np\.eye\(10\)\[labels\.ravel"):
            use(images, labels)
    with pytest.raises(ValueError, match="labels have shape"):
        network.fit(images, right, validation=(images, labels))
    assert network.losses == []
    for old, new in zip(before, network.weights, strict=True):
        np.testing.assert_array_equal(old, new)


def test_tape_numpy_and_keras_take_the_same_steps() -> None:
    """The same start, the same batches, plain gradient descent: the same losses."""
    tape = models.TapeNetwork()
    ours = Network(
        [
            Conv2D(10, 3, padding="same", activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(100, activation="relu"),
            Dense(10),
        ],
        (28, 28, 1),
    )
    theirs = models.keras_10_100()
    theirs.compile(keras.optimizers.SGD(0.01), "sparse_categorical_crossentropy")
    start = [weight.numpy() for weight in tape.weights]
    ours.set_weights(start)
    theirs.set_weights(start)
    for seed in range(5):
        x = random_numbers(seed, "float32", 32, 28, 28, 1)
        y = np.random.default_rng(seed).integers(0, 10, 32)
        loss = tape.step(x, np.eye(10, dtype="float32")[y])
        assert ours.train_on_batch(x, y, SGD(0.01))[0] == pytest.approx(loss, rel=1e-4)
        theirs.reset_metrics()
        assert np.ravel(theirs.train_on_batch(x, y))[0] == pytest.approx(loss, rel=1e-4)
