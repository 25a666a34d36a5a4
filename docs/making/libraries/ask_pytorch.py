"""What the book says of PyTorch, asked of PyTorch itself.

It runs in an environment of its own, with NumPy and PyTorch and nothing of the book, and prints
the versions and the answers as JSON. `tests/book/test_libraries.py` says what each must be.
"""

import json
import platform
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

ROW = np.arange(1, 9)
SPELLER = (100, 10, 1)


def of(array: Any) -> torch.Tensor:
    """Return numbers as PyTorch takes an image or a kernel: at least (1, 1, height, width)."""
    tensor = torch.as_tensor(np.array(array), dtype=torch.float32)
    return tensor.reshape((1,) * (4 - tensor.ndim) + tuple(tensor.shape))


def layer(kind: Callable[..., nn.Module], kernel: Any, **words: Any) -> nn.Module:
    """Return a layer without bias, with one channel and this kernel."""
    weights = of(kernel)
    made = kind(1, 1, tuple(weights.shape[2:]), bias=False, **words)
    made.load_state_dict({"weight": weights})
    return made


def sums(image: Any, kernel: Any, **words: Any) -> Any:
    """Return what a convolutional layer makes of an image."""
    return numbers(layer(nn.Conv2d, kernel, **words)(of(image)))


def numbers(tensor: torch.Tensor) -> Any:
    """Return a tensor as a number or as lists, without the axes of length one in front."""
    array = tensor.detach().numpy()
    while array.ndim and len(array) == 1:
        array = array[0]
    return array.tolist()


def sizes(**words: Any) -> list[int]:
    """Return how many numbers max pooling with a window of 3 and stride 2 makes of 7 to 10."""
    pool = nn.MaxPool2d((1, 3), stride=(1, 2), **words)
    return [pool(of(np.arange(n))).shape[-1] for n in (7, 8, 9, 10)]


def refusal(question: Callable[[], Any]) -> str:
    """Return the error that a question raises."""
    try:
        question()
    except (ValueError, TypeError, RuntimeError) as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return "no error"


def stepped(optimizer: type[torch.optim.Optimizer], start: Any, gradient: Any, **words: Any) -> Any:
    """Return weights after the first step with a learning rate of 0.1."""
    weights = nn.Parameter(torch.tensor(start))
    weights.grad = torch.tensor(gradient)
    optimizer([weights], lr=0.1, **words).step()
    return numbers(weights)


def off(share: float) -> float:
    """Return which share of ten thousand numbers dropout makes zero, to a tenth."""
    torch.manual_seed(0)
    return round(float((nn.Dropout(share)(torch.ones(10_000)) == 0).float().mean()), 1)


def growing(padding: int) -> dict[str, Any]:
    """Return what becomes of 28 pixels in three layers with this padding, and after them."""
    maps, found = torch.zeros(1, 1, 28, 28), []
    for _ in range(3):
        maps = nn.Conv2d(1, 1, 3, padding=padding)(maps)
        found.append(maps.shape[-1])
    dense = nn.Linear(28 * 28, 10)
    return {
        "sizes": found,
        "dense": refusal(lambda: dense(torch.flatten(maps, 1))),
        "average": list(nn.AdaptiveAvgPool2d(1)(maps).shape),
    }


