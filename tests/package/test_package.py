"""What `import cnnbook` brings, and what it must not."""

import pkgutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import cnnbook

ROOT = Path(__file__).parents[2]


def test_import_loads_numpy_and_nothing_heavier() -> None:
    listing = "import cnnbook, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", listing]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"cnnbook", "numpy"} <= set(loaded)
    heavy = {"tensorflow", "keras", "matplotlib", "skimage", "scipy", "PIL", "IPython", "tqdm"}
    assert not heavy & set(loaded)


def test_public_names_are_there() -> None:
    assert {name for name in cnnbook.__all__ if not hasattr(cnnbook, name)} == set()
    assert callable(cnnbook.data.load)


def test_version_is_the_projects() -> None:
    """It stands in one place, from which the project's metadata are made."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"] == {"path": "cnnbook/__init__.py"}
    assert cnnbook.__version__ == metadata.version("cnnbook")


def test_every_module_has_a_test_file_of_its_name() -> None:
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests").rglob("test_*.py")}
    modules = {info.name for info in pkgutil.iter_modules(cnnbook.__path__)}
    public = {name for name in modules if not name.startswith("_")}
    assert {"conv", "layers", "models"} <= public
    assert public - tested == set()
