"""The networks as files for the browser: every weight exactly, and few enough bytes."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from cnnbook import checked, results
from making import networks

FILES = {name: json.loads(content) for name, content in networks.files().items()}


def weights(file: str) -> list[Any]:
    parts = [
        layer[part]
        for layer in FILES[file]["layers"]
        for part in ("kernel", "bias")
        if part in layer
    ]
    return [np.reshape(part["values"], part["shape"]) / part["per"] for part in parts]


def test_a_file_has_at_most_100_kilobytes() -> None:
    assert max(map(len, networks.files().values())) <= 100_000


@pytest.mark.parametrize("name", ["drawn_digit", "hand_checked"])
def test_a_file_has_the_records_weights(name: str) -> None:
    written, kept = weights(f"{name}.json"), results.weights(name)
    printed = 4 * (name == "hand_checked")  # of the convolutions, whose weights have more digits
    for ours, theirs in zip(written[printed:], kept[printed:], strict=True):
        assert_array_equal(ours.ravel(), theirs.ravel())


def test_the_opening_chapters_convolutions_are_those_printed() -> None:
    kernel, bias, second, second_bias = weights("hand_checked.json")[:4]
    assert_array_equal(kernel[:, :, 0, 0], checked.CONV1_KERNEL)
    assert_array_equal(bias, [checked.CONV1_BIAS])
    assert_array_equal(second, checked.CONV2_KERNEL)
    assert_array_equal(second_bias, checked.CONV2_BIAS)
