"""Results that are kept between runs: what their key covers, and how a file is put in place.

A result depends on the sources that its code can reach. They are found without running anything:
`import cnnbook` imports most of the package, so the names that the code takes from it count, not
the import.
"""

import ast
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Where the project's packages lie.
PACKAGES = {"cnnbook": Path("cnnbook"), "making": Path("docs", "making")}
#: The samples change only together with this list.
_SAMPLES = Path("cnnbook", "samples", "sha256.json")
_RESULTS = Path("cnnbook", "results")


def reached(code: str, root: Path = ROOT) -> set[Path]:
    """Find the files of the project that a piece of code depends on.

    Args:
        code: Python source; what can't be read as such may depend on every module.
        root: Folder of the project.

    Returns:
        The modules of `cnnbook` and `making` that the code takes names from, and those that
        these depend on, and so on, with their templates; the list of the samples; and the
        recorded runs, if `cnnbook.results` is among the modules.
    """
    modules: set[Path] = set()
    seen: set[str] = set()
    ahead = [code]
    while ahead:
        names = _names(ahead.pop())
        new = set() if names is None else names - seen
        files = _every_module(root) if names is None else {_file(name, root) for name in new}
        seen |= new
        ahead.extend(file.read_text(encoding="utf-8") for file in files - modules)
        modules |= files
    found = {root / _SAMPLES, *modules, *_beside(modules)}
    if any(file.is_relative_to(root / _RESULTS) for file in found):
        found |= set((root / _RESULTS / "records").iterdir())
    return found


def digest(files: Iterable[Path], root: Path = ROOT) -> str:
    """Hash files with their names below `root`."""
    sha256 = hashlib.sha256()
    for file in sorted(files):
        sha256.update(file.relative_to(root).as_posix().encode() + b"\0")
        sha256.update(hashlib.sha256(file.read_bytes()).digest())
    return sha256.hexdigest()


def write(file: Path, content: bytes) -> None:
    """Put a file in place whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    os.chmod(temporary, 0o644)  # temporary files are for their owner alone
    os.replace(temporary, file)


def _beside(modules: set[Path]) -> set[Path]:
    """Find the files that bear a module's name, as a template does, reading each folder once."""
    names = {(module.parent, module.stem) for module in modules}
    files = (file for folder in {folder for folder, _ in names} for file in folder.iterdir())
    return {file for file in files if (file.parent, file.name.partition(".")[0]) in names}


def _every_module(root: Path) -> set[Path]:
    return {file for folder in PACKAGES.values() for file in (root / folder).rglob("*.py")}


@cache
def _names(code: str) -> frozenset[str] | None:
    """Name what the code takes from the packages, with dots; None if it isn't Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    ours = re.compile(rf"({'|'.join(PACKAGES)})(\.[\w*]+)*")
    return frozenset(name for name in _uses(tree) if ours.fullmatch(name))


def _uses(tree: ast.Module) -> Iterator[str]:
    within = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                # The plain `import cnnbook` says nothing yet; its uses do.
                yield from (a.name for a in names if "." in a.name or a.asname)
            case ast.ImportFrom(module, names):
                yield from (f"{module}.{a.name}" for a in names)
            case ast.Attribute():
                yield ast.unparse(node)
            case ast.Name(name) if id(node) not in within:
                yield name


def _file(name: str, root: Path) -> Path:
    """Find the module that defines a dotted name, through the packages that pass it on."""
    package, *parts = name.split(".")
    folder = root / PACKAGES[package]
    for part in parts:
        if (folder / f"{part}.py").is_file():
            return folder / f"{part}.py"
        if not (folder / part).is_dir():
            origin = _imports((folder / "__init__.py").read_text(encoding="utf-8")).get(part)
            return _file(origin, root) if origin else folder / "__init__.py"
        folder /= part
    return folder / "__init__.py"


@cache
def _imports(code: str) -> dict[str, str]:
    """Names that a package takes from our modules, and where from."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.parse(code).body
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in PACKAGES
        for alias in node.names
    }
