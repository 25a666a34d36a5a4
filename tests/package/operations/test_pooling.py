"""max_pool2d and avg_pool2d against recorded numbers and plain loops."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from cnnbook import avg_pool2d, max_pool2d, output_size, relu
from tests.cases import POOLING_EDGES, Pooling, as_pair, poolings
from tests.oracle import Array, examples, golden, golden_input, random_numbers

DIGIT = golden("verified_cnn")


def naive_pool2d(reduce: Any, x: Array, size: tuple[int, int], options: Any) -> Array:
    """Pool in plain loops: cut each window at the edge of the image."""
    stride, padding = as_pair(options["stride"]), options["padding"]
    tops, lefts = (
        [place * s - (before if padding == "same" else 0) for place in range(steps)]
        for s, steps, before in (
            (s, *steps_and_border(n, k, s, padding))
            for n, k, s in zip(x.shape[1:3], size, stride, strict=True)
        )
    )
    rows = []
    for top in tops:
        row = []
        for left in lefts:
            window = x[:, max(top, 0) : top + size[0], max(left, 0) : left + size[1]]
            row.append(reduce(window, axis=(1, 2)))
        rows.append(np.stack(row, axis=1))
    return np.stack(rows, axis=1)


def steps_and_border(size: int, window: int, stride: int, padding: str) -> tuple[int, int]:
    steps = output_size(size, window, stride=stride, padding=padding)  # type: ignore[arg-type]
    return steps, max((steps - 1) * stride + window - size, 0) // 2


@pytest.mark.parametrize(("pool", "reduce"), [(max_pool2d, np.max), (avg_pool2d, np.mean)])
@given(case=poolings(("float32", "float64", "int32")))
@examples("case", POOLING_EDGES)
def test_equals_plain_loops(pool: Any, reduce: Any, case: Pooling) -> None:
    x, size, options = case
    y = pool(x, size, **options)
    expected = naive_pool2d(reduce, x, size, options)
    assert y.shape == expected.shape
    assert y.dtype == expected.dtype
    tolerance = 1e-6 if x.dtype == np.float32 else 1e-14
    assert_allclose(y, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize("tile", [1, 40, 100, 300, 700])
def test_tiles_join_without_a_seam(monkeypatch: Any, pool: Any, tile: int) -> None:
    x = random_numbers(0, "float64", 3, 11, 7, 2)
    expected = pool(x, (3, 2), stride=(2, 1), padding="same")
    monkeypatch.setattr("cnnbook._sliding.TILE", tile)
    assert_array_equal(pool(x, (3, 2), stride=(2, 1), padding="same"), expected)


@pytest.mark.parametrize(
    "case",
    golden("pooling")["cases"],
    ids=lambda case: f"{case['input']}, pool {case['pool']}, {case['padding']}",
)
def test_recorded_case(case: dict[str, Any]) -> None:
    x = golden_input(case["input"])
    y = max_pool2d(x, case["pool"], stride=case.get("strides"), padding=case["padding"])
    expected = np.array(case["output"])
    assert_array_equal(y[..., 0].reshape(expected.shape), expected)


def test_recorded_digit() -> None:
    y = max_pool2d(relu(DIGIT["conv1"]["output_before_relu"]))
    assert_allclose(y, DIGIT["max_pool_2x2"], rtol=0, atol=DIGIT["tolerance_abs"])


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float16", "float32", "float64"])
def test_border_is_never_the_largest(dtype: str) -> None:
    lowest = np.iinfo(dtype).min if np.dtype(dtype).kind in "iu" else -np.inf
    x = np.full((3, 3), lowest, dtype)
    y = max_pool2d(x, 2, stride=1, padding="same")
    assert_array_equal(y, x, strict=True)


def test_stride_is_the_size_unless_given() -> None:
    x = np.arange(36).reshape(6, 6)
    assert_array_equal(max_pool2d(x, 3), max_pool2d(x, 3, stride=3))
    assert max_pool2d(x).tolist() == [[7, 9, 11], [19, 21, 23], [31, 33, 35]]
    assert avg_pool2d(x).tolist() == [[3.5, 5.5, 7.5], [15.5, 17.5, 19.5], [27.5, 29.5, 31.5]]
    assert_array_equal(avg_pool2d(x, (3, 2)), avg_pool2d(x, (3, 2), stride=(3, 2)))


@pytest.mark.parametrize(
    ("x", "y"), [("float16", "float16"), ("float32", "float32"), ("uint8", "float64")]
)
def test_mean_is_a_float(x: str, y: str) -> None:
    pooled = avg_pool2d(np.full((2, 2), 255, x), padding="same")
    assert pooled.dtype == y
    assert pooled == 255


def test_border_does_not_count_in_the_mean() -> None:
    assert avg_pool2d([[2, 4, 6]], 2, stride=1, padding="same").tolist() == [[3, 5, 6]]


def test_nan_and_infinity_pass_through() -> None:
    x = np.array([[np.nan, 1, np.inf, 1, -np.inf, -np.inf]])
    assert_array_equal(max_pool2d(x[[0, 0]]), [[np.nan, np.inf, -np.inf]])
    assert_array_equal(avg_pool2d(x[[0, 0]]), [[np.nan, np.inf, -np.inf]])
    with np.errstate(invalid="raise"):  # no warning either
        assert np.isnan(avg_pool2d([[np.inf, -np.inf]], (1, 2)))


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("size", [1, 2])
def test_input_stays_as_it_is(pool: Any, size: int, padding: Any) -> None:
    x = np.arange(9).reshape(3, 3)
    y = pool(x, size, padding=padding)
    y += 1
    assert_array_equal(x, np.arange(9).reshape(3, 3))


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize(
    ("x", "options", "error", "message"),
    [
        (np.ones(4), {}, ValueError, "x has 1 dimensions, shape (4,), but a 2-D image or NHWC"),
        (np.ones((1, 4, 4, 0)), {}, ValueError, "x has shape (1, 4, 4, 0), so its images have no"),
        (np.ones((4, 4)) > 0, {}, TypeError, "x holds bool, but integers or floats are expected"),
        (np.ones((4, 4)), {"size": 0}, ValueError, "size is 0, but must be one whole number"),
        (np.ones((4, 4)), {"size": (2, 0)}, ValueError, "size is 0, but must be one whole"),
        (
            np.ones((4, 4)),
            {"size": "2"},
            TypeError,
            "size is '2', but must be one whole number, or",
        ),
        (np.ones((4, 4)), {"stride": 0}, ValueError, "stride is 0, but must be one whole number"),
        (np.ones((4, 4)), {"stride": 1.0}, TypeError, "stride is 1.0, but must be one whole"),
        (np.ones((4, 4)), {"padding": "Same"}, ValueError, "padding is 'Same', but must be"),
        (
            np.ones((4, 2)),
            {"size": 3},
            ValueError,
            "window 3x3 covers 3x3 pixels, but the image is only 4x2; use "
            'padding="same" or a smaller size',
        ),
    ],
)
def test_wrong_input(
    pool: Any, x: Array, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        pool(x, **options)
