"""What the browser judges answers with: the exercises of a page, as data beside its text.

It is no script that runs, so a page may forbid those that stand in it.
"""

import json
import re
from pathlib import Path
from typing import Any

from cnnbook import answers, exercises
from making.page import PageContext
from making.steps import progress

EXERCISE = re.compile(r'<book-answer data-exercise="([^"]+)">')


def embed(html: str, page: PageContext) -> str:
    """Add the data that the scripts of answers and of progress need."""
    if found := EXERCISE.findall(html):
        chapter = Path(page.path).stem
        return html + _island(_exercises(chapter, found, page.language))
    if progress.FIELD in html:
        return html + _island({"chapters": [one.exercises for one in progress.chapters(page)]})
    return html


def _exercises(chapter: str, names: list[str], language: str) -> dict[str, Any]:
    return {
        "words": answers.words()[language],
        "exercises": {
            one.id: {
                "answer": one.answer,
                "mistakes": [mistake.answer for mistake in one.mistakes],
                "goals": one.goals,
            }
            for one in exercises.load(chapter)
            if one.id in names
        },
    }


def _island(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False).replace("<", r"\u003c")
    return f'\n<script type="application/json" class="book-exercises">{text}</script>\n'
