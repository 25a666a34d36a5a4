"""The plots: what is drawn, where, on one scale, readable on white and on black."""

import itertools
import re
import runpy
import sys
from typing import Any, NamedTuple

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from cnnbook import plots
from tests.oracle import random_numbers


class History(NamedTuple):
    history: dict[str, list[float]]


CURVES: dict[str, list[float]] = {
    "loss": [2.0, 1.0],
    "val_loss": [2.0, 1.5],
    "accuracy": [0.1, 0.5],
    "lr": [1, 1],
}
ON_AX: list[tuple[Any, Any]] = [
    (plots.image_with_values, np.arange(12).reshape(3, 4)),
    (plots.weight_histogram, random_numbers(0, "float32", 3, 3, 1, 8)),
    (plots.softmax_bars, [0.1, 0.2, 0.7]),
    (plots.activation_with_derivative, "relu"),
    (lambda heat, **options: plots.heat_map(np.ones((4, 4)), heat, **options), np.eye(2)),
]
IN_FIG: list[tuple[Any, Any]] = [
    (plots.kernel_grid, random_numbers(0, "float32", 3, 3, 2, 10)),
    (plots.feature_map_grid, random_numbers(0, "float32", 6, 5, 3)),
    (plots.training_curves, CURVES),
]


@pytest.mark.parametrize(("plot", "given"), [*ON_AX, *IN_FIG])
def test_returns_a_transparent_figure_without_a_window(plot: Any, given: Any) -> None:
    figure = plot(given)
    assert isinstance(figure, Figure)
    assert figure.patch.get_alpha() == 0
    figure.canvas.draw()
    assert (
        "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()
    )


@pytest.mark.parametrize(("plot", "given"), ON_AX)
def test_draws_on_the_axes_it_is_given(plot: Any, given: Any) -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert plot(given, ax=right) is figure
    assert right.has_data()
    assert not left.has_data()


