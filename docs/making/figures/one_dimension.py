"""Figures of the chapter "One dimension": a kernel on a row of numbers, and its borders."""

import numpy as np

from cnnbook.conv1d import correlate1d
from making.figures.style import BODY, MARGIN, SMALL, WIDTH, Sheet, Words
from making.figures.theme import Theme, mix

ROW = np.array([2, 8, 3, 7, 1, 2, 0, 4, 5])
KERNEL = np.array([2, 1, 5, 3])

WORDS = {
    "one-dimension-slide": {
        "ko": {"row": "입력", "sum": "곱의 합", "steps": "커널과 그 아래의 곱"},
        "en": {"row": "Input", "sum": "Sum", "steps": "Kernel, with the products below"},
    },
    "one-dimension-borders": {
        "ko": {
            "row": "양 끝에 0을 세 개씩 붙인 입력",
            "full": "풀(full): 12개",
            "numpy": "NumPy와 SciPy의 세임: 9개",
            "tensorflow": "TensorFlow의 세임: 9개",
            "valid": "밸리드(valid): 6개",
        },
        "en": {
            "row": "Input with three 0s at each end",
            "full": "Full: 12 sums",
            "numpy": "Same, by NumPy and SciPy: 9 sums",
            "tensorflow": "Same, by TensorFlow: 9 sums",
            "valid": "Valid: 6 sums",
        },
    },
}


def one_dimension_slide(theme: Theme, words: Words) -> Sheet:
    """Draw the kernel at its six places under the row, with its products and their sum."""
    sheet = Sheet(theme, 325)
    cell, right = 23.0, WIDTH - MARGIN
    sheet.heading(9, words["row"])
    sheet.cells(ROW, MARGIN, 20, cell, 20, decimals=0, size=BODY, fill=sheet.ink(8, 0.34))
    sheet.heading(57, words["steps"])
    sheet.text(right, 57, words["sum"], bold=True, align="right")
    for step, total in enumerate(correlate1d(ROW, KERNEL)):
        x, y = MARGIN + step * cell, 68 + 43 * step
        grid = sheet.cells(
            KERNEL, x, y, cell, 18, decimals=0, size=BODY,
            fill=mix(theme.page, theme.kernel, 0.14), lines=theme.kernel,
        )  # fmt: skip
        for place, product in enumerate(ROW[step : step + 4] * KERNEL):
            sheet.text(grid.cell(0, place).middle[0], y + 27, str(product), size=SMALL)
        sheet.text(right, y + 9, str(total), color=theme.window, bold=True, align="right")
    return sheet


def one_dimension_borders(theme: Theme, words: Words) -> Sheet:
    """Draw which of the sums of "full" belong to "same" and to "valid"."""
    sheet = Sheet(theme, 244)
    cell = 16.8
    sheet.heading(9, words["row"])
    sheet.cells(np.pad(ROW, 3), MARGIN, 20, cell, 20, decimals=0, fill=sheet.ink(8, 0.34))
    sums = correlate1d(ROW, KERNEL, padding="full")
    for row, (name, first, last) in enumerate(
        (("full", 0, 12), ("numpy", 1, 10), ("tensorflow", 2, 11), ("valid", 3, 9))
    ):
        y = 63 + 47 * row
        sheet.heading(y, words[name])
        # Each sum stands below the middle of the four numbers that it comes from.
        x = MARGIN + (first + 1.5) * cell
        grid = sheet.cells(sums[first:last], x, y + 11, cell, 20, decimals=0)
        sheet.outline(grid, theme.window, width=1.1)
    return sheet
