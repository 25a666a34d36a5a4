"""The colours of the figures, the same as those of the pages, each with one meaning.

Through the whole book ink is the input, vermilion the window and what it touches, green the
kernel; of two signs, blue is negative and ochre positive. Blue against ochre and green against
vermilion stay apart for readers who do not see red and green.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_hex, to_rgb


@dataclass(frozen=True)
class Theme:
    """The colours of a page and of the six things that a figure can mean."""

    page: str
    ink: str
    soft: str
    line: str
    window: str
    kernel: str
    negative: str
    positive: str


LIGHT = Theme(
    page="#fdfcf9",
    ink="#23262b",
    soft="#62666d",
    line="#dcd9d1",
    window="#bf3b1b",
    kernel="#0f766b",
    negative="#2f62b5",
    positive="#8f6200",
)
DARK = Theme(
    page="#16191d",
    ink="#e6e3dc",
    soft="#a3a6ab",
    line="#373c43",
    window="#ff8259",
    kernel="#46c2b0",
    negative="#79aaf5",
    positive="#dfae45",
)


def mix(page: str, colour: str, amount: float) -> str:
    """Return a tint: `amount` of the colour laid over the page."""
    under, over = np.array(to_rgb(page)), np.array(to_rgb(colour))
    return to_hex(tuple(under + (over - under) * amount))
