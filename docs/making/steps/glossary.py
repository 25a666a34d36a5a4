"""The glossary: its page, and a note wherever a page uses one of its terms for the first time.

The line `<!-- glossary -->` becomes the list of all terms. A note is a link to the term's entry
there, which shows its meaning to a pointer, the keyboard and a finger.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from making.page import PageContext
from making.terms import PARTICLES, Term, terms

PAGE = "glossary.md"
PLACE = "<!-- glossary -->"
ALSO = {"ko": "다른 말", "en": "Also"}
INTRODUCED = {"ko": "처음 나오는 곳", "en": "Introduced in"}
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
TITLE = re.compile("^# (.+)$", flags=re.MULTILINE)
# What may follow a noun in a sentence, besides what the search splits off.
ENDINGS = (
    f"{PARTICLES} 과는 와는 에서는 에서도 나 이나 들 란 이란 라 이라 라고 이라고 라는 이라는 "
    "며 이며 고 이고 면 이면 이다 하고 뿐 든 이든 므로 이므로 지만 이지만 여서 이어서 인지 인데"
)
# A tag, or the text up to the next one.
PIECE = re.compile(r"""<!--.*?-->|<(/?)(\w+)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|<""", re.DOTALL)
# What is no prose, or not in sight, or leads elsewhere already.
SILENT = {"a", "button", "code", "details", "figure", "kbd", "math", "pre", "svg", "table"}
SILENT |= {f"h{level}" for level in range(1, 7)}
# What has no end, so that nothing within it could be silent.
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"}
SILENT_CLASS = re.compile(r'class="[^"]*\b(?:admonition-title|doc|output)\b')


def list_terms(markdown: str, page: PageContext) -> str:
    """Put the list of all terms in its place on the glossary's page."""
    if page.path != PAGE:
        return markdown
    introduced = introductions(page.book(), page.language)
    return markdown.replace(PLACE, listing(page.language, introduced))


def add_notes(html: str, page: PageContext) -> str:
    """Add the notes to any other page."""
    address = page.address(PAGE)
    if page.path == PAGE or address is None:
        return html
    return with_notes(html, page.language, address, terms())


def introductions(pages: Iterable[tuple[str, str]], language: str) -> dict[str, tuple[str, str]]:
    """Find out which page introduces a term: the first on which it stands in bold.

    Args:
        pages: Path and Markdown of each page, in reading order.
        language: "ko" or "en".

    Returns:
        For each term's anchor the path and the title of the page.
    """
    found: dict[str, tuple[str, str]] = {}
    for path, text in pages:
        if title := TITLE.search(text):
            for term in in_bold(text, language):
                found.setdefault(term.anchor, (path, title[1]))
    return found


