"""The drawing on the home page: one step of a convolution, without a word."""

from cnnbook import checked
from making.figures.style import WIDTH, Sheet, Words
from making.figures.theme import Theme

WORDS: dict[str, dict[str, Words]] = {"cover": {"ko": {}, "en": {}}}


def cover(theme: Theme, words: Words) -> Sheet:
    """Draw the window over the digit's upper stroke, and the largest value of the map it gives."""
    sheet = Sheet(theme, 141)
    maps = checked.feature_maps()
    i, j = divmod(int(maps.convolved.argmax()), maps.convolved.shape[1])
    digit = sheet.cells(maps.digit, 1, 4, 13.2, fill=sheet.ink(8))
    size = 12.0
    grid = sheet.cells(maps.convolved, WIDTH - 1 - 8 * size, 22, size, fill=sheet.signed(5.0, 0.95))
    held, cell = digit.cell(i, j, 3, 3), grid.cell(i, j)
    sheet.line((held.right, held.y), (cell.x, cell.y), color=theme.window)
    sheet.line((held.right, held.bottom), (cell.x, cell.bottom), color=theme.window)
    sheet.outline(held, theme.window, width=2)
    sheet.outline(cell, theme.window, width=2)
    return sheet
