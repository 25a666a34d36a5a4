"""A notebook's figure as the book shows it: in both languages and both themes, from one run.

The kernel draws a figure once, and again where it says other words in Korean, which stand in one
table. It puts the colours of light and of dark pages in the place of `cnnbook.plots`' tones, which
fit both.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import combinations
from typing import Any
from unittest.mock import patch

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from cnnbook import plots
from making.figures.theme import DARK, LIGHT

#: Width of a picture in points, that of the drawings: a phone's column.
WIDTH = 260.0
#: What makes 10 pixels on a phone of 360.
LETTERS = 8.5
#: What parts two words that stand side by side, in pixels of the figure.
GAP = 4.0
TONES = {
    plots.GREY: "soft",
    plots.BLUE: "negative",
    plots.OCHRE: "positive",
    plots.GREEN: "kernel",
    plots.RED: "window",
}
_THEMES = {"light": asdict(LIGHT), "dark": asdict(DARK)}
_TONE = re.compile("|".join(TONES))
_WORD = re.compile(r"[^\W\d_]{2}")


def drawn(figure: Figure, korean: Mapping[str, str]) -> dict[str, Any]:
    """Draw a figure for the pages that may show it.

    Args:
        figure: What a cell shows.
        korean: The Korean for what plots say in English.

    Returns:
        SVG by language and theme, and under "faults" what a reader would stumble over.
    """
    svg, said, faults = _sheet(figure, {})
    shown = {"en": _in_themes(svg)}
    translate = _translator(korean)
    if [translate(words) for words in said] != said:
        svg, said, more = _sheet(figure, korean)
        faults += more
    faults += [f"{words!r} has no Korean" for words in _unsaid(said, korean)]
    return shown | {"ko": _in_themes(svg), "faults": list(dict.fromkeys(faults))}


def _sheet(figure: Figure, words: Mapping[str, str]) -> tuple[str, list[str], list[str]]:
    """Draw a figure with other words; return the SVG, what it says, and its faults."""
    with _said(words) as texts:
        figure.draw_without_rendering()
        box = figure.get_tightbbox()
        # Labels have their places in this drawing's pixels until the next one.
        faults = list(_faults(list(dict.fromkeys(texts)), box.width * 72))
        said = [text.get_text() for text in texts]
        with _laid_out(figure):
            return _on_sheet(figure, box), said, faults


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Leave all where it is: finding its place again takes as long as drawing it."""
    layout = figure.get_layout_engine()
    figure.set_layout_engine("none")
    try:
        yield
    finally:
        figure.set_layout_engine(layout)


def _on_sheet(figure: Figure, box: Bbox) -> str:
    """Draw a figure, which fills a box, in the middle of a sheet."""
    width = max(WIDTH / 72, box.width)
    sheet = Bbox.from_bounds(
        box.x0 - (width - box.width) / 2, box.y0 - 0.02, width, box.height + 0.04
    )
    svg = io.StringIO()
    figure.savefig(svg, format="svg", bbox_inches=sheet, metadata={"Date": None})
    return svg.getvalue()


@contextmanager
def _said(words: Mapping[str, str]) -> Iterator[list[Text]]:
    """Have texts say the words that stand for theirs, and collect those that are drawn."""
    texts: list[Text] = []
    read, draw = Text.get_text, Text.draw
    translate = _translator(words)

    def note(text: Text, renderer: Any) -> None:
        if text.get_visible() and text.get_text():
            texts.append(text)
        draw(text, renderer)

    with (
        patch.object(Text, "get_text", lambda text: translate(read(text))),
        patch.object(Text, "draw", note),
    ):
        yield texts


def _translator(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return what puts words in the place of others, the longest first."""
    if not words:
        return str
    phrases = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)")
    return lambda said: pattern.sub(lambda phrase: words[phrase[0]], said)


def _unsaid(texts: list[str], words: Mapping[str, str]) -> Iterator[str]:
    """Find what is left in Latin letters and stands not for itself in the table."""
    taken = _translator(dict.fromkeys(words.values(), ""))
    for said in dict.fromkeys(texts):
        if _WORD.search(taken(said)):
            yield said


def _faults(texts: list[Text], width: float) -> Iterator[str]:
    """Say what is too wide, too small, over one another, or of another colour."""
    if width > WIDTH + 1:
        yield f"it is {width:.0f} points wide, but a phone's column {WIDTH:.0f}"
    for text in texts:
        if float(text.get_fontsize()) < LETTERS:
            yield f"{text.get_text()!r} is in letters of {text.get_fontsize():.1f} points"
        if to_hex(text.get_color()) not in TONES:
            yield f"{text.get_text()!r} is in none of the tones of cnnbook.plots"
    # The boxes of slanted words overlap where the words don't.
    upright = [text for text in texts if text.get_rotation() in (0, 90)]
    for one, other in combinations(upright, 2):
        if one.get_window_extent().padded(GAP, 0).overlaps(other.get_window_extent()):
            yield f"{one.get_text()!r} touches {other.get_text()!r}"


def _in_themes(svg: str) -> dict[str, str]:
    """Put the colours of each theme in the place of the tones."""
    return {theme: _themed(svg, colours) for theme, colours in _THEMES.items()}


def _themed(svg: str, colours: Mapping[str, str]) -> str:
    return _TONE.sub(lambda tone: colours[TONES[tone[0]]], svg)
