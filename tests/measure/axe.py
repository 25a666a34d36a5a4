"""What axe-core finds on a page, in both themes, on a phone and wide."""

from collections.abc import Iterator

from playwright.sync_api import Page, ViewportSize

from tests.measure import packages

SCHEMES = ("light", "dark")
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "wide": {"width": 1280, "height": 900},
}
VARIANTS = [(scheme, size) for scheme in SCHEMES for size in SIZES]

#: What comes when it is near is brought, and what is folded is opened.
ALL_IN_SIGHT = """async () => {
    for (const details of document.querySelectorAll("article details")) details.open = true
    const all = [...document.querySelectorAll("article *")]
    for (const element of all.filter(e => e.localName.startsWith("book-"))) {
        element.scrollIntoView({ behavior: "instant" })
        await customElements.whenDefined(element.localName)
    }
    scrollTo({ top: 0, behavior: "instant" })
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
}"""
RUN = "axe.run({ resultTypes: ['violations'] }).then(found => found.violations)"


def source() -> str:
    """The script, which is the same for every page.

    Raises:
        MissingError: As `packages.installed` says.
    """
    script = packages.installed(lighthouse=False) / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8")


def faults(page: Page, script: str, address: str, scheme: str, size: str) -> Iterator[str]:
    """Open a page and name what is wrong with it, with the first place of each fault."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size(SIZES[size])
    page.goto(address)
    page.evaluate(ALL_IN_SIGHT)
    page.evaluate(script)
    for fault in page.evaluate(RUN):
        place = fault["nodes"][0]
        told = " ".join(f"{place['html'][:120]} {place['failureSummary']}".split())
        yield f"{fault['id']} ({len(fault['nodes'])}): {told}"
