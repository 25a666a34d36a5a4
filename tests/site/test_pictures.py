"""A figure is drawn for both languages and themes, and what a reader would stumble over is said."""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from matplotlib.figure import Figure

from cnnbook import plots
from making.figures.theme import DARK, LIGHT
from making.notebooks import pictures

# The fonts with Hangul are those of a kernel.
pytestmark = pytest.mark.filterwarnings("ignore:Glyph")
KOREAN = {"loss": "손실", "of": "의", "loss of": "손실:", "conv1": "conv1"}
INK = {"color": plots.GREY, "fontsize": 8.5}


def figure_with(*words: str, **look: object) -> Figure:
    """A small figure that says some words, one below the other."""
    figure = Figure(figsize=(2, 1.5))
    for line, said in enumerate(words):
        figure.text(0.1, 0.8 - 0.3 * line, said, **(INK | look))  # type: ignore[arg-type]
    return figure


def words_of(svg: str) -> list[str]:
    """The words of a drawing, which matplotlib writes beside their outlines."""
    return re.findall(r"<!-- (.*?) -->", svg)


def test_each_language_has_its_words_and_each_theme_its_colours() -> None:
    drawn = pictures.drawn(figure_with("loss 1.5", "loss of conv1"), KOREAN)
    assert words_of(drawn["en"]["light"]) == ["loss 1.5", "loss of conv1"]
    assert words_of(drawn["ko"]["dark"]) == ["손실 1.5", "손실: conv1"]
    for theme, colours, others in (("light", LIGHT, DARK), ("dark", DARK, LIGHT)):
        svg = drawn["ko"][theme]
        assert colours.soft in svg
        assert others.soft not in svg
        assert plots.GREY not in svg
    assert drawn["faults"] == []


def test_a_figure_that_says_the_same_in_both_languages_is_drawn_once() -> None:
    for words, times in (("conv1", 1), ("loss", 2)):
        with patch.object(Figure, "savefig", autospec=True, side_effect=Figure.savefig) as draw:
            shown = pictures.drawn(figure_with(words), KOREAN)
        assert draw.call_count == times
        assert (shown["ko"] == shown["en"]) == (times == 1)


def test_a_figure_keeps_its_layout() -> None:
    figure = plots.training_curves({"loss": [2, 1]})
    layout = figure.get_layout_engine()
    assert layout is not None
    pictures.drawn(figure, KOREAN)
    assert figure.get_layout_engine() is layout
    with (
        patch.object(Figure, "savefig", side_effect=OSError("full")),
        pytest.raises(OSError, match="full"),
    ):
        pictures.drawn(figure, KOREAN)
    assert figure.get_layout_engine() is layout


def test_ticks_and_names_of_curves_speak_the_language_too() -> None:
    figure = plots.training_curves({"loss": [2, 1]})
    figure.axes[0].set_xticks([1], ["of"])
    svg = pictures.drawn(figure, KOREAN | {"training": "훈련", "epoch": "에포크"})["ko"]["light"]
    assert {"의", "훈련", "에포크", "손실"} <= set(words_of(svg))
    assert figure.axes[0].get_ylabel() == "loss", "the figure itself stays as it is"


@pytest.mark.parametrize("width", [1, 3])
def test_every_picture_is_as_wide_as_the_drawings(width: float) -> None:
    figure = Figure(figsize=(width, 1))
    figure.add_axes((0, 0, 1, 1)).set_axis_off()
    assert 'width="260pt"' in pictures.drawn(figure, {})["en"]["light"]


FAULTS: list[tuple[Callable[[], Figure], str]] = [
    (lambda: figure_with("loss " * 20), "it is .* points wide, but a phone's column 260"),
    (lambda: figure_with("loss", fontsize=6), "'loss' is in letters of 6.0 points"),
    (lambda: figure_with("loss", color="black"), "'loss' is in none of the tones of cnnbook.plots"),
    (lambda: figure_with("loss epoch"), "'손실 epoch' has no Korean"),
]


@pytest.mark.parametrize(("draw", "said"), FAULTS)
def test_what_a_reader_would_stumble_over_is_said(draw: Callable[[], Figure], said: str) -> None:
    faults = pictures.drawn(draw(), KOREAN)["faults"]
    assert any(re.fullmatch(said, fault) for fault in faults), faults


def test_words_that_touch_are_said() -> None:
    figure = figure_with("loss")
    figure.text(0.12, 0.8, "conv1", **INK)  # type: ignore[arg-type]
    faults = pictures.drawn(figure, KOREAN)["faults"]
    assert faults == ["'loss' touches 'conv1'", "'손실' touches 'conv1'"]
