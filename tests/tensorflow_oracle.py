"""The book's operations in TensorFlow, also where its processor kernels have gaps."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from tests.cases import as_pair


def conv2d(x: Any, kernel: Any, options: dict[str, Any]) -> Any:
    """Convolve with `tf.nn.conv2d`, written so that a tape finds its way back.

    TensorFlow has no gradient for dilation and groups on a processor. So the kernel is spread by
    zeros, and each group is convolved alone.
    """
    dilation, padding = as_pair(options["dilation"]), options["padding"]
    kernel = _spread(kernel, dilation)
    rows, columns = kernel.shape[:2]
    if padding == "full":
        padding = ((rows - 1, rows - 1), (columns - 1, columns - 1))
    stride = as_pair(options["stride"])
    if padding == "same" and len(set(stride)) > 1:
        sides = zip(x.shape[1:3], (rows, columns), stride, strict=True)
        padding = tuple(_same(*side) for side in sides)
    if isinstance(padding, str):
        border = padding.upper()
    else:
        # Not TensorFlow's explicit padding: its gradient takes no border as wide as the kernel.
        x, border = tf.pad(x, [(0, 0), *padding, (0, 0)]), "VALID"
    # Where the strides differ and one column comes out, oneDNN's kernels for AVX-512 leave a part
    # of the answer as the memory was (those for AVX2 don't): every place, then those of the stride.
    step = stride if len(set(stride)) == 1 else (1, 1)
    down, right = (s // t for s, t in zip(stride, step, strict=True))
    groups = options["groups"]
    kernels = tf.split(kernel, groups, axis=3)

    def convolve(x: Any) -> Any:
        parts = zip(tf.split(x, groups, axis=3), kernels, strict=True)
        return tf.concat([tf.nn.conv2d(part, k, step, border) for part, k in parts], axis=3)

    return with_an_image(convolve, x)[:, ::down, ::right]


def with_an_image(operation: Callable[[Any], Any], x: Any) -> Any:
    """Apply an operation to a batch, or to one image of zeros where the batch is empty.

    oneDNN's kernels answer an empty batch with the shape of the input:
    https://github.com/tensorflow/tensorflow/issues/111453
    """
    if len(x):
        return operation(x)
    return operation(tf.concat([x, tf.zeros((1, *x.shape[1:]), x.dtype)], axis=0))[:0]


def _same(length: int, window: int, stride: int) -> tuple[int, int]:
    """Zeros before and after with *same* padding: https://www.tensorflow.org/api_docs/python/tf/nn."""
    zeros = max((-(-length // stride) - 1) * stride + window - length, 0)
    return zeros // 2, zeros - zeros // 2


def _spread(kernel: Any, dilation: tuple[int, int]) -> Any:
    """Put zeros between the weights."""
    rows, columns, channels, filters = kernel.shape
    down, right = dilation
    apart = tf.pad(
        tf.reshape(kernel, (rows, 1, columns, 1, channels, filters)),
        [(0, 0), (0, down - 1), (0, 0), (0, right - 1), (0, 0), (0, 0)],
    )
    wide = tf.reshape(apart, (rows * down, columns * right, channels, filters))
    return wide[: (rows - 1) * down + 1, : (columns - 1) * right + 1]


def pool(operation: Any, x: Any, size: tuple[int, int], options: dict[str, Any]) -> Any:
    """Pool with an operation of TensorFlow."""
    stride, padding = as_pair(options["stride"]), options["padding"].upper()
    return with_an_image(lambda x: operation(x, size, stride, padding), x)


def avg_pool2d(x: Any, size: tuple[int, int], options: dict[str, Any]) -> Any:
    """Take means with `tf.nn.avg_pool2d`, or with sums where its gradient is wrong.

    For a window larger than the image, the gradient on a processor counts pixels twice:
    https://github.com/tensorflow/tensorflow/issues/48773
    """
    if size[0] <= x.shape[1] and size[1] <= x.shape[2]:
        return pool(tf.nn.avg_pool2d, x, size, options)
    stride, padding = as_pair(options["stride"]), options["padding"].upper()

    def means(x: Any) -> Any:
        batch, height, width, channels = x.shape
        window = tf.ones((*size, 1, 1), x.dtype)
        planes = tf.reshape(tf.transpose(x, (0, 3, 1, 2)), (batch * channels, height, width, 1))
        sums = tf.nn.conv2d(planes, window, stride, padding)
        pixels = tf.ones((1, height, width, 1), x.dtype)
        means = sums / tf.nn.conv2d(pixels, window, stride, padding)
        sides = (batch, channels, *means.shape[1:3])
        return tf.transpose(tf.reshape(means, sides), (0, 2, 3, 1))

    return with_an_image(means, x)


def max_pool2d(x: Any, size: tuple[int, int], options: dict[str, Any]) -> Any:
    """Pool with `tf.nn.max_pool2d`."""
    return pool(tf.nn.max_pool2d, tf.convert_to_tensor(x), size, options)


def gradients(dy: Any, function: Any, *arrays: Any) -> list[Any]:
    """Return the gradients of sum(dy * function(arrays)) with respect to the arrays."""
    constants = [tf.constant(array) for array in arrays]
    with tf.GradientTape() as tape:
        tape.watch(constants)
        y = function(*constants)
    return [gradient.numpy() for gradient in tape.gradient(y, constants, output_gradients=dy)]
