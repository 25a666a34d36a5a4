"""A reader's digit in a real browser: as Keras computes it, drawn, typed, opened, and refused."""

import gzip
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser, Page, Route, expect

from cnnbook import checked, data, explain, models, results
from cnnbook.models import layer_outputs
from making import networks
from tests.built import LANGUAGES, soup
from tests.pages import KOREAN, PAGES, text_of
from tests.site_fixtures import ROOT, served, window

ASSETS = ROOT / "docs" / "theme" / "assets"
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/stylesheets/colours.css">
<link rel="stylesheet" href="assets/stylesheets/digit.css">
<body class="md-typeset" data-md-color-scheme="default">
<book-digit-grid>Without a script.</book-digit-grid><div style="height: {space}px"></div>
<book-digit-pad data-stepper="channels/">Without a script.</book-digit-pad>
<script type="module" src="assets/javascripts/digit/grid.js"></script>
<script type="module" src="assets/javascripts/digit/pad.js"></script>"""
Points = list[tuple[float, float]]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small page in each language with both elements."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ASSETS, folder / "assets")
    (folder / "assets" / "networks").mkdir()
    for name, content in networks.files().items():
        (folder / "assets" / "networks" / name).write_bytes(content)
    for name, lang, space in (("ko", "ko", 0), ("en", "en", 0), ("far", "en", 4000)):
        text = PAGE.format(lang=lang, space=space)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    with served(folder) as address:
        yield address


@pytest.fixture
def page(one_window: tuple[Page, list[str]]) -> Iterator[Page]:
    """A window in which nothing may fail or ask another host, on a fresh English page."""
    page, problems = one_window
    problems.clear()
    page.goto("/en.html")
    expect(page.locator("book-digit-grid .digit-steps td").first).to_be_visible()
    yield page
    assert problems == []


# --- the same numbers as Keras

DIFFERENCES = """async ([name, layers]) => {
  const { load, run } = await import("/assets/javascripts/digit/network.js")
  const [network, ...files] = await Promise.all([load(name), ...["images", ...layers].map(
    async (file) => new Float32Array(await (await fetch(`/expected/${file}`)).arrayBuffer()))])
  const [images, ...expected] = files
  const pixels = images.length / 200
  const most = layers.map(() => 0)
  for (let n = 0; n < 200; n += 1) {
    const image = Float64Array.from(images.subarray(n * pixels, (n + 1) * pixels))
    run(network, image).forEach(({ values }, layer) => values.forEach((value, at) => {
      const difference = Math.abs(value - expected[layer][n * values.length + at])
      most[layer] = Math.max(most[layer], difference)
    }))
  }
  return most
}"""


@pytest.fixture(scope="module")
def keras() -> dict[str, models._compiled.Model]:
    """The networks with the weights that the browser has."""
    built = {"drawn_digit": models.drawn_digit(1), "hand_checked": models.hand_checked()}
    for name, model in built.items():
        model.set_weights(results.weights(name))
    first, second = built["hand_checked"].layers[0], built["hand_checked"].layers[2]
    first.set_weights([checked.CONV1_KERNEL[..., None, None], np.array([checked.CONV1_BIAS])])
    second.set_weights([checked.CONV2_KERNEL, checked.CONV2_BIAS])
    return built


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    _, (images, _) = data.load("mnist")
    pixels: np.ndarray = images[:200, :, :, np.newaxis].astype("float32") / 255
    return pixels


@pytest.mark.parametrize("name", ["drawn_digit", "hand_checked"])
def test_every_layer_of_200_images_is_that_of_keras(
    page: Page, keras: dict[str, models._compiled.Model], digits: np.ndarray, name: str
) -> None:
    images = digits
    if name == "hand_checked":
        images = np.random.default_rng(0).integers(0, 10, (200, 10, 10, 1)).astype("float32")
    names = [layer.name for layer in keras[name].layers if not layer.name.startswith("flatten")]
    files = {"images": images, **layer_outputs(keras[name], images, names)}

    def answer(route: Route) -> None:
        route.fulfill(body=np.float32(files[Path(route.request.url).name]).tobytes())

    page.route("**/expected/*", answer)
    most = page.evaluate(DIFFERENCES, [name, names])
    page.unroute("**/expected/*")
    assert len(most) == len(names)
    assert max(most) < 1e-4, dict(zip(names, most, strict=True))


REASONS = """async (pixels) => {
  const { load, reasons, run } = await import("/assets/javascripts/digit/network.js")
  const network = await load("drawn_digit")
  const image = Float64Array.from(pixels)
  const outputs = run(network, image)
  return [Math.max(...outputs.at(-1).values),
          reasons(network, image, outputs, { side: 8, step: 4 })]
}"""


def test_the_reasons_are_where_occlusion_hurts_most(
    page: Page, keras: dict[str, models._compiled.Model], digits: np.ndarray
) -> None:
    model = keras["drawn_digit"]
    for image in digits[:3]:
        probability, (first, second) = page.evaluate(REASONS, image.ravel().tolist())
        label = int(np.argmax(model(image[None])))
        falls = explain.occlusion(model, image, label, size=8, stride=4)
        worst = np.unravel_index(falls.argmax(), falls.shape)
        assert (first["row"] // 4, first["column"] // 4) == worst
        assert probability - first["left"] == pytest.approx(falls.max(), abs=1e-4)
        assert max(abs(first[side] - second[side]) for side in ("row", "column")) >= 8
        assert first["left"] <= second["left"] < probability


IMAGES = """async (drawings) => {
  const { imageOf } = await import("/assets/javascripts/digit/ink.js")
  return drawings.map((strokes) => Array.from(imageOf(strokes, 0.045)))
}"""


def test_strokes_are_fitted_and_centred_as_mnist_does_it(page: Page) -> None:
    random = np.random.default_rng(0)
    drawings = [random.uniform(0.1, 0.9, (3, 5, 2)) * random.uniform(0.2, 1, 2) for _ in range(50)]
    images = np.reshape(page.evaluate(IMAGES, [one.tolist() for one in drawings]), (50, 28, 28))
    sides = [max(image.any(axis=side).sum() for side in (0, 1)) for image in images]
    assert set(sides) == {20}
    for axis in (1, 2):
        centres = images.sum(axis=3 - axis) @ np.arange(28) / images.sum(axis=(1, 2))
        assert np.abs(centres - 14).max() <= 0.5
    assert not np.any(page.evaluate(IMAGES, [[]]))


# --- the grid of numbers


def numbers(page: Page, title: str) -> list[str]:
    """What stands in the cells below a title of the grid's steps."""
    figure = page.locator("book-digit-grid figure", has=page.get_by_text(title, exact=True))
    return figure.locator("td").all_inner_texts()


