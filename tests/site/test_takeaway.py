"""Each page can be had as a notebook: what stands in it, what it answers, what it installs."""

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path

import material
import nbformat
import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnnbook import exercises
from making import digests
from making.mkdocs_only import downloads
from making.notebooks.reading import code_cells, read
from making.page import PageContext
from making.paths import LANGUAGES
from making.proof.source import DOCS
from making.takeaway import examples, install, notebook
from making.takeaway.notebook import INSTALL, file_of
from making.takeaway.prose import Prose
from tests import takeaway
from tests.pages import PAGES, code, prose, text_of
from tests.site_fixtures import ROOT, served
from tests.takeaway import SITE

PAGE = PageContext("en", "convolution/size.md")
#: What would be left of the book's own Markdown, if it were left.
LEFT_OVER = re.compile(r"^ *(?:!!!|\?\?\?|<!--)|\[\^|<book-|\]\((?!https?://)|\ue000", re.MULTILINE)
#: Without TensorFlow, which takes longer to import than all the rest.
SAMPLE = ("en/source-mistakes.md", "ko/how-to-use.md")


def with_code(language: str) -> list[str]:
    """The pages with examples, but for the home page, which has no line of actions."""
    docs = DOCS / language
    texts = {page: text_of(docs / page) for page in PAGES if page != downloads.HOME}
    return [page for page, text in texts.items() if "python" in dict(code(text))]


