"""Measure cnnbook against TensorFlow and SciPy: the same process, the same number of threads.

What is compared takes turns, round by round, so that a busy machine is busy for all; medians count.
TensorFlow computes with the kernels that TF_ENABLE_ONEDNN_OPTS chooses; `make bench` measures both.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from matplotlib.figure import Figure
from scipy.signal import correlate

from cnnbook import Network, conv2d, conv2d_backward, data, max_pool2d
from cnnbook.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tests.tensorflow_kernels import kernels

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """How much is measured: images with their filters, pooled images, and for how long."""

    convolved: tuple[tuple[Shape, int], ...]
    pooled: tuple[Shape, ...]
    images: int
    seconds: float
    growth: dict[str, tuple[int, ...]]


FULL = Plan(
    convolved=(
        ((1, 10, 10, 1), 1),
        ((1, 28, 28, 1), 32),
        ((128, 28, 28, 1), 32),
        ((128, 14, 14, 32), 64),
        ((32, 112, 112, 3), 64),
    ),
    pooled=((1, 28, 28, 32), (128, 28, 28, 10), (128, 28, 28, 32), (32, 112, 112, 3)),
    images=48_000,
    seconds=4.0,
    growth={
        "image": (8, 16, 32, 64, 128),
        "kernel": (1, 3, 5, 7, 9, 11),
        "batch": (1, 4, 16, 64, 256),
    },
)
#: Says nothing about speed, only that every comparison still runs.
SHORT = Plan((((1, 10, 10, 1), 1),), ((1, 28, 28, 32),), 256, 0.0, {"image": (8,), "batch": (1, 4)})
FOLDER = Path(".cache") / "bench"
Timed = Callable[[], Any]


def take_turns(functions: dict[str, Timed], seconds: float) -> dict[str, float]:
    """Return the median time of each function; they run in turns for about so many seconds."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    for function in functions.values():
        function()  # compile, fill caches
    stop = perf_counter() + seconds
    while perf_counter() < stop or len(next(iter(times.values()))) < 5:
        for name, function in functions.items():
            start = perf_counter()
            function()
            times[name].append(perf_counter() - start)
    return {name: median(measured) for name, measured in times.items()}


def show(what: str, times: dict[str, float]) -> None:
    """Print one row: our time, then the others' with our share of theirs."""
    ours = times["cnnbook"]
    others = [
        f"{name} {1e3 * time:9.3f} ms  ratio {ours / time:6.3f}"
        for name, time in times.items()
        if name != "cnnbook"
    ]
    print(f"  {what:26} {1e3 * ours:9.3f} ms | " + " | ".join(others), flush=True)


def numbers(*shape: int) -> Any:
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def forward(tf: Any, shape: Shape, filters: int, seconds: float) -> None:
    x, kernel = numbers(*shape), numbers(3, 3, shape[3], filters)
    tensors = tf.constant(x), tf.constant(kernel)

    def tensorflow(x: Any, kernel: Any) -> Any:
        return tf.nn.conv2d(x, kernel, 1, "VALID")

    compiled = tf.function(tensorflow)
    times = take_turns(
        {
            "cnnbook": lambda: conv2d(x, kernel),
            "eager": lambda: tensorflow(*tensors).numpy(),
            "compiled": lambda: compiled(*tensors).numpy(),
        },
        seconds,
    )
    start = perf_counter()  # SciPy: one image, times the batch
    for f in range(filters):
        correlate(x[0], kernel[..., f], mode="valid", method="direct")
    times["SciPy"] = shape[0] * (perf_counter() - start)
    show(f"{shape} x{filters}", times)


def backward(tf: Any, shape: Shape, filters: int, seconds: float) -> None:
    x, kernel = numbers(*shape), numbers(3, 3, shape[3], filters)
    dy = numbers(*conv2d(x, kernel).shape)
    tensors = tf.constant(dy), tf.constant(x), tf.constant(kernel)
    slide = {"strides": [1, 1, 1, 1], "padding": "VALID"}

    def tensorflow(dy: Any, x: Any, kernel: Any) -> Any:
        return (
            tf.raw_ops.Conv2DBackpropInput(
                input_sizes=x.shape, filter=kernel, out_backprop=dy, **slide
            ),
            tf.raw_ops.Conv2DBackpropFilter(
                input=x, filter_sizes=kernel.shape, out_backprop=dy, **slide
            ),
            tf.reduce_sum(dy, axis=(0, 1, 2)),
        )

    compiled = tf.function(tensorflow)
    times = take_turns(
        {
            "cnnbook": lambda: conv2d_backward(dy, x, kernel),
            "eager": lambda: [gradient.numpy() for gradient in tensorflow(*tensors)],
            "compiled": lambda: [gradient.numpy() for gradient in compiled(*tensors)],
        },
        seconds,
    )
    show(f"{shape} x{filters}", times)


def pooling(tf: Any, shape: Shape, seconds: float) -> None:
    x = numbers(*shape)
    tensor = tf.constant(x)

    def tensorflow(x: Any) -> Any:
        return tf.nn.max_pool2d(x, 2, 2, "VALID")

    compiled = tf.function(tensorflow)
    functions: dict[str, Timed] = {
        "cnnbook": lambda: max_pool2d(x),
        "eager": lambda: tensorflow(tensor).numpy(),
        "compiled": lambda: compiled(tensor).numpy(),
    }
    show(f"{shape}, 2x2", take_turns(functions, seconds))