def answers() -> dict[str, Any]:
    """Return what PyTorch says, by the name of each question."""
    seven, even, heights = ROW[:7], (10, 1), (4, 1, 7, 2, 5, 3)
    image, square = np.arange(1, 10).reshape(3, 3), [[1000, 100], [10, 1]]
    tens = np.stack([np.arange(1, 10), 10 * np.arange(1, 10)]).reshape(1, 2, 3, 3)
    maps = np.stack([np.arange(1, 7), 10 * np.arange(1, 7)]).reshape(1, 2, 2, 3)
    transposed = {"stride": (1, 2), "padding": (0, 1), "output_padding": (0, 1)}
    average = {"kernel_size": (1, 3), "stride": 1, "padding": (0, 1)}
    return {
        "kernel": sums(ROW, SPELLER),
        "dilation=2": sums(ROW, SPELLER, dilation=2),
        "padding=2": sums(ROW, SPELLER, padding=(0, 2)),
        "padding=1": sums(ROW, SPELLER, padding=(0, 1)),
        "same": sums(ROW, even, padding="same"),
        "same 2x2": sums(image, square, padding="same"),
        "same, stride=2": refusal(lambda: nn.Conv2d(1, 1, 3, stride=2, padding="same")),
        "padding=1, stride=2": sums(ROW, SPELLER, stride=2, padding=(0, 1)),
        "padding=1, stride=2, 7 pixels": sums(seven, SPELLER, stride=2, padding=(0, 1)),
        "sizes": sizes(),
        "sizes, ceil_mode": sizes(ceil_mode=True),
        "max, ceil_mode": numbers(nn.MaxPool2d((1, 3), (1, 2), ceil_mode=True)(of(ROW))),
        "max, ceil_mode, 7 pixels": numbers(
            nn.MaxPool2d((1, 3), (1, 2), ceil_mode=True)(of(seven))
        ),
        "maps": list(nn.Conv2d(3, 8, (5, 3))(torch.zeros(10, 3, 28, 28)).shape),
        "kernel's axes": list(nn.Conv2d(32, 64, (5, 3)).weight.shape),
        "average": numbers(nn.AvgPool2d(**average)(of((3, 6, 9, 12)))),
        "average, count_include_pad=False": numbers(
            nn.AvgPool2d(**average, count_include_pad=False)(of((3, 6, 9, 12)))
        ),
        "average of 2": numbers(nn.AvgPool2d((1, 2), padding=(0, 1))(of((4, 8, 6, 2)))),
        "max of negative numbers": numbers(nn.MaxPool2d((1, 3), 1, (0, 1))(of((-3, -1, -2)))),
        "pooling's stride": numbers(nn.MaxPool2d((1, 2))(of(heights))),
        "layer's stride": list(nn.Conv2d(1, 1, 3).stride),
        "three layers, padding=2": growing(2),
        "leaky relu of -1": numbers(nn.LeakyReLU()(torch.tensor(-1.0))),
        "transposed": numbers(layer(nn.ConvTranspose2d, (2, 3, 1), stride=(1, 2))(of((4, 1, 2)))),
        "transposed, padding=1": numbers(
            layer(nn.ConvTranspose2d, (2, 3, 1), **transposed)(of((4, 1, 2)))
        ),
        "transposed, same": refusal(
            lambda: nn.ConvTranspose2d(1, 1, 3, padding="same")(torch.zeros(1, 1, 3, 3))
        ),
        "transposed kernel's axes": list(nn.ConvTranspose2d(2, 3, (4, 5)).weight.shape),
        "transposed sizes": [
            nn.ConvTranspose2d(1, 1, 5, 2, 2, output_padding=more)(torch.zeros(1, 1, 10, 10)).shape[
                -1
            ]
            for more in (0, 1)
        ],
        "flattened": numbers(nn.Flatten()(of(maps))),
        "first window": numbers(nn.Unfold(2)(of(tens))[..., 0]),
        "weight_decay": stepped(torch.optim.Adam, [10.0, 0.1], [0.0, 0.0], weight_decay=0.1),
        "weight_decay of AdamW": stepped(
            torch.optim.AdamW, [10.0, 0.1], [0.0, 0.0], weight_decay=0.1
        ),
        "epsilon": stepped(torch.optim.Adam, [0.0], [1e-6], eps=1e-7),
        "dropout": off(0.9),
    }


if __name__ == "__main__":
    versions = {
        "python": platform.python_version(),
        "torch": torch.__version__.split("+")[0],  # without the kind of build
    }
    print(json.dumps({"versions": versions, "answers": answers()}))
