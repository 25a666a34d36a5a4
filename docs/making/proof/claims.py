"""Sentences that claim how a library behaves, or that something is so without exception.

A sentence that names a library is shown by code on its page that uses it. One that says "never",
"refuses" or another word that `docs/words.yml` lists is shown by code under its own heading. What
is shown elsewhere says where, in a mark on the line below its paragraph:

    <!-- shown: tests/package/test_tensorflow_kernels.py::test_keras_checks_two_of_… -->
    <!-- shown: convolution/conventions.md -->
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import yaml

from making.paths import ROOT
from making.proof.marks import Problem
from making.proof.source import DOCS, SHOWN, Unit, units_of

#: How prose names a library, and how code does that uses it or reads what it answered.
LIBRARIES = {
    r"Keras|TensorFlow|`tf\.": r"\bkeras\b|\btf\.|\btensorflow\b|\bmodels?\b",
    r"SciPy": r"\b(?:scipy|signal|ndimage)\b",
    r"PyTorch": r"\bpytorch\b",
    r"ONNX": r"\bonnx\b",
}
#: A page with this heading is a chapter; others announce and list.
_NEEDS = {"ko": "## 무엇이 필요한가요", "en": "## What you need first"}
#: Under these a chapter says what it is about, asks, or sends the reader on.
_ASIDE = {
    "ko": ("## 무엇을 할 수 있게 되나요", _NEEDS["ko"], "## 먼저 예상해 보기", "## 다음 이야기"),
    "en": (
        "## What you will be able to do",
        _NEEDS["en"],
        "## Predict first",
        "## What comes next",
    ),
}
#: A summary says once more what all of its page has shown.
_SUMMARY = {"ko": "## 요약", "en": "## Summary"}
_TARGET = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True)
class Claim:
    """A sentence that claims something.

    Attributes:
        unit: The piece that it stands in.
        line: Its number in the file.
        words: What it says without exception.
        libraries: The libraries that it names.
    """

    unit: Unit
    line: int
    words: tuple[str, ...]
    libraries: tuple[str, ...]


def claims(units: Sequence[Unit], language: str) -> Iterator[Claim]:
    """Find the claims in some pieces of a page."""
    for unit in units:
        if unit.kind in {"code", "formula", "heading"}:
            continue
        for number, line in enumerate(unit.text.split("\n")):
            sentence = _TARGET.sub("]", line)
            words = tuple(found[0] for found in _unconditional(language).finditer(sentence))
            named = tuple(name for name in LIBRARIES if re.search(name, sentence))
            if words or named:
                yield Claim(unit, unit.line + number, words, named)


@cache
def _unconditional(language: str) -> re.Pattern[str]:
    words = yaml.safe_load((DOCS / "words.yml").read_text(encoding="utf-8"))["claims"][language]
    return re.compile("|".join(words), re.IGNORECASE)


def unshown(units: Sequence[Unit], language: str) -> list[Problem]:
    """Find the claims of a chapter that nothing shows; none in what is no chapter."""
    heads = [i for i, unit in enumerate(units) if unit.kind == "heading"]
    titles = [units[head].text for head in heads]
    if _NEEDS[language] not in titles:
        return []
    found = []
    for title, (start, end) in zip(titles, pairwise([*heads, len(units)]), strict=True):
        if title.startswith("# ") or title in _ASIDE[language]:
            continue
        under = units[start:end]
        for claim in claims(under, language):
            near = claim.words and title != _SUMMARY[language]
            found += _problems(claim, _code(under if near else units), bool(near))
    return found


def _problems(claim: Claim, code: str, near: bool) -> list[Problem]:
    place = f"{claim.unit.path}:{claim.line}"
    marks = [mark for mark in claim.unit.marks if mark.startswith(SHOWN)]
    if marks:
        wrong = [_wrong(mark.removeprefix(SHOWN).strip(), claim.libraries) for mark in marks]
        return [Problem(place, message) for message in wrong if message]
    missing = [name for name in claim.libraries if not re.search(LIBRARIES[name], code)]
    if code and not missing:
        return []
    said = ", ".join((*claim.words, *(name.replace("\\", "") for name in missing)))
    where = "under this heading" if near else "on this page"
    return [
        Problem(
            place,
            f"no code {where} shows what the sentence with “{said}” claims: add an example to "
            "both languages, say less, or name the test or the page that shows it with "
            "`<!-- shown: tests/…/test_….py::test_… -->` on the line below its paragraph",
        )
    ]


def _wrong(place: str, libraries: Sequence[str]) -> str:
    """Say why a place doesn't show a claim about libraries; empty if it does."""
    path, _, test = place.partition("::")
    if test:
        file = ROOT / path
        there = file.is_file() and f"\ndef {test}(" in file.read_text(encoding="utf-8")
        return "" if there else f"there is no test {place}: name the one that shows this"
    page = DOCS / "en" / path
    if not page.is_file():
        return f"there is no page {place}: name the one that shows this, or a test"
    code = _code(units_of(page))
    missing = [name for name in libraries if not re.search(LIBRARIES[name], code)]
    return f"no code on {place} uses {', '.join(missing)}" if missing else ""


def _code(units: Sequence[Unit]) -> str:
    return "\n".join(unit.text for unit in units if unit.kind == "code")
