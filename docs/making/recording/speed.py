"""How long a convolution takes, written in loops, as a matrix product, and by the libraries.

A measurement and not a training: its record holds times, which belong to one machine. What
holds elsewhere too are the ratios, roughly.
"""

import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import tensorflow as tf
from scipy.signal import correlate

from cnnbook._checks import Array
from cnnbook.conv import conv2d, conv2d_naive, im2col
from making.keeping import write
from making.recording.files import file_of, read, signed, text_of, versions
from making.recording.source import digest

NAME = "im2col_speed"
#: Shapes of the images and numbers of filters, 3x3, from one digit to a batch inside a network.
SHAPES = (
    ((1, 10, 10, 1), 1),
    ((1, 28, 28, 1), 32),
    ((32, 28, 28, 1), 32),
    ((32, 14, 14, 32), 64),
)
_REPEATS = 9
_SLOW_REPEATS = 3


def matrix_product(x: Array, kernel: Array) -> Array:
    """Convolve as the chapter on im2col writes it: every window a row, then one product."""
    rows = im2col(x, kernel.shape[:2])
    height, width = x.shape[1] - kernel.shape[0] + 1, x.shape[2] - kernel.shape[1] + 1
    result: Array = rows @ kernel.reshape(-1, kernel.shape[3])
    return result.reshape(len(x), height, width, -1)


def source() -> str:
    """Return the hash that says whether the record is out of date."""
    return digest([_compare], {"shapes": SHAPES, "repeats": [_REPEATS, _SLOW_REPEATS]})


def update(folder: Path) -> None:
    """Measure, if there is no record or the measurement is another one."""
    if read(folder, NAME, 0).get("source") != source():
        write(file_of(folder, NAME, 0), text_of(signed(measure())))


def measure() -> dict[str, Any]:
    """Return the record: for each shape, the median time of each way to convolve.

    What is fast runs more often than what is slow, and all take turns, so that a busy machine is
    busy for all.
    """
    # Linux alone tells how many of the cores this process may use.
    allowed = getattr(os, "sched_getaffinity", lambda process: range(os.cpu_count() or 1))(0)
    return {
        "name": NAME,
        "seed": 0,
        "source": source(),
        "versions": versions("tensorflow", "scipy"),
        "cores": len(allowed),
        "shapes": [_compare(shape, filters) for shape, filters in SHAPES],
    }


def _compare(shape: tuple[int, ...], filters: int) -> dict[str, Any]:
    random = np.random.default_rng(0)
    x, kernel = (
        random.normal(size=size).astype("float32") for size in (shape, (3, 3, shape[3], filters))
    )
    ways, slow = _ways(x, kernel)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for function in ways.values():
        function()  # compile, fill caches
    for number in range(_REPEATS):
        for name, function in ways.items():
            if number < _SLOW_REPEATS or name not in slow:
                start = perf_counter()
                function()
                seconds[name].append(perf_counter() - start)
    return {
        "images": list(shape),
        "kernel": list(kernel.shape),
        "milliseconds": {name: 1e3 * median(times) for name, times in seconds.items()},
    }


def _ways(x: Array, kernel: Array) -> tuple[dict[str, Callable[[], Any]], set[str]]:
    """Return the ways to convolve by name, and which of them are slow."""
    tensors, filters = (tf.constant(x), tf.constant(kernel)), kernel.shape[3]

    def tensorflow(x: Any, kernel: Any) -> Any:
        return tf.nn.conv2d(x, kernel, 1, "VALID")

    def scipy() -> Array:
        maps = [
            [correlate(image, kernel[..., f], "valid", "direct")[..., 0] for f in range(filters)]
            for image in x
        ]
        return np.moveaxis(np.array(maps), 1, -1)

    compiled = tf.function(tensorflow)
    ways = {
        "conv2d_naive": lambda: conv2d_naive(x, kernel),
        "im2col": lambda: matrix_product(x, kernel),
        "conv2d": lambda: conv2d(x, kernel),
        "tensorflow_eager": lambda: tensorflow(*tensors).numpy(),
        "tensorflow_compiled": lambda: compiled(*tensors).numpy(),
        "scipy": scipy,
    }
    return ways, {"conv2d_naive", "scipy"}
