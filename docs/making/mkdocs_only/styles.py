"""The style sheets, one for each matter, sent as one: a page is shown when the last has come.

The theme's own is sent beside it, without what it has for tabs, a sixth of it: the book has none,
and a page waits for this sheet as well.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

#: Address of the one.
SHEET = "assets/stylesheets/book.css"
#: For who writes the sheets; a reader would only wait for it.
COMMENT = re.compile(r"/\*.*?\*/", flags=re.DOTALL)
THEME = "assets/stylesheets/main."
TABS = re.compile(r"(?<=[{}])(?P<selectors>[^{}@]*\.tabbed-[^{}]*)\{[^{}]*\}")


def join(files: Files, config: MkDocsConfig) -> None:
    """Put one style sheet in the place of those that the configuration names, in their order."""
    texts = [_taken(str(path), files, Path(config.site_dir)) for path in config.extra_css]
    files.append(File.generated(config, SHEET, content="\n".join(map(packed, texts))))
    config.extra_css = [SHEET]
    theme = next(file for file in files if file.src_uri.startswith(THEME))
    files.remove(theme)
    content = without_tabs(theme.content_string)
    files.append(File.generated(config, theme.src_uri, content=content))


def without_tabs(sheet: str) -> str:
    """Leave out the rules that speak of tabs alone."""

    def kept(rule: re.Match[str]) -> str:
        return "" if all(".tabbed-" in one for one in rule["selectors"].split(",")) else rule[0]

    return TABS.sub(kept, sheet)


def packed(sheet: str) -> str:
    """Write a style sheet without its comments and margins."""
    return re.sub(r"\n\s*", "\n", COMMENT.sub("", sheet)).strip()


def _taken(path: str, files: Files, site: Path) -> str:
    """Read a style sheet and leave it out of the site."""
    if file := files.get_file_from_path(path):
        files.remove(file)
        return file.content_string
    written = site / path  # by mkdocstrings, already
    text = written.read_text(encoding="utf-8")
    written.unlink()
    return text
