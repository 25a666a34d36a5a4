"""Markdown as Jupyter reads it, written so that Python-Markdown reads the same.

People write notebooks for CommonMark. Python-Markdown wants a blank line before a list, four
spaces below an item, formulas in paragraphs of their own, and it lets a tag that is left open
swallow what follows.
"""

from functools import lru_cache

from making.dialect import blocks, formulas, pieces, tags


@lru_cache(maxsize=2000)  # a preview asks again for all the pages and cells that stay as they are
def adapt(text: str, up: str = "") -> str:
    """Rewrite a text of Markdown, such as one cell of a notebook, and leave nothing open in it.

    Args:
        text: Markdown as Jupyter reads it; what is good for Python-Markdown already stays.
        up: What leads from the page's address to the folder of its source, for pictures that are
            written as HTML; MkDocs knows the way of the others.

    Returns:
        The same for Python-Markdown: every fence, comment and tag is closed.
    """
    kept = pieces.Pieces()
    text = kept.take_out(text)
    text = pieces.open_brackets(text)
    text = tags.close(text)
    text = tags.with_markdown_inside(text)
    text = tags.lead_up(text, up)
    text = formulas.stand_alone(text, kept)
    text = blocks.set_apart(text)
    return kept.put_back(text).strip("\n")
