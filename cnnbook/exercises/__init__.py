"""The exercises of the book: questions, worked solutions that run, and what wrong answers tell.

Each chapter has a TOML file in this folder, in both languages. Pages show the exercises from
here, and tests run every solution.
"""

import ast
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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

    def accepts(self, answer: str) -> bool:
        """Say whether an answer is right; one that is rounded to four decimals or more, too.

        Where the accepted answer itself is rounded, one with more decimals is right as well.

        Args:
            answer: A Python literal.

        Raises:
            ValueError: If `answer` is no literal.

        Examples:
            >>> (exercise,) = (e for e in load("gan-game") if e.id.endswith("half"))
            >>> exercise.answer, exercise.accepts("-1.386294"), exercise.accepts("-1.38")
            ('-1.3863', True, False)
        """
        try:
            given, right = ast.literal_eval(answer), ast.literal_eval(self.answer)
        except (ValueError, SyntaxError) as error:
            raise ValueError(
                f"the answer is {answer!r}, but must be a Python literal: a number, text or a list"
            ) from error
        decimals = [len(digits) for digits in re.findall(r"\.(\d{4,})", f"{answer} {self.answer}")]
        return _agree(given, right, 0.5 * 10.0 ** -min(decimals) if decimals else 0)


def _agree(given: Any, right: Any, within: float) -> bool:
    """Whether two answers have the same form and numbers that lie close together."""
    if isinstance(given, list | tuple) and isinstance(right, list | tuple):
        return len(given) == len(right) and all(
            _agree(one, other, within) for one, other in zip(given, right, strict=True)
        )
    if isinstance(given, int | float) and isinstance(right, int | float):
        return abs(given - right) <= within + 1e-9 * max(1, abs(right))
    return bool(given == right)


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
