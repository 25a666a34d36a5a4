"""The exercises of the book: questions, worked solutions that run, and what wrong answers tell.

Each chapter has a TOML file in this folder, in both languages. Pages show the exercises from
here, and tests run every solution.
"""

import tomllib
from dataclasses import dataclass
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
    """A wrong answer that people give, and the mistake that it reveals in each language."""

    answer: str
    meaning: dict[str, str]


@dataclass(frozen=True)
class Exercise:
    """An exercise with its solution.

    Attributes:
        id: Name of the exercise, unique in the book.
        answer: The accepted answer, as a Python literal: a number, text, or nested lists.
        code: The solution as a doctest that stands alone and ends with `answer` defined.
        words: Title, question and worked solution by language, "ko" and "en".
        mistakes: Typical wrong answers.
    """

    id: str
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
            answer=entry["answer"],
            code=entry["code"].strip(),
            words={
                language: Words(**{part: text.strip() for part, text in entry[language].items()})
                for language in LANGUAGES
            },
            mistakes=tuple(
                Mistake(mistake["answer"], {language: mistake[language] for language in LANGUAGES})
                for mistake in entry["mistake"]
            ),
        )
        for entry in entries
    )