def as_written(values: np.ndarray) -> list[str]:
    return [f"{value + 0.0:.4f}".replace("-", "−") for value in np.ravel(values)]


def grid(page: Page) -> list[str]:
    return [cell.input_value() for cell in page.locator(".digit-grid input").all()]


FIVE = [str(number) for number in checked.digit().ravel()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapters_digit_gives_the_chapters_numbers(page: Page, language: str) -> None:
    before, flat = {
        "ko": ("활성화 함수 이전", "펼친 여덟 수"),
        "en": ("before the activation", "The eight numbers after flatten"),
    }[language]
    if language == "ko":
        page.goto("/ko.html")
    maps = checked.feature_maps()
    assert grid(page) == FIVE
    assert numbers(page, f"conv1: 8×8×1, {before}") == as_written(maps.convolved)
    assert numbers(page, "conv1: 8×8×1, ReLU") == as_written(maps.rectified)
    assert numbers(page, "pool1: 4×4×1") == as_written(maps.pooled)
    assert numbers(page, f"conv2: 2×2×2, {before}") == as_written(np.moveaxis(maps.second, -1, 0))
    assert numbers(page, flat) == as_written(maps.flat)


def test_numbers_are_drawn_typed_and_put_back(page: Page) -> None:
    cells = page.locator(".digit-grid input")
    first = numbers(page, "conv1: 8×8×1, ReLU")
    start, end = (cells.nth(at).bounding_box() for at in (90, 93))
    assert start
    assert end
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 9, end["y"] + 9, steps=6)
    page.mouse.up()
    assert grid(page)[90:95] == ["8", "8", "8", "8", "0"]
    assert numbers(page, "conv1: 8×8×1, ReLU") != first

    cells.nth(0).focus()
    page.keyboard.type("12")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("３")
    assert [grid(page)[at] for at in (0, 1, 12)] == ["1", "2", "3"]
    expect(page.locator(".digit-wrong")).to_be_empty()

    page.get_by_role("button", name="Back to the chapter's five").click()
    assert grid(page) == FIVE
    assert numbers(page, "conv1: 8×8×1, ReLU") == first


