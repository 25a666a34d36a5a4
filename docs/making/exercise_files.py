"""Slips in the files of the exercises, named so that their author finds them."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from cnnbook import exercises
from making.page import BookError
from making.paths import source_name

FOLDER = Path(exercises.__file__).parent


def written(chapter: str) -> tuple[Path, int]:
    """Say which file holds a chapter's exercises and when it was written, or 0 without one."""
    path = FOLDER / f"{chapter}.toml"
    return path, path.stat().st_mtime_ns if path.is_file() else 0


def check(chapter: str) -> None:
    """Look through the file of a chapter's exercises; a chapter without one has no slips.

    Raises:
        BookError: Naming file, exercise and key of all slips.
    """
    path = FOLDER / f"{chapter}.toml"
    if not path.is_file():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BookError(f"{source_name(path)} is not TOML: {error}") from error
    if found := list(_slips(content)):
        raise BookError("\n".join(f"{source_name(path)}: {slip}" for slip in found))


def _slips(content: dict[str, Any]) -> Iterator[str]:
    yield from _wrong_keys(content, {"exercise"}, "the file")
    own = _keys(exercises.Exercise, {"words": exercises.LANGUAGES, "mistakes": ("mistake",)})
    words = _keys(exercises.Words, {})
    mistakes = _keys(exercises.Mistake, {"meaning": exercises.LANGUAGES})
    if not _is_list(content.get("exercise", [])):
        yield "each exercise begins with [[exercise]], in two brackets"
        return
    for number, exercise in enumerate(content.get("exercise", []), start=1):
        where = f"exercise {number} ({exercise.get('id', 'without id')})"
        yield from _wrong_keys(exercise, own, where)
        for language in exercises.LANGUAGES:
            if language in exercise:
                yield from _wrong_keys(exercise[language], words, f"{where}, {language}")
        if not _is_list(exercise.get("mistake", [])):
            yield f"{where}: each mistake begins with [[exercise.mistake]], in two brackets"
            continue
        for i, mistake in enumerate(exercise.get("mistake", []), start=1):
            yield from _wrong_keys(mistake, mistakes, f"{where}, mistake {i}")


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _keys(kind: type[Any], written: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the keys that a class needs of a file."""
    return {key for field in fields(kind) for key in written.get(field.name, (field.name,))}


def _wrong_keys(table: Any, needed: set[str], where: str) -> Iterator[str]:
    if not isinstance(table, dict):
        yield f"{where} is no table with the keys {', '.join(sorted(needed))}"
        return
    for key in sorted(needed - table.keys()):
        yield f"{where}: the key {key!r} is missing"
    for key in sorted(table.keys() - needed):
        known = ", ".join(sorted(needed))
        yield f"{where}: the key {key!r} is unknown; known are {known}"
