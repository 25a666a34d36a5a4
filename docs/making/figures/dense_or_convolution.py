"""Figure of the chapter "Dense or convolutional?": three ways to connect two rows of numbers."""

import numpy as np

from making.figures.style import MARGIN, SMALL, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "dense-local-shared": {
        "ko": {
            "dense": "완전연결: 모두와 모두",
            "local": "국소: 이웃 둘씩",
            "shared": "합성곱: 가중치도 함께",
            "inputs": "입력",
            "outputs": "출력",
            "weights": "가중치",
        },
        "en": {
            "dense": "Dense: all with all",
            "local": "Local: two neighbours each",
            "shared": "Convolution: shared weights, too",
            "inputs": "inputs",
            "outputs": "outputs",
            "weights": "weights",
        },
    },
}

_INPUTS, _WINDOW, _CELL, _GAP = 5, 2, 28.0, 36.0


def dense_local_shared(theme: Theme, words: Words) -> Sheet:
    """Draw five inputs above four outputs: joined to all, to two each, and by shared weights."""
    sheet = Sheet(theme, 296)
    outputs = _INPUTS - _WINDOW + 1
    left = MARGIN + 48
    counts = {"dense": _INPUTS * outputs, "local": _WINDOW * outputs, "shared": _WINDOW}
    for top, (name, count) in zip((9, 109, 209), counts.items(), strict=True):
        sheet.heading(top, words[name])
        blank = np.full((1, _INPUTS), np.nan)
        above = sheet.cells(blank, left, top + 16, _CELL, 14)
        below = sheet.cells(blank[:, :outputs], left + _CELL / 2, above.bottom + _GAP, _CELL, 14)
        for label, grid in (("inputs", above), ("outputs", below)):
            x, y = left - 8, grid.middle[1]
            sheet.text(x, y, words[label], size=SMALL, color=theme.soft, align="right")
        for j in range(outputs):
            seen = range(_INPUTS) if name == "dense" else range(j, j + _WINDOW)
            for i in seen:
                start, end = above.cell(0, i), below.cell(0, j)
                color = (theme.kernel, theme.window)[i - j] if name == "shared" else theme.soft
                sheet.line(
                    (start.middle[0], start.bottom),
                    (end.middle[0], end.y),
                    color=color,
                    width=0.7 if name == "dense" else 1.6,
                )
        sheet.text(above.right + 30, above.bottom + _GAP / 2 - 6, str(count), bold=True)
        sheet.text(
            above.right + 30, above.bottom + _GAP / 2 + 7, words["weights"], size=SMALL,
            color=theme.soft,
        )  # fmt: skip
    return sheet
