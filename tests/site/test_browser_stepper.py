"""The stepper in a real browser: its arithmetic, its steps, its address, and what it refuses."""

import gzip
import io
import json
import re
import shutil
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

import cnnbook
from cnnbook import checked
from making.steps import steppers
from tests.built import LANGUAGES
from tests.site.stepper_cases import REPEAT, convolutions, poolings
from tests.site_fixtures import ROOT, served

ASSETS = ROOT / "docs" / "theme" / "assets"
PAGE = """<!doctype html><html lang="{lang}" class="no-js"><meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/stylesheets/colours.css">
<link rel="stylesheet" href="assets/stylesheets/stepper.css">
<body class="md-typeset" data-md-color-scheme="default">{stepper}
<script type="module" src="assets/javascripts/stepper.js"></script>"""
IMAGE = np.array(
    [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
)
KERNEL = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])


def rows(array: np.ndarray) -> str:
    return "/".join(",".join(map(str, row)) for row in array.tolist())


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small page in each language with nothing but a stepper."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ASSETS, folder / "assets")
    for lang in LANGUAGES:
        stepper = steppers.show([f"x={rows(IMAGE)}", f"kernel={rows(KERNEL)}"], lang)
        page = PAGE.format(lang=lang, stepper=stepper)
        (folder / f"{lang}.html").write_text(page, encoding="utf-8")
    with served(folder) as address:
        yield address


@pytest.fixture
def page(one_window: tuple[Page, list[str]]) -> Iterator[Page]:
    """A window in which nothing may fail or ask another host, on a fresh English stepper."""
    page, problems = one_window
    problems.clear()
    visit(page)
    yield page
    assert problems == []


def visit(page: Page, state: str = "", lang: str = "en") -> None:
    """Open the page anew; an address that differs in its hash alone would not load it."""
    page.goto("about:blank")
    page.goto(f"/{lang}.html{state and '#stepper='}{state}")


def change(page: Page, state: str) -> None:
    """Put a state into the address of the page that is open."""
    page.evaluate(
        """state => new Promise(done => {
            addEventListener('hashchange', done, { once: true })
            location.hash = 'stepper=' + state
        }).then(() => null)""",
        state,
    )


def shown(page: Page, panel: str = "result") -> np.ndarray:
    """The numbers of a panel's tables, unrounded, (tables, rows, columns)."""
    values = page.locator(f".stepper-{panel}").evaluate(
        "panel => [...panel.querySelectorAll('table')].map(table => [...table.rows]"
        ".map(row => [...row.cells].map(cell => cell.value)))"
    )
    return np.array(values, dtype=float)


def total(page: Page) -> Locator:
    return page.locator(".stepper-sum p").first


def cell(page: Page, panel: str, i: int, j: int) -> Locator:
    return page.locator(f".stepper-{panel} tr").nth(i).locator("td").nth(j)


# --- the arithmetic


def test_it_computes_what_cnnbook_computes(page: Page) -> None:
    """Forward and backward, of whole numbers exactly."""
    random = np.random.default_rng(0)
    cases = [*convolutions(random, 800), *poolings(random, 300)]
    given = [{name: case[name] for name in case if name != "wanted"} for case in cases]
    answers = json.loads(page.evaluate(REPEAT, json.dumps(given)))
    for case, found in zip(cases, answers, strict=True):
        for wanted, got in zip(case["wanted"], found, strict=True):
            if case["whole"]:
                assert_array_equal(np.array(got), wanted, str(case["options"]))
            else:
                assert_allclose(np.array(got), wanted, rtol=0, atol=1e-6)


def test_it_counts_receptive_fields_as_cnnbook_does(page: Page) -> None:
    stacks = [[[3, 1], [3, 1]], [[3, 1], [2, 2], [3, 1]], [[3, 1, 2]], [[5], [2, 3]]]
    script = "async s => s.map((await import('./assets/javascripts/arithmetic.js')).receptiveField)"
    assert page.evaluate(script, stacks) == [
        cnnbook.receptive_field([tuple(layer) for layer in stack]) for stack in stacks
    ]


