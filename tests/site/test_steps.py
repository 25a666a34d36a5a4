"""Each step of a page's way by itself, without any program that builds sites."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import cnnbook.answers
from cnnbook import exercises
from making import drawings, exercise_files
from making.page import BookError, PageContext
from making.paths import REPOSITORY
from making.steps import (
    answers,
    examples,
    figures,
    formulas,
    glossary,
    notebook,
    progress,
    repository,
    steppers,
)
from making.steps import exercises as exercise_step

PAGE = PageContext("en", "chapter/page.md")


def test_a_fork_names_itself() -> None:
    page = PageContext("en", "a.md", repository="https://example.org/fork/")
    assert (
        repository.name(f"see {REPOSITORY}/issues", page) == "see https://example.org/fork/issues"
    )
    assert repository.name(REPOSITORY, PAGE) == REPOSITORY


def test_doctests_become_sessions_with_empty_lines() -> None:
    markdown = "```python\n>>> 1\n<BLANKLINE>\n```\n\n    ````python\n    >>> 2\n    ````\n"
    assert examples.mark_sessions(markdown, PAGE) == (
        "```pycon\n>>> 1\n\n```\n\n    ````pycon\n    >>> 2\n    ````\n"
    )
    plain = "```python\nx = 1\n```\n"
    assert examples.mark_sessions(plain, PAGE) == plain


@pytest.mark.parametrize(("language", "solution"), [("ko", "풀이"), ("en", "Solution")])
def test_exercises_come_in_their_language_with_the_solution_folded(
    language: str, solution: str
) -> None:
    first = exercises.load("size")[0]
    text = exercise_step.place("before\n<!-- exercises: size -->", PageContext(language, "a.md"))
    assert text.startswith(f"before\n### 1. {first.words[language].title}\n\n")
    assert text.count(f'??? success "{solution}"\n\n    ') == len(exercises.load("size"))


def test_exercises_that_there_are_not_name_the_page() -> None:
    with pytest.raises(BookError, match=r"^chapter/page\.md: no exercises for 'nowhere'"):
        exercise_step.place("<!-- exercises: nowhere -->", PAGE)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_stepper_comes_with_a_sentence_for_readers_without_scripts(language: str) -> None:
    line = "before\n\n<!-- stepper: x=1,-2.5/3,4 kernel=1;2~3;4 padding=same -->\n\nafter"
    html = steppers.place(line, PageContext(language, "a.md"))
    stepper = BeautifulSoup(html, "html.parser").select_one("div[data-search-exclude] book-stepper")
    assert stepper is not None
    assert stepper["data-state"] == "x=1,-2.5/3,4&kernel=1;2~3;4&padding=same"
    assert stepper.text == steppers.WITHOUT[language]
    assert steppers.place("no stepper", PAGE) == "no stepper"


def test_a_stepper_that_is_none_names_the_page() -> None:
    for line in ("x=1 y=2", 'x=1"', "x=1 kernel=<b>"):
        with pytest.raises(BookError, match=r"^chapter/page\.md: .* is no setting of the stepper"):
            steppers.place(f"<!-- stepper: {line} -->", PAGE)
    with pytest.raises(BookError, match=r"^chapter/page\.md: 2 steppers"):
        steppers.place("<!-- stepper: x=1 -->\n<!-- stepper: x=2 -->", PAGE)


@pytest.fixture
def drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A drawing that is 30 by 60 points large."""
    monkeypatch.setattr(drawings, "DRAWINGS", tmp_path)
    path = tmp_path / "en" / "one.svg"
    path.parent.mkdir()
    path.write_text('<svg height="60pt" width="30pt" height="60pt">')
    return path


@pytest.mark.usefixtures("drawing")
def test_a_drawing_is_shown_for_both_themes_with_size_and_caption() -> None:
    html = '<p>a</p><p><img alt="A" src="../figures/one.svg" title="Caption" /></p>'
    assert figures.show(html, PAGE) == (
        '<p>a</p><figure class="drawing">'
        '<img class="for-light" src="../figures/one.svg" alt="A" width="40" height="80"'
        ' loading="lazy">'
        '<img class="for-dark" src="../figures/one.dark.svg" alt="A" width="40" height="80"'
        ' loading="lazy" hidden>'
        "<figcaption>Caption</figcaption></figure>"
    )
    other = '<p><img alt="A" src="pictures/one.svg" /></p>'
    assert figures.show(other, PAGE) == other


def test_a_plot_is_a_figure_in_both_themes_as_a_drawing_is() -> None:
    html = '<p><img alt="A" class="plot" height="80" src="1.svg" width="40" /></p>'
    assert figures.show(html, PAGE) == (
        '<figure class="drawing">'
        '<img class="for-light" src="1.svg" alt="A" width="40" height="80" loading="lazy">'
        '<img class="for-dark" src="1.dark.svg" alt="A" width="40" height="80" loading="lazy"'
        " hidden>"
        "</figure>"
    )


