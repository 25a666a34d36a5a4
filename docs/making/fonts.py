"""NanumGothic, the font of the book's Hangul, where its package has put it."""

from importlib.util import find_spec
from pathlib import Path


def hangul() -> dict[int, Path]:
    """Return the files of NanumGothic by weight.

    They are found without importing their package, because the import changes matplotlib's
    settings for everybody.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    package = find_spec("koreanize_matplotlib")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(
            "the figures are set in NanumGothic: pip install koreanize-matplotlib"
        )
    folder = Path(package.origin).parent / "fonts"
    return {400: folder / "NanumGothic.ttf", 700: folder / "NanumGothicBold.ttf"}
