"""Two languages, one build: the Korean site at the root, the English one under en/.

Building the Korean site builds the English one too, into the same output folder,
so `mkdocs build` and `mkdocs serve` need no second command.
"""

import itertools
import logging
import os
import shutil
import subprocess
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from making.paths import REPOSITORY

log = logging.getLogger("mkdocs.making.languages")

#: Configuration of the English site.
ENGLISH = "mkdocs.en.yml"

Command = Literal["build", "gh-deploy", "serve"]
NAMES = {"ko": "한국어", "en": "English"}
PAGE_SUFFIXES = {".md", ".ipynb"}

_command: Command = "build"


def start(command: Command) -> None:
    """Remember whether this is a build or a preview, and fix the date that the site carries."""
    global _command
    _command = command
    os.environ.setdefault("SOURCE_DATE_EPOCH", _commit_time())


def configure(config: MkDocsConfig) -> None:
    """Share the reader's choices between the languages, and name the repository."""
    config.extra["preview"] = _command == "serve"
    config.extra["scope"] = urlsplit(root(config)).path
    # From here the API reference takes the address of its links into the source.
    os.environ["GRIFFE_GIT_REMOTE_URL"] = config.repo_url or REPOSITORY


def root(config: MkDocsConfig) -> str:
    """Give the address of the Korean site, which has what both languages share."""
    address = config.site_url or "/"
    return address if config.theme["language"] == "ko" else address.removesuffix("en/")


def compare_pages(config: MkDocsConfig) -> None:
    """Warn about every page that the other language has and this one lacks."""
    here = Path(config.docs_dir)
    there = here.parent / _other(config)
    for path in sorted(_pages(there) - _pages(here)):
        log.warning(f"{here.name}/{path} is missing, but {there.name}/{path} exists: write it too.")


def compare_names(files: Files) -> None:
    """Warn about pages that would lie at one address, of which the last would be seen alone."""
    pages = sorted(file.src_uri for file in files if Path(file.src_uri).suffix in PAGE_SUFFIXES)
    for one, other in itertools.pairwise(pages):
        if Path(one).with_suffix("") == Path(other).with_suffix(""):
            log.warning(f"{one} and {other} would be one page: rename one.")


def translate(context: TemplateContext, page: Page, config: MkDocsConfig) -> None:
    """Give the templates the address of this page in each language."""
    to_root = "../" * page.url.count("/")
    if config.theme["language"] == "en":
        to_root += "../"
    links = {"ko": to_root + page.url, "en": f"{to_root}en/{page.url}"}
    root = root_of(config)
    urls = {"ko": root + page.url, "en": f"{root}en/{page.url}"}
    context["translations"] = [  # type: ignore[typeddict-unknown-key]
        {"lang": lang, "name": NAMES[lang], "link": link or "./", "url": urls[lang]}
        for lang, link in links.items()
    ]


def root_of(config: MkDocsConfig) -> str:
    """Give the address of the Korean site, below which the English one lies."""
    url = config.site_url or ""
    return url if config.theme["language"] == "ko" else url.removesuffix("en/")


def build_english(config: MkDocsConfig) -> None:
    """Build the English site into the Korean one's output."""
    if config.theme["language"] != "ko" or config.extra.get("only_korean"):
        return
    root = config.site_url or "/"
    english = load_config(
        ENGLISH,
        site_dir=str(Path(config.site_dir, "en")),
        site_url=f"{root.rstrip('/')}/en/",
        strict=config.strict,
    )
    english.plugins.on_startup(command=_command, dirty=False)
    build(english, serve_url=english.site_url if config.extra["preview"] else None)


def _commit_time() -> str:
    """Seconds of the commit, so that two builds of it are equal; 0 where there is no git."""
    if not (git := shutil.which("git")):
        return "0"
    command = [git, "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "0"


def _other(config: MkDocsConfig) -> str:
    return "en" if config.theme["language"] == "ko" else "ko"


def _pages(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in PAGE_SUFFIXES and ".ipynb_checkpoints" not in path.parts
    }
