"""Figure of the chapter "Conventions": the odd zero after the row, and before it."""

import numpy as np

from making.figures.style import BODY, MARGIN, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "conventions-zero": {
        "ko": {
            "after": "0이 뒤에: Keras, PyTorch",
            "before": "0이 앞에: SciPy의 correlate, D2L",
            "answers": "커널 10, 1의 답",
        },
        "en": {
            "after": "Zero after: Keras, PyTorch",
            "before": "Zero before: SciPy's correlate, D2L",
            "answers": "Answers of the kernel 10, 1",
        },
    },
}


def conventions_zero(theme: Theme, words: Words) -> Sheet:
    """Draw the windows of an even kernel on a row with the odd zero at either end."""
    sheet = Sheet(theme, 316)
    cell, pixels = 40.0, np.arange(1, 6)
    shade, tint = mix(theme.page, theme.ink, 0.12), mix(theme.page, theme.kernel, 0.3)
    for y, name, row in (
        (9, "after", np.append(pixels, 0)),
        (171, "before", np.append(0, pixels)),
    ):
        sheet.heading(y, words[name])
        sheet.cells(
            row, MARGIN, y + 11, cell, 20, decimals=0, size=BODY,
            fill=lambda pixel: shade if pixel else theme.page,
        )  # fmt: skip
        sheet.text(MARGIN, y + 42, words["answers"], align="left", color=theme.soft)
        for place in range(5):
            sheet.cells(
                row[place : place + 2], MARGIN + place * cell, y + 52 + 18 * place, cell, 16,
                decimals=0, size=BODY, fill=tint, lines=theme.kernel,
            )  # fmt: skip
    return sheet
