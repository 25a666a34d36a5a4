"""What a preview remembers of a page is what converting it anew would give."""

import os
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from markdown.extensions.toc import TocExtension, slugify, slugify_unicode
from material.plugins.search.plugin import SearchIndex
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from making.mkdocs_only import memory
from making.paths import ROOT


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


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(memory, "MEMORY", tmp_path / "memory")
    return tmp_path / "memory"


@pytest.mark.usefixtures("disk")
def test_the_same_parts_give_what_was_made_and_others_do_not() -> None:
    made = iter(range(10))
    tried: list[tuple[list[Any], int]] = [
        (["a"], 0),
        (["a"], 0),
        (["b"], 1),
        (["a", {}], 2),
        (["a"], 0),
    ]
    for parts, expected in tried:
        assert memory.remember("numbers", parts, lambda: next(made)) == expected
    assert memory.remember("others", ["a"], lambda: next(made)) == 3


def test_another_lock_makes_everything_anew(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    monkeypatch.setattr(memory, "LOCK", tmp_path / "lock.txt")
    for version in ("1", "2"):
        (tmp_path / "lock.txt").write_text(version)
        os.utime(tmp_path / "lock.txt", (int(version), int(version)))  # times may be coarse
        assert memory.remember("versions", [], partial(str, version)) == version
    assert len(list(disk.rglob("*.json"))) == 2


@pytest.mark.usefixtures("disk")
def test_an_entry_of_the_reference_is_kept_with_its_headings_for_each_option() -> None:
    calls = []
    handler = SimpleNamespace(_headings=[])

    def render(data: Any, options: Any, locale: str | None = None) -> str:
        calls.append(options)
        heading = Element("h3", {"id": "a", "data-toc-label": "a < b"})
        heading.text = "<code>a</code>"
        handler._headings.append(heading)
        return f"{data.path} {options} {locale}"

    handler.render = render
    data = SimpleNamespace(filepath=ROOT / "cnnbook" / "size.py", path="a", source_link="b")
    for options in ({"heading_level": 2}, {"heading_level": 3}):
        for _ in range(2):
            handler._headings.clear()
            remembering = memory._remembering_render(handler, "state")  # type: ignore[arg-type]
            assert remembering(data, options) == f"a {options} None"
            (heading,) = handler._headings
            assert heading.attrib == {"id": "a", "data-toc-label": "a < b"}
            assert heading.text == "<code>a</code>"
    assert len(calls) == 2


def test_what_converts_docstrings_is_part_of_every_entrys_key() -> None:
    """Extensions have functions among their settings; their addresses differ at each start."""

    def state(settings: str = "a", *, mdx: Any = ("tables",), **configured: Any) -> str:
        handler: Any = SimpleNamespace(mdx=mdx, mdx_config={"toc": configured})
        return memory._reference_state(handler, {"python": settings})

    states = {
        state(),
        state("b"),
        state(mdx=("tables", "footnotes")),
        state(mdx=("tables", TocExtension())),
        state(permalink=True),
        state(slugify=slugify),
        state(slugify=slugify_unicode),
    }
    assert len(states) == 7
    assert state() in states
    assert not [one for one in states if " at 0x" in one]


@pytest.mark.usefixtures("disk")
def test_the_search_knows_a_page_by_its_title_and_settings_too() -> None:
    def page(**changed: object) -> Any:
        same = {"url": "a/", "title": "A", "meta": {}, "content": "<p>text</p>", "toc": []}
        return SimpleNamespace(**same | changed)

    entries = []
    for one in (page(), page(title="B"), page(meta={"tags": ["t"]}), page()):
        index = SearchIndex()
        memory._remembering_add(index)(one)
        entries += index.entries
    assert [entry["title"] for entry in entries] == ["A", "B", "A", "A"]
    assert [entry.get("tags") for entry in entries] == [None, None, ["t"], None]


def test_a_notebook_is_written_again_when_it_or_the_template_changes(
    disk: Path, tmp_path: Path
) -> None:
    notebook, template = tmp_path / "a.ipynb", tmp_path / "page.md.j2"
    template.write_text("template")
    written = []
    write = memory._remembering_notebook(
        lambda path, **options: written.append(options) or str(len(written))  # type: ignore[func-returns-value]
    )
    for text in ("one", "one", "two"):
        notebook.write_text(text)
        write(str(notebook), custom_template=str(template), theme="light")
    write(str(notebook), custom_template=str(template), theme="dark")
    template.write_text("other")
    assert write(str(notebook), custom_template=str(template), theme="dark") == "4"


def test_a_link_that_breaks_is_reported_in_each_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rendered(tmp_path, "[link](target.md)")
    assert not caplog.text
    for _ in range(2):
        caplog.clear()
        rendered(tmp_path, "[link](target.md)", target="moved.md")
        assert "target.md" in caplog.text
