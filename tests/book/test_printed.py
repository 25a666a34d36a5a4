"""What notebooks printed for the site is what `docs/outputs` keeps."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from making.proof import printed
from making.proof.printed import agrees, cells_of, differences, read, renewed, write
from making.proof.source import DOCS, pages

NOTEBOOKS = [page for page in pages() if page.endswith(".ipynb")]


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_a_notebook_prints_what_is_kept(page: str) -> None:
    assert printed.problems(page) == []


def test_no_output_is_kept_of_a_notebook_that_is_gone() -> None:
    kept = {path for path in printed.FOLDER.rglob("*") if path.is_file()}
    assert kept == {printed.path_of(page) for page in NOTEBOOKS}


KEPT = """\
In [1]: model.fit(x, y)
loss [0.91±0.02  1.5]

done

In [3]: print(total)
197210
"""


def shown(*texts: str) -> list[printed.Cell]:
    codes = ("model.fit(x, y)\nagain()", "x = 1", "print(total)")
    cells = [
        new_code_cell(code, outputs=[new_output("stream", text=text)] if text else [])
        for code, text in zip(codes, texts, strict=True)
    ]
    return cells_of(new_notebook(cells=cells))


def test_what_is_written_is_read_again() -> None:
    cells = read(KEPT)
    assert write(cells) == KEPT
    assert [(cell.number, cell.code) for cell in cells] == [
        (1, "model.fit(x, y)"),
        (3, "print(total)"),
    ]


def test_numbers_may_lie_in_the_stated_range() -> None:
    assert (
        list(differences(read(KEPT), shown("loss [ 0.9  1.5]\n\ndone\n", "", "197210"), "f")) == []
    )


SAID = "loss [0.91  1.5]\n\ndone"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("loss [0.94  1.5]\n\ndone", "", "197210"), "f, cell 1 (model.fit(x, y)), line 1: "),
        (("loss [0.91  1.6]\n\ndone", "", "197210"), "found 'loss [0.91  1.6]'"),
        ((SAID, "", "197211"), "cell 3 (print(total)), line 1: expected '197210'"),
        ((SAID, "2", "197210"), "cell 2 (x = 1), line 1: expected None, found '2'"),
        ((SAID, "", ""), "expected '197210', found None"),
    ],
)
def test_what_differs_is_named(texts: tuple[str, str, str], expected: str) -> None:
    (difference,) = differences(read(KEPT), shown(*texts), "f")
    assert expected in difference


def test_ranges_stay_where_they_still_hold() -> None:
    now = shown("loss [0.90  1.5]\n\nover", "2", "197211")
    assert write(renewed(read(KEPT), now)) == KEPT.replace("done", "over").replace(
        "197210", "197211"
    ).replace("\n\nIn [3]", "\n\nIn [2]: x = 1\n2\n\nIn [3]")
    out_of_range = shown("loss [0.95  1.5]\n\ndone", "", "197210")
    assert "[0.95  1.5]" in write(renewed(read(KEPT), out_of_range))


def test_only_stated_numbers_have_a_range() -> None:
    assert agrees("a -0.5, b 2", "a -0.45±0.1, b 2")
    assert not agrees("a -0.5, b 3", "a -0.45±0.1, b 2")
    assert not agrees("a nan, b 2", "a -0.45±0.1, b 2")
    assert not agrees("ab 2", "a.+ 2")


def test_what_has_a_place_in_memory_alone_is_left_out() -> None:
    (cell,) = shown("<Player at 0x7fd54021c830>", "", "")
    assert cell.lines == ("<Player at 0x…>",)


def test_the_message_says_how_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "checked/in-keras.ipynb"
    monkeypatch.setattr(printed, "FOLDER", DOCS / "nowhere")
    (missing,) = printed.problems(page)
    assert f"python -m making.proof outputs {page} writes it anew" in missing