def test_a_drawing_without_a_size_names_page_and_drawing(drawing: Path) -> None:
    drawing.write_text("<svg>")
    with pytest.raises(BookError, match=r"^chapter/page\.md: one\.svg does not tell"):
        figures.show('<p><img alt="" src="figures/one.svg" /></p>', PAGE)


def test_formulas_become_mathml_in_the_line_and_alone() -> None:
    inline = formulas.convert('<p><span class="arithmatex">\\(a &lt; b\\)</span></p>', PAGE)
    assert inline.startswith("<p><math>")
    assert "<mo>&lt;</mo>" in inline
    alone = formulas.convert('<div class="arithmatex">\\[x\\]</div>', PAGE)
    assert alone.startswith('<div class="formula"><math display="block"')


def test_a_formula_that_cannot_be_read_names_page_and_formula() -> None:
    with pytest.raises(BookError, match=r"^chapter/page\.md: formula «\\nosuchcommand»: [^\x1b]*$"):
        formulas.convert('<span class="arithmatex">\\(\\nosuchcommand\\)</span>', PAGE)


@pytest.mark.parametrize(
    ("latex", "parts", "absent"),
    [
        (r"\epsilon*x", ["ϵ", "∗", "x"], []),
        (r"\sum*\alpha*2", ["∑", "∗", "α"], []),
        (r"\operatorname*{arg}x", ["arg"], ["∗"]),
        (r"\begin{equation}a\end{equation}", ["a"], ["(1)"]),
        (r"\begin{align}a&amp;=b\\c&amp;=d\end{align}", ["a", "d"], ["(1)", "(2)"]),
        (r"\begin{gather}a\tag{7}\end{gather}", ["a", "(7)"], ["(1)"]),
        (r"\begin{equation}\begin{split}a&amp;=b\end{split}\end{equation}", ["a", "b"], ["(1)"]),
        (r"\begin{eqnarray}a&amp;=&amp;b\end{eqnarray}", ["a", "b"], ["(1)"]),
        (r"\begin{alignat}{2}a&amp;=b\end{alignat}", ["a", "b"], ["2"]),
    ],
)
def test_formulas_of_jupyter_are_known_and_none_gets_a_number(
    latex: str, parts: list[str], absent: list[str]
) -> None:
    html = formulas.convert(f'<div class="arithmatex">\\[{latex}\\]</div>', PAGE)
    text = BeautifulSoup(html, "html.parser").text
    assert [part in text for part in parts] == [True] * len(parts)
    assert [part in text for part in absent] == [False] * len(absent)


def test_an_authors_own_drawing_stays_a_picture(drawing: Path) -> None:
    html = '<p><img alt="A" src="../figures/own.svg" title="T" /></p>'
    assert figures.show(html, PAGE) == html
    assert "<figure" in figures.show(html.replace("own", drawing.stem), PAGE)


EXERCISE = """
[[exercise]]
id = "one"
goals = [1]
answer = "1"
code = "answer = 1"
[exercise.ko]
title = "t"
question = "q"
solution = "s"
[exercise.en]
title = "t"
question = "q"
solution = "s"
[[exercise.mistake]]
answer = "2"
code = "answer = 2"
ko = "m"
en = "m"
"""


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        (EXERCISE.split("[[exercise.mistake]]")[1], "", "mistake 1: the key 'answer' is missing"),
        ('[[exercise.mistake]]\nanswer = "2"', "[exercise.other]", "the key 'mistake' is missing"),
        ("[exercise.en]", "[exercise.eng]", "the key 'en' is missing"),
        (
            "[exercise.en]",
            "[exercise.eng]",
            "the key 'eng' is unknown; known are answer, code",
        ),
        ('solution = "s"\n[ex', 'hint = "s"\n[ex', "(one), ko: the key 'solution' is missing"),
        ('id = "one"\n', "", "exercise 1 (without id): the key 'id' is missing"),
        ("[exercise.ko]", "[exercise.ko", "is not TOML: "),
        ("[[exercise]]", "[exercise]", "begins with [[exercise]]"),
        ("[[exercise.mistake]]", "[exercise.mistake]", "begins with [[exercise.mistake]]"),
        ('ko = "m"\n', 'ko = "m"\nkr = "m"\n', "mistake 1: the key 'kr' is unknown"),
    ],
)
def test_a_slip_in_an_exercise_names_file_exercise_and_key(
    old: str, new: str, slip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exercise_files, "FOLDER", tmp_path)
    path = tmp_path / "size.toml"
    path.write_text(EXERCISE)
    exercise_files.check("size")
    assert old in EXERCISE
    path.write_text(EXERCISE.replace(old, new))
    with pytest.raises(BookError, match=r"size\.toml") as error:
        exercise_step.place("<!-- exercises: size -->", PAGE)
    assert slip in str(error.value)


