"""Spellings that the glossary forbids, looked for wherever the book speaks Korean."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from making.proof.source import DOCS, ROOT

_STRINGS = re.compile(r'"[^"\n]*[가-힣][^"\n]*"')


@cache
def forbidden() -> dict[str, str]:
    """The spellings to avoid, each with the term to write."""
    glossary = yaml.safe_load((DOCS / "glossary.yml").read_text(encoding="utf-8"))
    return {word: entry["ko"] for entry in glossary for word in entry.get("avoid", ())}


def places() -> Iterator[tuple[str, str]]:
    """Every text with Korean words, under the name of its file."""
    paths = [
        *(path for ending in ("md", "ipynb") for path in (DOCS / "ko").rglob(f"*.{ending}")),
        *(DOCS / "theme").rglob("*.html"),
        *ROOT.glob("*.ko.md"),
        *ROOT.glob("mkdocs*.yml"),
    ]
    for path in sorted(paths):
        yield _name(path), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "cnnbook" / "exercises").glob("*.toml")):
        yield _name(path), "\n".join(_korean(tomllib.loads(path.read_text(encoding="utf-8"))))
    code = [*(ROOT / "cnnbook").rglob("*.py"), *(DOCS / "hooks").rglob("*.py")]
    code += [path for path in (DOCS / "making").rglob("*.py") if path.parent.name != "proof"]
    for path in sorted({*code, *(DOCS / "theme").rglob("*.js")}):
        yield _name(path), "\n".join(_STRINGS.findall(path.read_text(encoding="utf-8")))
    entries = yaml.safe_load((DOCS / "glossary.yml").read_text(encoding="utf-8"))
    yield "docs/glossary.yml", "\n".join(f"{e['ko']}\n{e['meaning']['ko']}" for e in entries)


def _korean(value: object) -> Iterator[str]:
    """The Korean texts of an exercise file."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _korean(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _korean(inner)
    elif isinstance(value, str) and re.search("[가-힣]", value):
        yield value


def found_in(name: str, text: str, words: Mapping[str, str]) -> list[str]:
    """Find forbidden spellings in a text."""
    return [f"{name}: {word}, write {term}" for word, term in words.items() if word in text]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
