"""Could the book move? Other programs build it, and the pages are compared with MkDocs's.

`make zensical` builds what Zensical can build of the staged Markdown, goes the second half of each
page's way on its pages, and tells what is missing; nothing is taken from its exit code, which is 0
for a site of empty pages too. `make properdocs` builds the site as it is with ProperDocs, which
is MkDocs under another name and the way out if time runs short; every page must be equal.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from making import staging
from making.page import url_of
from making.paths import LANGUAGES, ROOT

UV = Path(sys.executable).with_name("uv")
ZENSICAL = "zensical==0.0.73"
PROPERDOCS = "properdocs==1.6.7"


def _texts(selector: str) -> Callable[[Tag], list[str]]:
    return lambda page: [" ".join(found.text.split()) for found in page.select(selector)]


def _words(page: Tag) -> list[str]:
    return [word for word in re.split(r"\s+", page.text) if word.strip("¶")]


#: What a page is made of, and how to find it.
PARTS: dict[str, Callable[[Tag], list[str]]] = {
    "words": _words,
    "headings": _texts("h1, h2, h3, h4"),
    "addresses of headings": lambda page: [
        str(heading["id"]) for heading in page.select("h1[id], h2[id], h3[id], h4[id]")
    ],
    "code and outputs": _texts("pre"),
    "formulas": _texts("math"),
    "figures": _texts("figure.drawing"),
    "pictures": lambda page: [
        str(image["alt"]) for image in page.select("img.output[alt], figure.drawing .for-light")
    ],
    "notes": _texts("a.term"),
    "folded solutions": _texts("details.success > summary"),
    "tables": _texts("table"),
}


def article(page: Path) -> Tag:
    """Parse a built page and take its own part, without what belongs to its edge."""
    html = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    found = html.select_one("article")
    assert found is not None, f"{page} has no article"
    for edge in found.select(".headerlink, .md-content__button, .md-source-file, script, style"):
        edge.decompose()
    return found


def missing(page: Path, like: Path) -> dict[str, list[str]]:
    """Tell, by part, what a page lacks of another one."""
    if not page.is_file():
        return {"page": ["all of it"]}
    there, here = article(page), article(like)
    lost = {part: Counter(find(here)) - Counter(find(there)) for part, find in PARTS.items()}
    return {part: list(lacking) for part, lacking in lost.items() if lacking}


def report(site: Path, like: Path, language: str) -> int:
    """Print for each part on how many pages it is whole and the first losses; count the losses."""
    nav = staging.configuration(language)["nav"]
    pages = [url_of(path) for path in staging.paths_of(nav)]
    lost = {url: missing(site / url / "index.html", like / url / "index.html") for url in pages}
    for part in ("page", *PARTS):
        where = [url for url in pages if part in lost[url]]
        whole = f"whole on {len(pages) - len(where):2} of {len(pages)}"
        first = "; ".join(f"/{url} {lost[url][part][0]!r:.50}" for url in where[:3])
        print(f"{language}  {part:22} {whole}  {first}")
    return sum(map(bool, lost.values()))


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a program and show what it says if it fails."""
    done = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-3000:]}")


def zensical(scratch: Path, book: Path) -> int:
    """Build the staged pages with Zensical; words, code or pages that are lost count."""
    tool: list[str | Path] = [
        UV,
        "tool",
        "run",
        "--from",
        ZENSICAL,
        "--with",
        "mkdocstrings[python]",
        "zensical",
    ]
    lost = 0
    for language in LANGUAGES:
        folder = scratch / language
        site = staging.with_zensical(language, folder)
        run(*tool, "zensical", "build", cwd=folder)
        staging.finish(site, language)
        lost += report(site, book / ("" if language == "ko" else "en"), language)
    return lost


def properdocs(scratch: Path, book: Path) -> int:
    """Build the site as it is with ProperDocs; each page that lacks something counts."""
    tool: list[str | Path] = [
        UV,
        "run",
        "--no-project",
        "--python",
        sys.executable,
        "--with",
        PROPERDOCS,
    ]
    run(*tool, "properdocs", "build", "--site-dir", scratch / "site")
    return sum(
        report(scratch / "site" / folder, book / folder, language)
        for language, folder in (("ko", ""), ("en", "en"))
    )


def main(name: str) -> None:
    """Build with MkDocs and with the program of this name, and compare."""
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch, "book")
        run(sys.executable, "-m", "mkdocs", "build", "--site-dir", book)
        lost = {"zensical": zensical, "properdocs": properdocs}[name](Path(scratch), book)
    print(f"{lost} pages lack something in the site of {name}")
    sys.exit(name == "properdocs" and lost > 0)


if __name__ == "__main__":
    main(sys.argv[1])
