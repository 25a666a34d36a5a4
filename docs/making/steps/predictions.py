"""Where a section asks to answer before looking, its outputs are covered until they are asked for.

Authors write the request as a sentence; the words below tell it.
"""

import re

from making.page import PageContext

REQUEST = {"ko": "출력을 가리고", "en": "over each output"}
SHOW = {"ko": "눌러서 답 보기", "en": "Show the answer"}
SECTION = re.compile(r"<h2\b.*?(?=<h2\b|\Z)", flags=re.DOTALL)
ANSWER = '<span class="answer">'


def cover(html: str, page: PageContext) -> str:
    """Cover the answers of the sections that ask for it, from their request on."""
    covered = (
        f'<span class="answer covered" role="button" tabindex="0" '
        f'data-show="{SHOW[page.language]}">'
    )

    def section(match: re.Match[str]) -> str:
        before, request, after = match[0].partition(REQUEST[page.language])
        return before + request + after.replace(ANSWER, covered) if request else match[0]

    return SECTION.sub(section, html)
