"""Compiled page templates are kept between builds: compiling them took half of a warm build."""

from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocstrings import MkdocstringsPlugin

CACHE = Path(__file__).parents[2] / ".cache" / "templates"


@event_priority(-100)  # after mkdocstrings has made its handlers
def on_config(config: MkDocsConfig) -> None:
    """Keep the templates of the API reference."""
    reference = config.plugins["mkdocstrings"]
    assert isinstance(reference, MkdocstringsPlugin)
    _keep(reference.get_handler("python").env)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Keep the templates of the pages."""
    _keep(env)


def _keep(env: Environment) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(CACHE))
