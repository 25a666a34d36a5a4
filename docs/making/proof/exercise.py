"""An exercise as pieces of a page: its words, and its code and answers as what proves them."""

import textwrap
from dataclasses import replace
from pathlib import Path

from cnnbook import exercises
from cnnbook.exercises import Exercise
from making.proof.page import Page
from making.proof.source import ROOT, Unit, split

FOLDER = ROOT / "cnnbook" / "exercises"


def everything() -> list[tuple[str, Exercise]]:
    """Every exercise with the name of its chapter."""
    return [(name, one) for name in exercises.chapters() for one in exercises.load(name)]


def units_of_exercise(chapter: str, exercise: Exercise, language: str) -> list[Unit]:
    """Take an exercise apart."""
    path = FOLDER / f"{chapter}.toml"
    code = [exercise.code, exercise.answer]
    code += [text for mistake in exercise.mistakes for text in (mistake.answer, mistake.code)]
    units = [Unit("code", "\n".join(code), 1)]
    words = exercise.words[language]
    texts = [words.title, words.question, words.solution]
    texts += [mistake.meaning[language] for mistake in exercise.mistakes]
    for text in texts:
        units += split(list(enumerate(textwrap.dedent(text).split("\n"), 1)))
    name = f"{path.relative_to(ROOT).as_posix()}:{_line(path, exercise.id)}"
    return [replace(unit, path=f"{name} ({exercise.id}, {language})", section=0) for unit in units]


def page_of(chapter: str, exercise: Exercise, language: str) -> Page:
    """An exercise as a page, its numbers bound."""
    return Page.of(units_of_exercise(chapter, exercise, language), language)


def _line(path: Path, name: str) -> int:
    text = path.read_text(encoding="utf-8")
    return text[: text.index(f'"{name}"')].count("\n") + 1
