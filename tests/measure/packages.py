"""Lighthouse and axe-core from npm, as `package-lock.json` has them, kept in .cache."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.site_fixtures import ROOT

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
KEPT = ROOT / ".cache" / "npm"


class MissingError(Exception):
    """The packages are not here and can't be fetched; the message says why."""


def installed(*, lighthouse: bool) -> Path:
    """Install what is missing.

    Args:
        lighthouse: Whether Lighthouse is needed, with the 200 packages that it needs itself;
            axe-core is one alone.

    Returns:
        The folder `node_modules`.

    Raises:
        MissingError: If there is no npm, or it can't reach its registry.
    """
    name = "lighthouse" if lighthouse else "axe"
    folder = KEPT / f"{name}-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
    if not folder.exists():
        _install(folder, [] if lighthouse else ["--omit=dev"])
    return folder / "node_modules"


def _install(folder: Path, options: list[str]) -> None:
    """Install beside the folder, and name it when all is there."""
    if not (npm := shutil.which("npm")):
        raise MissingError("no npm on this machine (Debian: apt-get install npm)")
    KEPT.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=KEPT))
    for path in (LOCK, HERE / "package.json", HERE / ".npmrc"):
        shutil.copy(path, new)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options]
    done = subprocess.run(command, cwd=new, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(new)
        raise MissingError(f"npm could not install axe-core: {done.stderr}")
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
