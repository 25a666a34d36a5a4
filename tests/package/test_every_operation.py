"""What holds for every public operation: of integers, half precision, masks and no rows."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import cnnbook
from cnnbook import layers
from cnnbook.window import Window
from tests.cases import SEEDS
from tests.oracle import Array, examples
from tests.package.registry import (
    OPERATIONS,
    WITHOUT_ARRAYS,
    Operation,
    public_names,
)

INTEGERS = [np.dtype(f"{sign}int{bits}") for sign in ("", "u") for bits in (8, 16, 32, 64)]
FLOATS = [np.dtype(name) for name in ("float16", "float32", "float64")]
#: How far a result may lie from the right one, in shares of the largest.
NEAR = {"float16": 4e-3, "float32": 2e-4, "float64": 1e-9}
#: What comes out of these came in, and keeps its dtype; drawings show what they are given.
CHOOSING = {
    "relu",
    "relu_derivative",
    "max_pool2d",
    "im2col",
    "windows",
    "Stack.as_inputs",
    "image_with_values",
    "kernel_grid",
    "feature_map_grid",
    "heat_map",
    "softmax_bars",
}
#: These come back in a dtype of their own: steps in that of the sums, densities in float64.
OWN_DTYPE = {"windows", "optimal_discriminator", "GAN.density", "SGD.update", "Adam.update"}


def names(operation: Operation) -> str:
    return operation.name


every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=names)
at_an_edge = pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.edge], ids=names)


def flat(result: Any) -> Iterator[Any]:
    """Go through all arrays, numbers and words of a result."""
    if isinstance(result, Window):
        yield from (result.patch, result.product, result.sum, result.bias, result.value)
    elif isinstance(result, dict):
        yield from flat(list(result.values()))
    elif isinstance(result, list | tuple | Iterator):
        for part in result:
            yield from flat(part)
    elif result is not None:
        yield result


def draw(operation: Operation, dtypes: list[np.dtype[Any]], seed: int) -> list[Array]:
    random = np.random.default_rng(seed)
    return [one(random, dtype) for one, dtype in zip(operation.arrays, dtypes, strict=False)]


def is_float64(result: Any) -> bool:
    return isinstance(result, np.ndarray) and result.dtype == float


def widest(array: Array) -> Array:
    return array.astype(float if array.dtype.kind == "f" else np.int64)


def assert_near(result: Any, expected: Any, near: float) -> None:
    """Compare what fits into float16; what doesn't may be infinite there."""
    if isinstance(expected, str):
        assert result == expected
        return
    result, expected = np.asarray(result), np.asarray(expected)
    assert result.shape == expected.shape
    fits = np.abs(expected) < np.finfo(np.float16).max
    largest = np.abs(expected[fits]).max(initial=0)
    least = 6e-8 if near == NEAR["float16"] else 0  # the smallest number of half precision
    assert_allclose(result[fits], expected[fits], rtol=near, atol=near * largest + least)


def test_no_operation_is_forgotten() -> None:
    known = {operation.name for operation in OPERATIONS}
    assert public_names() == known | set(WITHOUT_ARRAYS)
    assert not known & set(WITHOUT_ARRAYS)
    assert set(layers.__all__) <= known


