"""Layers: an operation together with its weights, forward and backward, under Keras's names.

A layer is built once, for the shape that comes in. Forward it keeps what backward will need;
backward it keeps the gradients of its weights and returns the gradient of its input. Arguments
are called as in Keras, and images are NHWC.
"""

from cnnbook.layers.activation import Activation, LeakyReLU
from cnnbook.layers.base import Layer
from cnnbook.layers.others import BatchNormalization, Dropout, Flatten
from cnnbook.layers.sliding import AveragePooling2D, MaxPooling2D
from cnnbook.layers.weighted import Conv2D, Dense

__all__ = [
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "LeakyReLU",
    "MaxPooling2D",
]
