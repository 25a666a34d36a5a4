"""Answers on the pages of the built site: typed, judged, ticked off, remembered, carried away."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cnnbook import answers, exercises
from tests.built import LANGUAGES, url
from tests.site_fixtures import ROOT, window

CHAPTER = "convolution/size.md"
SIZE = exercises.load("size")
SAID = {language: answers.words()[language] for language in LANGUAGES}


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A window with nothing stored, in which nothing may fail."""
    with window(browser, address) as (page, problems):
        yield page
    assert problems == []


def field(page: Page, name: str) -> Locator:
    """The field of an exercise, which comes when it is near."""
    place = page.locator(f"book-answer[data-exercise={name}]")
    place.evaluate("field => field.scrollIntoView()")
    return place


def answer(page: Page, name: str, text: str) -> Locator:
    """Type an answer, send it, and give the verdict."""
    place = field(page, name)
    place.locator("input, textarea").fill(text)
    place.locator("button").click()
    return place.get_by_role("status")


def solved(page: Page) -> str | None:
    stored: str | None = page.evaluate("localStorage.getItem('cnnbook.progress')")
    return stored


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_judged_in_the_language_of_the_page(reader: Page, language: str) -> None:
    reader.goto(f"/{url(CHAPTER, language)}")
    verdict = answer(reader, "size-valid", "27")
    place = "0번 자리도 세어야" if language == "ko" else "Place 0 counts too."
    expect(verdict).to_contain_text(place)
    expect(verdict).to_have_class("wrong")
    meaning = answer(reader, "size-stride-two", "16; 16")
    assert meaning.locator("em").count() == (1 if language == "en" else 0)
    # The words that Python says, too.
    for text, kind in (("28", "right"), ("14", "too-small"), ("1,3", "wrong"), ("", "empty")):
        said = answers.check("size-valid", text, language=language)
        assert said.kind == kind
        expect(answer(reader, "size-valid", text)).to_have_text(str(said))
    assert json.loads(solved(reader) or "") == {"version": 1, "solved": ["size-valid"]}


def test_what_is_no_answer_is_shown_as_text_and_nothing_runs(reader: Page) -> None:
    reader.goto(f"/{url(CHAPTER, 'en')}")
    for text in ("<img src=x onerror=alert(1)>", "<b>28</b>", "{meaning}", "28 places"):
        verdict = answer(reader, "size-valid", text)
        said = answers.check("size-valid", text, language="en")
        expect(verdict).to_have_text(str(said))
        assert said.kind == "unreadable"
        assert verdict.locator("*").count() == 0
    assert solved(reader) is None


def test_a_matrix_is_typed_in_lines_and_the_keyboard_is_enough(reader: Page) -> None:
    reader.goto(f"/{url('checked/by-hand.md', 'ko')}")
    matrix = field(reader, "by-hand-shape-and-parameters")
    area = matrix.locator("textarea")
    area.focus()
    reader.keyboard.type("6 6 4")
    reader.keyboard.press("Enter")
    reader.keyboard.type("104")
    for _ in range(4):
        reader.keyboard.press("Enter")
    expect(area).to_have_attribute("rows", "6")
    expect(matrix.get_by_role("status")).to_be_empty()
    reader.keyboard.press("Control+Enter")
    expect(matrix.get_by_role("status")).to_have_text(SAID["ko"]["right"])
    line = field(reader, "by-hand-one-more-window")
    line.locator("input").focus()
    reader.keyboard.type("2.6310")
    reader.keyboard.press("Enter")
    expect(line.get_by_role("status")).to_have_text(SAID["ko"]["right"])
    reader.keyboard.press("Tab")
    expect(line.get_by_role("button")).to_be_focused()
    # A screen reader says which question it is.
    expect(line.get_by_role("textbox")).to_have_accessible_description(
        re.compile("^1. 윈도우 하나 더")
    )


