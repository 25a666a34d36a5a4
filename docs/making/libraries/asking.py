"""What another library answers, in an environment of its own, and how that becomes a record.

PyTorch alone weighs more than all that the book is made with, and nobody needs it to read or to
mend the book. So its answers are recorded once; pages and tests read the record.
"""

import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from making.keeping import write
from making.paths import CACHE, ROOT
from making.recording.files import Record, file_of, read, signed, text_of

#: Each has its questions in ask_NAME.py and its locked packages in NAME.txt.
LIBRARIES = ("pytorch", "onnx_runtime")
_HERE = Path(__file__).parent


def questions(name: str) -> Path:
    """Return the program that asks a library; it imports nothing of the book."""
    return _HERE / f"ask_{name}.py"


def lock(name: str) -> Path:
    """Return the packages that a library is asked with, locked with hashes."""
    return _HERE / f"{name}.txt"


def source(name: str) -> str:
    """Return the hash that says whether a record answers today's questions."""
    code = ast.unparse(ast.parse(questions(name).read_text(encoding="utf-8")))
    return hashlib.sha256(code.encode()).hexdigest()


def environment(name: str) -> Path:
    """Make the locked environment of a library, or bring it up to date, and return its Python."""
    folder = CACHE / "libraries" / name
    uv = str(Path(sys.executable).with_name("uv"))
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)]
    fill = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(folder)]
    for command in (make, [*fill, str(lock(name))]):
        subprocess.run(command, cwd=ROOT, check=True)
    return folder / "bin" / "python"


def ask(name: str, python: Path) -> Record:
    """Ask a library its questions.

    Args:
        name: Its name in `LIBRARIES`.
        python: An interpreter that has it.

    Returns:
        Its record: "answers" by question, "versions", and "source", the hash of the questions.
    """
    # -P, so that nothing beside the program is taken for a package.
    command = [str(python), "-P", "-W", "ignore", str(questions(name))]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return {"name": name, "seed": 0, "source": source(name), **json.loads(done.stdout)}


def record(name: str, python: Path, folder: Path) -> None:
    """Ask a library and write its record into a folder."""
    write(file_of(folder, name, 0), text_of(signed(ask(name, python))))


def compare(name: str, python: Path, folder: Path) -> list[str]:
    """Ask a library anew, and return a line for each answer that isn't the recorded one."""
    kept, now = read(folder, name, 0), json.loads(text_of(ask(name, python)))
    return [
        f"{name}, {question}: {_said(now, question)} now and {_said(kept, question)} in the record"
        for question in sorted({*kept.get("answers", {}), *now["answers"]})
        if _said(kept, question) != _said(now, question)
    ]


def _said(record: Record, question: str) -> Any:
    return record.get("answers", {}).get(question, "nothing")
