"""Figures of the chapter "Convolution as a matrix product": rows of windows, and one matrix."""

import numpy as np

from cnnbook._checks import Array
from cnnbook.conv import conv2d, im2col
from making.figures.style import BODY, MARGIN, SMALL, Grid, Sheet, Words, number
from making.figures.theme import Theme, mix

WORDS = {
    "matrix-product-rows": {
        "ko": {
            "image": "이미지",
            "kernel": "커널",
            "map": "특성 맵",
            "rows": "윈도우마다 한 행",
            "column": "커널의 열",
            "sums": "곱의 합",
        },
        "en": {
            "image": "Image",
            "kernel": "Kernel",
            "map": "The map",
            "rows": "Windows as rows",
            "column": "Column",
            "sums": "Sums",
        },
    },
    "matrix-product-sparse": {
        "ko": {
            "matrix": "9행 16열: 빈칸은 0",
            "row": "행: 윈도우",
            "column": "열: 돌린 커널",
        },
        "en": {
            "matrix": "9 rows, 16 columns; blank is 0",
            "row": "Row: a window",
            "column": "Kernel, turned",
        },
    },
}

#: The chapter's image and kernel, and the window and pixel that the figures follow.
IMAGE = np.array([[1, 2, 0, 3], [4, 1, 2, 0], [0, 5, 1, 4], [3, 0, 2, 1]])
KERNEL = np.array([[1, 2], [3, -1]])
PLACE = (1, 1)
CHOSEN = 4  # the window's row: PLACE in reading order, three places a line


def matrix_product_rows(theme: Theme, words: Words) -> Sheet:
    """Draw an image's windows as rows, the kernel as a column, and the sums as a map."""
    sheet = Sheet(theme, 296)
    tint = mix(theme.page, theme.kernel, 0.14)
    products = conv2d(IMAGE, KERNEL)

    sheet.heading(9, words["image"])
    image = sheet.cells(IMAGE, MARGIN, 20, 20, decimals=0, size=BODY, fill=sheet.ink(5, 0.2))
    sheet.outline(image.cell(*PLACE, 2, 2), theme.window)
    sheet.heading(9, words["kernel"], 118)
    kernel = sheet.cells(
        KERNEL, 118, 40, 20, decimals=0, size=BODY, fill=tint, lines=theme.kernel
    )  # fmt: skip
    sheet.outline(kernel, theme.kernel, width=1.4)
    sheet.heading(9, words["map"], 190)
    folded = sheet.cells(products, 190, 30, 20, decimals=0, marked=[PLACE], size=BODY)
    sheet.outline(folded.cell(*PLACE), theme.window)

    sheet.heading(121, words["rows"])
    marked = [(CHOSEN, place) for place in range(4)]
    table = sheet.cells(
        im2col(IMAGE, 2), MARGIN, 132, 20, 17, decimals=0, marked=marked, size=BODY
    )  # fmt: skip
    sheet.outline(table.cell(CHOSEN, 0, 1, 4), theme.window)
    middle = table.middle[1]
    sheet.text(101, middle, "×")
    sheet.heading(121, words["column"], 118)
    column = sheet.cells(
        KERNEL.reshape(4, 1), 118, middle - 34, 20, 17, decimals=0, size=BODY, fill=tint,
        lines=theme.kernel,
    )  # fmt: skip
    sheet.outline(column, theme.kernel, width=1.4)
    sheet.text(164, middle, "=")
    sheet.heading(121, words["sums"], 190)
    sums = sheet.cells(
        products.reshape(9, 1), 190, 132, 24, 17, decimals=0, marked=[(CHOSEN, 0)], size=BODY
    )  # fmt: skip
    sheet.outline(sums.cell(CHOSEN, 0), theme.window)
    return sheet


def matrix_product_sparse(theme: Theme, words: Words) -> Sheet:
    """Draw the matrix that a convolution is, and fold one of its rows and one of its columns."""
    sheet = Sheet(theme, 278)
    lit = np.eye(16, dtype=int).reshape(16, 4, 4)
    matrix = np.stack([conv2d(one, KERNEL).ravel() for one in lit], axis=1)
    pixel = PLACE[0] * 4 + PLACE[1]

    sheet.heading(9, words["matrix"])
    grid = _weights(sheet, matrix, 20, 15.5)
    sheet.outline(grid.cell(0, pixel, 9, 1), theme.ink)
    sheet.outline(grid.cell(CHOSEN, 0, 1, 16), theme.window)

    sheet.heading(180, words["row"])
    row = _weights(sheet, matrix[CHOSEN].reshape(4, 4), 191, 20)
    sheet.outline(row, theme.window)
    sheet.heading(180, words["column"], 148)
    column = _weights(sheet, matrix[:, pixel].reshape(3, 3), 191, 20, 148)
    sheet.outline(column, theme.ink)
    return sheet


def _weights(sheet: Sheet, values: Array, y: float, cell: float, x: float = MARGIN) -> Grid:
    """Draw a table of weights in the kernel's tint; where there is none, the cell stays empty."""
    grid = sheet.cells(np.full(values.shape, np.nan), x, y, cell)
    for i, j in np.argwhere(values):
        box = grid.cell(i, j)
        tint = mix(sheet.theme.page, sheet.theme.kernel, 0.22)
        sheet.outline(box, sheet.theme.line, width=0.5, fill=tint)
        sheet.text(*box.middle, number(float(values[i, j]), 0), size=SMALL)
    return grid
