"""What the book says of PyTorch and ONNX Runtime is what they answered, and is asked anew."""

import re
import subprocess
import sys
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cnnbook
from cnnbook import results
from making.keeping import write
from making.libraries import __main__ as command
from making.libraries import asking
from making.recording.files import read, signed, text_of

ROW, SPELLER, EVEN = np.arange(1, 9)[np.newaxis], np.array([[100, 10, 1]]), np.array([[10, 1]])
SEVEN, FOUR = ROW[:, :7], np.array([[3, 6, 9, 12]])
HEIGHTS = np.array([[4, 1, 7, 2, 5, 3]])
IMAGE, SQUARE = np.arange(1, 10).reshape(3, 3), np.array([[1000, 100], [10, 1]])
ENDS = ((0, 0), (1, 1))


def convolved(*arguments: Any, **words: Any) -> list[Any]:
    answer: list[Any] = cnnbook.conv2d(*arguments, **words).tolist()
    return answer[0] if len(answer) == 1 else answer


def transposed() -> list[float]:
    """Numbers that come back through a convolution with a pixel at each end."""
    row, weights = np.array([[4, 1, 2]]), np.array([[2, 3, 1]])
    backward = cnnbook.conv2d_backward(row, np.zeros((1, 6)), weights, stride=(1, 2), padding=ENDS)
    answer: list[float] = backward.x[0].tolist()
    return answer


def zero_before(image: Any, kernel: Any, **words: Any) -> list[Any]:
    """Convolve as TensorFlow does, but with the odd zero at the other side."""
    height, width = kernel.shape
    return convolved(np.pad(image, ((height - 1, 0), (width - 1, 0))), kernel, **words)


#: What the book says, by library and question. Where `cnnbook` computes it, it says it here too.
SAID: dict[str, dict[str, Any]] = {
    "pytorch": {
        "kernel": convolved(ROW, SPELLER),
        "dilation=2": convolved(ROW, SPELLER, dilation=2),
        "padding=2": convolved(ROW, SPELLER, padding=((0, 0), (2, 2))),
        "padding=1": convolved(ROW, SPELLER, padding=ENDS),
        "same": convolved(ROW, EVEN, padding="same"),
        "same 2x2": convolved(IMAGE, SQUARE, padding="same"),
        "same, stride=2": "ValueError: padding='same' is not supported for strided convolutions",
        "padding=1, stride=2": convolved(ROW, SPELLER, stride=2, padding=ENDS),
        "padding=1, stride=2, 7 pixels": convolved(SEVEN, SPELLER, stride=2, padding="same"),
        "sizes": [floor((n - 3) / 2) + 1 for n in (7, 8, 9, 10)],
        "sizes, ceil_mode": [ceil((n - 3) / 2) + 1 for n in (7, 8, 9, 10)],
        "max, ceil_mode": cnnbook.max_pool2d(ROW, (1, 3), stride=2, padding="same")[0].tolist(),
        "max, ceil_mode, 7 pixels": cnnbook.max_pool2d(SEVEN, (1, 3), stride=2)[0].tolist(),
        "maps": [10, 8, 28 - 5 + 1, 28 - 3 + 1],
        "kernel's axes": [64, 32, 5, 3],
        "average": cnnbook.avg_pool2d(np.pad(FOUR, ENDS), (1, 3), stride=1)[0].tolist(),
        "average, count_include_pad=False": [4.5, 6, 9, 10.5],
        "average of 2": [2, 7, 1],
        "max of negative numbers": [-1, -1, -1],
        "pooling's stride": cnnbook.max_pool2d(HEIGHTS, (1, 2))[0].tolist(),
        "layer's stride": [1, 1],
        "three layers, padding=2": {
            "sizes": [30, 32, 34],
            "dense": "RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x1156 and 784x10)",
            "average": [1, 1, 1, 1],
        },
        "leaky relu of -1": -0.01,
        "transposed": [8, 12, 6, 3, 5, 6, 2],
        "transposed, padding=1": transposed(),
        "transposed, same": "TypeError: conv_transpose2d(): argument 'padding' (position 5) must "
        "be tuple of ints, but found element of type str at pos 0",
        "transposed kernel's axes": [2, 3, 4, 5],
        "transposed sizes": [19, 20],
        "flattened": [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60],
        "first window": [1, 2, 4, 5, 10, 20, 40, 50],
        "weight_decay": [9.9, 0],
        "weight_decay of AdamW": [9.9, 0.099],
        "epsilon": pytest.approx(-0.1 * 1e-6 / (1e-6 + 1e-7), abs=1e-5),
        "dropout": 0.9,
    },
    "onnx_runtime": {
        "kernel": convolved(ROW, SPELLER),
        "dilations=2": convolved(ROW, SPELLER, dilation=2),
        "pads=2": convolved(ROW, SPELLER, padding=((0, 0), (2, 2))),
        "SAME_UPPER": convolved(ROW, EVEN, padding="same"),
        "SAME_LOWER": zero_before(ROW, EVEN),
        "SAME_UPPER 2x2": convolved(IMAGE, SQUARE, padding="same"),
        "SAME_LOWER 2x2": zero_before(IMAGE, SQUARE),
        "SAME_UPPER, strides=2": convolved(ROW, SPELLER, stride=2, padding="same"),
        "SAME_LOWER, strides=2": convolved(ROW, SPELLER, stride=2, padding=ENDS),
        "sizes": [floor((n - 3) / 2) + 1 for n in (7, 8, 9, 10)],
        "sizes, ceil_mode": [ceil((n - 3) / 2) + 1 for n in (7, 8, 9, 10)],
        "maps": [10, 8, 28 - 5 + 1, 28 - 3 + 1],
        "average": [4.5, 6, 9, 10.5],
        "average, count_include_pad=1": [3, 6, 9, 7],
        "max of negative numbers": [-1, -1, -1],
        "pooling's stride": cnnbook.max_pool2d(HEIGHTS, (1, 2), stride=1)[0].tolist(),
        "leaky relu of -1": -0.01,
        "transposed, pads=1": transposed(),
        "transposed maps": [3, 12, 13],
        "window too large": "refused: InvalidArgument",
    },
}


