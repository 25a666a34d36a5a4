"""The terms of the glossary, and how Korean puts particles after them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from making.digests import until_written
from making.paths import ROOT

LANGUAGES = ("ko", "en")
GLOSSARY = ROOT / "docs" / "glossary.yml"
#: Korean endings that follow a noun without a space.
PARTICLES = (
    "은 는 이 가 을 를 의 에 와 과 로 도 만 인 으로 에서 에는 에도 까지 부터 처럼 보다 마다 입니다"
)


@dataclass(frozen=True, eq=False)
class Term:
    """A term of the glossary, in each language: its word, its meaning and other words for it."""

    words: dict[str, str]
    meaning: dict[str, str]
    also: dict[str, list[str]] = field(default_factory=lambda: {"ko": [], "en": []})

    @property
    def anchor(self) -> str:
        """Its name in addresses, the same in both languages."""
        return re.sub(r"\W+", "-", self.words["en"].casefold())


def terms() -> tuple[Term, ...]:
    """Read the glossary as it is today."""
    return _read(GLOSSARY)


@until_written
def _read(path: Path) -> tuple[Term, ...]:
    return tuple(
        Term(
            {language: entry[language] for language in LANGUAGES},
            entry["meaning"],
            {language: entry.get("also", {}).get(language, []) for language in LANGUAGES},
        )
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )
