"""Figures of the chapter "A convolutional network written out": steps downhill, and both ways."""

import numpy as np

from cnnbook.softmax import softmax_cross_entropy, softmax_cross_entropy_backward
from making.figures.style import MARGIN, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "sgd-steps": {
        "ko": {"loss": "손실", "weight": "가중치 w", "slope": "기울기 –0.54"},
        "en": {"loss": "Loss", "weight": "weight w", "slope": "slope –0.54"},
    },
    "both-ways": {
        "ko": {
            "shape": "값의 형상",
            "weights": "가중치",
            "images": "이미지 128장",
            "conv": "합성곱, ReLU",
            "pool": "최대 풀링",
            "flatten": "펼치기",
            "hidden": "완전연결층, ReLU",
            "output": "완전연결층",
            "loss": "손실",
            "number": "수 하나",
            "backward": "그레이디언트는 거꾸로",
        },
        "en": {
            "shape": "Shape",
            "weights": "Weights",
            "images": "128 images",
            "conv": "Convolution, ReLU",
            "pool": "Max pooling",
            "flatten": "Flatten",
            "hidden": "Dense, ReLU",
            "output": "Dense",
            "loss": "Loss",
            "number": "one number",
            "backward": "gradients go backward",
        },
    },
}

_PIXEL = 2.0


def sgd_steps(theme: Theme, words: Words) -> Sheet:
    """Draw the loss over one weight, and three steps downhill from 0.5."""
    sheet = Sheet(theme, 186)
    left, bottom, unit, tall = 34.0, 150.0, 84.0, 250.0

    def place(weight: float, loss: float) -> tuple[float, float]:
        return left + (weight + 0.5) * unit, bottom - loss * tall

    sheet.heading(9, words["loss"])
    sheet.line((left, 24), (left, bottom), width=0.8)
    sheet.line((left, bottom), (WIDTH - MARGIN, bottom), width=0.8)
    for loss in (0.0, 0.2, 0.4):
        y = place(0, loss)[1]
        sheet.text(left - 5, y, f"{loss}", size=SMALL, color=theme.soft, align="right")
    for weight in (0.0, 0.5, 1.0, 1.5, 2.0):
        x = place(weight, 0)[0]
        sheet.line((x, bottom), (x, bottom + 3), width=0.8)
        sheet.text(x, bottom + 11, f"{weight}", size=SMALL, color=theme.soft)
    sheet.text(place(1, 0)[0], bottom + 27, words["weight"], size=SMALL, color=theme.soft)

    curve = np.linspace(0.27, 2.15, 100)
    sheet.line(*(place(float(w), _loss(w)) for w in curve), color=theme.ink, width=1.6)
    start, slope = 0.5, _slope(0.5)
    tangent = [place(w, _loss(start) + slope * (w - start)) for w in (0.3, 0.92)]
    sheet.line(*tangent, color=theme.kernel, width=1.2)
    x, y = place(0.6, 0.19)
    sheet.text(x, y, words["slope"], size=SMALL, color=theme.kernel, align="right")

    weight = start
    for _ in range(3):
        following = weight - _slope(weight)
        here, there = place(weight, _loss(weight)), place(following, _loss(following))
        sheet.line(here, (there[0], here[1]), there, color=theme.window, width=0.8)
        weight = following
    weight = start
    for _ in range(4):
        x, y = place(weight, _loss(weight))
        sheet.outline(Box(x - 2.5, y - 2.5, 5, 5), theme.window, fill=theme.window)
        weight -= _slope(weight)
    return sheet


def both_ways(theme: Theme, words: Words) -> Sheet:
    """Draw the layers of the network: shapes go down, gradients go up."""
    sheet = Sheet(theme, 290)
    rows = (
        ("images", "128×28×28×1", ""),
        ("conv", "128×28×28×10", "3×3×1×10 + 10"),
        ("pool", "128×14×14×10", ""),
        ("flatten", "128×1960", ""),
        ("hidden", "128×100", "1960×100 + 100"),
        ("output", "128×10", "100×10 + 10"),
        ("loss", words["number"], ""),
    )
    sheet.heading(9, words["shape"], 14)
    sheet.heading(9, words["weights"], 130)
    for number, (name, shape, weights) in enumerate(rows):
        top = 26.0 + 37 * number
        sheet.text(14, top + 4, words[name], size=SMALL, color=theme.soft, align="left")
        sheet.text(14, top + 17, shape, align="left")
        if weights:
            sheet.text(130, top + 11, weights, color=theme.kernel, align="left")
        if number:
            sheet.arrow((7, top - 15), (7, top + 9))
    right = WIDTH - 12
    sheet.line((right, 26 + 37 * 6 + 11), (right, 26 + 37 + 11), color=theme.window, width=1.2)
    for number in (1, 4, 5):
        y = 26.0 + 37 * number + 11
        sheet.line((right, y), (right - 14, y), color=theme.window, width=1.2)
    middle = 26.0 + 37 * 6 + 11
    sheet.line((92, middle), (right, middle), color=theme.window, width=1.2)
    sheet.text(92, middle + 18, words["backward"], size=SMALL, color=theme.window, align="left")
    return sheet


def _loss(weight: float) -> float:
    return float(softmax_cross_entropy([[weight * _PIXEL, 0.0]], [0])[0])


def _slope(weight: float) -> float:
    return float(softmax_cross_entropy_backward([[weight * _PIXEL, 0.0]], [0])[0, 0] * _PIXEL)
