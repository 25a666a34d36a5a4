"""Every relation between numbers that the book states holds to the digits shown."""

import pytest

from making.paths import LANGUAGES
from making.proof.equations import DEFINITION, SYMBOLS, equations_in, relevant
from making.proof.exercise import everything, units_of_exercise
from making.proof.page import false_equations
from making.proof.source import DOCS, Unit, pages, units_of
from making.proof.values import compare, written


def verdicts(text: str, kind: str = "paragraph") -> list[str]:
    return [equation.verdict for equation in equations_in(Unit(kind, text, 1))]


@pytest.mark.parametrize(
    "text",
    [
        "5 × 0.1774 − 0.0213 = 0.8657",
        "3·3·16 + 16 = 160 parameters",
        "28 ÷ 2 = 14개입니다.",
        "There are 2⁴ = 16 masks.",
        "2,048·625 + 625 = 1,280,625",
        "⌈5 / 2⌉ = 3 and ⌊5 / 2⌋ = 2",
        "5 // 2 = 2",
        "√(6 / 297) = 0.1421",
        "(3 − 1) × 4 + 1 = 9",
        "*e*<sup>−1/2</sup> = 0.6065",
        "0.99<sup>40</sup> = 0.67",
        "−ln 0.1 = 2.3026",
        "log 1/2 + log 1/2 = −log 4 = −1.3863",
        "**50 %** = 0.5",
        "4 · (16 + 32 + 64) = 448",
        "½ · (1 + 0.5) = 0.75",
        "1/3 ≈ 0.33",
        "12 : 4 = 3",
        "−7 + 7 − 7 + 7 = 0",
        "2 ≤ 3",
        "1/2 ≠ 1/3",
        "σ(0) = 1 / (1 + 1) = 0.5",
        "1 · 1 + 2 · 2 + 1 · (−1) = 1 + 4 − 1 = 4",
    ],
)
def test_what_is_true_is_proven_and_a_changed_digit_is_seen(text: str) -> None:
    assert set(verdicts(text)) == {"exact"}
    end = max(i for i, letter in enumerate(text) if letter in "0123456789½⁴")
    changed = text[:end] + {"0": "7", "½": "3", "⁴": "³"}.get(text[end], "0") + text[end + 1 :]
    if "<" not in text[end:] and "≤" not in text and "≠" not in text:
        assert "false" in verdicts(changed), changed


@pytest.mark.parametrize(
    "text",
    [
        r"\frac{1 + 2 + 3}{6} = 1",
        r"\sqrt{16} = \tfrac{8}{2} = 4",
        r"\left\lceil \tfrac{7}{2} \right\rceil = 4",
        r"\left\lfloor \frac{7}{2} \right\rfloor + 1 = 4",
        "\\begin{aligned}\n1 + 2 &= 3 \\\\\n-7 + 1 &= -6\n\\end{aligned}",
        "\\begin{aligned}\n&1 \\times 2 \\\\\n&+ 3 \\times 4 \\\\\n&= 2 + 12 = 14\n\\end{aligned}",
        "\\begin{aligned}\ny ={}& 1 + 2 \\\\\n{}+{}& 3 = 6\n\\end{aligned}",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \begin{bmatrix} 5 \\ 6 \end{bmatrix}"
        r" = \begin{bmatrix} 17 \\ 39 \end{bmatrix}",
        r"2 \begin{bmatrix} 1 & 5 \end{bmatrix} - \begin{bmatrix} 5 & 7 \end{bmatrix}"
        r" = \begin{bmatrix} -3 & 3 \end{bmatrix}",
        r"e^{-2} = 0.1353",
        r"\max(0, -2) = 0",
    ],
)
def test_formulas_are_read(text: str) -> None:
    found = verdicts(text, "formula")
    assert "exact" in found
    assert "false" not in found
    digits = [i for i, letter in enumerate(text) if letter.isdigit()]
    changed = text[: digits[-1]] + str((int(text[digits[-1]]) + 3) % 10) + text[digits[-1] + 1 :]
    assert "false" in verdicts(changed, "formula")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("For *x* = 2 it rises.", DEFINITION),
        ("*K* − 1 = 3", DEFINITION),
        ("*y* = *x*² + 2", SYMBOLS),
        ("9 = *n* + 1", SYMBOLS),
    ],
)
def test_what_is_no_equation_between_numbers_is_passed_over(text: str, reason: str) -> None:
    assert verdicts(text) == [reason]


def test_code_and_addresses_are_no_equations() -> None:
    assert verdicts("`stride = 2` and [a](b.md?x=1) <https://a.b/?c=1>") == []


def test_rounded_operands_are_true_as_intervals_only() -> None:
    assert verdicts("0.3989 / 0.2 = 1.9947") == ["interval"]
    assert verdicts("0.3989 / 0.2 = 1.9957") == ["false"]
    # Whole numbers and those with few decimals are what they say.
    assert verdicts("3.5 / 2 = 1.8") == ["exact"]
    assert verdicts("7 / 2 = 4") == ["false"]
    assert verdicts("7 / 2 ≈ 4") == ["exact"]


@pytest.mark.parametrize("sign", ["=", "<", ">", "≤", "≥", "≠", "≈"])
def test_every_sign_can_be_false(sign: str) -> None:
    found = {compare(written(a), sign, written(b)) for a in "123" for b in "123"}
    assert found == {"exact", "false"}


def test_a_number_is_proven_only_if_the_equation_would_notice() -> None:
    (equation,) = equations_in(Unit("paragraph", "0 · 5 + 3 = 3", 1))
    assert [equation.text[a:b] for a, b in equation.proven] == ["0", "3", "3"]


@pytest.mark.parametrize("page", pages())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_equation_of_a_page_holds(language: str, page: str) -> None:
    assert list(map(str, false_equations(units_of(DOCS / language / page)))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_equation_of_the_exercises_holds(language: str) -> None:
    units = [
        unit
        for chapter, exercise in everything()
        for unit in units_of_exercise(chapter, exercise, language)
    ]
    assert list(map(str, false_equations(units))) == []
    assert sum(relevant(equation) for unit in units for equation in equations_in(unit)) > 200