# --- steps


def test_a_step_is_reached_by_button_key_and_tap(page: Page) -> None:
    assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL))
    expect(total(page)).to_have_text(re.compile(r"^3×0.*=\s12$"))
    page.get_by_role("button", name="Next step").click()
    expect(page.locator(".stepper-count")).to_have_text("Step 2 of 9")
    cell(page, "result", 1, 2).click()
    expect(total(page)).to_have_text(re.compile(r"=\s19$"))
    assert_array_equal(shown(page, "products")[0], IMAGE[1:4, 2:5] * KERNEL)
    expect(page.get_by_role("status")).to_have_text(
        re.compile(r"^Step 6 of 9\. \(1, 2\)\. .*=\s19$")
    )

    cell(page, "result", 1, 2).focus()
    for key, step in (("ArrowUp", 3), ("ArrowRight", 4), ("End", 9), ("ArrowLeft", 8), ("Home", 1)):
        page.keyboard.press(key)
        expect(page.locator(".stepper-count")).to_have_text(f"Step {step} of 9")
        expect(page.locator(".stepper-result td.here")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".stepper-count")).to_have_text("Step 2 of 9")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_numbers_are_written_in_as_people_write_them(page: Page) -> None:
    pixel = cell(page, "image", 0, 0).locator("input")
    for text, number in (("7", 7), ("−2,5", -2.5), ("1/4", 0.25), ("+1e1", 10)):
        pixel.fill(text)
        assert shown(page, "image")[0, 0, 0] == number
    pixel.press("ArrowDown")
    expect(cell(page, "image", 1, 0).locator("input")).to_be_focused()
    weight = cell(page, "kernel", 0, 1).locator("input")
    weight.fill("-1")
    weight.press("Enter")
    image, kernel = IMAGE.copy(), KERNEL.copy()
    image[0, 0], kernel[0, 1] = 10, -1
    assert_array_equal(shown(page)[0], cnnbook.conv2d(image, kernel))


def test_the_settings_change_the_calculation(page: Page) -> None:
    page.get_by_text("Settings", exact=True).click()
    page.get_by_label("Padding", exact=True).last.select_option("same")
    assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL, padding="same"))
    expect(page.locator(".stepper-image td.border")).to_have_count(24)
    fill(page, "Stride (down, right) 2", "2")
    fill(page, "Filters 1", "2")
    assert shown(page).shape == (2, 5, 3)
    page.get_by_label("Second layer", exact=True).last.select_option("max")
    cell(page, "next", 1, 0).click()
    expect(page.locator(".stepper-sum p").nth(1)).to_contain_text("2×2 numbers of the first layer")
    expect(page.locator(".stepper-sum p").nth(1)).to_contain_text("4×5 pixels decide it")
    assert page.locator(".stepper-image td.field").count() == 4 * 4

    page.get_by_label("Operation").last.select_option("avg")
    assert shown(page).shape == (1, 3, 3)
    expect(page.locator(".stepper-kernel")).to_have_count(0)
    page.get_by_role("button", name="Back to the first numbers").click()
    assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL))


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Enter")


def test_backward_a_weight_adds_up_its_products(page: Page) -> None:
    dy = np.array([[1, 0, 2], [0, -1, 0], [0, 0, 3]])
    change(page, f"conv&mode=kernel&x={rows(IMAGE)}&kernel={rows(KERNEL)}&dy={rows(dy)}&at=2,1")
    dx, dkernel, dbias = cnnbook.conv2d_backward(dy, IMAGE, KERNEL)
    assert_array_equal(shown(page)[0], dkernel)
    assert_array_equal(shown(page, "products")[0], dy * IMAGE[2:5, 1:4])
    expect(total(page)).to_have_text(re.compile(rf"=\s{dkernel[2, 1]}$"))
    expect(page.locator(".stepper-sum")).to_contain_text(f"Gradient of the bias: {dbias}")
    page.get_by_text("Settings", exact=True).click()
    page.get_by_label("Direction").last.select_option("image")
    assert_array_equal(shown(page)[0], dx)


