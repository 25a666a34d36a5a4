"""Pictures of what the book computes, with matplotlib (`pip install 'cnnbook[plots]'`).

Every function returns the Figure. It draws on `ax`, or in `fig`, if one is given; otherwise on a
new figure that belongs to no window, so that a notebook shows it once, as the result of the cell.
Backgrounds are transparent and lines and words in tones that stand out from white and from black.
Curves are told apart by their marks and strokes as well, and bear their names at their ends.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from cnnbook import activations
from cnnbook._checks import Array, as_floats, as_numbers, as_whole
from cnnbook._dtypes import widened

try:
    from matplotlib.axes import Axes
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure, SubFigure
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "cnnbook.plots needs matplotlib; install it with pip install 'cnnbook[plots]'"
    ) from error

__all__ = [
    "SIGNED",
    "activation_with_derivative",
    "feature_map_grid",
    "heat_map",
    "image_with_values",
    "kernel_grid",
    "label_ends",
    "softmax_bars",
    "training_curves",
    "weight_histogram",
]

GREY, BLUE, OCHRE, GREEN, RED = "#777c84", "#4b83d6", "#b9831c", "#2b9287", "#d4582f"
#: Blue where a number is negative, ochre where it is positive, clear where it is 0.
SIGNED = LinearSegmentedColormap.from_list(
    "signed", [(0, BLUE), (0.5, f"{BLUE}00"), (0.5, f"{OCHRE}00"), (1, OCHRE)]
)
WIDTH = 3.6  # inches: a phone's column of text
Name = Literal["sigmoid", "tanh", "relu", "leaky_relu"]


def image_with_values(image: ArrayLike, *, decimals: int = 0, ax: Axes | None = None) -> Figure:
    """Draw an image with the number of each pixel in its cell.

    Args:
        image: One image (H, W). Integers or floats.
        decimals: Digits after the point.
        ax: Where to draw; a new figure without it.

    Returns:
        The figure.

    Raises:
        TypeError: If `image` holds no integers or floats.
        ValueError: If `image` isn't 2-D.

    Examples:
        >>> from cnnbook import plots
        >>> figure = plots.image_with_values([[0, 1], [2, 3]])
        >>> [text.get_text() for text in figure.axes[0].texts]
        ['0', '1', '2', '3']
    """
    pixels = _as_array("image", image, 2, "one image (H, W)")
    height, width = pixels.shape
    ax = ax or _axes(0.36 * width, 0.36 * height)
    ax.imshow(pixels, cmap="gray")
    middle = (float(pixels.min()) + float(pixels.max())) / 2
    for (i, j), value in np.ndenumerate(pixels):
        color = "black" if value > middle else "white"
        ax.text(j, i, f"{value:.{decimals}f}", ha="center", va="center", color=color, fontsize=8)
    ax.set_axis_off()
    return _figure(ax)


def kernel_grid(
    kernel: ArrayLike,
    *,
    channel: int = 0,
    columns: int = 8,
    limit: float | None = None,
    fig: Figure | SubFigure | None = None,
) -> Figure:
    """Draw the kernels of all filters side by side: ochre positive, blue negative, on one scale.

    Args:
        kernel: Weights (height, width, C, filters).
        channel: The channel whose weights are shown.
        columns: How many stand in a row.
        limit: Where the colours are strongest; without it, at the weight furthest from 0.
            Several grids with the same limit can be compared.
        fig: Where to draw; a new figure without it.

    Returns:
        The figure; the bar tells which colour is which number.

    Raises:
        TypeError: If `kernel` holds no integers or floats, or `columns` isn't whole.
        ValueError: If `kernel` isn't HWIO, or has no such channel.

    Examples:
        >>> from cnnbook import plots
        >>> len(plots.kernel_grid(np.ones((3, 3, 1, 10))).axes)  # with the bar
        11
    """
    weights = _as_array("kernel", kernel, 4, "HWIO (height, width, in channels, out channels)")
    if not 0 <= channel < weights.shape[2]:
        raise ValueError(f"channel is {channel}, but kernel has 0 to {weights.shape[2] - 1}")
    shown = weights[:, :, channel]
    limit = limit or float(np.abs(shown, dtype=float).max()) or 1.0
    return _grid(shown, columns, fig, SIGNED, (-limit, limit))


def feature_map_grid(
    maps: ArrayLike, *, columns: int = 8, fig: Figure | SubFigure | None = None
) -> Figure:
    """Draw all feature maps of one image side by side, all on one scale.

    Args:
        maps: Maps of one image (H, W, C); of a batch take one, `maps[0]`.
        columns: How many stand in a row.
        fig: Where to draw; a new figure without it.

    Returns:
        The figure; the bar tells which grey is which number.

    Raises:
        TypeError: If `maps` holds no integers or floats, or `columns` isn't whole.
        ValueError: If `maps` isn't 3-D.

    Examples:
        >>> from cnnbook import plots
        >>> len(plots.feature_map_grid(np.ones((14, 14, 5))).axes)  # with the bar
        6
    """
    shown = _as_array("maps", maps, 3, "maps of one image (H, W, C)")
    return _grid(shown, columns, fig, "gray", (float(shown.min()), float(shown.max())))


def heat_map(image: ArrayLike, heat: ArrayLike, *, cell: int = 1, ax: Axes | None = None) -> Figure:
    """Lay a map over the image that it explains: ochre where it is positive, blue where negative.

    Args:
        image: One image (H, W), drawn in grey and a little darkened.
        heat: The map (h, w); it is centred on the image. 0 is clear, the largest value solid.
        cell: Pixels of the image to one number of the map: 1 for `explain.saliency`, the stride
            for `explain.occlusion`, 2 for `explain.grad_cam` behind one pooling layer.
        ax: Where to draw; a new figure without it.

    Returns:
        The figure.

    Raises:
        TypeError: If `image` or `heat` holds no integers or floats, or `cell` isn't whole.
        ValueError: If `image` or `heat` isn't 2-D.

    Examples:
        >>> from cnnbook import plots
        >>> picture, heat = plots.heat_map(np.ones((28, 28)), np.eye(13), cell=2).axes[0].images
        >>> heat.get_extent()
        [1.0, 27.0, 27.0, 1.0]
    """
    pixels = _as_array("image", image, 2, "one image (H, W)")
    numbers = _as_array("heat", heat, 2, "one map (h, w)")
    cell = as_whole("cell", cell)
    sides = zip(pixels.shape, numbers.shape, strict=True)
    (top, bottom), (left, right) = (
        ((side - cell * count) / 2, (side + cell * count) / 2) for side, count in sides
    )
    ax, size = ax or _axes(2.4, 2.4), pixels.shape
    black, white = float(pixels.min()), float(pixels.max())
    ax.imshow(
        pixels, cmap="gray", vmin=black, vmax=2 * white - black, extent=(0, size[1], size[0], 0)
    )
    largest = float(np.abs(numbers, dtype=float).max()) or 1.0
    ax.imshow(numbers, cmap=SIGNED, vmin=-largest, vmax=largest, extent=(left, right, bottom, top))
    ax.set(xlim=(0, size[1]), ylim=(size[0], 0))
    ax.set_axis_off()
    return _toned(ax)


def weight_histogram(weights: ArrayLike, *, ax: Axes | None = None) -> Figure:
    """Draw how often weights of each size occur, with their mean and standard deviation.

    Args:
        weights: Any shape. Integers or floats.
        ax: Where to draw; a new figure without it.

    Returns:
        The figure.

    Raises:
        TypeError: If `weights` holds no integers or floats.

    Examples:
        >>> from cnnbook import plots
        >>> plots.weight_histogram([-1.0, 1.0]).axes[0].get_title()
        'mean 0.000, std 1.000'
    """
    (numbers,) = widened(as_floats("weights", weights).ravel())
    ax = ax or _axes(WIDTH, 2.2)
    ax.hist(numbers, bins=30, color=BLUE)
    ax.axvline(float(numbers.mean()), color=OCHRE)
    ax.set(xlabel="weight", ylabel="count")
    ax.locator_params(axis="x", nbins=6)
    ax.set_title(f"mean {numbers.mean():.3f}, std {numbers.std():.3f}".replace("-", "−"))
    return _toned(ax)


def training_curves(
    history: Mapping[str, Sequence[float]] | Any, *, fig: Figure | SubFigure | None = None
) -> Figure:
    """Draw loss and accuracy by epoch, in training and, where there is one, in validation.

    Args:
        history: What `Network.fit` or Keras's `fit` returned.
        fig: Where to draw; a new figure without it.

    Returns:
        The figure, with one picture for each of loss and accuracy that the history has.

    Raises:
        ValueError: If the history has neither.

    Examples:
        >>> from cnnbook import plots
        >>> figure = plots.training_curves({"loss": [2, 1], "val_loss": [2, 1.5]})
        >>> [line.get_label() for line in figure.axes[0].lines]
        ['training', 'validation']
    """
    values = getattr(history, "history", history)
    shown = [name for name in ("loss", "accuracy") if name in values]
    if not shown:
        raise ValueError(f"history has {list(values)}, but loss or accuracy is expected")
    fig = fig or Figure(figsize=(WIDTH, 1.6 * len(shown)), layout="constrained")
    for ax, name in zip(fig.subplots(len(shown), squeeze=False)[:, 0], shown, strict=True):
        epochs = range(1, len(values[name]) + 1)
        ax.plot(epochs, values[name], "o-", color=BLUE, markersize=3, label="training")
        if f"val_{name}" in values:
            after = values[f"val_{name}"]
            ax.plot(epochs, after, "s--", color=OCHRE, markersize=3, label="validation")
        ax.set(xlabel="epoch", ylabel=name)
        ax.xaxis.get_major_locator().set_params(integer=True)
        label_ends(ax)
        figure = _toned(ax)
    return figure


def softmax_bars(
    probabilities: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw the probability of each class as a bar; the likeliest stands out.

    Args:
        probabilities: Of one input, (classes,).
        labels: Names of the classes; without them, their numbers.
        ax: Where to draw; a new figure without it.

    Returns:
        The figure.

    Raises:
        TypeError: If `probabilities` holds no integers or floats.
        ValueError: If `probabilities` isn't 1-D, or there are more or fewer labels.

    Examples:
        >>> from cnnbook import plots
        >>> bars = plots.softmax_bars([0.25, 0.75], labels=["cat", "dog"]).axes[0].patches
        >>> [float(bar.get_height()) for bar in bars]
        [0.25, 0.75]
    """
    shares = _as_array("probabilities", probabilities, 1, "those of one input (classes,)")
    names = list(map(str, range(len(shares)))) if labels is None else list(labels)
    if len(names) != len(shares):
        raise ValueError(f"there are {len(names)} labels for {len(shares)} probabilities")
    ax = ax or _axes(WIDTH, 2.2)
    colors = [OCHRE if share == shares.max() else BLUE for share in shares]
    ax.bar(range(len(shares)), shares, color=colors)
    words = max(map(len, names)) > 2
    slanted: Any = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if words else {}
    ax.set_xticks(range(len(shares)), names, **slanted)
    ax.set(ylim=(0, 1), ylabel="probability")
    return _toned(ax)


