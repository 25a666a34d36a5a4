"""Figures: drawn by making.figures when out of date, each shown in the page's light or dark.

A page links the light drawing, ![alt](figures/name.svg "Caption"); its dark twin and the
caption are added here.
"""

import logging
import re
import subprocess
import sys
from pathlib import Path

from book import ROOT
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

DRAWINGS = ROOT / ".cache" / "figures"
DRAWING = re.compile(
    r'<p><img alt="(?P<alt>[^"]*)" src="(?P<src>[^"]*/?figures/[^"]+)\.svg"'
    r'(?: title="(?P<title>[^"]*)")? ?/?></p>'
)
log = logging.getLogger("mkdocs.hooks.figures")

SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"', flags=re.DOTALL)

_drawn_with = 0  # time of the newest source that the drawings are known to agree with


def on_pre_build(config: MkDocsConfig) -> None:
    """Draw what is out of date, in a process of its own: a preview draws with today's code."""
    global _drawn_with
    newest = max(path.stat().st_mtime_ns for path in (ROOT / "cnnbook").rglob("*.py"))
    if newest == _drawn_with:
        return
    log.info("Drawing the figures that are out of date")
    command = [sys.executable, "-m", "making.figures", "--out", str(DRAWINGS)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise PluginError(f"The figures could not be drawn.\n{done.stderr.strip()}")
    _drawn_with = newest


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the drawings of the page's language to the site."""
    for path in sorted((DRAWINGS / config.theme["language"]).glob("*.svg")):
        files.append(File.generated(config, f"figures/{path.name}", abs_src_path=str(path)))
    return files


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn each linked drawing into a figure with both themes and its caption."""

    def figure(match: re.Match[str]) -> str:
        alt, src, title = match["alt"], match["src"], match["title"]
        name = src.rsplit("/", 1)[-1]
        size = _size(DRAWINGS / config.theme["language"] / f"{name}.svg")
        images = "".join(
            f'<img class="for-{theme}" src="{src}{suffix}.svg" alt="{alt}" {size} loading="lazy">'
            for theme, suffix in [("light", ""), ("dark", ".dark")]
        )
        caption = f"<figcaption>{title}</figcaption>" if title else ""
        return f'<figure class="drawing">{images}{caption}</figure>'

    return DRAWING.sub(figure, content)


def _size(drawing: Path) -> str:
    """The drawing's size in CSS pixels, so that the page does not jump when it arrives."""
    match = SIZE.search(drawing.read_text(encoding="utf-8")[:2000])
    if not match:
        raise PluginError(f"{drawing.name} does not tell its width and height in points.")
    width, height = (round(float(points) * 4 / 3) for points in match.groups())
    return f'width="{width}" height="{height}"'
