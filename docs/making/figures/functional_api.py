"""Figures of the chapter "The functional API": two models on a chain, and a residual block."""

from making.figures.style import BODY, MARGIN, SMALL, Box, Sheet, Words
from making.figures.theme import Theme

WORDS = {
    "functional-graph": {
        "ko": {
            "layers": "층과 출력의 형상",
            "model": "model의 출력",
            "views": "views의 출력",
        },
        "en": {
            "layers": "Layers and the shapes of their outputs",
            "model": "output of model",
            "views": "output of views",
        },
    },
    "functional-branch": {
        "ko": {"forward": "앞으로: 값", "backward": "거꾸로: 그레이디언트"},
        "en": {"forward": "Forward: values", "backward": "Backward: gradients"},
    },
}

_CHAIN = {
    "pixels": "784",
    "image": "28×28×1",
    "conv1": "28×28×32",
    "pool1": "14×14×32",
    "conv2": "7×7×64",
    "pool2": "4×4×64",
    "flatten": "1,024",
    "logits": "10",
}
_RETURNED_BY = {"pool1": ("views",), "pool2": ("views",), "logits": ("views", "model")}
_HEIGHT, _STEP = 20.0, 33.0


def functional_graph(theme: Theme, words: Words) -> Sheet:
    """Draw the chain from pixels to logits, and which of its outputs each model returns."""
    sheet = Sheet(theme, 300)
    sheet.heading(9, words["layers"])
    for number, (name, shape) in enumerate(_CHAIN.items()):
        box = Box(MARGIN, 24 + _STEP * number, 132, _HEIGHT)
        tags = _RETURNED_BY.get(name, ())
        sheet.outline(box, theme.window if tags else theme.line, width=1.2)
        x, y = box.middle
        sheet.text(box.x + 7, y, name, size=BODY, align="left")
        sheet.text(box.right - 7, y, shape, size=SMALL, color=theme.soft, align="right")
        if number:
            sheet.arrow((x, box.y - _STEP + _HEIGHT + 1), (x, box.y - 1))
        if tags:
            sheet.arrow((box.right + 2, y), (box.right + 22, y))
        for line, tag in enumerate(tags):
            sheet.text(box.right + 28, y + 14 * line, words[tag], size=BODY, align="left")
    return sheet


def functional_branch(theme: Theme, words: Words) -> Sheet:
    """Draw a residual block twice: the values that go down and the gradients that come back."""
    sheet = Sheet(theme, 206)
    sheet.heading(9, words["forward"])
    _block(sheet, MARGIN, {"x": "2", "f": "–0.4", "skip": "2", "y": "1.6"})
    sheet.heading(9, words["backward"], 136)
    _block(sheet, 136, {"x": "0.8", "f": "–0.2", "skip": "1", "y": "1"}, backward=True)
    return sheet


def _block(sheet: Sheet, left: float, values: dict[str, str], *, backward: bool = False) -> None:
    """Draw x, f(x), their sum and y below each other, each with its number beside it."""
    color = sheet.theme.window if backward else sheet.theme.ink
    middle, side = left + 42, left + 92
    tops = {"x": 28.0, "f": 76.0, "+": 124.0, "y": 172.0}
    labels = {"x": "x", "f": "f(x)", "+": "+", "y": "y"}
    for name, top in tops.items():
        sheet.outline(Box(middle - 18, top, 36, 22), sheet.theme.line, width=1.2)
        sheet.text(middle, top + 11, labels[name])
        if name in values:
            sheet.text(middle - 22, top + 11, values[name], color=color, align="right")
    ends = [(middle, tops[name] + 23) for name in ("x", "f", "+")]
    starts = [(middle, tops[name] - 1) for name in ("f", "+", "y")]
    for above, below in zip(ends, starts, strict=True):
        sheet.arrow(*((below, above) if backward else (above, below)))
    high, low = tops["x"] + 11, tops["+"] + 11
    sheet.line(
        (middle + 19, high),
        (side, high),
        (side, low),
        (middle + 19, low),
        color=sheet.theme.soft,
        width=0.8,
    )
    tip = high if backward else low
    sheet.arrow((side, tip), (middle + 19, tip))
    sheet.text(side + 6, (high + low) / 2, values["skip"], color=color, align="left")