@pytest.mark.parametrize(("plot", "given"), IN_FIG)
def test_draws_in_the_figure_it_is_given(plot: Any, given: Any) -> None:
    figure = Figure(layout="constrained")
    halves: Any = figure.subfigures(1, 2)
    left, right = halves
    assert plot(given, fig=right) is figure
    assert right.axes
    assert not left.axes


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as the Web Content Accessibility Guidelines define it."""

    def luminance(color: str) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
        return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("color", [plots.GREY, plots.BLUE, plots.OCHRE, plots.GREEN, plots.RED])
@pytest.mark.parametrize("page", ["#fdfcf9", "#16191d"])
def test_lines_and_words_stand_out_from_both_pages(color: str, page: str) -> None:
    assert contrast(color, page) > 3


def test_values_stand_in_their_cells_and_out_from_them() -> None:
    axes = plots.image_with_values([[0, 0.25], [0.75, 1]], decimals=2).axes[0]
    written = {text.get_position(): text for text in axes.texts}
    assert {place: text.get_text() for place, text in written.items()} == {
        (0, 0): "0.00", (1, 0): "0.25", (0, 1): "0.75", (1, 1): "1.00",
    }  # fmt: skip
    assert [written[place].get_color() for place in ((0, 0), (1, 1))] == ["white", "black"]


def test_grids_have_one_scale() -> None:
    kernel = random_numbers(0, "float32", 3, 3, 2, 10)
    figure = plots.kernel_grid(kernel, channel=1, columns=4)
    images = [ax.images[0] for ax in figure.axes if ax.images]
    assert len(images) == 10
    limit = float(abs(kernel[:, :, 1]).max())
    assert {image.get_clim() for image in images} == {(-limit, limit)}
    for number, image in enumerate(images):
        np.testing.assert_array_equal(image.get_array(), kernel[:, :, 1, number])
    assert len({ax.get_position().x0.round(6) for ax in figure.axes[:10]}) == 4


def test_negative_weights_are_blue_and_positive_ones_ochre() -> None:
    image = plots.kernel_grid(np.array([[-2.0, 0, 1]]).reshape(1, 3, 1, 1)).axes[0].images[0]
    ((negative, nothing, positive),) = np.asarray(image.to_rgba(np.asarray(image.get_array())))
    np.testing.assert_allclose(negative, (*to_rgb(plots.BLUE), 1))
    assert nothing[3] < 0.01
    np.testing.assert_allclose(positive[:3], to_rgb(plots.OCHRE), atol=0.01)
    assert plots.kernel_grid(np.zeros((3, 3, 1, 1))).axes[0].images[0].get_clim() == (-1, 1)


def test_maps_are_grey_from_their_smallest_to_their_largest_number() -> None:
    image = plots.feature_map_grid(np.arange(4.0).reshape(2, 2, 1)).axes[0].images[0]
    assert (image.get_cmap().name, image.get_clim()) == ("gray", (0, 3))


def test_kernels_on_a_scale_that_is_given() -> None:
    figure = plots.kernel_grid(np.ones((3, 3, 1, 2)), limit=2)
    assert {ax.images[0].get_clim() for ax in figure.axes if ax.images} == {(-2.0, 2.0)}


def test_heat_lies_centred_over_its_image_and_clear_where_it_is_0() -> None:
    figure = plots.heat_map(np.ones((8, 12)), [[0, 2], [-1, 0], [0, 0]], cell=2)
    image, heat = figure.axes[0].images
    assert list(image.get_extent()) == [0, 12, 8, 0]
    assert list(heat.get_extent()) == [4, 8, 7, 1]
    assert heat.get_clim() == (-2, 2)
    colors = np.asarray(heat.to_rgba(np.asarray(heat.get_array())))
    assert colors[:, :, 3].round(1).tolist() == [[0, 1], [0.5, 0], [0, 0]]
    np.testing.assert_allclose(colors[0, 1, :3], to_rgb(plots.OCHRE))
    np.testing.assert_allclose(colors[1, 0, :3], to_rgb(plots.BLUE))


def test_heat_of_nothing_is_clear() -> None:
    _, heat = plots.heat_map(np.zeros((4, 4)), np.zeros((4, 4))).axes[0].images
    assert heat.get_clim() == (-1, 1)


def test_curves_of_keras_too() -> None:
    loss, accuracy = plots.training_curves(History(CURVES)).axes
    assert [np.asarray(line.get_ydata()).tolist() for line in loss.lines] == [[2, 1], [2, 1.5]]
    assert [line.get_label() for line in accuracy.lines] == ["training"]
    assert np.asarray(loss.lines[0].get_xdata()).tolist() == [1, 2]
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss", "accuracy")


def test_curves_are_told_apart_without_colour_and_named_where_they_end() -> None:
    loss, accuracy = plots.training_curves(History(CURVES)).axes
    training, validation = loss.lines
    assert training.get_linestyle() != validation.get_linestyle()
    assert training.get_marker() != validation.get_marker()
    names = {text.get_text(): text for text in loss.texts}
    assert {name: text.xy for name, text in names.items()} == {  # type: ignore[attr-defined]
        "training": (2, 1),
        "validation": (2, 1.5),
    }
    assert [text.get_text() for text in accuracy.texts] == ["training"]
    assert loss.get_legend() is None


@pytest.mark.parametrize("ends", [[1.0, 1.0, 1.0], [0.0, 0.01, 9.0], [3.0, 2.0, 2.01]])
def test_names_of_curves_that_end_together_are_kept_apart(ends: list[float]) -> None:
    ax = Figure().subplots()
    for number, end in enumerate(ends):
        ax.plot([0, end], label=f"curve {number}")
    ax.plot([0, 5])
    plots.label_ends(ax)
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert len(boxes) == 3
    assert all(below.y1 <= above.y0 for below, above in itertools.pairwise(boxes))
    order = sorted(ax.texts, key=lambda text: text.get_window_extent().y0)
    heights = [text.xy[1] for text in order]  # type: ignore[attr-defined]
    assert heights == sorted(heights)


def test_the_likeliest_bar_stands_out() -> None:
    axes = plots.softmax_bars([0.1, 0.7, 0.2]).axes[0]
    colors = [bar.get_facecolor()[:3] for bar in axes.patches]
    assert [color == to_rgb(plots.OCHRE) for color in colors] == [False, True, False]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["0", "1", "2"]
    axes = plots.softmax_bars([0.1, 0.9], labels=["boot", "bag"]).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["boot", "bag"]


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_activation_and_slope(name: Any) -> None:
    lines = plots.activation_with_derivative(name).axes[0].lines
    x, y, slopes = map(np.asarray, (*lines[0].get_data(), lines[1].get_ydata()))
    assert (x[0], x[-1]) == (-5, 5)
    away = np.abs(x) > 0.05  # from the kink of ReLU
    away[[0, -1]] = False
    np.testing.assert_allclose(np.gradient(y, x)[away], slopes[away], atol=1e-3)


@pytest.mark.parametrize(
    ("plot", "given", "options", "error", "message"),
    [
        (
            plots.image_with_values,
            [1],
            {},
            ValueError,
            "image has shape (1,), but one image (H, W) is expected",
        ),
        (
            plots.image_with_values,
            [["a"]],
            {},
            TypeError,
            "image holds <U1, but integers or floats",
        ),
        (
            plots.kernel_grid,
            [[1]],
            {},
            ValueError,
            "kernel has shape (1, 1), but HWIO (height, "
            "width, in channels, out channels) is expected",
        ),
        (
            plots.kernel_grid,
            np.ones((1, 1, 2, 1)),
            {"channel": 2},
            ValueError,
            "channel is 2, but kernel has 0 to 1",
        ),
        (plots.kernel_grid, np.ones((1, 1, 2, 1)), {"columns": 0}, ValueError, "columns is 0, but"),
        (
            plots.feature_map_grid,
            [[1]],
            {},
            ValueError,
            "maps has shape (1, 1), but maps of one image (H, W, C) is expected",
        ),
        (plots.feature_map_grid, np.ones((2, 2, 0)), {}, ValueError, "maps has shape (2, 2, 0)"),
        (plots.weight_histogram, ["a"], {}, TypeError, "weights holds <U1, but integers or floats"),
        (
            plots.training_curves,
            {"mse": [1]},
            {},
            ValueError,
            "history has ['mse'], but loss or accuracy is expected",
        ),
        (plots.softmax_bars, [[1]], {}, ValueError, "probabilities has shape (1, 1), but those of"),
        (
            plots.softmax_bars,
            [1],
            {"labels": ["a", "b"]},
            ValueError,
            "there are 2 labels for 1 probabilities",
        ),
        (
            plots.activation_with_derivative,
            "elu",
            {},
            ValueError,
            'activation is \'elu\', but must be "sigmoid", "tanh", "relu" or "leaky_relu"',
        ),
    ],
)
def test_wrong_input(
    plot: Any, given: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        plot(given, **options)


def test_without_matplotlib_the_import_says_what_to_do(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.axes", None)
    monkeypatch.delitem(sys.modules, "cnnbook.plots")
    with pytest.raises(
        ModuleNotFoundError,
        match=r"^cnnbook.plots needs matplotlib; install it "
        r"with pip install 'cnnbook\[plots\]'$",
    ):
        runpy.run_module("cnnbook.plots")
