"""What the project promises around the book: install, lock, commands, pipeline."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from conftest import LONG, pytest_itemcollected
from making.wheel import build
from tests.commands import small
from tests.site_fixtures import ROOT

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
ENDINGS = {".py", ".md", ".j2", ".toml", ".yml", ".yaml"}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


def test_the_package_alone_needs_numpy_only(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode())
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert [re.split(r"[<>=]", line)[0] for line in required] == ["numpy"]
    assert set(metadata.get_all("Provides-Extra", [])) == {"train", "plots", "progress"}


def test_the_wheel_holds_what_a_reader_imports_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [Path(name) for name in archive.namelist()]
    assert {name.parts[0].split("-")[0] for name in names} == {"cnnbook"}
    packed = {name for name in names if name.parts[0] == "cnnbook"}
    kept = {path.relative_to(ROOT) for path in (ROOT / "cnnbook").rglob("*") if path.is_file()}
    assert packed == {name for name in kept if "__pycache__" not in name.parts}


def test_the_wheel_works_where_it_is_alone(wheel: Path, tmp_path: Path) -> None:
    """Samples and records travel along, and nothing is read from the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import cnnbook; (x, y), (u, v) = cnnbook.data.load('fashion_mnist');"
        "from cnnbook import results; run = results.record('fashion_dense');"
        "print(cnnbook.__file__, x.shape, u.shape, run['parameters'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split(maxsplit=1) == [
        str(tmp_path / "cnnbook" / "__init__.py"),
        "(5000, 28, 28) (1000, 28, 28) 1149010\n",
    ]


def test_every_locked_package_has_hashes_and_no_host() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK[LOCK.index("\n", LOCK.index("#")) :].strip())
    pinned = [entry for entry in entries if re.match(r"[\w.-]+==", entry)]
    assert len(pinned) > 50
    assert not [entry for entry in pinned if "--hash=sha256:" not in entry]
    assert not re.search(r"https?:|--index|--find-links", LOCK)


def test_packages_of_npm_are_locked_the_same_way() -> None:
    for path in (ROOT / "tests").rglob("package-lock.json"):
        text = path.read_text(encoding="utf-8")
        packages = [entry for name, entry in json.loads(text)["packages"].items() if name]
        assert packages
        assert not [entry for entry in packages if not entry["integrity"].startswith("sha512-")]
        assert "resolved" not in text
        assert (path.parent / ".npmrc").read_text() == "omit-lockfile-registry-resolved=true\n"


def test_the_lock_holds_every_requirement() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", LOCK, flags=re.MULTILINE))
    groups, extras = PYPROJECT["dependency-groups"], PYPROJECT["project"]["optional-dependencies"]
    wanted = [*PYPROJECT["project"]["dependencies"], *groups["site"], *groups["test"]]
    for requirement in [*wanted, *extras["plots"], *extras["progress"]]:
        if isinstance(requirement, str):  # the rest includes a group in another
            assert re.split(r"[\s\[<>=;]", requirement)[0].lower() in locked, requirement


def test_the_operations_with_tests_of_their_own_are_mutated() -> None:
    mutated = {Path(name).stem for name in PYPROJECT["tool"]["mutmut"]["only_mutate"]}
    tested = (ROOT / "tests" / "package" / "operations").glob("test_*.py")
    assert mutated == {"_sliding", *(path.stem.removeprefix("test_") for path in tested)}


def test_make_alone_lists_the_commands() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("serve", "test", "site", "figures", "lint", "bench"):
        assert re.search(rf"^ *make {command} ", done.stdout, flags=re.MULTILINE), command


