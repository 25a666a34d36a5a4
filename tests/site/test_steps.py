"""Each step of a page's way by itself, without any program that builds sites."""

import re
from pathlib import Path

import pytest

from cnnbook import exercises
from making import drawings
from making.page import BookError, PageContext
from making.paths import REPOSITORY
from making.steps import (
    cells,
    examples,
    figures,
    formulas,
    glossary,
    listings,
    notebook,
    opening,
    predictions,
    repository,
    typography,
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
        ' loading="lazy">'
        "<figcaption>Caption</figcaption></figure>"
    )
    other = '<p><img alt="A" src="pictures/one.svg" /></p>'
    assert figures.show(other, PAGE) == other


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
    with pytest.raises(BookError, match=r"^chapter/page\.md: formula «\\nosuchcommand»: "):
        formulas.convert('<span class="arithmatex">\\(\\nosuchcommand\\)</span>', PAGE)


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


PROMPT, MORE = '<span class="gp">&gt;&gt;&gt; </span>', '<span class="gp">... </span>'


def listing(body: str, kind: str = "") -> str:
    return f'<div class="{kind}highlight"><pre><span></span><code>{body}\n</code></pre></div>'


def inside(html: str) -> str:
    found = re.fullmatch(r"<div[^>]*><pre><span></span><code>(.*)</code></pre></div>", html, re.S)
    assert found
    return found[1]


def test_what_is_typed_and_what_is_answered_are_told_apart() -> None:
    body = f'{PROMPT}for i in x:\n{MORE}    f(i)\n<span class="go">[[1]\n [2]]</span>\n{PROMPT}g()'
    assert inside(listings.part(listing(body), PAGE)) == (
        f'<span class="typed"><span class="line" style="--begin: 4">{PROMPT}for i in x:</span>\n'
        f'<span class="line" style="--begin: 8">{MORE}    f(i)</span>\n</span>'
        '<span class="answer"><span class="go">[[1]\n [2]]</span>\n</span>'
        f'<span class="typed"><span class="line" style="--begin: 4">{PROMPT}g()</span>\n</span>'
    )


@pytest.mark.parametrize(
    ("kind", "body", "written"),
    [
        ("", '<span class="n">x</span> = 1', '<span class="typed"><span class="line">'),
        ("", "%pip install it", '<span class="typed"><span class="line">%pip'),
        ("text output ", "1 2", '<span class="answer">1 2\n'),
        ("", "1 2\n3 4", '<span class="answer">1 2\n3 4\n'),
        ("", f'{PROMPT}f()\n<span class="gr">ValueError</span>: no', '<span class="answer words">'),
    ],
)
def test_a_notebook_a_command_and_a_table_are_set_like_a_session(
    kind: str, body: str, written: str
) -> None:
    assert written in listings.part(listing(body, kind), PAGE)


