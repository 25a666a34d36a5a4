"""The convolutional layer."""

from dataclasses import dataclass
from math import prod

import numpy as np

from cnnbook._checks import Array, Pair, as_pair, as_whole, check_word
from cnnbook._sliding import Slide, as_slide
from cnnbook.conv import conv2d
from cnnbook.conv_backward import bias_gradient, input_gradient, kernel_gradient
from cnnbook.layers._shapes import as_image_shape, output_sides
from cnnbook.layers.activation import Function, activated
from cnnbook.layers.base import Layer, Shape, glorot_uniform
from cnnbook.pooling import Padding


@dataclass
class Conv2D(Layer):
    """Convolves images with filters, adds a bias and applies an activation function.

    Attributes:
        filters: How many filters.
        kernel_size: Side of the kernel; a pair is (height, width).
        strides: Pixels from window to window; a pair is (down, right).
        padding: "valid" or "same".
        activation: "relu", "sigmoid", "tanh", or None.
        use_bias: Whether a number is added for each filter.
    """

    filters: int
    kernel_size: int | Pair
    strides: int | Pair = 1
    padding: Padding = "valid"
    activation: Function | None = None
    use_bias: bool = True

    def __post_init__(self) -> None:
        """Check the arguments."""
        self.filters = as_whole("filters", self.filters)
        self.kernel_size = as_pair("kernel_size", self.kernel_size)
        self.strides = as_pair("strides", self.strides)
        check_word(self.padding)
        self._then = activated(self.activation)

    def build(self, shape: Shape, random: np.random.Generator) -> Shape:
        """Make the weights."""
        *image, channels = as_image_shape("Conv2D", shape)
        size = as_pair("kernel_size", self.kernel_size)
        sides = output_sides(image, size, as_pair("strides", self.strides), self.padding)
        inputs, units = prod(size) * channels, prod(size) * self.filters
        kernel = (*size, channels, self.filters)
        self.weights = {"kernel": glorot_uniform(kernel, inputs, units, random)}
        if self.use_bias:
            self.weights["bias"] = np.zeros(self.filters, np.float32)
        return (*sides, self.filters)

    def forward(self, x: Array, training: bool) -> Array:
        """Compute the output."""
        self._kept = x
        kernel, bias = self.weights["kernel"], self.weights.get("bias")
        y = conv2d(x, kernel, bias, stride=self.strides, padding=self.padding)
        return self._then.forward(y, training)

    def backward(self, dy: Array) -> Array:
        """Keep the gradients of the weights, and return that of the input."""
        return input_gradient(*self._weights_answer(dy))

    def keep_gradients(self, dy: Array) -> None:
        """Keep the gradients of the weights, without that of the input."""
        self._weights_answer(dy)

    def _weights_answer(self, dy: Array) -> tuple[Array, Slide]:
        """Keep the gradients of the weights; return what that of the input needs."""
        slide = as_slide(self._answered(), self.weights["kernel"], self.strides, self.padding, 1, 1)
        dy = self._then.backward(dy)
        self.gradients = {"kernel": kernel_gradient(dy, slide)}
        if self.use_bias:
            self.gradients["bias"] = bias_gradient(dy)
        return dy, slide
