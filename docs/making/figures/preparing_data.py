"""Figures of the chapter "Fashion-MNIST prepared": two splits, and one image on its way."""

import numpy as np

from cnnbook import data
from making.figures.style import BODY, MARGIN, SMALL, WIDTH, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "data-split": {
        "ko": {
            "plain": "정렬된 레이블에서 마지막 1/5",
            "stratified": "클래스마다 1/5: 층화 분할",
            "held": "떼어 둔 칸",
        },
        "en": {
            "plain": "The last fifth of sorted labels",
            "stratified": "A fifth of each class: stratified",
            "held": "held out",
        },
    },
    "data-steps": {
        "ko": {
            "pixels": "픽셀: 255로 나누기",
            "label": "레이블: 원-핫",
            "class": "클래스",
            "shape": "형상: 축 네 개",
            "batch": "배치",
            "height": "높이",
            "width": "너비",
            "channel": "채널",
        },
        "en": {
            "pixels": "Pixels: divided by 255",
            "label": "Label: one-hot",
            "class": "class",
            "shape": "Shape: four axes",
            "batch": "batch",
            "height": "height",
            "width": "width",
            "channel": "channel",
        },
    },
}

_CELL = 12.6


def data_split(theme: Theme, words: Words) -> Sheet:
    """Draw twenty sorted labels twice, with the rows that two ways of splitting hold out."""
    sheet = Sheet(theme, 122)
    labels = np.repeat([0, 1, 2], [10, 5, 5])
    rows = {"plain": range(16, 20), "stratified": data.stratified_split(labels, 0.2, seed=0)[1]}
    for top, (name, held_out) in zip((9, 59), rows.items(), strict=True):
        sheet.heading(top, words[name])
        marked = [(0, int(row)) for row in held_out]
        grid = sheet.cells(
            labels, MARGIN, top + 12, _CELL, 20, decimals=0, marked=marked, size=BODY
        )
        for _, row in marked:
            sheet.outline(grid.cell(0, row), theme.window, width=1.2)
    tint = mix(theme.page, theme.window, 0.2)
    sheet.outline(sheet.cells([np.nan], MARGIN, 106, _CELL), theme.window, width=1.2, fill=tint)
    sheet.text(MARGIN + 18, 112.3, words["held"], size=SMALL, color=theme.soft, align="left")
    return sheet


def data_steps(theme: Theme, words: Words) -> Sheet:
    """Draw what happens to pixels, label and shape of the first training image."""
    sheet = Sheet(theme, 238)
    (images, labels), _ = data.load("fashion_mnist")
    pixels = images[0, 6:9, 12:16]
    sheet.heading(9, words["pixels"])
    sheet.cells(pixels, MARGIN, 21, 27, 20, decimals=0, fill=sheet.ink(255, 0.5))
    sheet.arrow((118, 51), (140, 51))
    sheet.cells(pixels / 255, 148, 21, 27, 20, decimals=2, fill=sheet.ink(1, 0.5))

    sheet.heading(101, words["label"])
    label = int(labels[0])
    sheet.cells([label], MARGIN, 113, 20, decimals=0, size=BODY)
    sheet.arrow((30, 123), (50, 123))
    row = sheet.cells(np.eye(10)[label], 56, 113, 20, decimals=0, marked=[(0, label)], size=BODY)
    for number in range(10):
        x = row.cell(0, number).middle[0]
        sheet.text(x, 141, str(number), size=SMALL, color=theme.soft)
    sheet.text(30, 141, words["class"], size=SMALL, color=theme.soft)

    sheet.heading(171, words["shape"])
    sheet.text(34, 195, "(28, 28)")
    sheet.arrow((66, 195), (88, 195))
    axes = {"batch": "1", "height": "28", "width": "28", "channel": "1"}
    for number, (name, length) in enumerate(axes.items()):
        x = 114 + (WIDTH - 128) / 3.2 * number
        new = length == "1"
        sheet.text(x, 195, length, bold=new, color=theme.window if new else theme.ink)
        sheet.text(x, 213, words[name], size=SMALL, color=theme.soft)
    return sheet
