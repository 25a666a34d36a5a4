"""Sizes: how many steps a window makes, and how much of the image one number has seen."""

from collections.abc import Iterable

from cnnbook._checks import Pair, Word, as_padding, as_whole
from cnnbook._sliding import check_inside, side_border, span


def output_size(
    size: int,
    kernel: int,
    *,
    stride: int = 1,
    padding: Word | Pair = "valid",
    dilation: int = 1,
) -> int:
    """Count the steps of a window along one side of an image.

        steps = floor((before + size + after - span) / stride) + 1

    where a kernel of k weights spans (k - 1) * dilation + 1 pixels. With "valid" there is
    nothing before and after; with "same" the result is ceil(size / stride); with "full" span - 1
    pixels are added at both ends.

    Args:
        size: Pixels of the image along this side.
        kernel: Weights of the kernel, or pixels of the pooling window, along this side.
        stride: How many pixels the window moves at a step.
        padding: "valid", "same", "full", or the pixels of border (before, after).
        dilation: Distance of neighbouring weights; 1 is an ordinary kernel.

    Returns:
        The side of the output.

    Raises:
        TypeError: If a number isn't whole.
        ValueError: If a number is less than 1, the padding is unknown, or the kernel is larger
            than the image with its border.

    Examples:
        >>> output_size(10, 3)
        8
        >>> output_size(28, 3, stride=2, padding="same")
        14
        >>> output_size(28, 3, padding="full"), output_size(28, 3, padding=(1, 0))
        (30, 27)

    Source:
        Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
        relationships 6 and 15; "same" as in `tf.nn.conv2d`.
    """
    size, kernel = as_whole("size", size), as_whole("kernel", kernel)
    stride, dilation = as_whole("stride", stride), as_whole("dilation", dilation)
    known = as_padding(padding, sides=1)
    side = known if isinstance(known, str) else known[0]
    covered = span(kernel, dilation)
    size += sum(side_border(side, size, covered, stride))
    check_inside([kernel], [dilation], [size])
    return (size - covered) // stride + 1


def receptive_field(layers: Iterable[tuple[int, ...]]) -> int:
    """Count the pixels, along one side, on which one number behind a stack of layers depends.

        field = 1 + the sum over the layers of
                (kernel - 1) * dilation * the product of the strides of all layers before

    Args:
        layers: For each layer, in order, (kernel, stride) or (kernel, stride, dilation).
            Pooling counts like a convolution. One number a layer means stride 1.

    Returns:
        The side of the receptive field in pixels.

    Raises:
        TypeError: If a layer is no tuple or list of whole numbers.
        ValueError: If a layer has no or more than three numbers, or one that is less than 1.

    Examples:
        Two 3x3 convolutions see 5x5 pixels; the network checked by hand sees 8x8 of its 10x10.

        >>> receptive_field([(3, 1), (3, 1)])
        5
        >>> receptive_field([(3, 1), (2, 2), (3, 1)])
        8
        >>> receptive_field([(3, 1, 2)])
        5

    Source:
        Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
        Distill, 2019, equation 2.
    """
    field, jump = 1, 1
    for number, layer in enumerate(layers):
        name = f"layers[{number}]"
        if not isinstance(layer, tuple | list):
            raise TypeError(
                f"{name} is {layer!r}, but must be (kernel, stride) or "
                "(kernel, stride, dilation), for example (3, 1)"
            )
        if not 1 <= len(layer) <= 3:
            raise ValueError(
                f"{name} has {len(layer)} numbers, but must be (kernel, stride) or "
                "(kernel, stride, dilation), for example (3, 1)"
            )
        kernel, stride, dilation = (as_whole(name, n) for n in (*layer, 1, 1)[:3])
        field += (kernel - 1) * dilation * jump
        jump *= stride
    return field
