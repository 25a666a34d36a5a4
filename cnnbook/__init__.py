"""Convolutional neural networks in NumPy: the package behind the textbook.

Images are NHWC (batch, height, width, channels), kernels HWIO (height, width, in channels, out
channels), as in TensorFlow. Importing it loads NumPy and nothing heavier.

Arrays are lists or arrays of integers or floats. Integers of every size give what int64 gives: sums
are made in 64 bits, as `conv2d` says, and what leaves the integers, such as `tanh`, gives float64.
float16 is added up in float32. Truth values and masked arrays are refused; what else NumPy takes
for an array (`np.matrix`, tensors) is read as a plain array.
"""

from cnnbook import data, layers
from cnnbook.activations import (
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from cnnbook.answers import check
from cnnbook.batch_norm import batch_norm, batch_norm_backward
from cnnbook.conv import conv2d, conv2d_naive, im2col
from cnnbook.conv1d import convolve1d, correlate1d
from cnnbook.conv_backward import conv2d_backward
from cnnbook.dense import dense, dense_backward
from cnnbook.dropout import dropout, dropout_backward
from cnnbook.network import Network
from cnnbook.optimizers import SGD, Adam
from cnnbook.pooling import avg_pool2d, max_pool2d
from cnnbook.pooling_backward import avg_pool2d_backward, max_pool2d_backward
from cnnbook.size import output_size, receptive_field
from cnnbook.softmax import (
    log_softmax,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    softmax_derivative,
)
from cnnbook.transpose import conv2d_transpose
from cnnbook.window import Window, windows

__version__ = "0.1.0"
__all__ = [
    "SGD",
    "Adam",
    "Network",
    "Window",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "check",
    "conv2d",
    "conv2d_backward",
    "conv2d_naive",
    "conv2d_transpose",
    "convolve1d",
    "correlate1d",
    "data",
    "dense",
    "dense_backward",
    "dropout",
    "dropout_backward",
    "im2col",
    "layers",
    "leaky_relu",
    "leaky_relu_derivative",
    "log_softmax",
    "max_pool2d",
    "max_pool2d_backward",
    "output_size",
    "receptive_field",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "softmax_derivative",
    "tanh",
    "tanh_derivative",
    "windows",
]
