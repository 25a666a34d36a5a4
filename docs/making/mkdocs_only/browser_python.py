"""Python in the browser, where its files can be had: what the build adds to the site for it."""

import logging
import os
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from making.browser_python import fetching, serving

#: Marks a listing of examples (making/steps/listings.py).
EXAMPLES = 'data-python="session"'

log = logging.getLogger("mkdocs.making.browser_python")


def configure(config: MkDocsConfig) -> None:
    """Tell the templates how many megabytes a reader loads, or 0 where there is no Python."""
    config.extra["python"] = serving.megabytes() if _can_be_had() else 0


def add(files: Files, config: MkDocsConfig) -> None:
    """Add what is served: the list in each language, the rest once for both."""
    if not config.extra["python"]:
        return
    language = config.theme["language"]
    files.append(File.generated(config, serving.LIST, content=serving.listed(language)))
    if language == "ko":
        for name, content in serving.shared().items():
            is_path = isinstance(content, Path)
            source = {"abs_src_path": str(content)} if is_path else {"content": content}
            files.append(File.generated(config, name, **source))


def offered(page: Page, config: MkDocsConfig) -> int:
    """How many megabytes it takes to run the examples of a page, or 0 if it offers none.

    A notebook offers Colab, for it needs TensorFlow, and examples of the API reference have the
    names of their modules. The home page has no place for a button.
    """
    path = page.file.src_uri
    is_chapter = path.endswith(".md") and not path.startswith("api/") and not page.is_homepage
    has_any = is_chapter and EXAMPLES in (page.content or "")
    return int(config.extra["python"]) if has_any else 0


@cache
def _can_be_had() -> bool:
    """Fetch the files; say once what they lack, or end the build where they are needed."""
    try:
        fetching.files()
    except fetching.FetchError as error:
        if any(os.environ.get(name) for name in fetching.NEEDED):
            raise PluginError(str(error)) from error
        log.info(f"Pages have no button to run Python: {error}")
        return False
    return True
