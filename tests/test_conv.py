"""conv2d and output_size against recorded numbers, TensorFlow, SciPy and plain loops."""

import re
from typing import Any, NamedTuple

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.signal import correlate2d

from cnnbook import conv2d, output_size
from tests.oracle import Array, golden, golden_input, naive_conv2d, random_numbers

GOLDEN = golden("convolution")
DIGIT = golden("verified_cnn")
IMAGE_3X3 = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
SUMS_2X2 = np.array([[12, 16, 9], [24, 28, 15], [15, 17, 9]])
SEEDS = st.integers(0, 2**16)


class Case(NamedTuple):
    x: Array
    kernel: Array
    bias: Array
    options: dict[str, Any]


@st.composite
def cases(draw: st.DrawFn, dtypes: tuple[str, ...], paddings: tuple[str, ...]) -> Case:
    """Draw images, a kernel that fits, a bias for each filter, and how to slide."""
    stride, dilation = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    padding = draw(st.sampled_from(paddings))
    kernel = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    least = [(k - 1) * dilation + 1 if padding == "valid" else 1 for k in kernel]
    image = [draw(st.integers(size, size + 7)) for size in least]
    batch, channels, filters = (draw(st.integers(low, 3)) for low in (0, 1, 1))
    seed, dtype = draw(SEEDS), draw(st.sampled_from(dtypes))
    return Case(
        random_numbers(seed, dtype, batch, *image, channels),
        random_numbers(seed + 1, dtype, *kernel, channels, filters),
        random_numbers(seed + 2, dtype, filters),
        {"stride": stride, "padding": padding, "dilation": dilation},
    )


def edge(image: int, kernel: int, stride: int, padding: str, batch: int = 1) -> Case:
    return Case(
        random_numbers(1, "float32", batch, image, image, 2),
        random_numbers(2, "float32", kernel, kernel, 2, 3),
        random_numbers(3, "float32", 3),
        {"stride": stride, "padding": padding, "dilation": 1},
    )


# --- equal to others


@given(cases(("float32", "float64"), ("valid", "same")))
@example(edge(1, 1, 1, "valid"))
@example(edge(1, 3, 2, "same"))  # one pixel, all else border
@example(edge(4, 4, 1, "valid"))  # a kernel as large as the image
@example(edge(9, 2, 4, "valid"))  # a stride larger than the kernel
@example(edge(9, 2, 4, "same"))
@example(edge(5, 2, 1, "same"))  # an odd pixel of border
@example(edge(5, 3, 2, "same", batch=0))
def test_equals_tensorflow(case: Case) -> None:
    x, kernel, bias, options = case
    stride, padding, dilation = options.values()
    y = conv2d(x, kernel, bias, **options)
    sums = tf.nn.conv2d(x, kernel, stride, padding.upper(), dilations=dilation)
    expected = tf.nn.bias_add(sums, bias).numpy()
    assert y.shape == expected.shape
    assert y.dtype == expected.dtype
    tolerance = 1e-5 if x.dtype == np.float32 else 1e-13
    assert_allclose(y, expected, rtol=tolerance, atol=10 * tolerance)


@given(cases(("int64", "float64"), ("valid",)))
def test_equals_plain_loops(case: Case) -> None:
    x, kernel, bias, options = case
    expected = naive_conv2d(x, kernel, options["stride"], options["dilation"]) + bias
    y = conv2d(x, kernel, bias, **options)
    assert y.dtype == expected.dtype
    assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


@given(
    size=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    more=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    stride=st.integers(1, 3),
    seed=SEEDS,
)
def test_equals_scipy(size: tuple[int, int], more: tuple[int, int], stride: int, seed: int) -> None:
    x = random_numbers(seed, "float64", *np.add(size, more))
    kernel = random_numbers(seed + 1, "float64", *size)
    expected = correlate2d(x, kernel, mode="valid")[::stride, ::stride]
    assert_allclose(conv2d(x, kernel, stride=stride), expected, rtol=1e-12, atol=1e-12)


# --- equal to the recorded numbers


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_recorded_case(case: dict[str, Any]) -> None:
    kernel = np.array(case["kernel"])[:, :, np.newaxis, np.newaxis]
    y = conv2d(golden_input(case["input"]), kernel, [case["bias"]], padding=case["padding"])
    expected = np.array(case["output"]).reshape(y.shape)
    assert_allclose(y, expected, rtol=1e-6, atol=1e-5)


def test_recorded_one_dimensional_correlation() -> None:
    x, w = (np.array(GOLDEN["one_dimensional"][name]) for name in "xw")
    assert_array_equal(conv2d([x], [w]), [np.correlate(x, w, "valid")])


def test_recorded_three_filters() -> None:
    y = conv2d(IMAGE_3X3, np.ones((2, 2, 1, 3)) * [1, 10, -1], padding="same")
    assert_array_equal(y[0], SUMS_2X2[:, :, np.newaxis] * [1, 10, -1])


