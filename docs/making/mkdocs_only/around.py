"""What surrounds the text of a page: words and addresses in its head, its date, files beside it.

A preview has none of the files, so that it answers as quickly as before.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from cnnbook import __version__
from making import way
from making.cards import Card, figure_of
from making.descriptions import descriptions
from making.history import last_changes
from making.mkdocs_only.languages import root_of
from making.page import PageContext
from making.place import Place
from making.steps.plain import NAME

CARD = "card.png"
CHAPTER = {"ko": "{}장", "en": "chapter {}"}
LLMS = "llms.txt"
#: What llms.txt says of itself, and its section of the pages that belong to no part.
ABOUT = {
    "ko": "목록의 주소에는 페이지마다 예제와 출력, 문제와 풀이까지 담은 Markdown이 있습니다.\n"
    "영어판의 목록은 [여기]({other})에 있습니다.",
    "en": "The addresses lead to each page as Markdown, with examples, outputs, exercises and "
    "solutions.\nThe Korean edition has [a list of its own]({other}).",
}
BOOK = {"ko": "책", "en": "The book"}
#: The name that llmstxt.org gives to what may be left out; here the reference.
OPTIONAL = "Optional"


def date(page: Page, config: MkDocsConfig) -> None:
    """Let the site map say when a page last changed, and not when it was built."""
    if changed := _changed(page, config):
        page.update_date = changed.isoformat()


def head(
    context: TemplateContext, page: Page, config: MkDocsConfig, places: Mapping[str, Place]
) -> None:
    """Give the templates what they say around the text of a page."""
    described = descriptions().get(page.file.src_uri, {})
    page.meta["description"] = described.get(config.theme["language"], "")
    around = {"changed": _changed(page, config), "version": __version__}
    if not config.extra["preview"]:
        with_card = page.canonical_url if _has_card(page, places) else config.site_url
        around |= {"card": f"{with_card}{CARD}", "plain": NAME}
    context.update(around)  # type: ignore[typeddict-item]


def write(
    config: MkDocsConfig,
    nav: Navigation,
    places: Mapping[str, Place],
    context: Callable[[Page], PageContext],
) -> None:
    """Put each page's Markdown and card beside it, and the list of the pages for programs."""
    if config.extra["preview"]:
        return
    for page in nav.pages:
        folder = Path(config.site_dir, page.url)
        text = way.through(way.PLAIN, page.markdown or "", context(page))
        (folder / NAME).write_text(text, encoding="utf-8")
        if _has_card(page, places):
            (folder / CARD).write_bytes(_card(page, config, places).png())
    Path(config.site_dir, LLMS).write_text("\n".join(_listed(config, nav)), encoding="utf-8")


def _changed(page: Page, config: MkDocsConfig) -> datetime.date | None:
    return last_changes().get(f"{config.theme['language']}/{page.file.src_uri}")


def _has_card(page: Page, places: Mapping[str, Place]) -> bool:
    """Chapters, parts and the home page have a card; the others show that of the home page."""
    return page.is_homepage or (page.file.src_uri in places and not _is_reference(page))


def _is_reference(page: Page) -> bool:
    return page.url.startswith("api/")


def _card(page: Page, config: MkDocsConfig, places: Mapping[str, Place]) -> Card:
    language, title, where = config.theme["language"], _title(page), ""
    if page.is_homepage:
        title = config.site_name
    elif (place := places[page.file.src_uri]).number:
        where = f"{place.part} · {CHAPTER[language].format(place.number)}"
    return Card(language, where, title, config.site_name, figure_of(page.markdown or ""))


def _title(page: Page) -> str:
    return Markup(page.title or "").striptags()


def _listed(config: MkDocsConfig, nav: Navigation) -> Iterator[str]:
    """List the pages of a language as llmstxt.org says."""
    language, root = config.theme["language"], root_of(config)
    other = f"{root}{'en/' if language == 'ko' else ''}{LLMS}"
    yield f"# {config.site_name}\n\n> {config.site_description}\n"
    yield f"{ABOUT[language].format(other=other)}\n"
    sections: dict[str, list[Page]] = {BOOK[language]: []}
    for item in nav.items:
        if isinstance(item, Section):
            pages = [page for page in item.children if isinstance(page, Page)]
            sections[OPTIONAL if _is_reference(pages[0]) else item.title] = pages
        elif isinstance(item, Page):
            sections[BOOK[language]].append(item)
    for title, pages in sections.items():
        yield f"## {title}\n"
        for page in pages:
            about = page.meta["description"]
            yield f"- [{_title(page)}]({page.canonical_url}{NAME}): {about}"
        yield ""
