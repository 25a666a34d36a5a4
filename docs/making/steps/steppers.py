"""Steppers on a page: `<!-- stepper: x=1,2/3,4 kernel=1,1/1,1 -->` becomes the element.

What may stand in the line is what an address may say (javascripts/stepper/state.js).
"""

import re
from html import escape

from making.page import BookError, PageContext

PLACE = re.compile(r"^<!-- stepper: (.+) -->$", flags=re.MULTILINE)
SETTING = re.compile(
    r"(?:x|kernel|bias|size|stride|padding|dilation|relu|dy|op|mode|next|beside|at)=[\w.,/;~-]+"
)
#: What stands there where the element can't.
WITHOUT = {
    "ko": "여기에 계산을 한 스텝씩 따라가는 도구가 있습니다. 자바스크립트를 켜면 나타납니다.",
    "en": "Here is a tool that goes through the calculation step by step. It needs JavaScript.",
}


def place(markdown: str, page: PageContext) -> str:
    """Put the stepper in its place.

    Raises:
        BookError: If a setting is unknown, or there are two steppers, for an address has one state.
    """
    lines = PLACE.findall(markdown)
    if len(lines) > 1:
        raise BookError(f"{page.path}: {len(lines)} steppers, but an address has room for one")
    for setting in " ".join(lines).split():
        if not SETTING.fullmatch(setting):
            raise BookError(f"{page.path}: {setting!r} is no setting of the stepper")
    return PLACE.sub(lambda line: show(line[1].split(), page.language), markdown)


def show(settings: list[str], language: str) -> str:
    """Write the element."""
    state = escape("&".join(settings))
    inside = f"<p>{WITHOUT[language]}</p>"
    return (
        f'<div data-search-exclude><book-stepper data-state="{state}">{inside}</book-stepper></div>'
    )
