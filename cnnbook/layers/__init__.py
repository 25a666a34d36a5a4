"""Layers: an operation together with its weights, forward and backward, under Keras's names.

A layer is built once, for the shape that comes in. Forward it keeps what backward will need;
backward it keeps the gradients of its weights and returns the gradient of its input. Arguments
are called as in Keras, and images are NHWC.
"""

from cnnbook.layers.activation import Activation, LeakyReLU
from cnnbook.layers.base import Layer
from cnnbook.layers.batch_norm import BatchNormalization
from cnnbook.layers.conv import Conv2D
from cnnbook.layers.dense import Dense
from cnnbook.layers.dropout import Dropout
from cnnbook.layers.flatten import Flatten
from cnnbook.layers.pooling import AveragePooling2D, MaxPooling2D

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
