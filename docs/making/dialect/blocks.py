"""Lists, tables and headings that follow a line of text, and lists within lists."""

import re
from dataclasses import dataclass, field

from making.dialect.pieces import FENCE_MARK

ITEM = re.compile(r"(?P<indent>[ ]*)(?P<sign>[-*+]|\d+[.)])(?P<space>[ \t]+)(?=\S)")
# Other numbers than 1 can stand at the beginning of a line of prose.
FIRST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|1[.)])[ \t]+\S")
HEADING = re.compile(r"#{1,6}[ \t]")
DELIMITERS = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$")


@dataclass
class _Lists:
    """The lists that a line lies in: where the text of each one's item begins in Jupyter."""

    starts: list[int] = field(default_factory=list)
    #: Whether the last item has more than the lines of its first paragraph.
    is_long: bool = False

    def line(self, line: str, *, after_blank: bool) -> str:
        """Write a line with the four spaces a level that Python-Markdown wants."""
        indent = len(line) - len(line.lstrip(" "))
        item = ITEM.match(line)
        if not line.strip() or not (self.starts or (item and indent < 4)):
            self.is_long |= not line.strip()
            return line
        if item or after_blank or HEADING.match(line):
            while self.starts and indent < self.starts[-1]:
                self.starts.pop()
        depth = 4 * len(self.starts)
        if item and indent < depth + 4:
            sign = item["sign"].replace(")", ".")
            self.starts.append(item.end())
            self.is_long = False
            return f"{' ' * depth}{sign} {line[item.end() :]}"
        is_code = bool(FENCE_MARK.match(line))
        self.is_long |= is_code
        if self.starts and self.starts[-1] <= indent < depth and (after_blank or is_code):
            return " " * depth + line.lstrip(" ")
        return line


def set_apart(text: str) -> str:
    """Put a blank line where Python-Markdown needs one, and four spaces a level of a list.

    Args:
        text: Markdown, with marks for its code and formulas.
    """
    lists = _Lists()
    written: list[str] = []
    lines = text.split("\n")
    for i, line in enumerate(lines):
        before = written[-1] if written else ""
        after_blank = not before.strip()
        if not after_blank and _begins(lines[i : i + 2], before, lists):
            written.append("")
            after_blank = True
        written.append(lists.line(line, after_blank=after_blank))
    return "\n".join(written)


def _begins(lines: list[str], before: str, lists: _Lists) -> bool:
    """Say whether the first of these lines begins what can't go on with the line before."""
    line = lines[0]
    if lists.starts:
        apart = HEADING.match(line) or FENCE_MARK.match(line)
        return bool(apart or (lists.is_long and ITEM.match(line)))
    if FIRST_ITEM.match(line):
        return not ITEM.match(before)
    return len(lines) > 1 and "|" in line and "|" not in before and bool(DELIMITERS.match(lines[1]))
