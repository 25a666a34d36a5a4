"""output_size and receptive_field against counting."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnbook import conv2d, output_size, receptive_field


@given(
    size=st.integers(1, 40),
    kernel=st.integers(1, 6),
    stride=st.integers(1, 5),
    dilation=st.integers(1, 4),
)
def test_output_size_counts_the_steps(size: int, kernel: int, stride: int, dilation: int) -> None:
    starts = range(0, size - (kernel - 1) * dilation, stride)
    if starts:
        assert output_size(size, kernel, stride=stride, dilation=dilation) == len(starts)
    same = output_size(size, kernel, stride=stride, padding="same", dilation=dilation)
    assert same == len(range(0, size, stride))
    full = output_size(size, kernel, stride=stride, padding="full", dilation=dilation)
    assert full == len(range(0, size + (kernel - 1) * dilation, stride))


@given(
    size=st.integers(1, 20),
    kernel=st.integers(1, 5),
    stride=st.integers(1, 4),
    border=st.tuples(st.integers(4, 6), st.integers(0, 6)),
)
def test_explicit_border_counts_as_pixels(
    size: int, kernel: int, stride: int, border: tuple[int, int]
) -> None:
    steps = output_size(size, kernel, stride=stride, padding=border)
    assert steps == output_size(size + sum(border), kernel, stride=stride)


LAYER = st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 2))


@given(st.lists(LAYER, max_size=4))
def test_receptive_field_is_what_a_pixel_of_the_output_answers_to(
    layers: list[tuple[int, int, int]],
) -> None:
    """Change one pixel after the other and watch the middle of the output."""
    field = receptive_field(layers)
    x = np.eye(2 * field + 40)[:, np.newaxis, :, np.newaxis]  # one pixel of each row is 1
    for kernel, stride, dilation in layers:
        x = conv2d(x, np.ones((1, kernel, 1, 1)), stride=(1, stride), dilation=(1, dilation))
    seen = np.flatnonzero(x[:, 0, x.shape[2] // 2, 0])
    assert seen[-1] - seen[0] + 1 == field


def test_stride_is_1_unless_given() -> None:
    assert output_size(9, 2) == 8


def test_receptive_field_fills_in_stride_and_dilation() -> None:
    assert receptive_field([]) == 1
    assert receptive_field([(5,)]) == 5
    assert receptive_field([[3, 2], [3]]) == 7  # type: ignore[list-item]
    assert receptive_field([(3, 2, 2), (3, 1)]) == 9


WANTED = "but must be (kernel, stride) or (kernel, stride, dilation), for example (3, 1)"


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        ([(3, 1), 3], TypeError, f"layers[1] is 3, {WANTED}"),
        (["31"], TypeError, f"layers[0] is '31', {WANTED}"),
        ([()], ValueError, f"layers[0] has 0 numbers, {WANTED}"),
        ([(3, 1, 1, 1)], ValueError, f"layers[0] has 4 numbers, {WANTED}"),
        ([(3, 0)], ValueError, "layers[0] is 0, but must be one whole number, 1 or more"),
        ([(3.0, 1)], TypeError, "layers[0] is 3.0, but must be one whole number, 1 or more"),
    ],
)
def test_receptive_field_of_wrong_input(layers: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        receptive_field(layers)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        ((0, 3), {}, ValueError, "size is 0, but must be one whole number, 1 or more"),
        ((9, 1.5), {}, TypeError, "kernel is 1.5, but must be one whole number, 1 or more"),
        ((9, 3), {"stride": 0}, ValueError, "stride is 0, but must be one whole number"),
        ((9, 3), {"dilation": "2"}, TypeError, "dilation is '2', but must be one whole number"),
        ((9, 3), {"padding": "Same"}, ValueError, "padding is 'Same', but must be \"valid\""),
        (
            (9, 3),
            {"padding": ((1, 1), (1, 1))},
            ValueError,
            'padding is ((1, 1), (1, 1)), but must be "valid" (the window stays inside the image), '
            '"same" (a border keeps the size, at stride 1), "full" (the window touches the image '
            "with one weight at least) or pixels of border, 0 or more: (before, after)",
        ),
        (
            (1, 5),
            {"padding": (1, 2)},
            ValueError,
            "kernel 5 covers 5 pixels, but the image is only 4",
        ),
        (
            (4, 3),
            {"dilation": 2},
            ValueError,
            "kernel 3 with dilation 2 covers 5 pixels, but the image is only 4; use "
            'padding="same", a smaller kernel or less dilation',
        ),
    ],
)
def test_output_size_of_wrong_input(
    arguments: Any, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        output_size(*arguments, **options)
