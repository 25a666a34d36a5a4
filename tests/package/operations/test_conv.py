"""conv2d, its naive version and im2col against recorded numbers, SciPy and each other."""

import re
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage, signal

from cnnbook import conv2d, conv2d_naive, im2col
from tests.cases import CONVOLUTION_EDGES, SEEDS, Convolution, convolution, convolutions
from tests.oracle import examples, golden, golden_input, random_numbers

GOLDEN = golden("convolution")
DIGIT = golden("verified_cnn")
IMAGE_3X3 = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
SUMS_2X2 = np.array([[12, 16, 9], [24, 28, 15], [15, 17, 9]])


# --- equal to others


@given(case=convolutions(("int64", "float32", "float64")))
@examples("case", CONVOLUTION_EDGES)
def test_equals_plain_loops(case: Convolution) -> None:
    x, kernel, bias, options = case
    expected = conv2d_naive(x, kernel, bias, **options)
    y = conv2d(x, kernel, bias, **options)
    assert y.shape == expected.shape
    assert y.dtype == expected.dtype
    tolerance = 1e-5 if x.dtype == np.float32 else 1e-13
    assert_allclose(y, expected, rtol=tolerance, atol=10 * tolerance)


@given(case=convolutions(("int64",)))
def test_im2col_turns_convolution_into_a_matrix_product(case: Convolution) -> None:
    x, kernel, _, options = case
    expected = conv2d(x[..., : kernel.shape[2]], kernel, **options | {"groups": 1})
    slide = {name: options[name] for name in ("stride", "padding", "dilation")}
    matrix = im2col(x[..., : kernel.shape[2]], kernel.shape[:2], **slide)
    assert matrix.dtype == x.dtype
    assert_array_equal(
        matrix @ kernel.reshape(-1, kernel.shape[3]), expected.reshape(-1, kernel.shape[3])
    )


@given(
    size=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    more=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    stride=st.integers(1, 3),
    seed=SEEDS,
)
@pytest.mark.parametrize("padding", ["valid", "full"])
@pytest.mark.parametrize("convolve", [conv2d, conv2d_naive])
def test_equals_scipy(
    convolve: Any,
    padding: Any,
    size: tuple[int, int],
    more: tuple[int, int],
    stride: int,
    seed: int,
) -> None:
    x = random_numbers(seed, "float64", *np.add(size, more))
    kernel = random_numbers(seed + 1, "float64", *size)
    expected = signal.correlate2d(x, kernel, mode=padding)[::stride, ::stride]
    y = convolve(x, kernel, stride=stride, padding=padding)
    assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("size", [1, 3, 5])
def test_same_is_that_of_scipy_for_odd_kernels(size: int) -> None:
    x, kernel = random_numbers(0, "int64", 7, 6), random_numbers(1, "int64", size, size)
    expected = signal.correlate2d(x, kernel, mode="same")
    assert_array_equal(conv2d(x, kernel, padding="same"), expected)


@pytest.mark.parametrize("size", [2, 4])
def test_same_and_scipy_for_even_kernels(size: int) -> None:
    """Most of SciPy puts the odd pixel of border above and left, TensorFlow below and right."""
    x, kernel = random_numbers(0, "int64", 7, 6), random_numbers(1, "int64", size, size)
    more, less = size // 2, size // 2 - 1
    ours = conv2d(x, kernel, padding="same")
    assert_array_equal(ours, conv2d(x, kernel, padding=((less, more), (less, more))))
    others = conv2d(x, kernel, padding=((more, less), (more, less)))
    assert (ours != others).any()
    assert_array_equal(signal.correlate(x, kernel, "same"), others)
    assert_array_equal(signal.convolve2d(x, kernel[::-1, ::-1], "same"), others)
    assert_array_equal(ndimage.correlate(x, kernel, mode="constant"), others)
    assert_array_equal(signal.correlate2d(x, kernel, "same"), ours)  # the exception


@given(batch=st.integers(1, 3), height=st.integers(1, 5), width=st.integers(1, 5), seed=SEEDS)
def test_1x1_mixes_the_channels_of_each_pixel(
    batch: int, height: int, width: int, seed: int
) -> None:
    x, kernel = (
        random_numbers(seed, "int64", batch, height, width, 3),
        random_numbers(seed, "int64", 3, 4),
    )
    assert_array_equal(conv2d(x, kernel[np.newaxis, np.newaxis]), x @ kernel)


