"""Figures: each drawing is shown in the page's light or dark, with its caption.

A page links the light drawing, ![alt](figures/name.svg "Caption"), and a notebook's page the
light picture of a plot; the dark twin and the caption are added here.
"""

import re

from making import drawings
from making.page import BookError, PageContext

DRAWING = re.compile(
    r'<p><img alt="(?P<alt>[^"]*)" src="(?P<src>[^"]*/?figures/[^"]+)\.svg"'
    r'(?: title="(?P<title>[^"]*)")? ?/?></p>'
)
PLOT = re.compile(
    r'<p><img alt="(?P<alt>[^"]*)" class="plot" height="(?P<height>\d+)" '
    r'src="(?P<src>[^"]+)\.svg" width="(?P<width>\d+)" ?/?></p>'
)
SIZE = re.compile(rb'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"', flags=re.DOTALL)


def show(html: str, page: PageContext) -> str:
    """Turn each linked drawing and each plot into a figure with both themes and its caption.

    Raises:
        BookError: If a drawing doesn't tell its size.
    """

    def drawing(match: re.Match[str]) -> str:
        file = drawings.DRAWINGS / page.language / f"{match['src'].rsplit('/', 1)[-1]}.svg"
        if not file.exists():
            return match[0]  # somebody's own picture, which MkDocs has looked for
        size = pixels(file.read_bytes())
        if not size:
            raise BookError(
                f"{page.path}: {file.name} does not tell its width and height in points."
            )
        return _figure(match["alt"], match["src"], size, match["title"])

    def plot(match: re.Match[str]) -> str:
        size = f'width="{match["width"]}" height="{match["height"]}"'
        return _figure(match["alt"], match["src"], size)

    return PLOT.sub(plot, DRAWING.sub(drawing, html))


def pixels(svg: bytes) -> str:
    """Give a drawing's size in CSS pixels, so that the page does not jump when it arrives."""
    match = SIZE.search(svg[:2000])
    if not match:
        return ""
    width, height = (round(float(points) * 4 / 3) for points in match.groups())
    return f'width="{width}" height="{height}"'


def _figure(alt: str, src: str, size: str, title: str | None = None) -> str:
    """Write both drawings; where no style sheet chooses between them, the dark one is hidden."""
    images = "".join(
        f'<img class="for-{theme}" src="{src}{end}.svg" alt="{alt}" {size} loading="lazy"{hidden}>'
        for theme, end, hidden in [("light", "", ""), ("dark", ".dark", " hidden")]
    )
    caption = f"<figcaption>{title}</figcaption>" if title else ""
    return f'<figure class="drawing">{images}{caption}</figure>'
