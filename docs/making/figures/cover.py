"""The drawing on the home page: one step of a convolution with all its numbers, and no word."""

import numpy as np

from cnnbook import checked
from making.figures.style import BODY, MARGIN, SMALL, WIDTH, Sheet, Words, number
from making.figures.theme import Theme

WORDS: dict[str, dict[str, Words]] = {"cover": {"ko": {}, "en": {}}}


def cover(theme: Theme, words: Words) -> Sheet:
    """Draw the window that gives the largest value, its nine products and their sum."""
    sheet = Sheet(theme, 206)
    maps = checked.feature_maps()
    i, j = divmod(int(maps.convolved.argmax()), maps.convolved.shape[1])
    pixels = maps.digit[i : i + 3, j : j + 3]
    kernel = np.round(checked.CONV1_KERNEL, 4)
    products = pixels * kernel + 0.0  # without the sign of a zero

    digit = sheet.cells(maps.digit, 14, 2, 8.6, fill=sheet.ink(8))
    patch = sheet.cells(pixels, 148, 12, 29, 22, decimals=0, size=BODY, fill=sheet.ink(8, 0.34))
    held = digit.cell(i, j, 3, 3)
    sheet.line((held.right, held.y), (patch.x, patch.y), color=theme.window)
    sheet.line((held.right, held.bottom), (patch.x, patch.bottom), color=theme.window)
    sheet.outline(held, theme.window, width=2)
    sheet.outline(patch, theme.window, width=2)

    y, width, height = 102, 37.6, 22
    weights = sheet.cells(
        kernel, 14, y, width, height, decimals=4, size=SMALL, fill=sheet.signed(0.5)
    )
    sheet.outline(weights, theme.kernel, width=2)
    results = sheet.cells(
        products, 142, y, width, height, decimals=4, size=SMALL, fill=sheet.signed(5.0)
    )
    sheet.text(6, weights.middle[1], "×")
    sheet.text(134.5, weights.middle[1], "=")

    y = int(results.bottom) + 22
    terms = [number(product, 4) for product in products.flat if product]
    line = " + ".join(terms).replace("+ –", "– ")
    sheet.text(MARGIN, y, f"{line} =", size=SMALL, align="left")
    sheet.text(
        WIDTH - 3, y, number(products.sum(), 4), bold=True, color=theme.window, align="right"
    )
    return sheet
