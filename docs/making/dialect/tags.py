"""Tags of HTML in a text: each is closed where the text ends, and none that was never opened."""

import re

from making.dialect.pieces import Pieces

TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)"""
    r"""(?P<attributes>(?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(?P<void>/?)>"""
)
BLANK = re.compile(r"\n[ \t]*\n")
RELATIVE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?(?!["'/#]|[\w.+-]+:)""", flags=re.IGNORECASE)
SUMMARY = re.compile(r"\s*<summary>")
AUTOLINK = re.compile(r"<(?:[A-Za-z][\w+.-]+:[^\s<>]*|[\w.+-]+@[\w.-]+)>")
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
#: What closes itself before a brother; browsers do it, and so does what reads the page.
IMPLIED = {
    **{name: {name} for name in ("li", "p", "tr", "option")},
    **{name: {"td", "th"} for name in ("td", "th")},
    **{name: {"dt", "dd"} for name in ("dt", "dd")},
}
#: Boxes in which Jupyter reads Markdown after a blank line.
BOXES = {"article", "aside", "blockquote", "center", "details", "div", "figure", "section"}
INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "var",
}


def close(text: str) -> str:
    """Close what is left open, leave out ends that end nothing, and let other `<` be text."""
    opened: list[str] = []

    def piece(match: re.Match[str]) -> str:
        name = match["name"].lower()
        if not match["end"]:
            if name not in VOID and not match["void"]:
                _open(opened, name)
            return match[0]
        if name not in opened:
            return ""
        while opened.pop() != name:
            pass
        return match[0]

    parts = []
    at = 0
    for match in TAG.finditer(text):
        parts += [_as_text(text[at : match.start()]), piece(match)]
        at = match.end()
    parts.append(_as_text(text[at:]))
    ends = [f"\n</{name}>" if name in INLINE else f"\n\n</{name}>" for name in reversed(opened)]
    return "".join([*parts, *ends])


def contain(html: str) -> str:
    """Close what HTML leaves open, and leave out ends that end nothing."""
    kept = Pieces()
    return kept.put_back(close(kept.take_out_raw(html)))


def with_markdown_inside(text: str) -> str:
    """Let Markdown be read in boxes that have a blank line, as Jupyter does."""
    opened: list[re.Match[str]] = []
    places: dict[int, str] = {}
    for match in TAG.finditer(text):
        if match["name"].lower() not in BOXES or match["void"]:
            continue
        if not match["end"]:
            opened.append(match)
        elif opened:
            box = opened.pop()
            inside = text[box.end() : match.start()]
            if BLANK.search(inside) and "markdown" not in box["attributes"]:
                places[box.end() - 1] = "1"
                if summary := SUMMARY.match(inside):
                    places[box.end() + summary.end() - 1] = "span"
    for place in sorted(places, reverse=True):
        text = f'{text[:place]} markdown="{places[place]}"{text[place:]}'
    return text


def lead_up(text: str, up: str) -> str:
    """Begin the addresses of pictures with `up` if they are relative."""
    return RELATIVE.sub(lambda image: image[0] + up, text)


def _open(opened: list[str], name: str) -> None:
    if opened and opened[-1] in IMPLIED.get(name, ()):
        opened.pop()
    opened.append(name)


def _as_text(text: str) -> str:
    """Escape what begins like a tag and is none: a<b."""
    links = [link.start() for link in AUTOLINK.finditer(text)]
    return re.sub(
        r"<(?=[A-Za-z/!?])",
        lambda sign: sign[0] if sign.start() in links else "&lt;",
        text,
    )