def activation_with_derivative(activation: Name, *, ax: Axes | None = None) -> Figure:
    """Draw an activation function and its slope from -5 to 5.

    Args:
        activation: "sigmoid", "tanh", "relu" or "leaky_relu".
        ax: Where to draw; a new figure without it.

    Returns:
        The figure.

    Raises:
        ValueError: If the activation is none of the four.

    Examples:
        >>> from cnnbook import plots
        >>> figure = plots.activation_with_derivative("tanh")
        >>> [line.get_label() for line in figure.axes[0].lines]
        ['tanh', 'derivative']
    """
    if activation not in ("sigmoid", "tanh", "relu", "leaky_relu"):
        raise ValueError(
            f'activation is {activation!r}, but must be "sigmoid", "tanh", "relu" or "leaky_relu"'
        )
    ax, x = ax or _axes(WIDTH, 2.2), np.linspace(-5, 5, 501)
    ax.plot(x, getattr(activations, activation)(x), color=BLUE, label=activation)
    slopes = getattr(activations, f"{activation}_derivative")(x)
    ax.plot(x, slopes, color=OCHRE, linestyle="--", label="derivative")
    ax.set(xlabel="x")
    label_ends(ax)
    return _toned(ax)


def label_ends(ax: Axes) -> None:
    """Write the name of each curve at its right end, and keep the names apart.

    Call it last, when the limits of the axes are set.

    Args:
        ax: Axes with curves; those without a label stay without one.

    Examples:
        >>> from cnnbook import plots
        >>> ax = plots.training_curves({"loss": [2, 1], "val_loss": [2, 1]}).axes[0]
        >>> [text.get_text() for text in ax.texts]
        ['training', 'validation']
    """
    ax.spines[["top", "right"]].set_visible(False)
    lines = [line for line in ax.lines if not str(line.get_label()).startswith("_")]
    ends = {line: np.asarray(line.get_xydata())[-1] for line in lines}
    lines.sort(key=lambda line: float(ends[line][1]))
    figure = _figure(ax)
    figure.draw_without_rendering()  # which gives the axes their size
    heights = [ax.transData.transform(ends[line])[1] * 72 / figure.dpi for line in lines]
    places: list[float] = []
    for height in heights:
        places.append(max([height, *(place + 12 for place in places[-1:])]))
    too_high = float(np.mean(places) - np.mean(heights)) if lines else 0.0
    for line, height, place in zip(lines, heights, places, strict=True):
        x, y = ends[line]
        ax.annotate(
            str(line.get_label()), (x, y), (6, place - too_high - height),
            textcoords="offset points", va="center", color=line.get_color(), annotation_clip=False,
        )  # fmt: skip


