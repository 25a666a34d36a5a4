"""matplotlib as the notebooks find it: with the book's fonts and no others, on every machine.

DejaVu Sans has no Hangul. What a plot says in Korean is drawn in NanumGothic, character by
character, and a kernel finds both in a list of fonts that was written before it started.
"""

import hashlib
import json
from copy import copy
from importlib.metadata import version
from pathlib import Path

from making import fonts, keeping, paths

FAMILY = "NanumGothic"  # also in the place of fonts that only some machines have
SETTINGS = f"font.family: DejaVu Sans, {FAMILY}\n"


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
