"""Listings: what is typed and what Python answers are told apart, and each fits a narrow page.

A line that is typed wraps, and goes on further in than it began. An answer never wraps, because
the columns of a matrix would be lost: it scrolls, and by itself; only an error is words. Pages and
notebooks get the same elements, so they look alike.

Python that a reader may take along says what it is: `data-python` is "session", "cell" or "code",
and where an example is written otherwise in a script, its first line has that as `data-script`.
The scripts of the theme read it with listings.js.
"""

import html as entities
import re
from collections.abc import Iterator
from itertools import groupby, pairwise, takewhile

from making.page import PageContext
from making.scripts import Scripts

LISTING = re.compile(
    r'<div class="(?P<kind>[^"]*)\bhighlight"(?P<more>[^>]*)>(?P<before><pre><span></span><code>)'
    r"(?P<body>.*?)\n?(?P<after></code></pre>)",
    flags=re.DOTALL,
)
PROMPT = re.compile(r'<span class="gp">(?:&gt;&gt;&gt;|\.\.\.|\$) ?</span>')
FIRST = '<span class="gp">&gt;&gt;&gt;'
ERROR = '<span class="gr">'
TAG = re.compile("<[^>]*>")
#: Names, numbers and spaces have the colour of plain code, and so many need no element each.
PLAIN = ["n", "nc", "ne", "nf", "nn", "nv", "fm", "vm", "kc", "mi", "mf", "mh", "il", "sa", "w"]
UNCOLOURED = re.compile(rf'<span class="(?:{"|".join(PLAIN)})">([^<]*)</span>')
#: Where pymdownx.highlight names the language of a fence.
LANGUAGE = re.compile(r"\blanguage-(?P<name>\S+) ")
#: The class that making/notebooks/page.md.j2 gives to a cell that shows the value of its last line.
VALUE = "value "


def part(html: str, page: PageContext) -> str:
    """Put each run of typed lines and each answer of a listing into an element of its own."""
    scripts = Scripts()

    def listing(match: re.Match[str]) -> str:
        kind = LANGUAGE.sub("", match["kind"])
        python = _python(match["kind"], page)
        lines = match["body"].split("\n")
        written = _scripts(lines, python, VALUE in kind, scripts)
        parts = _parts(lines, kind.split(), written)
        data = f' data-python="{python}"' if python else ""
        return (
            f'<div class="{kind.replace(VALUE, "")}highlight"{match["more"]}{data}>'
            f"{match['before']}{UNCOLOURED.sub(r'\1', parts)}{match['after']}"
        )

    return LISTING.sub(listing, html)


def _python(kind: str, page: PageContext) -> str:
    """Say which kind of Python a listing is, if it is any that runs."""
    language = LANGUAGE.match(kind)
    match language["name"] if language else "", "doc-signature" in kind:
        case "pycon", _:
            return "session"
        case "python", False:
            return "cell" if page.path.endswith(".ipynb") else "code"
    return ""


def _scripts(lines: list[str], python: str, has_value: bool, scripts: Scripts) -> dict[int, str]:
    """What scripts have in the place of an example, under the number of its first line."""
    texts = [_text(line) for line in lines]
    examples = {}
    if python == "session":
        starts = [number for number, line in enumerate(lines) if line.startswith(FIRST)]
        for start, end in pairwise([*starts, len(lines)]):
            typed = len(list(takewhile(PROMPT.match, lines[start:end])))
            source = "\n".join(text[4:] for text in texts[start : start + typed])
            examples[start] = source, "\n".join(texts[start + typed : end])
    elif python:
        examples[0] = "\n".join(texts), VALUE if has_value else ""
    written = {start: scripts.script(*example) for start, example in examples.items()}
    return {start: text for start, text in written.items() if text != examples[start][0]}


def _text(line: str) -> str:
    return entities.unescape(TAG.sub("", line))


def _parts(lines: list[str], kind: list[str], written: dict[int, str]) -> str:
    has_colours = any("<span" in line for line in lines)
    if "output" in kind or (not has_colours and len(lines) > 1):
        return _answer(lines)
    typed = [_line(line, written.get(number)) for number, line in enumerate(lines)]
    if not PROMPT.match(lines[0]):
        return _typed(typed)
    # The end of a line belongs to its element, or an answer that isn't copied would leave it.
    return "".join(
        _typed(typed[run[0] : run[-1] + 1]) if is_typed else _answer(lines[run[0] : run[-1] + 1])
        for is_typed, run in _runs(lines)
    )


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[int]]]:
    for is_typed, run in groupby(range(len(lines)), key=lambda i: bool(PROMPT.match(lines[i]))):
        yield is_typed, list(run)


def _typed(lines: list[str]) -> str:
    return f'<span class="typed">{"".join(lines)}</span>'


def _line(line: str, script: str | None) -> str:
    text = _text(line)
    prompt = 4 if PROMPT.match(line) else 0
    begin = prompt + len(text[prompt:]) - len(text[prompt:].lstrip())
    style = f' style="--begin: {begin}"' if begin else ""
    data = "" if script is None else f' data-script="{_attribute(script)}"'
    return f'<span class="line"{style}{data}>{line}</span>\n'


def _attribute(text: str) -> str:
    return entities.escape(text).replace("\n", "&#10;")


def _answer(lines: list[str]) -> str:
    kind = "answer words" if any(ERROR in line for line in lines) else "answer"
    return f'<span class="{kind}">' + "".join(f"{line}\n" for line in lines) + "</span>"
