"""What is kept of a page is what converting it anew would give."""

import os
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from making import drawings, way
from making.mkdocs_only import memory, page_memory
from making.page import PageContext


@pytest.fixture(autouse=True)
def disk(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MEMORY", tmp_path_factory.mktemp("memory"))


def rendered(
    tmp_path: Path, text: str, *, target: str = "target.md", pretty: bool = True, **options: Any
) -> tuple[Page, Files]:
    """A page with `text`, beside another one, converted as in a build."""
    config = MkDocsConfig()
    fixed = {"site_name": "book", "docs_dir": str(tmp_path), "use_directory_urls": pretty}
    config.load_dict(fixed | options)
    assert not config.validate()[0]
    Path(tmp_path, "page.md").write_text(text)
    files = Files([File(name, str(tmp_path), "site", pretty) for name in ("page.md", target)])
    page = Page(None, files.src_uris["page.md"], config)
    page.read_source(config)
    page_memory.of_page(page)
    page.render(config, files)
    return page, files


def test_a_page_that_stays_as_it_is_is_not_converted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# Title\n\n## Part\n\n[link](target.md#place)"
    first, _ = rendered(tmp_path, text)
    monkeypatch.setattr("markdown.Markdown.convert", None)
    again, files = rendered(tmp_path, text)
    assert again.content == first.content
    assert '<a href="../target/#place">' in str(again.content)
    assert again.title == "Title"
    assert [entry.title for entry in again.toc.items[0].children] == ["Part"]
    assert again.present_anchor_ids == {"title", "part"}
    # The anchors that it links to are looked for in today's files.
    assert again.links_to_anchors == {files.src_uris["target.md"]: {"place": "target.md#place"}}


def test_what_changes_the_page_is_seen(tmp_path: Path) -> None:
    text = "[link](target.md)"
    rendered(tmp_path, text)
    assert "other words" in str(rendered(tmp_path, "other words")[0].content)
    assert 'href="target.html"' in str(rendered(tmp_path, text, pretty=False)[0].content)


def test_an_extension_that_is_added_or_configured_is_seen(tmp_path: Path) -> None:
    text = "- a\n\n    ```\n    x\n    ```"
    rendered(tmp_path, text)
    for options in ({}, {"pygments_lang_class": True}):
        extensions = [{"pymdownx.superfences": {}}, {"pymdownx.highlight": options}]
        page, _ = rendered(tmp_path, text, markdown_extensions=extensions)
        assert 'class="' in str(page.content)
        assert ("language-text" in str(page.content)) == bool(options)


def test_a_stricter_validation_is_seen(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = "[link](nowhere.md)"
    rendered(tmp_path, text, validation={"not_found": "ignore"})
    rendered(tmp_path, text, validation={"not_found": "warn"})
    assert "nowhere.md" in caplog.text


def test_a_link_that_breaks_is_reported_in_each_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rendered(tmp_path, "[link](target.md)")
    assert not caplog.text
    for _ in range(2):
        caplog.clear()
        rendered(tmp_path, "[link](target.md)", target="moved.md")
        assert "target.md" in caplog.text


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """A glossary, a drawing and the exercises of a chapter."""
    glossary, drawing = tmp_path / "glossary.yml", tmp_path / "en" / "a.svg"
    exercises = tmp_path / "cnnbook" / "exercises" / "a.toml"
    for path in (glossary, drawing, exercises):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    monkeypatch.setattr(page_memory, "ROOT", tmp_path)
    monkeypatch.setattr(page_memory, "GLOSSARY", glossary)
    monkeypatch.setattr(drawings, "DRAWINGS", tmp_path)
    return glossary, drawing, exercises


def test_the_end_of_a_way_is_gone_again_when_anything_changes(
    sources: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page, what other pages there are, the glossary, a drawing, an exercise, the code."""
    gone = []

    def through(steps: object, html: str, page: PageContext) -> str:
        gone.append(html)
        return f"{html} {len(gone)}"

    monkeypatch.setattr(way, "through", through)
    page, files = PageContext("en", "a.md"), Files([])

    def finish(html: str = "a", page: PageContext = page, files: Files = files) -> str:
        return page_memory.finished(html, page, page_memory.outside("en", files))

    assert [finish(), finish()] == ["a 1", "a 1"]
    assert finish("b") == "b 2"
    assert finish(page=PageContext("ko", "a.md")) == "a 3"
    assert finish(page=PageContext("en", "b.md")) == "a 4"
    assert finish(page=PageContext("en", "a.md", repository="fork")) == "a 5"
    assert finish(files=Files([File("b.md", "docs", "site", True)])) == "a 6"
    for count, path in enumerate(sources, start=7):
        path.write_text("two")
        os.utime(path, (count, count))  # times may be coarse
        assert finish() == f"a {count}"
    monkeypatch.setattr(page_memory, "CODE", "other")
    assert [finish(), finish()] == ["a 10", "a 10"]
