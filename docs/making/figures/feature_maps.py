"""Figure of the chapter "Feature maps": windows in steps of two, and the last one overhanging."""

import numpy as np

from cnnbook import data
from cnnbook.activations import relu
from cnnbook.conv import conv2d
from making.figures.style import MARGIN, SMALL, Box, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "feature-maps-window": {
        "ko": {
            "image": "28×28픽셀에 0 한 행, 한 열",
            "map": "14×14 특성 맵",
            "added": "덧붙인 0",
        },
        "en": {
            "image": "28×28 pixels, a row and column of 0",
            "map": "The 14×14 map",
            "added": "added 0s",
        },
    },
}

CELLS = ((5, 6), (5, 7), (13, 13))
_PIXEL = 5.4


def feature_maps_window(theme: Theme, words: Words) -> Sheet:
    """Draw the digit with three windows, and the map of the first filter with their cells."""
    sheet = Sheet(theme, 192)
    (digits, _), _ = data.load("mnist")
    digit = digits[0].astype(float)
    kernel = np.random.default_rng(1).normal(0, 0.01, (3, 3, 1, 5)).round(3)[:, :, 0, 0]
    values = relu(conv2d(digit, kernel, stride=2, padding="same"))

    sheet.heading(9, words["image"])
    added = mix(theme.page, theme.soft, 0.3)
    side = 29 * _PIXEL
    sheet.outline(Box(MARGIN, 20, side, side), "none", width=0, fill=added)
    inner = 28 * _PIXEL
    sheet.outline(Box(MARGIN, 20, inner, inner), "none", width=0, fill=theme.page)
    image = sheet.cells(
        np.pad(digit, (0, 1), constant_values=np.nan),
        MARGIN,
        20,
        _PIXEL,
        fill=sheet.ink(255.0, 0.75),
        lines="none",
    )
    sheet.outline(image, theme.line, width=0.6)
    sheet.text(MARGIN + side, 20 + side + 9, words["added"], size=SMALL, align="right")

    x = MARGIN + side + 8
    sheet.heading(32, words["map"], x)
    output = sheet.cells(
        values, x, 43, 6.2, fill=sheet.ink(float(values.max()), 0.75), lines="none"
    )
    sheet.outline(output, theme.line, width=0.6)
    for (i, j), color in zip(CELLS, (theme.window, theme.ink, theme.window), strict=True):
        sheet.outline(image.cell(2 * i, 2 * j, 3, 3), color, width=1.3)
        sheet.outline(output.cell(i, j), color, width=1.3)
    return sheet