# --- side by side, channels, pixels nobody sees


def test_other_conventions_stand_beside(page: Page) -> None:
    row = np.arange(1, 9).reshape(1, 8)
    change(page, f"conv&x={rows(row)}&kernel=1,1,1&stride=2&padding=same&beside=torch")
    assert_array_equal(shown(page)[0], [[6, 12, 18, 15]])
    assert_array_equal(shown(page, "beside")[0], [[3, 9, 15, 21]])
    expect(page.locator(".stepper-sum")).to_contain_text("differ at 4 of 4 places")
    from scipy import signal

    even = np.array([[1, 2], [3, 4]])
    for name, function in (("convolve", signal.convolve2d), ("correlate", signal.correlate)):
        for padding in ("same", "valid", "full"):
            change(
                page, f"conv&x={rows(IMAGE)}&kernel={rows(even)}&padding={padding}&beside={name}"
            )
            assert_array_equal(shown(page, "beside")[0], function(IMAGE, even, padding))
    change(page, "avg&x=3,6,9,12&size=1,3&stride=1&padding=same&beside=torch")
    assert_allclose(shown(page, "beside")[0], [[3, 6, 9, 7]])
    change(page, "conv&x=1&kernel=1,1&padding=same&beside=torch")
    expect(page.locator(".stepper-sum")).to_contain_text("nothing comes out")
    expect(page.locator(".stepper-beside")).to_have_count(0)


def test_pixels_that_no_window_sees_are_hatched(page: Page) -> None:
    change(page, f"max&x={rows(IMAGE)}&size=2")
    expect(page.locator(".stepper-image td.unseen")).to_have_count(9)
    expect(page.locator(".stepper-sum")).to_contain_text("hatched pixels (9)")
    expect(page.locator(".stepper-image td.winner")).to_have_text("")  # a field to write in
    assert page.locator(".stepper-image td.winner input").input_value() == "3"


# --- images of the reader's


