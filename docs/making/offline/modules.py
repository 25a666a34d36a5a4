"""Modules of the theme as plain scripts, because browsers run no modules from a folder.

They are read as they are written in this project, not as JavaScript in general: an import begins a
line and names what it takes in braces, and what is exported is declared where it is exported.
"""

import posixpath
import re
from collections.abc import Mapping

IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>[^"]+)"\n', flags=re.MULTILINE)
EXPORT = re.compile(
    r"^export (?=(?:const|class|function|async function) (?P<name>\w+))", flags=re.MULTILINE
)
OTHER = re.compile(r"^(?:import|export)\b.*", flags=re.MULTILINE)
#: Another module, imported at once or when it is asked for.
NAMED = re.compile(r'"(\.{1,2}/[\w./-]+\.js)"')
#: An address of a page, whose folder a browser would list.
PAGE = re.compile(r'("(?:\.\./)+[^"#?]*/)(?=#)')


def plain(source: str) -> str:
    """Take a module's imports and exports away, so that it can stand in a script with others.

    Raises:
        ValueError: If it imports or exports in a way that isn't known here.
    """
    text = EXPORT.sub("", IMPORT.sub("", source))
    if other := OTHER.search(text):
        raise ValueError(f"modules.py of making/offline doesn't know how to read «{other[0]}»")
    return text


def script(source: str) -> str:
    """Write a module as a script that tells the loader what it needs and what it gives.

    Raises:
        ValueError: If it imports or exports in a way that isn't known here.
    """
    imports = list(IMPORT.finditer(source))
    needs = ", ".join(f'"{match["path"]}"' for match in imports)
    taken = ", ".join(f"{{{match['names'].replace(' as ', ': ')}}}" for match in imports)
    given = ", ".join(match["name"] for match in EXPORT.finditer(source))
    body = plain(source).replace("import.meta", "importMeta").replace("import(", "importLater(")
    body = PAGE.sub(r"\1index.html", body)
    return (
        f'"use strict"\noffline.module([{needs}], ([{taken}], importMeta, importLater) => {{\n'
        f"{body}\nreturn {{ {given} }}\n}})\n"
    )


def order(name: str, sources: Mapping[str, str]) -> list[str]:
    """List a module and what it needs at once, each after what it needs itself.

    Args:
        name: Its path.
        sources: The text of every module by its path; paths are relative to one folder.
    """
    found: dict[str, None] = {}

    def visit(path: str) -> None:
        for match in IMPORT.finditer(sources[path]):
            visit(_resolved(path, match["path"]))
        found[path] = None

    visit(name)
    return list(found)


def reached(name: str, sources: Mapping[str, str]) -> set[str]:
    """Find a module and all that it may load, now or later; arguments as in `order`."""
    found, waiting = set(), [name]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += (_resolved(path, named) for named in NAMED.findall(sources[path]))
    return found


def _resolved(path: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
