"""Listings: what is typed and what Python answers are told apart, and each fits a narrow page.

A line that is typed wraps, and goes on further in than it began. An answer never wraps, because
the columns of a matrix would be lost: it scrolls, and by itself; only an error is words. Pages and
notebooks get the same elements, so they look alike.
"""

import html as entities
import re
from itertools import groupby

from making.page import PageContext

LISTING = re.compile(
    r'(?P<before><div class="(?P<kind>[^"]*)\bhighlight"[^>]*><pre><span></span><code>)'
    r"(?P<body>.*?)\n?(?P<after></code></pre>)",
    flags=re.DOTALL,
)
PROMPT = re.compile(r'<span class="gp">(?:&gt;&gt;&gt;|\.\.\.|\$) ?</span>')
ERROR = '<span class="gr">'
TAG = re.compile("<[^>]*>")


def part(html: str, page: PageContext) -> str:
    """Put each run of typed lines and each answer of a listing into an element of its own."""

    def listing(match: re.Match[str]) -> str:
        return match["before"] + _parts(match["body"], match["kind"].split()) + match["after"]

    return LISTING.sub(listing, html)


def _parts(body: str, kind: list[str]) -> str:
    lines = body.split("\n")
    if "output" in kind or ("<span" not in body and len(lines) > 1):
        return _answer(lines)
    if not PROMPT.match(body):
        return _typed(lines)
    write = {True: _typed, False: _answer}
    runs = groupby(lines, key=lambda line: bool(PROMPT.match(line)))
    # The end of a line belongs to its element, or an answer that isn't copied would leave it.
    return "".join(write[is_typed](list(run)) for is_typed, run in runs)


def _typed(lines: list[str]) -> str:
    return f'<span class="typed">{"".join(map(_line, lines))}</span>'


def _line(line: str) -> str:
    text = entities.unescape(TAG.sub("", line))
    prompt = 4 if PROMPT.match(line) else 0
    begin = prompt + len(text[prompt:]) - len(text[prompt:].lstrip())
    style = f' style="--begin: {begin}"' if begin else ""
    return f'<span class="line"{style}>{line}</span>\n'


def _answer(lines: list[str]) -> str:
    kind = "answer words" if any(ERROR in line for line in lines) else "answer"
    return f'<span class="{kind}">' + "".join(f"{line}\n" for line in lines) + "</span>"
