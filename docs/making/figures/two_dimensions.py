"""Figures of the chapter "Two dimensions": every window of the 5x5 example, and an edge."""

import numpy as np

from cnnbook.conv import conv2d
from cnnbook.window import windows
from making.figures.style import BODY, MARGIN, SMALL, WIDTH, Sheet, Words
from making.figures.theme import DARK, Theme, mix

IMAGE = np.array(
    [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
)
KERNEL = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])
LAMP = np.array([[7, 7, 1, 1]] * 3)
EDGE = np.array([[-1, 1], [-1, 1]])

WORDS = {
    "two-dimensions-windows": {
        "ko": {
            "image": "이미지",
            "kernel": "커널",
            "output": "출력",
            "products": "윈도우 아홉 개의 곱과 그 합",
        },
        "en": {
            "image": "Image",
            "kernel": "Kernel",
            "output": "Output",
            "products": "Nine windows: products and sum",
        },
    },
    "two-dimensions-edge": {
        "ko": {"image": "이미지", "kernel": "커널", "output": "출력"},
        "en": {"image": "Image", "kernel": "Kernel", "output": "Output"},
    },
}


def two_dimensions_windows(theme: Theme, words: Words) -> Sheet:
    """Draw the image, the kernel, the output, and the products of each of the nine windows."""
    sheet = Sheet(theme, 421)
    tint = mix(theme.page, theme.kernel, 0.14)
    sheet.heading(9, words["image"])
    image = sheet.cells(IMAGE, MARGIN, 20, 18, decimals=0, fill=sheet.ink(8, 0.6))
    sheet.heading(9, words["kernel"], 114)
    sheet.cells(KERNEL, 114, 20, 18, decimals=0, fill=tint, lines=theme.kernel)
    sheet.heading(9, words["output"], 190)
    output = sheet.cells(conv2d(IMAGE, KERNEL), 190, 20, 22, 18, decimals=0)
    sheet.outline(image.cell(0, 0, 3, 3), theme.window)
    sheet.outline(output.cell(0, 0), theme.window)
    sheet.heading(127, words["products"])
    for step in windows(IMAGE, KERNEL):
        i, j = step.position
        x, y = MARGIN + 88 * j, 138 + 96 * i
        grid = sheet.cells(step.product, x, y, 25, 20, decimals=0)
        sheet.outline(grid, theme.soft, width=0.8)
        sheet.text(x, y + 72, f"({i}, {j})", size=SMALL, color=theme.soft, align="left")
        sheet.text(grid.right, y + 72, str(step.sum), color=theme.window, bold=True, align="right")
    return sheet


def two_dimensions_edge(theme: Theme, words: Words) -> Sheet:
    """Draw an image with one vertical edge, and the map in which only the edge is left."""
    sheet = Sheet(theme, 92)

    def brightness(value: float) -> str:
        """Give large numbers the lighter tint, on light pages and on dark ones."""
        return mix(theme.page, theme.ink, 0.06 * (value if theme is DARK else 8 - value))

    sheet.heading(9, words["image"])
    image = sheet.cells(LAMP, MARGIN, 20, 22, decimals=0, size=BODY, fill=brightness)
    sheet.outline(image.cell(0, 1, 2, 2), theme.window)
    sheet.heading(9, words["kernel"], 114)
    tint = mix(theme.page, theme.kernel, 0.14)
    sheet.cells(EDGE, 114, 20, 22, decimals=0, size=BODY, fill=tint, lines=theme.kernel)
    x = WIDTH - MARGIN - 3 * 26
    sheet.heading(9, words["output"], x)
    result = conv2d(LAMP, EDGE)
    output = sheet.cells(result, x, 20, 26, 22, decimals=0, size=BODY, fill=sheet.signed(12.0))
    sheet.outline(output.cell(0, 1), theme.window)
    return sheet
