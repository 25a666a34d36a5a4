"""The picture that a shared link shows: a page's place and title beside a figure of it."""

import io
import warnings
from functools import cache

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from making import figures
from making.figures.style import HANGUL, SYMBOLS
from making.figures.style import WIDTH as SHEET
from making.figures.theme import LIGHT

#: What the networks that show such pictures ask for.
WIDTH, HEIGHT = 1200, 630
LEFT, COLUMN = 78, 510
#: Where the figure may lie: left edge, width and height, in the middle between top and bottom.
BOX = 620, 520, 520
TITLE, SMALL, LINE = 54, 25, 1.3
#: Fewer colours than a photograph's are enough, and make a file that arrives at once.
COLOURS = 64


def draw(language: str, place: str, title: str, book: str, figure: str) -> bytes:
    """Draw the picture of a page.

    Args:
        language: "ko" or "en".
        place: Its place in the book, or nothing.
        title: Its title.
        book: Name of the book.
        figure: Name of a figure, as in `figures.FIGURES`.

    Returns:
        A PNG of 1200×630 pixels, the same to the byte wherever the same versions draw it.

    Raises:
        FigureError: If the figure can't be drawn.
        UserWarning: If a character of the words is in no font.
    """
    shown = _pixels(figure, language)  # which makes the book's fonts known, too
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")  # which no font of the book has
        matplotlib.rcdefaults()
        matplotlib.rcParams["text.parse_math"] = False
        sheet = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=LIGHT.page)
        canvas = FigureCanvasAgg(sheet)
        sheet.add_artist(Rectangle((0, 0), 14 / WIDTH, 1, color=LIGHT.window))
        left, width, _ = BOX
        x, y = left + (width - shown.shape[1]) // 2, (HEIGHT - shown.shape[0]) // 2
        sheet.figimage(shown, x, y)
        _write(sheet, 92, place, SMALL, LIGHT.soft)
        lines = _wrapped(sheet, title)
        top = HEIGHT / 2 - TITLE * LINE * (len(lines) - 1) / 2
        for n, line in enumerate(lines):
            _write(sheet, top + n * TITLE * LINE, line, TITLE, LIGHT.ink, weight="bold")
        _write(sheet, HEIGHT - 76, book if title != book else "", SMALL, LIGHT.ink)
        canvas.draw()
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    png = io.BytesIO()
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(png, format="png", optimize=True)
    return png.getvalue()


@cache  # pages without a figure of their own show that of the book
def _pixels(name: str, language: str) -> NDArray[np.uint8]:
    """Draw a figure as large as fits into its box."""
    figure = figures.draw(name, language)[0].figure
    _, width, height = BOX
    figure.set_dpi(72 * min(width / SHEET, height / (figure.get_figheight() * 72)))
    figure.patch.set_alpha(0)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.array(canvas.buffer_rgba())


def _write(
    sheet: Figure, y: float, words: str, size: float, color: str, weight: str = "normal"
) -> Text:
    """Write a line whose middle is `y` pixels below the top."""
    return sheet.text(
        LEFT / WIDTH, 1 - y / HEIGHT, words,
        size=size, color=color, weight=weight, family=[HANGUL, SYMBOLS], va="center_baseline",
    )  # fmt: skip


def _wrapped(sheet: Figure, title: str) -> list[str]:
    """Break a title into lines that fit into the column, as equal as they can be."""
    words = title.split()
    widths = [_width(sheet, word) for word in words]
    space = _width(sheet, "x x") - _width(sheet, "xx")
    lines = _broken(words, widths, space, COLUMN)
    for column in range(COLUMN, 0, -10):
        narrower = _broken(words, widths, space, column)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _broken(words: list[str], widths: list[float], space: float, column: float) -> list[str]:
    """Break words into lines of a column; a word that is too wide gets a line of its own."""
    lines: list[str] = []
    end = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and end + space + width <= column:
            lines[-1] += f" {word}"
            end += space + width
        else:
            lines.append(word)
            end = width
    return lines


def _width(sheet: Figure, words: str) -> float:
    """Measure words of the title in pixels."""
    text = _write(sheet, 0, words, TITLE, LIGHT.ink, weight="bold")
    width = float(text.get_window_extent().width)
    text.remove()
    return width
