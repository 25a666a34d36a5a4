"""A theme's templates are found as before, and compiled once."""

from pathlib import Path

from mkdocs.theme import Theme

from making.mkdocs_only import templates


def test_all_but_hidden_folders_are_listed() -> None:
    """MkDocs itself passes over what begins with a dot."""
    listed, slow = Theme("material"), Theme("material").get_env().list_templates()
    templates.listed_quickly(listed)
    kept = listed.get_env().list_templates()
    assert kept == [name for name in slow if not any(p.startswith(".") for p in Path(name).parts)]
    assert len(kept) < len(slow) / 10
    assert "base.html" in kept


def test_a_template_is_compiled_for_the_next_build_too() -> None:
    first, second = Theme("material").get_env(), Theme("material").get_env()
    for env in (first, second):
        templates.compiled_once(env)
    first.get_template("404.html")
    second.compile = None  # type: ignore[assignment, method-assign]
    assert second.get_template("404.html").name == "404.html"


def test_an_icon_has_a_size_where_no_style_sheet_gives_it_one() -> None:
    theme = Theme("material")
    templates.listed_quickly(theme)
    icon = theme.get_env().get_template(".icons/material/menu.svg").render()
    assert icon.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24"')
