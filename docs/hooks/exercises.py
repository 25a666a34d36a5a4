"""Exercises on a page: the line `<!-- exercises: chapter -->` becomes all of that chapter's.

They come from cnnbook.exercises, where tests run every solution.
"""

import re
import textwrap

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from cnnbook import exercises

PLACE = re.compile(r"^<!-- exercises: (\S+) -->$", flags=re.MULTILINE)
SOLUTION = {"ko": "풀이", "en": "Solution"}
MISTAKES = {"ko": "흔한 오답", "en": "Typical wrong answers"}
LONG = re.compile(r"\d+\.\d{9,}")


@event_priority(50)  # before doctests are marked as sessions
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the exercises in their place."""
    language = config.theme["language"]
    return PLACE.sub(
        lambda match: "\n\n".join(
            show(number, exercise, language)
            for number, exercise in enumerate(exercises.load(match[1]), start=1)
        ),
        markdown,
    )


def show(number: int, exercise: exercises.Exercise, language: str) -> str:
    """An exercise as Markdown: the question, then folded the solution and typical wrong answers."""
    words = exercise.words[language]
    solution = f"{words.solution}\n\n```python\n{exercise.code}\n```"
    mistakes = "\n".join(
        f"- `{_rounded(mistake.answer)}`: {mistake.meaning[language]}"
        for mistake in exercise.mistakes
    )
    return (
        f"### {number}. {words.title}\n\n{words.question}\n\n"
        f'??? success "{SOLUTION[language]}"\n\n{textwrap.indent(solution, "    ")}\n\n'
        f'??? failure "{MISTAKES[language]}"\n\n{textwrap.indent(mistakes, "    ")}\n'
    )


def _rounded(answer: str) -> str:
    """The answer, with no more digits than a person would write."""
    return LONG.sub(lambda number: f"{float(number[0]):.6g}", answer)
