"""`.ci/setup`: what it believes, what it makes anew, and what it says when it can't.

uv is played by a script that notes how it was called, so that nothing is downloaded; the real one
answers the questions about the lock, and sets up the environment that these tests run in.
"""

import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.site_fixtures import ROOT

TOOLS = ["sh", "awk", "cat", "chmod", "cksum", "cp", "dirname", "head", "mkdir", "rm", "sort"]
PLAYED_UV = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$1 $FAILS" in
  --version*) echo "uv $UV_IS" ;;
  venv*) mkdir -p .venv/bin && printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$REAL" >.venv/bin/python
    chmod +x .venv/bin/python ;;
  python*) exit 2 ;;
esac
case "$*" in $FAILS) echo "$REASON" >&2; exit 2 ;; esac
"""
PLAYED_PYTHON = """#!/bin/sh
if [ "$1" = -m ]; then
  [ -n "$HAS_PIP" ] || exit 1
  mkdir -p .cache/uv/bin && cp "$UV_SCRIPT" .cache/uv/bin/uv
  exit
fi
exec "$REAL" "$@"
"""


class Place:
    """A folder to set up, and a PATH with nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin = folder / "book", folder / "bin"
        (self.folder / ".ci").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / ".ci" / "setup", self.folder / ".ci" / "setup")
        for name in ("requirements.txt", "pyproject.toml"):
            shutil.copy(ROOT / name, self.folder / name)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.calls = folder / "calls"
        self.script = folder / "played-uv"
        self.put(self.script, PLAYED_UV)
        self.put(self.bin / "uv", PLAYED_UV)
        self.put(self.bin / "python3", PLAYED_PYTHON)

    @staticmethod
    def put(path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def __call__(self, **settings: str) -> subprocess.CompletedProcess[str]:
        self.calls.write_text("")
        environment = {
            "PATH": str(self.bin),
            "HOME": str(self.folder.parent / "home"),
            "CALLS": str(self.calls),
            "REAL": sys.executable,
            "UV_SCRIPT": str(self.script),
            "UV_IS": "0.13.9 (played)",
            "HAS_PIP": "yes",
        }
        return subprocess.run(
            [str(self.folder / ".ci" / "setup")],
            env=environment | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self, command: str) -> int:
        return len(re.findall(rf"^{command}\b", self.calls.read_text(), flags=re.MULTILINE))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_it_sets_up_once(place: Place) -> None:
    assert place().returncode == 0
    steps = ["venv", "pip sync", "pip install"]
    assert [place.called(step) for step in steps] == [1, 1, 2]
    assert "--require-hashes requirements.txt" in place.calls.read_text()
    done = place()
    assert (done.returncode, done.stderr, place.calls.read_text()) == (0, "", "")


@pytest.mark.parametrize("step", ["venv*", "pip sync*", "pip install*--editable .", "*--dry-run*"])
def test_an_interrupted_set_up_is_repeated(place: Place, step: str) -> None:
    assert place(FAILS=step).returncode == 1
    assert not (place.folder / ".venv" / ".ready").exists()
    assert place().returncode == 0
    assert place.called("venv")


@pytest.mark.parametrize("file", ["requirements.txt", "pyproject.toml"])
def test_a_changed_lock_makes_the_environment_anew(place: Place, file: str) -> None:
    place()
    with (place.folder / file).open("a") as changed:
        changed.write("# changed\n")
    assert place().returncode == 0
    assert "venv --quiet --clear" in place.calls.read_text()  # so what is not locked is gone


def test_an_environment_that_was_copied_or_lost_its_python_is_made_anew(place: Place) -> None:
    place()
    place.folder = place.folder.rename(place.folder.with_name("moved"))
    assert place().returncode == 0
    assert place.called("venv")
    (place.folder / ".venv" / "bin" / "python").unlink()
    assert place().returncode == 0
    assert place.called("venv")


def test_another_python_is_taken_when_it_is_named(place: Place) -> None:
    place()
    other = "(3, 12)" if sys.version_info[:2] == (3, 13) else "(3, 13)"
    played = (
        f'#!/bin/sh\ncase "$2" in *print*info*) echo "{other}" ;; *) exec "$REAL" "$@" ;; esac\n'
    )
    place.put(place.bin / "other", played)
    assert place(PYTHON="other").returncode == 0
    assert place.called("venv")


@pytest.mark.parametrize(
    ("reason", "mend"),
    [
        ("error: failed to write: No space left on device (os error 28)", "Free 4 GB"),
        ("error: Failed to fetch: dns error", "Connect to a network"),
        ("cause: client error (Connect) cause: invalid peer certificate", "UV_SYSTEM_CERTS=1"),
        ("error: Hash mismatch for numpy", "uv cache clean"),
        ("error: something new", "its reason stands above"),
    ],
)
def test_what_stops_uv_is_told_with_its_mend(place: Place, reason: str, mend: str) -> None:
    done = place(FAILS="pip sync*", REASON=reason)
    assert done.returncode == 1
    assert reason in done.stderr
    assert mend in done.stderr.splitlines()[-1]


def test_a_uv_that_is_too_old_is_not_used(place: Place) -> None:
    place.put(place.bin / "uv", PLAYED_UV.replace("$UV_IS", "0.4.30"))
    done = place()
    assert done.returncode == 0
    assert "uv 0.4.30 is older" in done.stderr
    assert (place.folder / ".cache" / "uv" / "bin" / "uv").exists()
    entry = (place.folder / ".cache" / "uv" / "uv.txt").read_text()
    assert re.match(r"uv==\S+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+$", entry)


def test_without_uv_and_pip_it_says_what_to_install(place: Place) -> None:
    (place.bin / "uv").unlink()
    done = place(HAS_PIP="")
    assert done.returncode == 1
    assert "Install uv" in done.stderr


@pytest.mark.parametrize("named", [None, "python3"])
def test_without_a_python_of_the_right_version_it_says_so(place: Place, named: str | None) -> None:
    place.put(place.bin / "python3", '#!/bin/sh\n[ "$1" = -m ] && exit 0\nexit 1\n')
    done = place(**({"PYTHON": named} if named else {}))
    assert done.returncode == 1
    assert "Python 3.12 or 3.13" in done.stderr.splitlines()[-1]
    assert not (place.folder / ".venv").exists()


def test_a_python_of_pyenv_that_is_not_active_is_found(place: Place) -> None:
    place.put(place.bin / "python3", "#!/bin/sh\nexit 1\n")
    folder = place.folder.parent / "home" / ".pyenv" / "versions" / "3.13.0" / "bin"
    folder.mkdir(parents=True)
    place.put(folder / "python", '#!/bin/sh\nexec "$REAL" "$@"\n')
    assert place().returncode == 0


# --- The lock, with the real uv ----------------------------------------------------------------


def uv(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.prefix, "bin", "uv")), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def satisfies(folder: Path) -> bool:
    """Tell whether this environment holds what the pyproject.toml of a folder asks for."""
    (question,) = re.findall(
        r'^"\$UV" (pip install .*--dry-run.*?) 2>', (ROOT / ".ci" / "setup").read_text(), re.M
    )
    words = question.replace("'", "").replace(".venv", sys.executable).split()
    return uv(*words, cwd=folder).returncode == 0


