"""Examples run and changed, and exercises solved in Python, on pages of the built site."""

import base64
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cnnbook import answers
from making.browser_python.runner import Runner
from tests.built import LANGUAGES, url
from tests.site.test_browser_answers import OFF
from tests.site.test_browser_check import python
from tests.site_fixtures import ROOT, window

__all__ = ["python"]  # the fixture, which every test here uses

SCRIPTS = ROOT / "docs" / "theme" / "assets" / "javascripts"
CHAPTER = f"/{url('convolution/size.md', 'en')}"
DILATION = "row = np.arange(1, 9).reshape(1, 8)"  # how an example begins, far down the page
LOADED = 120_000  # a machine may be busy while Python begins


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A window for all tests here, in which nothing may fail or ask another host."""
    with window(browser, address) as (page, problems):
        page.goto(CHAPTER)
        yield page
    assert problems == []


@pytest.fixture
def page(reader: Page) -> Page:
    """The chapter as the book has it; Python stays."""
    back = reader.get_by_role("button", name="Back to the book's code")
    while back.count():
        back.first.click()
    return reader


def listing(page: Page, begin: str) -> Locator:
    return page.locator("[data-python]", has_text=begin).first


def opened(page: Page, begin: str = DILATION) -> Locator:
    """Press the button of an example, and give what stands in its place."""
    example = listing(page, begin)
    panel = page.locator("[data-python]", has_text=begin).first.locator("+ .playground")
    example.locator(".playground-open").click()
    return panel


def run(panel: Locator, text: str | None = None, seconds: float | None = None) -> str:
    """Run a text, and give the sentence that says how it ended."""
    if seconds is not None:
        panel.evaluate("(panel, seconds) => { panel.dataset.seconds = seconds }", seconds)
    field = panel.get_by_role("textbox")
    if text is not None:
        field.fill(text)
    field.press("Control+Enter")
    expect(panel.get_by_role("button", name=re.compile("^Run"))).to_be_visible(timeout=LOADED)
    panel.evaluate("(panel) => { delete panel.dataset.seconds }")
    return panel.locator("[role=status]").first.inner_text()


def output(panel: Locator) -> str:
    return panel.locator(".playground-output").inner_text()


def asks(page: Page, module: str, expression: str, argument: Any = None) -> Any:
    """Evaluate an expression with what a script exports as `m`, and an argument `a`."""
    script = f"async (a) => {{ const m = await import('/assets/javascripts/{module}.js')\n"
    return page.evaluate(f"{script} return {expression} }}", argument)


# --- without Python


def shared(text: str, number: int = 3) -> str:
    letters = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"#run={number}.{letters}"


def test_an_address_holds_a_text_and_nonsense_is_named(reader: Page) -> None:
    for text in ("x = 1\n", "print('합성곱 🙂 ÿ')", "a" * 10_000):
        written = asks(reader, "playground/address", "m.write(3, a)", text)
        assert written == shared(text)
        assert asks(reader, "playground/address", "m.read(a, 4)", written)["text"] == text
    tried = "(() => { try { return m.read(a, 4) } catch (error) { return error.message } })()"
    for address, wrong in {
        "#run=": "unreadable",
        "#run=3": "unreadable",
        "#run=3.": "unreadable",
        "#run=-1.eA": "unreadable",
        "#run=3.<b>": "unreadable",
        "#run=3.x": "unreadable",
        "#run=3._w": "unreadable",  # no UTF-8
        "#run=99999.eA": "unreadable",
        "#run=4.eA": "place",
        shared("a" * 10_001): "long",
    }.items():
        assert asks(reader, "playground/address", tried, address) == wrong, address


#: What readers write, and what they are told besides Python's own words.
HINTS = {
    "input('n')": "input",
    ">>> print(1)": "prompts",
    "print((1, 2)": "closed",
    "print(1, 2))": "unopened",
    "print([1, 2)])": "unopened",
    "print([1 2])": "comma",
    "print('a)": "quote",
    "for i in range(3)\n    print(i)": "colon",
    "if 1 = 2:\n    pass": "equals",
    "print(3 − 2)": "letter",
    "if True:\n\tx = 1\n        y = 2": "tabs",
    "for i in range(3):\nprint(i)": "block",
    "for i in range(3):": "block",
    "x = 1\n  y = 2": "indent",
    "'''abc": "quote",
    "np.array([[1, 2], [3]])": "ragged",
    "np.ones(3) + np.ones(4)": "shapes",
    "np.ones((2, 3)) @ np.ones((2, 3))": "shapes",
    "np.ones(6).reshape(4, 2)": "shapes",
    "if np.ones(2): pass": "truth",
    "[[1, 2]][0, 1]": "listIndex",
    "x = 5\nx(3)": "call",
    "np.ones(3)[0, 1]": "axes",
    "np.ones(3)[3]": "index",
    "[1][1]": "index",
    "def f(): return f()\nf()": "recursion",
    "import nothing_of_this_name": "module",
    "nothing": "name",
    "further": "below",
    "[0] * 10**30": "memory",
    "raise MemoryError": "memory",
    "cnnbook.check('size-valid', None)": "answer",
    "1 / 0": None,
    "import sys; sys.exit()": None,
}


def test_the_book_knows_the_errors_that_readers_make(reader: Page) -> None:
    runner = Runner()
    runner.run("import numpy as np, cnnbook")
    errors = [runner.run(source)["error"] for source in HINTS]
    hints = "a.map((error) => m.hintOf(error, (name) => name === 'further'))"
    found = asks(reader, "playground/hints", hints, errors)
    assert {one: hint and hint["name"] for one, hint in zip(HINTS, found, strict=True)} == HINTS
    words = reader.evaluate(
        """async () => {
          const { PYTHON: python } = await import("/assets/javascripts/words/python.js")
          const { HINTS: own } = await import("/assets/javascripts/words/hints.js")
          return ["ko", "en"].map((one) => ({ ...python[one].hints, ...own[one] }))
        }"""
    )
    for known in words:
        assert set(HINTS.values()) - {None} <= set(known)


def test_what_needs_a_library_is_known_before_it_runs(reader: Page) -> None:
    made = {
        "import numpy as np": ["np"],
        "from a.b import c, d as e": ["c", "e"],
        "x, *y = 1, 2": ["x", "y"],
        "x[0] = f(y=3) == 2": [],
        "x: int = 3": ["x"],
        "def f(a, b=2):\n    c = a": ["f"],
        "for i, row in enumerate(x):\n    print(i)": ["i", "row"],
        "class A:\n    b = 1": ["A"],
        "print(x == 3, y <= 4)": [],
    }
    assert asks(reader, "playground/order", "a.map(m.made)", list(made)) == list(made.values())
    sources = [
        "import tensorflow as tf",
        "import numpy as np",
        "y = tf.nn.relu(x)",
        "print(a.y, y_hat)",
        "print(y + 1)",
        "y = np.ones(3)",
        "print(y + 1)",
        "import cnnbook\ncnnbook.plots.curves(y)",
    ]
    marked = asks(
        reader,
        "playground/order",
        """(() => {
          const examples = a.map((source) => ({ source }))
          m.markNeeds([{ scope: null, examples }])
          return examples.map(({ needs }) => needs)
        })()""",
        sources,
    )
    assert marked == [True, False, True, False, True, False, False, True]


def test_the_keyboard_goes_in_through_and_out(page: Page) -> None:
    example = listing(page, DILATION)
    opener = example.get_by_role("button", name=re.compile("run and change$"))
    opener.focus()
    page.keyboard.press("Enter")
    panel = example.locator("+ .playground")
    field = panel.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(example).to_be_hidden()
    book = field.input_value()
    assert book.startswith(DILATION)
    assert ">>>" not in book
    page.keyboard.press("Tab")  # nothing was written, so it passes through
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    field.fill("")
    page.keyboard.type("for i in range(3):")
    page.keyboard.press("Enter")
    page.keyboard.type("print(i)")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    assert field.input_value() == "for i in range(3):\n    print(i)\n        x"
    page.keyboard.press("Control+z")
    assert field.input_value() != ""  # the keys of the editor can be undone one by one
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_focused()
    panel.get_by_role("button", name="Back to the book's code").press("Enter")
    expect(opener).to_be_focused()
    expect(panel).to_have_count(0)


def test_an_address_of_others_is_shown_and_does_not_run(browser: Browser, address: str) -> None:
    with window(browser, address) as (page, problems):
        page.add_init_script(OFF)  # and without storage
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{CHAPTER}{shared('print(6 * 7)')}")
        panel = page.locator("article > .playground")
        expect(panel.get_by_role("textbox")).to_have_value("print(6 * 7)")
        notice = panel.locator(".playground-notice")
        expect(notice).to_contain_text("isn't the book's")
        # Nothing covers it, such as the header.
        place = "const { x, y } = notice.getBoundingClientRect()"
        top = "document.elementFromPoint(x + 9, y + 9)"
        assert notice.evaluate(f"(notice) => {{ {place}; return notice === {top} }}")
        expect(panel.locator("[role=status]")).to_contain_text("The first run brings Python")
        for wrong, said in {
            "#run=3.%%%": "can't be read",
            "#run=999.eA": "an example that this page hasn't",
            shared("a" * 10_001): "longer than 10000 characters",
        }.items():
            page.evaluate("(hash) => { location.hash = hash }", wrong)
            expect(page.get_by_role("alert")).to_contain_text(said)
        panel.get_by_role("button", name="Back to the book's code").click()
        expect(panel).to_have_count(0)
        assert not [one for one in asked if "/pyodide/" in one or one.endswith("/worker.js")]
    assert set(problems) <= {"script: off"}  # which the theme's own scripts don't expect


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("delete window.WebAssembly", "WebAssembly"),
        ("delete window.Worker", "workers"),
    ],
)
def test_a_browser_that_cannot_says_so(
    browser: Browser, address: str, change: str, said: str
) -> None:
    with window(browser, address) as (page, problems):
        page.add_init_script(change)
        page.goto(CHAPTER)
        assert said in run(opened(page))
    assert problems == []


def test_what_cannot_be_loaded_can_be_tried_again(browser: Browser, address: str) -> None:
    with window(browser, address) as (page, _):
        page.route("**/panel.js", lambda route: route.abort())
        page.goto(CHAPTER)
        opener = listing(page, DILATION).locator(".playground-open")
        opener.click()
        expect(opener).to_contain_text("couldn't be loaded")
        page.unroute("**/panel.js")
        opener.click()
        expect(page.locator("article > .playground")).to_be_visible()


def test_without_scripts_there_is_no_button(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(CHAPTER)
    expect(page.locator("[data-python]").first).to_be_visible()
    assert page.locator(".playground-open, .playground").count() == 0
    context.close()


# --- with Python


def test_an_example_runs_after_what_is_above_and_is_ticked(page: Page) -> None:
    panel = opened(page)
    assert "9 MB" in panel.locator("[role=status]").inner_text()
    assert run(panel) == "✓ Equal to the book's output."
    assert output(panel).split() == ["[[531", "642", "753", "864]]", "4"]
    # Every value is shown, as in a session, and what is above has run.
    assert run(panel, "np.arange(2)\nx = 3\nx\nprint('y')") == "Done."
    assert output(panel).splitlines()[:3] == ["array([0, 1])", "3", "y"]
    assert run(panel, "x = 3") == "Done. Nothing was printed."
    with_tick = listing(page, "cnnbook.output_size(28, 3, stride=2, padding=(1, 1))")
    assert with_tick.locator(".playground-open").count() == 1


def test_what_follows_sees_the_change_until_it_is_taken_back(page: Page) -> None:
    first = opened(page, "import numpy as np")
    assert (
        run(first, "import cnnbook\nimport numpy as np\nmark = 7") == "Done. Nothing was printed."
    )
    below = opened(page)
    assert run(below, "mark") == "Done."
    assert output(below).strip() == "7"
    # What ended with an error doesn't count, and the book's own runs in its place.
    run(first, "mark = 8\n1 / 0")
    run(below)
    assert output(below).strip() == "7"
    first.get_by_role("button", name="Back to the book's code").click()
    # Nor does what was written, or came with an address, and hasn't run.
    opened(page, "import numpy as np").get_by_role("textbox").fill("mark = 9")
    assert run(below) == "An error ended it in line 1."
    assert "NameError: name 'mark' is not defined" in output(below)
    page.evaluate("navigator.clipboard.writeText('')")
    below.get_by_role("button", name="Copy as Python").click()
    expect(below.get_by_role("button", name="Copied")).to_be_visible()
    script = page.evaluate("navigator.clipboard.readText()")
    assert script.startswith("import numpy as np\n")
    assert script.endswith("\n\nmark\n")
    below.get_by_role("button", name="Copy address").click()
    expect(below.get_by_role("button", name="Copied").last).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.partition("#")[0].endswith(CHAPTER)
    assert copied.endswith(shared("mark", 3).partition(".")[2])


#: What is run, the sentence that ends it, the line that is marked, and what is said below.
ENDINGS = [
    ("import tensorflow as tf", "This needs TensorFlow", None, ""),
    ("x = 1\nprint(2)\nx + 'a'", "line 3", 3, "TypeError: unsupported operand"),
    ("for i in range(3):", "line 1", 1, "indented by four spaces"),
    ("if True:\n\tx = 1\n        y = 2", "line 3", 3, "Tabs and spaces"),
    ("n = int(input('n'))", "line 1", 1, "can't be answered here"),
    ("x = np.ones(10 * 2**30, np.uint8)", "line 1", 1, "smaller"),
    ("x = np.ones((10**6, 10**6))", "line 1", 1, "smaller"),
    ("print('<b>' + 'x' * 30_000)", "Done.", None, "its first 20000 characters"),
    ("", "Done. Nothing was printed.", None, ""),
]


def test_what_goes_wrong_has_a_clear_answer(page: Page) -> None:
    panel = opened(page)
    field = panel.get_by_role("textbox")
    for text, sentence, line, below in ENDINGS:
        assert sentence in run(panel, text), text
        assert below in output(panel), text
        assert field.get_attribute("aria-invalid") == ("true" if line else None), text
        if line:
            style = field.evaluate("(field) => field.style.getPropertyValue('--line')")
            assert int(style) == line - 1
    assert panel.locator(".playground-output b").count() == 0
    field.fill("x")
    assert field.get_attribute("aria-invalid") is None


def test_exercises_are_judged_by_the_package(page: Page) -> None:
    box = page.locator("book-answer[data-exercise=size-same-values]")
    box.scroll_into_view_if_needed()
    box.locator("summary").click()
    said = box.locator(".playground-output [role=status]")
    for text, answer in {
        "answer = [3, 9, 15, 13]": [3, 9, 15, 13],
        "answer = np.array([13, 9, 15, 3])": [13, 9, 15, 3],
        "cnnbook.conv2d([[1, 2, 3, 4, 5, 6, 7]], [[1, 1, 1]], stride=2)[0]": [6, 12, 18],
        "for _ in range(3):\n    pass\n'yes'": "yes",
    }.items():
        run(box.locator(".playground"), text)
        verdict = answers.check("size-same-values", answer, language="en")
        expect(said).to_have_text(str(verdict).replace("*", ""))
        expect(said).to_have_class("right" if verdict.right else "wrong")
    assert "size-same-values" in page.evaluate("localStorage.getItem('cnnbook.progress')")
    # An answer of before counts no more, and what is no answer has Python's words.
    run(box.locator(".playground"), "x = 3")
    assert "NoneType" in output(box.locator(".playground"))
    expect(said).to_have_count(0)
    page.evaluate("Storage.prototype.setItem = () => { throw new Error() }; null")
    run(box.locator(".playground"), "answer = [3, 9, 15, 13]")
    expect(said).to_contain_text("Right. This browser doesn't allow storage")


#: Presses a button in the moment in which it is shown, once.
PRESS = """(panel, name) => {
  const wanted = [...panel.querySelectorAll("button")].find((one) => one.textContent === name)
  const press = (_, observer) => {
    if (wanted.hidden) return
    observer.disconnect()
    wanted.click()
  }
  new MutationObserver(press).observe(wanted, { attributeFilter: ["hidden"] })
}"""


def test_an_endless_loop_is_ended_and_python_begins_anew(page: Page) -> None:
    panel = opened(page)
    field, status = panel.get_by_role("textbox"), panel.locator("[role=status]").first

    def start(text: str, seconds: float) -> None:
        panel.evaluate("(panel, seconds) => { panel.dataset.seconds = seconds }", seconds)
        field.fill(text)
        field.press("Control+Enter")

    # The limit can be put off, in its second half.
    panel.evaluate(PRESS, "Wait longer")
    start("import time\nfor i in range(12):\n    time.sleep(0.1)\nforgotten = 'late'\nforgotten", 1)
    expect(status).to_have_text("Done.", timeout=LOADED)
    assert output(panel).strip() == "'late'"

    # Meanwhile the page answers, nothing else runs, and Stop ends it.
    start("while True:\n    pass", 60)
    expect(status).to_have_text("Running.", timeout=LOADED)
    other = opened(page, "print((1 + 28 + 1 - 3) // 2 + 1)")
    assert "Other examples of this page are running" in run(other)
    panel.get_by_role("button", name="Stop").click()
    expect(status).to_contain_text("Stopped. At the next run Python begins anew")
    run(panel, "forgotten")
    assert "NameError" in output(panel)

    said = run(panel, "while True:\n    print(1)", seconds=0.5)
    assert "hadn't ended after 0.5 seconds" in said


# --- where and how much


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_come_only_where_they_are_needed(site: Path, language: str) -> None:
    def loads(page: str) -> bool:
        html = (site / url(page, language) / "index.html").read_text(encoding="utf-8")
        return "javascripts/playground.js" in html

    assert loads("convolution/size.md")
    assert loads("checked/in-keras.ipynb")  # which has exercises
    assert not loads("glossary.md")
    assert not loads("progress.md")


def test_the_scripts_are_small() -> None:
    own = [SCRIPTS / "playground.js", *(SCRIPTS / "playground").glob("*.js")]
    assert len(gzip.compress(b"".join(script.read_bytes() for script in own))) <= 9_000