def test_what_is_no_number_from_0_to_9_is_refused(page: Page) -> None:
    cell, message = page.locator(".digit-grid input").nth(23), page.get_by_role("alert")
    for text in ("a", "12", "-3", "3.5", "<b>"):
        cell.fill(text)
        expect(message).to_contain_text(f"instead of “{text}”")
        expect(cell).to_have_attribute("aria-invalid", "true")
        assert numbers(page, "pool1: 4×4×1") == as_written(checked.feature_maps().pooled)
    cell.fill("")
    expect(message).to_be_empty()
    cell.blur()
    expect(cell).to_have_value("0")


def test_an_empty_grid_says_that_only_the_biases_are_left(page: Page) -> None:
    page.locator("book-digit-grid").get_by_role("button", name="Clear all").click()
    expect(page.locator("book-digit-grid .digit-says")).to_contain_text("only the biases are left")
    assert set(numbers(page, "pool1: 4×4×1")) == {"0.0000"}


def test_a_number_of_the_grid_opens_its_window(page: Page) -> None:
    maps = checked.feature_maps()
    tables = page.locator("book-digit-grid figure table")
    cells = tables.first.locator("td")
    cells.first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    opened = page.locator(".digit-origin")
    expect(opened).to_contain_text("conv1, map 0 at (1, 2): 4.9930")
    expect(opened).to_contain_text(
        "Sum of the products 4.9932, bias −0.0002, sum 4.9930; ReLU 4.9930"
    )
    assert opened.locator("table.value td").all_inner_texts() == as_written(maps.digit[1:4, 2:5])
    assert opened.locator("table.product td").all_inner_texts() == as_written(
        maps.digit[1:4, 2:5] * checked.CONV1_KERNEL
    )
    assert page.locator(".digit-grid [data-window]").count() == 9
    opened.get_by_role("button", name="→").click()
    expect(opened).to_contain_text("conv1, map 0 at (1, 3): 4.0093")
    expect(opened.get_by_role("button", name="→")).to_be_focused()
    for title, marked in (("pool1", 4), ("conv2", 9), ("dense", 8), ("output", 2)):
        figure = page.locator("book-digit-grid figure", has=page.get_by_text(title))
        figure.last.locator("td").first.click()
        expect(opened).to_contain_text(f"{title}, map 0 at (0, 0)")
        assert page.locator("book-digit-grid [data-window]").count() == marked, title
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_have_count(0)
    assert page.locator("[data-window]").count() == 0


# --- the drawing