def test_a_lock_that_belongs_to_another_pyproject_is_noticed(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "cnnbook", tmp_path / "cnnbook", ignore=lambda *_: ["samples"])
    assert satisfies(tmp_path)
    project = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    for asked in ('"sybil[pytest]>=9999"', '"something-that-nobody-locked"'):
        changed = project.replace('"sybil[pytest]"', asked)
        assert changed != project
        (tmp_path / "pyproject.toml").write_text(changed, encoding="utf-8")
        assert not satisfies(tmp_path), asked


def test_newer_releases_change_nothing(tmp_path: Path) -> None:
    """With a release 9999 of every locked package at hand, uv would install what is locked."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
    newer = tmp_path / "newer"
    newer.mkdir()
    for name in locked:
        plain = name.replace("-", "_")
        with zipfile.ZipFile(newer / f"{plain}-9999-py3-none-any.whl", "w") as wheel:
            folder = f"{plain}-9999.dist-info"
            wheel.writestr(
                f"{folder}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 9999\n"
            )
            wheel.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{folder}/RECORD", "")
    assert uv("venv", "--quiet", "--python", sys.executable, str(tmp_path / "new")).returncode == 0
    question = ["pip", "sync", "--dry-run", "--find-links", str(newer), "--require-hashes"]
    done = uv(*question, "--python", str(tmp_path / "new"), "requirements.txt")
    assert done.returncode == 0, done.stderr
    found = dict(re.findall(r"^ \+ ([\w.-]+)==(\S+)$", done.stderr, flags=re.MULTILINE))
    assert len(found) > 100
    assert found == {name: locked[name] for name in found}


def test_every_line_of_the_lock_pins_a_version_and_a_hash() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lines = [line.split(" #")[0].rstrip() for line in lock.splitlines()]
    required = "\n".join(
        line for line in lines if line.strip() and not line.lstrip().startswith("#")
    )
    entry = r"[a-z0-9.-]+==[^\s\[\]]+( ; [^\n]+?)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    assert re.fullmatch(f"({entry})+", required + "\n")


def test_the_set_up_reads_the_versions_that_the_package_takes() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">=3.12,<3.14"' in project
    script = (ROOT / ".ci" / "setup").read_text(encoding="utf-8")
    assert "(3, 12) <= sys.version_info[:2] <= (3, 13)" in script
    assert 'PYTHONS="3.12 or 3.13"' in script
    assert ">=3.12,<3.14" in script
