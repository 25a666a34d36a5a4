"""What the preview does after an edit: the page at once, the book around it when there is time."""

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from making.mkdocs_only import preview
from making.mkdocs_only.preview import EditedError, Preview

PAGE = Path("docs/ko/page.md")


class Answering(Preview):
    """A preview whose builds are told and not done."""

    def __init__(self, served: Path) -> None:
        docs = Path("docs/ko").absolute()
        self.server: Any = SimpleNamespace(
            _wanted_epoch=7, _visible_epoch=7, _want_rebuild=False, url="/",
            _rebuild_cond=threading.Condition(),
        )  # fmt: skip
        self.config: Any = SimpleNamespace(docs_dir=str(docs))
        self.served = served
        self.files = {docs / "page.md": 1, docs.parent / "en" / "page.md": 1}
        self.seen = dict(self.files)
        self.next = set()
        self.done = list[Any]()
        self.can_show = True
        self.error: Exception | None = None

    def _modified(self) -> dict[Path, int]:
        return dict(self.files)

    def _show_page(self, page: Path, language: str) -> bool:
        self.done.append(f"{language}/{page.name}")
        return self.can_show

    def _build(self, new: Path, languages: set[str]) -> None:
        self.done.append(languages)
        if self.error:
            raise self.error

    def edit(self, language: str) -> list[Any]:
        """Save a page, as the server would notice it, and tell what is done."""
        for path in self.files:
            if path.parent.name == language:
                self.files[path] += 1
        return self.again(wanted=self.server._visible_epoch + 1)

    def again(self, wanted: int) -> list[Any]:
        """Let the server build."""
        self.done = []
        self.server._want_rebuild = False
        self.server._wanted_epoch = wanted
        self()
        return self.done


@pytest.fixture
def answering(tmp_path: Path) -> Answering:
    return Answering(tmp_path / "served")


def test_an_edited_page_is_shown_and_its_language_is_built_next(answering: Answering) -> None:
    assert answering.edit("ko") == ["ko/page.md"]
    assert answering.server._want_rebuild
    assert answering.again(wanted=9) == [{"ko"}]
    assert answering.server._wanted_epoch == answering.server._visible_epoch  # no browser reloads
    assert not answering.server._want_rebuild
    assert answering.again(wanted=10) == []


def test_a_page_that_cannot_be_shown_is_built_with_its_language(answering: Answering) -> None:
    answering.can_show = False
    assert answering.edit("en") == ["en/page.md", {"en"}]
    assert answering.server._wanted_epoch == 8  # browsers reload


def test_each_language_is_built_by_itself(answering: Answering) -> None:
    answering.edit("ko")
    answering.edit("en")
    first = answering.again(wanted=9)
    assert answering.server._want_rebuild
    assert sorted([*first, *answering.again(wanted=9)], key=str) == [{"en"}, {"ko"}]


def test_an_edit_goes_before_a_build_that_nobody_waits_for(answering: Answering) -> None:
    answering.edit("ko")
    answering.error = EditedError()
    assert answering.again(wanted=9) == [{"ko"}]
    assert answering.server._want_rebuild  # to build it later
    assert preview._idle.is_set()


def test_a_build_gives_way_only_while_nobody_waits_for_it(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering.server._want_rebuild = True
    preview.give_way()
    monkeypatch.setattr(preview, "_interruptible", answering.server)
    with pytest.raises(EditedError):
        preview.give_way()
    answering.server._want_rebuild = False
    preview.give_way()


def test_what_a_late_build_finds_wrong_is_shown(answering: Answering) -> None:
    answering.served.mkdir()
    (answering.served / "index.html").write_text("<body></body>")
    answering.edit("ko")
    answering.error = ValueError("a link leads nowhere")
    answering.again(wanted=9)
    assert "a link leads nowhere" in (answering.served / "index.html").read_text()
    assert answering.server._wanted_epoch > answering.server._visible_epoch  # browsers reload


def test_changes_are_looked_for_during_builds_that_nobody_waits_for(answering: Answering) -> None:
    during = []
    done = answering._show_page, answering._build

    def show_page(page: Path, language: str) -> bool:
        during.append(preview._idle.is_set())
        return done[0](page, language)

    def build(new: Path, languages: set[str]) -> None:
        during.append(preview._idle.is_set())
        done[1](new, languages)

    answering._show_page, answering._build = show_page, build  # type: ignore[method-assign]
    answering.edit("ko")
    answering.again(wanted=9)
    assert during == [False, True]
    assert preview._idle.is_set()