def written(markdown: str, page: PageContext = PAGE) -> list[str]:
    """The cells of a page, after the first one, with the kind of each."""
    taken = notebook.of_page(markdown, page, SITE)
    assert taken is not None
    return [f"{cell.cell_type[0]}: {cell.source}" for cell in taken.cells[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_with_code_has_its_notebook(site: Path, language: str) -> None:
    folder = site / "en" if language == "en" else site
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.ipynb")}
    mine = {path for path in found if language == "en" or not path.startswith("en/")}
    pages = with_code(language)
    assert mine == set(map(file_of, pages))
    for page in pages:
        taken = nbformat.read(folder / file_of(page), as_version=4)
        nbformat.validate(taken)
        assert taken.cells[0].id == INSTALL
        assert "assets/wheel/cnnbook-" in taken.cells[0].source
        assert not any(cell.outputs or cell.execution_count for cell in code_cells(taken))
        for cell in taken.cells:
            if cell.cell_type == "markdown":
                assert not (left := LEFT_OVER.search(prose(cell.source))), (page, left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_of_actions_leads_to_the_notebook(site: Path, language: str) -> None:
    root = site / "en" if language == "en" else site
    for page in ("convolution/size.md", "training/from-scratch.ipynb", "convolution/index.md"):
        built = root / file_of(page)
        html = BeautifulSoup((built.parent / "index.html").read_text("utf-8"), "html.parser")
        links = [str(link["href"]) for link in html.select(".actions a[href]")]
        if page.endswith("index.md"):
            assert not [link for link in links if "ipynb" in link and "edit/" not in link]
            continue
        below = "en/" if language == "en" else ""
        github = "https://colab.research.google.com/github/cnnbook/cnnbook/blob/notebooks/"
        assert links[:2] == [f"{github}{below}{file_of(page)}", built.name]
        assert built.is_file()


@pytest.mark.parametrize(
    ("repository", "colab"),
    [
        (
            "https://github.com/a/fork/",
            "https://colab.research.google.com/github/a/fork/blob/notebooks/en/size/size.ipynb",
        ),
        ("https://gitlab.com/a/fork", None),
        (None, None),
    ],
)
def test_colab_opens_notebooks_of_github_alone(repository: str | None, colab: str | None) -> None:
    folders = [ROOT / "docs" / "theme", Path(material.__file__).parent / "templates"]
    templates = Environment(loader=FileSystemLoader(folders), autoescape=True)
    templates.filters["url"] = Path
    theme = {"language": "en", "icon": {"edit": "material/pencil"}}
    html = templates.get_template("partials/actions.html").render(
        config={"theme": theme, "repo_url": repository}, page={}, notebook="size/size.ipynb"
    )
    links = [str(link["href"]) for link in BeautifulSoup(html, "html.parser").select("a")]
    assert links == [*filter(None, [colab]), "size/size.ipynb"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_of_the_book_keeps_its_code(site: Path, language: str) -> None:
    for page in [page for page in PAGES if page.endswith(".ipynb")]:
        folder = site / "en" if language == "en" else site
        taken = nbformat.read(folder / file_of(page), as_version=4)
        mine = [c.source for c in code_cells(taken)[1:] if "import check\n" not in c.source]
        assert mine == [c.source for c in code_cells(read(DOCS / language / page))[1:]]


def test_notebooks_answer_in_jupyter_what_their_pages_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few of them, and one with other answers; `make takeaway` runs all."""
    monkeypatch.setattr(takeaway, "DOCS", tmp_path)
    for name in SAMPLE:
        (tmp_path / name).parent.mkdir()
        shutil.copy(DOCS / name, tmp_path / name)
        assert len(takeaway.expected(tmp_path / name)) > 1
    error = ">>> {}[1]\nTraceback (most recent call last):\n    ...\nKeyError: 2"
    fences = [f"```python\n{code}\n```" for code in (">>> 6 * 7\n42", ">>> print(1)\n2", error)]
    (tmp_path / "en" / "other.md").write_text("\n\n".join(fences))
    assert list(takeaway.faults([tmp_path / name for name in (*SAMPLE, "en/other.md")])) == [
        "en/other.md:\nprint(1)\nexpected:\n2\ngot:\n1\n",
        "en/other.md:\n{}[1]\nexpected:\nKeyError: 2\ngot:\nKeyError: 1\n",
    ]


def test_a_cell_ends_where_python_answers() -> None:
    session = """
>>> x = 2
>>> def double(x):
...     return 2 * x
>>> double(x)
4
>>> y = 3
>>> double()
Traceback (most recent call last):
    ...
TypeError: no
>>> print("a\\n\\nb")
a
<BLANKLINE>
b
>>> z = 5
"""
    cells = [(cell.source, cell.metadata.get("tags")) for cell in examples.cells(session)]
    assert cells == [
        ("x = 2\ndef double(x):\n    return 2 * x\ndouble(x)", None),
        ("y = 3", None),
        ("double()", ["raises-exception"]),
        ('print("a\\n\\nb")', None),
        ("z = 5", None),
    ]
    assert examples.fences(">>> print('a\\n\\nb')\na\n<BLANKLINE>\nb\n").endswith(
        "```\n\n```text\na\n\nb\n```"
    )
    assert [cell.source for cell in examples.cells("for x in y:\n    print(x)\n")] == [
        "for x in y:\n    print(x)"
    ]


def test_code_that_is_no_python_stays_prose() -> None:
    console = "# A\n\n```console\n$ pip install .\n# ## no heading\n```"
    assert written(f"{console}\n\n```python\nx = 1\n```\n\n## B\n") == [
        f"m: {console}",
        "c: x = 1",
        "m: ## B",
    ]
    assert notebook.of_page("# A\n\n```text\nx\n```", PAGE, SITE) is None


def test_prose_reads_well_away_from_the_site() -> None:
    def in_jupyter(markdown: str) -> str:
        (section,) = Prose(PAGE, "https://a.org/en/", ("b", "a")).sections(markdown)
        return section

    here = "https://a.org/en/convolution"
    for link, address in {
        "pooling.md#stride": f"{here}/pooling/#stride",
        "../training/from-scratch.ipynb": "https://a.org/en/training/from-scratch/",
        "index.md": f"{here}/",
        "../index.md": "https://a.org/en/",
        "#zeros": f"{here}/size/#zeros",
        "https://b.org/x.md": "https://b.org/x.md",
    }.items():
        assert in_jupyter(f"[*x*]({link}), `](y.md)`") == f"[*x*]({address}), `](y.md)`"
    assert in_jupyter('![alt](../figures/a.svg "Two 3×3 maps.")') == (
        "![alt](https://a.org/en/figures/a.svg)\n\n*Two 3×3 maps.*"
    )
    assert in_jupyter("One.\n<!-- = 1 -->\nTwo[^a].\n\n[^a]: Three.") == (
        "One.\nTwo<sup>2</sup>.\n\n<sup>2</sup> Three."
    )
    assert in_jupyter("<!-- picture: Four curves -->\nThe curves.") == "The curves."
    for element in (
        "<!-- stepper: x=1 kernel=1 -->",
        '<div>\n<book-digit-pad data-stepper="x">\nNo script.\n</book-digit-pad>\n</div>',
    ):
        assert (
            in_jupyter(element)
            == f"[The book's page]({here}/size/) has a tool here, whose values you can change."
        )


def test_a_box_is_a_quotation() -> None:
    box = """\
!!! warning "Careful: `0`"
<!-- = 0 -->
    1. One
       $a$:

    $$
    x
    $$

    ```text
    y
    ```

After."""
    (section,) = Prose(PAGE, "https://a.org/", ()).sections(box)
    lines = ["**Careful: `0`**", "", "1. One", "   $a$:", "", "$$ x $$", "", "```text", "y", "```"]
    assert section == "\n".join(f"> {line}".rstrip() for line in lines) + "\n\nAfter."


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exercise_has_a_cell_for_an_answer_and_a_folded_solution(language: str) -> None:
    first = exercises.load("size")[0]
    question, answer, solution, *_ = written(
        "<!-- exercises: size -->", PageContext(language, "a.md")
    )
    assert question.startswith(f"m: ### 1. {first.words[language].title}\n\n")
    assert f'print(check("{first.id}", ""' in answer
    assert re.match(r"m: <details>\n<summary>\w+</summary>\n\n", solution)
    assert (
        solution.count("```python")
        == solution.count("```text")
        == len(list(examples.pieces(first.code)))
    )
    assert solution.endswith("</details>")


def test_a_notebook_is_taken_along_without_outputs() -> None:
    pasted = {"a.png": {"image/png": "aGk="}}
    fence = "```python\nnot_run\n```"
    kept = new_notebook(
        cells=[
            new_code_cell("get_ipython()", id=INSTALL),
            new_markdown_cell("See[^note] [size](size.md).\n<!-- = 1 -->"),
            new_code_cell("1", outputs=[], execution_count=3, metadata={"tags": ["remove-input"]}),
            new_markdown_cell(f"[^note]: Below.\n\n{fence}"),
            new_markdown_cell("![hi](attachment:a.png)", attachments=pasted),
        ]
    )
    taken = notebook.of_notebook(kept, PAGE, SITE)
    nbformat.validate(taken)
    assert [cell.source for cell in taken.cells[1:]] == [
        "See<sup>1</sup> [size](https://example.org/convolution/size/).",
        "1",
        f"<sup>1</sup> Below.\n\n{fence}",
        "![hi](attachment:a.png)",
    ]
    assert [cell.id for cell in taken.cells] == [INSTALL, "1", "2", "3", "4"]
    assert taken.cells[2].execution_count is None
    assert taken.cells[2].metadata.tags == ["remove-input"]
    assert taken.cells[4].attachments == pasted


# What the first cell installs.


def test_a_notebook_asks_for_what_its_code_reaches() -> None:
    """Found by words when the site is built, and here by what the modules import."""
    libraries = re.compile(
        r"^\s*(?:import|from) (keras|tensorflow|matplotlib|skimage|scipy)\b", re.MULTILINE
    )
    brought = {"keras": "tensorflow"}
    stamps = digests.packages()
    for page in with_code("en"):
        all_code = "\n".join(
            text for info, text in code(text_of(DOCS / "en" / page)) if info == "python"
        )
        pieces = "\n".join(piece.code for piece in examples.pieces(all_code))
        plain = re.sub("^[%!].*$", "", pieces, flags=re.MULTILINE)
        reached = [path for path in digests.reached(plain, stamps) if path.suffix == ".py"]
        modules = [path.read_text(encoding="utf-8") for path in reached]
        texts = [plain, *(_without_unused(text, [plain, *modules]) for text in modules)]
        found = {brought.get(name, name) for text in texts for name in libraries.findall(text)}
        assert found <= set(install.needs(plain)), page


def _without_unused(module: str, texts: list[str]) -> str:
    """Leave out the public functions that nothing but their own module names."""
    others = [text for text in texts if text != module]
    return "".join(
        part
        for name, part in _parts(module)
        if not name or any(re.search(rf"\b{name}\b", text) for text in others)
    )


@cache
def _parts(module: str) -> list[tuple[str, str]]:
    """Split a module into its public functions, by name, and what lies between them."""
    lines, parts, end = module.splitlines(keepends=True), [], 0
    for node in ast.parse(module).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            parts.append(("", "".join(lines[end : node.lineno - 1])))
            end = node.end_lineno or len(lines)
            parts.append((node.name, "".join(lines[node.lineno - 1 : end])))
    return [*parts, ("", "".join(lines[end:]))]


def test_the_packages_have_the_versions_of_the_extras() -> None:
    text = install.cell("import keras\nfrom skimage import transform", "p", "w", "en", "r")
    extras = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, package in {"tensorflow": "tensorflow", "skimage": "scikit-image"}.items():
        (asked,) = re.findall(rf'"{name}": "({package}>=[\d.]+)"', text)
        assert f'"{asked}"' in extras
    assert install.needs("import numpy as np\nimport cnnbook") == []


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with nothing in it."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    return folder / "bin" / "python"


UV = shutil.which("uv", path=sysconfig.get_path("scripts")) or "uv"


def run(bare: Path, source: str, *, settings: dict[str, str]) -> str:
    """Run a cell as Jupyter does, where the packages of this environment are but not `cnnbook`."""
    code = (
        f"from IPython.core.interactiveshell import InteractiveShell as S; S().run_cell({source!r})"
    )
    packages = {"PYTHONPATH": sysconfig.get_path("purelib"), "NO_COLOR": "1"}
    done = subprocess.run(
        [bare, "-c", code],
        env=os.environ | packages | settings,
        cwd=bare.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout


WITH_UV = {"PATH": os.pathsep.join([str(Path(UV).parent), os.environ["PATH"]])}


@pytest.mark.parametrize(
    ("language", "failed", "mend"),
    [
        ("ko", "설치하지 못했습니다", "이 셀을 다시 실행하세요"),
        ("en", "could not be installed", "run this cell again"),
    ],
)
def test_an_unreachable_wheel_is_told_in_words(
    bare: Path, language: str, failed: str, mend: str
) -> None:
    address = "http://127.0.0.1:9/assets/wheel/cnnbook-0.1.0-py3-none-any.whl"
    source = install.cell("", "https://a.org/", address, language, "https://b.org/c")
    said = run(bare, source, settings=WITH_UV | {"UV_HTTP_RETRIES": "0"})
    for part in (failed, address, "refused", mend, 'pip install "cnnbook @ git+https://b.org/c"'):
        assert part in said, said
    assert "Traceback" not in said


def test_without_an_installer_it_says_so(bare: Path) -> None:
    source = install.cell("", "https://a.org/", "http://127.0.0.1:9/x.whl", "en", "https://b.org/c")
    said = run(bare, source, settings={"PATH": ""})
    assert "No module named pip" in said
    assert "Traceback" not in said


def test_the_first_cell_installs_the_wheel_of_the_site(
    site: Path, bare: Path, tmp_path: Path
) -> None:
    taken = nbformat.read(site / "en" / file_of("how-to-use.md"), as_version=4)
    (link,) = re.findall(r"cnnbook @ (http\S+?/)assets/", taken.cells[0].source)
    # Its only dependency is there already, and the test needs no network.
    (tmp_path / "uv.toml").write_text("[pip]\nno-deps = true\n")
    settings = WITH_UV | {"UV_CONFIG_FILE": str(tmp_path / "uv.toml")}
    with served(site) as address:
        source = taken.cells[0].source.replace(link, f"{address}/")
        shown = "\nimport cnnbook; print(cnnbook.__file__, cnnbook.output_size(7, 3))"
        said = run(bare, source + shown, settings=settings)
    file, size = said.split()
    assert Path(file).is_relative_to(bare.parents[1])
    assert size == "5"