@pytest.mark.parametrize(
    ("library", "question"), [(name, one) for name in SAID for one in SAID[name]]
)
def test_a_library_answers_as_the_book_says(library: str, question: str) -> None:
    assert results.record(library)["answers"][question] == SAID[library][question]


@pytest.mark.parametrize("library", asking.LIBRARIES)
def test_every_answer_is_judged_and_of_today(library: str) -> None:
    record = results.record(library)
    assert set(record["answers"]) == set(SAID[library])
    renew = f"its questions have changed; make libraries ONLY={library} RECORD=1 asks anew"
    assert record["source"] == asking.source(library), renew


@pytest.mark.parametrize("library", asking.LIBRARIES)
def test_a_library_is_asked_in_the_version_that_is_recorded(library: str) -> None:
    text = asking.lock(library).read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE))
    versions = results.record(library)["versions"]
    assert versions.pop("python")
    assert versions == {package: locked[package] for package in versions}
    assert len(re.findall(r"^[\w.-]+==", text, flags=re.MULTILINE)) == len(locked)
    assert not re.search(r"https?:|--index|--find-links", text)


# --- asking


PROGRAM = 'print(\'{"versions": {"python": "3"}, "answers": {"one": 1.0000001, "two": [2]}}\')\n'


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ask a program that answers at once in the place of PyTorch."""
    program = tmp_path / "ask.py"
    program.write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setattr(asking, "questions", lambda name: program)
    return program


def test_a_record_is_written_and_compared(asked: Path, tmp_path: Path) -> None:
    python = Path(sys.executable)
    asking.record("pytorch", python, tmp_path)
    record = read(tmp_path, "pytorch", 0)
    assert record == {**signed(record), "answers": {"one": 1, "two": [2]}}
    assert asking.compare("pytorch", python, tmp_path) == []
    write(tmp_path / "pytorch-0.json", text_of({**record, "answers": {"one": 1.5, "three": 3}}))
    assert asking.compare("pytorch", python, tmp_path) == [
        "pytorch, one: 1.0 now and 1.5 in the record",
        "pytorch, three: nothing now and 3 in the record",
        "pytorch, two: [2] now and nothing in the record",
    ]


def test_the_hash_changes_with_the_questions_and_not_with_comments(asked: Path) -> None:
    before = asking.source("pytorch")
    asked.write_text(f"# A comment.\n{PROGRAM}", encoding="utf-8")
    assert asking.source("pytorch") == before
    asked.write_text(PROGRAM.replace("[2]", "[3]"), encoding="utf-8")
    assert asking.source("pytorch") != before


def test_a_library_gets_an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda words, **rest: commands.append(words))
    python = asking.environment("onnx_runtime")
    assert python.parts[-4:] == ("libraries", "onnx_runtime", "bin", "python")
    make, fill = commands
    assert make[-1] == str(python.parents[1])
    assert fill[-1] == str(asking.lock("onnx_runtime"))
    assert "--require-hashes" in fill


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(command, "environment", lambda name: Path(name))
    monkeypatch.setattr(command, "record", lambda *words: done.append(f"record {words[:2]}"))
    monkeypatch.setattr(command, "compare", lambda name, *rest: [f"{name} differs"])

    def run(*words: str) -> str | None:
        monkeypatch.setattr(sys, "argv", ["libraries", *words])
        with pytest.raises(SystemExit) as stopped:
            command.main()
        return str(stopped.value.code) if stopped.value.code else None

    assert run() == "pytorch differs\nonnx_runtime differs"
    assert run("--record", "--python", "here", "pytorch") is None
    assert done == [f"record {('pytorch', Path('here'))}"]
    assert run("torch") == "no library is called torch; there are pytorch, onnx_runtime"


def test_the_programs_import_nothing_of_the_book() -> None:
    for library in asking.LIBRARIES:
        text = asking.questions(library).read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:from|import) (?:cnnbook|making)", text, flags=re.MULTILINE)
