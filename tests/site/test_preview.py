"""`mkdocs serve` shows an edit in either language and survives every broken one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Preview
from tests.site_fixtures import put_code


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    running = Preview(project)
    running.wait("", lambda text: "<h1" in text)
    yield running
    running.stop()


def test_edits_are_served_and_broken_ones_survived(preview: Preview) -> None:
    """One server for all of it, because that is how an author's day goes."""
    docs = preview.project / "docs"

    # An edit in either language leaves the other as it was.
    for language, path in [("ko", "source-mistakes/"), ("en", "en/source-mistakes/")]:
        page = docs / language / "source-mistakes.md"
        word = f"edited {language}"
        page.write_text(f"{page.read_text()}\n{word}\n")
        preview.wait(path, re.compile(word).search)
        if language == "ko":  # which the English page has yet to follow, until it has
            preview.wait("en/source-mistakes/", lambda text: "admonition warning" in text)
    preview.wait("en/source-mistakes/", lambda text: "admonition warning" not in text)
    assert "edited ko" in preview.get("source-mistakes/")
    assert 'lang="en"' in preview.get("en/")
    assert "Content-Security-Policy" not in preview.get("en/"), "its own script is not allowed"
    assert "404" in preview.get("nowhere/")

    # A wrong formula: the last good site stays, with the reason on top.
    page = docs / "en" / "index.md"
    good = page.read_text()
    page.write_text(good + "\n$\\nosuchcommand$\n")
    assert "edited ko" in preview.wait("source-mistakes/", lambda text: "nosuchcommand" in text)
    page.write_text(good)
    preview.wait("source-mistakes/", lambda text: "nosuchcommand" not in text)

    # A notebook that raises: its own page shows the error, the others are as they were.
    notebook = docs / "ko" / "checked" / "in-keras.ipynb"
    good = notebook.read_text()
    put_code(notebook, "1 / 0")
    preview.wait(
        "checked/in-keras/",
        lambda text: "in-keras.ipynb, code cell 1, line 1: ZeroDivisionError" in text,
    )
    notebook.write_text('{"cells": [')
    preview.wait("checked/in-keras/", lambda text: "in-keras.ipynb is not JSON" in text)
    assert "edited ko" in preview.get("source-mistakes/")
    notebook.write_text(good)
    preview.wait("checked/in-keras/", lambda text: "is not JSON" not in text and "Keras" in text)

    # Even a broken configuration is only a pause.
    configuration = preview.project / "mkdocs.yml"
    good = configuration.read_text()
    configuration.write_text(re.sub("^nav:", "nav: [", good, flags=re.MULTILINE))
    preview.wait("", lambda text: "error parsing the configuration file" in text)
    configuration.write_text(good)
    preview.wait("", lambda text: "error parsing" not in text and "<h1" in text)
