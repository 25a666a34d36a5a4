"""A page as a notebook without outputs, which runs from top to bottom wherever it is opened.

The first cell installs what is missing, prose becomes Markdown that Jupyter reads, sessions become
code without prompts, and each exercise gets a cell for an answer, which `cnnbook.check` judges.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from making.dialect.pieces import FENCE
from making.page import PageContext, url_of
from making.steps import exercises
from making.takeaway import examples, install
from making.takeaway.prose import Prose, footnotes

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
#: Name of the cell that brings `cnnbook`, in the notebooks of the book too.
INSTALL = "install"
TRY = {
    "ko": 'from cnnbook import check\n\nprint(check("{name}", ""))  # 따옴표 사이에 답을 쓰세요',
    "en": "from cnnbook import check\n\n"
    'print(check("{name}", "", language="en"))  # type your answer between the quotes',
}

Write = Callable[[str, Prose], Iterator[NotebookNode]]


@dataclass(frozen=True)
class Site:
    """Where the site is.

    Attributes:
        address: Address of the site in the page's language, with a slash at its end.
        wheel: Address of the wheel of `cnnbook`.
    """

    address: str
    wheel: str


def file_of(path: str) -> str:
    """Say where the notebook of a page lies in the site, from the path of its source."""
    return f"{url_of(path)}{path.rsplit('/', 1)[-1].rsplit('.', 1)[0]}.ipynb"


def of_page(markdown: str, page: PageContext, site: Site) -> NotebookNode | None:
    """Write a page of Markdown as a notebook.

    Args:
        markdown: The page as it is written.
        page: The page.
        site: The site that the notebook leads to.

    Returns:
        The notebook; None if no code of the page runs.

    Raises:
        BookError: If there is a slip in the page's exercises.
    """
    prose = Prose(page, site.address, footnotes(markdown))
    cells = list(_cells(markdown, prose, _with_examples))
    return _notebook(cells, prose, site) if any(c.cell_type == "code" for c in cells) else None


def of_notebook(notebook: NotebookNode, page: PageContext, site: Site) -> NotebookNode:
    """Write a notebook of the book as one to take along.

    Args:
        notebook: The notebook; its outputs are left out.
        page: The page that it is.
        site: The site that the notebook leads to.

    Returns:
        It with its code as it is, but for the first cell, and its prose as on other pages.

    Raises:
        BookError: If there is a slip in the page's exercises.
    """
    whole = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    prose = Prose(page, site.address, footnotes(whole))
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for one in _cells(cell.source, prose, _markdown):
                if "attachments" in cell and one.cell_type == "markdown":
                    one.attachments = cell.attachments  # pictures that were pasted
                cells.append(one)
        elif cell.cell_type == "code" and cell.get("id") != INSTALL:
            cells.append(new_code_cell(cell.source, metadata=cell.metadata))
    return _notebook(cells, prose, site)


def _cells(markdown: str, prose: Prose, write: Write) -> Iterator[NotebookNode]:
    """Write Markdown, and exercises in their place."""
    for number, text in enumerate(exercises.PLACE.split(markdown)):
        yield from _exercises(text, prose) if number % 2 else write(text, prose)


def _with_examples(markdown: str, prose: Prose) -> Iterator[NotebookNode]:
    """Write Markdown whose fences of Python run."""
    at = 0
    for fence in FENCE.finditer(markdown):
        if fence["info"] == "python" and not fence["indent"]:
            yield from _markdown(markdown[at : fence.start()], prose)
            yield from examples.cells(fence["code"].removeprefix("\n"))
            at = fence.end()
    yield from _markdown(markdown[at:], prose)


def _markdown(markdown: str, prose: Prose) -> Iterator[NotebookNode]:
    yield from map(new_markdown_cell, prose.sections(markdown))


def _exercises(chapter: str, prose: Prose) -> Iterator[NotebookNode]:
    """Write each exercise of a chapter: its question, a cell for an answer, the solution folded."""
    language = prose.page.language
    for number, exercise in enumerate(exercises.of(chapter, prose.page.path), start=1):
        words = exercise.words[language]
        yield from _markdown(f"### {number}. {words.title}\n\n{words.question}", prose)
        yield new_code_cell(TRY[language].format(name=exercise.id))
        solution = "\n\n".join([*prose.sections(words.solution), examples.fences(exercise.code)])
        summary = f"<summary>{exercises.SOLUTION[language]}</summary>"
        yield new_markdown_cell(f"<details>\n{summary}\n\n{solution}\n\n</details>")


def _notebook(cells: list[NotebookNode], prose: Prose, site: Site) -> NotebookNode:
    """Put the cell that installs before the others, and name all by their number."""
    page = prose.page
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    first = install.cell(code, prose.address, site.wheel, page.language, page.repository)
    installs = new_code_cell(first, metadata=install.FOLDED)
    written = new_notebook(cells=[installs, *cells], metadata=METADATA)
    for number, cell in enumerate(written.cells):
        cell.id = f"{number}" if number else INSTALL
    return written
