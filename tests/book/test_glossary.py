"""The glossary's page, and the notes at the terms: where they stand and where they must not."""

import json
import re
from pathlib import Path

import pytest

from making.steps.glossary import ENDINGS, listing, with_notes
from making.terms import Term, terms
from tests.built import LANGUAGES, one, soup, url
from tests.pages import PAGES

NOTE = re.compile(r'<a class="term" href="(\S+)" title="[^"]+">([^<]*)</a>')


def noted(content: str, language: str, glossary: tuple[Term, ...] = terms()) -> list[str]:
    """The words that get a note."""
    notes = with_notes(content, language, "glossary/", glossary)
    assert NOTE.sub(r"\2", notes) == content, "a note changes nothing else"
    return [words for _, words in NOTE.findall(notes)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("합성곱을 합니다", ["합성곱"]),
        ("합성곱에서는 커널이며", ["합성곱", "커널"]),
        ("최대 풀링은 풀링입니다.", ["최대 풀링", "풀링"]),
        ("최대풀링", ["최대풀링"]),
        ("최대\n풀링", ["최대\n풀링"]),
        ("ReLU는 이렇습니다", ["ReLU"]),
        ("풀, 곧 풀은", ["풀"]),
        ("풀이를 풀 수 있고 풀이 자라며 풀링층", []),
        ("합성곱층 완전연결층의 층", ["완전연결층"]),
        ("교차합성곱 배치한 필터링", []),
        ("생성적 적대 신경망(GAN)은", ["생성적 적대 신경망"]),
        ("1×1 합성곱과 3×1 합성곱", ["1×1 합성곱", "합성곱"]),
    ],
)
def test_korean_terms_take_particles_and_end_with_the_word(text: str, expected: list[str]) -> None:
    assert noted(f"<p>{text}</p>", "ko") == expected


@pytest.mark.parametrize("ending", ENDINGS.split())
def test_every_ending_may_follow(ending: str) -> None:
    assert noted(f"<p>커널{ending}</p>", "ko") == ["커널"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kernels and a kernel", ["Kernels"]),
        ("two feature\nmaps", ["feature\nmaps"]),
        ("batches", ["batches"]),
        ("max pooling, then pooling", ["max pooling", "pooling"]),
        ("1×1 convolutions", ["1×1 convolutions"]),
        ("windowed reshape, kernel-free, shaped", []),
    ],
)
def test_english_terms_are_whole_words_or_plurals(text: str, expected: list[str]) -> None:
    assert noted(f"<p>{text}</p>", "en") == expected


def test_the_longest_term_wins() -> None:
    words = [("배치", "batch"), ("배치 정규화", "batch normalization")]
    longer = tuple(Term({"ko": ko, "en": en}, {"ko": "-", "en": "-"}) for ko, en in words)
    english = "<p>batch normalization of a batch</p>"
    assert noted(english, "en", longer) == ["batch normalization", "batch"]
    assert noted("<p>배치 정규화는 배치를</p>", "ko", longer) == ["배치 정규화", "배치"]


@pytest.mark.parametrize(
    "around",
    [
        "<h2>{}</h2>",
        "<p><code>{}</code></p>",
        "<div><pre><span>a</span><code>{}</code></pre></div>",
        '<p><a href="b>c">{}</a></p>',
        "<math><mtext>{}</mtext></math>",
        "<figure><figcaption>{}</figcaption></figure>",
        "<table><tr><td>{}</td></tr></table>",
        "<details><div><p>{}</p></div></details>",
        '<p class="admonition-title">{}</p>',
        '<div class="output">a<div></div>{}</div>',
        '<p><img class="output" alt="{}"></p>',
        '<p><br class="doc" title="{}"/><wbr class="output"></p>',
        '<p title="{}"><!-- {} --> 1 < 2</p>',
        "<p><strong>one {} more</strong></p>",
    ],
)
def test_only_prose_gets_notes_and_the_rest_does_not_count(around: str) -> None:
    hidden = around.replace("{}", "kernel")
    assert noted(hidden, "en") == []
    assert noted(f"{hidden}<br><p>kernels</p>", "en") == ["kernels"]


def test_what_the_page_explains_in_bold_needs_no_note() -> None:
    assert noted("<p>A <strong>kernel</strong> is small.</p><p>The kernel</p>", "en") == []
    assert noted("<p>A kernel</p><p>A <strong>kernel</strong></p>", "en") == ["kernel"]


def test_the_list_is_in_the_order_of_its_language() -> None:
    order = {}
    for language in LANGUAGES:
        words = re.findall(r"^(.+?)(?: \*.+\*\{ lang=.. \})? \{ #.+ \}$", listing(language), re.M)
        assert len(words) == len(terms())
        assert words == sorted(words, key=str.casefold)
        order[language] = words.index
    assert order["ko"]("내적") < order["ko"]("커널") < order["ko"]("풀링")
    assert order["en"]("logit") < order["en"]("ReLU") < order["en"]("window")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_explains_every_term_and_leads_to_where_it_is_introduced(
    site: Path, language: str
) -> None:
    html = soup(site, "glossary.md", language)
    shown = {str(entry["id"]): entry for entry in html.select("dt[id]")}
    assert set(shown) == {term.anchor for term in terms()}
    for term in terms():
        meaning = shown[term.anchor].find_next_sibling("dd")
        assert meaning is not None
        assert term.meaning[language] in meaning.text
        for other_word in term.also[language]:
            assert other_word in meaning.text
    link = one(html, "#receptive-field + dd a")
    page = soup(site, f"{link['href']}index.md".removeprefix("../"), language)
    words = next(term for term in terms() if term.anchor == "receptive-field").words[language]
    assert words in [bold.text for bold in page.select("article strong")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_stand_once_in_the_pages_and_nowhere_in_the_search(site: Path, language: str) -> None:
    anchors = {term.anchor for term in terms()}
    found = 0
    for page in PAGES:
        html = (site / url(page, language) / "index.html").read_text(encoding="utf-8")
        names = [address.split("#")[1] for address, _ in NOTE.findall(html)]
        assert len(names) == len(set(names))
        assert set(names) <= anchors
        assert not (names and page == "glossary.md")
        found += len(names)
    assert found > len(anchors)
    known = sections(site, language)
    text = "".join(known[at][2] for at in known if not at.startswith("glossary/"))
    assert next(term for term in terms() if term.anchor == "logit").meaning[language] not in text


def sections(site: Path, language: str) -> dict[str, list[str]]:
    """Anchor, title and text of each section that the search knows, by its address."""
    book = site / ("" if language == "ko" else "en") / "search" / "book.json"
    pages = json.loads(book.read_text(encoding="utf-8"))["pages"]
    return {f"{page['url']}#{one[0]}": one for page in pages for one in page["sections"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_leads_from_other_words_to_the_term(site: Path, language: str) -> None:
    found = sections(site, language)
    for term in terms():
        title = ", ".join([term.words[language], *term.also[language]])
        assert found[f"glossary/#{term.anchor}"] == [term.anchor, title, term.meaning[language]]


def test_no_two_terms_have_the_same_other_word() -> None:
    for language in LANGUAGES:
        words = [term.words[language] for term in terms()]
        others = [word for term in terms() for word in term.also[language]]
        assert len({*words, *others}) == len(words) + len(others)
