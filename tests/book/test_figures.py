"""The figures: legible, the same to the byte, complete, and redrawn when and only when needed."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from making import figures
from making.drawings import DRAWINGS
from making.figures import FIGURES, svg
from making.figures.style import WIDTH, Sheet, Words
from making.figures.theme import DARK, LIGHT, Theme
from making.paths import ROOT

NAMES = [name for names in FIGURES.values() for name in names]
HANGUL = re.compile("[가-힣]")
#: What matplotlib writes beside the outlines of a text.
COMMENT = re.compile("<!-- (.*?) -->")


@pytest.mark.usefixtures("site")  # which draws them
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_differs_only_in_words_and_colours(name: str) -> None:
    fixed = {}
    for language in figures.LANGUAGES:
        light, dark = (DRAWINGS / language / f"{name}{ending}" for ending in figures.THEMES)
        svg = light.read_text(encoding="utf-8")
        assert svg != dark.read_text(encoding="utf-8")
        assert _without_colours(light.read_bytes()) == _without_colours(dark.read_bytes())
        assert f'width="{WIDTH:.0f}pt"' in svg
        words = COMMENT.findall(svg)[:-1]  # the last one is the key
        assert words
        fixed[language] = [text for text in words if not re.search(r"[^\W\d_]{2}", text)]
        assert any(map(HANGUL.search, words)) == (language == "ko" and name != "cover")
    assert fixed["ko"] == fixed["en"]


@pytest.mark.parametrize(
    ("x", "size", "fault"),
    [
        (130, 8, "'words' is smaller than 8.5 points"),
        (250, 10, "'words' leaves the sheet"),
        (40, 10, "'more' lies over 'words'"),
    ],
)
def test_a_text_that_cannot_be_read_is_named(x: float, size: float, fault: str) -> None:
    def drawing(theme: Theme, words: Words) -> Sheet:
        sheet = Sheet(theme, 40)
        sheet.text(30, 20, "more")
        sheet.text(x, 20, words["said"], size=size)
        return sheet

    with pytest.raises(svg.UnreadableError, match=f"^{re.escape(fault)}$"):
        svg.render(drawing, LIGHT, {"said": "words"})


def _without_colours(drawing: bytes) -> bytes:
    return re.sub(rb"#[0-9a-f]{6}", b"", drawing)


def test_drawing_is_the_same_to_the_byte_whatever_the_readers_settings(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("path.sketch: 1, 99, 2\nsvg.fonttype: none\n")
    code = (
        "import sys; from making import figures;"
        "sys.stdout.buffer.write(figures.draw('pooling', 'ko')[1])"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    ).stdout
    assert other == figures.draw("pooling", "ko")[1]


def test_the_colours_of_the_figures_are_those_of_the_pages() -> None:
    style = Path("docs/theme/assets/stylesheets/colours.css").read_text()
    light, dark = re.findall(r'\[data-md-color-scheme="(?:default|slate)"\] \{([^}]*)\}', style)[:2]
    for theme, written in ((LIGHT, light), (DARK, dark)):
        colours = dict(re.findall(r"--book-(\w+): (#\w+);", written))
        ours = asdict(theme)
        assert len(ours) == 8
        assert {name: colours[name] for name in ours} == ours


def test_a_missing_glyph_fails_and_names_figure_language_and_character(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from making.figures import verified_cnn

    monkeypatch.setitem(verified_cnn.WORDS["relu"]["en"], "rule", "no \N{LINEAR B SYLLABLE B008 A}")
    with pytest.raises(figures.FigureError, match=r"figure 'relu', language 'en': .*U\+10000"):
        figures.draw("relu", "en")


def test_an_unknown_figure_is_named() -> None:
    with pytest.raises(figures.FigureError, match="no figure is called 'rleu'"):
        figures.draw("rleu", "ko")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two chapters with quick figures, and the list of what was drawn."""
    calls: list[str] = []

    def draw(name: str, language: str, theme: str) -> tuple[Sheet, bytes]:
        calls.append(name)
        return Sheet(LIGHT, 10), f"<svg>{name} {language} {theme}</svg>\n".encode()

    monkeypatch.setattr(figures, "FIGURES", {"verified_cnn": ("a", "b"), "hand_windows": ("c",)})
    monkeypatch.setattr(figures, "draw", draw)
    return calls


def test_build_draws_each_language_and_theme_once(tmp_path: Path, drawn: list[str]) -> None:
    lines: list[str] = []
    summary = figures.build(tmp_path, lines.append)
    assert str(summary) == "3 figures, 2 languages, 2 themes: drew 12, kept 0"
    assert len(lines) == 3
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")} == {
        f"{language}/{name}{ending}"
        for language in ("ko", "en")
        for name in "abc"
        for ending in (".svg", ".dark.svg")
    }
    assert (tmp_path / "en/c.dark.svg").read_bytes().startswith(b"<svg>c en DARK</svg>\n<!-- ")
    drawn.clear()
    assert figures.build(tmp_path) == figures.Summary(0, 12)
    assert drawn == []


def test_a_figure_is_redrawn_when_something_changed_that_it_depends_on(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("cnnbook", "docs/making"):
        shutil.copytree(ROOT / package, tmp_path / package)
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    figures.build(tmp_path / "out")

    for changed, redrawn in (
        ("docs/making/figures/hand_windows.py", {"c"}),
        ("docs/making/figures/style.py", {"a", "b", "c"}),
        ("cnnbook/conv.py", {"a", "b", "c"}),
        ("cnnbook/softmax.py", set()),
        ("cnnbook/samples/sha256.json", {"a", "b", "c"}),
    ):
        with (tmp_path / changed).open("a") as source:
            source.write("# changed\n")
        drawn.clear()
        figures.build(tmp_path / "out")
        assert set(drawn) == redrawn, changed

    monkeypatch.setattr(figures, "version", lambda package: "0")
    assert figures.build(tmp_path / "out").drawn == 12


def test_a_run_that_dies_leaves_whole_drawings_and_the_next_one_finishes(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def die_at_the_sixth(source: str, target: str) -> None:
        if len(drawn) == 6:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", die_at_the_sixth)
    with pytest.raises(KeyboardInterrupt):
        figures.build(tmp_path)
    whole = list(tmp_path.rglob("*.svg"))
    assert len(whole) == 5
    assert all(file.read_bytes().endswith(b" -->\n") for file in whole)

    monkeypatch.setattr(os, "replace", replace)
    whole[0].write_bytes(whole[0].read_bytes()[:20])
    assert figures.build(tmp_path) == figures.Summary(8, 4)


def test_drawings_that_are_no_longer_figures_are_removed(tmp_path: Path, drawn: list[str]) -> None:
    figures.build(tmp_path)
    (tmp_path / "ko/old.svg").write_text("<svg/>")
    figures.build(tmp_path)
    assert not (tmp_path / "ko/old.svg").exists()
    assert len(list(tmp_path.rglob("*.svg"))) == 12


def test_a_run_with_nothing_to_draw_does_not_import_matplotlib(
    tmp_path: Path, drawn: list[str]
) -> None:
    figures.build(tmp_path)
    code = (
        "import sys; from pathlib import Path; from making import figures;"
        "figures.FIGURES = {'verified_cnn': ('a', 'b'), 'hand_windows': ('c',)};"
        f"print(figures.build(Path({str(tmp_path)!r})), 'matplotlib' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split(": ")[1] == "drew 0, kept 12 False\n"