def test_a_picture_stays_here_and_becomes_small_and_grey(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    picture = Image.new("RGB", (40, 20), "black")
    picture.paste((255, 255, 255), (20, 0, 40, 20))
    file = io.BytesIO()
    picture.save(file, "PNG")
    chosen = {"name": "a.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.locator("input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
    expect(page.locator(".stepper-image tr")).to_have_count(8)
    pixels = shown(page, "image")[0]
    assert pixels.shape == (8, 16)
    assert_array_equal(pixels[:, [0, 15]], [[0, 9]] * 8)

    wrong = {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
    page.locator("input[type=file]").set_input_files(wrong)  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_contain_text("can't be read as a picture")
    page.get_by_text("Settings", exact=True).click()
    page.get_by_role("button", name="Digit 5").click()
    assert_array_equal(shown(page, "image")[0], checked.digit())
    expect(page.get_by_role("alert")).to_be_hidden()
    assert asked == []


# --- the address


def test_the_address_holds_the_state(page: Page) -> None:
    cell(page, "image", 0, 0).locator("input").fill("0.5")
    page.get_by_text("Settings", exact=True).click()
    page.get_by_label("Padding", exact=True).last.select_option("sides")
    fill(page, "Top, bottom, left, right 4", "2")
    fill(page, "Channels 1", "2")
    page.get_by_label("ReLU").last.check()
    cell(page, "result", 2, 1).click()
    before = shown(page)
    page.get_by_role("button", name="Copy this state's address").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[\w.:]+/en\.html#stepper=conv&[\w.,;/=&~-]+", copied)
    page.wait_for_url(copied)  # it is in the address bar as well
    page.goto("about:blank")
    page.goto(copied)
    assert_array_equal(shown(page), before)
    expect(page.locator(".stepper-count")).to_have_text("Step 14 of 30")
    expect(page.locator(".stepper-caption").first).to_be_in_viewport()
    change(page, "conv&x=1,2&kernel=3")
    expect(page.locator(".stepper-count")).to_have_text("Step 1 of 2")


NONSENSE = (
    "conv&x=1,2/3",
    "conv&x=<script>alert(1)</script>",
    'conv&x=1&kernel=1&"onload=alert(1)',
    "conv&x=1,2&kernel=1,2,3",
    "conv&x=1&kernel=1&stride=1000000000",
    "conv&x=1&kernel=1;2",
    "conv&x=1&kernel=1&dy=1,2&mode=kernel",
    "conv&x=1&kernel=1&__proto__=1",
    "conv&x=1e999,,2",
    "conv&x=1&kernel=1&padding=sides",
    "%E0%A4%A",
    "",
)


def test_an_address_with_nonsense_shows_the_pages_own_numbers(page: Page) -> None:
    visit(page, "conv&x=a")
    for text in NONSENSE:
        expect(page.get_by_role("alert")).to_contain_text("can't be read")
        assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL))
        assert page.locator("book-stepper script").count() == 0
        change(page, text)
    expect(page.get_by_role("alert")).to_contain_text("can't be read")


# --- bad input


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_is_said_and_the_last_numbers_stay(page: Page, lang: str) -> None:
    said = {
        "en": ("“abc” isn't a number", "The cell is empty", "from 1 to 28", "only 5×5"),
        "ko": ("“abc”은(는) 수가", "칸이 비었습니다", "1부터 28까지", "5×5보다"),
    }[lang]
    visit(page, lang=lang)
    alert = page.get_by_role("alert")
    pixel = cell(page, "image", 0, 0).locator("input")
    for text, message in zip(("abc", ""), said, strict=False):
        pixel.fill(text)
        pixel.press("Enter")
        expect(alert).to_contain_text(message)
        expect(pixel).to_have_attribute("aria-invalid", "true")
        assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL))
    pixel.fill("3")
    expect(alert).to_be_hidden()

    page.locator("details").first.locator("summary").click()
    size = page.locator(".stepper-row").nth(4).locator("input").first
    for text, message in zip(("1000000000", "6"), said[2:], strict=True):
        size.fill(text)
        size.press("Enter")
        expect(alert).to_contain_text(message)
        assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL))
    size.fill("2")
    size.press("Enter")
    expect(alert).to_be_hidden()
    assert shown(page).shape == (1, 4, 3)


def test_it_needs_neither_storage_nor_motion(browser: Browser, lab: str) -> None:
    context = browser.new_context(base_url=lab, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, { get() { throw new Error('off') } })"
    )
    visit(page)
    assert_array_equal(shown(page)[0], cnnbook.conv2d(IMAGE, KERNEL))
    assert cell(page, "result", 0, 0).evaluate("e => getComputedStyle(e).transition") == "all"
    context.close()


def test_without_a_script_a_sentence_stands_there(browser: Browser, lab: str) -> None:
    context = browser.new_context(base_url=lab, java_script_enabled=False)
    page = context.new_page()
    for lang in LANGUAGES:
        page.goto(f"/{lang}.html")
        expect(page.get_by_text(steppers.WITHOUT[lang])).to_be_visible()
    context.close()


# --- the texts, the weight, the book's pages


def test_it_weighs_little() -> None:
    scripts = ASSETS / "javascripts"
    own = [
        scripts / "arithmetic.js",
        scripts / "stepper.js",
        *sorted((scripts / "stepper").iterdir()),
    ]
    assert len(gzip.compress(b"".join(path.read_bytes() for path in own))) <= 18 * 1024


def test_the_chapters_have_a_stepper_the_same_in_both_languages() -> None:
    """That each of them works is seen where every page is looked at, in test_browser.py."""
    lines = {
        lang: {
            path.relative_to(ROOT / "docs" / lang).as_posix(): found
            for path in (ROOT / "docs" / lang).rglob("*.md")
            if (found := steppers.PLACE.findall(path.read_text(encoding="utf-8")))
        }
        for lang in LANGUAGES
    }
    assert lines["ko"] == lines["en"]
    assert len(lines["en"]) == 9
