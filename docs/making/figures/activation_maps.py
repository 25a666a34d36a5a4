"""Figure of the chapter on activations and maps: nine sums under three activation functions."""

import numpy as np

from cnnbook.activations import leaky_relu, relu, sigmoid
from cnnbook.conv1d import correlate1d
from making.figures.style import MARGIN, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "activation-maps-row": {
        "ko": {
            "pixels": "픽셀: 진한 획과 흐린 획",
            "sums": "합 아홉 개",
            "relu": "ReLU",
            "sigmoid": "시그모이드",
            "leaky": "LeakyReLU, 기울기 0.3",
        },
        "en": {
            "pixels": "Pixels: a dark stroke, a pale one",
            "sums": "Nine sums",
            "relu": "ReLU",
            "sigmoid": "Sigmoid",
            "leaky": "LeakyReLU, slope 0.3",
        },
    },
}

_CELL = 25.2


def activation_maps_row(theme: Theme, words: Words) -> Sheet:
    """Draw the pixels, the sums of the kernel -2, 2 and what each activation makes of them."""
    sheet = Sheet(theme, 240)
    pixels = np.array([0, 0, 4, 4, 0, 0, 2, 2, 0, 0])
    sums = correlate1d(pixels, [-2, 2]).astype(float)
    sheet.heading(9, words["pixels"])
    sheet.cells(pixels, MARGIN, 20, _CELL, 20, decimals=0, fill=sheet.ink(4.0, 0.5))
    # Each sum stands between the two pixels that it compares.
    for row, (name, values, decimals) in enumerate(
        (
            ("sums", sums, 0),
            ("relu", relu(sums), 0),
            ("sigmoid", sigmoid(sums), 2),
            ("leaky", leaky_relu(sums), 1),
        ),
        start=1,
    ):
        top = 48.0 * row
        fill = sheet.signed(float(np.abs(values).max()))
        sheet.heading(top + 9, words[name])
        left = MARGIN + _CELL / 2
        sheet.cells(values, left, top + 20, _CELL, 20, decimals=decimals, fill=fill)
    return sheet
