"""Figure of the chapter on weights: how untrained and trained weights are spread."""

from collections.abc import Callable
from math import erf, exp, pi, sqrt

from making.figures.style import BODY, SMALL, WIDTH, Box, Sheet, Words
from making.figures.theme import Theme, mix

WORDS = {
    "weights-shapes": {
        "ko": {
            "flat": "균등분포: 훈련 전",
            "bell": "종 모양: 정규분포",
            "share": "표준편차 1배 안에 {:.1%}",
            "axis": "평균에서의 거리, 표준편차 단위",
        },
        "en": {
            "flat": "Uniform: before training",
            "bell": "Bell: normal distribution",
            "share": "{:.1%} within one deviation",
            "axis": "Distance from the mean, in standard deviations",
        },
    },
}


def weights_shapes(theme: Theme, words: Words) -> Sheet:
    """Draw a flat and a bell-shaped histogram of the same deviation; the middle stands out."""
    sheet = Sheet(theme, 238)
    laws: dict[str, tuple[Callable[[float], float], float]] = {
        "flat": (lambda z: 1 / sqrt(12) if abs(z) < sqrt(3) else 0.0, 1 / sqrt(3)),
        "bell": (lambda z: exp(-z * z / 2) / sqrt(2 * pi), erf(1 / sqrt(2))),
    }
    unit, bars = 36.0, 10  # points to a deviation, bars to a deviation
    for foot, (name, (density, share)) in zip((94, 202), laws.items(), strict=True):
        sheet.heading(foot - 85, words[name])
        sheet.text(4, foot - 70, words["share"].format(share), color=theme.kernel, align="left")
        for bar in range(-3 * bars, 3 * bars):
            z = (bar + 0.5) / bars
            height = 135 * density(z)
            left = WIDTH / 2 + unit * bar / bars
            fill = mix(theme.page, theme.kernel, 0.85 if abs(z) < 1 else 0.3)
            if height:
                sheet.outline(
                    Box(left, foot - height, 0.8 * unit / bars, height), "none", width=0, fill=fill
                )
        sheet.line((WIDTH / 2 - 3 * unit, foot), (WIDTH / 2 + 3 * unit, foot))
        for z in range(-3, 4):
            sheet.text(WIDTH / 2 + unit * z, foot + 8, f"{z}".replace("-", "–"), size=SMALL)
    sheet.text(WIDTH / 2, 228, words["axis"], size=BODY - 0.5, color=theme.soft)
    return sheet
