"""Figures of the chapter "A CNN checked by hand" that follow single windows of a convolution."""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook import checked
from cnnbook.window import windows
from making.figures.style import (
    BODY,
    MARGIN,
    SMALL,
    WIDTH,
    Grid,
    Sheet,
    Words,
    number,
)
from making.figures.theme import Theme, mix

WORDS = {
    "window": {
        "ko": {
            "image": "이미지와 첫 번째 윈도우",
            "pixels": "윈도우의 픽셀",
            "kernel": "커널",
            "products": "칸마다 곱하기",
            "sum": "곱을 모두 더한 합",
            "bias": "편향",
            "value": "출력",
        },
        "en": {
            "image": "The first window",
            "pixels": "Pixels in the window",
            "kernel": "Kernel",
            "products": "Products, cell by cell",
            "sum": "Sum of the products",
            "bias": "Bias",
            "value": "Output",
        },
    },
    "sliding": {
        "ko": {"step": "윈도우 64개 가운데 {}번째", "negative": "음수", "positive": "양수"},
        "en": {"step": "Window {} of 64", "negative": "negative", "positive": "positive"},
    },
    "second-convolution": {
        "ko": {
            "input": "풀링을 거친 4×4",
            "filter": "필터 {}",
            "sums": "윈도우마다 합 → ReLU",
            "maps": "ReLU를 거친 2×2×2",
            "flatten": "펼치기: 같은 자리의 두 채널이 나란히",
        },
        "en": {
            "input": "After pooling 4×4",
            "filter": "Filter {}",
            "sums": "Sum of each window → ReLU",
            "maps": "After ReLU 2×2×2",
            "flatten": "Flatten: both channels side by side",
        },
    },
}


def window(theme: Theme, words: Words) -> Sheet:
    """Draw the first window that is not all zero: patch, kernel, products, sum, bias."""
    sheet = Sheet(theme, 424)
    digit = checked.digit()
    steps = windows(digit, checked.CONV1_KERNEL, checked.CONV1_BIAS)
    first = next(step for step in steps if step.patch.any())

    sheet.heading(9, words["pixels"])
    patch = sheet.cells(
        first.patch, MARGIN, 20, 26, 24, decimals=0, size=BODY, fill=sheet.ink(8, 0.34)
    )
    sheet.heading(9, words["image"], 140)
    image = _image(sheet, digit, 140, 20)
    held = image.cell(*first.position, 3, 3)
    sheet.line((held.x, held.y), (patch.right, patch.y), color=theme.window)
    sheet.line((held.x, held.bottom), (patch.right, patch.bottom), color=theme.window)
    sheet.outline(held, theme.window)
    sheet.outline(patch, theme.window)

    sheet.heading(154, f"× {words['kernel']}")
    _kernel(sheet, checked.CONV1_KERNEL, MARGIN, 165, 84, 22, mix(theme.page, theme.kernel, 0.14))

    sheet.heading(249, f"= {words['products']}")
    products = sheet.cells(np.full((3, 3), np.nan), MARGIN, 260, 84, 32)
    for (m, n), product in np.ndenumerate(first.product):
        x, y = products.cell(m, n).middle
        factors = f"{first.patch[m, n]} × {number(float(checked.CONV1_KERNEL[m, n]), 4)}"
        sheet.text(x, y - 7, factors, size=SMALL, color=theme.soft)
        sheet.text(x, y + 7, number(product, 4) if product else "0", bold=bool(product))

    right = WIDTH - MARGIN
    for y, name, value in ((374, "sum", first.sum), (391, "bias", first.bias)):
        sheet.text(MARGIN, y, words[name], align="left")
        sheet.text(right, y, number(value, 4), align="right")
    sheet.line((MARGIN, 402), (right, 402), color=theme.ink)
    sheet.heading(414, words["value"])
    result = number(first.value, 4)
    sheet.text(right, 414, result, color=theme.window, bold=True, align="right")
    return sheet


