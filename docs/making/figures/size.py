"""Figures of the chapter "Size": places at stride 2, and where a library puts the odd zero."""

import numpy as np

from cnnbook._checks import Array
from making.figures.style import BODY, MARGIN, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "size-places": {
        "ko": {
            "stride": "스트라이드 2: 7칸에 세 자리",
            "left": "8칸에도 세 자리, 한 칸이 남음",
            "dilation": "팽창 2: 가중치 3개가 5칸을 덮음",
        },
        "en": {
            "stride": "Stride 2: three places on 7",
            "left": "Three on 8 too, one is left over",
            "dilation": "Dilation 2: three weights span 5",
        },
    },
    "size-sides": {
        "ko": {
            "tensorflow": "TensorFlow의 세임: 뒤에만 0 하나",
            "torch": "PyTorch의 padding=1: 앞뒤에 0",
        },
        "en": {
            "tensorflow": "Same, by TensorFlow: one 0 after",
            "torch": "padding=1 in PyTorch: 0s at both ends",
        },
    },
}


def size_places(theme: Theme, words: Words) -> Sheet:
    """Draw the places of a kernel of three at stride 2, and of one with gaps."""
    sheet = Sheet(theme, 292)
    cell = 24.0
    for y, name, size, starts, dilation in (
        (9, "stride", 7, (0, 2, 4), 1),
        (106, "left", 8, (0, 2, 4), 1),
        (203, "dilation", 8, (0, 1, 2, 3), 2),
    ):
        sheet.heading(y, words[name])
        _row(sheet, np.arange(1, size + 1), y + 11, cell)
        for place, start in enumerate(starts):
            top = y + 35 + (17 if dilation == 1 else 14) * place
            _bar(sheet, start, top, cell, dilation)
    return sheet


def size_sides(theme: Theme, words: Words) -> Sheet:
    """Draw the same four places of stride 2 with the zeros on one side and on both."""
    sheet = Sheet(theme, 226)
    cell = 24.0
    for y, name, row in (
        (9, "tensorflow", np.pad(np.arange(1, 9), (0, 1))),
        (126, "torch", np.pad(np.arange(1, 9), (1, 1))),
    ):
        sheet.heading(y, words[name])
        _row(sheet, row, y + 11, cell)
        for place in range(4):
            top = y + 35 + 17 * place
            _bar(sheet, 2 * place, top, cell, 1)
            total = int(row[2 * place : 2 * place + 3].sum())
            x = MARGIN + (2 * place + 3) * cell + 6 if place < 3 else MARGIN + 6 * cell - 6
            sheet.text(
                x,
                top + 7,
                str(total),
                color=theme.window,
                bold=True,
                align="left" if place < 3 else "right",
            )
    return sheet


def _row(sheet: Sheet, row: Array, y: float, cell: float) -> None:
    """Draw the numbers, a little darker as they grow."""
    sheet.cells(row, MARGIN, y, cell, 20, decimals=0, size=BODY, fill=sheet.ink(8, 0.2))


def _bar(sheet: Sheet, start: int, y: float, cell: float, dilation: int) -> None:
    """Draw the three weights of a kernel below the numbers that they meet."""
    fill = mix(sheet.theme.page, sheet.theme.kernel, 0.3)
    left = MARGIN + start * cell
    middle = y + 5
    sheet.line((left, middle), (left + (2 * dilation + 1) * cell, middle), color=sheet.theme.kernel)
    for weight in range(3):
        x = left + weight * dilation * cell
        sheet.cells([[1.0]], x, y, cell, 10, fill=fill, lines=sheet.theme.kernel)
