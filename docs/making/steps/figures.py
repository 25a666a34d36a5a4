"""Figures: each linked drawing is shown in the page's light or dark, with its caption.

A page links the light drawing, ![alt](figures/name.svg "Caption"); its dark twin and the
caption are added here.
"""

import re
from pathlib import Path

from making import drawings
from making.page import BookError, PageContext

DRAWING = re.compile(
    r'<p><img alt="(?P<alt>[^"]*)" src="(?P<src>[^"]*/?figures/[^"]+)\.svg"'
    r'(?: title="(?P<title>[^"]*)")? ?/?></p>'
)
SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"', flags=re.DOTALL)


def show(html: str, page: PageContext) -> str:
    """Turn each linked drawing into a figure with both themes and its caption.

    Raises:
        BookError: If a drawing doesn't tell its size.
    """

    def figure(match: re.Match[str]) -> str:
        alt, src, title = match["alt"], match["src"], match["title"]
        if not _drawing(src, page).exists():
            return match[0]  # somebody's own picture, which MkDocs has looked for
        size = _size(_drawing(src, page), page)
        images = "".join(
            f'<img class="for-{theme}" src="{src}{suffix}.svg" alt="{alt}" {size} loading="lazy">'
            for theme, suffix in [("light", ""), ("dark", ".dark")]
        )
        caption = f"<figcaption>{title}</figcaption>" if title else ""
        return f'<figure class="drawing">{images}{caption}</figure>'

    return DRAWING.sub(figure, html)


def _drawing(src: str, page: PageContext) -> Path:
    return drawings.DRAWINGS / page.language / f"{src.rsplit('/', 1)[-1]}.svg"


def _size(drawing: Path, page: PageContext) -> str:
    """Give the drawing's size in CSS pixels, so that the page does not jump when it arrives."""
    match = SIZE.search(drawing.read_text(encoding="utf-8")[:2000])
    if not match:
        raise BookError(
            f"{page.path}: {drawing.name} does not tell its width and height in points."
        )
    width, height = (round(float(points) * 4 / 3) for points in match.groups())
    return f'width="{width}" height="{height}"'
