"""Convolutional neural networks in NumPy: the package behind the textbook.

Images are NHWC (batch, height, width, channels), kernels HWIO (height, width, in channels, out
channels), as in TensorFlow. Importing it loads NumPy and nothing heavier.
"""

from cnnbook import data
from cnnbook.activations import relu
from cnnbook.conv import conv2d, output_size
from cnnbook.pooling import max_pool2d
from cnnbook.window import Window, windows

__version__ = "0.1.0"
__all__ = ["Window", "conv2d", "data", "max_pool2d", "output_size", "relu", "windows"]
