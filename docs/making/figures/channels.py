"""Figures of the chapter "Channels and filters": three channels summed, and who is joined."""

import numpy as np

from cnnbook.conv import conv2d
from making.figures.style import BODY, MARGIN, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "channels-sum": {
        "ko": {
            "image": "이미지",
            "filter": "필터",
            "sums": "채널별 합",
            "red": "빨강",
            "green": "초록",
            "blue": "파랑",
            "total": "세 채널을 더한 출력",
        },
        "en": {
            "image": "Image",
            "filter": "Filter",
            "sums": "Sums",
            "red": "red",
            "green": "green",
            "blue": "blue",
            "total": "Output: the three added up",
        },
    },
    "channels-joined": {
        "ko": {
            "ordinary": "보통 합성곱 3×3",
            "depthwise": "깊이별 합성곱 3×3",
            "pointwise": "1×1 합성곱",
            "nine": "선마다 가중치 9개",
            "one": "선마다 가중치 1개",
        },
        "en": {
            "ordinary": "Ordinary convolution 3×3",
            "depthwise": "Depthwise convolution 3×3",
            "pointwise": "1×1 convolution",
            "nine": "9 weights a line",
            "one": "1 weight a line",
        },
    },
}

#: The chapter's image, channel by channel, and its first filter, slice by slice.
IMAGE = np.array(
    [
        [[int(digit) for digit in row] for row in rows.split()]
        for rows in (
            "11100 01110 00111 00110 01100",
            "01101 01110 00110 00111 11100",
            "11110 11110 00011 01110 01100",
        )
    ]
)
FILTER = np.array(
    [
        [[1, 0, 1], [0, 1, 0], [1, 0, 1]],
        [[0, -1, 0], [-1, 1, -1], [1, -1, 0]],
        [[-1, 0, 0], [0, 1, 0], [0, 0, -1]],
    ]
)


def channels_sum(theme: Theme, words: Words) -> Sheet:
    """Draw how each channel meets its slice of the filter, and how the three maps are added."""
    sheet = Sheet(theme, 342)
    columns = (32.0, 120.0, 202.0)
    for x, name in zip(columns, ("image", "filter", "sums"), strict=True):
        sheet.heading(9, words[name], x)
    first = []
    for c, name in enumerate(("red", "green", "blue")):
        top = 20 + 80 * c
        middle = top + 35
        sheet.text(MARGIN, middle, words[name], size=SMALL, align="left")
        image = sheet.cells(IMAGE[c], columns[0], top, 14, decimals=0, fill=sheet.ink(1, 0.16))
        sheet.outline(image.cell(0, 0, 3, 3), theme.window)
        sheet.text(111, middle, "×")
        tint = mix(theme.page, theme.kernel, 0.14)
        weights = sheet.cells(
            FILTER[c], columns[1], middle - 30, 20, decimals=0, size=BODY, fill=tint,
            lines=theme.kernel,
        )  # fmt: skip
        sheet.outline(weights, theme.kernel, width=1.4)
        sheet.text(191, middle, "=")
        part = conv2d(IMAGE[c], FILTER[c])
        sheet.cells(part, columns[2], middle - 27, 18, decimals=0, marked=[(0, 0)], size=BODY)
        first.append(int(part[0, 0]))
    sheet.line((MARGIN, 264), (WIDTH - MARGIN, 264), color=theme.ink)
    sheet.heading(277, words["total"])
    total = sum(conv2d(channel, weights) for channel, weights in zip(IMAGE, FILTER, strict=True))
    grid = sheet.cells(total, columns[2], 284, 18, decimals=0, marked=[(0, 0)], size=BODY)
    sheet.outline(grid.cell(0, 0), theme.window)
    red, green, blue = first
    sheet.text(
        191, 293, f"{red} – {-green} + {blue} =", color=theme.window, bold=True, align="right"
    )
    return sheet


def channels_joined(theme: Theme, words: Words) -> Sheet:
    """Draw which in channel meets which out channel, for three kinds of convolution."""
    sheet = Sheet(theme, 316)
    kinds = (("ordinary", 4, 9, 1.8), ("depthwise", 3, 9, 1.8), ("pointwise", 4, 1, 0.7))
    for row, (name, filters, weights, width) in enumerate(kinds):
        top = 9 + 106 * row
        sheet.heading(top, words[name])
        pairs = [(c, f) for c in range(3) for f in range(filters)]
        if name == "depthwise":
            pairs = [(c, c) for c in range(3)]
        for c, f in pairs:
            start, end = (22, _height(top, c, 3)), (98, _height(top, f, filters))
            sheet.line(start, end, color=theme.kernel, width=width)
        for x, count in ((10.0, 3), (98.0, filters)):
            for place in range(count):
                box = Box(x, _height(top, place, count) - 6, 12, 12)
                sheet.outline(box, theme.ink, width=0.9, fill=theme.page)
        sheet.text(126, top + 42, words["one" if weights == 1 else "nine"], align="left")
        product = f"{len(pairs)} · {weights} = {len(pairs) * weights}"
        sheet.text(126, top + 60, product, align="left", bold=True)
    return sheet


def _height(top: float, place: int, count: int) -> float:
    """Return where the channel of this number stands, all of them centred in their part."""
    return top + 51 + 20 * (place - (count - 1) / 2)
