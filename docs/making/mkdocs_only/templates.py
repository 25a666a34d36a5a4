"""Templates: compiled once for all builds of a preview, and listed without the theme's icons.

Icons get a size of their own, because they would fill a saved page that lost its style sheets.
"""

import os
from collections.abc import Callable
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

ICON = 'viewBox="0 0 24 24"'
_compiled: dict[tuple[str, str], CodeType] = {}


class _Templates(FileSystemLoader):
    """The theme's templates without its 14,000 icons, which MkDocs would pass over one by one."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_current = super().get_source(environment, template)
        if template.endswith(".svg"):
            source = source.replace(ICON, f'{ICON} width="24" height="24"')
        return source, path, is_current

    def list_templates(self) -> list[str]:
        found = set()
        for top in self.searchpath:
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(top).as_posix() for name in names}
        return sorted(found)


class _Compiled(BytecodeCache):
    """Templates that this process has compiled for another build or language."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _compiled[bucket.key, bucket.checksum] = bucket.code


def listed_quickly(theme: Theme) -> None:
    """Let a theme list its files quickly."""
    get_env = theme.get_env

    def with_templates() -> Environment:
        env = get_env()
        env.loader = _Templates(theme.dirs)
        return env

    theme.get_env = with_templates  # type: ignore[method-assign]


def compiled_once(env: Environment) -> None:
    """Let an environment take templates that are compiled already."""
    env.bytecode_cache = _Compiled()
