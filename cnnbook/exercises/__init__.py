"""The exercises of the book: questions, worked solutions that run, and what wrong answers tell.

Each chapter has a TOML file in this folder, in both languages. Pages show the exercises from
here, and tests run every solution.
"""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

LANGUAGES = ("ko", "en")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Words:
    """What a reader sees of an exercise in one language, as Markdown."""

    title: str
    question: str
    solution: str


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people give.

    Attributes:
        answer: The answer, as a Python literal.
        code: The mistake made: Python that ends with `answer` defined, and may use the solution's
            names.
        meaning: What the answer reveals, by language.
    """

    answer: str
    code: str
    meaning: dict[str, str]


@dataclass(frozen=True)
class Exercise:
    """An exercise with its solution.

    Attributes:
        id: Name of the exercise, unique in the book.
        goals: Which of its chapter's goals it tests, counted from 1.
        answer: The accepted answer, as a Python literal: a number, a truth value, or nested
            lists of these.
        code: The solution as a doctest that stands alone and ends with `answer` defined.
        words: Title, question and worked solution by language, "ko" and "en".
        mistakes: Typical wrong answers.
    """

    id: str
    goals: tuple[int, ...]
    answer: str
    code: str
    words: dict[str, Words]
    mistakes: tuple[Mistake, ...]


def chapters() -> tuple[str, ...]:
    """Name the chapters that have exercises.

    Returns:
        The names, as their pages' file names have them, in alphabetical order.

    Examples:
        >>> "one-dimension" in chapters()
        True
    """
    return tuple(sorted(path.stem for path in _HERE.glob("*.toml")))


def load(chapter: str) -> tuple[Exercise, ...]:
    """Read the exercises of a chapter.

    Args:
        chapter: File name of the chapter's page without its ending.

    Returns:
        The exercises from easy to hard.

    Raises:
        ValueError: If no chapter of this name has exercises.

    Examples:
        >>> exercise = load("one-dimension")[0]
        >>> sorted(exercise.words)
        ['en', 'ko']
    """
    path = _HERE / f"{chapter}.toml"
    if not path.is_file():
        raise ValueError(
            f"no exercises for {chapter!r}; there are some for {', '.join(chapters())}"
        )
    with path.open("rb") as file:
        entries = tomllib.load(file)["exercise"]
    return tuple(
        Exercise(
            id=entry["id"],
            goals=tuple(entry["goals"]),
            answer=entry["answer"],
            code=entry["code"].strip(),
            words={
                language: Words(**{part: text.strip() for part, text in entry[language].items()})
                for language in LANGUAGES
            },
            mistakes=tuple(
                Mistake(
                    mistake["answer"],
                    mistake["code"].strip(),
                    {language: mistake[language].strip() for language in LANGUAGES},
                )
                for mistake in entry["mistake"]
            ),
        )
        for entry in entries
    )


def find(name: str) -> Exercise:
    """Find an exercise by its id.

    Args:
        name: The id, such as "size-valid".

    Returns:
        The exercise.

    Raises:
        ValueError: If there is none; the message names those with a similar id.

    Examples:
        >>> find("size-valid").answer
        '28'
    """
    known = _by_id()
    if name not in known:
        near = get_close_matches(str(name), known, n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ValueError(f"no exercise has the id {name!r}{hint}")
    return known[name]


@cache
def _by_id() -> dict[str, Exercise]:
    return {exercise.id: exercise for chapter in chapters() for exercise in load(chapter)}
