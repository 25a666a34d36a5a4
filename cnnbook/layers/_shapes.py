"""The shapes that sliding over images leads to."""

from collections.abc import Sequence

from cnnbook._checks import Pair
from cnnbook.layers.base import Shape
from cnnbook.pooling import Padding
from cnnbook.size import output_size


def as_image_shape(layer: str, shape: Shape) -> Shape:
    """Return the shape of images, or raise if it is none."""
    if len(shape) != 3:
        raise ValueError(
            f"{layer} gets inputs of shape {shape}, but (height, width, channels) is expected; "
            "give images a channel: x[..., np.newaxis]"
        )
    return shape


def output_sides(image: Sequence[int], size: Pair, stride: Pair, padding: Padding) -> list[int]:
    """Count the steps of a window along both sides."""
    return [
        output_size(n, k, stride=s, padding=padding)
        for n, k, s in zip(image, size, stride, strict=True)
    ]
