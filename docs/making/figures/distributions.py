"""Figures of the chapter "Probability distributions": a die, and noise pushed through functions."""

import numpy as np

from cnnbook._checks import Array
from making.figures.style import MARGIN, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "distributions-die": {
        "ko": {"law": "확률분포", "few": "여섯 번 던졌을 때", "many": "600번 던졌을 때"},
        "en": {"law": "The law", "few": "Six throws", "many": "600 throws"},
    },
    "distributions-push": {
        "ko": {"root": "x = √z", "square": "x = z²", "noise": "잡음 z", "density": "x의 밀도"},
        "en": {
            "root": "x = √z",
            "square": "x = z²",
            "noise": "noise z",
            "density": "density of x",
        },
    },
}

_SLICES = np.linspace(0, 1, 6)


def distributions_die(theme: Theme, words: Words) -> Sheet:
    """Draw the masses of a fair die, and the frequencies of few throws and of many."""
    sheet = Sheet(theme, 334)
    random = np.random.default_rng(0)
    many = np.bincount(random.integers(1, 7, 600), minlength=7)[1:] / 600
    rows = (
        ("law", np.full(6, 1 / 6), theme.kernel),
        ("few", np.array([1, 1, 1, 0, 0, 3]) / 6, theme.window),
        ("many", many, theme.window),
    )
    for row, (name, shares, color) in enumerate(rows):
        top = 114.0 * row
        sheet.heading(top + 9, words[name])
        _bars(sheet, shares, top + 26, color)
    return sheet


def _bars(sheet: Sheet, shares: Array, y: float, color: str) -> None:
    """Draw a bar for each face, and a line across at one sixth."""
    unit, left, step = 118.0, 34.0, 37.0
    floor = y + unit / 2
    for face, share in enumerate(shares):
        x = left + step * face
        height = unit * float(share)
        bar = Box(x + 6, floor - height, step - 12, height)
        sheet.outline(bar, "none", width=0, fill=mix(sheet.theme.page, color, 0.4))
        sheet.text(x + step / 2, floor + 9, str(face + 1), size=SMALL, color=sheet.theme.soft)
    for share, label in ((0.0, "0"), (1 / 6, "1/6"), (1 / 2, "1/2")):
        height = floor - unit * share
        sheet.line((left, height), (left + 6 * step, height), width=0.8 if share == 0 else 0.6)
        sheet.text(left - 5, height, label, size=SMALL, color=sheet.theme.soft, align="right")


def distributions_push(theme: Theme, words: Words) -> Sheet:
    """Draw five slices of even noise on their way through a function, and where they land."""
    sheet = Sheet(theme, 402)
    for y, name, landed in ((9.0, "root", np.sqrt(_SLICES)), (211.0, "square", _SLICES**2)):
        sheet.heading(y, words[name])
        _push(sheet, words, landed, y + 17)
    return sheet


def _push(sheet: Sheet, words: Words, landed: Array, y: float) -> None:
    """Draw the noise above, the lines that carry it, and the density below."""
    width, unit = 172.0, 18.0
    left = WIDTH - MARGIN - width
    fill = mix(sheet.theme.page, sheet.theme.kernel, 0.3)
    noise_floor, top, floor = y + unit, y + unit + 40, y + unit + 40 + 5 * unit
    for i in range(5):
        a, b = left + width * _SLICES[i], left + width * landed[i]
        stretch = width * (landed[i + 1] - landed[i])
        height = unit * 0.2 * width / stretch
        for box in (Box(a, y, width / 5, unit), Box(b, floor - height, stretch, height)):
            sheet.outline(box, sheet.theme.kernel, width=0.6, fill=fill)
    for z, x in zip(_SLICES, landed, strict=True):
        points = (left + width * z, noise_floor), (left + width * x, top)
        sheet.line(*points, color=sheet.theme.kernel)
        sheet.line(points[1], (points[1][0], floor))
    sheet.text(MARGIN, y + unit / 2, words["noise"], size=SMALL, align="left")
    sheet.text(MARGIN, floor - 2 * unit, words["density"], size=SMALL, align="left")
    for height, label in ((0, "0"), (1, "1"), (5, "5")):
        sheet.text(
            left - 5,
            floor - unit * height,
            label,
            size=SMALL,
            color=sheet.theme.soft,
            align="right",
        )
    sheet.text(left, floor + 9, "0", size=SMALL, color=sheet.theme.soft)
    sheet.text(left + width, floor + 9, "1", size=SMALL, color=sheet.theme.soft, align="right")
