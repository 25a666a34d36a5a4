"""What the ellipses of expected outputs hide: `...` stands only for what must be hidden.

Doctest lets `...` stand for any text, a wrong one too. So each may cover `LIMIT` characters, which
is a name or a shape; what libraries word at more length, and otherwise in each version, is named.
"""

import doctest
import re

from sybil.evaluators.doctest import OutputChecker

LIMIT = 40
#: Expected lines whose ellipses stand for more, and how many characters each may hide.
NAMED: dict[str, int] = {
    # Where TensorFlow computes: the device, and how the kernels are wrapped.
    "{{function_node ...}}": 90,
    # Keras adds colours and the arguments that the layer got.
    "Received: `inputs.shape=[None 1 28 28]`...": 260,
}


def covered(want: str, got: str) -> list[int]:
    """Count the characters that each ellipsis of an expected output stands for.

    Args:
        want: What is expected.
        got: What was printed, which must be what is expected.
    """
    parts = [re.escape(_plain(part)) for part in want.split("...")]
    match = re.fullmatch("(.*?)".join(parts), _plain(got), flags=re.DOTALL)
    return [len(text) for text in match.groups()] if match else []


def _plain(text: str) -> str:
    """A text in which white space is one space."""
    return re.sub(r"\s+", " ", text)


def allowed(want: str) -> int:
    """How many characters an ellipsis of an expected output may stand for."""
    return next((most for line, most in NAMED.items() if line in want), LIMIT)


class Checker(OutputChecker):
    """Compares outputs as Sybil does, and lets no ellipsis hide too much."""

    def __init__(self) -> None:
        """Begin an empty list of what was hidden: the expected output, and how many characters."""
        self.hidden: list[tuple[str, list[int]]] = []

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Say whether an output is the expected one."""
        if not super().check_output(want, got, optionflags):
            return False
        if "..." not in want or want == got:
            return True
        self.hidden.append((want, covered(want, got)))
        return max(self.hidden[-1][1], default=0) <= allowed(want)

    def output_difference(self, example: doctest.Example, got: str, optionflags: int) -> str:
        """Say how an output differs, or that an ellipsis hides too much of it."""
        difference = super().output_difference(example, got, optionflags)
        want = example.exc_msg or example.want
        most = max(covered(want, got), default=0)
        if most <= allowed(want):
            return difference
        return (
            f"{difference}An ellipsis hides {most} characters, and {allowed(want)} are allowed: "
            "write what is printed, or name the line in making/proof/ellipses.py\n"
        )
