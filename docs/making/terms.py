"""The terms of the glossary, and how Korean puts particles after them."""

import re
from dataclasses import dataclass
from functools import cache

import yaml

from making.paths import ROOT

GLOSSARY = ROOT / "docs" / "glossary.yml"
#: Korean endings that follow a noun without a space.
PARTICLES = (
    "은 는 이 가 을 를 의 에 와 과 로 도 만 인 으로 에서 에는 에도 까지 부터 처럼 보다 마다 입니다"
)


@dataclass(frozen=True, eq=False)
class Term:
    """A term of the glossary: its word and its meaning in each language."""

    words: dict[str, str]
    meaning: dict[str, str]

    @property
    def anchor(self) -> str:
        """Its name in addresses, the same in both languages."""
        return re.sub(r"\W+", "-", self.words["en"].casefold())


def terms() -> tuple[Term, ...]:
    """Read the glossary as it is today."""
    return _read_terms(GLOSSARY.stat().st_mtime_ns)


@cache
def _read_terms(modified: int) -> tuple[Term, ...]:
    return tuple(
        Term({"ko": entry["ko"], "en": entry["en"]}, entry["meaning"])
        for entry in yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    )
