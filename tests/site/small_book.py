"""A book of a few chapters of a test's own, with the settings, theme and figures of the book."""

import re
import shutil
from pathlib import Path

from making.paths import LANGUAGES
from tests.site_fixtures import ROOT

BUILT_OF = ("pyproject.toml", "README.md", "LICENSE", "requirements.txt", "cnnbook")
PARTS = ("mkdocs.yml", "mkdocs.en.yml", *BUILT_OF, "docs", ".cache/figures")
NAV = re.compile(r"^nav:\n(?:  .*\n)+", flags=re.MULTILINE)


def make(folder: Path, pages: list[str]) -> Path:
    """Write the book without its chapters, and with `pages` in its table of contents.

    Args:
        folder: Where to write; it must not exist.
        pages: Paths of the pages that the test will write, besides index.md.

    Returns:
        The folder.
    """
    folder.mkdir()
    for part in PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    nav = "".join(f"  - {page}\n" for page in ["index.md", *pages, "glossary.md"])
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(NAV.sub(f"nav:\n{nav}", text), encoding="utf-8")
    for language in LANGUAGES:
        docs = folder / "docs" / language
        shutil.rmtree(docs)
        docs.mkdir()
        (docs / "index.md").write_text(f"# 책 {language}\n", encoding="utf-8")
        (docs / "glossary.md").write_text("# 용어\n\n<!-- glossary -->\n", encoding="utf-8")
    return folder
