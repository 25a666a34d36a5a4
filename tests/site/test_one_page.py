"""An edited page is built alone, as the whole book would have built it, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_all
from mkdocs.config import load_config

from making.mkdocs_only import languages, one_page
from tests.site import small_book

CHAPTER = "# 장\n\n첫 문장입니다.\n"


@pytest.fixture(scope="module")
def book(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book that a preview has just built with the figures of `site`; its own site lies in it."""
    folder = small_book.make(tmp_path_factory.mktemp("one-page") / "book", ["chapter.md"])
    (folder / "docs" / "ko" / "chapter.md").write_text(CHAPTER, encoding="utf-8")
    (folder / "docs" / "en" / "chapter.md").write_text("# A chapter\n", encoding="utf-8")
    before = languages._command
    languages.start("serve")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    config.extra["only_korean"] = True
    build_all(config)
    yield folder
    languages.start(before)


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def edit(book: Path, text: str) -> bool:
    page = book / "docs" / "ko" / "chapter.md"
    page.write_text(text, encoding="utf-8")
    return one_page.build(page, "ko", book / "site")


def test_an_edited_page_is_built_and_no_other(book: Path) -> None:
    before = files(book / "site")
    assert edit(book, CHAPTER + "\n둘째 문장입니다.\n")
    after = files(book / "site")
    assert [name for name in after if after[name] != before.get(name)] == ["chapter/index.html"]
    assert "둘째 문장입니다" in after["chapter/index.html"].decode()
    assert edit(book, CHAPTER)
    assert files(book / "site") == before


def test_a_page_that_cannot_be_built_stays_as_it_was(book: Path) -> None:
    before = files(book / "site")
    assert not edit(book, CHAPTER + "\n$\\nosuchcommand$\n")
    assert files(book / "site") == before
    assert [path.name for path in (book / "site").glob("preview-*")] == []


def test_a_page_that_the_last_build_did_not_know_is_left_to_the_next(book: Path) -> None:
    new = book / "docs" / "ko" / "new.md"
    assert not one_page.build(new, "ko", book / "site")
    assert not one_page.build(new, "fr", book / "site")
