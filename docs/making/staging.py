"""The book as plain Markdown, for a program that builds sites and knows nothing of ours.

The first half of each page's way is behind it and notebooks are pages like others, so what is left
to such a program is Markdown. The second half can be gone on the pages that it has built.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from markdown.extensions.toc import slugify_unicode

from making import drawings, place, way
from making.notebooks import rendering
from making.notebooks.reading import prose
from making.notebooks.running import executed
from making.page import PageContext, url_of
from making.paths import ROOT

CONFIGURATIONS = {"ko": "mkdocs.yml", "en": "mkdocs.en.yml"}
NOTEBOOK_LINK = re.compile(r"(\]\([^)\s]+)\.ipynb(?=[)#])")
TAG = re.compile(r"!!?[\w/:.]+")
ARTICLE = re.compile(r"<article[^>]*>(?P<content>.*?)</article>", flags=re.DOTALL)


def configuration(language: str) -> dict[str, Any]:
    """Read the configuration of a language's site, without what only MkDocs can read in it."""
    text = (ROOT / CONFIGURATIONS[language]).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(TAG.sub("", text))
    return read


def with_zensical(language: str, folder: Path) -> Path:
    """Write the stage of a language with a configuration that Zensical can read.

    Args:
        language: "ko" or "en".
        folder: Where to write.

    Returns:
        The folder in which Zensical will put the site.

    Raises:
        BookError: If something in the book is wrong.
    """
    stage(language, folder / "docs")
    shared, own = configuration("ko"), configuration(language)
    reference = shared["plugins"]["mkdocstrings"]
    del reference["custom_templates"]
    reference["handlers"]["python"]["paths"] = [str(ROOT)]
    extensions = shared["markdown_extensions"]
    extensions["toc"]["slugify"] = slugify_unicode
    written = {
        "site_name": own["site_name"],
        "site_url": "http://127.0.0.1:8000/",
        "nav": _with_md(own["nav"]),
        "theme": {"name": "material", "language": language, "font": False},
        "plugins": {"search": {}, "mkdocstrings": reference},
        "markdown_extensions": extensions,
    }
    text = yaml.dump(written, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return folder / "site"


def _with_md(nav: Any) -> Any:
    """The table of contents of the stage, where notebooks are pages like others."""
    match nav:
        case str(path):
            return f"{path.rsplit('.', 1)[0]}.md"
        case dict(part):
            return {title: _with_md(entries) for title, entries in part.items()}
    return [_with_md(entry) for entry in nav]


def paths_of(nav: list[Any]) -> Iterator[str]:
    """Give the paths of all pages of a table of contents, in reading order."""
    for entry in nav:
        if isinstance(entry, dict):
            yield from paths_of(next(iter(entry.values())))
        else:
            yield entry


def stage(language: str, folder: Path) -> None:
    """Write the pages of a language into a folder, with the pictures beside them.

    Args:
        language: "ko" or "en".
        folder: Where to write; it need not exist.

    Raises:
        BookError: If something in the book is wrong.
    """
    docs = ROOT / "docs" / language
    nav = configuration(language)["nav"]
    pages = list(paths_of(nav))
    parts = place.places(
        (title, list(paths_of(entries)))
        for part in nav
        if isinstance(part, dict)
        for title, entries in part.items()
    )
    for path in pages:
        text, pictures = _source(docs / path, language)
        page = PageContext(
            language,
            path,
            part=lambda path: parts[path].part if path in parts else "",
            book=lambda: _book(docs, pages),
        )
        target = (folder / path).with_suffix(".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = NOTEBOOK_LINK.sub(r"\1.md", way.through(way.MARKDOWN, text, page))
        target.write_text(text, encoding="utf-8")
        for name, content in pictures.items():
            (target.with_suffix("") / name).parent.mkdir(exist_ok=True)
            (target.with_suffix("") / name).write_bytes(content)
    (folder / "figures").mkdir()
    for drawing in drawings.of(language):
        (folder / "figures" / drawing.name).write_bytes(drawing.read_bytes())


def finish(site: Path, language: str) -> None:
    """Take the pages that were built of a stage through the second half of their way."""
    for path in paths_of(configuration(language)["nav"]):
        url = url_of(path)
        built = site / url / "index.html"
        if not built.is_file():
            continue
        page = PageContext(language, path, address=partial(_address, url))
        text = built.read_text(encoding="utf-8")
        if found := ARTICLE.search(text):
            content = way.through(way.HTML, found["content"], page)
            text = text[: found.start("content")] + content + text[found.end("content") :]
            built.write_text(text, encoding="utf-8")


def _address(from_url: str, path: str) -> str:
    return "../" * from_url.count("/") + url_of(path)


def _source(path: Path, language: str) -> tuple[str, dict[str, bytes]]:
    if path.suffix == ".ipynb":
        return rendering.to_markdown(executed(path), path.stem, language)
    return path.read_text(encoding="utf-8"), {}


def _book(docs: Path, pages: list[str]) -> Iterator[tuple[str, str]]:
    for path in pages:
        source = docs / path
        yield path, prose(source) if source.suffix == ".ipynb" else source.read_text("utf-8")
