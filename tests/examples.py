"""Which files hold Python examples, and how Sybil runs them."""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from making.proof.steppers import steppers
from making.proof.sybil import marks

ROOT = Path(__file__).parents[1]
FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE

pages = Sybil(
    path=str(ROOT),
    parsers=[PythonCodeBlockParser(doctest_optionflags=FLAGS), marks, steppers],
    patterns=["*.md"],
)
docstrings = Sybil(
    path=str(ROOT),
    parsers=[DocTestParser(optionflags=FLAGS)],
    patterns=["cnnbook/*.py", "cnnbook/*/*.py"],
    document_types={".py": PythonDocStringDocument},
)
