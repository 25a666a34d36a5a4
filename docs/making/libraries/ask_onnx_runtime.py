"""What the book says of ONNX Runtime, asked of ONNX Runtime itself.

It runs in an environment of its own, with NumPy, onnx and onnxruntime and nothing of the book,
and prints the versions and the answers as JSON. `tests/book/test_libraries.py` says what each
must be.
"""

import json
import platform
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

#: What the models are written in: ONNX's set of operators and its file format.
OPERATORS, FORMAT = 21, 10

ROW = np.arange(1, 9)
SPELLER = (100, 10, 1)


def ask(operator: str, *inputs: Any, **attributes: Any) -> Any:
    """Return what a model of one operator answers, without the axes of length one in front.

    Args:
        operator: Its name in ONNX, such as "Conv".
        inputs: Image and kernel, which get axes in front until they have four.
        attributes: Those of the operator.

    Returns:
        Lists of numbers, or the error's name if it refuses.
    """
    arrays = [np.array(one, dtype=np.float32) for one in inputs]
    arrays = [one.reshape((1,) * (4 - one.ndim) + one.shape) for one in arrays]
    names = ["x", "kernel"][: len(arrays)]
    graph = helper.make_graph(
        [helper.make_node(operator, names, ["y"], **attributes)],
        "question",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )
    sets = [helper.make_opsetid("", OPERATORS)]
    model = helper.make_model(graph, opset_imports=sets, ir_version=FORMAT)
    quiet = onnxruntime.SessionOptions()
    quiet.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), quiet)
        (array,) = session.run(None, dict(zip(names, arrays, strict=True)))
    except Exception as error:  # each of its errors is a class of its own
        return f"refused: {type(error).__name__}"
    while array.ndim and len(array) == 1:
        array = array[0]
    return array.tolist()


def sizes(**attributes: Any) -> list[int]:
    """Return how many numbers max pooling with a window of 3 and stride 2 makes of 7 to 10."""
    words = {"kernel_shape": [1, 3], "strides": [1, 2], **attributes}
    return [len(ask("MaxPool", np.arange(n), **words)) for n in (7, 8, 9, 10)]


def answers() -> dict[str, Any]:
    """Return what ONNX Runtime says, by the name of each question."""
    even, four, heights = (10, 1), (3, 6, 9, 12), (4, 1, 7, 2, 5, 3)
    image, square = np.arange(1, 10).reshape(3, 3), [[1000, 100], [10, 1]]
    average = {"kernel_shape": [1, 3], "pads": [0, 1, 0, 1]}
    photo, kernel = np.ones((10, 3, 28, 28)), np.ones((8, 3, 5, 3))
    transposed = {"strides": [1, 2], "pads": [0, 1, 0, 1], "output_padding": [0, 1]}
    return {
        "kernel": ask("Conv", ROW, SPELLER),
        "dilations=2": ask("Conv", ROW, SPELLER, dilations=[1, 2]),
        "pads=2": ask("Conv", ROW, SPELLER, pads=[0, 2, 0, 2]),
        "SAME_UPPER": ask("Conv", ROW, even, auto_pad="SAME_UPPER"),
        "SAME_LOWER": ask("Conv", ROW, even, auto_pad="SAME_LOWER"),
        "SAME_UPPER 2x2": ask("Conv", image, square, auto_pad="SAME_UPPER"),
        "SAME_LOWER 2x2": ask("Conv", image, square, auto_pad="SAME_LOWER"),
        "SAME_UPPER, strides=2": ask("Conv", ROW, SPELLER, auto_pad="SAME_UPPER", strides=[1, 2]),
        "SAME_LOWER, strides=2": ask("Conv", ROW, SPELLER, auto_pad="SAME_LOWER", strides=[1, 2]),
        "sizes": sizes(),
        "sizes, ceil_mode": sizes(ceil_mode=1),
        "maps": list(np.shape(ask("Conv", photo, kernel))),
        "average": ask("AveragePool", four, **average),
        "average, count_include_pad=1": ask("AveragePool", four, **average, count_include_pad=1),
        "max of negative numbers": ask(
            "MaxPool", (-3, -1, -2), kernel_shape=[1, 3], pads=[0, 1, 0, 1]
        ),
        "pooling's stride": ask("MaxPool", heights, kernel_shape=[1, 2]),
        "leaky relu of -1": ask("LeakyRelu", [-1]),
        "transposed, pads=1": ask("ConvTranspose", (4, 1, 2), (2, 3, 1), **transposed),
        "transposed maps": list(
            np.shape(ask("ConvTranspose", np.ones((1, 2, 9, 9)), np.ones((2, 3, 4, 5))))
        ),
        "window too large": ask("Conv", np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3))),
    }


if __name__ == "__main__":
    versions = {
        "python": platform.python_version(),
        "onnx": onnx.__version__,
        "onnxruntime": onnxruntime.__version__,
    }
    print(json.dumps({"versions": versions, "answers": answers()}))
