"""Figures of the chapter "Pooling": the border of a map, and a pixel that moves."""

import numpy as np

from cnnbook.pooling import Padding, max_pool2d
from making.figures.style import BODY, MARGIN, SMALL, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "pooling-border": {
        "ko": {"valid": "밸리드: 5×5 → 2×2", "same": "세임: 5×5 → 3×3"},
        "en": {"valid": "Valid: 5×5 → 2×2", "same": "Same: 5×5 → 3×3"},
    },
    "pooling-shift": {
        "ko": {
            "start": "처음",
            "inside": "한 칸 오른쪽, 같은 블록",
            "over": "또 한 칸 오른쪽, 다음 블록",
            "equal": "그대로",
            "changed": "바뀜",
        },
        "en": {
            "start": "At first",
            "inside": "One to the right, same block",
            "over": "One more, next block",
            "equal": "unchanged",
            "changed": "changed",
        },
    },
}


def pooling_border(theme: Theme, words: Words) -> Sheet:
    """Draw 2x2 pooling of a 5x5 map, valid and same: which cells belong to a window."""
    sheet = Sheet(theme, 296)
    x = np.arange(25).reshape(5, 5)
    paddings: tuple[Padding, ...] = ("valid", "same")
    for top, padding in zip((9, 149), paddings, strict=True):
        sheet.heading(top, words[padding])
        y = max_pool2d(x, 2, padding=padding)
        for i, j in np.ndindex(3, 3):
            block = np.full((2, 2), np.nan)
            inside = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            block[: inside.shape[0], : inside.shape[1]] = inside
            left, upper = MARGIN + 44 * j, top + 12 + 44 * i
            if max(i, j) < len(y):
                largest = [(int(m), int(n)) for m, n in np.argwhere(block == y[i, j])]
                grid = sheet.cells(block, left, upper, 20, decimals=0, marked=largest, size=BODY)
                sheet.outline(grid, theme.window, width=1.2)
                for m, n in np.argwhere(np.isnan(block)):
                    sheet.text(*grid.cell(m, n).middle, "–∞", size=SMALL, color=theme.soft)
            else:
                part = sheet.cells(inside, left, upper, 20)
                for (m, n), value in np.ndenumerate(inside):
                    sheet.text(*part.cell(m, n).middle, str(value), color=theme.soft)
        middle = top + (66 if padding == "valid" else 77)
        sheet.arrow((140, middle), (164, middle))
        grid = sheet.cells(y, 172, middle - 13 * len(y), 26, decimals=0, size=BODY)
        sheet.outline(grid, theme.window, width=1.2)
    return sheet


def pooling_shift(theme: Theme, words: Words) -> Sheet:
    """Draw one bright pixel at three neighbouring places, and what pooling makes of each."""
    sheet = Sheet(theme, 222)
    verdicts = {"start": "", "inside": "equal", "over": "changed"}
    for column, (name, verdict) in enumerate(verdicts.items(), start=2):
        top = 76 * (column - 2) + 9
        sheet.heading(top, words[name])
        strip = np.zeros((2, 6), dtype=int)
        strip[0, column] = 9
        for j in range(3):
            block = strip[:, 2 * j : 2 * j + 2]
            marked = [(int(m), int(n)) for m, n in np.argwhere(block)]
            left = MARGIN + 46 * j
            grid = sheet.cells(block, left, top + 12, 21, decimals=0, marked=marked, size=BODY)
            sheet.outline(grid, theme.window, width=1.2)
        sheet.arrow((144, top + 33), (168, top + 33))
        pooled = max_pool2d(strip)
        marked = [(0, int(n)) for _, n in np.argwhere(pooled)]
        grid = sheet.cells(pooled, 176, top + 22, 26, 22, decimals=0, marked=marked, size=BODY)
        sheet.outline(grid, theme.window, width=1.2)
        if verdict:
            colour = theme.soft if verdict == "equal" else theme.window
            sheet.text(215, top + 9, words[verdict], size=SMALL, color=colour)
    return sheet
