"""Figures of the chapter "A CNN checked by hand": the network, its digit, ReLU and pooling."""

import numpy as np

from cnnbook import checked, data
from making.figures.style import BODY, HEAD, MARGIN, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "network": {
        "ko": {
            "input": "입력",
            "conv1": "합성곱 3×3, 필터 1개",
            "pool": "최대 풀링 2×2",
            "conv2": "합성곱 3×3, 필터 2개",
            "flatten": "펼치기",
            "dense1": "완전연결층",
            "dense2": "완전연결층",
            "softmax": "소프트맥스",
            "total": "매개변수의 합",
        },
        "en": {
            "input": "Input",
            "conv1": "Convolution 3×3, 1 filter",
            "pool": "Max pooling 2×2",
            "conv2": "Convolution 3×3, 2 filters",
            "flatten": "Flatten",
            "dense1": "Dense",
            "dense2": "Dense",
            "softmax": "softmax",
            "total": "Parameters in all",
        },
    },
    "digit": {
        "ko": {
            "original": "MNIST 28×28",
            "resized": "10×10으로 줄이기",
            "one": "한 칸을 정수로",
            "integers": "정수로 바꾼 10×10",
        },
        "en": {
            "original": "MNIST 28×28",
            "resized": "Resized to 10×10",
            "one": "One cell as integer",
            "integers": "The 10×10 integers",
        },
    },
    "relu": {
        "ko": {"before": "합성곱의 출력 8×8", "after": "ReLU를 거친 8×8", "rule": "음수는 0으로"},
        "en": {
            "before": "Convolution output 8×8",
            "after": "After ReLU 8×8",
            "rule": "cut at 0",
        },
    },
    "pooling": {
        "ko": {
            "before": "ReLU를 거친 8×8",
            "after": "최대 풀링을 거친 4×4",
            "rule": "2×2마다 최댓값",
        },
        "en": {
            "before": "After ReLU 8×8",
            "after": "After max pooling 4×4",
            "rule": "largest of each 2×2",
        },
    },
}


def network(theme: Theme, words: Words) -> Sheet:
    """Draw the whole network at a glance, every map in true proportion, with its parameters."""
    sheet = Sheet(theme, 428)
    axis, cell = 44.0, 7.6
    maps = checked.feature_maps()
    second = maps.flat.reshape(2, 2, 2)
    layers = (
        ("input", "10×10×1", "", [maps.digit]),
        ("conv1", "8×8×1, ReLU", "3·3·1·1 + 1 = 10", [maps.rectified]),
        ("pool", "4×4×1", "0", [maps.pooled]),
        ("conv2", "2×2×2, ReLU", "3·3·1·2 + 2 = 20", [second[..., 0], second[..., 1]]),
        ("flatten", "8", "0", [maps.flat.reshape(1, 8)]),
        ("dense1", "2, ReLU", "8·2 + 2 = 18", [np.full((1, 2), np.nan)]),
        ("dense2", f"10, {words['softmax']}", "2·10 + 10 = 30", [np.full((1, 10), np.nan)]),
    )
    y = 6.0
    for name, shape, parameters, tables in layers:
        tall = tables[0].shape[0] * cell
        step = max(tall, 24.0)
        middle = y + step / 2
        wide = sum(table.shape[1] * cell for table in tables) + 5 * (len(tables) - 1)
        x = axis - wide / 2
        for table in tables:
            fill = sheet.ink(8) if name == "input" else sheet.signed(5.3, 0.9)
            grid = sheet.cells(table, x, middle - tall / 2, cell, fill=fill)
            sheet.outline(grid, theme.soft, width=0.8)
            x = grid.right + 5
        sheet.text(96, middle - 7, words[name], bold=True, align="left")
        sheet.text(96, middle + 7, shape, size=SMALL, align="left")
        sheet.text(WIDTH - MARGIN, middle + 7, parameters, size=SMALL, align="right")
        y += step
        if name != "dense2":
            sheet.arrow((axis, y + 4), (axis, y + 16))
            y += 20
    sheet.line((96, y + 10), (WIDTH - MARGIN, y + 10), color=theme.ink)
    sheet.text(96, y + 22, words["total"], bold=True, align="left")
    sheet.text(WIDTH - MARGIN, y + 22, "78", bold=True, align="right")
    return sheet


