"""Figures of the chapter "Backwards by hand": where gradients go, and a chain there and back."""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook import checked
from cnnbook.activations import relu
from cnnbook.conv import conv2d
from cnnbook.conv_backward import conv2d_backward
from cnnbook.pooling import max_pool2d
from cnnbook.pooling_backward import max_pool2d_backward
from making.figures.style import BODY, MARGIN, SMALL, Fill, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "backwards-scatter": {
        "ko": {
            "first": "윈도우 (1, 2)의 그레이디언트",
            "second": "윈도우 (1, 3)의 그레이디언트",
            "sum": "두 장의 합: 이미지의 그레이디언트",
        },
        "en": {
            "first": "Gradient of window (1, 2)",
            "second": "Gradient of window (1, 3)",
            "sum": "Both added: gradient of the image",
        },
    },
    "backwards-pooling": {
        "ko": {
            "map": "특성 맵",
            "pooled": "풀링한 값",
            "arriving": "돌아온 그레이디언트",
            "gradient": "맵의 그레이디언트",
        },
        "en": {
            "map": "Map",
            "pooled": "Pooled",
            "arriving": "Gradient arriving",
            "gradient": "Gradient of the map",
        },
    },
    "backwards-chain": {
        "ko": {
            "forward": "앞으로 ↓",
            "backward": "거꾸로 ↑",
            "image": "이미지 x",
            "map": "합성곱 y",
            "relu": "ReLU를 거친 r",
            "pooled": "풀링한 p",
            "wanted": "바라는 값",
        },
        "en": {
            "forward": "Forward ↓",
            "backward": "Backward ↑",
            "image": "Image x",
            "map": "Convolved y",
            "relu": "After ReLU r",
            "pooled": "Pooled p",
            "wanted": "Wanted",
        },
    },
}

#: The chapter's map for pooling and the gradients that come back to it.
MAP = np.array([[1, 7, 2, 2], [3, 2, 0, 2], [4, 0, 6, 1], [0, 3, 5, 3]])
ARRIVING = np.array([[5, 8], [-1, 4]])

#: The chapter's chain: image, kernel, bias, and the three numbers wanted of it.
IMAGE = np.array([[1, 0, 2, 1, 0, 1, 1], [0, 1, 1, 0, 0, 0, 2], [2, 1, 0, 1, 0, 0, 0]])
KERNEL, BIAS = np.array([[1, -1], [2, 0]]), -1
WANTED = np.array([[1, 5, 2]])
RIGHT, CELL = 137.0, 17.0  # where the gradients stand, and a cell's side


def backwards_scatter(theme: Theme, words: Words) -> Sheet:
    """Draw two gradients that each lay the kernel into the image, and their sum."""
    sheet = Sheet(theme, 290)
    parts = [np.full((3, 4), np.nan) for _ in range(2)]
    for offset, (part, gradient) in enumerate(zip(parts, (2, -1), strict=True)):
        part[:, offset : offset + 3] = gradient * checked.CONV1_KERNEL
    both = np.nansum(parts, axis=0)
    rows = (("first", parts[0], "2 ×"), ("second", parts[1], "–1 ×"), ("sum", both, "="))
    for row, (name, part, sign) in enumerate(rows):
        top = 9 + 98 * row
        sheet.heading(top, words[name])
        sheet.text(32, top + 45, sign, bold=True, align="right")
        grid = sheet.cells(part, 40, top + 12, 50, 22, decimals=4, fill=sheet.signed(0.9))
        if name == "sum":
            sheet.outline(grid, theme.ink)
        else:
            sheet.outline(grid.cell(0, row, 3, 3), theme.window)
    return sheet


def backwards_pooling(theme: Theme, words: Words) -> Sheet:
    """Draw a map in blocks of 2x2, what comes back to them, and to whom it goes."""
    sheet = Sheet(theme, 256)
    pooled, gradient = max_pool2d(MAP), max_pool2d_backward(ARRIVING, MAP)
    winners = [(int(i), int(j)) for i, j in np.argwhere(gradient)]
    for top, left, right, tables, start in (
        (9, "map", "pooled", (MAP, pooled), (112.0, 150.0)),
        (137, "gradient", "arriving", (gradient, ARRIVING), (150.0, 112.0)),
    ):
        sheet.heading(top, words[left])
        sheet.heading(top, words[right], 158)
        large = sheet.cells(
            tables[0], MARGIN, top + 12, 25, decimals=0, marked=winners, size=BODY
        )  # fmt: skip
        for i, j in np.ndindex(2, 2):
            sheet.outline(large.cell(2 * i, 2 * j, 2, 2), theme.window, width=1.2)
        middle = top + 62
        sheet.arrow((start[0], middle), (start[1], middle))
        small = sheet.cells(tables[1], 160, top + 34, 28, decimals=0, size=BODY)
        sheet.outline(small, theme.window, width=1.2)
    return sheet


def backwards_chain(theme: Theme, words: Words) -> Sheet:
    """Draw the chain of the chapter: arrays downwards on the left, gradients upwards beside."""
    sheet = Sheet(theme, 322)
    y = conv2d(IMAGE, KERNEL, BIAS)
    r = relu(y)
    p = max_pool2d(r)
    dp = p - WANTED
    dr = max_pool2d_backward(dp, r)
    dy = dr * (y > 0)
    dx = conv2d_backward(dy, IMAGE, KERNEL).x

    sheet.heading(9, words["forward"])
    sheet.heading(9, words["backward"], RIGHT)
    places = ((31.0, "image"), (114.0, "map"), (180.0, "relu"), (246.0, "pooled"))
    for (top, name), forward, back in zip(
        places, (IMAGE, y, r, p), ((dx, "dx"), (dy, "dy"), (dr, "dr"), (dp, "dp")), strict=True
    ):
        sheet.text(MARGIN, top, words[name], size=SMALL, align="left", color=theme.soft)
        sheet.text(RIGHT, top, back[1], size=SMALL, align="left", color=theme.soft)
        fill = sheet.ink(2, 0.2) if name == "image" else sheet.signed(6.0)
        bottom = _row(sheet, forward, MARGIN, top + 9, fill)
        _row(sheet, back[0], RIGHT, top + 9, sheet.signed(6.0))
        if name != "pooled":
            sheet.arrow((98, bottom + 3), (98, bottom + 28))
            sheet.arrow((RIGHT + 94, bottom + 28), (RIGHT + 94, bottom + 3))
    sheet.arrow((110, 263), (RIGHT - 4, 263))
    sheet.text(MARGIN, 287, words["wanted"], size=SMALL, align="left", color=theme.soft)
    _row(sheet, WANTED, MARGIN, 296, sheet.signed(6.0))
    return sheet


def _row(sheet: Sheet, values: ArrayLike, x: float, y: float, fill: Fill) -> float:
    """Draw an array of the chain, a pooled number as wide as its block; return its lower edge."""
    table = np.asarray(values)
    pooled = len(table) == 1
    grid = sheet.cells(table, x, y, 2 * CELL if pooled else CELL, CELL, decimals=0, fill=fill)
    for block in range(0 if len(table) == 3 else 3):
        width = 1 if pooled else 2
        sheet.outline(grid.cell(0, width * block, len(table), width), sheet.theme.window, width=1.2)
    return grid.bottom
