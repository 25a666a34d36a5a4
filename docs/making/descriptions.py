"""What search engines and shared links say of each page, from docs/descriptions.yml."""

from pathlib import Path

import yaml

from making.digests import until_written
from making.paths import ROOT

DESCRIPTIONS = ROOT / "docs" / "descriptions.yml"


def descriptions() -> dict[str, dict[str, str]]:
    """Read the descriptions as they are today: by the path of a page, in each language."""
    return _read(DESCRIPTIONS)


@until_written
def _read(path: Path) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read
