"""The networks that a page runs in the reader's browser, as files for its scripts.

A file says each layer with its weights, as whole numbers of a small unit: nothing is lost on the
way, so the browser computes with the very numbers of the book. A dense layer is written as the
convolution that it is, with a window as large as its input.
"""

import json
from typing import Any

import numpy as np

from cnnbook import checked, results
from cnnbook._checks import Array

#: Weights of records are float16, of which each is a multiple of 2**-24.
_KEPT = 2**24
#: The printed weights have eight digits.
_PRINTED = 10**8


def files() -> dict[str, bytes]:
    """Return the files by name.

    Examples:
        >>> sorted(files())
        ['drawn_digit.json', 'hand_checked.json']
    """
    made = {"hand_checked": _hand_checked(), "drawn_digit": _drawn_digit()}
    return {
        f"{name}.json": json.dumps(network, separators=(",", ":")).encode()
        for name, network in made.items()
    }


def _hand_checked() -> dict[str, Any]:
    """The opening chapter's network: printed convolutions, recorded dense layers."""
    dense, dense_bias, output, output_bias = results.weights("hand_checked")[4:]
    first = checked.CONV1_KERNEL[:, :, np.newaxis, np.newaxis]
    return {
        "input": [10, 10, 1],
        "layers": [
            _layer("conv1", "relu", first, np.array([checked.CONV1_BIAS]), _PRINTED),
            {"name": "pool1", "pool": 2},
            _layer("conv2", "relu", checked.CONV2_KERNEL, checked.CONV2_BIAS, _PRINTED),
            _layer("dense", "relu", dense.reshape(2, 2, 2, 2), dense_bias),
            _layer("output", "softmax", output.reshape(1, 1, 2, 10), output_bias),
        ],
    }


def _drawn_digit() -> dict[str, Any]:
    """The network that names drawn digits, as `cnnbook.models.drawn_digit` builds it."""
    *convolutions, kernel, bias = results.weights("drawn_digit")
    first, second, third = zip(convolutions[::2], convolutions[1::2], strict=True)
    return {
        "input": [28, 28, 1],
        "layers": [
            _layer("conv1", "relu", *first),
            {"name": "pool1", "pool": 2},
            _layer("conv2", "relu", *second),
            {"name": "pool2", "pool": 2},
            _layer("conv3", "relu", *third),
            _layer("probabilities", "softmax", kernel.reshape(3, 3, 32, 10), bias),
        ],
    }


def _layer(
    name: str, activation: str, kernel: Array, bias: Array, per: int = _KEPT
) -> dict[str, Any]:
    return {
        "name": name,
        "activation": activation,
        "kernel": _whole(kernel, per),
        "bias": _whole(bias, per),
    }


def _whole(weights: Array, per: int) -> dict[str, Any]:
    numbers = np.rint(np.float64(weights) * per).astype(int)
    assert np.array_equal(numbers / per, weights), "weights have more digits than are written"
    return {"shape": list(weights.shape), "per": per, "values": numbers.ravel().tolist()}