def sliding(theme: Theme, words: Words) -> Sheet:
    """Draw the window at four of its 64 places and the map as far as it is filled by then."""
    sheet = Sheet(theme, 603)
    digit = checked.digit()
    steps = list(windows(digit, checked.CONV1_KERNEL, checked.CONV1_BIAS))
    for row, count in enumerate((1, 2, 9, 64)):
        top = 148 * row
        current = steps[count - 1]
        i, j = current.position
        sheet.heading(top + 9, words["step"].format(count))
        result = f"y({i}, {j}) = {number(current.value, 4)}"
        sheet.text(WIDTH - MARGIN, top + 9, result, color=theme.window, align="right")
        image = _image(sheet, digit, MARGIN, top + 20)
        held = image.cell(i, j, 3, 3)
        filled = np.full(64, np.nan)
        filled[:count] = [step.value for step in steps[:count]]
        grid = sheet.cells(filled.reshape(8, 8), 152, top + 26, 13, fill=sheet.signed(5.0, 0.8))
        sheet.arrow((124, top + 78), (148, top + 78))
        sheet.outline(held, theme.window)
        sheet.outline(grid.cell(i, j), theme.window)
    for x, sign, value in ((152.0, "negative", -1.0), (208.0, "positive", 1.0)):
        sheet.cells(value, x, 590, 9, fill=sheet.signed(1.0))
        sheet.text(x + 13, 594.5, words[sign], size=SMALL, align="left")
    return sheet


def second_convolution(theme: Theme, words: Words) -> Sheet:
    """Draw the second convolution: two filters, four windows each, and the flattened result."""
    sheet = Sheet(theme, 477)
    maps = checked.feature_maps()
    fills = [mix(theme.page, theme.kernel, tint) for tint in (0.3, 0.1)]
    columns = (MARGIN, 136.0)

    sheet.heading(9, words["input"])
    sheet.cells(maps.pooled, MARGIN, 20, 63, 20, decimals=4, fill=sheet.signed(5.0))

    for channel, x in enumerate(columns):
        sheet.heading(120, words["filter"].format(channel + 1), x)
        kernel = checked.CONV2_KERNEL[:, :, 0, channel]
        _kernel(sheet, kernel, x, 131, 40, 20, fills[channel])

    sheet.heading(212, words["sums"])
    for row, (i, j) in enumerate(np.ndindex(2, 2)):
        y = 224 + 32 * row
        icon = sheet.cells(np.full((4, 4), np.nan), MARGIN, y, 6)
        sheet.outline(icon.cell(i, j, 3, 3), theme.window)
        for channel, right in enumerate((84.0, 204.0)):
            value = maps.second[i, j, channel]
            colour = theme.ink if value > 0 else theme.negative
            sheet.text(right, y + 12, number(value, 4), color=colour, align="right")
            after = number(value, 4) if value > 0 else "0"
            sheet.text(right + 6, y + 12, f"→ {after}", align="left")

    sheet.heading(366, words["maps"])
    for channel, x in enumerate(columns):
        table = maps.flat.reshape(2, 2, 2)[..., channel]
        sheet.cells(table, x, 377, 60, 22, decimals=4, fill=fills[channel])
    sheet.heading(440, words["flatten"])
    for place, value in enumerate(maps.flat):
        x = MARGIN + 31.5 * place
        sheet.cells(value, x, 451, 31.5, 22, decimals=2, fill=fills[place % 2])
    return sheet


def _image(sheet: Sheet, digit: ArrayLike, x: float, y: float) -> Grid:
    """Draw the digit small, with its integers."""
    return sheet.cells(digit, x, y, 11.6, decimals=0, fill=sheet.ink(8, 0.34))


def _kernel(
    sheet: Sheet, kernel: ArrayLike, x: float, y: float, width: float, height: float, fill: str
) -> None:
    """Draw the weights of one filter in the kernel's colour."""
    colour = sheet.theme.kernel
    grid = sheet.cells(kernel, x, y, width, height, decimals=4, fill=fill, lines=colour)
    sheet.outline(grid, colour, width=1.4)
