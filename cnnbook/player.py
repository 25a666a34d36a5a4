"""The training of a GAN of single numbers as an animation that can be stopped.

It is one piece of HTML with everything in it, for a page or a notebook. Without JavaScript, and
on paper, it shows the last frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_floats, as_numbers

_TEMPLATE = Path(__file__).with_suffix(".html")
_LEFT, _WIDTH = 34, 356
#: Floor of the two pictures, and how many units 1 is high; the densities reach up to 0.6.
_DENSITY, _JUDGE = (196, 280), (356, 120)


@dataclass(frozen=True)
class Frame:
    """What is seen at one moment.

    Attributes:
        step: How many steps the training had made.
        p_g: Density of the generator in each stretch, (B,).
        d: Answers of the discriminator there, 0 to 1, (B,).
    """

    step: int
    p_g: ArrayLike
    d: ArrayLike


class Player:
    """An animation of a GAN that learns; a notebook shows it as the result of a cell.

    A button plays and stops it, a slider leads to any frame, both by mouse, touch and keyboard.

    Examples:
        >>> flat = [0.5, 0.5]
        >>> frames = [Frame(0, [1, 0], flat), Frame(100, flat, flat)]
        >>> Player([-1, 0, 1], flat, frames).html().count("<g data-step")
        2
    """

    def __init__(self, edges: ArrayLike, p_data: ArrayLike, frames: Sequence[Frame]) -> None:
        """Check that all curves belong together.

        Args:
            edges: Ends of equally long stretches, (B + 1,).
            p_data: Density of the data in each, (B,).
            frames: What is seen, from first to last.

        Raises:
            TypeError: If an array holds no integers or floats.
            ValueError: If there is no frame, or a curve isn't as long as there are stretches.
        """
        self.edges, self.p_data = as_floats("edges", edges), as_floats("p_data", p_data)
        self.frames = tuple(frames)
        if not self.frames:
            raise ValueError("frames is empty, but an animation needs one frame or more")
        for curve in (self.p_data, *(c for frame in self.frames for c in (frame.p_g, frame.d))):
            shape = as_numbers("curve", curve).shape
            if self.edges.ndim != 1 or shape != (len(self.edges) - 1,):
                raise ValueError(
                    f"a curve has shape {shape} and edges {self.edges.shape}, but one "
                    "number for each stretch is expected: curves (B,) and edges (B + 1,)"
                )

    def html(self) -> str:
        """Return the animation as HTML.

        Returns:
            One element, with its style and its script inside.
        """
        drawing = [*self._axes(), _path("data", self.p_data, *_DENSITY)]
        last = self.frames[-1]
        for frame in self.frames:
            shown = "inline" if frame is last else "none"
            drawing += [
                f'<g data-step="{frame.step}" display="{shown}">',
                _path("made", np.asarray(frame.p_g, float), *_DENSITY),
                _path("judge", np.asarray(frame.d, float), *_JUDGE),
                _text(390, 16, f"step {frame.step}", anchor="end"),
                "</g>",
            ]
        template = Template(_TEMPLATE.read_text(encoding="utf-8"))
        return template.substitute(height=386, drawing="\n".join(drawing))

    def _repr_html_(self) -> str:
        return self.html()

    def _axes(self) -> list[str]:
        """Draw the lines that the curves are read by, and their marks."""
        lines = []
        for (floor, unit), marks in ((_DENSITY, (0, 0.2, 0.4)), (_JUDGE, (0, 0.5, 1))):
            for mark in marks:
                y = round(floor - unit * mark)
                lines.append(f'<path class="grid" d="M{_LEFT} {y}h{_WIDTH}"/>')
                lines.append(_text(_LEFT - 6, y + 5, f"{mark:g}", anchor="end"))
        for share, anchor in ((0, "start"), (0.5, "middle"), (1, "end")):
            place = self.edges[0] + share * (self.edges[-1] - self.edges[0])
            label = f"{place:.3g}".replace("-", "−")
            lines.append(_text(round(_LEFT + share * _WIDTH), 376, label, anchor=anchor))
        for x, y, name, symbol, index in (
            (_LEFT + 6, 16, "data", "p", "data"),
            (_LEFT + 56, 16, "made", "p", "g"),
            (_LEFT + 6, 230, "", "D(x)", ""),
        ):
            lowered = f'<tspan dy="4" font-size="11">{index}</tspan>' if index else ""
            lines.append(_text(x, y, symbol + lowered, name, "start"))
        return lines


def _path(name: str, heights: Array, floor: int, unit: int) -> str:
    """Write a curve as a path of whole tenths, each point relative to the one before."""
    middles = (np.arange(len(heights)) + 0.5) / len(heights)
    x = (10 * (_LEFT + _WIDTH * middles)).round().astype(int)
    # What is too tall for its picture is cut off at its upper edge.
    y = (10 * (floor - np.minimum(unit * heights, 170))).round().astype(int)
    steps = " ".join(f"{a},{b}" for a, b in zip(np.diff(x), np.diff(y), strict=True))
    return f'<path class="{name}" transform="scale(0.1)" d="M{x[0]},{y[0]}l{steps}"/>'


def _text(x: int, y: int, markup: str, name: str = "", anchor: str = "middle") -> str:
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{x}" y="{y}" text-anchor="{anchor}">{markup}</text>'