def _grid(
    pictures: Array,
    columns: int,
    fig: Figure | SubFigure | None,
    colors: str | LinearSegmentedColormap,
    limits: tuple[float, float],
) -> Figure:
    """Draw pictures (H, W, count) in rows, all on one scale, and the bar of the scale."""
    count = pictures.shape[2]
    columns = min(as_whole("columns", columns), count)
    rows = ceil(count / columns)
    side = min(1.2, (WIDTH - 0.6) / columns)
    size = side * columns + 0.6, (side + 0.1) * rows
    fig = fig or Figure(figsize=size, layout="compressed")
    axes = fig.subplots(rows, columns, squeeze=False).ravel()
    for ax in axes[count:]:
        ax.remove()
    low, high = limits
    for number, ax in enumerate(axes[:count]):
        shown = ax.imshow(pictures[:, :, number], cmap=colors, vmin=low, vmax=high)
        ax.set(xticks=[], yticks=[])
        _toned(ax)
    bar = fig.colorbar(shown, ax=list(axes[:count]))
    return _toned(bar.ax)


def _as_array(name: str, value: ArrayLike, dimensions: int, wanted: str) -> Array:
    array = as_numbers(name, value)
    if array.ndim != dimensions or not array.size:
        raise ValueError(f"{name} has shape {array.shape}, but {wanted} is expected")
    return array


def _axes(width: float, height: float) -> Axes:
    return Figure(figsize=(width, height), layout="constrained").subplots()


def _figure(ax: Axes) -> Figure:
    """Return the figure of axes, transparent, so that it fits a page of any colour."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.patch.set_alpha(0)
    return figure


def _toned(ax: Axes) -> Figure:
    """Draw lines and words in a grey that stands out from white and from black."""
    ax.patch.set_alpha(0)
    ax.tick_params(colors=GREY)
    for part in (ax.xaxis.label, ax.yaxis.label, ax.title):
        part.set_color(GREY)
    for spine in ax.spines.values():
        spine.set_color(GREY)
    return _figure(ax)
