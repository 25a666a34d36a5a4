"""What search engines and shared links say of each page, from docs/descriptions.yml."""

from functools import cache

import yaml

from making.paths import ROOT

DESCRIPTIONS = ROOT / "docs" / "descriptions.yml"


def descriptions() -> dict[str, dict[str, str]]:
    """Read the descriptions as they are today: by the path of a page, in each language."""
    return _read(DESCRIPTIONS.stat().st_mtime_ns)


@cache
def _read(modified: int) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = yaml.safe_load(DESCRIPTIONS.read_text(encoding="utf-8"))
    return read
