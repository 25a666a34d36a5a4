"""Every public operation that takes arrays, with arrays to call it with.

A new operation needs an entry here, or a reason in `WITHOUT_ARRAYS`; a test compares the names
with what the package has.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

import keras
import numpy as np

import cnnbook
from cnnbook import data, explain, gan, layers, plots
from cnnbook.layers.base import Layer
from cnnbook.models.outputs import layer_outputs
from cnnbook.player import Frame, Player
from cnnbook.stack import Stack
from tests.oracle import Array

Draw = Callable[[np.random.Generator, np.dtype[Any]], Array]
#: Products of such numbers, and their sums, are exact in float32.
SMALL = 200
#: The same in int64, for integers wide enough.
LARGE = 2**20


class Operation(NamedTuple):
    """One way to call a public operation.

    Attributes:
        name: Its qualified name.
        call: The operation, as a function of arrays alone.
        arrays: What draws them.
        batch: Which of them lie by row.
        empty: What no rows lead to: no rows, or the error that says why not.
        single: Whether float32 weights take part, so that sums are rounded even of integers.
        edge: Whether arrays are checked here; layers leave that to their network.
    """

    name: str
    call: Callable[..., Any]
    arrays: tuple[Draw, ...]
    batch: tuple[int, ...] = ()
    empty: str = ""
    single: bool = False
    edge: bool = True


def numbers(*shape: int, low: int = -LARGE, high: int = LARGE) -> Draw:
    """Draw whole numbers, as large as the dtype takes them."""

    def draw(random: np.random.Generator, dtype: np.dtype[Any]) -> Array:
        least, most = (-SMALL, SMALL) if dtype.kind == "f" else (-LARGE, LARGE)
        if dtype.kind != "f":
            least, most = max(least, np.iinfo(dtype).min), min(most, np.iinfo(dtype).max)
        return random.integers(max(low, least), min(high, most), shape, endpoint=True).astype(dtype)

    return draw


def classes(rows: int, count: int) -> Draw:
    """Draw classes, which are whole in any case."""
    draw = numbers(rows, low=0, high=count - 1)
    return lambda random, dtype: draw(random, dtype if dtype.kind != "f" else np.dtype(int))


def rising(*shape: int) -> Draw:
    """Draw numbers that rise from the lowest that a dtype takes."""
    draw = numbers(*shape)

    def spread(random: np.random.Generator, dtype: np.dtype[Any]) -> Array:
        row = np.sort(draw(random, dtype))
        row[0], row[-1] = (0, 100) if dtype.kind == "u" else (-100, 100)
        return np.unique(np.clip(row, row[0], row[-1]))

    return spread


shares = partial(numbers, low=0, high=1)
tiny = partial(numbers, low=-5, high=5)
X, K = numbers(2, 5, 4, 2), numbers(2, 3, 2, 3)


def of(function: Any, *arrays: Draw, batch: tuple[int, ...] = (), **options: Any) -> Operation:
    """Call a function with arrays and options."""
    return Operation(function.__qualname__, partial(function, **options), arrays, batch)


def dropped(x: Array) -> Any:
    return cnnbook.dropout(x, 0.5, np.random.default_rng(0))


def fresh(*more: Layer) -> Any:
    return cnnbook.Network([*more, layers.Dense(3)], (4,))


def on_network(name: str, *given: Any, **options: Any) -> Callable[..., Any]:
    """Call a method of a new network, and return what comes, and its weights."""

    def call(*arrays: Array) -> Any:
        network = fresh(layers.Dense(5, activation="tanh"))
        result = getattr(network, name)(*arrays, *given, **options)
        return result, network.get_weights()

    return call


def backwards(name: str) -> Callable[..., Any]:
    def call(dy: Array) -> Any:
        stack = Stack([layers.Dense(5, activation="tanh"), layers.Dense(3)], (4,))
        stack.forward(np.ones((6, 4)))
        return getattr(stack, name)(dy), stack.layers[0].gradients

    return call


def moved(kind: Any, **options: Any) -> Callable[..., Any]:
    def call(gradient: Array) -> Any:
        weight, optimizer = np.ones((3, 4)), kind(**options)
        for _ in range(3):
            optimizer.update([weight], [gradient])
        return weight

    return call


def on_gan(name: str, *given: Any) -> Callable[..., Any]:
    def call(*arrays: Array) -> Any:
        one = gan.GAN(seed=1)
        result = getattr(one, name)(*arrays, *given)
        return result, one.generator.get_weights(), one.discriminator.get_weights()

    return call


def gan_fit(x: Array) -> Any:
    return gan.GAN().fit(lambda random, count: x, steps=1, batch_size=6)


def layer(make: Callable[[], Layer], shape: tuple[int, ...], output: tuple[int, ...]) -> Operation:
    """Send numbers forward through a layer, and others back."""

    def call(x: Array, dy: Array) -> Any:
        one = make()
        assert one.build(shape, np.random.default_rng(0)) == output
        evaluated, trained = one.forward(x, training=False), one.forward(x, training=True)
        return evaluated, trained, one.backward(dy), one.gradients, one.statistics

    arrays = tiny(6, *shape), tiny(6, *output)
    empty = "to take a mean of" if type(make()) is layers.BatchNormalization else ""
    return Operation(
        type(make()).__name__, call, arrays, (0, 1), empty=empty, single=True, edge=False
    )


def evaluated(x: Array) -> Any:
    one = layers.BatchNormalization()
    one.build((4,), np.random.default_rng(0))
    return one.forward(x, training=False)


@cache
def picture_model() -> Any:
    keras.utils.set_random_seed(0)
    stack = [keras.layers.Conv2D(2, 2, name="maps"), keras.layers.Flatten(), keras.layers.Dense(3)]
    return keras.Sequential([keras.Input((4, 4, 1)), *stack])


def on_picture(function: Any, *given: Any) -> Operation:
    draw = numbers(4, 4, 1)
    return Operation(function.__qualname__, lambda x: function(picture_model(), x, *given), (draw,))


def drawn(function: Any, *arrays: Draw) -> Operation:
    """Draw a picture, and return what it shows."""

    def call(*given: Array) -> Any:
        axes = function(*given).axes
        return [
            (
                [(image.get_array(), image.get_clim()) for image in ax.images],
                [line.get_ydata() for line in ax.lines],
                [(bar.get_height(), bar.get_xy()) for bar in ax.patches],
                [text.get_text() for text in ax.texts],
            )
            for ax in axes
        ]

    return Operation(function.__qualname__, call, arrays)


def played(edges: Array, p_data: Array, p_g: Array, d: Array) -> str:
    return Player(edges, p_data, [Frame(1, p_g, d)]).html()


OPERATIONS = (
    *(
        of(function, X, K, numbers(3), batch=(0,), padding="same", stride=(2, 1))
        for function in (cnnbook.conv2d, cnnbook.conv2d_naive)
    ),
    *(
        of(function, X, numbers(2, 2, 1, 4), batch=(0,), groups=2, dilation=2)
        for function in (cnnbook.conv2d, cnnbook.conv2d_naive)
    ),
    of(cnnbook.conv2d, numbers(4, 5), numbers(2, 2), numbers()),
    of(
        cnnbook.conv2d_backward,
        numbers(2, 3, 4, 3),
        X,
        K,
        batch=(0, 1),
        padding="same",
        stride=(2, 1),
    ),
    of(cnnbook.conv2d_backward, numbers(3, 3), numbers(4, 4), numbers(2, 2)),
    of(cnnbook.conv2d_transpose, X, numbers(3, 2, 3, 2), numbers(3), batch=(0,), stride=2),
    of(cnnbook.conv2d_transpose, numbers(3, 2), numbers(2, 2), numbers()),
    of(cnnbook.im2col, X, batch=(0,), size=2),
    of(cnnbook.correlate1d, numbers(9), numbers(3)),
    of(cnnbook.convolve1d, numbers(9), numbers(3), padding="full"),
    of(cnnbook.windows, numbers(4, 4), numbers(2, 2), numbers()),
    of(cnnbook.dense, numbers(6, 5), numbers(5, 3), numbers(3), batch=(0,)),
    of(cnnbook.dense_backward, numbers(6, 3), numbers(6, 5), numbers(5, 3), batch=(0, 1)),
    of(cnnbook.max_pool2d, X, batch=(0,), stride=1),
    of(cnnbook.avg_pool2d, X, batch=(0,), stride=1, padding="same"),
    of(cnnbook.max_pool2d_backward, numbers(2, 4, 3, 2), X, batch=(0, 1), stride=1),
    of(cnnbook.avg_pool2d_backward, numbers(2, 4, 3, 2), X, batch=(0, 1), stride=1),
    *(
        of(function, numbers(3, 4), batch=(0,))
        for function in (
            cnnbook.relu,
            cnnbook.relu_derivative,
            cnnbook.leaky_relu,
            cnnbook.leaky_relu_derivative,
            cnnbook.sigmoid,
            cnnbook.sigmoid_derivative,
            cnnbook.tanh,
            cnnbook.softmax,
            cnnbook.log_softmax,
        )
    ),
    *(of(function, tiny()) for function in (cnnbook.relu, cnnbook.leaky_relu, cnnbook.tanh)),
    # Not of large numbers, where 1 - y has no digits left.
    of(cnnbook.tanh_derivative, tiny(3, 4), batch=(0,)),
    of(cnnbook.softmax_derivative, tiny(3, 4), batch=(0,)),
    of(cnnbook.softmax, tiny(3, 4), batch=(0,)),
    of(cnnbook.softmax_backward, numbers(3, 4), tiny(3, 4), batch=(0, 1)),
    of(cnnbook.softmax_cross_entropy, numbers(6, 4), classes(6, 4), batch=(0, 1)),
    of(cnnbook.softmax_cross_entropy, numbers(6, 4), shares(6, 4), batch=(0, 1)),
    of(cnnbook.softmax_cross_entropy_backward, tiny(6, 4), classes(6, 4), batch=(0, 1)),
    of(cnnbook.softmax_cross_entropy_backward, tiny(6, 4), shares(6, 4), batch=(0, 1)),
    of(cnnbook.batch_norm, numbers(6, 2), numbers(2), numbers(2), batch=(0,))._replace(
        empty="to take a mean of"
    ),
    of(
        cnnbook.batch_norm,
        *(numbers(2, 3, 4, 2), numbers(2), numbers(2), numbers(2), numbers(2, low=1)),
        batch=(0,),
    ),
    of(
        cnnbook.batch_norm_backward, numbers(9, 2), numbers(9, 2), numbers(2), batch=(0, 1)
    )._replace(empty="to take a mean of"),
    of(
        cnnbook.batch_norm_backward,
        *(numbers(6, 2), numbers(6, 2), numbers(2), numbers(2), numbers(2, low=1)),
        batch=(0, 1),
    ),
    Operation("dropout", dropped, (numbers(6, 4),), (0,)),
    Operation("dropout", dropped, (numbers(),)),
    of(cnnbook.dropout_backward, numbers(6, 4), numbers(6, 4), batch=(0, 1)),
    *(
        Operation(f"Stack.{name}", on_network(name), (numbers(6, 4),), (0,))
        for name in ("forward", "as_inputs")
    ),
    *(
        Operation(f"Stack.{name}", backwards(name), (numbers(6, 3),), single=True)
        for name in ("backward", "keep_gradients")
    ),
    Operation(
        "Stack.set_weights",
        lambda *arrays: on_network("set_weights")(arrays),
        (numbers(4, 5), numbers(5), numbers(5, 3), numbers(3)),
    ),
    Operation("Network.predict", on_network("predict"), (numbers(6, 4),), (0,)),
    *(
        Operation(f"Network.{name}", on_network(name), (tiny(6, 4), classes(6, 3)), (0, 1), "one")
        for name in ("evaluate", "score", "fit")
    ),
    Operation(
        "Network.train_on_batch",
        lambda x, y: on_network("train_on_batch", cnnbook.SGD())(x, y),
        (tiny(6, 4), shares(6, 3)),
        (0, 1),
        "one input or more",
    ),
    Operation("SGD.update", moved(cnnbook.SGD, momentum=0.5), (numbers(3, 4),)),
    Operation("Adam.update", moved(cnnbook.Adam), (numbers(3, 4),)),
    Operation("GAN.generate", on_gan("generate"), (tiny(6, 1),), (0,)),
    Operation("GAN.judge", on_gan("judge"), (tiny(6, 1),), (0,)),
    Operation("GAN.density", on_gan("density"), (rising(7),)),
    Operation(
        "GAN.train_discriminator",
        on_gan("train_discriminator"),
        (tiny(6, 1), tiny(6, 1)),
        (0, 1),
        "one row or more",
    ),
    Operation(
        "GAN.train_generator", on_gan("train_generator"), (tiny(6, 1),), (0,), "one row or more"
    ),
    Operation("GAN.fit", gan_fit, (tiny(6, 1),)),
    of(gan.value, numbers(6, low=0), numbers(6, low=0), shares(6)),
    of(gan.optimal_discriminator, numbers(6, low=0), numbers(6, low=0), batch=(0, 1)),
    of(data.stratified_split, classes(12, 3), share=0.25, seed=0),
    on_picture(explain.occlusion, 1, 2, 1),
    on_picture(explain.saliency, 1),
    on_picture(explain.grad_cam, 1, "maps"),
    Operation(
        "layer_outputs",
        lambda x: layer_outputs(picture_model(), x, ["maps"])["maps"],
        (numbers(3, 4, 4, 1),),
    ),
    drawn(plots.image_with_values, numbers(3, 4)),
    drawn(plots.kernel_grid, numbers(2, 3, 1, 2)),
    drawn(plots.feature_map_grid, numbers(3, 4, 2)),
    drawn(plots.heat_map, numbers(3, 4), numbers(3, 4)),
    drawn(plots.weight_histogram, numbers(50)),
    drawn(plots.softmax_bars, numbers(4, low=0)),
    Operation(
        "Player", played, (lambda random, dtype: np.arange(5).astype(dtype), *3 * (shares(4),))
    ),
    layer(layers.Layer, (4,), (4,)),
    layer(lambda: layers.Activation("tanh"), (4,), (4,)),
    layer(lambda: layers.Activation("relu"), (4,), (4,)),
    layer(layers.LeakyReLU, (4,), (4,)),
    layer(layers.Flatten, (3, 2, 2), (12,)),
    layer(lambda: layers.Dropout(0.5), (4,), (4,)),
    layer(layers.BatchNormalization, (4,), (4,)),
    Operation("BatchNormalization", evaluated, (numbers(6, 4),), (0,), single=True),
    layer(layers.MaxPooling2D, (4, 4, 2), (2, 2, 2)),
    layer(lambda: layers.AveragePooling2D(3, 1), (4, 4, 2), (2, 2, 2)),
    layer(lambda: layers.Conv2D(3, 2, activation="relu"), (4, 4, 2), (3, 3, 3)),
    layer(lambda: layers.Dense(3, activation="sigmoid"), (4,), (3,)),
)

#: Public, but no arrays come in; or they go to TensorFlow as they are.
WITHOUT_ARRAYS = {
    "Network": "takes layers",
    "Stack": "takes layers",
    "Stack.load": "reads a file",
    "Stack.save": "writes a file",
    "glorot_uniform": "takes a shape",
    "load": "reads files",
    "resized": "reads files",
    "SGD": "takes learning rates",
    "Stack.update": "takes an optimizer",
    "Adam": "takes learning rates",
    "Window": "is what windows gives",
    "Window.text": "writes a step down",
    "output_size": "takes sizes",
    "receptive_field": "takes sizes",
    "activation_with_derivative": "takes a name",
    "training_curves": "takes a history",
    "label_ends": "takes axes of Matplotlib",
    "check": "takes what a reader answers",
    "without_softmax": "takes a Keras model",
    **dict.fromkeys(
        (
            *("activation_comparison", "digit_discriminator", "digit_generator", "fashion_cnn"),
            *("drawn_digit", "fashion_dense", "further", "further_best", "hand_checked"),
            *("keras_10_100", "looking_inside", "three_blocks", "two_blocks", "DigitGan"),
        ),
        "builds a Keras model",
    ),
    "DigitGan.train_step": "is called by Keras, with tensors",
    "TapeNetwork": "takes sizes",
    **dict.fromkeys(
        (f"TapeNetwork.{name}" for name in ("forward", "loss", "step", "fit", "predict", "score")),
        "is TensorFlow throughout, and takes float32",
    ),
}
#: The recorded runs, the exercises and what judges them: text and files, no arrays.
OTHER_ROOMS = ("results", "exercises", "answers")


def public_names() -> set[str]:
    """Name all that a reader may call: what `__all__` lists, and what documents its arguments."""
    return {name for module in _modules() for name in _public(module)} | set(layers.__all__)


def _modules() -> Iterator[Any]:
    yield cnnbook
    for info in pkgutil.walk_packages(cnnbook.__path__, "cnnbook."):
        first, *rest = info.name.split(".")[1:]
        if first not in OTHER_ROOMS and not any(part[0] == "_" for part in (first, *rest)):
            yield importlib.import_module(info.name)


def _public(module: Any) -> Iterator[str]:
    listed = getattr(module, "__all__", ())
    for name, thing in vars(module).items():
        if name in listed and (inspect.isfunction(thing) or inspect.isclass(thing)):
            yield thing.__qualname__
        elif getattr(thing, "__module__", None) != module.__name__ or name.startswith("_"):
            continue
        elif inspect.isfunction(thing) and _has_arguments(thing):
            yield thing.__qualname__
        # A layer is one operation: its network calls its methods.
        if inspect.isclass(thing) and not issubclass(thing, Layer):
            if _has_arguments(thing) or _has_arguments(thing.__init__):
                yield thing.__qualname__
            for method in vars(thing).values():
                function = getattr(method, "__func__", method)
                if inspect.isfunction(function) and function.__name__[0] != "_":
                    yield from [function.__qualname__] if _has_arguments(function) else []


def _has_arguments(thing: Any) -> bool:
    return "Args:" in (thing.__doc__ or "")
