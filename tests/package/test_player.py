"""The animation: what it draws, small, and nothing from elsewhere."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from cnnbook.player import Frame, Player

EDGES = np.linspace(-5, 5, 101)
FLAT = np.full(100, 0.1)


def player(count: int = 3) -> Player:
    return Player(EDGES, FLAT, [Frame(10 * i, (i + 1) * FLAT, 5 * FLAT) for i in range(count)])


def test_each_frame_is_drawn_and_the_last_is_seen_without_a_script() -> None:
    frames = BeautifulSoup(player().html(), "html.parser").select("g[data-step]")
    assert [frame["data-step"] for frame in frames] == ["0", "10", "20"]
    assert [frame["display"] for frame in frames] == ["none", "none", "inline"]
    assert [frame.select("text")[0].text for frame in frames] == ["step 0", "step 10", "step 20"]


def points(path: str) -> np.ndarray:
    """Places of a path's points, in the picture's units."""
    steps = np.array([pair.split(",") for pair in re.split("[Ml ]", path) if pair], float)
    return np.asarray(steps.cumsum(axis=0) / 10)


def test_a_curve_stands_at_its_height() -> None:
    frame = BeautifulSoup(player().html(), "html.parser").select("g[data-step='20']")[0]
    made, judge = (points(str(path["d"])) for path in frame.select("path"))
    assert made.shape == (100, 2)
    np.testing.assert_allclose(made[:, 1], 196 - 280 * 0.3)
    np.testing.assert_allclose(judge[:, 1], 356 - 120 * 0.5)
    np.testing.assert_allclose(made[[0, -1], 0], [34 + 356 / 200, 390 - 356 / 200], atol=0.1)


def test_what_is_too_tall_is_cut_off() -> None:
    tall = Player(EDGES, FLAT, [Frame(0, 50 * FLAT, FLAT)])
    path = BeautifulSoup(tall.html(), "html.parser").select("path.made")[0]
    assert points(str(path["d"]))[:, 1].min() == 196 - 170


def test_it_is_whole_in_itself_and_small() -> None:
    html = player(41)._repr_html_()
    assert not re.search(r"https?:|//|@import|src=|href=", html.replace("// It begins", ""))
    assert len(html) < 100_000


@pytest.mark.parametrize(
    ("edges", "frames", "message"),
    [
        (EDGES, [], "frames is empty"),
        (EDGES, [Frame(0, FLAT[:5], FLAT)], "one number for each stretch"),
        (EDGES[:50], [Frame(0, FLAT, FLAT)], "one number for each stretch"),
    ],
)
def test_curves_that_do_not_fit_are_named(
    edges: np.ndarray, frames: list[Frame], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Player(edges, FLAT, frames)
