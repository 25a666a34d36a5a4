"""Exercises on a page: the line `<!-- exercises: chapter -->` becomes all of that chapter's.

They come from cnnbook.exercises, where tests run every solution.
"""

import re
import textwrap
from functools import lru_cache

from cnnbook import exercises
from making import exercise_files
from making.page import BookError, PageContext
from making.steps.marks import strip

PLACE = re.compile(r"^<!-- exercises: (\S+) -->$", flags=re.MULTILINE)
SOLUTION = {"ko": "풀이", "en": "Solution"}
MISTAKES = {"ko": "흔한 오답", "en": "Typical wrong answers"}
BOXES = re.compile('<details class="(?:success|failure)"')  # of solutions and typical wrong answers
LONG = re.compile(r"\d+\.\d{9,}")


def place(markdown: str, page: PageContext) -> str:
    """Put the exercises in their place.

    Raises:
        BookError: If the page asks for the exercises of a chapter that has none, or there is a
            slip in them.
    """

    def all_of(match: re.Match[str]) -> str:
        return _all(match[1], page.path, page.language, exercise_files.written(match[1]))

    return PLACE.sub(all_of, markdown)


@lru_cache(maxsize=100)  # a preview asks again for all the chapters that stay as they are
def _all(chapter: str, path: str, language: str, written: object) -> str:
    """Write the exercises of a chapter, whose file was written at a certain time."""
    found = enumerate(of(chapter, path), start=1)
    return "\n\n".join(show(i, exercise, language) for i, exercise in found)


def of(chapter: str, path: str) -> tuple[exercises.Exercise, ...]:
    """Read the exercises of a chapter.

    Args:
        chapter: Its name.
        path: Path of the page that asks for them.

    Raises:
        BookError: If there are none, or there is a slip in them.
    """
    exercise_files.check(chapter)
    try:
        return exercises.load(chapter)
    except ValueError as error:
        raise BookError(f"{path}: {error}") from error


def show(number: int, exercise: exercises.Exercise, language: str) -> str:
    """Write an exercise as Markdown; the solution and typical wrong answers are folded."""
    words = exercise.words[language]
    solution = f"{words.solution}\n\n```python\n{exercise.code}\n```"
    mistakes = "\n".join(
        f"- `{_rounded(mistake.answer)}`: "
        f'<span data-mistake="{i}">{strip(mistake.meaning[language]).strip()}</span>'
        for i, mistake in enumerate(exercise.mistakes)
    )
    return (
        f"### {number}. {words.title}\n\n{words.question}\n\n{_field(exercise)}\n\n"
        f'??? success "{SOLUTION[language]}"\n\n{textwrap.indent(solution, "    ")}\n\n'
        f'??? failure "{MISTAKES[language]}"\n\n{textwrap.indent(mistakes, "    ")}\n'
    )


def _field(exercise: exercises.Exercise) -> str:
    """Leave a place in which a script puts the field for an answer."""
    return f'<div><book-answer data-exercise="{exercise.id}"></book-answer></div>'


def _rounded(answer: str) -> str:
    """Write an answer with no more digits than a person would."""
    return LONG.sub(lambda number: f"{float(number[0]):.6g}", answer)


def hide_from_search(html: str, page: PageContext) -> str:
    """Keep the search from telling a solution, or a way to miss it, to who hasn't tried yet."""
    return BOXES.sub(r"\g<0> data-search-exclude", html)