def text_of(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def test_the_words_of_a_listing_stay() -> None:
    body = f"{PROMPT}f()\n1\n\n2\n{PROMPT}\n"
    assert text_of(listings.part(listing(body), PAGE)) == text_of(listing(body))


GOALS = '<h2 id="a">What you will be able to do</h2>\n<p>1</p>\n'
NEEDS = '<h2 id="b">What you need first</h2>\n<p>2</p>\n'


def test_goals_and_needs_are_one_opening() -> None:
    rest = '<h2 id="c">Predict first</h2>'
    opened = opening.gather(f"<h1>T</h1>{GOALS}{NEEDS}{rest}", PAGE)
    assert opened == (
        f'<h1>T</h1><div class="opening">\n<section>\n{GOALS}</section>\n'
        f"<section>\n{NEEDS}</section>\n</div>\n{rest}"
    )
    assert opening.gather(NEEDS + GOALS, PAGE) == NEEDS + GOALS


NOTEBOOK = PageContext("en", "chapter/page.ipynb")
PICTURE = '<p><img alt="" class="output" src="1.png" /></p>'


def code(lines: int) -> str:
    return listings.part(listing("\n".join(['<span class="n">x</span>'] * lines)), NOTEBOOK)


def test_a_cell_that_only_draws_is_folded_below_its_picture() -> None:
    folded = cells.fold(f"{code(4)}\n{PICTURE}", NOTEBOOK)
    assert folded.startswith(f'{PICTURE}\n<details class="folded-code"><summary>')
    assert code(4) in folded
    for left in (f"{code(3)}\n{PICTURE}", f"{code(4)}\n<p>1</p>{PICTURE}", code(4)):
        assert cells.fold(left, NOTEBOOK) == left


def test_the_set_up_of_a_notebook_is_folded() -> None:
    set_up = listings.part(listing('<span class="o">%</span>matplotlib inline'), NOTEBOOK)
    assert cells.fold(set_up, NOTEBOOK).startswith('<details class="folded-code">')
    assert cells.fold(set_up, PAGE) == set_up


def test_answers_are_covered_from_the_request_to_the_end_of_its_section() -> None:
    answer = '<span class="answer">1</span>'
    html = f"<h2>A</h2>{answer}<p>Cover each output.</p>{answer}<h2>B</h2>{answer}"
    covered = predictions.cover(html, PAGE)
    assert [part.count("covered") for part in covered.split("<h2>")] == [0, 1, 0]
    assert covered.startswith(f"<h2>A</h2>{answer}<p>")


KOREAN = PageContext("ko", "chapter/page.md")
JOINER, SPACE = "\N{WORD JOINER}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>윈도우(window)라고</p>", f"<p>윈도우(window){JOINER}라고</p>"),
        (
            '<p><a href="#">풀링(pooling)</a>은</p>',
            f'<p><a href="#">풀링(pooling)</a>{JOINER}은</p>',
        ),
        ("<p><code>f(x)</code>는</p>", f'<p><code class="short">f(x)</code>{JOINER}는</p>'),
        ("<p><math>x</math>는 b</p>", '<p><span class="together"><math>x</math>는</span> b</p>'),
        ("<p>합은 3 × 3 = 9개</p>", f"<p>합은 3{SPACE}×{SPACE}3{SPACE}={SPACE}9개</p>"),
        (
            "<p>12 · 10 + 12 · 20 + 12 · 30</p>",
            f"<p>12{SPACE}·{SPACE}10 +{SPACE}12{SPACE}·{SPACE}20 +{SPACE}12{SPACE}·{SPACE}30</p>",
        ),
        ("<p>(<em>i</em>, <em>j</em>)</p>", f"<p>(<em>i</em>,{SPACE}<em>j</em>)</p>"),
        ("<p>(1, 2)의</p>", f"<p>(1,{SPACE}2){JOINER}의</p>"),
    ],
)
def test_what_belongs_together_stays_on_a_line(html: str, written: str) -> None:
    assert typography.keep_together(html, KOREAN) == written


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code>f(1 + 2)가</code></pre>",
        '<img alt="윈도우(window)라고 3 × 3">',
        "<p>a - b, 1 2</p>",
        "<p><code>x</code></p><p>은</p>",
    ],
)
def test_code_and_attributes_are_left_as_they_are(html: str) -> None:
    assert typography.keep_together(html, KOREAN) == html


def test_the_glossary_has_letters_in_the_order_of_its_language() -> None:
    for language, first in (("ko", "ㄱ"), ("en", "1")):
        links, *parts = glossary.listing(language).split("\n\n")
        letters = re.findall(r"\[(.)\]\(#letter-\d+\)", links)
        assert letters[0] == first
        assert letters == [part[0] for part in parts if "{: .letter " in part]
        assert len(letters) == len(set(letters))
    assert "ReLU *ReLU*" not in glossary.listing("en")


def test_solutions_are_kept_from_the_search() -> None:
    html = '<details class="success"><details class="failure">'
    hidden = exercise_step.hide_from_search(html, PAGE)
    assert hidden == '<details class="success" data-search-exclude><details class="failure">'