@every_operation
@settings(max_examples=settings().max_examples // 20)
@given(dtypes=st.lists(st.sampled_from(INTEGERS), min_size=5, max_size=5), seed=SEEDS)
@examples("dtypes", [[dtype] * 5 for dtype in INTEGERS], seed=0)
def test_integers_are_numbers(operation: Operation, dtypes: list[np.dtype[Any]], seed: int) -> None:
    """Each gives for integers of any size, also mixed, what it gives for int64."""
    arrays = draw(operation, dtypes, seed)
    results = flat(operation.call(*arrays))
    expected = flat(operation.call(*map(widest, arrays)))
    for result, wanted in zip(results, expected, strict=True):
        if operation.single:
            assert_near(result, wanted, NEAR["float32"])
        else:
            assert_array_equal(result, wanted)
            if operation.name not in CHOOSING:
                kinds = [np.asarray(number).dtype for number in (result, wanted)]
                assert kinds[0] == kinds[1] or kinds == [np.uint64, np.int64]


@every_operation
@settings(max_examples=settings().max_examples // 20)
@given(dtypes=st.lists(st.sampled_from(INTEGERS + FLOATS), min_size=5, max_size=5), seed=SEEDS)
@examples("dtypes", [[dtype] * 5 for dtype in FLOATS], seed=0)
def test_what_fits_does_not_overflow(
    operation: Operation, dtypes: list[np.dtype[Any]], seed: int
) -> None:
    """Each gives for floats of any size, also beside integers, what it gives for float64."""
    arrays = draw(operation, dtypes, seed)
    with np.errstate(over="ignore"):  # of a result that is too large for float16
        results = list(flat(operation.call(*arrays)))
    near = max([NEAR["float64"], *(NEAR[a.dtype.name] for a in arrays if a.dtype.kind == "f")])
    if operation.single:
        near = max(near, NEAR["float32"])
    for result, wanted in zip(results, flat(operation.call(*map(widest, arrays))), strict=True):
        assert_near(result, wanted, near)
        one_dtype = {array.dtype for array in arrays}
        own = operation.single or operation.name in OWN_DTYPE
        if len(one_dtype) == 1 and not own and is_float64(wanted):
            assert {result.dtype} == one_dtype or one_dtype <= set(INTEGERS)


@at_an_edge
def test_masked_arrays_and_truth_values_are_refused(operation: Operation) -> None:
    arrays = draw(operation, [np.dtype("int8")] * 5, seed=0)
    for place, array in enumerate(arrays):
        for wrong, message in (
            (np.ma.masked_array(array, array > 0), "is masked, but every number would count"),
            (np.ma.masked_array(array), "is masked, but"),
            ([np.ma.masked_array(array)], "is masked, but"),
            (array > 0, "holds bool, but integers or floats are expected"),
        ):
            if operation.name == "stratified_split" and "bool" in message:
                continue  # classes may be of any kind
            with pytest.raises(TypeError, match=message):
                list(flat(operation.call(*arrays[:place], wrong, *arrays[place + 1 :])))


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@at_an_edge
def test_other_arrays_are_read_as_plain_ones(operation: Operation) -> None:
    arrays = draw(operation, [np.dtype("int8")] * 5, seed=0)
    expected = list(flat(operation.call(*map(widest, arrays))))
    for kind in (np.ndarray.tolist, as_matrix):
        results = flat(operation.call(*map(kind, arrays)))
        for result, wanted in zip(results, expected, strict=True):
            assert not isinstance(result, np.matrix)
            assert_near(result, wanted, NEAR["float32"] if operation.single else 0)


def as_matrix(array: Array) -> Any:
    return np.matrix(array) if array.ndim == 2 else array


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.batch], ids=names)
def test_no_rows_are_answered_with_no_rows(operation: Operation) -> None:
    """Where there is nothing to take a mean of, an error says so."""
    arrays = draw(operation, [np.dtype(float)] * 5, seed=0)
    for place in operation.batch:
        arrays[place] = arrays[place][:0]
    if operation.empty:
        with pytest.raises(ValueError, match=operation.empty):
            operation.call(*arrays)
    else:
        first = next(flat(operation.call(*arrays)))
        assert len(first) == 0


def test_a_uint64_too_large_for_int64_is_refused_beside_signed_numbers() -> None:
    huge = np.array([[2**64 - 1]], np.uint64)
    for operation in (cnnbook.conv2d, cnnbook.conv2d_naive, cnnbook.dense):
        assert operation(huge, np.ones((1, 1), np.uint8)).tolist() == [[2**64 - 1]]
        with pytest.raises(ValueError, match=r"^18446744073709551615 is too large for int64, in"):
            operation(huge, np.ones((1, 1), int))
        assert operation(huge.astype(float), np.ones((1, 1), int)).tolist() == [[2.0**64]]