def test_recorded_three_channels() -> None:
    kernel = np.ones((2, 2, 3, 1)) * np.array([[1], [2], [3]])
    y = conv2d(np.repeat(IMAGE_3X3, 3, axis=3), kernel, padding="same")
    assert_array_equal(y[0, :, :, 0], 6 * SUMS_2X2)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_recorded_5x5x3_image_with_two_filters(padding: Any) -> None:
    x = np.array([GOLDEN["multi_channel"]["image_5x5x3"]], "float32")
    kernel = np.array(GOLDEN["multi_channel"]["kernel_3x3x3x2"], "float32")
    expected = tf.nn.conv2d(x, kernel, 1, padding.upper())
    assert_array_equal(conv2d(x, kernel, padding=padding), expected)
    assert_array_equal(conv2d(x, kernel[..., :1], padding=padding), expected[..., :1])


def test_recorded_image_of_ones_sums_the_filters() -> None:
    recorded = GOLDEN["channels_times_ones"]
    y = conv2d(np.ones((1, 2, 2, 3)), recorded["kernel_2x2x3x4"])
    assert_allclose(y.ravel(), recorded["output"], rtol=1e-6)


def test_recorded_filters_with_relu() -> None:
    recorded = GOLDEN["relu_filters"]
    y = conv2d(golden_input(recorded["input"]), recorded["kernel_2x2x1x4"])
    assert_allclose(np.maximum(y, 0).ravel(), recorded["output_after_relu"], rtol=1e-6)


def test_recorded_digit() -> None:
    conv1, conv2 = DIGIT["conv1"], DIGIT["conv2"]
    tolerance = DIGIT["tolerance_abs"]
    y = conv2d(DIGIT["digit_10x10_int"], conv1["kernel"], conv1["bias"])
    assert_allclose(y, conv1["output_before_relu"], rtol=0, atol=tolerance)
    for number in (1, 2):
        y = conv2d(
            DIGIT["max_pool_2x2"], conv2[f"kernel_filter{number}"], conv2["bias"][number - 1]
        )
        expected = conv2[f"output_before_relu_filter{number}"]
        assert_allclose(y, expected, rtol=0, atol=tolerance)


# --- dtypes, special numbers, and what isn't touched


@pytest.mark.parametrize(
    ("x", "kernel", "bias", "y"),
    [
        ("float32", "float32", "float32", "float32"),
        ("float16", "float16", None, "float16"),
        ("float32", "float64", None, "float64"),
        ("uint8", "float32", None, "float32"),
        ("int32", "float32", None, "float64"),
        ("float32", "float32", "float64", "float64"),
        ("int32", "int32", None, "int64"),
        ("uint8", "uint8", None, "uint64"),
        ("uint8", "int8", "int8", "int64"),
        ("int64", "int64", "float32", "float64"),
    ],
)
def test_dtype(x: str, kernel: str, bias: str | None, y: str) -> None:
    numbers = None if bias is None else np.ones(1, bias)
    output = conv2d(np.ones((1, 3, 3, 1), x), np.ones((2, 2, 1, 1), kernel), numbers)
    assert output.dtype == y
    assert (output == (4 if bias is None else 5)).all()


def test_number_as_bias_keeps_float32() -> None:
    image, kernel = np.ones((2, 2), "float32"), np.ones((1, 1), "float32")
    assert conv2d(image, kernel, 0.5).dtype == "float32"


def test_pixels_of_8_bits_do_not_wrap_around() -> None:
    pixels = np.full((2, 2), 255, "uint8")
    assert conv2d(pixels, np.full((2, 2), 2, "uint8")).tolist() == [[2040]]


def test_lists_are_taken() -> None:
    y = conv2d([[1, 2], [3, 4]], [[1, 1]], 10)
    assert y.tolist() == [[13], [17]]
    assert y.dtype == "int64"


def test_nan_and_infinity_pass_through() -> None:
    x = np.array([[np.nan, 1, 1, 1, np.inf, -np.inf]])
    assert_array_equal(conv2d(x, [[1, 1]]), [[np.nan, 2, 2, np.inf, np.nan]])


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_inputs_stay_as_they_are(padding: Any) -> None:
    arrays = edge(5, 3, 1, padding)[:3]
    copies = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    conv2d(*arrays, padding=padding)
    for array, copy in zip(arrays, copies, strict=True):
        assert_array_equal(array, copy)


def test_output_is_not_a_view_of_the_input() -> None:
    x = np.ones((3, 3))
    y = conv2d(x, [[1.0]])
    y += 1
    assert_array_equal(x, np.ones((3, 3)))


def test_any_memory_order() -> None:
    x, kernel = edge(6, 3, 1, "valid")[:2]
    expected = conv2d(x, kernel)
    assert_allclose(conv2d(np.asfortranarray(x), np.asfortranarray(kernel)), expected, rtol=1e-5)
    assert_array_equal(conv2d(x[:, ::-1, ::2], kernel), conv2d(x[:, ::-1, ::2].copy(), kernel))


# --- output_size


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


# --- wrong input

