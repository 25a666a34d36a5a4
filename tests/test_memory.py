"""What a preview remembers of a page is what converting it anew would give."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from making.mkdocs_only import memory


def rendered(
    tmp_path: Path, text: str, *, target: str = "target.md", pretty: bool = True
) -> tuple[Page, Files]:
    """A page with `text`, beside another one, converted as in a build."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "book", "docs_dir": str(tmp_path), "use_directory_urls": pretty})
    assert not config.validate()[0]
    Path(tmp_path, "page.md").write_text(text)
    files = Files([File(name, str(tmp_path), "site", pretty) for name in ("page.md", target)])
    page = Page(None, files.src_uris["page.md"], config)
    page.read_source(config)
    memory.of_page(page)
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


def test_a_link_that_breaks_is_reported_in_each_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rendered(tmp_path, "[link](target.md)")
    assert not caplog.text
    for _ in range(2):
        caplog.clear()
        rendered(tmp_path, "[link](target.md)", target="moved.md")
        assert "target.md" in caplog.text
