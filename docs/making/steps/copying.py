"""Buttons that copy: each listing has its own, and one for all of the page's code up to there.

The theme and copying.js listen to them. They stand in the page from the beginning, for a button
that comes later lays its listing out again.
"""

import re
from itertools import count

from making.page import PageContext

#: A listing that is typed; what a cell printed has none.
LISTING = re.compile(
    r'(?P<before><div class="(?!output)(?:[^"]* )?highlight"(?P<more>[^>]*)><pre>)'
    r"<span></span><code>"
)
PYTHON = "data-python="
WORDS = {
    "ko": {"copy": "클립보드로 복사", "so-far": "여기까지 모두 복사"},
    "en": {"copy": "Copy to clipboard", "so-far": "Copy everything up to here"},
}


def add_buttons(html: str, page: PageContext) -> str:
    """Give each listing its buttons."""
    words, numbers = WORDS[page.language], count()

    def buttons(match: re.Match[str]) -> str:
        number = next(numbers)
        made = _button(words["copy"], f'data-md-type="copy" data-clipboard-target="#code-{number}"')
        if PYTHON in match["more"]:
            made = _button(words["so-far"], 'data-clipboard-text=""') + made
        nav = f'<span class="md-code__nav">{made}</span>'
        return f'{match["before"]}{nav}<code id="code-{number}">'

    return LISTING.sub(buttons, html)


def _button(words: str, what: str) -> str:
    # A title goes while its note is shown, and the name stays.
    name = f'title="{words}" aria-label="{words}"'
    return f'<button type="button" class="md-code__button" {name} {what}></button>'
