"""Figure of the chapter "The same network in Keras": what dropout does to four numbers."""

import numpy as np

from making.figures.style import BODY, MARGIN, SMALL, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "dropout-masks": {
        "ko": {
            "first": "훈련, 한 번",
            "second": "훈련, 또 한 번",
            "evaluation": "평가: 아무것도 끄지 않음",
            "values": "처음 값",
            "mask": "마스크",
            "result": "결과",
        },
        "en": {
            "first": "Training, once",
            "second": "Training, once more",
            "evaluation": "Evaluation: nothing is dropped",
            "values": "values",
            "mask": "mask",
            "result": "result",
        },
    },
}

_CELL = 30.0


def dropout_masks(theme: Theme, words: Words) -> Sheet:
    """Draw four numbers, two masks that chance may draw, and what is left of the numbers."""
    sheet = Sheet(theme, 288)
    x = np.array([1, 2, 3, 4])
    masks = {"first": np.array([2, 0, 0, 2]), "second": np.array([0, 2, 2, 0])}
    left = MARGIN + 52
    for top, (title, mask) in zip((9, 125), masks.items(), strict=True):
        sheet.heading(top, words[title])
        rows = (("", "values", x), ("× ", "mask", mask), ("= ", "result", x * mask))
        for number, (sign, label, row) in enumerate(rows):
            y = top + 14 + 27 * number
            name = sign + words[label]
            sheet.text(left - 8, y + 11, name, size=SMALL, color=theme.soft, align="right")
            kept = [(0, int(j)) for j in np.flatnonzero(mask)] if label == "result" else []
            sheet.cells(row, left, y, _CELL, 22, decimals=0, marked=kept, size=BODY)
    sheet.heading(241, words["evaluation"])
    sheet.text(left - 8, 266, words["result"], size=SMALL, color=theme.soft, align="right")
    sheet.cells(x, left, 255, _CELL, 22, decimals=0, size=BODY)
    return sheet
