"""Figure of the chapter "Going further": what batch normalisation does to four numbers."""

import numpy as np

from cnnbook import batch_norm
from making.figures.style import MARGIN, SMALL, Box, Sheet, Words, number
from making.figures.theme import Theme

WORDS = {
    "batch-norm-steps": {
        "ko": {
            "batch": "배치: 평균 4, 분산 5",
            "normal": "평균을 빼고 √5로 나눔",
            "scaled": "γ = 2를 곱하고 β = 1을 더함",
        },
        "en": {
            "batch": "The batch: mean 4, variance 5",
            "normal": "Minus the mean, divided by √5",
            "scaled": "Times γ = 2, plus β = 1",
        },
    },
}

_LEFT, _UNIT, _DOT = 62.0, 24.0, 6.0


def batch_norm_steps(theme: Theme, words: Words) -> Sheet:
    """Draw four numbers on a line, normalised below, and scaled and shifted at the bottom."""
    sheet = Sheet(theme, 212)
    x = np.array([[1.0], [3.0], [5.0], [7.0]])
    rows = {"batch": x, "normal": batch_norm(x, [1], [0]), "scaled": batch_norm(x, [2], [1])}
    for top, (name, values) in zip((9, 79, 149), rows.items(), strict=True):
        y = top + 38
        sheet.heading(top, words[name])
        sheet.line((MARGIN, y), (_LEFT + 8 * _UNIT, y))
        sheet.line((_LEFT, y - 4), (_LEFT, y + 4), color=theme.soft)
        sheet.text(_LEFT, y + 11, "0", size=SMALL, color=theme.soft)
        for value in values[:, 0]:
            middle = _LEFT + _UNIT * float(value)
            box = Box(middle - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
            sheet.outline(box, "none", width=0, fill=theme.ink if name == "batch" else theme.window)
            label = number(float(value), 0 if name == "batch" else 1)
            sheet.text(middle, y - 11, label, size=SMALL)
    return sheet
