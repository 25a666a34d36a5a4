"""Cells of notebooks that only set up or only draw are folded: the picture comes first."""

import re

from making.page import PageContext

SUMMARY = {
    "ko": {"set-up": "이 노트북의 준비 코드", "picture": "그림을 그리는 코드"},
    "en": {"set-up": "Code that sets this notebook up", "picture": "Code that draws the picture"},
}
LISTING = r'<div class="highlight"><pre>(?:(?!</pre>).)*</pre></div>'
CODE = re.compile(LISTING, flags=re.DOTALL)
DRAWING = re.compile(
    rf'(?P<code>{LISTING})\s*(?P<picture><p><img [^>]*class="output"[^>]*></p>)', flags=re.DOTALL
)
TAG = re.compile("<[^>]*>")
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

    def set_up(match: re.Match[str]) -> str:
        begins = TAG.sub("", match[0]).startswith("%matplotlib")
        return _folded(match[0], words["set-up"]) if begins else match[0]

    return CODE.sub(set_up, DRAWING.sub(drawing, html))


def _folded(code: str, summary: str) -> str:
    return f'<details class="folded-code"><summary>{summary}</summary>\n{code}</details>'
