"""A built page as it is opened from a folder."""

import re
from collections.abc import Mapping, Sequence

TAG = re.compile(r"<[a-z][^>]*>")
ADDRESS = re.compile(r'(?<=\s)(?P<name>href|data-stepper)="(?P<path>[^"#?:]+)(?P<rest>[#?][^"]*)?"')
POLICY = re.compile(r'\n?<meta http-equiv="Content-Security-Policy"[^>]*>')
MODULE = re.compile(
    r'<script type="module" src="(?P<base>[^"]*assets/javascripts/)(?P<name>[^"]+)"></script>\s*'
)
BUNDLE = re.compile(r'<script src="(?P<base>[^"]*assets/javascripts/)bundle\.[^"]*"></script>')
SHEETS = re.compile(r'<link rel="stylesheet" href="(?P<base>[^"]*assets/stylesheets/)[^"]*">')
CHECK = re.compile(r"<button [^>]*data-check.*?</button>", flags=re.DOTALL)
BODY = re.compile(r"<body\b[^>]*>")
#: Scripts: the one that brings others, files and pages, and the one that searches.
LOADER, SEARCH = "offline.js", "search.js"
#: The style sheet that hides what a page says where its folder is missing.
SHEET, STYLE = "offline.css", ".without-folder { display: none; }\n"
WITHOUT_FOLDER = {
    "ko": "이 페이지를 책의 폴더 밖에서 열었습니다. "
    "그래서 글만 보이고 그림과 검색, 다른 페이지는 없습니다. "
    "압축을 모두 푼 뒤 폴더 안의 index.html을 여세요.",
    "en": "This page was opened outside of the book's folder. It has its text, but no pictures, no "
    "search and no other pages. Unpack the whole archive and open index.html in its folder.",
}
NO_PYTHON = {
    "ko": "검산은 인터넷의 책에서만 됩니다. "
    "폴더에서 연 페이지에서는 브라우저가 파이썬을 실행하지 않습니다.",
    "en": "Checking works in the book on the web: browsers run no Python in a page from a folder.",
}


def named(html: str) -> list[str]:
    """Name the modules that a page starts."""
    return [match["name"] for match in MODULE.finditer(html)]


def from_folder(html: str, language: str, needed: Mapping[str, Sequence[str]]) -> str:
    """Write a page for a folder.

    Args:
        html: The page, as it is served.
        language: "ko" or "en".
        needed: The scripts that a page needs for each module, in their order; a module that isn't
            there can't run in a folder.

    Returns:
        The page: links end in files, modules are scripts, and what can't work says why.
    """
    html = POLICY.sub("", html)  # which speaks of a host, and there is none
    html = TAG.sub(lambda tag: ADDRESS.sub(_file, tag[0]), html)
    html = CHECK.sub(f"<span>{NO_PYTHON[language]}</span>", html)
    html = SHEETS.sub(rf'<link rel="stylesheet" href="\g<base>{SHEET}">\g<0>', html, count=1)
    note = f'<p class="without-folder"><strong>{WITHOUT_FOLDER[language]}</strong></p>'
    html = BODY.sub(rf"\g<0>\n{note}", html, count=1)
    parts = list(dict.fromkeys(part for name in named(html) for part in needed.get(name, ())))

    def scripts(bundle: re.Match[str]) -> str:
        tags = [f'<script src="{bundle["base"]}{name}"></script>' for name in (LOADER, SEARCH)]
        later = [f'<script defer src="{bundle["base"]}{name}"></script>' for name in parts]
        return "\n".join([*tags, bundle[0], *later])

    return BUNDLE.sub(scripts, MODULE.sub("", html))


def _file(match: re.Match[str]) -> str:
    """Name the file in the place of its folder, as a server would."""
    path = match["path"]
    if path.startswith("/") or not (path.endswith("/") or path.split("/")[-1] in (".", "..")):
        return match[0]
    return f'{match["name"]}="{path.removesuffix("/")}/index.html{match["rest"] or ""}"'
