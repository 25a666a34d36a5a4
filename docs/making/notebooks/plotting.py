"""matplotlib as the notebooks find it: the book's fonts, letters and tones, on every machine.

DejaVu Sans has no Hangul. What a plot says in Korean is drawn in NanumGothic, character by
character, and a kernel finds both in a list of fonts that was written before it started. What the
kernel shows of a figure is drawn by `pictures`.
"""

import hashlib
import json
from copy import copy
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from making import fonts, keeping, paths
from making.digests import until_written

FAMILY = "NanumGothic"  # also in the place of fonts that only some machines have
#: One size of letters and one grey, in pictures that are as wide as a phone's column.
SETTINGS = f"""\
font.family: DejaVu Sans, {FAMILY}
font.size: 8.5
axes.titlesize: medium
axes.labelsize: medium
xtick.labelsize: medium
ytick.labelsize: medium
legend.fontsize: medium
figure.titlesize: medium
text.color: "#777c84"
axes.edgecolor: "#777c84"
axes.labelcolor: "#777c84"
xtick.color: "#777c84"
ytick.color: "#777c84"
figure.facecolor: none
axes.facecolor: none
figure.figsize: 3.6, 2.4
axes.linewidth: 0.6
lines.linewidth: 1.3
image.interpolation: none
svg.hashsalt: cnnbook
"""
WORDS = paths.ROOT / "docs" / "plots.yml"
#: The type of what a kernel shows of a figure: drawings for each language and theme.
PLOT = "application/vnd.cnnbook.plot+json"
#: What a kernel loads at its start.
EXTENSION = "making.notebooks.plotting"


def folder() -> Path:
    """Return the folder for MPLCONFIGDIR, with settings and fonts; write it if there is none."""
    hangul = fonts.hangul()
    files = [str(file) for file in hangul.values()]
    of = json.dumps([version("matplotlib"), SETTINGS, FAMILY, files])
    made = paths.CACHE / "matplotlib" / hashlib.sha256(of.encode()).hexdigest()[:12]
    if not (made / "matplotlibrc").exists():
        _write_fonts(made, hangul)
        keeping.write(made / "matplotlibrc", SETTINGS.encode())
    return made


def words() -> dict[str, str]:
    """Return what plots say in English, with the Korean for it."""
    return dict(_read(WORDS))


@until_written
def _read(path: Path) -> dict[str, str]:
    said: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said


def load_ipython_extension(shell: Any) -> None:
    """Have a kernel show each figure as the book does."""
    from matplotlib_inline.config import InlineBackend

    def show(figure: Any) -> dict[str, Any]:
        from making.notebooks import pictures  # when there is a figure, matplotlib is there

        return {PLOT: pictures.drawn(figure, words())}

    formatter = shell.display_formatter.mimebundle_formatter
    formatter.for_type_by_name("matplotlib.figure", "Figure", show)
    InlineBackend.instance(parent=shell).figure_formats = set()  # and in no other form


def _write_fonts(made: Path, hangul: dict[int, Path]) -> None:
    """Write the list that matplotlib reads in the place of a search."""
    import matplotlib
    from matplotlib.font_manager import FontEntry, FontManager, fontManager, json_dump

    manager = copy(fontManager)
    own = matplotlib.get_data_path()
    manager.ttflist = [entry for entry in fontManager.ttflist if entry.fname.startswith(own)]
    manager.ttflist += [
        FontEntry(fname=str(file), name=FAMILY, weight=weight) for weight, file in hangul.items()
    ]
    manager.defaultFamily = manager.defaultFamily | {"ttf": FAMILY}
    made.mkdir(parents=True, exist_ok=True)
    json_dump(manager, str(made / f"fontlist-v{FontManager.__version__}.json"))
