"""The hand that draws every figure: a sheet, cells, lines, arrows and words.

A sheet is measured in points, x to the right and y downwards, so that a length and a type size
are the same unit. It is as wide as a phone's text column, where it is read at its true size.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Text
from numpy.typing import ArrayLike

from making.figures.theme import Theme, mix

WIDTH, MARGIN = 260.0, 4.0
SMALL, BODY, HEAD = 8.5, 10.0, 11.0
# DejaVu Sans sets Latin letters and digits, alike in both languages; NanumGothic the Hangul.
HANGUL, SYMBOLS = "cnnbook hangul", "cnnbook symbols"
FONTS = [SYMBOLS, HANGUL]

Words = Mapping[str, str]
Fill = Callable[[float], str]


@dataclass(frozen=True)
class Box:
    """A rectangle on a sheet."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Centre, x and y."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Grid(Box):
    """A table of equal cells on a sheet."""

    rows: int
    columns: int

    def cell(self, i: int, j: int, rows: int = 1, columns: int = 1) -> Box:
        """Return the box of one cell, or of a block of cells that starts there."""
        width, height = self.width / self.columns, self.height / self.rows
        return Box(self.x + j * width, self.y + i * height, columns * width, rows * height)


def number(value: float, decimals: int) -> str:
    """Write a number with an en dash as its minus: plain to see, and narrow enough for a cell."""
    return f"{value:.{decimals}f}".replace("-", "–")


class Sheet:
    """A drawing in the making, on a transparent page."""

    def __init__(self, theme: Theme, height: float) -> None:
        """Take a clean sheet, `height` points tall."""
        self.theme = theme
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self._axes.set_axis_off()

    @property
    def texts(self) -> list[Text]:
        """Every text that was written on it."""
        return [text for text in self._axes.texts if text.get_text()]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: str | None = None,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "center",
    ) -> None:
        """Write one line whose digits are centred on y."""
        self._axes.text(
            x,
            y + 0.36 * size,
            words,
            fontsize=size,
            color=color or self.theme.ink,
            weight="bold" if bold else "normal",
            ha=align,
            family=FONTS,
            va="baseline",
        )

    def heading(self, y: float, words: str, x: float = MARGIN) -> None:
        """Write the title of a part of the drawing."""
        self.text(x, y, words, bold=True, align="left")

    def outline(self, box: Box, color: str, *, width: float = 1.6, fill: str = "none") -> None:
        """Draw a rectangle around a box."""
        self._axes.add_artist(
            Rectangle(
                (box.x, box.y),
                box.width,
                box.height,
                ec=color,
                fc=fill,
                lw=width,
                joinstyle="miter",
            )
        )

    def line(
        self, *points: tuple[float, float], color: str | None = None, width: float = 0.6
    ) -> None:
        """Draw a thin line through points."""
        x, y = zip(*points, strict=True)
        self._axes.plot(
            x, y, color=color or self.theme.line, lw=width, zorder=1, solid_capstyle="projecting"
        )

    def arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a thin arrow."""
        colour = self.theme.soft
        self._axes.add_artist(
            FancyArrowPatch(
                start, end, arrowstyle="-|>,head_length=4,head_width=2", mutation_scale=1,
                shrinkA=0, shrinkB=0, lw=0.8, ec=colour, fc=colour, joinstyle="miter",
            )
        )  # fmt: skip

    def cells(
        self,
        values: ArrayLike,
        x: float,
        y: float,
        width: float,
        height: float | None = None,
        *,
        decimals: int | None = None,
        fill: Fill | str = "none",
        marked: Collection[tuple[int, int]] = (),
        size: float = SMALL,
        lines: str | None = None,
    ) -> Grid:
        """Draw a table of cells, with its numbers when `decimals` says how to write them.

        Args:
            values: The numbers, rows first; NaN leaves a cell empty.
            x: Left edge of the table.
            y: Upper edge of the table.
            width: Width of one cell.
            height: Height of one cell; square without it.
            decimals: Digits after the point; None draws no numbers.
            fill: Colour of the cells, or a function that gives the colour of a value.
            marked: Cells (row, column) that matter: bold, on the window's tint.
            size: Type size of the numbers.
            lines: Colour of the lines; "none" draws none.

        Returns:
            Where the table lies.
        """
        table = np.atleast_2d(np.asarray(values, dtype=float))
        rows, columns = table.shape
        height = height or width
        grid = Grid(x, y, columns * width, rows * height, rows, columns)
        for (i, j), value in np.ndenumerate(table):
            if np.isnan(value):
                continue
            box = grid.cell(i, j)
            colour = fill if isinstance(fill, str) else fill(float(value))
            if (i, j) in marked:
                colour = mix(self.theme.page, self.theme.window, 0.2)
            if colour not in ("none", self.theme.page):
                self.outline(box, "none", width=0, fill=colour)
            if decimals is not None:
                self.text(
                    *box.middle,
                    number(float(value), decimals),
                    size=size,
                    color=self.theme.ink if value else self.theme.soft,
                    bold=(i, j) in marked,
                )
        if lines != "none":
            self._rules(grid, lines or self.theme.line)
        return grid

    def _rules(self, grid: Grid, color: str) -> None:
        """Draw the lines of a table as one path."""
        gap = (np.nan, np.nan)
        points = []
        for y in np.linspace(grid.y, grid.bottom, grid.rows + 1):
            points += [(grid.x, y), (grid.right, y), gap]
        for x in np.linspace(grid.x, grid.right, grid.columns + 1):
            points += [(x, grid.y), (x, grid.bottom), gap]
        self.line(*points, color=color, width=0.5)

    def ink(self, largest: float, strength: float = 1.0) -> Fill:
        """Return the fill of an image: nothing at 0, ink at the largest value."""
        return lambda value: mix(self.theme.page, self.theme.ink, strength * value / largest)

    def signed(self, largest: float, strength: float = 0.46) -> Fill:
        """Return the fill of a map: blue below 0, ochre above, stronger as it grows."""

        def fill(value: float) -> str:
            colour = self.theme.negative if value < 0 else self.theme.positive
            amount = 0.0 if value == 0 else 0.16 + (strength - 0.16) * abs(value) / largest
            return mix(self.theme.page, colour, amount)

        return fill
