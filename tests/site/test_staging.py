"""The stage for other builders of sites, and the eyes that look at what they built."""

from pathlib import Path
from typing import Any

import pytest

from making import staging
from making.page import url_of
from making.paths import ROOT
from tests.site import move

PAGE = """<html><body class="class"><article class="kernel">
<h1 id="a">A<a class="headerlink">¶</a></h1>
<p>A kernel</p><pre>1 2</pre><a class="md-content__button">edit</a></article>kernel</body></html>"""


def test_both_languages_have_a_stage_of_the_same_pages() -> None:
    paths = [
        list(staging.paths_of(staging.configuration(language)["nav"])) for language in ("ko", "en")
    ]
    assert paths[0] == paths[1]
    assert {path for path in paths[0] if (ROOT / "docs" / "ko" / path).is_file()} == set(paths[0])


@pytest.mark.parametrize(
    ("path", "url"), [("index.md", ""), ("a/index.md", "a/"), ("a/b.ipynb", "a/b/")]
)
def test_a_page_has_its_address(path: str, url: str) -> None:
    assert url_of(path) == url


def staged(monkeypatch: pytest.MonkeyPatch, folder: Path, nav: list[Any]) -> Path:
    """Stage some pages of the English book."""
    monkeypatch.setattr(staging, "configuration", lambda language: {"nav": nav})
    staging.stage("en", folder)
    return folder


def test_pages_are_staged_as_markdown_that_needs_nothing_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nav = ["index.md", {"Part": ["convolution/channels.md"]}, "glossary.md"]
    folder = staged(monkeypatch, tmp_path / "docs", nav)
    pages = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.md")}
    assert set(pages) == {"index.md", "convolution/channels.md", "glossary.md"}
    text = "".join(pages.values())
    assert "template: home.html" not in text
    assert "<!-- exercises" not in text
    assert "<!-- glossary" not in text
    assert ".ipynb)" not in text
    assert "in-keras.md)" in text


def test_the_second_half_of_the_way_is_gone_within_the_article_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(staging, "configuration", lambda language: {"nav": ["a/b.md", "not.md"]})
    built = tmp_path / "a" / "b" / "index.html"
    built.parent.mkdir(parents=True)
    built.write_text(PAGE)
    staging.finish(tmp_path, "en")
    text = built.read_text()
    assert '<p>A <a class="term" href="../../glossary/#kernel"' in text
    assert text.count('class="term"') == 1
    assert text.endswith("</article>kernel</body></html>")


def test_what_a_page_lacks_is_seen(tmp_path: Path) -> None:
    like, page = tmp_path / "like.html", tmp_path / "page.html"
    like.write_text(PAGE)
    assert move.missing(page, like) == {"page": ["all of it"]}
    page.write_text(PAGE.replace("kernel</body>", "other edge</body>").replace("edit", "write"))
    assert move.missing(page, like) == {}
    page.write_text(PAGE.replace("1 2", "1").replace('id="a"', 'id="b"'))
    assert move.missing(page, like) == {
        "words": ["2"],
        "addresses of headings": ["a"],
        "code and outputs": ["1 2"],
    }


def test_the_programs_are_pinned() -> None:
    assert all("==" in program for program in (move.ZENSICAL, move.PROPERDOCS))
