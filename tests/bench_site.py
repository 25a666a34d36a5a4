"""How long the site takes: `make bench` prints medians in seconds, and ratios to a plain site.

The rival is what MkDocs and Material need for the same Markdown pages in one language, without
anything of ours: no notebooks, figures, formulas or second language.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import nbformat

from tests.serving import Preview
from tests.site_fixtures import ROOT, mkdocs

PLAIN = """
site_name: plain
theme: {name: material, font: false}
plugins: {search: {}}
markdown_extensions: [admonition, attr_list, def_list, footnotes, tables, pymdownx.details,
  pymdownx.highlight, pymdownx.superfences]
"""


def median(action: Callable[[], object], rounds: int) -> float:
    """Median seconds of several runs of `action`."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def build(folder: Path, *options: str) -> None:
    """Build the site of `folder` and stop if that fails."""
    done = mkdocs("build", *options, cwd=folder)
    if done.returncode:
        sys.exit(done.stdout)


def plain_site(folder: Path) -> Path:
    """The Korean Markdown pages and a stock configuration."""
    notebooks = shutil.ignore_patterns("*.ipynb")
    shutil.copytree(ROOT / "docs" / "ko", folder / "docs", ignore=notebooks)
    home = folder / "docs" / "index.md"
    home.write_text(re.sub(r"^template: .*\n", "", home.read_text(encoding="utf-8"), flags=re.M))
    (folder / "mkdocs.yml").write_text(PLAIN)
    return folder


def edit(preview: Preview, language: str) -> None:
    """Save a page and wait until its new text is served."""
    page = preview.project / "docs" / language / "checked" / "by-hand.md"
    mark = f"mark{time.monotonic_ns()}"
    page.write_text(re.sub(r"\n*(mark\d+\n)?$", f"\n\n{mark}\n", page.read_text()))
    path = "checked/by-hand/" if language == "ko" else "en/checked/by-hand/"
    preview.wait(path, lambda text: mark in text)


def edit_cell(preview: Preview) -> None:
    """Save a notebook with one cell changed and wait until its new output is served."""
    path = Path("docs", "ko", "checked", "in-keras.ipynb")
    mark = f"mark{time.monotonic_ns()}"
    notebook = nbformat.read(ROOT / path, as_version=4)
    shown = (cell for cell in notebook.cells if not cell.metadata.get("tags"))
    first = next(cell for cell in shown if cell.cell_type == "code")
    first.source += f"\nprint({mark!r})"
    nbformat.write(notebook, preview.project / path)
    preview.wait("checked/in-keras/", lambda page: page.count(mark) > 1)


def fresh(code: str) -> None:
    """Run `code` in a Python of its own."""
    subprocess.run([sys.executable, "-c", code], check=True)


def measure(rounds: int) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = plain_site(Path(scratch, "plain"))
        project = Path(scratch, "project")
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".venv", ".git", "site"))
        build(project)  # warms the caches
        rows = [
            ("plain MkDocs, one language, no notebooks", median(lambda: build(plain), rounds)),
            ("make site, warm, both languages", median(lambda: build(project, "--strict"), rounds)),
        ]
        preview = Preview(project)
        preview.wait("", lambda text: "<h1" in text)
        rows += [
            ("saved Korean page to served text", median(lambda: edit(preview, "ko"), rounds)),
            ("saved English page to served text", median(lambda: edit(preview, "en"), rounds)),
            ("changed notebook cell to served output", median(lambda: edit_cell(preview), rounds)),
        ]
        preview.stop()
    table("ratio to plain", rounds, rows)
    imports = ("import numpy", "import cnnbook")
    table("ratio to numpy", rounds, [(one, median(partial(fresh, one), rounds)) for one in imports])


def table(ratio: str, rounds: int, rows: list[tuple[str, float]]) -> None:
    """Print seconds, and ratios to the first row."""
    print(f"\n{'median of ' + str(rounds):44}{'seconds':>9}{ratio:>16}")
    for name, seconds in rows:
        print(f"{name:44}{seconds:9.2f}{seconds / rows[0][1]:16.2f}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--short", action="store_true", help="one round, to see that all of it runs"
    )
    measure(1 if parser.parse_args().short else 5)


if __name__ == "__main__":
    main()
