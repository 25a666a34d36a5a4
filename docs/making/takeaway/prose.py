"""The prose of a page as Jupyter reads it, away from the site.

Pages are written for Jupyter's Markdown, but for a few things that only the site has: boxes,
captions, footnotes, elements that answer, and addresses that begin at the page.
"""

import re
import textwrap
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from making.dialect.pieces import MARK, Pieces
from making.notebooks.outputs import SAID
from making.page import PageContext, url_of
from making.steps import repository, steppers
from making.steps.marks import strip

BOX = re.compile(r'^!!! \w+ "(?P<title>.*)"\n(?P<body>(?: {4}.*(?:\n|\Z)|\n)+)', re.MULTILINE)
FIGURE = re.compile(r'^(?P<image>!\[[^\]]*\]\(\S+) "(?P<caption>[^"]*)"\)$', flags=re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?P<target>[^)\s]+)")
FOOTNOTE = re.compile(r"\[\^(?P<name>[\w-]+)\]:?")
ELEMENT = re.compile(r"<div>\s*<(?P<name>book-[\w-]+)\b.*?</(?P=name)>\s*</div>", flags=re.DOTALL)
BEFORE_HEADING = re.compile(r"^(?=#{1,6} )", flags=re.MULTILINE)
ON_THE_SITE = {
    "ko": "값을 바꾸어 볼 수 있는 도구는 [책의 페이지]({page})에 있습니다.",
    "en": "[The book's page]({page}) has a tool here, whose values you can change.",
}


def footnotes(markdown: str) -> tuple[str, ...]:
    """Name the footnotes of a page in the order in which they are called."""
    return tuple(dict.fromkeys(FOOTNOTE.findall(markdown)))


@dataclass(frozen=True)
class Prose:
    """Writes the prose of a page for Jupyter.

    Attributes:
        page: The page; its path tells where its links begin.
        site: Address of the site in the page's language, with a slash at its end.
        footnotes: Names of all footnotes of the page, in the order of their numbers.
    """

    page: PageContext
    site: str
    footnotes: tuple[str, ...]

    @property
    def address(self) -> str:
        """Address of the page."""
        return urljoin(self.site, url_of(self.page.path))

    def sections(self, markdown: str) -> list[str]:
        """Write a piece of the page so that it reads well in Jupyter.

        Args:
            markdown: The piece as it is written, without code that runs.

        Returns:
            Texts that begin at a heading, but for the first: without proofs and descriptions of
            pictures, with absolute addresses, boxes as quotations, and a sentence with a link in
            the place of each element that answers.
        """
        text = repository.name(SAID.sub("", strip(markdown)), self.page)
        elsewhere = ON_THE_SITE[self.page.language].format(page=self.address)
        text = ELEMENT.sub(elsewhere, steppers.PLACE.sub(elsewhere, text))
        kept = Pieces()
        text = kept.take_out(text)
        text = FIGURE.sub(r"\g<image>)\n\n*\g<caption>*", text)
        text = LINK.sub(lambda link: self._absolute(link["target"]), text)
        text = FOOTNOTE.sub(lambda note: self._number(note["name"]), text)
        text = BOX.sub(lambda box: _quotation(box["title"], box["body"], kept), text)
        sections = (section.strip("\n") for section in BEFORE_HEADING.split(text))
        return [kept.put_back(section) for section in sections if section]

    def _absolute(self, target: str) -> str:
        if urlsplit(target).scheme:
            return target
        path, sign, anchor = urljoin(self.page.path, target).partition("#")
        if path.endswith((".md", ".ipynb")):
            path = url_of(path)
        return urljoin(self.site, path) + sign + anchor

    def _number(self, name: str) -> str:
        """Write a footnote's name as a number above the line; Jupyter knows no footnotes."""
        return f"<sup>{self.footnotes.index(name) + 1}</sup>"


def _quotation(title: str, body: str, kept: Pieces) -> str:
    """Write a box as a quotation, in which a formula has to stand on one line."""
    inside = textwrap.dedent(body).strip("\n")
    for mark in MARK.finditer(inside):
        number = int(mark[1])
        if kept.texts[number].startswith("$$"):
            kept.texts[number] = " ".join(kept.texts[number].split())
    lines = f"**{title}**\n\n{kept.put_back(inside)}".split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
