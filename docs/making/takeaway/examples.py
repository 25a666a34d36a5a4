"""The examples of a page as cells: an answer appears where it stood on the page.

In Jupyter the last expression of a cell is answered, and in a session every expression is. So a
cell ends with each example that has an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from doctest import DocTestParser

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from making.notebooks.failures import ALLOWED
from making.steps.examples import BLANK_LINE


@dataclass(frozen=True)
class Piece:
    """A piece of code that runs as a whole.

    Attributes:
        code: What is typed, without prompts.
        answer: What the page says that Python prints, as doctest reads it.
        raises: Whether the answer is an error.
    """

    code: str
    answer: str = ""
    raises: bool = False


def pieces(code: str) -> Iterator[Piece]:
    """Split the code of a fence where Python answers.

    Args:
        code: A session with prompts and answers, or plain code, which is one piece.

    Yields:
        The pieces in order; one that raises stands alone, because nothing after it would run.
    """
    examples = DocTestParser().get_examples(code)
    if not examples:
        yield Piece(code.strip("\n"))
    waiting = ""
    for example in examples:
        raises = example.exc_msg is not None
        if raises and waiting:
            yield Piece(waiting.rstrip("\n"))
            waiting = ""
        waiting += example.source
        if example.want:
            yield Piece(waiting.rstrip("\n"), example.want, raises)
            waiting = ""
    if waiting:
        yield Piece(waiting.rstrip("\n"))


def cells(code: str) -> Iterator[NotebookNode]:
    """Write the code of a fence as cells; what raises on purpose doesn't stop the others."""
    for piece in pieces(code):
        yield code_cell(piece.code, [ALLOWED] if piece.raises else [])


def code_cell(code: str, tags: list[str]) -> NotebookNode:
    """Write a cell without outputs."""
    return new_code_cell(code, metadata={"tags": tags} if tags else {})


def fences(code: str) -> str:
    """Write the code of a fence as fences: what is typed, and below it what is answered."""
    written = []
    for piece in pieces(code):
        written.append(f"```python\n{piece.code}\n```")
        if piece.answer:
            answer = BLANK_LINE.sub("", piece.answer.rstrip("\n"))
            written.append(f"```text\n{answer}\n```")
    return "\n\n".join(written)
