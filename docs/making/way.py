"""The way of a page: what happens to it between its source and the reader, in order.

Every step is a function of a text and of what is known about its page, so it can be tried by
itself and any program that builds sites can take it. The first half comes before Markdown is
converted, the second after.
"""

from making.page import PageContext, Step
from making.steps import (
    answers,
    cells,
    copying,
    dialect,
    examples,
    exercises,
    figures,
    formulas,
    glossary,
    listings,
    marks,
    notebook,
    opening,
    plain,
    predictions,
    progress,
    repository,
    steppers,
    tables,
    typography,
)

MARKDOWN: tuple[Step, ...] = (
    notebook.unescape,  # first: until then a notebook is not Markdown yet
    dialect.as_in_jupyter,
    repository.name,
    glossary.list_terms,
    exercises.place,
    steppers.place,
    progress.place,
    marks.take_out,  # after the exercises, which may have some
    examples.mark_sessions,  # after the exercises, whose solutions hold examples
)
#: From there to Markdown that stands alone, without the program that builds the site.
PLAIN: tuple[Step, ...] = (plain.list_functions, plain.write_out)
HTML: tuple[Step, ...] = (
    notebook.open_boxes,
    opening.gather,
    exercises.hide_from_search,
    listings.part,
    cells.fold,  # which counts the lines of a listing
    predictions.cover,
    figures.show,
    tables.name_columns,
    tables.wrap,
    formulas.convert,
    glossary.add_notes,  # a note stands in prose, not in a caption or a formula
    typography.keep_together,  # the last of prose: by then all that stands in a line is there
    copying.add_buttons,  # once the listings are where they stay
    answers.embed,  # which is no prose
)


def through(steps: tuple[Step, ...], text: str, page: PageContext) -> str:
    """Take a page's text through steps, one after the other.

    Args:
        text: The page as Markdown or HTML.
        steps: `MARKDOWN` or `HTML`.
        page: What the steps may know about the page.

    Returns:
        The text as the last step leaves it.

    Raises:
        BookError: If a step finds something wrong; the message names the page and the place.
    """
    for step in steps:
        text = step(text, page)
    return text
