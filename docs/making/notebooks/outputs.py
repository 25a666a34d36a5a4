"""What a cell shows, as a page of paper can show it, and what is said where it can't."""

import base64
import json
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from click import unstyle
from nbformat import NotebookNode
from nbformat.v4 import new_output

from making.dialect import adapt, tags
from making.notebooks.plotting import PLOT
from making.notebooks.reading import code_cells

#: Kinds of pictures, the best first, and the endings of their files.
PICTURES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
TEXTS = ("text/html", "text/markdown", "text/latex", "application/json", "text/plain")
#: What a page can show, the best first; text alone is the last resort of what has another form.
FORMS = (PLOT, *PICTURES, *TEXTS)
#: Tags of cells whose outputs nobody sees.
UNSEEN = {"remove-output", "remove-cell"}
WARNING = re.compile(
    r"^\S[^\n]*?:\d+: (\w*Warning: .*?)(?=\n  |\Z)", flags=re.DOTALL | re.MULTILINE
)
# What libraries tell other libraries, whichever line made them say it.
FOR_PROGRAMMERS = re.compile(r"(?:Pending)?Deprecation|Future")
NO_GLYPH = re.compile(r"Glyph (\d+) \(.*?\) missing from font")
#: What a picture shows, in words: one line for each picture of the code above.
SAID = re.compile(r"^<!-- picture: (?P<said>.+) -->\n*", flags=re.MULTILINE)
ATTACHMENT = re.compile(r"attachment:([^\s)\"'>]+)")
# A frame of another file, and the line above the traceback.
ELSEWHERE = re.compile(r"\s*File |-+$")
#: How the text of what has no text begins.
OBJECT = "<IPython"
TABLE = re.compile(r'<table[^>]*class="dataframe"[^>]*>')


class Words(NamedTuple):
    """What the page itself says about a notebook's pictures, hidden code and missing outputs."""

    picture: str
    code: str
    unseen: str


WORDS = {
    "ko": Words("바로 위 코드가 그린 그림", "코드 보기", "이 출력은 책에 보일 수 없습니다"),
    "en": Words("Picture drawn by the code above", "Show the code", "The book can't show this"),
}


def problems(notebook: NotebookNode) -> Iterator[str]:
    """Name what an executed notebook shows and a page can't, with cell and mend."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    for number, cell in enumerate(prose, start=1):
        for name in ATTACHMENT.findall(cell.source):
            if unquote(name) not in cell.get("attachments", {}):
                yield (
                    f"Markdown cell {number}: {unquote(name)} is no attachment of this cell. Paste "
                    "the picture again."
                )
    for number, cell in enumerate(code_cells(notebook), start=1):
        if UNSEEN.intersection(cell.metadata.get("tags", [])):
            continue
        for output in cell.outputs:
            if "data" in output and form(output.data) is None:
                kinds = " and ".join(kind for kind in output.data if kind != "text/plain")
                yield (
                    f"code cell {number}: {kinds} has no form in a static page. Show a picture or "
                    "a table in its place, or tag the cell remove-output."
                )
        missing = dict.fromkeys(NO_GLYPH.findall(_stderr(cell)))
        if missing:
            letters = " ".join(chr(int(code)) for code in missing)
            yield (
                f"code cell {number}: the plot's font lacks {letters}. The default fonts have "
                "Latin and Hangul: set no font.family, or NanumGothic."
            )


def form(data: NotebookNode) -> str | None:
    """Choose the type of an output's data to show; None if a page can show none of them."""
    known = [kind for kind in FORMS if kind in data]
    # A <pre> brings colours of its own; its plain text follows the page's theme.
    is_repr = data.get("text/plain", OBJECT).startswith(OBJECT)
    if known[:1] == ["text/html"] and data["text/html"].startswith("<pre") and not is_repr:
        return "text/plain"
    if known == ["text/plain"] and len(data) > 1:
        return None
    return known[0] if known else None


def seen(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Leave of a cell's outputs what is meant for the reader.

    Errors become the text of their traceback in the cell, and of what was printed to stderr
    only warnings are left.
    """
    for output in outputs:
        if output.output_type == "error":
            yield new_output("stream", text=_traceback(output))
        elif output.get("name") == "stderr":
            if warnings := _warnings(output.text):
                yield new_output("stream", text=warnings)
        else:
            yield output


def pictures_said(notebook: NotebookNode) -> Iterator[str]:
    """Say of each picture of an executed notebook what it shows; nothing where nobody does."""
    waiting = 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            kinds = [form(output.get("data", {})) for output in cell.outputs]
            waiting += sum(kind == PLOT or kind in PICTURES for kind in kinds)
        elif cell.cell_type == "markdown":
            yield from [*SAID.findall(cell.source), *[""] * waiting][:waiting]
            waiting = 0
    yield from [""] * waiting


def picture(output: NotebookNode, kind: str) -> tuple[bytes, str]:
    """Return a picture's content and the attributes that its metadata give it."""
    size = output.metadata.get(kind, {})
    attributes = [f'{name}="{size[name]}"' for name in ("width", "height") if name in size]
    return content(output.data[kind], kind), " ".join([".output", *attributes])


def content(data: str, kind: str) -> bytes:
    """Return the file of a picture as a notebook keeps it."""
    if kind != "image/svg+xml":
        return base64.b64decode(data)
    if "xmlns=" not in data:  # a page's own drawing needs none, but a file does
        data = data.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return data.encode()


def markdown(data: NotebookNode, kind: str | None, words: Words) -> str:
    """Write an output that is no picture as Markdown."""
    text = data.get(kind, "")
    match kind:
        case "text/html":
            return f'<div class="output">\n{tags.contain(TABLE.sub("<table>", text))}\n</div>'
        case "application/json":
            return (
                f"````{{ .json .output }}\n{json.dumps(text, indent=2, ensure_ascii=False)}\n````"
            )
        case None:
            return f'<p class="output unseen">{words.unseen}: {", ".join(data)}</p>'
    return f'<div class="output" markdown="1">\n\n{adapt(text)}\n\n</div>'


def _stderr(cell: NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.get("name") == "stderr")


def _warnings(text: str) -> str:
    """Keep the warnings, without the addresses of the code that gave them."""
    found = [warning.rstrip() for warning in WARNING.findall(unstyle(text))]
    return "\n".join(dict.fromkeys(w for w in found if not FOR_PROGRAMMERS.match(w)))


def _traceback(output: NotebookNode) -> str:
    """Write an error as its cell sees it, without the files of this machine."""
    frames = [unstyle(frame).strip("\n") for frame in output.traceback]
    return "\n".join(frame for frame in frames if not ELSEWHERE.match(frame))
