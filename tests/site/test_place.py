"""Where a page has its place in the book, and the minutes it takes."""

import pytest

from making.place import Place, minutes, places


def test_chapters_are_counted_in_their_part() -> None:
    found = places(
        [("Part one: by hand", ["a/index.md", "a/b.md", "a/c.ipynb"]), ("API", ["d.md"])]
    )
    assert found == {
        "a/index.md": Place("Part one: by hand", 0, 2),
        "a/b.md": Place("Part one: by hand", 1, 2),
        "a/c.ipynb": Place("Part one: by hand", 2, 2),
        "d.md": Place("API", 1, 1),
    }
    assert found["a/b.md"].name == "Part one"
    assert found["d.md"].name == "API"


@pytest.mark.parametrize(("language", "text"), [("ko", "가나다 라" * 475), ("en", "word " * 950)])
def test_prose_is_read_and_code_is_looked_at(language: str, text: str) -> None:
    assert minutes(f"<p>{text}</p>", language) == (5, 0)
    assert minutes(f"<p>{text}</p><pre>{text}</pre>", language) == (10, 0)


def test_predictions_and_exercises_are_done() -> None:
    exercise = '<details class="success" data-search-exclude></details>'
    assert minutes('<div class="admonition question"></div>' + 2 * exercise, "en") == (0, 15)
