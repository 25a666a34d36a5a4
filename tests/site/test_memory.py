"""What is kept of plugins' work is what they would make of the same again."""

import os
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from markdown.extensions.toc import TocExtension, slugify, slugify_unicode
from material.plugins.search.plugin import SearchIndex

from making.mkdocs_only import memory
from making.paths import ROOT


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


def test_what_the_reference_has_read_is_shared_until_a_module_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def shared(state: str = "ko") -> object:
        handler: Any = SimpleNamespace(_modules_collection=object(), _lines_collection=object())
        memory._share_modules(handler, state)
        return handler._modules_collection

    monkeypatch.setattr(memory, "_modules", {})
    monkeypatch.setattr(memory, "packages", lambda: ("one",))
    first = shared()
    assert shared("en") != first
    assert shared() == first
    monkeypatch.setattr(memory, "packages", lambda: ("two",))
    assert shared() != first
