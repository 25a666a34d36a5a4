"""The first cell of a notebook: it installs what the reader's Python lacks, or says how to."""

import re
import tomllib
from functools import cache

from making.paths import ROOT

#: Which names in a page's code need which module.
NEEDS = {
    "tensorflow": ("tensorflow", "keras", "models", "explain"),
    "matplotlib": ("matplotlib", "plots"),
    "skimage": ("skimage", "resized"),
    "scipy": ("scipy",),
}
#: Names of packages that differ from their module's.
PACKAGES = {"skimage": "scikit-image"}
NAME = re.compile(r"[\w.-]+")
WORD = re.compile(r"\w+")

#: Jupyter and Colab fold the cell; Colab shows its title.
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
CELL = '''\
{comment}
import importlib.util
import shutil
import subprocess
import sys

needed = {{
{needed}
}}
failed = """\\
{failed}"""


class NotInstalled(Exception):
    def _render_traceback_(self):  # which Jupyter shows in the place of a traceback
        return [str(self)]


def install(packages):
    if importlib.util.find_spec("pip") or not shutil.which("uv"):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--retries", "1"]
    else:
        command = ["uv", "pip", "install", "--quiet", "--python", sys.executable]
    done = subprocess.run([*command, *packages], capture_output=True, text=True)
    if done.returncode:
        answer = "\\n".join(done.stderr.strip().splitlines()[-6:])
        raise NotInstalled(failed.format(" ".join(packages), answer))
    importlib.invalidate_caches()


missing = [what for name, what in needed.items() if importlib.util.find_spec(name) is None]
if missing:
    install(missing)'''
COMMENT = {
    "ko": "# @title 없는 패키지만 설치하는 셀\n# {page} 페이지의 노트북입니다.",
    "en": "# @title A cell that installs what is missing\n# The notebook of {page}",
}
FAILED = {
    "ko": """\
패키지를 설치하지 못했습니다: {{}}
설치 프로그램의 답은 이렇습니다.
{{}}
인터넷 연결을 확인하고 이 셀을 다시 실행하세요. 책의 사이트가 열리지 않으면 터미널에서
pip install "cnnbook @ git+{repository}" 명령으로 설치하고 다시 실행하세요.""",
    "en": """\
These packages could not be installed: {{}}
The installer answers:
{{}}
Check that you are online and run this cell again. If the book's site doesn't open, run
pip install "cnnbook @ git+{repository}" in a terminal, and then this cell again.""",
}


def cell(code: str, page: str, wheel: str, language: str, repository: str) -> str:
    """Write the cell that installs what a notebook needs.

    Args:
        code: All code of the notebook.
        page: Address of the page that it was made of.
        wheel: Address of the wheel of `cnnbook`.
        language: Language of what the cell says, "ko" or "en".
        repository: Address of the repository, for who can't reach the wheel.

    Returns:
        Its code. Where something can't be installed, it raises an error that Jupyter shows
        without a traceback: what failed, what the installer said, and what to do.
    """
    needed = {"cnnbook": f"cnnbook @ {wheel}"} | {
        name: _requirements()[name] for name in needs(code)
    }
    return CELL.format(
        comment=COMMENT[language].format(page=page),
        needed="\n".join(f'    "{name}": "{what}",' for name, what in needed.items()),
        failed=FAILED[language].format(repository=repository.rstrip("/")),
    )


def needs(code: str) -> list[str]:
    """Name the modules besides `cnnbook` and NumPy that code needs, which its names tell."""
    words = set(WORD.findall(code))
    return [name for name, telling in NEEDS.items() if words.intersection(telling)]


@cache
def _requirements() -> dict[str, str]:
    """Read what brings each module, with the versions that the package's extras ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [what for extra in project["optional-dependencies"].values() for what in extra]
    by_package = {match[0]: what for what in extras if (match := NAME.match(what))}
    packages = {name: PACKAGES.get(name, name) for name in NEEDS}
    return {name: by_package.get(package, package) for name, package in packages.items()}
