"""Both languages say the same numbers and signs, have the same parts, and are in step."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from making.proof import twins
from making.proof.bilingual import different_parts, mismatches, only_in
from making.proof.exercise import everything, units_of_exercise
from making.proof.source import DOCS, Unit, pages, split, units_of


def versions(page: str) -> tuple[list[Unit], list[Unit]]:
    return units_of(DOCS / "ko" / page), units_of(DOCS / "en" / page)


@pytest.mark.parametrize("page", pages())
def test_both_languages_say_the_same_numbers(page: str) -> None:
    assert list(map(str, mismatches(*versions(page)))) == []


@pytest.mark.parametrize("page", pages())
def test_both_languages_have_the_same_parts(page: str) -> None:
    assert different_parts(*versions(page)) == []


def test_exercises_say_the_same_numbers() -> None:
    found = {
        exercise.id: [
            str(mismatch)
            for mismatch in mismatches(
                *(units_of_exercise(chapter, exercise, language) for language in ("ko", "en"))
            )
        ]
        for chapter, exercise in everything()
    }
    assert {name: said for name, said in found.items() if said} == {}


def test_the_glossary_says_the_same_numbers() -> None:
    entries = yaml.safe_load((DOCS / "glossary.yml").read_text(encoding="utf-8"))
    only = {e["en"]: only_in(e["meaning"]["ko"], e["meaning"]["en"]) for e in entries}
    assert {term for term, found in only.items() if any(found)} == set()


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("3개", "three filters"),
        ("필터 세 개", "3 filters"),
        ("첫 번째", "the 1st"),
        ("4분의 1", "a quarter"),
        ("10의 절반", "half of 10"),
        ("1,024개", "1,024 numbers"),
        ("64개 가운데 64개", "all 64"),
        ("하나는 0이다", "one of them is 0"),
        ("3 × 3 = 9곳", "3 × 3 = 9 places"),
    ],
)
def test_words_are_numbers_where_digits_miss_them(korean: str, english: str) -> None:
    assert only_in(korean, english) == ((), ())


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("5개", "three filters"),
        ("−3입니다", "it is 3"),
        ("64개 가운데 63개", "64 of 64"),
        ("3 + 3 = 9곳", "3 × 3 = 9 places"),
        ("1,024개", "1,042 numbers"),
    ],
)
def test_other_numbers_are_seen(korean: str, english: str) -> None:
    assert any(only_in(korean, english))


@pytest.mark.parametrize(
    "change",
    [
        ("# A", "## A"),
        ("`x`", "`x` [b](d.md)"),
        ("p.svg", "q.svg"),
        ("!!! note", "!!! tip"),
        ("x^2", "x^3"),
        ("1 + 1", "1 + 2"),
        ("- item", "item"),
        ("<!-- fact: 1 -->", "<!-- fact: 2 -->"),
    ],
)
def test_other_parts_are_seen(change: tuple[str, str]) -> None:
    text = (
        "# A\n\n`x` [a](c.md) is $x^2$ 1.\n<!-- fact: 1 -->\n\n![p](p.svg)\n\n- item\n\n"
        '!!! note "N"\n    In it.\n\n```python\n1 + 1\n```\n'
    )
    ours, theirs = (split(list(enumerate(t.split("\n"), 1))) for t in (text, text.replace(*change)))
    assert different_parts(ours, list(ours)) == []
    assert len(different_parts(ours, theirs)) >= 1


# --- in step


def test_the_languages_are_in_step() -> None:
    kept = twins.read()
    assert set(kept) <= set(pages())
    assert [str(one) for page in kept for one in twins.behind(page, kept, twins.now(page))] == []


def test_a_section_that_one_language_changed_alone_is_named(tmp_path: Path) -> None:
    page = "generating/distributions.md"
    twins.in_step([page], tmp_path / "twins.json")
    kept = twins.read(tmp_path / "twins.json")
    assert json.loads((tmp_path / "twins.json").read_text())[page][0].keys() == {"ko", "en"}
    current = twins.now(page)
    assert twins.behind(page, kept, current) == []

    current[3] = {**current[3], "en": "other"}
    (late,) = twins.behind(page, kept, current)
    assert str(late).startswith(f"docs/en/{page}, section 3 (Predict first), has changed")
    assert f"in-step {page}" in str(late)

    # Both have moved: a new version.
    current[3] = {"ko": "new", "en": "other"}
    assert twins.behind(page, kept, current) == []


def test_line_breaks_and_marks_are_no_change() -> None:
    one = [Unit("paragraph", "A number.\nIt is 3.", 1)]
    other = [Unit("paragraph", "A number. It is 3.", 1, marks=("fact: 3",))]
    assert twins.digests(one) == twins.digests(other)
    assert twins.digests(one) != twins.digests([Unit("paragraph", "A number. It is 4.", 1)])


PAGE = "# A\n\n## 1\n\n```text\n## no heading\n```\n\n## 2\n\n## 3\n\nx"


def test_a_notice_stands_under_the_heading_of_its_section() -> None:
    notice = f'!!! warning "{twins.NOTICE["ko"]}"\n\n    ~~~text\n    It is 4.\n    ~~~\n\n'
    assert twins.with_notices(PAGE, "ko", {3: ["It is 4."]}) == f"{PAGE[:-1]}{notice}\nx"
    assert twins.with_notices(PAGE, "ko", {}) == PAGE
    first = twins.with_notices(PAGE, "en", {0: []})
    assert first.startswith(f'# A\n\n!!! warning "{twins.NOTICE["en"]}"\n\n')
    tildes = twins.with_notices(PAGE, "en", {2: ["~~~\ncode\n~~~"]})
    assert "    ~~~~~~text\n    ~~~\n" in tildes


def test_a_preview_tells_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "DOCS", tmp_path)
    kept: twins.State = {}
    monkeypatch.setattr(twins, "read", lambda: kept)
    monkeypatch.setattr(twins, "pages", lambda: ["p.md"])
    texts = {"ko": "# 가\n\n하나.\n\n## 나\n\n둘.\n", "en": "# A\n\nOne.\n\n## B\n\nTwo.\n"}
    for language, text in texts.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "p.md").write_text(text, encoding="utf-8")
    kept["p.md"] = twins.now("p.md")
    assert twins.noticed(texts["ko"], "p.md", "ko") == texts["ko"]
    assert twins.late_sections() == set()

    _commit(tmp_path)
    (tmp_path / "en" / "p.md").write_text(texts["en"] + "\nThree.\n", encoding="utf-8")
    os.utime(tmp_path / "en" / "p.md", ns=(0, 0))
    assert twins.late_sections() == {("p.md", 1, "en")}
    assert "## 나\n\n!!! warning" in twins.noticed(texts["ko"], "p.md", "ko")
    assert "~~~text\n    Three.\n    ~~~" in twins.noticed(texts["ko"], "p.md", "ko")
    assert twins.noticed(texts["en"], "p.md", "en") == texts["en"]

    (tmp_path / "ko" / "p.md").unlink()
    assert twins.late("p.md") == []


def _commit(folder: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