def arc(x: float, y: float, wide: float, high: float, start: int, end: int) -> Points:
    angles = [math.radians(start + (end - start) * step / 16) for step in range(17)]
    return [(x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles]


DIGITS: list[list[Points]] = [
    [arc(0.5, 0.5, 0.2, 0.32, -90, 270)],
    [[(0.5, 0.15), (0.5, 0.85)]],
    [[*arc(0.5, 0.33, 0.2, 0.17, 180, 370), (0.32, 0.82), (0.74, 0.82)]],
    [[*arc(0.47, 0.33, 0.18, 0.17, 200, 450), *arc(0.47, 0.67, 0.2, 0.17, -90, 160)]],
    [[(0.35, 0.18), (0.3, 0.55), (0.72, 0.55)], [(0.62, 0.2), (0.62, 0.85)]],
    [[(0.7, 0.2), (0.38, 0.2), (0.36, 0.47), *arc(0.5, 0.63, 0.2, 0.19, -120, 150)]],
    [[*arc(0.75, 0.5, 0.42, 0.38, -110, -190), *arc(0.5, 0.67, 0.18, 0.17, 180, 540)]],
    [[(0.28, 0.22), (0.72, 0.22), (0.45, 0.82)]],
    [arc(0.5, 0.33, 0.16, 0.15, 90, 450), arc(0.5, 0.66, 0.19, 0.18, -90, 270)],
    [[*arc(0.5, 0.36, 0.18, 0.17, 0, 360), (0.68, 0.36), (0.66, 0.6), (0.6, 0.85)]],
]


@pytest.fixture
def pad(page: Page) -> Page:
    page.locator("book-digit-pad").scroll_into_view_if_needed()
    expect(page.locator("book-digit-pad .digit-says")).to_have_text("Nothing has been drawn yet.")
    return page


def draw(page: Page, strokes: list[Points]) -> None:
    box = page.locator(".digit-pad").bounding_box()
    assert box
    for stroke in strokes:
        for number, (x, y) in enumerate(stroke):
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            if number == 0:
                page.mouse.down()
        page.mouse.up()


VERDICTS = """async (drawings) => {
  const { imageOf } = await import("/assets/javascripts/digit/ink.js")
  const { answer, load, run, winner } = await import("/assets/javascripts/digit/network.js")
  const network = await load("drawn_digit")
  return drawings.map((strokes) => winner(answer(run(network, imageOf(strokes, 0.045)))))
}"""


def test_all_ten_digits_are_recognised(page: Page) -> None:
    assert page.evaluate(VERDICTS, DIGITS) == [*range(10)]


def test_a_digit_is_drawn_explained_and_cleared(pad: Page) -> None:
    draw(pad, DIGITS[7])
    reasons = pad.locator(".digit-reasons li")
    expect(pad.locator("book-digit-pad .digit-says")).to_contain_text("The network says 7 (")
    expect(reasons).to_have_count(2)
    expect(reasons.first).to_contain_text("the probability of 7 falls")
    pad.locator("book-digit-pad").get_by_role("button", name="Clear all").click()
    expect(reasons).to_have_count(0)
    expect(pad.locator("book-digit-pad .digit-says")).to_have_text("Nothing has been drawn yet.")


def test_a_digit_is_drawn_by_keys_and_undone(pad: Page) -> None:
    pad.locator(".digit-pad").focus()
    pad.keyboard.press(" ")
    for _ in range(18):
        pad.keyboard.press("ArrowDown")
    pad.keyboard.press(" ")
    pad.keyboard.press("ArrowLeft")
    expect(pad.locator("book-digit-pad .digit-says")).to_contain_text("The network says 1 (")
    expect(pad.locator("book-digit-pad .digit-heard")).to_contain_text("The network says 1 (")
    assert pad.locator(".digit-pad polyline").count() == 1
    pad.get_by_role("button", name="Undo a stroke").click()
    expect(pad.locator("book-digit-pad .digit-says")).to_have_text("Nothing has been drawn yet.")


@pytest.mark.parametrize(
    ("group", "keys", "name", "channels", "address"),
    [
        (0, ["PageDown", *["ArrowDown"] * 5], "conv1, map 1 at (5, 0)", 1, "conv"),
        (1, ["Enter"], "pool1, map 0 at (0, 0)", 1, "max"),
        (2, ["ArrowDown", "ArrowRight"], "conv2, map 0 at (1, 1)", 8, "conv"),
        (4, ["ArrowUp"], "conv3, map 0 at (0, 0)", 16, "conv"),
    ],
)
def test_a_cell_of_a_map_opens_its_window(
    pad: Page, group: int, keys: list[str], name: str, channels: int, address: str
) -> None:
    draw(pad, DIGITS[5])
    expect(pad.locator("book-digit-pad .digit-says")).to_contain_text("The network says 5 (")
    pad.locator(".digit-maps").nth(group).focus()
    for key in keys:
        pad.keyboard.press(key)
    opened = pad.locator(".digit-origin")
    expect(opened).to_contain_text(name)
    assert opened.locator("table.value").count() == channels
    expect(pad.locator("book-digit-pad .digit-heard")).to_contain_text(name)
    value = float(opened.locator("b").inner_text().rsplit(": ", 1)[1])
    state = opened.get_by_role("link", name="Step through").get_attribute("href") or ""
    settings = parse_qs(urlsplit(state).fragment)
    assert settings["stepper"] == [address]
    x = stacked(settings["x"][0])
    i, j = map(int, settings["at"][0].split(","))
    if address == "max":
        assert x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max() == pytest.approx(value, abs=1e-4)
        return
    kernel = stacked(settings["kernel"][0])
    total = (x[i : i + 3, j : j + 3] * kernel).sum() + float(settings["bias"][0])
    assert max(total, 0) == pytest.approx(value, abs=1e-3)
    parts = [
        opened.locator(f"table.{part} td").all_inner_texts()
        for part in ("value", "weight", "product")
    ]
    window, weights, products = (
        np.array([float(t.replace("−", "-")) for t in part]) for part in parts
    )
    assert_allclose(window * weights, products, atol=1e-3)
    assert products.sum() + float(settings["bias"][0]) == pytest.approx(total, abs=0.01)


def stacked(text: str) -> np.ndarray:
    """An array (height, width, channels) as the stepper's address writes it."""
    maps = [
        [[float(n) for n in row.split(",")] for row in one.split("/")] for one in text.split(";")
    ]
    return np.moveaxis(np.array(maps), 0, -1)


def test_the_answers_open_the_sum_of_all_maps(pad: Page) -> None:
    draw(pad, DIGITS[2])
    pad.locator("book-digit-pad .digit-answers button").nth(2).click()
    opened = pad.locator(".digit-origin")
    expect(opened).to_contain_text("probabilities, map 2 at (0, 0)")
    assert opened.locator("table.value").count() == 32
    assert opened.get_by_role("link").count() == 0, "the stepper takes 16 channels at most"


def test_the_python_below_the_drawing_has_its_pixels(
    pad: Page, keras: dict[str, models._compiled.Model]
) -> None:
    draw(pad, DIGITS[3])
    expect(pad.locator("book-digit-pad .digit-says")).to_contain_text("The network says 3 (")
    code = pad.locator("book-digit-pad code").text_content() or ""
    compile(code, "pad", "exec")
    pixels = np.frombuffer(bytes.fromhex(code.split('"')[1]), np.uint8).reshape(1, 28, 28, 1)
    bars = pad.locator("book-digit-pad .digit-answers span").all_inner_texts()
    expected = keras["drawn_digit"].predict(pixels / 255, verbose=0)[0]
    assert bars == [f"{100 * share:.1f}%" for share in expected]


# --- weights, scripts, and the pages


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"status": 404}, "couldn't be read"),
        ({"body": networks.files()["drawn_digit.json"][:40_000]}, "isn't whole"),
        ({"body": networks.files()["drawn_digit.json"].replace(b",", b"", 99)}, "isn't whole"),
        (None, "couldn't be read"),
    ],
)
def test_weights_that_fail_are_told_and_can_be_read_again(
    browser: Browser, lab: str, answer: dict[str, Any] | None, message: str
) -> None:
    with window(browser, lab) as (page, _):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(Path(request.url).name))

        def fail(route: Route) -> None:
            route.fulfill(**answer) if answer else route.abort()

        page.route("**/drawn_digit.json", fail)
        page.goto("/far.html")
        page.locator(".digit-steps td").first.wait_for()
        assert "drawn_digit.json" not in asked, "weights are fetched when they are needed"
        status = page.locator("book-digit-pad .digit-status")
        page.locator("book-digit-pad").scroll_into_view_if_needed()
        expect(status).to_contain_text(message)
        draw(page, DIGITS[7])
        page.unroute("**/drawn_digit.json")
        page.get_by_role("button", name="Read again").click()
        expect(page.locator("book-digit-pad .digit-says")).to_contain_text("The network says 7 (")
        expect(status).to_be_empty()


def test_without_a_script_a_sentence_stands_there(browser: Browser, lab: str) -> None:
    context = browser.new_context(base_url=lab, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ko.html")
    expect(page.locator("book-digit-pad")).to_have_text("Without a script.")
    context.close()


def test_the_scripts_are_small() -> None:
    scripts = [*(ASSETS / "javascripts" / "digit").glob("*.js")]
    assert len(gzip.compress(b"".join(script.read_bytes() for script in scripts))) <= 12_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scripts_are_loaded_where_they_are_used(site: Path, language: str) -> None:
    for page in [page for page in PAGES if page.startswith(("checked/", "inside/"))]:
        found = soup(site, page, language)
        for name in ("grid", "pad"):
            is_used = f"<book-digit-{name}" in text_of(KOREAN / page)
            assert bool(found.select(f"script[src$='digit/{name}.js']")) == is_used
            if is_used:
                element = found.select_one(f"book-digit-{name}")
                assert element
                folder = (site / ("" if language == "ko" else "en") / page).with_suffix("")
                assert (folder / str(element["data-stepper"]) / "index.html").is_file()
                assert "JavaScript" in element.get_text()
