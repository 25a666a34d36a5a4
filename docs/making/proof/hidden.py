"""What is attacked besides words: outputs, answers, mistakes, records and the glossary."""

import ast
import contextlib
import copy
import doctest
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from cnnbook import results
from cnnbook.exercises import Exercise
from making.paths import ROOT
from making.proof.bilingual import only_in
from making.proof.exercise import everything
from making.proof.source import DOCS, pages, units_of
from making.recording.files import checksum

Outcome = tuple[bool, str] | None
Candidate = tuple[str, Callable[[], Outcome]]
_DIGIT = re.compile(r"(?<![A-Za-z_])\d")


def candidates(chance: random.Random) -> Iterator[Candidate]:
    """Every place outside of the pages' words, with one change each."""
    yield from _outputs(chance)
    yield from _answers(chance)
    yield from _records(chance)
    yield from _glossary(chance)


def changed(text: str, at: int, chance: random.Random) -> str:
    """A text with another digit in one place."""
    digit = chance.choice([d for d in "0123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


# --- Outputs ---------------------------------------------------------------------------------


def _outputs(chance: random.Random) -> Iterator[Candidate]:
    for name in pages():
        path = DOCS / "en" / name
        if path.suffix != ".md" or "tensorflow" in path.read_text(encoding="utf-8"):
            continue
        for number, (_, want) in enumerate(_examples(path)):
            places = [match.start() for match in _DIGIT.finditer(want)]
            if places and "..." not in want:
                yield _output(path, number, chance.choice(places), chance)


def _output(path: Path, number: int, at: int, chance: random.Random) -> Candidate:
    want = _examples(path)[number][1]
    wrong = changed(want, at, chance)

    def try_it() -> Outcome:
        got = _printed(path)[number]
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        noticed = not doctest.OutputChecker().check_output(wrong, got, flags)
        return noticed, f"{path.name}: {wrong!r} for {want!r}"

    return "digit in an output, in both languages", try_it


@cache
def _examples(path: Path) -> list[tuple[str, str]]:
    parser = doctest.DocTestParser()
    fences = [unit.text for unit in units_of(path) if unit.kind == "code" and ">>>" in unit.text]
    return [(e.source, e.want) for text in fences for e in parser.get_examples(text)]


@cache
def _printed(path: Path) -> list[str]:
    """What each example of a page prints."""
    names: dict[str, Any] = {}
    said = []
    for source, _ in _examples(path):
        with contextlib.redirect_stdout(io.StringIO()) as stream:
            exec(compile(source, path.name, "single"), names)
        said.append(stream.getvalue())
    return said


# --- Exercises -------------------------------------------------------------------------------


def _answers(chance: random.Random) -> Iterator[Candidate]:
    for _, exercise in everything():
        if "keras" in exercise.code:
            continue
        texts = [("answer", exercise.answer, "")]
        texts += [("mistake", mistake.answer, mistake.code) for mistake in exercise.mistakes]
        for what, text, code in texts:
            # Floats agree to six digits; what comes after them is nobody's answer.
            places = [
                match.start()
                for match in _DIGIT.finditer(text)
                if not re.search(r"\.\d{6,}$", text[: match.start()])
            ]
            if places:
                yield _answer(exercise, what, text, code, chance.choice(places), chance)


def _answer(
    exercise: Exercise, what: str, text: str, code: str, at: int, chance: random.Random
) -> Candidate:
    wrong = changed(text, at, chance)

    def try_it() -> Outcome:
        try:
            value = ast.literal_eval(wrong)
        except SyntaxError:
            return True, ""
        names = dict(_solved(exercise.id, exercise.code))
        exec(code, names)
        decimals = [len(digits) for digits in re.findall(r"\.(\d{3,})", wrong)]
        half = 0.5 * 10.0 ** -min(decimals) if decimals else 1e-9
        exact = names["answer"]
        return not _agree(value, exact, half), f"{exercise.id}: {wrong} for {text}"

    return f"exercise: digit in an {what}".replace("an mistake", "a mistake"), try_it


def _agree(one: Any, other: Any, within: float) -> bool:
    """Whether two answers have the same form and numbers that lie close together."""
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(
            _agree(a, b, within) for a, b in zip(one, other, strict=True)
        )
    return bool(np.allclose(one, other, 1e-6, within))


@cache
def _solved(name: str, code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for example in doctest.DocTestParser().get_examples(code):
            exec(compile(example.source, name, "single"), names)
    return names


# --- Records and glossary --------------------------------------------------------------------


def _records(chance: random.Random) -> Iterator[Candidate]:
    for path in sorted(results.FOLDER.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        for match in chance.sample(list(_DIGIT.finditer(text)), 3):
            yield _record(path, text, changed(text, match.start(), chance))


def _record(path: Path, text: str, wrong: str) -> Candidate:
    def try_it() -> Outcome:
        try:
            record = json.loads(wrong)
        except json.JSONDecodeError:
            return True, ""
        same = json.loads(text) == record
        arrays = path.with_suffix(".npz")
        expected = checksum(record, arrays.read_bytes() if arrays.is_file() else b"")
        return None if same else (record.get("sha256") != expected, path.name)

    return "digit in a record", try_it


def _glossary(chance: random.Random) -> Iterator[Candidate]:
    path = ROOT / "docs" / "glossary.yml"
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        for language in ("ko", "en"):
            text = entry["meaning"][language]
            for match in list(_DIGIT.finditer(text))[:1]:
                wrong = changed(text, match.start(), chance)
                yield _entry(copy.deepcopy(entry), language, wrong)


def _entry(entry: dict[str, Any], language: str, wrong: str) -> Candidate:
    def try_it() -> Outcome:
        meaning = {**entry["meaning"], language: wrong}
        return any(only_in(meaning["ko"], meaning["en"])), f"{entry['en']}: {wrong}"

    return "digit in the glossary, in one language", try_it
