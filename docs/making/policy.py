"""The content security policy of a page: it runs and shows what lies on the site, nothing else.

GitHub Pages sends no headers of one's own, so the policy stands in the page, before whatever it
governs. What is written into the page as a script or a style sheet, by the theme or by an output
of a notebook, is allowed by its digest.
"""

import base64
import hashlib
import re

#: What is neither named here nor has a digest must come from the site itself.
_RULES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Python-Markdown and MathML align columns in attributes, and a line of code tells its margin.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",  # icons in Material's style sheet
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",  # forms are for scripts alone
}
_ELEMENTS = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", flags=re.DOTALL)
#: Of a script that runs no code of its own: another file's, or data.
_OTHER = re.compile(r'\bsrc=|\btype="(?!module"|text/javascript")')
_NAME = "Content-Security-Policy"
_BEFORE = '<meta charset="utf-8">'


def policy(html: str) -> str:
    """Write the policy under which a page works.

    Args:
        html: The whole page, as it is served.

    Returns:
        The directives, as the header `Content-Security-Policy` has them
        (https://www.w3.org/TR/CSP3/).
    """
    digests: dict[str, dict[str, None]] = {"script-src": {}, "style-src": {}}
    for name, attributes, text in _ELEMENTS.findall(html):
        if name == "style" or not _OTHER.search(attributes):
            digests[f"{name}-src"][_digest(text)] = None
    rules = {name: " ".join([rule, *digests.get(name, {})]) for name, rule in _RULES.items()}
    return "; ".join(f"{name} {rule}" for name, rule in rules.items())


def declare(html: str) -> str:
    """Put its policy into a page, before all that it governs.

    Args:
        html: The whole page, as it is served.

    Returns:
        The page with the policy in its head.

    Raises:
        ValueError: If the page's head doesn't begin with its encoding.
    """
    head, found, rest = html.partition(_BEFORE)
    if not found or _ELEMENTS.search(head):
        raise ValueError(f"a page must begin with {_BEFORE}, after which its policy has its place")
    return f'{head}{found}\n<meta http-equiv="{_NAME}" content="{policy(html)}">{rest}'


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