def test_every_command_is_run_by_something() -> None:
    """Each target of make, and each command of the documents, has a small form that CI runs."""
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert sorted(targets) == sorted([*small.SMALL, *small.GATE, *small.WEEKLY])
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert set(small.GATE) == set(re.findall(r"^make (\S+)", ci, flags=re.MULTILINE))
    weekly = (ROOT / ".github" / "workflows" / "weekly.yml").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{target}\b", weekly) for target in small.WEEKLY)
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*/how-to-use.md")]:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"`make ([a-z-]+)", text):
            assert target in targets, f"{path.name}: make {target}"
        for line in re.findall(r"^\$ (.*?)(?: {2,}#.*)?$", text, flags=re.MULTILINE):
            assert line in small.OTHERS or line.removeprefix("make ") in targets, (
                f"{path.name}: nothing runs «{line}»; add it to tests/commands/small.py"
            )


@pytest.mark.parametrize(
    ("place", "fixtures", "marks"),
    [
        ("tests/site/test_site.py::test", ["site"], ["slow"]),
        ("tests/site/test_judge.py::test", ["browser", "tmp_path"], ["slow"]),
        (f"tests/book/test_printed.py::test[{LONG[0]}.ipynb]", ["page"], ["slow"]),
        ("tests/book/test_printed.py::test[checked/in-keras.ipynb]", ["page"], []),
    ],
)
def test_what_waits_for_site_browser_or_long_notebooks_is_slow(
    place: str, fixtures: list[str], marks: list[str]
) -> None:
    added: list[str] = []
    item: Any = SimpleNamespace(nodeid=place, fixturenames=fixtures, add_marker=added.append)
    pytest_itemcollected(item)
    assert added == marks
    assert all((ROOT / "docs" / "ko" / f"{name}.ipynb").is_file() for name in LONG)


def test_every_path_that_the_documents_name_is_there() -> None:
    """A path stands in backquotes and may lie below a room; NAME stands for a name in it."""
    rooms = [ROOT, *(ROOT / room for room in ("docs/making", "cnnbook", "tests"))]
    named = []
    for path in [*ROOT.glob("*.md"), ROOT / "docs" / "STYLE.md"]:
        for name in re.findall(r"`([\w.-]+(?:/[\w.-]*)*)`", path.read_text(encoding="utf-8")):
            made = name.startswith(".cache/")  # which a fresh clone has not
            if not made and "NAME" not in name and ("/" in name or Path(name).suffix in ENDINGS):
                named.append(name)
                places = [room / name for room in (*rooms, path.parent)]
                assert any(place.exists() for place in places), f"{path.name}: {name}"
    assert len(named) > 40


def test_the_layout_in_the_readmes_is_that_of_the_project() -> None:
    """Each names the same folders, and all that are kept but the hidden ones."""
    folders = []
    for name in ("README.md", "README.ko.md"):
        table = re.search(r"(?:^\|.*\n)+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert table
        folders.append(re.findall(r"`([\w/-]+)/`", table[0]))
    assert folders[0] == folders[1]
    command = ["git", "ls-files", "--", "*/*"]
    kept = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in kept.splitlines() if not line.startswith(".")}
    assert {folder.split("/")[0] for folder in folders[0]} == top
    below = {line.split("/")[1] for line in kept.splitlines() if re.match("docs/[^/]+/", line)}
    assert {f"docs/{one}" for one in below} <= set(folders[0])


def test_people_and_machines_run_the_same_gate() -> None:
    workflow = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    assert "- run: .ci/run\n" in workflow
    assert re.search(r"^make test$", (ROOT / ".ci" / "run").read_text(), flags=re.MULTILINE)
    for name in ("README.md", "README.ko.md", "CONTRIBUTING.md"):
        assert "make test" in (ROOT / name).read_text(encoding="utf-8")


def test_the_workflow_is_pinned_and_has_least_permissions() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        for action in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}
        writing = {
            name: sorted(k for k, v in job.get("permissions", {}).items() if v == "write")
            for name, job in workflow["jobs"].items()
        }
        assert {k: v for k, v in writing.items() if v} in (
            {},
            {"deploy": ["id-token", "pages"], "notebooks": ["contents"]},
        )


def test_the_branch_for_colab_holds_the_notebooks_of_the_last_site_alone(tmp_path: Path) -> None:
    remote, site, archive = (tmp_path / name for name in ("remote", "site", "artifact.tar"))
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    for name in ("size", "축"):  # the second is put online later, in the place of the first
        shutil.rmtree(site, ignore_errors=True)
        (site / "en" / name).mkdir(parents=True)
        (site / "en" / name / f"{name}.ipynb").write_text("{}")
        (site / "en" / name / "index.html").write_text("no notebook")
        subprocess.run(["tar", "-cf", archive, "-C", site, "."], check=True)
        subprocess.run([ROOT / ".ci" / "notebooks", archive, remote], check=True)
        command = ["git", "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "notebooks"]
        listed = subprocess.run(command, cwd=remote, capture_output=True, text=True, check=True)
        assert listed.stdout == f"en/{name}/{name}.ipynb\n"


def test_both_configurations_have_the_same_pages_in_the_same_order() -> None:
    def paths(nav: list[object]) -> list[object]:
        return [
            paths(next(iter(entry.values()))) if isinstance(entry, dict) else entry for entry in nav
        ]

    navs = []
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = re.sub(r"!!?[\w/:.]+", "", (ROOT / name).read_text(encoding="utf-8"))
        navs.append(paths(yaml.safe_load(text)["nav"]))
    assert navs[0] == navs[1]


def test_every_test_lies_in_a_room() -> None:
    """The rooms are what pytest is given, so no list of files can leave one out."""
    rooms = {path.relative_to(ROOT).parts[1] for path in (ROOT / "tests").rglob("test_*.py")}
    given = PYPROJECT["tool"]["pytest"]["ini_options"]["testpaths"]
    apart = {"commands"}  # has a target of its own
    assert {f"tests/{room}" for room in rooms - apart} == {n for n in given if "tests/" in n}
    documents = [ROOT / name for name in ("README.md", "README.ko.md", "ARCHITECTURE.md")]
    for path in documents:
        (line,) = re.findall(r"^\| `tests/` .*", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert rooms <= set(re.findall(r"`(\w+)`", line)), path.name
