"""What belongs together stays on one line: a word and its particle, a sum, a short piece of code.

Korean pages break between words only, but a browser also breaks after a bracket, a formula or
code, where a particle has to follow without a gap. Authors write as usual.
"""

import re

from making.page import PageContext

PIECE = re.compile(r"""<!--.*?-->|<(/?)(\w+)(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|<""", re.DOTALL)
#: What is not set as text.
SILENT = {"pre", "math", "svg", "script", "style"}
#: Tags that end no line.
INLINE = {"a", "code", "em", "strong", "span", "sub", "sup", "math", "kbd"}
FORMULA = re.compile(r"(<math>(?:(?!</math>).)*</math>)([가-힣]+|[.,:;)]+)", flags=re.DOTALL)
SHORT_CODE = re.compile(r"(?<!</span>)(?<!<pre>)<code>(?=[^<]{3,24}</code>)")
CLOSED = r"[)\]%’”\"'」]"
BEFORE_PARTICLE = re.compile(f"({CLOSED})(?=[가-힣])")
JOINER, SPACE = "\N{WORD JOINER}", "\N{NO-BREAK SPACE}"
#: A place such as (i, j) or (1, 2). The former has a tag in it, which no code has.
LETTERS = re.compile(r"\((?:<em>\w+</em>, ){1,3}<em>\w+</em>\)")
NUMBERS = re.compile(r"\((?:−?\d+, ){1,3}−?\d+\)")
NUMBER = r"[(−-]*\d[\d.,]*\)*"
SIGN = "[·×/÷+−=≈≠≤≥]"
SUM = re.compile(rf"{NUMBER}(?: {SIGN} {NUMBER})+")
#: A sum with letters, such as w = 0 or x − 2 · y. They have tags, which no code has.
TERM = rf"(?:[(−-]*\d*<em>\w\w?</em>[²³]?\)*|{NUMBER})"
LETTERED_SUM = re.compile(rf"{TERM}(?: {SIGN} {TERM})+")
#: A sum that is longer may break before a plus or an equals sign.
SHORT_SUM = 22
TAG = re.compile("<[^>]*>")


def keep_together(html: str, page: PageContext) -> str:
    """Forbid the breaks of lines that would tear something apart."""
    html = LETTERS.sub(_unbroken, html)
    html = LETTERED_SUM.sub(_lettered_sum, html)
    html = FORMULA.sub(r'<span class="together">\1\2</span>', html)
    html = SHORT_CODE.sub('<code class="short">', html)
    parts = []
    silent, closed = "", False
    for piece in PIECE.finditer(html):
        closing, tag = piece.groups()
        text = piece[0]
        if tag is not None:
            if tag == silent and closing:
                silent = ""
            elif tag in SILENT and not silent:
                silent = tag
            closed = tag in INLINE and (closed or tag == "code")
        elif not silent and not text.startswith("<"):
            text = _text(text, after=JOINER if closed and page.language == "ko" else "")
            closed = bool(re.search(f"{CLOSED}$", text))
        parts.append(text)
    return "".join(parts)


def _text(text: str, after: str) -> str:
    """Set a piece of prose, which may follow something that was closed."""
    if after and re.match("[가-힣]", text):
        text = after + text
    text = NUMBERS.sub(_unbroken, BEFORE_PARTICLE.sub(rf"\1{JOINER}", text))
    return SUM.sub(_sum, text)


def _unbroken(match: re.Match[str]) -> str:
    return match[0].replace(" ", SPACE)


def _lettered_sum(match: re.Match[str]) -> str:
    """Leave a sum of numbers alone, which may be part of code."""
    return _sum(match) if "<em>" in match[0] else match[0]


def _sum(match: re.Match[str]) -> str:
    if len(TAG.sub("", match[0])) <= SHORT_SUM:
        return _unbroken(match)
    factors = re.sub(" ([·×/÷]) ", rf"{SPACE}\1{SPACE}", match[0])
    return re.sub(f" ({SIGN}) ", rf" \1{SPACE}", factors)
