"""What readers take along: the wheel of `cnnbook`, and each page as a notebook without outputs."""

from pathlib import Path

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from cnnbook import exercises
from making import wheel
from making.digests import digest
from making.mkdocs_only import languages
from making.mkdocs_only.memory import remember
from making.mkdocs_only.page_memory import CODE
from making.notebooks.reading import NotebookError, read
from making.page import PageContext
from making.paths import REPOSITORY, ROOT
from making.takeaway import notebook
from making.takeaway.notebook import Site

#: The home page has no line of what a reader can do with it.
HOME = "index.md"
EXERCISES = Path(exercises.__file__).parent


def add(files: Files, config: MkDocsConfig) -> None:
    """Add them to the files of a site; the wheel lies in the Korean one, for both.

    Raises:
        BookError: If the wheel can't be built, or there is a slip in a page's exercises.
    """
    built = wheel.wheel()
    if config.theme["language"] == "ko":
        path = f"{wheel.FOLDER}/{built.name}"
        files.append(File.generated(config, path, abs_src_path=str(built)))
    site = Site(config.site_url or "/", f"{languages.root(config)}{wheel.FOLDER}/{built.name}")
    pages = [file for file in files if Path(file.src_uri).suffix in languages.PAGE_SUFFIXES]
    for file in pages:
        if file.src_uri != HOME and (content := _written(file, config, site)):
            path = notebook.file_of(file.src_uri)
            files.append(File.generated(config, path, content=content))


def of(path: str, files: Files) -> str | None:
    """Say where the notebook of a page lies in its site; None if it has none."""
    taken = notebook.file_of(path)
    return taken if files.get_file_from_path(taken) else None


def _written(file: File, config: MkDocsConfig, site: Site) -> str:
    """Write the notebook of a page, or remember what was written; nothing if it has none."""
    page = PageContext(
        config.theme["language"], file.src_uri, repository=config.repo_url or REPOSITORY
    )
    source = Path(str(file.abs_src_path))
    made_of = [*EXERCISES.glob("*.toml"), ROOT / "pyproject.toml"]
    of = [file.content_string, page.language, page.path, page.repository, site, CODE]

    def make() -> str:
        if source.suffix == ".md":
            taken = notebook.of_page(file.content_string, page, site)
        else:
            try:
                taken = notebook.of_notebook(read(source), page, site)
            except NotebookError:  # of which the page itself tells
                return ""
        return f"{nbformat.writes(taken)}\n" if taken else ""

    return remember("downloads", [*of, digest(made_of, ROOT)], make)
