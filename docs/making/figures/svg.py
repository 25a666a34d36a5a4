"""Sheets made into SVG files: the book's own fonts, fixed settings, the same bytes every time."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import font_manager

from making import fonts
from making.figures.style import HANGUL, SMALL, SYMBOLS, Sheet, Words
from making.figures.theme import Theme

Drawing = Callable[[Theme, Words], Sheet]


class UnreadableError(Exception):
    """A text of a figure that no reader could read, or no font of the book can draw."""


def render(drawing: Drawing, theme: Theme, words: Words) -> tuple[Sheet, bytes]:
    """Draw one figure as SVG, the same to the byte wherever the same versions draw it.

    Args:
        drawing: The function that draws the figure.
        theme: `LIGHT` or `DARK`.
        words: The words of the figure, in one language.

    Returns:
        The sheet and its SVG.

    Raises:
        UnreadableError: If a character is in none of the fonts; if a text is small, leaves the
            sheet or lies over another one.
    """
    known = _known_characters()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever the reader's own matplotlibrc says
        matplotlib.rcParams["svg.fonttype"] = "path"
        matplotlib.rcParams["svg.hashsalt"] = "cnnbook"
        matplotlib.rcParams["text.parse_math"] = False
        sheet = drawing(theme, words)
        for text in sheet.texts:
            for character in text.get_text():
                if ord(character) not in known:
                    code = f"U+{ord(character):04X}"
                    raise UnreadableError(
                        f"no font has {character!r} ({code}), in {text.get_text()!r}"
                    )
        svg = io.BytesIO()
        sheet.figure.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
        _check_legible(sheet)
    return sheet, svg.getvalue()


def _check_legible(sheet: Sheet) -> None:
    """Demand that each text can be read: large enough, on the sheet, and over no other one."""
    page = sheet.figure.bbox.padded(0.01)
    said = [text.get_text() for text in sheet.texts]
    boxes = [text.get_window_extent() for text in sheet.texts]
    for text, words, box in zip(sheet.texts, said, boxes, strict=True):
        if float(text.get_fontsize()) < SMALL:
            raise UnreadableError(f"{words!r} is smaller than {SMALL} points")
        if not (page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)):
            raise UnreadableError(f"{words!r} leaves the sheet")
    left, bottom, right, top = np.array([box.extents for box in boxes]).reshape(-1, 4).T
    beside = (right[:, None] < left) | (top[:, None] < bottom)
    for one, other in np.argwhere(np.triu(~(beside | beside.T), 1)):  # all pairs at once
        raise UnreadableError(f"{said[one]!r} lies over {said[other]!r}")


@cache
def _known_characters() -> frozenset[int]:
    """Make the book's fonts known to matplotlib, and return what they can draw.

    They get names of their own, so that a font installed on the machine is never taken instead.
    """
    symbols = Path(matplotlib.get_data_path(), "fonts", "ttf")
    files = (
        *((HANGUL, weight, file) for weight, file in fonts.hangul().items()),
        (SYMBOLS, 400, symbols / "DejaVuSans.ttf"),
        (SYMBOLS, 700, symbols / "DejaVuSans-Bold.ttf"),
    )
    for name, weight, file in files:
        entry = font_manager.FontEntry(fname=str(file), name=name, weight=weight)
        font_manager.fontManager.ttflist.append(entry)
    charmaps = (font_manager.get_font(file).get_charmap() for _, _, file in files)
    return frozenset(code for charmap in charmaps for code in charmap)
