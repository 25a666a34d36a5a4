"""The page as Markdown that needs no program of ours, to lie beside its HTML.

What only Python-Markdown and the page's scripts understand is written out or left out, and links
lead to the Markdown of other pages.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import TypeGuard

from making.dialect.pieces import Pieces
from making.page import PageContext
from making.paths import ROOT
from making.steps.notebook import BOX

#: Name of the file, below the page's address.
NAME = "index.md"
Entry = ast.FunctionDef | ast.ClassDef
ENTRIES = re.compile(r"^::: (\S+)$", flags=re.MULTILINE)
#: A box's first line, and its content.
ASIDE = re.compile(
    r'^(?P<indent> *)(?:!!!|\?\?\?\+?) \w+(?: "(?P<title>[^"\n]*)")?\n'
    r"(?P<content>(?:(?P=indent) {4}.*\n|\n(?=\n*(?P=indent) {4}))*)",
    flags=re.MULTILINE,
)
#: What only a script or a style sheet makes something of.
ELEMENT = re.compile(
    r"<div[^>]*>\s*<(?P<name>book-[\w-]+|figure)\b.*?</(?P=name)>\s*</div>\n*"
    r"|^[^\n]*\n\{: \.letters \}\n+",
    flags=re.DOTALL | re.MULTILINE,
)
COMMENT = re.compile(r"^ *<!--.*?-->\n*", flags=re.DOTALL | re.MULTILINE)
ATTRIBUTES = re.compile(r"\n?[ ]?\{:? *(?:[.#][^}\n]*|\w+=[^}\n]*)\}")
INFO = re.compile(r"^( *`{3,}) ?\{ *\.(\w+)[^}\n]*\}", flags=re.MULTILINE)
SPAN = re.compile(r"</?(?:span|details|summary|div)\b[^>]*>")
LINK = re.compile(r"(?<=\]\()(?P<path>[^)\s#:]+)(?P<anchor>#[^)\s]*)?(?=[)\s])")


def list_functions(markdown: str, page: PageContext) -> str:
    """Put the functions and classes of a module in the place that names it."""
    return ENTRIES.sub(lambda place: "\n\n".join(_entries(place[1])), markdown)


def _entries(module: str) -> Iterator[str]:
    """Write the public functions and classes of a module, each with its docstring for a body."""
    path = ROOT.joinpath("docs" if module.startswith("making.") else "", *module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if _public(node):
            yield f"```python\n{ast.unparse(_without_body(node))}\n```"


def _public(node: ast.AST) -> TypeGuard[Entry]:
    return isinstance(node, Entry) and (node.name[0] != "_" or node.name == "__init__")


def _without_body(node: Entry) -> Entry:
    """Leave of a function its docstring, and of a class that and its public methods."""
    kept = node.body[:1] if ast.get_docstring(node) else []
    if isinstance(node, ast.ClassDef):
        kept += [_without_body(one) for one in node.body if _public(one)]
    node.body = kept or [ast.Expr(ast.Constant(...))]
    return node


def write_out(markdown: str, page: PageContext) -> str:
    """Write boxes, cells and attributes as plain Markdown, and leave out what needs a script."""
    kept = Pieces()
    text = kept.take_out(INFO.sub(r"\1\2", BOX.sub("", markdown)))
    text = ELEMENT.sub("", text)
    while ASIDE.search(text):
        text = ASIDE.sub(_aside, text)
    text = SPAN.sub("", ATTRIBUTES.sub("", text))
    text = LINK.sub(lambda link: _address(link, page), text)
    text = COMMENT.sub("", kept.put_back(text))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _aside(box: re.Match[str]) -> str:
    """Write a box as its title in bold and its content."""
    content = textwrap.indent(textwrap.dedent(box["content"]).strip("\n"), box["indent"])
    title = f"{box['indent']}**{box['title']}**\n\n" if box["title"] else ""
    return f"{title}{content}\n\n"


def _address(link: re.Match[str], page: PageContext) -> str:
    """Give the address of what a page links, as seen from its Markdown."""
    address = page.address(normpath(join(dirname(page.path), link["path"])))
    if address is None:
        return link[0]
    name = NAME if address.endswith("/") else ""
    return f"{address}{name}{link['anchor'] or ''}"
