"""Figure of the chapter "Momentum, Adam and weight decay": three ways down a ravine."""

import numpy as np

from cnnbook.optimizers import SGD, Adam, Optimizer
from making.figures.style import MARGIN, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "optimizers-ravine": {
        "ko": {
            "plain": "경사 하강법, 학습률 0.018",
            "momentum": "모멘텀 0.9, 학습률 0.018",
            "adam": "Adam, 학습률 0.18",
        },
        "en": {
            "plain": "Gradient descent, learning rate 0.018",
            "momentum": "Momentum 0.9, learning rate 0.018",
            "adam": "Adam, learning rate 0.18",
        },
    },
}

_STEPS, _STEEP, _START = 40, 100.0, (4.0, 1.0)
_LEFT, _RIGHT, _HIGH = -1.3, 4.4, 1.15
_HEIGHT = 92.0


def optimizers_ravine(theme: Theme, words: Words) -> Sheet:
    """Draw the first steps of three optimizers over the contours of (x² + 100 y²) / 2."""
    sheet = Sheet(theme, 400)
    optimizers: dict[str, Optimizer] = {
        "plain": SGD(0.018),
        "momentum": SGD(0.018, momentum=0.9),
        "adam": Adam(0.18),
    }
    for row, (name, optimizer) in enumerate(optimizers.items()):
        top = 9 + 134.0 * row
        sheet.heading(top, words[name])
        _panel(sheet, _path(optimizer), top + 14)
    return sheet


def _path(optimizer: Optimizer) -> list[tuple[float, float]]:
    """Return the start and where the steps lead."""
    weights = np.array(_START)
    path = [_START]
    for _ in range(_STEPS):
        optimizer.update([weights], [weights * (1.0, _STEEP)])
        path.append((float(weights[0]), float(weights[1])))
    return path


def _panel(sheet: Sheet, path: list[tuple[float, float]], top: float) -> None:
    """Draw the ravine, stretched in y, and a path with a mark at each step."""
    width, middle = WIDTH - 2 * MARGIN, top + _HEIGHT / 2

    def place(x: float, y: float) -> tuple[float, float]:
        inside = _LEFT <= x <= _RIGHT and abs(y) <= _HIGH
        if not inside:
            return np.nan, np.nan
        across = MARGIN + (x - _LEFT) / (_RIGHT - _LEFT) * width
        return across, middle - y / _HIGH * _HEIGHT / 2

    theme = sheet.theme
    for radius in range(1, 12):
        turn = np.linspace(0, 2 * np.pi, 361)
        wide, high = radius * np.cos(turn), radius / np.sqrt(_STEEP) * np.sin(turn)
        contour = zip(wide, high, strict=True)
        sheet.line(*(place(float(x), float(y)) for x, y in contour), color=theme.soft, width=0.3)
    sheet.outline(Box(MARGIN, top, width, _HEIGHT), theme.line, width=0.8)
    points = [place(*point) for point in path]
    sheet.line(*points, color=theme.window, width=0.9)
    for x, y in points:
        sheet.outline(Box(x - 1.5, y - 1.5, 3, 3), theme.window, width=0.4, fill=theme.window)
    x, y = place(0, 0)
    sheet.line((x - 4, y), (x + 4, y), color=theme.ink, width=1.2)
    sheet.line((x, y - 4), (x, y + 4), color=theme.ink, width=1.2)
    for mark in range(-1, 5):
        x = place(mark, 0)[0]
        label = f"{mark}".replace("-", "–")
        sheet.text(x, top + _HEIGHT + 8, label, size=SMALL, color=theme.soft)
