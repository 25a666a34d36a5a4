"""Run the notebooks that readers take along of Markdown pages, in Jupyter: `make takeaway`.

All notebooks of a language run one after the other in one kernel, which imports TensorFlow once.
They have to answer what the page says, in its order. The chapters that are notebooks themselves
have been run when the site was built.
"""

import doctest
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from making.notebooks.kernel import run
from making.notebooks.reading import code_cells
from making.page import PageContext
from making.paths import LANGUAGES
from making.proof.page import language_of
from making.proof.source import DOCS
from making.takeaway import notebook
from tests.examples import FLAGS, checker
from tests.pages import code

SITE = notebook.Site("https://example.org/", "https://example.org/cnnbook-0-py3-none-any.whl")
#: What a cell for an answer says before there is one.
UNANSWERED = {"ko": "답을 먼저 쓰세요.\n", "en": "Write an answer first.\n"}
#: Where an error's class is defined, which Jupyter doesn't say.
MODULE = re.compile(r"\A[\w.]+\.(?=\w+: )")


def taken(path: Path) -> NotebookNode | None:
    """Write the notebook of a page of Markdown; None if it has none."""
    language = language_of(path)
    page = PageContext(language, path.relative_to(DOCS / language).as_posix())
    return notebook.of_page(path.read_text(encoding="utf-8"), page, SITE)


def faults(paths: Sequence[Path]) -> Iterator[str]:
    """Run notebooks of pages in one kernel, and say where they answer otherwise than the pages.

    Raises:
        NotebookError: If a cell raises that shouldn't.
    """
    notebooks = [(path, found) for path in paths if (found := taken(path))]
    cells = [cell for _, one in notebooks for cell in [*one.cells, new_code_cell("%reset -f")]]
    for number, cell in enumerate(cells):
        cell.id = str(number)
    run(new_notebook(cells=cells), Path("all notebooks in one"))
    for path, one in notebooks:
        silent = "", UNANSWERED[language_of(path)]
        answers = [(cell.source, answer(cell)) for cell in code_cells(one)]
        answers = [(source, said) for source, said in answers if said not in silent]
        for want, (source, got) in zip_longest(expected(path), answers, fillvalue=("", "")):
            if not checker.check_output(str(want), got, FLAGS):
                yield f"{path.relative_to(DOCS)}:\n{source}\nexpected:\n{want}got:\n{got}"


def expected(path: Path) -> list[str]:
    """The answers on a page, as doctest reads them."""
    fences = (text for info, text in code(path.read_text(encoding="utf-8")) if info == "python")
    read = doctest.DocTestParser().get_examples
    examples = [example for fence in fences for example in read(fence)]
    return [MODULE.sub("", one.exc_msg or "") or one.want for one in examples if one.want]


def answer(cell: NotebookNode) -> str:
    """What a cell has printed, answered or raised, as doctest would have it."""
    said = []
    for output in cell.outputs:
        if output.output_type == "error":
            said.append(f"{output.ename}: {output.evalue}\n")
        elif output.output_type == "execute_result":
            said.append(f"{output.data['text/plain']}\n")
        elif output.get("name") == "stdout":
            said.append(output.text)
    return "".join(said)


def main() -> None:
    """Run the notebooks of all pages, or of those with these names, in both languages."""
    names = [f"{name}.md" for name in sys.argv[1:]]
    failed = 0
    for language in LANGUAGES:
        pages = [DOCS / language / name for name in names] or sorted(
            (DOCS / language).rglob("*.md")
        )
        found = list(faults(pages))
        print(f"{language}: {len(pages)} pages, {len(found)} other answers", flush=True)
        print(*found, sep="\n")
        failed += len(found)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
