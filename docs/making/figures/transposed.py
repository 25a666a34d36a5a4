"""Figures of the chapter "Transposed convolution": painted rows, painted maps, and counts."""

import numpy as np

from cnnbook.transpose import conv2d_transpose
from making.figures.style import BODY, MARGIN, Box, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "transposed-row": {
        "ko": {"row": "입력", "painted": "값마다 칠한 커널", "sum": "모두 더한 값"},
        "en": {"row": "Input", "painted": "The kernel as each number paints it", "sum": "Sum"},
    },
    "transposed-map": {
        "ko": {"map": "작은 맵", "kernel": "커널", "result": "칠한 결과"},
        "en": {"map": "Small map", "kernel": "Kernel", "result": "Painted"},
    },
    "transposed-counts": {
        "ko": {"three": "커널 3×3", "four": "커널 4×4"},
        "en": {"three": "Kernel 3×3", "four": "Kernel 4×4"},
    },
}

#: The chapter's row and map, and the kernels that they paint with stride 2.
ROW, WEIGHTS = np.array([[4, 1, 2]]), np.array([[2, 3, 1]])
MAP = np.array([[1, 2], [3, -1]])
KERNEL = np.array([[1, 2, 1], [0, 1, 3], [2, 0, 1]])
STRIDE = 2


def transposed_row(theme: Theme, words: Words) -> Sheet:
    """Draw the kernel as each number of a row paints it, one below the other, and the sum."""
    sheet = Sheet(theme, 198)
    cell, left = 30.0, 46.0
    tint = mix(theme.page, theme.kernel, 0.14)
    sheet.heading(9, words["row"])
    sheet.cells(ROW, left, 20, cell, 20, decimals=0, size=BODY, fill=sheet.ink(8, 0.34))
    sheet.heading(57, words["painted"])
    for i, number in enumerate(ROW[0]):
        y = 68.0 + 26 * i
        sheet.text(left - 10, y + 10, f"{number} ×", bold=True, align="right")
        grid = sheet.cells(
            number * WEIGHTS, left + STRIDE * cell * i, y, cell, 20, decimals=0, size=BODY,
            fill=tint, lines=theme.kernel,
        )  # fmt: skip
        sheet.outline(grid, theme.kernel, width=1.2)
    sheet.heading(157, words["sum"])
    meetings = [(0, STRIDE * i) for i in range(1, ROW.size)]
    sums = conv2d_transpose(ROW, WEIGHTS, stride=(1, STRIDE))
    sheet.cells(sums, left, 172, cell, 22, decimals=0, size=BODY, marked=meetings)
    return sheet


def transposed_map(theme: Theme, words: Words) -> Sheet:
    """Draw a map, its kernel, and the result with the window that each number painted."""
    sheet = Sheet(theme, 142)
    tint = mix(theme.page, theme.kernel, 0.14)
    sheet.heading(9, words["map"])
    sheet.cells(MAP, MARGIN, 54, 22, decimals=0, size=BODY, fill=sheet.signed(6))
    sheet.heading(9, words["kernel"], 64)
    kernel = sheet.cells(
        KERNEL, 64, 43, 22, decimals=0, size=BODY, fill=tint, lines=theme.kernel
    )  # fmt: skip
    sheet.outline(kernel, theme.kernel, width=1.2)
    sheet.heading(9, words["result"], 138)
    y = conv2d_transpose(MAP, KERNEL, stride=STRIDE)
    result = sheet.cells(y, 138, 20, 23.4, decimals=0, size=BODY, fill=sheet.signed(9))
    for i, j in np.ndindex(MAP.shape):
        window, inset = result.cell(STRIDE * i, STRIDE * j, 3, 3), 0.6 if i == j else 3.2
        inner = Box(
            window.x + inset, window.y + inset, window.width - 2 * inset, window.height - 2 * inset
        )
        sheet.outline(inner, theme.window, width=1.1)
    return sheet


def transposed_counts(theme: Theme, words: Words) -> Sheet:
    """Draw how often each place is painted, by a 3×3 and by a 4×4 kernel."""
    sheet = Sheet(theme, 146)
    for x, size, name in ((MARGIN, 3, "three"), (136.0, 4, "four")):
        ones = np.ones((size, size), dtype=int)
        counts = conv2d_transpose(np.ones((4, 4), dtype=int), ones, stride=STRIDE)
        sheet.heading(9, words[name], x)
        cell = 120 / len(counts)
        sheet.cells(counts, x, 20, cell, decimals=0, fill=sheet.ink(4, 0.5), lines="none")
    return sheet
