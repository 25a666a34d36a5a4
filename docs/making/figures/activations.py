"""Figure of the chapter "Activation functions": four of them, each with its slope."""

from collections.abc import Callable

import numpy as np

from cnnbook import activations as functions
from cnnbook._checks import Array
from making.figures.style import SMALL, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "activations": {
        "ko": {
            "sigmoid": "시그모이드",
            "tanh": "tanh",
            "relu": "ReLU",
            "leaky": "LeakyReLU, 기울기 0.3",
            "slope": "기울기",
        },
        "en": {
            "sigmoid": "Sigmoid",
            "tanh": "tanh",
            "relu": "ReLU",
            "leaky": "LeakyReLU, slope 0.3",
            "slope": "its slope",
        },
    },
}

_WIDTH, _UNIT = 112.0, 22.0
_X = np.linspace(-4, 4, 161)


def activations(theme: Theme, words: Words) -> Sheet:
    """Draw each function on the left and its slope on the right, on the same scale."""
    sheet = Sheet(theme, 428)
    rows = (
        ("sigmoid", functions.sigmoid, functions.sigmoid_derivative),
        ("tanh", functions.tanh, functions.tanh_derivative),
        ("relu", functions.relu, functions.relu_derivative),
        ("leaky", functions.leaky_relu, functions.leaky_relu_derivative),
    )
    for row, (name, function, derivative) in enumerate(rows):
        top = 107.0 * row
        sheet.heading(top + 9, words[name])
        sheet.heading(top + 9, words["slope"], 144)
        _plot(sheet, function, 18, top + 20, theme.ink)
        _plot(sheet, derivative, 144, top + 20, theme.window)
    return sheet


def _plot(sheet: Sheet, function: Callable[[Array], Array], x: float, y: float, color: str) -> None:
    """Draw a curve from -4 to 4, between -1.2 and 2.2, with its axes and their marks."""
    zero, middle = y + 2.2 * _UNIT, x + _WIDTH / 2
    sheet.line((x, zero), (x + _WIDTH, zero), width=0.8)
    sheet.line((middle, y), (middle, y + 3.4 * _UNIT), width=0.8)
    sheet.line((x, zero - _UNIT), (x + _WIDTH, zero - _UNIT))
    sheet.text(x - 3, zero, "0", size=SMALL, color=sheet.theme.soft, align="right")
    sheet.text(x - 3, zero - _UNIT, "1", size=SMALL, color=sheet.theme.soft, align="right")
    for mark in (-4, 4):
        place = middle + mark * _WIDTH / 8 - 5 * np.sign(mark)
        label = f"{mark}".replace("-", "–")
        sheet.text(float(place), zero + 9, label, size=SMALL, color=sheet.theme.soft)
    values = function(_X)
    shown = values <= 2.2
    # A jump stays a gap: the slope of ReLU takes no value between 0 and 1.
    pieces = np.flatnonzero(np.abs(np.diff(values)) > 0.2) + 1
    for part in np.split(np.flatnonzero(shown), pieces):
        points = [
            (middle + float(_X[i]) * _WIDTH / 8, zero - float(values[i]) * _UNIT) for i in part
        ]
        sheet.line(*points, color=color, width=1.6)
