"""The files of a site that is opened from a folder, made of those of a built one."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from making.offline import modules, pages

SCRIPTS, STYLES = Path("assets/javascripts"), Path("assets/stylesheets")
LOADER = Path(__file__).with_name("loader.js")
#: What only a server or a search engine asks for, and Python for the browser, which no browser
#: runs from a folder.
LEFT_OUT = shutil.ignore_patterns("404.html", "sitemap.xml*", "*.js.map", "pyodide")
PYTHON = "python/"
#: What answers the search on the page itself, in this order (docs/elements/search.md).
SEARCH = ("words.js", "scoring.js", "results.js", "worker.js", "here.js")
#: The folder in the archive, and the date of its files: two archives of a site are equal.
NAME, DATE = "cnnbook", (1980, 1, 1, 0, 0, 0)


def pack(site: Path, archive: Path) -> None:
    """Pack a built site into an archive that holds it as a folder.

    Args:
        site: The folder of the Korean site, in which the English one lies.
        archive: The zip to write.

    Raises:
        ValueError: If a script is written in a way that can't be made a plain one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        write(site, Path(scratch) / NAME)
        with zipfile.ZipFile(archive, "w") as packed:
            for path in sorted(path for path in Path(scratch).rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(path.relative_to(scratch).as_posix(), DATE)
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def write(site: Path, folder: Path) -> None:
    """Write a built site as it is opened from a folder.

    Args:
        site: The folder of the Korean site, in which the English one lies.
        folder: Where to write; it must not exist.

    Raises:
        ValueError: If a script is written in a way that can't be made a plain one.
    """
    shutil.copytree(site, folder, ignore=LEFT_OUT)
    english = folder / "en"
    found = sorted(folder.rglob("*.html"))
    _site(folder, "ko", [page for page in found if english not in page.parents])
    _site(english, "en", [page for page in found if english in page.parents])


def _site(root: Path, language: str, found: Iterable[Path]) -> None:
    """Change the site of a language, page by page after what they share."""
    texts = {page: page.read_text(encoding="utf-8") for page in found}
    named = {name for text in texts.values() for name in pages.named(text)}
    needed = _scripts(root / SCRIPTS, named)
    _search(root)
    for file in (root / "assets" / "networks").glob("*.json"):
        text = json.dumps(file.read_text(encoding="utf-8"), ensure_ascii=False)
        file.with_name(f"{file.name}.js").write_text(f"offline.file({text})\n", encoding="utf-8")
        file.unlink()
    (root / STYLES / pages.SHEET).write_text(pages.STYLE, encoding="utf-8")
    for page, text in texts.items():
        page.write_text(pages.from_folder(text, language, needed), encoding="utf-8")


def _scripts(folder: Path, entries: Iterable[str]) -> dict[str, list[str]]:
    """Make scripts of the modules, and say which of them a page needs for each that it names."""
    paths = [*folder.glob("*.js"), *folder.glob("*/*.js")]
    sources = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    reached = {entry: modules.reached(entry, sources) for entry in sorted(entries)}
    kept = {
        entry: names
        for entry, names in reached.items()
        if not any(name.startswith(PYTHON) for name in names)
    }
    order = {name: modules.order(name, sources) for name in sorted(set().union(*kept.values()))}
    for name in order:
        (folder / name).write_text(modules.script(sources[name]), encoding="utf-8")
    loader = LOADER.read_text(encoding="utf-8")
    text = f"const ORDER = {json.dumps(order)}\n{loader}"
    (folder / pages.LOADER).write_text(text, encoding="utf-8")
    return {entry: order[entry] for entry in kept}


def _search(root: Path) -> None:
    """Let the page itself search, and make its text a script."""
    folder, text = root / SCRIPTS / "search", root / "search"
    parts = [modules.plain((folder / name).read_text(encoding="utf-8")) for name in SEARCH]
    script = "\n".join(["{", *parts, "}"])
    (root / SCRIPTS / pages.SEARCH).write_text(script, encoding="utf-8")
    for name, variable in (("book", "book"), ("search_index", "__index")):
        content = (text / f"{name}.json").read_text(encoding="utf-8")
        (text / f"{name}.js").write_text(f"{variable} = {content}\n", encoding="utf-8")
