"""An edited page, built alone with what the last build of its language has left behind.

An author waits for this page only. What else an edit concerns (the search, titles in the navigation
of other pages, links to headings) follows with the next build of the book.
"""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs_autorefs import AutorefsPlugin


class Built(NamedTuple):
    """What a build of a language makes before it writes its pages."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment


_built: dict[str, Built] = {}


def keep(config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> None:
    """Keep what a build has made, in the place of what the one before it made."""
    _built[config.theme["language"]] = Built(config, files, nav, env)


def build(source: Path, language: str, site: Path) -> bool:
    """Build a page into the site of its language.

    Args:
        source: The page's Markdown.
        language: `ko` or `en`.
        site: What is served of this language; it stays as it is if the page can't be built.

    Returns:
        Whether the page was built. The build that follows says why not.
    """
    if language not in _built:
        return False
    config, files, nav, env = _built[language]
    file = files.get_file_from_path(source.relative_to(config.docs_dir).as_posix())
    if file is None or file.page is None:
        return False
    with tempfile.TemporaryDirectory(dir=site, prefix="preview-") as new, _silence():
        file.dest_dir = new
        try:
            _populate_page(file.page, config, files)
            references = config.plugins["autorefs"]
            assert isinstance(references, AutorefsPlugin)
            references.on_env(env, config=config, files=Files([file]))
            _build_page(file.page, config, files.documentation_pages(), nav, env)
            os.replace(file.abs_dest_path, site / file.dest_uri)
        except Exception:
            return False
    return True


@contextmanager
def _silence() -> Iterator[None]:
    """Let nothing be said twice: the build that follows says it."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
