"""Where the book lies, and where what is made for it is kept."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
#: What can be made again at any time.
CACHE = ROOT / ".cache"
#: The locked versions of all that the book is made with.
LOCK = ROOT / "requirements.txt"
LANGUAGES = ("ko", "en")
#: What the book calls its repository; a fork's own address comes from REPO_URL.
REPOSITORY = "https://github.com/cnnbook/cnnbook"


def source_name(path: Path) -> str:
    """Name a file as messages do: its path in the project, or its bare name elsewhere."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
