"""Figures of the chapter "Axes": one picture in two orders, and what reshape makes of it."""

import numpy as np

from cnnbook._checks import Array
from making.figures.style import BODY, MARGIN, Grid, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "axes-memory": {
        "ko": {
            "picture": "그림: 2행, 3열, 채널 2개",
            "channel0": "채널 0",
            "channel1": "채널 1",
            "nhwc": "NHWC의 메모리: 픽셀마다",
            "nchw": "NCHW의 메모리: 채널마다",
        },
        "en": {
            "picture": "A picture: 2 rows, 3 columns",
            "channel0": "channel 0",
            "channel1": "channel 1",
            "nhwc": "NHWC in memory: pixel by pixel",
            "nchw": "NCHW in memory: channel by channel",
        },
    },
    "axes-reshape": {
        "ko": {
            "transpose": "transpose: 그림이 그대로",
            "reshape": "reshape: 채널이 섞임",
            "channel0": "채널 0",
            "channel1": "채널 1",
        },
        "en": {
            "transpose": "transpose: still the picture",
            "reshape": "reshape: the channels are mixed",
            "channel0": "channel 0",
            "channel1": "channel 1",
        },
    },
}

#: The chapter's picture: height, width, channels.
PICTURE = np.stack([np.arange(1, 7), 10 * np.arange(1, 7)], axis=-1).reshape(2, 3, 2)


def axes_memory(theme: Theme, words: Words) -> Sheet:
    """Draw two channels, and their numbers as they lie in memory in both orders."""
    sheet = Sheet(theme, 202)
    sheet.heading(9, words["picture"])
    _channels(sheet, np.moveaxis(PICTURE, -1, 0), 20, words)
    for y, name, order, group in ((108, "nhwc", (0, 1, 2), 2), (162, "nchw", (2, 0, 1), 6)):
        sheet.heading(y, words[name])
        memory = np.transpose(PICTURE, order).reshape(1, -1)
        row = _numbers(sheet, memory, MARGIN, y + 13, 21)
        for start in range(0, memory.size, group):
            sheet.outline(row.cell(0, start, 1, group), theme.ink, width=1.2)
    return sheet


def axes_reshape(theme: Theme, words: Words) -> Sheet:
    """Draw the two channels that transpose gives, and those that reshape gives."""
    sheet = Sheet(theme, 190)
    for y, name, channels in (
        (9, "transpose", np.moveaxis(PICTURE, -1, 0)),
        (107, "reshape", PICTURE.reshape(2, 2, 3)),
    ):
        sheet.heading(y, words[name])
        _channels(sheet, channels, y + 11, words)
    return sheet


def _channels(sheet: Sheet, channels: Array, y: float, words: Words) -> None:
    """Draw two channels side by side, each with its name."""
    for place, channel in enumerate(channels):
        x = MARGIN + place * 132
        sheet.text(x, y + 8, words[f"channel{place}"], align="left", color=sheet.theme.soft)
        grid = _numbers(sheet, channel, x, y + 20, 38)
        sheet.outline(grid, sheet.theme.ink, width=1.2)


def _numbers(sheet: Sheet, numbers: Array, x: float, y: float, width: float) -> Grid:
    """Draw numbers, those of the second channel on a darker ground."""
    shade = mix(sheet.theme.page, sheet.theme.ink, 0.2)
    return sheet.cells(
        numbers, x, y, width, 24, decimals=0, size=BODY,
        fill=lambda number: shade if number >= 10 else sheet.theme.page,
    )  # fmt: skip
