"""The opening of a chapter: what you will be able to do and what you need, in one box.

The theme sets the two side by side, or closely, so that the chapter itself begins soon.
"""

import re

from making.page import PageContext

GOALS = {"ko": "무엇을 할 수 있게 되나요", "en": "What you will be able to do"}
SECTION = re.compile(r"<h2\b.*?(?=<h2\b)", flags=re.DOTALL)


def gather(html: str, page: PageContext) -> str:
    """Put the first two sections of a chapter, its goals and its needs, into the opening."""
    goals = SECTION.search(html)
    needs = SECTION.match(html, goals.end()) if goals else None
    if not (goals and needs) or GOALS[page.language] not in goals[0].partition("</h2>")[0]:
        return html
    opening = "".join(f"<section>\n{section[0]}</section>\n" for section in (goals, needs))
    return f'{html[: goals.start()]}<div class="opening">\n{opening}</div>\n{html[needs.end() :]}'
