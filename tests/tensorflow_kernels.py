"""Which kernels TensorFlow computes with: on x86-64, oneDNN's or its own reference ones.

Linux chooses by the processor, unless TF_ENABLE_ONEDNN_OPTS says 0 or 1 before TensorFlow is
imported. Both must be right, and they differ: in the last digits everywhere, and in what becomes
of inputs that have no answer.
"""

import os
import re
from pathlib import Path

VARIABLE = "TF_ENABLE_ONEDNN_OPTS"
SETTINGS = {"reference": "0", "onednn": "1"}
# An import in an example or a test, or a helper that imports; not a mention in a sentence.
USES = re.compile(
    r"^[> ]*(?:import|from) (?:tensorflow|keras|tests[. ](?:import )?tensorflow_oracle)"
    r"|importorskip\(.(?:tensorflow|keras)"
    r"|\bcnnbook\.models\b|from cnnbook import .*\bmodels\b",
    flags=re.MULTILINE,
)


def choose(name: str) -> None:
    """Let TensorFlow, which must not be imported yet, compute with the kernels of this name."""
    os.environ[VARIABLE] = SETTINGS[name]


def kernels() -> str:
    """Name the kernels that TensorFlow, once imported, computes with."""
    from tensorflow.python.util import _pywrap_util_port

    return "onednn" if _pywrap_util_port.IsMklEnabled() else "reference"


def matter_to(file: Path) -> bool:
    """Tell whether a file holds examples or comparisons that use TensorFlow."""
    if file.parent.name in {"book", "site"}:
        return file.name == "test_exercises.py"  # which runs the exercises' examples
    return file.suffix in {".py", ".md"} and bool(USES.search(file.read_text(encoding="utf-8")))
