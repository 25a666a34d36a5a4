"""In which dtype numbers are added up, and in which the result comes back.

In 8 bits 200 + 100 is 44, and half precision knows nothing above 65504. So integers are added up
in 64 bits and float16 in float32. What comes back has NumPy's dtype for the arguments, but for
integers, which stay in 64 bits: unsigned ones among themselves in uint64, others in int64.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array

DType = np.dtype[Any]
_LARGEST = np.iinfo(np.int64).max


def result_dtype(*arrays: Array) -> DType:
    """Return the dtype in which sums of products of these arrays come back."""
    return _joined(*[array.dtype for array in arrays])


def sum_dtype(*arrays: Array) -> DType:
    """Return the dtype in which products of these arrays are added up."""
    return _joined(*[array.dtype for array in arrays], least=np.float32)


@cache  # a small product takes no longer than finding its dtype
def _joined(*dtypes: DType, least: type[np.floating[Any]] | None = None) -> DType:
    kinds = {dtype.kind for dtype in dtypes}
    if "f" in kinds:
        joined = np.result_type(*dtypes)
        return np.dtype(least) if least and joined == np.float16 else joined
    return np.dtype(np.uint64 if kinds == {"u"} else np.int64)


def widened(*arrays: Array) -> list[Array]:
    """Return arrays in the dtype in which their products are added up."""
    dtype = sum_dtype(*arrays)
    return [array if array.dtype is dtype else _as_dtype(array, dtype) for array in arrays]


def _as_dtype(array: Array, dtype: DType) -> Array:
    if dtype == np.int64 and array.dtype == np.uint64 and array.size and array.max() > _LARGEST:
        raise ValueError(
            f"{array.max()} is too large for int64, in which unsigned and signed integers are "
            "added up; make them floats first, for example with np.asarray(x, dtype=float)"
        )
    return array.astype(dtype, copy=False)


def add_bias(y: Array, bias: ArrayLike | None, dtype: DType) -> Array:
    """Add a bias to sums of products, and return them in `dtype`, or in one that holds the bias.

    A Python number adapts to floats, as in NumPy; among integers it is an int64.
    """
    if bias is None:
        return y.astype(dtype, copy=False)
    if type(bias) in (int, float) and dtype.kind == "f":
        return np.add(y, bias).astype(dtype, copy=False)
    numbers = np.asarray(bias)
    dtype = _joined(dtype, numbers.dtype)
    if dtype.kind != "f":
        y, numbers = widened(y, numbers)
    y = _add_by_row(y, numbers) if numbers.ndim and y.ndim == 4 else np.add(y, numbers)
    return y.astype(dtype, copy=False)


def _add_by_row(y: Array, bias: Array) -> Array:
    """Add a bias to NHWC maps: row by row, because long rows add up faster than short pixels."""
    batch, height, width, filters = y.shape
    rows = y.reshape(batch * height, width * filters)
    return np.add(rows, np.tile(bias, width)).reshape(y.shape)
