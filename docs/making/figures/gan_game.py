"""Figures of the chapter "The GAN game": who gives what to whom, and the best discriminator."""

import numpy as np

from cnnbook._checks import Array
from cnnbook.gan import optimal_discriminator
from making.figures.style import BODY, MARGIN, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "gan-game-players": {
        "ko": {
            "noise": "잡음 z",
            "generator": "생성자 G",
            "data": "진짜 x",
            "discriminator": "판별자 D",
            "answer": "진짜일 확률",
        },
        "en": {
            "noise": "noise z",
            "generator": "generator G",
            "data": "real x",
            "discriminator": "discriminator D",
            "answer": "how likely real",
        },
    },
    "gan-game-optimal": {
        "ko": {
            "far": "멀리 떨어져 있을 때",
            "near": "가까워졌을 때",
            "equal": "같아졌을 때",
            "data": "데이터",
            "generated": "생성자",
            "judge": "판별자 D",
        },
        "en": {
            "far": "Far apart",
            "near": "Closer",
            "equal": "Equal",
            "data": "data",
            "generated": "generator",
            "judge": "discriminator D",
        },
    },
}

_X = np.linspace(-5, 5, 161)


def gan_game_players(theme: Theme, words: Words) -> Sheet:
    """Draw the way from noise and from data to the answer of the discriminator."""
    sheet = Sheet(theme, 168)
    noise = _player(sheet, words["noise"], Box(MARGIN, 8, 64, 30), theme.soft)
    generator = _player(sheet, words["generator"], Box(96, 8, 100, 30), theme.window)
    data = _player(sheet, words["data"], Box(MARGIN, 76, 64, 30), theme.soft)
    judge = _player(sheet, words["discriminator"], Box(96, 76, 100, 30), theme.kernel)
    sheet.arrow((noise.right, 23), (generator.x - 2, 23))
    sheet.arrow((data.right, 91), (judge.x - 2, 91))
    sheet.arrow((146, generator.bottom), (146, judge.y - 2))
    sheet.text(152, 57, "G(z)", size=SMALL, color=theme.soft, align="left")
    sheet.arrow((146, judge.bottom), (146, 134))
    sheet.text(152, 120, "D(x), D(G(z))", size=SMALL, color=theme.soft, align="left")
    sheet.text(146, 148, words["answer"], size=BODY)
    return sheet


def _player(sheet: Sheet, name: str, box: Box, color: str) -> Box:
    sheet.outline(box, color, width=1.0, fill=mix(sheet.theme.page, color, 0.12))
    sheet.text(*box.middle, name, size=BODY)
    return box


def gan_game_optimal(theme: Theme, words: Words) -> Sheet:
    """Draw both densities and the best discriminator, at three distances."""
    sheet = Sheet(theme, 366)
    p_data = _bell(1.0, 1.0)
    stages = (("far", _bell(-2.6, 0.7)), ("near", _bell(-0.4, 0.85)), ("equal", p_data))
    for row, (name, p_g) in enumerate(stages):
        _stage(sheet, words[name], p_data, p_g, 112.0 * row)
    x = MARGIN
    for name, color, step in (
        ("data", theme.kernel, 56),
        ("generated", theme.window, 76),
        ("judge", theme.ink, 0),
    ):
        sheet.line((x, 354), (x + 12, 354), color=color, width=1.6)
        sheet.text(x + 17, 354, words[name], size=SMALL, align="left")
        x += step
    return sheet


def _bell(mean: float, deviation: float) -> Array:
    return np.asarray(np.exp(-(((_X - mean) / deviation) ** 2) / 2) / deviation / 2.5066)


def _stage(sheet: Sheet, name: str, p_data: Array, p_g: Array, y: float) -> None:
    """Draw three curves over one axis; the densities and D share the scale from 0 to 1."""
    sheet.heading(y + 9, name)
    left, floor, unit = 30.0, y + 96, 74.0
    width = WIDTH - MARGIN - left
    for height, label in ((0.0, "0"), (0.5, "1/2"), (1.0, "1")):
        level = floor - unit * height
        sheet.line((left, level), (left + width, level))
        sheet.text(left - 5, level, label, size=SMALL, color=sheet.theme.soft, align="right")
    judge = optimal_discriminator(p_data, p_g)
    theme = sheet.theme
    # The generator is drawn thin over a broad line of the data, to be seen when they are equal.
    for curve, color, thickness in (
        (p_data, theme.kernel, 3.2),
        (p_g, theme.window, 1.3),
        (judge, theme.ink, 1.3),
    ):
        points = zip(left + (_X + 5) * width / 10, floor - unit * curve, strict=True)
        sheet.line(*((float(a), float(b)) for a, b in points), color=color, width=thickness)
