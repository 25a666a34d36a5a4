"""The explanatory figures of the book, drawn by code: per language, for light and dark pages.

`python -m making.figures` draws the ones that are out of date. A drawing is out of date when
the code behind it changed: every file ends with the key of the sources and versions that drew
it, and is put in place whole, so a run that was killed leaves nothing that is half done.

Needs the extra `site`: matplotlib, scikit-image and koreanize-matplotlib.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from making import keeping
from making.paths import ROOT

if TYPE_CHECKING:
    from making.figures.style import Sheet

LANGUAGES = ("ko", "en")
#: Ending of a drawing's file, and the theme that it is drawn in.
THEMES = {".svg": "LIGHT", ".dark.svg": "DARK"}
#: Module of this package, and the figures that it draws, by the names that the pages use.
FIGURES = {
    "cover": ("cover",),
    "verified_cnn": ("network", "digit", "relu", "pooling"),
    "hand_windows": ("window", "sliding", "second-convolution"),
    "one_dimension": ("one-dimension-slide", "one-dimension-borders"),
    "two_dimensions": ("two-dimensions-windows", "two-dimensions-edge"),
    "size": ("size-places", "size-sides"),
    "conventions": ("conventions-zero",),
    "activations": ("activations",),
    "channels": ("channels-sum", "channels-joined"),
    "axes": ("axes-memory", "axes-reshape"),
    "pooling": ("pooling-border", "pooling-shift"),
    "matrix_product": ("matrix-product-rows", "matrix-product-sparse"),
    "backwards": ("backwards-scatter", "backwards-pooling", "backwards-chain"),
    "transposed": ("transposed-row", "transposed-map", "transposed-counts"),
    "preparing_data": ("data-split", "data-steps"),
    "from_scratch": ("sgd-steps", "both-ways"),
    "optimizers": ("optimizers-ravine",),
    "keras_and_dropout": ("dropout-masks",),
    "dense_or_convolution": ("dense-local-shared",),
    "functional_api": ("functional-graph", "functional-branch"),
    "going_further": ("batch-norm-steps",),
    "feature_maps": ("feature-maps-window",),
    "activation_maps": ("activation-maps-row",),
    "weights": ("weights-shapes",),
    "looking": ("looking-occlusion", "looking-grad-cam"),
    "distributions": ("distributions-die", "distributions-push"),
    "gan_game": ("gan-game-players", "gan-game-optimal"),
}
_VERSIONS = ("matplotlib", "numpy", "scikit-image", "koreanize-matplotlib")


class FigureError(Exception):
    """A figure cannot be drawn; the message names the figure, its language and the fault."""


@dataclass(frozen=True)
class Summary:
    """How many files a run drew and how many it kept."""

    drawn: int
    kept: int

    def __str__(self) -> str:
        """Return the line that ends a run."""
        figures = sum(len(names) for names in FIGURES.values())
        return (
            f"{figures} figures, {len(LANGUAGES)} languages, {len(THEMES)} themes: "
            f"drew {self.drawn}, kept {self.kept}"
        )


def draw(name: str, language: str, theme: str = "LIGHT") -> "tuple[Sheet, bytes]":
    """Draw one figure.

    Args:
        name: Name of the figure, as in `FIGURES`.
        language: "ko" or "en".
        theme: "LIGHT" or "DARK".

    Returns:
        The sheet, and the SVG without its key.

    Raises:
        FigureError: If a text can't be drawn or read.
    """
    from making.figures import svg
    from making.figures import theme as themes

    module = import_module(f"{__name__}.{_module_of(name)}")
    drawing = getattr(module, name.replace("-", "_"))
    try:
        return svg.render(drawing, getattr(themes, theme), module.WORDS[name][language])
    except svg.UnreadableError as fault:
        raise FigureError(f"figure {name!r}, language {language!r}: {fault}") from None


def build(out: Path, tell: Callable[[str], object] = lambda line: None) -> Summary:
    """Draw what is out of date into `out/<language>/` and remove what is no longer a figure.

    Args:
        out: Folder of the drawings.
        tell: Called with one line for each figure that is drawn.

    Returns:
        How many files were drawn and kept.

    Raises:
        FigureError: If a figure cannot be drawn.
    """
    drawn = 0
    for name in (name for names in FIGURES.values() for name in names):
        mark = f"\n<!-- {key(name)} -->\n".encode()
        stale = [
            (file, language, theme)
            for file, language, theme in _files(out, name)
            if not (file.is_file() and file.read_bytes().endswith(mark))
        ]
        for file, language, theme in stale:
            keeping.write(file, draw(name, language, theme)[1].rstrip() + mark)
        drawn += len(stale)
        if stale:
            tell(f"drew {name} ({', '.join(sorted({language for _, language, _ in stale}))})")
    wanted = {
        file for names in FIGURES.values() for name in names for file, *_ in _files(out, name)
    }
    for file in set(out.glob("*/*.svg")) - wanted:
        file.unlink()
    return Summary(drawn, len(wanted) - drawn)


def key(name: str) -> str:
    """Return what a figure depends on: its sources and the versions of the drawing libraries."""
    code = f"import making.figures.svg, making.figures.{_module_of(name)}"
    sources = keeping.reached(code, ROOT)
    versions = [f"{package} {version(package)}" for package in _VERSIONS]
    return " ".join([keeping.digest(sources, ROOT), *versions])


def _module_of(name: str) -> str:
    for module, names in FIGURES.items():
        if name in names:
            return module
    raise FigureError(f"no figure is called {name!r}; the figures are in making.figures.FIGURES")


def _files(out: Path, name: str) -> Iterator[tuple[Path, str, str]]:
    for language in LANGUAGES:
        for ending, theme in THEMES.items():
            yield out / language / f"{name}{ending}", language, theme
