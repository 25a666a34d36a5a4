"""Cells of notebooks that only set up or only draw are folded: the picture comes first."""

import re

from making.page import PageContext

SUMMARY = {
    "ko": {"set-up": "이 노트북의 준비 코드", "picture": "그림을 그리는 코드"},
    "en": {"set-up": "Code that sets this notebook up", "picture": "Code that draws the picture"},
}
LISTING = r'<div class="highlight"[^>]*><pre>(?:(?!</pre>).)*</pre></div>'
CODE = re.compile(LISTING, flags=re.DOTALL)
DRAWING = re.compile(
    rf'(?P<code>{LISTING})\s*(?P<picture><p><img [^>]*class="(?:output|plot)"[^>]*></p>)',
    flags=re.DOTALL,
)
TAG = re.compile("<[^>]*>")
SET_UP = re.compile(r"%matplotlib |import |from ")
#: A cell with fewer lines stands in nobody's way.
SHORT = 4


def fold(html: str, page: PageContext) -> str:
    """Fold the code of a notebook that neither prints nor is to be read."""
    if not page.path.endswith(".ipynb"):
        return html
    words = SUMMARY[page.language]

    def drawing(match: re.Match[str]) -> str:
        if match["code"].count('<span class="line"') < SHORT:
            return match[0]
        return f"{match['picture']}\n{_folded(match['code'], words['picture'])}"

    html = DRAWING.sub(drawing, html)
    for listing in CODE.finditer(html):
        if SET_UP.match(TAG.sub("", listing[0])):
            folded = _folded(listing[0], words["set-up"])
            return html[: listing.start()] + folded + html[listing.end() :]
    return html


def _folded(code: str, summary: str) -> str:
    return f'<details class="folded-code"><summary>{summary}</summary>\n{code}</details>'
