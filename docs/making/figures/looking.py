"""Figures of the chapter on what a network looks at: a covered square, and weighted maps."""

import numpy as np

from making.figures.style import BODY, MARGIN, SMALL, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "looking-occlusion": {
        "ko": {
            "image": "이미지",
            "weights": "가중치",
            "falls": "점수가 줄어든 만큼",
            "whole": "점수 2 + 3 – 1 + 4 = 8",
            "covered": "사각형을 가리면 2",
        },
        "en": {
            "image": "Image",
            "weights": "Weights",
            "falls": "Fall in score",
            "whole": "score 2 + 3 – 1 + 4 = 8",
            "covered": "with the square covered: 2",
        },
    },
    "looking-grad-cam": {
        "ko": {
            "first": "첫째 맵",
            "second": "둘째 맵",
            "slopes": "점수의 기울기",
            "mean": "평균 {}",
            "sum": "2 · 첫째 – 1 · 둘째",
            "relu": "ReLU",
        },
        "en": {
            "first": "Map 1",
            "second": "Map 2",
            "slopes": "Slopes of the score",
            "mean": "mean {}",
            "sum": "2 · map 1 – 1 · map 2",
            "relu": "ReLU",
        },
    },
}


def looking_occlusion(theme: Theme, words: Words) -> Sheet:
    """Draw an image of 3x3, the weights of its score, and the fall for each covered square."""
    sheet = Sheet(theme, 138)
    image = np.array([[0, 2, 1], [0, 3, 2], [0, 1, 4]])
    weights = np.array([[1, 0, 2], [-1, 1, 0], [2, -1, 1]])
    products = image * weights
    square = {(i, j) for i in (1, 2) for j in (1, 2)}
    falls = [[products[i : i + 2, j : j + 2].sum() for j in (0, 1)] for i in (0, 1)]
    for x, name, values in ((MARGIN, "image", image), (90, "weights", weights)):
        sheet.heading(9, words[name], x)
        grid = sheet.cells(values, x, 21, 22, decimals=0, marked=square, size=BODY)
        sheet.outline(grid.cell(1, 1, 2, 2), theme.window)
    sheet.heading(9, words["falls"], 172)
    sheet.cells(falls, 172, 32, 22, decimals=0, marked=[(1, 1)], size=BODY)
    sheet.text(MARGIN, 104, words["whole"], align="left")
    sheet.text(MARGIN, 124, words["covered"], align="left", color=theme.window)
    return sheet


def looking_grad_cam(theme: Theme, words: Words) -> Sheet:
    """Draw two maps of 2x2, the slopes of the score, the weighted sum and its positive part."""
    sheet = Sheet(theme, 258)
    maps = np.array([[[1, 2], [0, 1]], [[0, 1], [3, 2]]])
    slopes = np.array([[[2, 0], [2, 4]], [[-1, -1], [0, -2]]])
    alphas = slopes.mean(axis=(1, 2))
    for left, name, values, slope, alpha in zip(
        (MARGIN, 138), ("first", "second"), maps, slopes, alphas, strict=True
    ):
        sheet.heading(9, words[name], left)
        sheet.cells(values, left, 20, 24, decimals=0, size=BODY)
        sheet.text(left, 82, words["slopes"], align="left", color=theme.kernel)
        tint = mix(theme.page, theme.kernel, 0.14)
        sheet.cells(slope, left, 92, 24, decimals=0, size=BODY, fill=tint)
        mean = words["mean"].format(f"{alpha:.0f}".replace("-", "–"))
        sheet.text(left + 54, 116, mean, align="left", color=theme.kernel)
    total = np.tensordot(alphas, maps, axes=1)
    sheet.heading(168, words["sum"])
    signed = sheet.signed(3)
    sheet.cells(total, MARGIN, 180, 30, decimals=0, size=BODY, fill=signed)
    sheet.arrow((78, 210), (124, 210))
    sheet.text(101, 200, words["relu"], size=SMALL, color=theme.soft)
    sheet.cells(np.maximum(total, 0), 138, 180, 30, decimals=0, size=BODY, fill=signed)
    return sheet
