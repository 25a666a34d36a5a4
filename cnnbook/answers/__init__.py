"""What an answer to an exercise reveals: right, which mistake it was, or what else can be said.

The pages of the book judge in the same way; `judging` and `reading` say how.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cnnbook import exercises
from cnnbook.answers.judging import Judgement, judge

_MARK = re.compile(r"\s*<!--.*?-->", flags=re.DOTALL)


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer; printed, it is a sentence.

    Attributes:
        kind: "right", "mistake" for one that the book explains, or the name of what else can be
            said, such as "transposed", "sign", "coarse", "partly", "wrong" or "unreadable".
        mistake: Index of the mistake among the exercise's, or None.
        sentences: What is said, by language, "ko" and "en".
        language: The language that it prints in.
    """

    kind: str
    mistake: int | None
    sentences: dict[str, str]
    language: str

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentences[self.language]


def check(name: str, answer: object, *, language: str = "ko") -> Verdict:
    """Judge an answer to an exercise of the book, as its page does.

    An answer is right if its values are: to six digits, or rounded to four decimals where these
    are three digits at least. Commas and groups of digits in a text are read as the question
    suggests, and the verdict on a wrong answer says how.

    Args:
        name: The exercise's id, such as "size-valid"; `exercises.load` gives a chapter's.
        answer: A number, an array, a fraction, a list of these, nested or not, or a text as it is
            typed into the page: "3/4", "−1.5", "12.5%", "1, 2, 3", "1 2; 3 4", "yes".
        language: "ko", the language in which the book was begun, or "en".

    Returns:
        The verdict.

    Raises:
        ValueError: If there is no such exercise, or the book has no such language.
        TypeError: If the answer is nothing of these.

    Examples:
        >>> print(check("size-valid", 28, language="en"))
        Right.
        >>> verdict = check("size-valid", "27", language="en")
        >>> verdict.right, verdict.mistake
        (False, 0)
        >>> print(verdict)
        Not yet. This is the number of the last place. Place 0 counts too.
        >>> print(check("gan-game-half", "-1.39", language="en"))
        That is close, but rounded too far. Give more decimals.
    """
    if language not in exercises.LANGUAGES:
        raise ValueError(
            f"the language is {language!r}, but must be one of {', '.join(exercises.LANGUAGES)}"
        )
    exercise = exercises.find(name)
    judgement = judge(answer, exercise.answer, [one.answer for one in exercise.mistakes])
    sentences = {one: _sentence(judgement, exercise, one) for one in exercises.LANGUAGES}
    return Verdict(judgement.kind, judgement.mistake, sentences, language)


@cache
def words() -> dict[str, dict[str, str]]:
    """Read what is said of answers, by language and kind."""
    path = Path(__file__).with_name("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _sentence(judgement: Judgement, exercise: exercises.Exercise, language: str) -> str:
    details = dict(judgement.details)
    if judgement.mistake is not None:
        meaning = exercise.mistakes[judgement.mistake].meaning[language]
        details["meaning"] = " ".join(_MARK.sub("", meaning).split())
    said = [words()[language][judgement.kind].format(**details)]
    if judgement.convention != "plain" and judgement.kind != "right":
        said.append(words()[language][judgement.convention])
    return " ".join(said)