X, KERNEL = np.ones((1, 4, 4, 1)), np.ones((3, 3, 1, 2))


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (
            (np.ones((28, 28, 1)), KERNEL),
            {},
            ValueError,
            "x has 3 dimensions, shape (28, 28, 1), but a 2-D image or NHWC "
            "(batch, height, width, channels) is expected; add what is missing: "
            "x[np.newaxis] the batch, x[..., np.newaxis] the channels",
        ),
        (
            (X, np.ones(3)),
            {},
            ValueError,
            "kernel has 1 dimensions, shape (3,), but a 2-D kernel or HWIO (height, width, in "
            "channels, out channels) is expected; add what is missing: kernel[:, :, np.newaxis] "
            "the in channel, kernel[..., np.newaxis] the out channel",
        ),
        (
            (X, np.ones((3, 3))),
            {},
            ValueError,
            "x has shape (1, 4, 4, 1) and kernel (3, 3), but a 2-D image goes with a 2-D kernel, "
            "and NHWC with HWIO; write one image as x[np.newaxis, :, :, np.newaxis], one 2-D "
            "kernel as kernel[:, :, np.newaxis, np.newaxis]",
        ),
        (
            (np.ones((2, 4, 4, 3)), KERNEL),
            {},
            ValueError,
            "x has 3 channels, shape (2, 4, 4, 3), but kernel expects 1, shape (3, 3, 1, 2); "
            "make the kernel (height, width, 3, filters)",
        ),
        (
            (np.ones((1, 0, 4, 1)), KERNEL),
            {},
            ValueError,
            "x has shape (1, 0, 4, 1), so its images have no pixels; only the batch may be empty",
        ),
        (
            (X, np.ones((3, 0, 1, 2))),
            {},
            ValueError,
            "kernel has shape (3, 0, 1, 2), but every side must be 1 or more",
        ),
        (
            ([[1, 2], [3]], [[1]]),
            {},
            ValueError,
            "x is not rectangular; make all its rows equally long, and its channels too",
        ),
        (
            (X.astype(str), KERNEL),
            {},
            TypeError,
            "x holds <U32, but integers or floats are expected; convert it first, for example "
            "with np.asarray(x, dtype=float)",
        ),
        ((X, KERNEL.astype(object)), {}, TypeError, "kernel holds object, but integers or floats"),
        ((X.astype(complex), KERNEL), {}, TypeError, "x holds complex128, but integers or floats"),
        ((X > 0, KERNEL), {}, TypeError, "x holds bool, but integers or floats are expected"),
        ((X, KERNEL, ["a", "b"]), {}, TypeError, "bias holds <U1, but integers or floats"),
        (
            (X, KERNEL, np.ones(3)),
            {},
            ValueError,
            "bias has shape (3,), but the kernel goes with one number for each filter, shape (2,)",
        ),
        ((X, KERNEL, 1.0), {}, ValueError, "bias has shape (), but the kernel goes with one"),
        (
            ([[1]], [[1]], [1]),
            {},
            ValueError,
            "bias has shape (1,), but the kernel goes with one number",
        ),
        (
            (X, KERNEL),
            {"padding": "SAME"},
            ValueError,
            "padding is 'SAME', but must be \"valid\" (the window stays inside the image) or "
            '"same" (a border is added)',
        ),
        ((X, KERNEL), {"padding": 1}, ValueError, "padding is 1, but must be"),
        (
            (X, KERNEL),
            {"stride": 0},
            ValueError,
            "stride is 0, but must be one whole number, 1 or more; the smallest is stride=1",
        ),
        (
            (X, KERNEL),
            {"stride": 2.0},
            TypeError,
            "stride is 2.0, but must be one whole number, 1 or more; "
            "write it as an int, for example stride=2",
        ),
        ((X, KERNEL), {"stride": (1, 1)}, TypeError, "stride is (1, 1), but must be one whole"),
        ((X, KERNEL), {"stride": True}, TypeError, "stride is True, but must be one whole"),
        ((X, KERNEL), {"dilation": -1}, ValueError, "dilation is -1, but must be one whole"),
        ((X, KERNEL), {"dilation": None}, TypeError, "dilation is None, but must be one whole"),
        (
            (X, KERNEL),
            {"dilation": 2},
            ValueError,
            "kernel 3x3 with dilation 2 covers 5x5 pixels, but the image is only 4x4; use "
            'padding="same", a smaller kernel or less dilation',
        ),
        (
            (np.ones((9, 2)), np.ones((3, 3))),
            {},
            ValueError,
            "kernel 3x3 covers 3x3 pixels, but the image is only 9x2; use "
            'padding="same" or a smaller kernel',
        ),
    ],
)
def test_wrong_input(
    arguments: Any, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        conv2d(*arguments, **options)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        ((0, 3), {}, ValueError, "size is 0, but must be one whole number, 1 or more"),
        ((9, 1.5), {}, TypeError, "kernel is 1.5, but must be one whole number, 1 or more"),
        ((9, 3), {"stride": 0}, ValueError, "stride is 0, but must be one whole number"),
        ((9, 3), {"dilation": "2"}, TypeError, "dilation is '2', but must be one whole number"),
        ((9, 3), {"padding": "full"}, ValueError, "padding is 'full', but must be \"valid\""),
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