@pytest.mark.parametrize("tile", [1, 7, 50, 300, 1500])
@pytest.mark.parametrize("groups", [1, 2])
def test_tiles_join_without_a_seam(monkeypatch: Any, tile: int, groups: int) -> None:
    x = random_numbers(0, "int64", 3, 9, 8, 4)
    kernel = random_numbers(1, "int64", 3, 2, 4 // groups, 6)
    options: Any = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": groups}
    expected = conv2d_naive(x, kernel, **options)
    monkeypatch.setattr("cnnbook._sliding.TILE", tile)
    assert_array_equal(conv2d(x, kernel, **options), expected)


def test_large_images_need_little_memory() -> None:
    """All windows at once would be 9 times the images; a few tiles of them are enough."""
    x, kernel = np.ones((8, 256, 256, 4), "float32"), np.ones((3, 3, 4, 1), "float32")
    conv2d(x[:1], kernel)
    tracemalloc.start()
    y = conv2d(x, kernel)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < y.nbytes + x.nbytes


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
    with np.errstate(invalid="raise"):  # no warning either
        assert_array_equal(conv2d(x, [[1, 1]]), [[np.nan, 2, 2, np.inf, np.nan]])


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_inputs_stay_as_they_are(padding: Any) -> None:
    arrays = convolution(5, 3, 1, padding)[:3]
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
    x, kernel = convolution(6, 3, 1, "valid")[:2]
    expected = conv2d(x, kernel)
    assert_allclose(conv2d(np.asfortranarray(x), np.asfortranarray(kernel)), expected, rtol=1e-5)
    assert_array_equal(conv2d(x[:, ::-1, ::2], kernel), conv2d(x[:, ::-1, ::2].copy(), kernel))


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
            "padding is 'SAME', but must be \"valid\" (the window stays inside the image), "
            '"same" (a border keeps the size, at stride 1), "full" (the window touches the image '
            "with one weight at least) or pixels of border, 0 or more: ((top, bottom), "
            "(left, right))",
        ),
        ((X, KERNEL), {"padding": 1}, ValueError, "padding is 1, but must be"),
        ((X, KERNEL), {"padding": (1, 1)}, ValueError, "padding is (1, 1), but must be"),
        ((X, KERNEL), {"padding": ((1, 1), (1,))}, ValueError, "padding is ((1, 1), (1,)), but"),
        ((X, KERNEL), {"padding": ((1, -1), (1, 1))}, ValueError, "padding is ((1, -1), (1, 1))"),
        ((X, KERNEL), {"padding": ((1.0, 1), (1, 1))}, ValueError, "padding is ((1.0, 1), (1, 1))"),
        ((X, KERNEL), {"groups": 0}, ValueError, "groups is 0, but must be one whole number, 1 or"),
        (
            (np.ones((1, 4, 4, 3)), np.ones((3, 3, 1, 4))),
            {"groups": 3},
            ValueError,
            "groups is 3, but must divide the 3 channels of x and the 4 filters of kernel",
        ),
        (
            (np.ones((1, 4, 4, 3)), np.ones((3, 3, 1, 4))),
            {"groups": 2},
            ValueError,
            "groups is 2, but must divide the 3 channels of x and the 4 filters of kernel",
        ),
        (
            (np.ones((1, 4, 4, 4)), np.ones((3, 3, 4, 4))),
            {"groups": 2},
            ValueError,
            "x has 4 channels, shape (1, 4, 4, 4) and groups 2, but kernel expects 4, shape "
            "(3, 3, 4, 4); make the kernel (height, width, 2, filters)",
        ),
        (
            ([[1]], [[1]]),
            {"groups": 2},
            ValueError,
            "groups is 2, but must divide the 1 channels of x and the 1 filters of kernel",
        ),
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
            "stride is 2.0, but must be one whole number, or two: (down, right); "
            "write for example stride=2 or stride=(2, 1)",
        ),
        ((X, KERNEL), {"stride": (1, 1, 1)}, TypeError, "stride is (1, 1, 1), but must be one"),
        ((X, KERNEL), {"stride": (1, 0)}, ValueError, "stride is 0, but must be one whole number"),
        ((X, KERNEL), {"stride": (1.5, 1)}, TypeError, "stride is 1.5, but must be one whole"),
        ((X, KERNEL), {"stride": True}, TypeError, "stride is True, but must be one whole"),
        ((X, KERNEL), {"dilation": -1}, ValueError, "dilation is -1, but must be one whole"),
        ((X, KERNEL), {"dilation": None}, TypeError, "dilation is None, but must be one whole"),
        (
            (X, KERNEL),
            {"dilation": 2},
            ValueError,
            "kernel 3x3 with dilation 2x2 covers 5x5 pixels, but the image is only 4x4; use "
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
    for convolve in (conv2d, conv2d_naive):
        with pytest.raises(error, match=f"^{re.escape(message)}"):
            convolve(*arguments, **options)


@pytest.mark.parametrize(
    ("x", "size", "error", "message"),
    [
        (np.ones((2, 2, 2)), 1, ValueError, "x has 3 dimensions, shape (2, 2, 2), but a 2-D image"),
        (np.ones((2, 2)), 0, ValueError, "size is 0, but must be one whole number, 1 or more"),
        (np.ones((2, 2)), 3, ValueError, "kernel 3x3 covers 3x3 pixels, but the image is only 2x2"),
    ],
)
def test_im2col_of_wrong_input(x: Any, size: int, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        im2col(x, size)


@pytest.mark.parametrize("size", [1, 2])
def test_im2col_is_a_copy(size: int) -> None:
    x = np.zeros((3, 3))
    matrix = im2col(x, size)
    assert matrix.flags.c_contiguous
    matrix += 1
    assert not x.any()


def test_windows_stand_side_by_side_unless_told() -> None:
    x = np.arange(16).reshape(4, 4)
    assert len(im2col(x, 2)) == 9
    assert_array_equal(conv2d_naive(x, [[1]]), x)


@pytest.mark.parametrize("name", ["stride", "dilation"])
def test_im2col_names_the_wrong_argument(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} is 0, but must be one whole number"):
        im2col([[1]], 1, **{name: 0})  # type: ignore[arg-type]
