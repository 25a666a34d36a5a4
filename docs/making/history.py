"""When each page last changed, as git knows it."""

import datetime
import shutil
import subprocess
from functools import cache
from pathlib import Path

from making.paths import ROOT

COMMIT = "@"


@cache  # a preview shows what was committed when it started
def last_changes(root: Path = ROOT) -> dict[str, datetime.date]:
    """Ask git once for the date of the last commit of every page.

    Args:
        root: Folder of the project.

    Returns:
        The dates by the paths of the sources below docs, such as "en/convolution/size.md". There
        are none where git can't know them: without a repository, or in one without its history.
    """
    if _git(root, "rev-parse", "--is-shallow-repository") != "false\n":
        return {}
    changes: dict[str, datetime.date] = {}
    date = datetime.date.min
    log = _git(root, "log", f"--format={COMMIT}%cs", "--name-only", "--relative", "--", "docs")
    for line in filter(None, log.splitlines()):
        if line.startswith(COMMIT):
            date = datetime.date.fromisoformat(line.removeprefix(COMMIT))
        else:
            changes.setdefault(line.removeprefix("docs/"), date)
    return changes


def _git(root: Path, *arguments: str) -> str:
    """What git answers; nothing where it is missing or fails."""
    if not (git := shutil.which("git")):
        return ""
    done = subprocess.run(
        [git, *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.stdout if done.returncode == 0 else ""
