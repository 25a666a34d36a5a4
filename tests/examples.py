"""Which files hold Python examples, and how Sybil runs them.

`python -m tests.examples` lists how many characters each ellipsis of an expected output hides.
"""

import doctest
import re
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.doctest import DocTestRunner
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from making.proof.ellipses import Checker, allowed
from making.proof.steppers import steppers
from making.proof.sybil import marks

ROOT = Path(__file__).parents[1]
#: A line that is neither a prompt nor the dots below "Traceback".
ELLIPSIS_IN_OUTPUT = re.compile(r"^(?! *(?:>>>|\.\.\. |\.\.\.$)).*\.\.\.", re.MULTILINE)
FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE

checker = Checker()


class _Runner(DocTestRunner):
    """Sybil's runner of examples, in whose outputs an ellipsis hides little."""

    def __init__(self) -> None:
        doctest.DocTestRunner.__init__(self, checker=checker, verbose=False, optionflags=FLAGS)


_in_pages, _in_docstrings = PythonCodeBlockParser(), DocTestParser()
_in_pages.doctest_parser.evaluator.runner = _Runner()
_in_docstrings.string_parser.evaluator.runner = _Runner()

pages = Sybil(
    path=str(ROOT),
    parsers=[_in_pages, marks, steppers],
    patterns=["*.md"],
)
docstrings = Sybil(
    path=str(ROOT),
    parsers=[_in_docstrings],
    patterns=["cnnbook/*.py", "cnnbook/*/*.py"],
    document_types={".py": PythonDocStringDocument},
)


def main() -> None:
    """List what the ellipses of expected outputs hide, page by page and docstring by docstring."""
    english = (ROOT / "docs" / "en").rglob("*.md")
    files = [(pages, path) for path in (*ROOT.glob("*.md"), *english)]
    files += [(docstrings, path) for path in (ROOT / "cnnbook").rglob("*.py")]
    for kind, path in sorted(files, key=lambda file: file[1]):
        if not ELLIPSIS_IN_OUTPUT.search(path.read_text(encoding="utf-8")):
            continue
        for example in kind.parse(path).examples():
            example.evaluate()
        for want, counts in checker.hidden:
            shown = ", ".join(map(str, counts))
            print(f"{path.relative_to(ROOT)}: {shown} of {allowed(want)}: {want.strip()}")
        checker.hidden.clear()


if __name__ == "__main__":
    main()
