"""The network that the book checks by hand gives the numbers that its source printed."""

import numpy as np

from cnnbook import checked
from tests.oracle import golden


def test_the_numbers_are_those_that_were_checked() -> None:
    printed = golden("verified_cnn")
    maps = checked.feature_maps()
    second = [printed["conv2"][f"output_before_relu_filter{filter_}"] for filter_ in (1, 2)]
    for ours, theirs in (
        (maps.digit, printed["digit_10x10_int"]),
        (maps.convolved, printed["conv1"]["output_before_relu"]),
        (maps.pooled, printed["max_pool_2x2"]),
        (maps.second, np.stack(second, axis=-1)),
        (maps.flat, printed["flatten_after_relu"]),
    ):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=printed["tolerance_abs"])


def test_the_resized_images_are_as_many_as_were_asked_for() -> None:
    images = checked.resized(3)
    assert images.shape == (3, 10, 10, 1)
    assert 0 <= images.min() < images.max() <= 1
    np.testing.assert_array_equal(checked.digit(), (images[0, :, :, 0] * 10).astype(int))