def clothes(images: int) -> tuple[Any, Any]:
    """Return so many images: of the full set in CNNBOOK_DATA, else of the sample, repeated."""
    full = "CNNBOOK_DATA" in os.environ
    (x, y), _ = data.load("fashion_mnist", full=full)
    times = -(-images // len(x))
    x, y = np.tile(x, (times, 1, 1)), np.tile(y, times)
    return x[:images, :, :, np.newaxis] / np.float32(255), y[:images]


def numpy_epoch(images: int) -> Timed:
    x, y = clothes(images)
    network = Network(
        [
            Conv2D(10, 3, padding="same", activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(100, activation="relu"),
            Dense(10),
        ],
        (28, 28, 1),
    )
    return lambda: network.fit(x, y, batch_size=128)


def keras_epoch(images: int) -> Timed:
    from cnnbook.models import keras_10_100

    (x, y), model = clothes(images), keras_10_100()
    return lambda: model.fit(x, y, batch_size=128, verbose=0)


EPOCHS: dict[str, Callable[[int], Timed]] = {"cnnbook": numpy_epoch, "Keras": keras_epoch}


def memory(name: str, images: int) -> None:
    """Print how many MB this process takes at most, libraries and images included."""
    EPOCHS[name](images)()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def growth(plan: Plan) -> dict[str, dict[int, float]]:
    """Return how time grows with the side of the image, the side of the kernel and the batch."""
    cases: dict[str, Callable[[int], tuple[Shape, int]]] = {
        "image": lambda side: ((16, side, side, 8), 3),
        "kernel": lambda side: ((16, 32, 32, 8), side),
        "batch": lambda images: ((images, 28, 28, 8), 3),
    }
    measured: dict[str, dict[int, float]] = {}
    for name, sizes in plan.growth.items():
        measured[name] = {}
        for size in sizes:
            shape, side = cases[name](size)
            x, kernel = numbers(*shape), numbers(side, side, 8, 16)
            functions: dict[str, Timed] = {"cnnbook": partial(conv2d, x, kernel)}
            measured[name][size] = take_turns(functions, plan.seconds / 4)["cnnbook"]
    return measured


def draw(measured: dict[str, dict[int, float]]) -> None:
    """Write the growth down for the book: numbers and a plot."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "growth.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    figure = Figure(figsize=(9, 3), layout="constrained")
    for ax, (name, times) in zip(
        figure.subplots(1, len(measured), squeeze=False)[0], measured.items(), strict=True
    ):
        ax.loglog(times.keys(), [1e3 * time for time in times.values()], marker="o")
        ax.set(xlabel=name if name == "batch" else f"side of the {name}", ylabel="ms")
    figure.savefig(FOLDER / "growth.svg", transparent=True)


def compare_memory(images: int) -> None:
    """Print the peak memory of one epoch, each in a process of its own.

    Linux counts what the parent had, so this comes before the parent grows.
    """
    peaks = {}
    for name in EPOCHS:
        command = [sys.executable, "-m", "tests.bench_package", "--memory", name, str(images)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks[name] = float(done.stdout.split()[-1])
    share = peaks["cnnbook"] / peaks["Keras"]
    print(f"peak memory of one epoch (aim: 1.5 of Keras's): {share:.2f}")
    print("  " + ", ".join(f"{name} {peak:.0f} MB" for name, peak in peaks.items()))


def compare(plan: Plan) -> None:
    """Print every comparison."""
    compare_memory(plan.images)
    import tensorflow as tf

    threads = os.cpu_count() or 1
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    print(
        f"TensorFlow with {kernels()} kernels; {threads} threads; medians; "
        f"ratio = cnnbook / the other; load {os.getloadavg()[0]:.1f}"
    )
    print("conv2d, 3x3 (aim: 1.0 of TensorFlow, 0.01 of SciPy on batches)")
    for shape, filters in plan.convolved:
        forward(tf, shape, filters, plan.seconds)
    print("conv2d_backward, 3x3: all three gradients (aim: 1.5)")
    for shape, filters in plan.convolved:
        backward(tf, shape, filters, plan.seconds)
    print("max_pool2d (aim: 1.0)")
    for shape in plan.pooled:
        pooling(tf, shape, plan.seconds)
    print(f"one epoch, 10 filters and 100 units, {plan.images:,} images, batch 128 (aim: 1.0)")
    show("fit", take_turns({name: make(plan.images) for name, make in EPOCHS.items()}, 0))
    print("how the time of conv2d grows (16 filters, 8 channels; 16 images where not said)")
    measured = growth(plan)
    for name, times in measured.items():
        row = ", ".join(f"{size}: {1e3 * time:.2f} ms" for size, time in times.items())
        print(f"  {name:7} {row}")
    draw(measured)
    print(f"  also in {FOLDER / 'growth.json'} and {FOLDER / 'growth.svg'}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="see in seconds that all of it runs")
    parser.add_argument("--memory", nargs=2, metavar=("WHOSE", "IMAGES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        memory(options.memory[0], int(options.memory[1]))
    else:
        compare(SHORT if options.short else FULL)


if __name__ == "__main__":
    main()
