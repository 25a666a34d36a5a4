"""Notebooks of other people become chapters, and a book that can't show them says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser

from making import drawings, networks
from making.mkdocs_only import hook
from making.notebooks.reading import NotebookError
from making.paths import LANGUAGES
from tests.built import one
from tests.site import other_notebooks, small_book
from tests.site.other_notebooks import NOTEBOOKS
from tests.site_fixtures import ROOT, WIDE, mkdocs, served, window


@pytest.fixture(scope="module")
def chapters(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a book whose chapters are the five notebooks, in both languages."""
    names = [f"{name}.ipynb" for name in NOTEBOOKS]
    book = small_book.make(tmp_path_factory.mktemp("others") / "book", names)
    for language in LANGUAGES:
        for name, notebook in NOTEBOOKS.items():
            other_notebooks.write(book / "docs" / language / f"{name}.ipynb", notebook())
    built = mkdocs("build", "--strict", cwd=book)
    assert built.returncode == 0, built.stdout
    return book / "site"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def article(chapters: Path, language: str, name: str) -> BeautifulSoup:
    folder = chapters / ("" if language == "ko" else "en") / name
    html = BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")
    found = BeautifulSoup(str(one(html, "article")), "html.parser")
    for image in found.select("img"):
        assert (folder / str(image["src"])).resolve().is_file(), image
    for marker in found.select(".headerlink"):
        marker.decompose()
    return found


def headings(page: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.select("h1, h2")]


def test_a_korean_course(chapters: Path, language: str) -> None:
    page = article(chapters, language, "korean-course")
    assert headings(page) == ["손실 곡선 읽기", "다음 시간"]
    assert [item.contents[0].get_text(strip=True) for item in page.select("ul ul li")] == [
        "훈련 손실",
        "검증 손실",
    ]
    assert [str(steps.get("start", "1")) for steps in page.select("ol")] == ["1", "2", "3"]
    assert len(page.select("img:not(.for-dark)")) == 2
    assert len(page.select(".formula math")) == 1
    assert "IndexError: list index out of range" in page.text
    assert page.find("a", href="https://example.org/2") is not None
    assert "$" not in page.text


def test_a_tutorial_of_a_framework(chapters: Path, language: str) -> None:
    page = article(chapters, language, "framework")
    hint, code = page.select("details:not(.folded-code, .citation)")
    assert [len(hint.select(part)) for part in ("ol li", "pre", "math")] == [2, 1, 2]
    assert one(hint, "summary strong").text == "hint"
    assert "folded" in code.text
    assert "3/3 [===" in page.text
    assert "UserWarning: The data set is small." in page.text
    assert not [output for output in page.select(".output") if "noise" in output.text]
    assert page.select("img")[0]["width"] == "120"
    assert all(image.get("width") for image in page.select("img[src$=png]")), "retina has a size"
    assert '"이름": "합성곱"' in page.text
    for unseen in ("b64decode", "never seen", "(1)", "<IPython"):
        assert unseen not in page.text
    assert page.text.count("computed, not shown") == 1, "the code, and not its output"


def test_tables_and_broken_html(chapters: Path, language: str) -> None:
    page = article(chapters, language, "tables")
    assert headings(page) == ["Results in tables", "Afterwards"]
    assert len(page.select(".output table:not([class])")) == 3
    assert not page.select("table[class]")
    assert page.select_one("center strong") is not None
    assert len(page.select("table")) == 4
    last = page.select("article > p")[-1]
    assert last.text == "The page is whole."


def test_a_form_of_colab(chapters: Path, language: str) -> None:
    page = article(chapters, language, "colab")
    assert headings(page)[-1] == "The end"
    assert "conv 0.01" in page.text
    assert len(page.select("ul li")) == 2
    assert "fence_left_open" in page.select("pre:not(.citation pre)")[-1].text


def test_an_old_format(chapters: Path, language: str) -> None:
    page = article(chapters, language, "old")
    assert headings(page) == ["An old notebook"]
    assert len(page.select("ul li")) == 2
    assert "array([[0, 1],\n       [2, 3]])" in page.text
    assert "not for the page" not in page.text


@pytest.fixture(scope="module")
def reader(chapters: Path, browser: Browser) -> Iterator[tuple[str, Browser]]:
    with served(chapters) as address:
        yield address, browser


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_they_fit_every_window(reader: tuple[str, Browser], name: str) -> None:
    address, browser = reader
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with window(browser, address) as (page, problems):
        page.goto(f"/{name}/")
        for width in (WIDE["width"], 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(overflow) <= 0
            assert page.evaluate(STRETCHED) == []
    assert problems == []


#: Pictures whose height doesn't follow their width.
STRETCHED = """[...document.querySelectorAll("article img")]
    .filter(i => Math.abs(i.width / i.height - i.naturalWidth / i.naturalHeight) > 0.05)
    .map(i => `${i.src} ${i.width}x${i.height}`)"""


def test_a_strict_build_names_all_that_cannot_be_shown(site: Path, tmp_path: Path) -> None:
    book = small_book.make(tmp_path / "book", ["learning.md", "widgets.ipynb"])
    widgets = new_notebook(
        cells=[
            new_code_cell("1"),
            new_code_cell("display({'application/vnd.plotly.v1+json': {}}, raw=True)"),
            new_code_cell(
                "import matplotlib.pyplot as plt\nplt.figure(layout=None).text(0, 0, '\\u0e01');"
            ),
        ]
    )
    for language in LANGUAGES:
        docs = book / "docs" / language
        (docs / "learning.md").write_text("# Learning\n\n![own](figures/own.svg)\n")
        (docs / "figures").mkdir()
        (docs / "figures" / "own.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
        other_notebooks.write(docs / "learning.ipynb", new_notebook(cells=[new_code_cell("1")]))
        other_notebooks.write(docs / "widgets.ipynb", widgets)
    built = mkdocs("build", "--strict", cwd=book)
    assert built.returncode != 0
    for said in (
        "learning.ipynb and learning.md would be one page: rename one.",
        "docs/ko/widgets.ipynb, code cell 2: application/vnd.plotly.v1+json has no form",
        "docs/en/widgets.ipynb, code cell 3: the plot's font lacks \u0e01.",
    ):
        assert said in built.stdout.replace("\n", " ")
    assert "Traceback" not in built.stdout
    page = (book / "site" / "learning" / "index.html").read_text(encoding="utf-8")
    assert 'src="../figures/own.svg"' in page


def test_all_broken_notebooks_of_a_build_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = [NotebookError("a.ipynb, code cell 1"), NotebookError("b.ipynb, code cell 2")]
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.extra.update(preview=False, python=0)
    files = Files([File(name, str(ROOT), "", True) for name in ("a.ipynb", "b.ipynb")])
    monkeypatch.setattr(hook, "execute_all", lambda paths: errors)
    monkeypatch.setattr(drawings, "of", lambda language: [])
    monkeypatch.setattr(networks, "files", dict)
    with pytest.raises(PluginError, match=r"a\.ipynb, code cell 1\n\nb\.ipynb, code cell 2"):
        hook.on_files(files, config)
