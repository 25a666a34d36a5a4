"""The network that the book checks by hand: its printed weights and its digit, in one place.

The network has 78 parameters: a 3x3 convolution with one filter, 2x2 max pooling, a 3x3
convolution with two filters, flatten, and two dense layers. The chapter and the figures use the
two convolutions, whose weights are given here to the eight digits in which they were printed.
Kernels lie as TensorFlow keeps them: (height, width, in, out).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnbook import data
from cnnbook.activations import relu
from cnnbook.conv import conv2d
from cnnbook.pooling import max_pool2d

#: First convolution: one filter over one channel, as a plain 3x3 table.
CONV1_KERNEL: NDArray[np.float64] = np.array(
    [
        [-0.4318703, 0.08380783, -0.23193197],
        [0.05313462, 0.25442973, 0.33345792],
        [-0.22227043, -0.02131751, 0.17737235],
    ]
)
CONV1_BIAS: float = -0.00019932

#: Second convolution: two filters over one channel, shape (3, 3, 1, 2).
CONV2_KERNEL: NDArray[np.float64] = np.stack(
    [
        [
            [0.3674009, 0.25632307, 0.13600942],
            [0.2362543, -0.46411705, 0.31956223],
            [0.43049613, 0.37376186, -0.1655781],
        ],
        [
            [-0.35492098, 0.17448828, -0.39838392],
            [0.11793062, 0.05063149, -0.05979198],
            [0.24405327, -0.05215767, -0.14671475],
        ],
    ],
    axis=-1,
)[:, :, np.newaxis, :]
CONV2_BIAS: NDArray[np.float64] = np.zeros(2)

#: What `resized` gives for image 0, times 10 and cut to integers: reading it needs no scikit-image.
_DIGIT = """
    0 0 0 0 0 0 0 0 0 0
    0 0 0 0 0 0 1 1 0 0
    0 0 1 5 7 8 6 4 1 0
    0 0 0 4 8 2 1 0 0 0
    0 0 0 0 5 2 0 0 0 0
    0 0 0 0 0 5 5 0 0 0
    0 0 0 0 0 4 8 1 0 0
    0 0 0 3 7 7 3 0 0 0
    0 2 6 7 3 0 0 0 0 0
    0 0 0 0 0 0 0 0 0 0
"""


def resized(count: int = 50) -> NDArray[np.float64]:
    """Return the first MNIST training images, resized to 10x10, with values from 0 to 1.

    The stack is resized as one array of shape (count, 28, 28, 1), by scikit-image's
    `resize`, which smooths before it samples.

    Args:
        count: How many images to take from the start of the training set.

    Returns:
        Array of shape (count, 10, 10, 1), float64.

    Example:
        >>> from cnnbook import checked
        >>> images = checked.resized()
        >>> images.shape
        (50, 10, 10, 1)
        >>> print(images[0, 3, 2:6, 0].round(4))
        [0.0566 0.4301 0.8047 0.2331]
    """
    from skimage.transform import resize

    (images, _), _ = data.load("mnist")
    small: NDArray[np.float64] = resize(images[:count, :, :, np.newaxis], (count, 10, 10, 1))
    return small


def digit() -> NDArray[np.int32]:
    """Return the digit that is checked by hand: MNIST training image 0, a five.

    Its resized values are multiplied by 10 and cut to integers, so that a person can
    follow the arithmetic. The package carries the integers themselves.

    Returns:
        Array of shape (10, 10), int32, with values from 0 to 8.

    Example:
        >>> from cnnbook import checked
        >>> checked.digit()[2:5]
        array([[0, 0, 1, 5, 7, 8, 6, 4, 1, 0],
               [0, 0, 0, 4, 8, 2, 1, 0, 0, 0],
               [0, 0, 0, 0, 5, 2, 0, 0, 0, 0]], dtype=int32)
    """
    return np.array(_DIGIT.split(), np.int32).reshape(10, 10)


class FeatureMaps(NamedTuple):
    """What flows through the network when it sees the digit.

    Attributes:
        digit: The input, shape (10, 10).
        convolved: First convolution with its bias, before ReLU, shape (8, 8).
        rectified: The same after ReLU, shape (8, 8).
        pooled: After 2x2 max pooling, shape (4, 4).
        second: Second convolution, before ReLU, shape (2, 2, 2).
        flat: Second convolution after ReLU, flattened, shape (8,).
    """

    digit: NDArray[np.int32]
    convolved: NDArray[np.float64]
    rectified: NDArray[np.float64]
    pooled: NDArray[np.float64]
    second: NDArray[np.float64]
    flat: NDArray[np.float64]


def feature_maps() -> FeatureMaps:
    """Compute every map of the network for the digit.

    Returns:
        The maps, by name.

    Example:
        >>> from cnnbook import checked
        >>> print(checked.feature_maps().flat.round(4))
        [2.031  0.     5.2099 0.     2.6702 1.0098 1.8728 0.    ]
    """
    image = digit()
    convolved = conv2d(image, CONV1_KERNEL, CONV1_BIAS)
    rectified = relu(convolved)
    pooled = max_pool2d(rectified)
    second = conv2d(pooled[np.newaxis, :, :, np.newaxis], CONV2_KERNEL, CONV2_BIAS)[0]
    return FeatureMaps(image, convolved, rectified, pooled, second, relu(second).ravel())
