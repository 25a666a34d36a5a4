"""MNIST's digits as other hands draw them: shifted, scaled, turned, and thicker or thinner."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from cnnbook._checks import Array


@dataclass(frozen=True)
class Distortion:
    """How far an image is changed at most; each change is drawn evenly up to there.

    Attributes:
        shift: Pixels, in each direction.
        scale: Share by which it grows or shrinks.
        turn: Degrees, to either side.
        thinner: Share of the way to the darkest pixel of each 3x3 neighbourhood.
        thicker: Share of the way to the brightest one.
    """

    shift: float = 2
    scale: float = 0.2
    turn: float = 15
    thinner: float = 0.6
    thicker: float = 1


def distorted(images: Array, most: Distortion, random: np.random.Generator) -> Array:
    """Distort images, each in its own way.

    Args:
        images: Images (N, H, W), float32, with a dark ground of 0.
        most: How far each may be changed.
        random: Draws how far each is; the same state gives the same images.

    Returns:
        Images of the same shape and dtype.
    """
    count, centre = len(images), (np.array(images.shape[1:]) - 1) / 2
    shifts = random.uniform(-most.shift, most.shift, (count, 2))
    scales = random.uniform(1 - most.scale, 1 + most.scale, count)
    turns = np.deg2rad(random.uniform(-most.turn, most.turn, count))
    ink = random.uniform(-most.thinner, most.thicker, (count, 1, 1)).astype(np.float32)
    moved = np.empty_like(images)
    for image, result, shift, scale, turn in zip(images, moved, shifts, scales, turns, strict=True):
        # From each pixel of the result back to its place in the image.
        back = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / scale
        offset = centre - back @ (centre + shift)
        ndimage.affine_transform(image, back, offset, output=result, order=1)
    brightest = ndimage.maximum_filter(moved, size=(1, 3, 3))
    darkest = ndimage.minimum_filter(moved, size=(1, 3, 3))
    thicker, thinner = np.maximum(ink, 0), np.maximum(-ink, 0)
    drawn: Array = moved + thicker * (brightest - moved) - thinner * (moved - darkest)
    return drawn
