"""What a kept result depends on, and that nobody sees half of it."""

from pathlib import Path

import pytest

from making import digests, keeping

PACKAGE = {
    "__init__.py": "from cnnbook import tools\nfrom cnnbook.sums import add, double\nversion = 1",
    "sums.py": "from cnnbook._checks import check\nfrom cnnbook.parts import two as double",
    "_checks.py": "import numpy",
    "tools.py": "import cnnbook.models",
    "tools.html": "a template",
    "models.py": "",
    "parts/__init__.py": "from cnnbook.parts.two import two",
    "parts/two.py": "",
    "results/__init__.py": "",
    "results/records/one.json": "{}",
}
SUMS = {"sums.py", "_checks.py", "parts/two.py"}
TOOLS = {"tools.py", "tools.html", "models.py"}
INIT = {"__init__.py", *TOOLS, *SUMS}
RECORD = "results/records/one.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, code in PACKAGE.items():
        path = tmp_path / "cnnbook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import numpy\nnumpy.conv2d(1).tools", set()),
        ("import cnnbook", set()),
        ("import cnnbook\ncnnbook.add(1).tools", SUMS),
        ("from cnnbook import double", SUMS),
        ("from cnnbook import tools", TOOLS),
        ("import cnnbook\ncnnbook.tools.anything", TOOLS),
        ("import cnnbook.models", {"models.py"}),
        ("from cnnbook import parts", {"parts/__init__.py", "parts/two.py"}),
        ("from cnnbook import results", {"results/__init__.py", RECORD}),
        # Who holds the whole package can reach all that it imports.
        ("import cnnbook\nvars(cnnbook)", INIT),
        ("import cnnbook as book", INIT),
        ("from cnnbook import *", INIT),
        ("from cnnbook import version", INIT),
        ("%magic", set(PACKAGE)),
    ],
)
def test_code_reaches_what_it_takes_names_from(code: str, expected: set[str], root: Path) -> None:
    found = {path.resolve() for path in keeping.reached(code, root)}
    assert found == {
        (root / "cnnbook" / name).resolve() for name in {*expected, "samples/sha256.json"}
    }


def test_no_package_imports_what_this_cannot_see() -> None:
    """What the models need is found from the page's call down to the array."""
    found = {path.name for path in keeping.reached("import cnnbook\ncnnbook.Network([])")}
    assert {"network.py", "stack.py", "conv.py", "conv_backward.py", "_sliding.py"} <= found


def test_the_digest_sees_content_and_names(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("same")
    two.write_text("same")
    digests = {keeping.digest([one], tmp_path), keeping.digest([two], tmp_path)}
    one.write_text("other")
    digests.add(keeping.digest([one], tmp_path))
    assert len(digests) == 3
    assert keeping.digest([one, two], tmp_path) == keeping.digest([two, one], tmp_path)


def test_a_file_is_put_in_place_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "new" / "file"
    keeping.write(file, b"first")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        keeping.write(file, b"second")
    assert file.read_bytes() == b"first"


def test_a_file_is_read_again_only_after_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "words.yml"
    read = []

    @digests.until_written
    def content(path: Path) -> str:
        read.append(path)
        return path.read_text()

    for text in ("one", "another"):
        file.write_text(text)
        assert [content(file), content(file)] == [text, text]
    assert len(read) == 2
    file.unlink()
    with pytest.raises(FileNotFoundError):
        content(file)
