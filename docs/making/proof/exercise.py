"""An exercise as pieces of a page: its words, and its code and answers as what proves them."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from cnnbook import exercises
from cnnbook.exercises import Exercise
from making.paths import ROOT
from making.proof.equations import equations_in, relevant
from making.proof.source import Unit, split

FOLDER = ROOT / "cnnbook" / "exercises"


def everything() -> list[tuple[str, Exercise]]:
    """Every exercise with the name of its chapter."""
    return [(name, one) for name in exercises.chapters() for one in exercises.load(name)]


def units_of_exercise(chapter: str, exercise: Exercise, language: str) -> list[Unit]:
    """Take an exercise apart.

    The question's numbers come from the code and the equations of the solution; those of the
    solution and of what mistakes mean, from the question too.
    """
    path = FOLDER / f"{chapter}.toml"
    words = exercise.words[language]
    code = f"{exercise.code}\n{exercise.answer}"
    solved = "\n".join(
        equation.text
        for unit in _section(0, "", words.solution)
        for equation in equations_in(unit)
        if relevant(equation)
    )
    units = _section(0, f"{code}\n{solved}", words.title, words.question)
    given = f"{code}\n{words.question}".replace("−", "-")
    units += _section(1, given, words.solution)
    for section, mistake in enumerate(exercise.mistakes, start=2):
        made = f"{given}\n{solved}\n{mistake.answer}\n{mistake.code}"
        units += _section(section, made, mistake.meaning[language])
    name = f"{path.relative_to(ROOT).as_posix()}:{_line(path, exercise.id)}"
    return [replace(unit, path=f"{name} ({exercise.id}, {language})") for unit in units]


def _section(number: int, code: str, *texts: str) -> list[Unit]:
    """Texts with the code that proves their numbers."""
    pieces = [
        unit for text in texts for unit in split(list(enumerate(dedent(text).split("\n"), 1)))
    ]
    return [replace(unit, section=number) for unit in (Unit("code", code, 1), *pieces)]


def _line(path: Path, name: str) -> int:
    text = path.read_text(encoding="utf-8")
    return text[: text.index(f'"{name}"')].count("\n") + 1
