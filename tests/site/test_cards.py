"""The pictures of shared links: drawn when one is missing, and the same to the byte."""

import dataclasses
import io
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from PIL import Image

from making import cards, drawings
from making.cards import Card, figure_of
from making.figures import card as hand
from making.figures import svg
from making.figures.theme import LIGHT

CARD = Card("ko", "1부: 합성곱을 손으로 · 3장", "크기", "검산하는 합성곱 신경망", "size-sides")


def test_a_card_is_drawn_in_the_books_colours_and_the_same_each_time() -> None:
    words = dataclasses.astuple(CARD)
    png = hand.draw(*words)
    assert hand.draw(*words) == png
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.size == (hand.WIDTH, hand.HEIGHT)
    assert "#{:02x}{:02x}{:02x}".format(*picture.getpixel((1190, 10))) == LIGHT.page  # type: ignore[misc]
    assert "#{:02x}{:02x}{:02x}".format(*picture.getpixel((5, 300))) == LIGHT.window  # type: ignore[misc]
    left = picture.crop((hand.LEFT, 0, hand.BOX[0], hand.HEIGHT)).getcolors() or []
    right = picture.crop((hand.BOX[0], 0, hand.WIDTH, hand.HEIGHT)).getcolors() or []
    assert len(left) > 10, "words"
    assert len(right) > 10, "a figure"


@pytest.mark.usefixtures("site")  # which has the figures drawn
def test_a_card_is_kept_until_something_changes_that_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(*words: str) -> bytes:
        drawn.append(words[2])
        return b"png"

    monkeypatch.setattr(cards, "CARDS", tmp_path / "cards")
    monkeypatch.setattr(hand, "draw", draw)
    assert CARD.png() == CARD.png() == b"png"
    assert drawn == ["크기"]
    dataclasses.replace(CARD, title="다른 크기").png()
    assert drawn == ["크기", "다른 크기"]
    shown = tmp_path / "figures" / "ko" / "size-sides.svg"
    shown.parent.mkdir(parents=True)
    drawing = (drawings.DRAWINGS / "ko" / shown.name).read_bytes()
    monkeypatch.setattr(drawings, "DRAWINGS", tmp_path / "figures")
    shown.write_bytes(drawing[: drawing.rindex(b"<!--")] + b"<!-- the key of other code -->\n")
    CARD.png()
    assert drawn == ["크기", "다른 크기"]
    shown.write_bytes(drawing.replace(b"</svg>", b"<path/></svg>"))
    CARD.png()
    assert drawn == ["크기", "다른 크기", "크기"]


def test_a_page_shows_its_first_figure_or_that_of_the_book() -> None:
    assert figure_of("![a](../figures/one.svg) ![b](../figures/two.svg)") == "one"
    assert figure_of("No figure.") == "cover"


@pytest.mark.parametrize(
    "title", ["합성곱 신경망을 처음부터 끝까지 쓰기", "Convolutional Networks You Can Check"]
)
def test_a_title_is_broken_into_lines_that_are_nearly_equal(title: str) -> None:
    svg._known_characters()  # which makes the fonts known
    sheet = Figure(figsize=(hand.WIDTH / 72, hand.HEIGHT / 72), dpi=72)
    lines = hand._wrapped(sheet, title)
    widths = [hand._width(sheet, line) for line in lines]
    assert " ".join(lines) == title
    assert max(widths) <= hand.COLUMN
    assert min(widths) > max(widths) / 2, lines


def test_a_sign_that_no_font_has_is_told() -> None:
    with pytest.raises(UserWarning, match="Glyph"):
        hand.draw("ko", "", "\N{PILE OF POO}", "", "size-sides")