def test_goals_are_ticked_and_remembered_in_the_other_language(reader: Page) -> None:
    reader.goto(f"/{url(CHAPTER, 'ko')}")
    goals = reader.locator(".opening > section:first-child li")
    last = [one for one in SIZE if 1 in one.goals]
    for exercise in last[:-1]:
        expect(answer(reader, exercise.id, exercise.answer)).to_have_class("right")
    expect(goals.nth(0).get_by_role("img")).to_have_count(0)
    answer(reader, last[-1].id, last[-1].answer)
    expect(goals.nth(0).get_by_role("img", name="문제를 모두 풀었음")).to_be_visible()
    reader.goto(f"/{url(CHAPTER, 'en')}")
    expect(goals.nth(0).get_by_role("img", name="all its exercises solved")).to_be_visible()
    expect(goals.nth(3).get_by_role("img")).to_have_count(0)
    ticked = reader.locator("h3 > .book-tick[aria-label=solved]")
    expect(ticked).to_have_count(len(last))


OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('off') } })"
#: What becomes of the storage, and what is said of it at an exercise and on the page of progress.
STORED = [
    (
        "localStorage.setItem('cnnbook.progress', '{\"version\": 1, ')",
        "has begun anew",
        "can't be read. It begins anew",
    ),
    (
        "localStorage.setItem('cnnbook.progress', '{\"version\": 9, \"all\": {}}')",
        "of another version and was left as it is",
        "of another version and can't be read",
    ),
    (
        "localStorage.clear(); Storage.prototype.setItem = () => { throw new Error() }; null",
        "is full",
        "",
    ),
]


def test_what_is_stored_may_be_damaged_or_foreign_and_the_storage_full(reader: Page) -> None:
    reader.goto(f"/{url(CHAPTER, 'en')}")
    for exercise, (change, told, _) in zip(SIZE, STORED, strict=False):
        reader.evaluate(change)
        verdict = answer(reader, exercise.id, exercise.answer)
        expect(verdict).to_contain_text("Right.")
        expect(verdict).to_contain_text(told)
        if "version" in change:
            stored = json.loads(solved(reader) or "")
            assert stored in ({"version": 1, "solved": [exercise.id]}, {"version": 9, "all": {}})
    expect(reader.locator("h3 > .book-tick")).to_have_count(len(STORED))
    reader.goto(f"/{url('progress.md', 'en')}")
    for change, _, told in STORED:
        reader.evaluate(change)
        again = "e => e.replaceWith(document.createElement('book-progress'))"
        reader.locator("book-progress").evaluate(again)
        expect(reader.locator("book-progress [role=status]")).to_contain_text(told)
        expect(reader.locator("book-progress")).to_contain_text("Solved: 0 of")


