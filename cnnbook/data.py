"""The two data sets of the book, MNIST and Fashion-MNIST, and a split that keeps their classes.

A sample travels with the package: the first 5,000 training and 1,000 test images in the
published order, so that image 0 is image 0. Whatever is loaded, from wherever, is compared with
the SHA-256 of the published arrays.
"""

import gzip
import hashlib
import json
import os
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnbook._checks import check_unmasked

Name = Literal["mnist", "fashion_mnist"]
Part = Literal["sample", "full"]
Pixels = NDArray[np.uint8]
Arrays = dict[str, Pixels]

SAMPLES = Path(__file__).parent / "samples"
PUBLISHED = json.loads((SAMPLES / "sha256.json").read_text(encoding="utf-8"))
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
KEYS = ("x_train", "y_train", "x_test", "y_test")
IDX_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
MEND = {
    "sample": "install cnnbook again",
    "full": "put a sound copy in its place, or move it away so that it is passed over",
}


class DataError(ValueError):
    """A data file is missing, cut short or not the published one; the message says which."""


def load(name: Name, *, full: bool = False) -> tuple[tuple[Pixels, Pixels], tuple[Pixels, Pixels]]:
    """Load MNIST or Fashion-MNIST: the sample, or all 70,000 images.

    The full set comes from the first place that has it:

    1. `<name>.npz`, with Keras's key names, in the folder that the environment variable
       `CNNBOOK_DATA` names;
    2. Debian's package dataset-fashion-mnist (Fashion-MNIST only);
    3. `keras.datasets`, which keeps its files in `~/.keras/datasets` and downloads what it lacks.

    Args:
        name: "mnist" or "fashion_mnist".
        full: Whether to load all 60,000 training and 10,000 test images instead of the sample's
            5,000 and 1,000.

    Returns:
        `(x_train, y_train), (x_test, y_test)`, all uint8. Images are (N, 28, 28) with pixels
            from 0 to 255, labels (N,) from 0 to 9.

    Raises:
        ValueError: If the name is unknown.
        DataError: If a file is there but isn't the published data, or no place has the full set.
            It is a ValueError. No file is ever changed or removed.

    Examples:
        >>> (x_train, y_train), (x_test, y_test) = load("mnist")
        >>> x_train.shape, x_test.shape, x_train.dtype
        ((5000, 28, 28), (1000, 28, 28), dtype('uint8'))
        >>> y_train[:10].tolist()
        [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]

    Source:
        LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998 (CC BY-SA
        3.0); Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
        Machine Learning Algorithms", 2017 (MIT).
    """
    if name not in get_args(Name):
        raise ValueError(f'the data set is {name!r}, but must be "mnist" or "fashion_mnist"')
    arrays = _full(name) if full else _sample(name)
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])


