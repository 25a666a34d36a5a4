"""The plots of the notebooks: legible on a phone in both themes, and each said in words."""

import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from matplotlib.colors import to_rgb

from cnnbook import plots
from making.figures.style import WIDTH
from making.figures.theme import DARK, LIGHT
from making.notebooks import pictures
from making.notebooks.outputs import SAID, pictures_said
from making.notebooks.plotting import PLOT, SETTINGS
from making.notebooks.running import executed
from making.paths import ROOT

NOTEBOOKS = sorted(
    path.relative_to(ROOT / "docs/ko").as_posix() for path in (ROOT / "docs/ko").rglob("*.ipynb")
)
#: Of the screen of a small phone, what is left for the text.
COLUMN = 360 - 2 * 16
#: A word of a drawing: its colour, and its size in hundredths of points.
WORD = re.compile(r'<g style="fill: (#\w{6})" transform="[^"]*scale\((0\.\d+) ')
HANGUL = re.compile("[가-힣]")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as the Web Content Accessibility Guidelines define it."""

    def luminance(color: str) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
        return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_plot_is_legible_on_a_phone(name: str) -> None:
    cells = executed(ROOT / "docs/ko" / name).cells
    drawn = [
        output.data[PLOT]
        for cell in cells
        for output in cell.get("outputs", [])
        if PLOT in output.get("data", {})
    ]
    assert [plot["faults"] for plot in drawn] == [[]] * len(drawn)
    for language in ("ko", "en"):
        for theme, colours in (("light", LIGHT), ("dark", DARK)):
            for plot in drawn:
                words = WORD.findall(plot[language][theme])
                assert len(words) == plot[language][theme].count("<!-- ")
                for colour, size in words:
                    assert contrast(colour, colours.page) >= 4.5
                    assert float(size) * 100 * COLUMN / WIDTH >= 10


@pytest.mark.slow  # for it reads all notebooks
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_picture_is_said_in_words_of_its_own(language: str) -> None:
    said: Counter[str] = Counter()
    for name in NOTEBOOKS:
        notebook = executed(ROOT / "docs" / language / name)
        found = list(pictures_said(notebook))
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert all(found), f"{name}: picture {found.index('') + 1} isn't said in words"
        assert found == SAID.findall("\n".join(prose)), f"{name}: words without a picture"
        said.update(found)
    assert [words for words, times in said.items() if times > 1] == []
    assert all((HANGUL.search(words) is not None) == (language == "ko") for words in said)
    assert all(len(words) >= 20 for words in said)


def test_the_book_has_one_grey_and_the_plots_tones_stand_for_its_colours() -> None:
    assert set(re.findall(r"#\w{6}", SETTINGS)) == {plots.GREY}
    assert set(pictures.TONES.values()) < set(asdict(LIGHT))
    assert plots.WIDTH * 72 <= pictures.WIDTH == WIDTH


def test_the_table_of_words_has_what_is_said_and_no_more() -> None:
    """A word that no code says any more has no place in the table."""
    code = Path(ROOT / "cnnbook/plots.py").read_text(encoding="utf-8")
    for name in NOTEBOOKS:
        code += Path(ROOT / "docs/ko" / name).read_text(encoding="utf-8")
    from making.notebooks.plotting import words

    assert [said for said in words() if said not in code] == []
