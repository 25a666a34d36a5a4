"""Numbers can be read on every fill of a cell, in both themes (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from tests.site_fixtures import ROOT

SHEETS = ROOT / "docs/theme/assets/stylesheets"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"--book-(\w+): #(\w{6})\b")
#: A cell's colour and how strong it may become, or what it is filled with.
GROWING = re.compile(r"--(?:tint|cell): var\(--book-(\w+)\);\s+--strength: (\d+)%")
FIXED = re.compile(r"color-mix\(in srgb, var\(--book-(\w+)\) (\d+)%")


def colours(scheme: str) -> dict[str, list[int]]:
    light, dark = (SHEETS / "colours.css").read_text(encoding="utf-8").split("@media screen")
    found = COLOUR.findall(
        {"light": light, "dark": dark.split("[data-md-color-scheme]")[0]}[scheme]
    )
    return {name: [int(value[i : i + 2], 16) for i in (0, 2, 4)] for name, value in found}


def fills() -> Iterator[tuple[str, str, str, int]]:
    """The selector, the colour of the text and of the fill, and the most of it in percent."""
    for sheet in ("stepper.css", "digit.css"):
        for selector, body in RULE.findall((SHEETS / sheet).read_text(encoding="utf-8")):
            if not re.search(r"\btd\b", selector):
                continue
            # Zeros have no fill that grows, and soft letters wherever a fill doesn't say.
            text = "ink" if "color: var(--book-ink);" in body else "soft"
            for name, most in GROWING.findall(body):
                yield selector.strip(), "ink", name, int(most)
            for name, most in FIXED.findall(body):
                yield selector.strip(), text, name, int(most)


def luminance(colour: list[float]) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in colour]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(text: list[int], fill: list[int], ground: list[int], share: float) -> float:
    mixed = [share * a + (1 - share) * b for a, b in zip(fill, ground, strict=True)]
    pair = [luminance([v / 255 for v in colour]) + 0.05 for colour in (text, mixed)]
    return max(pair) / min(pair)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_can_be_read_on_every_fill(scheme: str) -> None:
    book, found = colours(scheme), list(fills())
    assert len(found) == 10, "each fill of a cell is one of the two kinds that are found"
    for (selector, text, name, most), level in product(found, range(101)):
        ratio = contrast(book[text], book[name], book["page"], most * level / 10_000)
        assert ratio >= 4.5, f"{selector} at {level} %: {ratio:.2f}"
