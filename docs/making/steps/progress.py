"""The page of progress: the parts of the book, their chapters, and the goals of each.

The line `<!-- progress -->` becomes the list. A script adds what the reader has solved, so without
one the page is an outline.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cnnbook import exercises
from making import exercise_files
from making.page import PageContext
from making.steps.exercises import PLACE as EXERCISES
from making.steps.marks import strip
from making.steps.opening import GOALS

PAGE = "progress.md"
PLACE = "<!-- progress -->"
FIELD = "<book-progress>"
NEEDS_SCRIPT = {
    "ko": "이 페이지가 푼 문제를 보여 주려면 JavaScript가 필요합니다. 지금은 목표만 보입니다.",
    "en": "To show what you have solved, this page needs JavaScript. Without it, it has the goals.",
}
TITLE = re.compile(r"^# (.+)$", flags=re.MULTILINE)
ITEM = re.compile(r"^[-*] (.+(?:\n +\S.*)*)$", flags=re.MULTILINE)


@dataclass(frozen=True)
class Chapter:
    """A chapter with exercises.

    Attributes:
        path: Where its source lies below docs/<language>.
        title: Its title, as Markdown.
        goals: What the reader will be able to do, as Markdown.
        exercises: The goals that each exercise tests, counted from 1, by its id.
    """

    path: str
    title: str
    goals: tuple[str, ...]
    exercises: dict[str, tuple[int, ...]]


def chapters(page: PageContext) -> Iterator[Chapter]:
    """Give the chapters that have exercises, in reading order."""
    for path, text in page.book():
        title, place = TITLE.search(text), EXERCISES.search(text)
        if title and place:
            tested = _tested(place[1], exercise_files.written(place[1]))
            yield Chapter(path, title[1], goals_of(text, page.language), tested)


@cache
def _tested(chapter: str, written: object) -> dict[str, tuple[int, ...]]:
    """Read which goals a chapter's exercises test, from its file of this time."""
    return {one.id: one.goals for one in exercises.load(chapter)}


def goals_of(markdown: str, language: str) -> tuple[str, ...]:
    """Read a chapter's goals from its opening."""
    _, _, section = strip(markdown).partition(f"## {GOALS[language]}\n")
    return tuple(ITEM.findall(section.partition("\n## ")[0]))


def place(markdown: str, page: PageContext) -> str:
    """Put parts, chapters and goals in their place."""
    if page.path != PAGE:
        return markdown
    listed = [f"<div>{FIELD}<p>{NEEDS_SCRIPT[page.language]}</p></book-progress></div>"]
    part = ""
    for chapter in chapters(page):
        if page.part(chapter.path) != part:
            part = page.part(chapter.path)
            listed.append(f"## {part}")
        goals = "\n".join(f"- {goal}" for goal in chapter.goals)
        listed.append(f"### [{chapter.title}]({chapter.path})\n\n{goals}")
    return markdown.replace(PLACE, "\n\n".join(listed))