def stratified_split(
    labels: ArrayLike, share: float, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split rows at random into a part to train on and one held out, each class alike.

    Args:
        labels: Class of each row, (N,).
        share: Share of the rows to hold out, above 0 and below 1.
        seed: Decides which rows; the same seed gives the same split.

    Returns:
        The training rows and the held-out rows, both in random order. round(share * N) rows are
            held out, and of each class the same share, to within one row.

    Raises:
        TypeError: If labels are masked.
        ValueError: If labels isn't (N,), share isn't between 0 and 1, or either part is empty.

    Examples:
        >>> labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
        >>> train, held_out = stratified_split(labels, share=0.25, seed=0)
        >>> sorted(labels[train].tolist()), sorted(labels[held_out].tolist())
        ([0, 0, 0, 1, 1, 1], [0, 1])
    """
    check_unmasked("labels", labels)
    classes = np.asarray(labels)
    if classes.ndim != 1:
        raise ValueError(
            f"labels has shape {classes.shape}, but one class for each row is expected, shape "
            "(N,); take np.argmax(labels, axis=1) of one-hot labels, labels.ravel() of a column "
            "(N, 1)"
        )
    count = len(classes)
    held = round(share * count) if 0 < share < 1 else 0
    if not 0 < held < count:
        raise ValueError(
            f"share is {share!r} of {count} rows, but must lie between 0 and 1 and leave a row "
            "to each part; write for example share=0.2"
        )
    random = np.random.default_rng(seed)
    order = random.permutation(count)
    order = order[np.argsort(classes[order], kind="stable")]
    # Class lies by class now, so a row held out at even distances takes of each its share.
    marked = np.diff(np.arange(count + 1) * held // count) == 1
    return random.permutation(order[~marked]), random.permutation(order[marked])


def _sample(name: Name) -> Arrays:
    file = SAMPLES / f"{name}.npz"
    return {key: _read(file, name, "sample", key) for key in KEYS}


def _full(name: Name) -> Arrays:
    tried = []
    for place, files in _places(name).items():
        found = {key: file for key, file in files.items() if file.exists()}
        arrays = {key: _read(file, name, "full", key) for key, file in found.items()}
        if len(arrays) == len(KEYS):
            return arrays
        missing = next(file for key, file in files.items() if key not in found)
        tried.append(f"{place}: there is no {missing}")
    # Keras replaces what it takes for a bad file. So it is asked only now, when its own folder
    # was found to lack a file and to hold no wrong one.
    try:
        train, test = import_module(f"keras.datasets.{name}").load_data()
    except Exception as error:  # no Keras, no network, no room: all kinds of errors
        tried.append(f"keras.datasets: {type(error).__name__}: {error}")
        raise DataError(
            f"the full {name} was found nowhere; put {name}.npz into a folder and name that "
            "folder in the environment variable CNNBOOK_DATA, or install Keras (pip install "
            "'cnnbook[train]') and go online once. Tried:\n- " + "\n- ".join(tried)
        ) from error
    where = f"what keras.datasets downloaded to {_keras_folder()}"
    arrays = dict(zip(KEYS, map(np.array, (*train, *test)), strict=True))
    return {key: _verified(array, where, name, "full", key) for key, array in arrays.items()}


def _places(name: Name) -> dict[str, dict[str, Path]]:
    """Name the places on this machine where the full set may lie, and the file of each array."""
    places = {}
    folder = os.environ.get("CNNBOOK_DATA")
    if folder:
        places["CNNBOOK_DATA"] = dict.fromkeys(KEYS, Path(folder).expanduser() / f"{name}.npz")
    if name == "fashion_mnist":
        places["Debian's dataset-fashion-mnist"] = _idx_files(DEBIAN)
        places["Keras's folder"] = _idx_files(_keras_folder() / "fashion-mnist")
    else:
        places["Keras's folder"] = dict.fromkeys(KEYS, _keras_folder() / f"{name}.npz")
    return places


def _idx_files(folder: Path) -> dict[str, Path]:
    return {key: folder / file for key, file in zip(KEYS, IDX_FILES, strict=True)}


def _keras_folder() -> Path:
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets"


def _read(file: Path, name: Name, part: Part, key: str) -> Pixels:
    """Read one array from a file of NumPy (.npz) or in the format of MNIST's authors (IDX, .gz)."""
    try:
        content = file.read_bytes()  # NumPy would leave a scrambled file open
        if file.suffix == ".gz":
            array = _idx(gzip.decompress(content))
        else:
            with np.load(BytesIO(content), allow_pickle=False) as arrays:
                array = arrays[key]
    except Exception as error:  # a file that is cut short or scrambled can fail in any way
        raise DataError(
            f"{key} can't be read from {file}, which is cut short or isn't the published file; "
            f"{MEND[part]} ({type(error).__name__}: {error})"
        ) from error
    return _verified(array, str(file), name, part, key)


def _idx(content: bytes) -> Pixels:
    """Take an array out of IDX: two zeros, type, number of axes, sides as big-endian, numbers."""
    axes = content[3]
    shape = np.frombuffer(content, ">u4", count=axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape).copy()


def _verified(array: Pixels, where: str, name: Name, part: Part, key: str) -> Pixels:
    """Return the array if it is, to the bit, the published one."""
    published = PUBLISHED[name][part][key]
    shape, digest = tuple(published["shape"]), published["sha256"]
    if array.shape != shape or array.dtype != np.uint8:
        raise DataError(
            f"{key} in {where} has shape {array.shape} and dtype {array.dtype}, but must have "
            f"{shape} and uint8; {MEND[part]}"
        )
    found = hashlib.sha256(np.ascontiguousarray(array).data).hexdigest()
    if found != digest:
        raise DataError(
            f"{key} in {where} isn't the published data: its SHA-256 is {found}, but must be "
            f"{digest}; {MEND[part]}"
        )
    return array