def test_the_glossary_leads_to_the_first_page_that_has_a_term_in_bold() -> None:
    def book() -> list[tuple[str, str]]:
        return [
            ("a.md", "# First\n\nA kernel, and the **stride**."),
            ("b.md", "# Second\n\n**Kernels**, **stride**"),
        ]

    page = PageContext("en", "glossary.md", book=book)
    text = glossary.list_terms("<!-- glossary -->", page)
    introduced = dict(part.split("\n:   ") for part in text.split("\n\n") if "\n:   " in part)
    entries = {words.split(" *")[0]: meaning for words, meaning in introduced.items()}
    assert entries["kernel"].endswith(" Introduced in: [Second](b.md)")
    assert entries["stride"].endswith(" Introduced in: [First](a.md)")
    assert "Introduced in" not in entries["padding"]
    assert glossary.list_terms("<!-- glossary -->", PAGE) == "<!-- glossary -->"


def test_notes_need_the_glossarys_address() -> None:
    assert glossary.add_notes("<p>kernel</p>", PAGE) == "<p>kernel</p>"
    page = PageContext("en", "glossary.md", address=lambda path: "./")
    assert glossary.add_notes("<p>kernel</p>", page) == "<p>kernel</p>"
    page = PageContext("en", "a.md", address=lambda path: f"to-{path}")
    assert 'href="to-glossary.md#kernel"' in glossary.add_notes("<p>kernel</p>", page)


def test_a_notebook_is_unescaped_and_freed_of_style_sheets() -> None:
    page = PageContext("en", "a.ipynb")
    written = "1 &lt; 2 &amp;&amp; &#34;b&#34;\n  <style>\n [&#39;a { }&#39;]\n </style>\n"
    assert notebook.unescape(written, page) == '1 < 2 && "b"\n'
    assert notebook.unescape("&lt;", PAGE) == "&lt;"


def test_cells_leave_their_boxes_and_other_boxes_stay() -> None:
    html = '<div class="jp-MarkdownCell">\n<div>a</div>\n</div>\n\n<!-- end of cell --><p>b</p>'
    assert notebook.open_boxes(html, PAGE) == "<div>a</div>\n<p>b</p>"


def test_each_exercise_has_a_place_for_its_field() -> None:
    text = exercise_step.place("<!-- exercises: size -->", PAGE)
    fields = answers.EXERCISE.findall(text)
    assert fields == [exercise.id for exercise in exercises.load("size")]
    assert text.index("<book-answer") < text.index("??? success")
    assert '<span data-mistake="1">This is the size with *same* padding.' in text
    assert "<!-- fact: 0 --></span>" not in text


def test_the_page_carries_what_answers_are_judged_with() -> None:
    html = '<p>x</p><div><book-answer data-exercise="size-valid"></book-answer></div>'
    text = answers.embed(html, PageContext("en", "convolution/size.md"))
    assert text.startswith(html)
    island = BeautifulSoup(text, "html.parser").select_one("script[type='application/json']")
    assert island is not None
    data = json.loads(island.get_text())
    assert data["exercises"] == {
        "size-valid": {"answer": "28", "mistakes": ["27", "32"], "goals": [1]}
    }
    assert data["words"] == cnnbook.answers.words()["en"]
    assert "<" not in island.get_text()
    assert answers.embed("<p>x</p>", PAGE) == "<p>x</p>"


BOOK = [
    ("index.md", "# Title\n"),
    (
        "convolution/size.md",
        "# Size\n\n## What you will be able to do\n\n- Say *one*.\n  More.\n- Say two.\n"
        "<!-- fact: 2 -->\n\n## Next\n\n- No goal.\n\n<!-- exercises: size -->\n",
    ),
]


def test_the_page_of_progress_lists_parts_chapters_and_goals() -> None:
    page = PageContext("en", "progress.md", part=lambda path: "Part one", book=lambda: BOOK)
    text = progress.place("# Your progress\n\n<!-- progress -->\n", page)
    _, _, listed = text.partition("</book-progress></div>\n\n")
    assert listed == (
        "## Part one\n\n### [Size](convolution/size.md)\n\n- Say *one*.\n  More.\n- Say two.\n"
    )
    assert progress.NEEDS_SCRIPT["en"] in text
    island = answers.embed(text, page).split("</script>")[0].split(">")[-1]
    tested = {one.id: list(one.goals) for one in exercises.load("size")}
    assert json.loads(island) == {"chapters": [tested]}
    assert progress.place("<!-- progress -->", PAGE) == "<!-- progress -->"