def listing(language: str, introduced: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> str:
    """Write all terms as definition lists, one for each letter, below links to the letters."""
    ordered = sorted(terms(), key=lambda term: term.words[language].casefold())
    letters = list(dict.fromkeys(_letter(term.words[language]) for term in ordered))
    links = " ".join(f"[{letter}](#letter-{n})" for n, letter in enumerate(letters))
    parts = [f"{links}\n{{: .letters }}"]
    for n, letter in enumerate(letters):
        parts.append(f"{letter}\n{{: .letter #letter-{n} }}")
        own = [term for term in ordered if _letter(term.words[language]) == letter]
        parts.append(_list(own, language, introduced))
    return "\n\n".join(parts)


def _letter(word: str) -> str:
    """The letter that a word is found under: ㄱ for 까치 too, A for a."""
    if not "가" <= word[0] <= "힣":
        return word[0].upper()
    return "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"[(ord(word[0]) - ord("가")) // 588]


def _list(terms: Iterable[Term], language: str, introduced: Mapping[str, tuple[str, str]]) -> str:
    other = "en" if language == "ko" else "ko"
    entries = []
    for term in terms:
        same = term.words[other] == term.words[language]
        twin = "" if same else f" *{term.words[other]}*{{ lang={other} }}"
        line = f"{term.words[language]}{twin} {{ #{term.anchor} }}"
        other_words = met = ""
        if also := term.also[language]:
            other_words = f" {ALSO[language]}: {', '.join(also)}."
        if place := introduced.get(term.anchor):
            met = f" {INTRODUCED[language]}: [{place[1]}]({place[0]})"
        entries.append(f"{line}\n:   {term.meaning[language]}{other_words}{met}")
    return "\n\n".join(entries)


def with_notes(content: str, language: str, glossary: str, terms: tuple[Term, ...]) -> str:
    """Give each term a note where it appears first in the prose of a page.

    Args:
        content: The page's HTML.
        language: "ko" or "en".
        glossary: Address of the glossary, as seen from the page.
        terms: The terms of the glossary.

    Returns:
        The HTML with the notes. Bold is where a page explains a term itself; from there on it
        needs none.
    """
    pattern = _pattern(language, terms)
    known: set[Term] = set()
    parts = []
    silent, depth, bold = "", 0, False

    def note(match: re.Match[str]) -> str:
        term = _term(match, terms)
        if term in known:
            return match[0]
        known.add(term)
        meaning = html.escape(term.meaning[language])
        return f'<a class="term" href="{glossary}#{term.anchor}" title="{meaning}">{match[0]}</a>'

    for piece in PIECE.finditer(content):
        closing, tag, attributes = piece.groups()
        if tag is None:
            if bold and (match := pattern.fullmatch(piece[0].strip())):
                known.add(_term(match, terms))
            elif not (silent or bold) and not piece[0].startswith("<!--"):
                parts.append(pattern.sub(note, piece[0]))
                continue
        elif tag == "strong":
            bold = not closing
        elif tag == silent:
            depth += -1 if closing else 1
            silent = silent if depth else ""
        elif silent or closing or tag in VOID:
            pass
        elif tag in SILENT or SILENT_CLASS.search(attributes):
            silent, depth = tag, 1
        parts.append(piece[0])
    return "".join(parts)


def find(text: str, language: str) -> list[Term]:
    """The terms in a text, as often as they are there."""
    return [_term(match, terms()) for match in _pattern(language, terms()).finditer(text)]


def in_bold(text: str, language: str) -> list[Term]:
    """The terms that a Markdown text explains: they stand in bold, alone."""
    pattern = _pattern(language, terms())
    matches = map(pattern.fullmatch, BOLD.findall(text))
    return [_term(match, terms()) for match in matches if match]


def _term(match: re.Match[str], terms: tuple[Term, ...]) -> Term:
    """The term that was found."""
    return terms[int(str(match.lastgroup).removeprefix("term"))]


@cache
def _pattern(language: str, terms: tuple[Term, ...]) -> re.Pattern[str]:
    """All terms of a language, the longest first, each in a group of its number."""
    write = {"ko": _korean, "en": _english}[language]
    numbered = sorted(enumerate(terms), key=lambda pair: -len(pair[1].words[language]))
    choices = "|".join(f"(?P<term{i}>{write(term)})" for i, term in numbered)
    return re.compile(rf"(?<![\w×-])(?:{choices})", flags=re.IGNORECASE)


def _english(term: Term) -> str:
    """The term, its plural too, as whole words."""
    word = r"\s+".join(map(re.escape, term.words["en"].split()))
    word = re.sub("y$", "(?:y|ies)", word)
    return rf"{word}(?:e?s)?(?![\w-])"


def _korean(term: Term) -> str:
    """The term before a particle or two, but not as the beginning of another word."""
    word = re.sub(r"\(.*\)", "", term.words["ko"])
    if len(word) == 1:
        # 풀이 is a solution and 풀 수 a verb: one syllable needs a particle that tells, or a mark.
        return rf"{word}(?=[은을의과](?!\w)|[,.)]|$)"
    spaced = r"\s*".join(map(re.escape, word.split()))
    return rf"{spaced}(?=(?:{'|'.join(ENDINGS.split())}){{0,2}}(?!\w))"