def digit(theme: Theme, words: Words) -> Sheet:
    """Draw the MNIST digit, the digit resized, and the integers that the chapter works with."""
    sheet = Sheet(theme, 384)
    (images, _), _ = data.load("mnist")
    small = checked.resized()[0, :, :, 0]
    row, column = 3, 3

    sheet.heading(9, words["original"])
    sheet.heading(9, words["resized"], 144)
    original = images[0].astype(float)
    original[original == 0] = np.nan
    sheet.outline(Box(MARGIN, 20, 112, 112), theme.line, width=0.8)
    sheet.cells(original, MARGIN, 20, 4, fill=sheet.ink(255), lines="none")
    sheet.arrow((120, 76), (140, 76))
    grid = sheet.cells(small, 144, 20, 11.2, fill=sheet.ink(float(small.max())))
    sheet.outline(grid.cell(row, column), theme.window)

    sheet.heading(151, words["one"])
    value = small[row, column]
    step = f"{value:.4f} × 10 = {10 * value:.3f} → {int(10 * value)}"
    sheet.text(WIDTH - MARGIN, 151, step, color=theme.window, align="right")
    sheet.heading(174, words["integers"])
    table = sheet.cells(
        checked.digit(), 18, 196, 23.8, 18.4, decimals=0, size=HEAD, fill=sheet.ink(8, 0.34)
    )
    for index in range(10):
        x, y = table.cell(index, index).middle
        sheet.text(x, 189, str(index), size=SMALL, color=theme.soft)
        sheet.text(9, y, str(index), size=SMALL, color=theme.soft)
    sheet.outline(table.cell(row, column), theme.window)
    return sheet


def relu(theme: Theme, words: Words) -> Sheet:
    """Draw the first feature map before and after ReLU."""
    sheet = Sheet(theme, 395)
    maps = checked.feature_maps()
    fill = sheet.signed(5.0)
    sheet.heading(9, words["before"])
    before = sheet.cells(maps.convolved, MARGIN, 20, 31.5, 20, decimals=2, size=9, fill=fill)
    sheet.arrow((130, before.bottom + 6), (130, before.bottom + 28))
    sheet.text(142, before.bottom + 17, f"max(0, y): {words['rule']}", align="left")
    sheet.heading(before.bottom + 40, words["after"])
    sheet.cells(maps.rectified, MARGIN, before.bottom + 51, 31.5, 20, decimals=2, size=9, fill=fill)
    return sheet


def pooling(theme: Theme, words: Words) -> Sheet:
    """Draw 2x2 max pooling: the blocks, the largest value of each, and the smaller map."""
    sheet = Sheet(theme, 351)
    maps = checked.feature_maps()
    sheet.heading(9, words["before"])
    for (i, j), largest in np.ndenumerate(maps.pooled):
        block = maps.rectified[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        top = [(int(m), int(n)) for m, n in np.argwhere(block == largest) if largest > 0]
        x, y = MARGIN + 63.8 * j, 20 + 44 * i
        grid = sheet.cells(block, x, y, 30.3, 20, decimals=2, size=9, marked=top)
        sheet.outline(grid, theme.window, width=1.1)
        pooled = sheet.cells(
            largest,
            x,
            247 + 26 * i,
            grid.width,
            22,
            decimals=2,
            size=BODY,
            marked=[(0, 0)] if top else [],
        )
        sheet.outline(pooled, theme.window, width=1.1)
    sheet.arrow((130, 199), (130, 221))
    sheet.text(142, 210, words["rule"], align="left")
    sheet.heading(235, words["after"])
    return sheet
