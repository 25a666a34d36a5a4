"""The steps that make a page fit a phone and read well, each by itself."""

import re
from pathlib import Path

import material
import pytest

from making.page import PageContext
from making.steps import (
    cells,
    copying,
    exercises,
    glossary,
    listings,
    opening,
    predictions,
    tables,
    typography,
)
from tests.site_fixtures import ROOT

THEME = Path(material.__file__).parent / "templates"
INK = "--book-ink"
PAGE = PageContext("en", "chapter/page.md")
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


@pytest.mark.parametrize(
    ("kind", "path", "python"),
    [
        ("language-pycon ", "a.md", "session"),
        ("language-pycon ", "a.ipynb", "session"),
        ("language-python ", "a.md", "code"),
        ("language-python value ", "a.ipynb", "cell"),
        ("language-console ", "a.md", None),
        ("language-python doc-signature ", "a.md", None),
        ("language-text output ", "a.ipynb", None),
    ],
)
def test_a_listing_says_which_python_it_is(kind: str, path: str, python: str | None) -> None:
    body = f"{PROMPT}x" if "pycon" in kind else '<span class="n">x</span>'
    html = listings.part(listing(body, kind), PageContext("en", path))
    data = f' data-python="{python}"' if python else ""
    kept = kind.split(" ", 1)[1].replace("value ", "")
    assert html.startswith(f'<div class="{kept}highlight"{data}>')
    assert ('data-script="print(repr(x))"' in html) == ("value" in kind)


def test_an_example_has_its_script_where_it_begins() -> None:
    body = f"{PROMPT}x = (1,\n{MORE}     2)\n{PROMPT}x &lt; f(\n{MORE}y)\nTrue"
    html = listings.part(listing(body, "language-pycon "), PAGE)
    lines = re.findall(r'<span class="line"[^>]*?( data-script="[^"]*")?>', html)
    assert lines == ["", "", ' data-script="print(repr(x &lt; f(&#10;y)))"', ""]


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
PICTURES = (
    '<p><img alt="" class="output" src="1.png" /></p>',
    '<p><img alt="" class="plot" height="9" src="1.svg" width="9" /></p>',
)


def code(lines: int) -> str:
    return listings.part(listing("\n".join(['<span class="n">x</span>'] * lines)), NOTEBOOK)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_cell_that_only_draws_is_folded_below_its_picture(picture: str) -> None:
    folded = cells.fold(f"{code(4)}\n{picture}", NOTEBOOK)
    assert folded.startswith(f'{picture}\n<details class="folded-code"><summary>')
    assert code(4) in folded
    for left in (f"{code(3)}\n{picture}", f"{code(4)}\n<p>1</p>{picture}", code(4)):
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
            "<p><a>풀링(pooling)</a>은</p>",
            f"<p><a>풀링(pooling)</a>{JOINER}은</p>",
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
        ("<p><em>w</em> = 0에서</p>", f"<p><em>w</em>{SPACE}={SPACE}0에서</p>"),
        (
            "<p><em>y</em> = 3<em>x</em>² − 2 · <em>x</em>, 즉 1 + 1</p>",
            f"<p><em>y</em>{SPACE}={SPACE}3<em>x</em>²{SPACE}−{SPACE}2{SPACE}·{SPACE}<em>x</em>, "
            f"즉 1{SPACE}+{SPACE}1</p>",
        ),
        ("<p><em>e</em> ≈ 2.718</p>", f"<p><em>e</em>{SPACE}≈{SPACE}2.718</p>"),
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
        "<pre><code>1 + 1</code></pre><p><em>a</em> or 1</p>",
        "<p><code>x</code></p><p>은</p>",
    ],
)
def test_code_and_attributes_are_left_as_they_are(html: str) -> None:
    assert typography.keep_together(html, KOREAN) == html


def test_the_glossary_has_letters_in_the_order_of_its_language() -> None:
    for language, last in (("ko", "ㅎ"), ("en", "W")):
        links, *parts = glossary.listing(language).split("\n\n")
        letters = re.findall(r"\[(.)\]\(#letter-\d+\)", links)
        assert letters[-1] == last
        assert letters == [part[0] for part in parts if "{: .letter " in part]
        assert len(letters) == len(set(letters))
    assert "ReLU *ReLU*" not in glossary.listing("en")


def test_solutions_are_kept_from_the_search() -> None:
    html = '<details class="success"><details class="failure">'
    hidden = exercises.hide_from_search(html, PAGE)
    assert hidden.count('" data-search-exclude><') == 1
    assert hidden.count('" data-search-exclude>') == 2


def test_a_header_without_words_is_a_plain_cell() -> None:
    html = '<tr><th>a</th><th style="text-align: center;"> </th><th></th></tr>'
    assert tables.name_columns(html, PAGE) == (
        '<tr><th>a</th><td style="text-align: center;"></td><td></td></tr>'
    )


def test_what_has_no_colour_of_its_own_has_no_element() -> None:
    shown = listings.part(listing('<span class="n">x</span> <span class="o">=</span>'), PAGE)
    assert '>x <span class="o">=</span></span>' in shown
    sheet = next((THEME / "assets/stylesheets").glob("main.*.css")).read_text(encoding="utf-8")
    book = (ROOT / "docs/theme/assets/stylesheets/colours.css").read_text(encoding="utf-8")
    ink = {name for name, ink in re.findall(r"(--[\w-]+): var\((--book-\w+)\)", book) if ink == INK}
    ink.add("--md-code-hl-name-color")
    assert "--md-code-hl-name-color:var(--md-code-fg-color)" in sheet
    for name in listings.PLAIN:
        rules = re.findall(rf"\.highlight \.{name}[,{{][^}}]*color:var\(([\w-]+)\)", sheet)
        assert set(rules) <= ink, f"{name} has a colour: {rules}"


def test_a_table_stands_in_the_box_in_which_it_scrolls() -> None:
    output = '<table class="dataframe"></table>'
    assert tables.wrap(f"<table><tr></tr></table>{output}", PAGE) == (
        '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
        f"<table><tr></tr></table></div></div>{output}"
    )


def test_a_listing_has_its_buttons_and_an_output_has_none() -> None:
    output = listing("1", "output ")
    python = listing("f()").replace('highlight"', 'highlight" data-python="code"')
    html = copying.add_buttons(f"{listing('ls')}{python}{output}", PAGE)
    assert html.endswith(output)
    assert re.findall(r'data-clipboard-(\w+)="(.*?)"', html) == [
        ("target", "#code-0"),
        ("text", ""),
        ("target", "#code-1"),
    ]
    assert re.findall(r'<code id="(.*?)">', html) == ["code-0", "code-1"]
