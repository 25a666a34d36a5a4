"""What a change of Markdown must leave alone: code, formulas, comments. A mark stands for each."""

import re
import textwrap

#: A mark: its number between two characters that no text has; the second tells fences.
MARK = re.compile("\ue000(\\d+)[\ue001\ue002]")
FENCE_MARK = re.compile("(?P<indent>[ \t]*)\ue000(\\d+)\ue002$", flags=re.MULTILINE)
FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^\n`]*)"
    r"(?P<code>(?:\n.*)*?)(?:\n[ \t]*(?P=ticks)[`~]*[ \t]*$|\Z)",
    flags=re.MULTILINE,
)
# Four spaces after a blank line, at the beginning or below a line that is no item and no title of
# a box, are code; what looks like it under an item is the item's own text.
INDENTED = re.compile(r"(?:\A|(?<=\n\n))(?:(?: {4}|\t)[^\n]*(?:\n+|\Z))+")
BOXES = ("!!!", "???", ":::", "[^", ":   ")
ITEM = re.compile(r"[ ]*(?:[-*+]|\d+[.)])[ \t]+\S")
_RAW = r"""
    (?P<comment><!--.*?(?:-->|\Z))
    | (?P<raw><(?P<tag>pre|script|style|textarea)\b.*?(?:</(?P=tag)>|\Z))
"""
RAW = re.compile(_RAW, flags=re.DOTALL | re.VERBOSE)
INLINE = re.compile(
    rf"""
    (?P<escape>\\[\\`$<])
    | {_RAW}
    | (?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))
    | (?P<formula>
        \$\$(?:\\.|[^\\$]|\$(?!\$))+?\$\$
      | \$(?:\\.|[^\\$\n]|\n(?![ \t]*\n))+?\$
      | \\begin\{{(?P<name>\w+\*?)\}}.*?\\end\{{(?P=name)\}}
      )
    """,
    flags=re.DOTALL | re.VERBOSE,
)
# In Python-Markdown `[1] [2]` refers to another address; in Jupyter that takes `[1][2]`.
BRACKETS = re.compile(r"(?<!\\)\[([^\[\]\n]*)\](?=[ \n]\[)")


class Pieces:
    """The pieces of one text, by number."""

    def __init__(self) -> None:
        """Begin without any."""
        self.texts: list[str] = []

    def take_out(self, text: str) -> str:
        """Replace the pieces by marks; what is left open in them is closed."""
        text = FENCE.sub(lambda fence: fence["indent"] + self._mark(_closed(fence), "\ue002"), text)
        text = INDENTED.sub(lambda block: self._indented(block), text)
        return INLINE.sub(lambda piece: self._mark(_safe(piece)), text)

    def take_out_raw(self, html: str) -> str:
        """Replace what is no text in HTML by marks: comments, scripts, style sheets."""
        return RAW.sub(lambda piece: self._mark(_safe(piece)), html)

    def put_back(self, text: str) -> str:
        """Replace the marks by the pieces; a fence's lines are indented like its mark."""

        def fence(mark: re.Match[str]) -> str:
            return textwrap.indent(self.texts[int(mark[2])], mark["indent"])

        text = FENCE_MARK.sub(fence, text)
        while MARK.search(text):  # a comment may hold a fence
            text = MARK.sub(lambda mark: self.texts[int(mark[1])], text)
        return text

    def _mark(self, text: str, end: str = "\ue001") -> str:
        self.texts.append(text)
        return f"\ue000{len(self.texts) - 1}{end}"

    def _indented(self, block: re.Match[str]) -> str:
        before = block.string[: block.start()].rstrip("\n")
        above = next(filter(_at_margin, reversed(before.split("\n"))), "")
        if ITEM.match(above) or above.startswith(BOXES):
            return block[0]
        code = block[0].rstrip("\n")
        return self._mark(_as_fence(code)) + block[0][len(code) :]


def open_brackets(text: str) -> str:
    """Let bracketed text before another bracket be text."""
    return BRACKETS.sub(r"\\[\1\\]", text)


def _at_margin(line: str) -> bool:
    return bool(line) and not line.startswith(("    ", "\t"))


def _closed(fence: re.Match[str]) -> str:
    """Write a fence without its indentation, closed."""
    code = fence["code"].replace(f"\n{fence['indent']}", "\n")
    return f"{fence['ticks']}{fence['info']}{code}\n{fence['ticks']}"


def _as_fence(code: str) -> str:
    """Write indented code as a fence if a parser of HTML would see an end in it."""
    return f"~~~~~\n{textwrap.dedent(code)}\n~~~~~" if "</" in code else code


def _safe(piece: re.Match[str]) -> str:
    """Write a piece so that no parser of HTML sees a tag in it where there is none."""
    text = piece[0]
    match piece.lastgroup:
        case "comment":
            return text if text.endswith("-->") else f"{text}\n-->"
        case "raw":
            end = f"</{piece['tag']}>"
            return text if text.endswith(end) else f"{text}\n{end}"
        case "code" if "</" in text:
            words = text.strip("`").strip()
            return f"<code>{re.sub(r'[^\w\s]', lambda sign: f'&#{ord(sign[0])};', words)}</code>"
        case "formula":
            return re.sub(r"<(?=[A-Za-z/!?])", "< ", text)
    return text
