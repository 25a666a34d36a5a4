"""The picture in the READMEs: `make screenshot` takes it from the built site."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser

from tests.site_fixtures import ROOT, browser_on_built_site

OUT = ROOT / "docs" / "screenshot.png"
SIZE = (640, 860)
HALVES = [("light", "checked/by-hand/"), ("dark", "en/checked/by-hand/")]


def shoot(browser: Browser, scheme: str, address: str) -> Image.Image:
    """The chapter where its first window is calculated."""
    page = browser.new_page(
        viewport={"width": SIZE[0], "height": SIZE[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1.5,
    )
    page.goto(address, wait_until="networkidle")
    drawing = page.locator("figure.drawing:has(img[src*=window])")
    top = drawing.evaluate("figure => figure.getBoundingClientRect().top + scrollY")
    page.evaluate("top => scrollTo({top, behavior: 'instant'})", top - 70)
    page.wait_for_timeout(500)  # the header moves
    return Image.open(BytesIO(page.screenshot()))


def main() -> None:
    """Korean in the light beside English in the dark."""
    with browser_on_built_site() as (browser, address):
        halves = [shoot(browser, scheme, f"{address}/{page}") for scheme, page in HALVES]
    picture = Image.new("RGB", (sum(half.width for half in halves), halves[0].height))
    for place, half in enumerate(halves):
        picture.paste(half, (place * half.width, 0))
    picture.quantize(128).save(OUT, optimize=True)


if __name__ == "__main__":
    main()
