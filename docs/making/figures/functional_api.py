"""Figure of the chapter "The functional API": one chain of layers, two models cut out of it."""

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
