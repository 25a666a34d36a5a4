"""Which language of a section has moved on without the other.

`docs/twins.json` keeps a digest of each section of both languages from when somebody last saw them
in step. Either language may lead: the one whose digest is another has moved on.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from making.digests import until_written
from making.paths import LANGUAGES
from making.proof.source import DOCS, Unit, pages, units_of

STATE = DOCS / "twins.json"
#: By page: for each section the digest in each language.
State = dict[str, list[dict[str, str]]]
NOTICE = {
    "ko": "영어판의 이 절이 바뀌었습니다. 이 절에도 옮겨야 합니다",
    "en": "The Korean section has changed, and this one has yet to follow",
}


@dataclass(frozen=True)
class Behind:
    """A section that one language changed alone."""

    page: str
    section: int
    title: str
    moved: str

    def __str__(self) -> str:
        """Name the section and how to bring it in step."""
        other = next(language for language in LANGUAGES if language != self.moved)
        return (
            f"docs/{self.moved}/{self.page}, section {self.section} ({self.title}), has changed "
            f"and docs/{other}/{self.page} has not: bring it in step, then run "
            f"python -m making.proof in-step {self.page}"
        )


def digests(units: Sequence[Unit]) -> list[str]:
    """Digest the prose of each section of a page; line breaks and marks don't count."""
    texts: dict[int, list[str]] = {}
    for unit in units:
        if unit.kind != "code":
            texts.setdefault(unit.section, []).append(re.sub(r"\s+", " ", unit.text).strip())
    last = max(texts, default=-1)
    return [
        hashlib.sha256("\n".join(texts.get(section, [])).encode()).hexdigest()[:16]
        for section in range(last + 1)
    ]


def read(path: Path = STATE) -> State:
    """Read what was in step."""
    return dict(_read(path)) if path.is_file() else {}


@until_written  # a preview asks for each page
def _read(path: Path) -> State:
    state: State = json.loads(path.read_text(encoding="utf-8"))
    return state


def now(page: str, units: Mapping[str, Sequence[Unit]] | None = None) -> list[dict[str, str]]:
    """Digest the sections of a page as they are."""
    units = units or {language: units_of(DOCS / language / page) for language in LANGUAGES}
    both = [digests(units[language]) for language in LANGUAGES]
    return [dict(zip(LANGUAGES, pair, strict=True)) for pair in zip(*both, strict=False)]


def behind(page: str, kept: State, current: Sequence[Mapping[str, str]]) -> list[Behind]:
    """Find the sections that only one language has changed since they were in step."""
    known = kept.get(page, [])
    titles = _titles(page) if any(map(_one_moved, known, current)) else []
    return [
        Behind(page, number, titles[number], _moved(before, after)[0])
        for number, (before, after) in enumerate(zip(known, current, strict=False))
        if _one_moved(before, after)
    ]


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return [language for language in LANGUAGES if before[language] != after[language]]


def _one_moved(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    return len(_moved(before, after)) == 1


def _titles(page: str) -> list[str]:
    """The headings of a page's sections; the part before the first one has the page's."""
    units = [u for u in units_of(DOCS / "en" / page) if u.kind == "heading"]
    first = [unit for unit in units if unit.section == 0][:1]
    rest = [unit for unit in units if unit.text.startswith("## ")]
    return [unit.text.lstrip("# ") for unit in (*first, *rest)]


def in_step(names: Sequence[str], path: Path = STATE) -> None:
    """Write down that pages are in step as they are; all pages if none is named."""
    state = read(path)
    for page in names or pages():
        state[page] = now(page)
    text = json.dumps({page: state[page] for page in sorted(state)}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


# --- In a preview


def late(page: str) -> list[Behind]:
    """Find the sections of a page that only one language has changed; none if it can't be read."""
    try:
        both = [_digests_of(path) for path in _paths(page)]
        current = [dict(zip(LANGUAGES, pair, strict=True)) for pair in zip(*both, strict=False)]
        return behind(page, read(), current)
    except (OSError, ValueError, KeyError, AttributeError):  # the build says what is wrong with it
        return []


def late_sections() -> set[tuple[str, int, str]]:
    """All sections that only one language has changed, with the language."""
    return {(one.page, one.section, one.moved) for page in pages() for one in late(page)}


def _paths(page: str) -> list[Path]:
    return [DOCS / language / page for language in LANGUAGES]


@until_written  # a preview asks again for all the pages that stay as they are
def _digests_of(path: Path) -> list[str]:
    """Digest a page."""
    return digests(units_of(path))


def news(one: Behind) -> list[str]:
    """What a section says now and didn't say when it was committed, piece by piece.

    Returns:
        The pieces; none where there is no commit to compare with.
    """
    path = DOCS / one.moved / one.page
    command = ["git", "show", f"HEAD:./{path.name}"]
    before = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    if before.returncode:
        return []
    old = {unit.text for unit in units_of(path, before.stdout)}
    pieces = [u for u in units_of(path) if u.section == one.section and u.kind != "code"]
    return [unit.text for unit in pieces if unit.text not in old]


def noticed(markdown: str, page: str, language: str) -> str:
    """Put a notice, with what is new, into each section that the other language has left behind.

    Args:
        markdown: The page in one language.
        page: Its path inside that language.
        language: That language.
    """
    found = [one for one in late(page) if one.moved != language]
    return with_notices(markdown, language, {one.section: news(one) for one in found})


def with_notices(markdown: str, language: str, late: Mapping[int, Sequence[str]]) -> str:
    """Put a notice under the headings of some sections.

    Args:
        markdown: The page in the language that is behind.
        language: That language.
        late: What is new in the other language, by section.
    """
    lines, section, fenced = [], 0, False
    for line in markdown.split("\n"):
        fenced ^= bool(re.match(r" *(```|~~~)", line))
        lines.append(line)
        if line.startswith("## ") and not fenced:
            section += 1
        elif not (line.startswith("# ") and section == 0 and not fenced):
            continue
        if section in late:
            lines += ["", *_notice(language, late[section]), ""]
    return "\n".join(lines)


def _notice(language: str, pieces: Sequence[str]) -> list[str]:
    """A box that says that a section is behind, and what is new in the other language."""
    text = "\n\n".join(pieces)
    fence = "~" * (3 + max(map(len, re.findall("~+", text)), default=0))
    shown = [f"{fence}text", *text.split("\n"), fence] if pieces else []
    return [f'!!! warning "{NOTICE[language]}"', "", *(f"    {line}".rstrip() for line in shown)]
