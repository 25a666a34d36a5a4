"""What the preview does to the folder that it serves."""

from pathlib import Path

import pytest

from making.mkdocs_only.preview import put_on_top, show


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def read(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


OLD = {"index.html": "old", "gone/index.html": "old", "en/index.html": "old"}
NEW = {"index.html": "new", "page/index.html": "new"}


@pytest.mark.parametrize(
    ("keep", "expected"), [(None, NEW), ("en", NEW | {"en/index.html": "old"})]
)
def test_a_new_site_takes_the_place_of_the_old(
    keep: str | None, expected: dict[str, str], tmp_path: Path
) -> None:
    served = write(tmp_path / "served", OLD)
    show(write(tmp_path / "new", NEW), served, keep)
    assert read(served) == expected


def test_there_is_one_message_at_most(tmp_path: Path) -> None:
    page = "<html><body class='a'><p>text</p></body></html>"
    write(tmp_path, {"index.html": page, "en/index.html": page, "a.txt": page})
    for message in ("first <b> \\1", "\x1b[38;5;246msecond\x1b[0m </pre>"):
        put_on_top(tmp_path, message)
    files = read(tmp_path)
    assert files["a.txt"] == page
    for name in ("index.html", "en/index.html"):
        assert files[name].count("<pre") == 1
        assert "second &lt;/pre&gt;</pre><body class='a'>" in files[name]
        assert "first" not in files[name]