def test_without_storage_answers_are_judged_and_ticked(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    context.add_init_script(OFF)
    page = context.new_page()
    page.goto(f"/{url(CHAPTER, 'en')}")
    expect(answer(page, "size-valid", "28")).to_contain_text("Right. This browser doesn't allow")
    expect(page.locator("h3 > .book-tick")).to_have_count(1)
    page.goto(f"/{url('progress.md', 'en')}")
    expect(page.locator("book-progress [role=status]")).to_contain_text("doesn't allow storage")
    context.close()


def test_progress_is_shown_carried_away_and_cleared(reader: Page, tmp_path: Path) -> None:
    everything = sum(len(exercises.load(chapter)) for chapter in exercises.chapters())
    progress = reader.context.new_page()
    progress.goto(f"/{url('progress.md', 'en')}")
    total = progress.locator("book-progress p").first
    status = progress.locator("book-progress [role=status]")
    goal = progress.locator("li", has_text="Count the pixels that one number of a deep layer")
    expect(total).to_have_text(f"Solved: 0 of {everything} exercises.")
    assert progress.locator("article h3").count() == len(exercises.chapters())

    # What is solved in one window is seen in the other.
    reader.goto(f"/{url(CHAPTER, 'en')}")
    answer(reader, "size-receptive-field", "10")
    expect(total).to_have_text(f"Solved: 1 of {everything} exercises.")
    chapter = progress.locator("article h3", has_text="Size")
    expect(chapter.locator("small")).to_have_text(f"1 of {len(SIZE)}")
    expect(goal.get_by_role("img")).to_be_visible()

    with progress.expect_download() as download:
        progress.get_by_role("button", name="Download").click()
    carried = tmp_path / "progress.json"
    download.value.save_as(carried)
    assert json.loads(carried.read_text()) == {"version": 1, "solved": ["size-receptive-field"]}

    progress.once("dialog", lambda dialog: dialog.dismiss())
    progress.get_by_role("button", name="Clear all").click()
    expect(total).to_contain_text("Solved: 1 of")
    progress.once("dialog", lambda dialog: dialog.accept())
    progress.get_by_role("button", name="Clear all").click()
    expect(status).to_have_text("All cleared.")
    expect(total).to_contain_text("Solved: 0 of")
    expect(goal.get_by_role("img")).to_have_count(0)
    assert solved(progress) is None

    file = progress.locator("book-progress input[type=file]")
    file.set_input_files(carried)
    expect(status).to_have_text("Solved exercises loaded: 1.")
    expect(total).to_contain_text("Solved: 1 of")
    for content, told in (
        ("no JSON", "isn't this book's progress"),
        ('{"version": 2}', "of another version"),
        ('{"version": 1, "solved": {}}', "isn't this book's progress"),
        ('{"version": 1, "solved": ["no-such", "<b>", 5, "size-valid"]}', "loaded: 1."),
    ):
        expect(total).to_contain_text("Solved: 1 of")
        (tmp_path / "other.json").write_text(content)
        file.set_input_files(tmp_path / "other.json")
        expect(status).to_contain_text(told)
    expect(total).to_contain_text("Solved: 2 of")


def test_without_scripts_there_is_no_field_and_the_solutions_unfold(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/{url('checked/in-keras.ipynb', 'en')}")
    assert page.locator("book-answer").count() == len(exercises.load("in-keras"))
    assert page.locator("book-answer *").count() == 0
    page.locator("details.success summary").first.click()
    expect(page.locator("details.success p").first).to_be_visible()
    page.goto(f"/{url('progress.md', 'ko')}")
    expect(page.locator("article")).to_contain_text("JavaScript가 필요합니다")
    assert page.locator("article h3").count() == len(exercises.chapters())
    context.close()


def test_scripts_come_only_where_they_are_needed(site: Path) -> None:
    def scripts(page: str) -> set[str]:
        html = (site / url(page, "ko") / "index.html").read_text(encoding="utf-8")
        return set(re.findall(r"javascripts/(near|progress-page)\.js", html))

    assert scripts(CHAPTER) == {"near"}
    assert scripts("checked/in-keras.ipynb") == {"near"}
    assert scripts("progress.md") == {"progress-page"}
    assert scripts("glossary.md") == set()


def test_fields_and_steppers_come_when_they_are_near_or_asked_for(reader: Page) -> None:
    fetched: list[str] = []
    reader.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[-1]))
    address = f"/{url(CHAPTER, 'en')}"
    reader.goto(address, wait_until="networkidle")
    assert not {"stepper.js", "answers.js"}.intersection(fetched)
    reader.locator("book-stepper").scroll_into_view_if_needed()
    expect(reader.locator("book-stepper .stepper-count")).to_be_visible()
    expect(answer(reader, "size-valid", "28")).to_have_text("Right.")

    # What is remembered is shown from the start, and an address may be a stepper's.
    reader.goto(address)
    expect(reader.locator("h3 > .book-tick")).to_have_count(1)
    expect(reader.locator("book-stepper .stepper-count")).to_have_count(0)
    reader.evaluate("location.hash = 'stepper=size'")
    expect(reader.locator("book-stepper .stepper-count")).to_be_in_viewport()


def test_all_scripts_together_are_small() -> None:
    scripts = (ROOT / "docs" / "theme" / "assets" / "javascripts").glob("*.js")
    packed = {path.stem: len(gzip.compress(path.read_bytes())) for path in scripts}
    assert sum(packed.values()) <= 40 * 1024
    own = ("answers", "judge", "progress", "progress-page")
    assert sum(packed[name] for name in own) <= 12 * 1024
