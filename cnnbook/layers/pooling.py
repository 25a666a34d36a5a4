"""Layers that pool: a window slides over each channel, without weights."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cnnbook._checks import Array, Pair, as_pair, check_word
from cnnbook.layers._shapes import as_image_shape, output_sides
from cnnbook.layers.base import Layer, Shape
from cnnbook.pooling import Padding, avg_pool2d, max_pool2d
from cnnbook.pooling_backward import avg_pool2d_backward, max_pool2d_backward


@dataclass
class _Pooling(Layer):
    """Slides a window over each channel.

    Attributes:
        pool_size: Side of the window; a pair is (height, width).
        strides: Pixels from window to window; without it, `pool_size`.
        padding: "valid" or "same".
    """

    pool_size: int | Pair = 2
    strides: int | Pair | None = None
    padding: Padding = "valid"
    _pool: ClassVar[Callable[..., Array]]
    _lead_back: ClassVar[Callable[..., Array]]

    def __post_init__(self) -> None:
        """Check the arguments."""
        self.pool_size = self._size = as_pair("pool_size", self.pool_size)
        strides = self.pool_size if self.strides is None else self.strides
        self.strides = self._stride = as_pair("strides", strides)
        check_word(self.padding)

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Return the shape of one output."""
        *image, channels = as_image_shape(type(self).__name__, shape)
        return (*output_sides(image, self._size, self._stride, self.padding), channels)

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._kept = x
        return self._pool(x, self._size, stride=self._stride, padding=self.padding)

    def backward(self, dy: Array) -> Array:
        """Return the gradient of the input."""
        x = self._answered()
        return self._lead_back(dy, x, self._size, stride=self._stride, padding=self.padding)


class MaxPooling2D(_Pooling):
    """Keeps the largest number of each window: see `max_pool2d`."""

    _pool, _lead_back = staticmethod(max_pool2d), staticmethod(max_pool2d_backward)


class AveragePooling2D(_Pooling):
    """Takes the mean of each window: see `avg_pool2d`."""

    _pool, _lead_back = staticmethod(avg_pool2d), staticmethod(avg_pool2d_backward)
