"""data.load: the samples, the places where a full set may lie, and files that are wrong.

The full sets of these tests are small ones, published under SHA-256 of their own.
"""

import copy
import gzip
import hashlib
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from cnnbook import data
from cnnbook.data import IDX_FILES, KEYS, DataError, load, stratified_split

Arrays = dict[str, np.ndarray]
NAMES = ("mnist", "fashion_mnist")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Arrays:
    """Publish a full set of 6 and 3 images under both names."""
    random = np.random.default_rng(1)
    images = {key: random.integers(0, 256, (n, 28, 28)) for key, n in (("train", 6), ("test", 3))}
    arrays = {
        "x_train": images["train"].astype("uint8"),
        "y_train": np.arange(6, dtype="uint8"),
        "x_test": images["test"].astype("uint8"),
        "y_test": np.arange(3, dtype="uint8"),
    }
    published = copy.deepcopy(data.PUBLISHED)
    for name in NAMES:
        published[name]["full"] = {
            key: {"shape": array.shape, "sha256": hashlib.sha256(array.tobytes()).hexdigest()}
            for key, array in arrays.items()
        }
    monkeypatch.setattr(data, "PUBLISHED", published)
    return arrays


class Places:
    """A machine of its own: no full set anywhere, no Keras, no network."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.folder, self.debian = root / "folder", root / "debian"
        self.keras = root / "home" / "datasets"
        for place in (self.folder, self.debian, self.keras / "fashion-mnist"):
            place.mkdir(parents=True)
        monkeypatch.setenv("CNNBOOK_DATA", str(self.folder))
        monkeypatch.setattr(data, "DEBIAN", self.debian)
        monkeypatch.setenv("KERAS_HOME", str(self.keras.parent))
        for name in NAMES:
            monkeypatch.setitem(sys.modules, f"keras.datasets.{name}", None)

    def online(self, name: str, load_data: Callable[[], Any]) -> None:
        """Install a Keras whose data set `name` answers so."""
        module = SimpleNamespace(load_data=load_data)
        self.monkeypatch.setitem(sys.modules, f"keras.datasets.{name}", module)

    def put_npz(self, folder: Path, name: str, arrays: Arrays) -> Path:
        np.savez_compressed(folder / f"{name}.npz", **arrays)  # type: ignore[arg-type]
        return folder / f"{name}.npz"

    def put_idx(self, folder: Path, arrays: Arrays) -> list[Path]:
        files = [folder / file for file in IDX_FILES]
        for key, file in zip(KEYS, files, strict=True):
            file.write_bytes(gzip.compress(idx(arrays[key])))
        return files


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return Places(tmp_path, monkeypatch)


def idx(array: np.ndarray) -> bytes:
    """Write an array as the authors of MNIST did."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.tobytes()


def assert_full(name: Any, arrays: Arrays) -> None:
    (x_train, y_train), (x_test, y_test) = load(name, full=True)
    for key, array in zip(KEYS, (x_train, y_train, x_test, y_test), strict=True):
        assert_array_equal(array, arrays[key], strict=True)
        assert array.flags.writeable


def spoilt(arrays: Arrays) -> Arrays:
    """Change one pixel."""
    x_train = arrays["x_train"].copy()
    x_train[0, 0, 0] ^= 1
    return arrays | {"x_train": x_train}


# --- the samples


@pytest.mark.parametrize(
    ("name", "train_labels", "test_labels", "first_sum"),
    [
        ("mnist", [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9], 27525),
        ("fashion_mnist", [9, 0, 0, 3, 0, 2, 7, 2, 5, 5], [9, 2, 1, 1, 6, 1, 4, 6, 5, 7], 76247),
    ],
)
def test_sample_is_the_first_images_in_the_published_order(
    name: Any, train_labels: list[int], test_labels: list[int], first_sum: int
) -> None:
    (x_train, y_train), (x_test, y_test) = load(name)
    assert [(array.shape, array.dtype.name) for array in (x_train, y_train, x_test, y_test)] == [
        ((5000, 28, 28), "uint8"),
        ((5000,), "uint8"),
        ((1000, 28, 28), "uint8"),
        ((1000,), "uint8"),
    ]
    assert y_train[:10].tolist() == train_labels
    assert y_test[:10].tolist() == test_labels
    assert x_train[0].sum() == first_sum
    assert set(y_train) == set(y_test) == set(range(10))


def test_every_load_brings_arrays_of_its_own() -> None:
    (x_train, _), _ = load("mnist")
    x_train[:] = 0
    assert load("mnist")[0][0].any()


def test_sample_says_its_licence_and_origin() -> None:
    text = (data.SAMPLES / "README.md").read_text(encoding="utf-8")
    for said in ("Yann LeCun", "Corinna Cortes", "Christopher J.C. Burges", "CC BY-SA 3.0"):
        assert said in text
    for said in ("Zalando SE", "Permission is hereby granted", "first 5,000 training"):
        assert said in text


def test_spoilt_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mnist.npz"
    file.write_bytes((data.SAMPLES / "mnist.npz").read_bytes()[:-100])
    monkeypatch.setattr(data, "SAMPLES", tmp_path)
    with pytest.raises(DataError, match=f"{re.escape(str(file))}.*; install cnnbook again"):
        load("mnist")


@pytest.mark.parametrize("name", ["MNIST", "cifar10", None])
def test_unknown_name(name: Any) -> None:
    message = f'^the data set is {name!r}, but must be "mnist" or "fashion_mnist"$'
    with pytest.raises(ValueError, match=message):
        load(name)


# --- the places of the full set, in their order


@pytest.mark.parametrize("name", NAMES)
def test_folder_comes_first(name: str, places: Places, full: Arrays) -> None:
    places.put_npz(places.folder, name, full)
    places.put_idx(places.debian, spoilt(full))
    places.put_npz(places.keras, name, spoilt(full))
    assert_full(name, full)


def test_debian_comes_second(places: Places, full: Arrays) -> None:
    places.put_idx(places.debian, full)
    places.put_idx(places.keras / "fashion-mnist", spoilt(full))
    assert_full("fashion_mnist", full)


def test_debian_has_no_mnist(places: Places, full: Arrays) -> None:
    places.put_idx(places.debian, spoilt(full))
    places.put_npz(places.keras, "mnist", full)
    assert_full("mnist", full)


def test_files_of_keras_are_read_without_keras(places: Places, full: Arrays) -> None:
    places.put_npz(places.keras, "mnist", full)
    places.put_idx(places.keras / "fashion-mnist", full)
    assert_full("mnist", full)
    assert_full("fashion_mnist", full)


@pytest.mark.parametrize("name", NAMES)
def test_keras_downloads_at_last(name: str, places: Places, full: Arrays) -> None:
    frozen = {key: array.copy() for key, array in full.items()}
    for array in frozen.values():
        array.flags.writeable = False  # as Keras hands out Fashion-MNIST
    x_train, y_train, x_test, y_test = frozen.values()
    places.online(name, lambda: ((x_train, y_train), (x_test, y_test)))
    assert_full(name, full)


def test_keras_fetches_what_its_folder_lacks(places: Places, full: Arrays) -> None:
    files = places.put_idx(places.keras / "fashion-mnist", full)
    files[2].unlink()
    x_train, y_train, x_test, y_test = full.values()
    places.online("fashion_mnist", lambda: ((x_train, y_train), (x_test, y_test)))
    assert_full("fashion_mnist", full)


@pytest.mark.parametrize("folder", [None, "", "~/nowhere"])
def test_absent_folder_is_passed_over(folder: str | None, places: Places, full: Arrays) -> None:
    if folder is None:
        places.monkeypatch.delenv("CNNBOOK_DATA")
    else:
        places.monkeypatch.setenv("CNNBOOK_DATA", folder)
    places.put_npz(places.keras, "mnist", full)
    assert_full("mnist", full)


def test_home_is_understood(places: Places, full: Arrays) -> None:
    places.put_npz(places.folder, "mnist", full)
    places.monkeypatch.setenv("HOME", str(places.folder.parent))
    places.monkeypatch.setenv("CNNBOOK_DATA", "~/folder")
    assert_full("mnist", full)


def test_keras_at_home(places: Places, full: Arrays) -> None:
    places.monkeypatch.delenv("KERAS_HOME")
    places.monkeypatch.setenv("HOME", str(places.keras.parent))
    folder = places.keras.parent / ".keras" / "datasets"
    folder.mkdir(parents=True)
    places.put_npz(folder, "mnist", full)
    assert_full("mnist", full)


def test_nothing_anywhere(places: Places) -> None:
    def offline() -> None:
        raise OSError("URL fetch failure")

    places.online("fashion_mnist", offline)
    with pytest.raises(DataError) as caught:
        load("fashion_mnist", full=True)
    assert str(caught.value) == (
        "the full fashion_mnist was found nowhere; put fashion_mnist.npz into a folder and name "
        "that folder in the environment variable CNNBOOK_DATA, or install Keras (pip install "
        "'cnnbook[train]') and go online once. Tried:\n"
        f"- CNNBOOK_DATA: there is no {places.folder / 'fashion_mnist.npz'}\n"
        f"- Debian's dataset-fashion-mnist: there is no {places.debian / IDX_FILES[0]}\n"
        f"- Keras's folder: there is no {places.keras / 'fashion-mnist' / IDX_FILES[0]}\n"
        "- keras.datasets: OSError: URL fetch failure"
    )


def test_nothing_anywhere_without_keras(places: Places) -> None:
    with pytest.raises(DataError, match=r"\n- keras\.datasets: ModuleNotFoundError: import of"):
        load("mnist", full=True)


# --- files that are there but wrong


def npz(arrays: Arrays) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


WRONG_NPZ: dict[str, tuple[Callable[[Arrays], bytes], str]] = {
    "empty": (lambda full: b"", "x_train can't be read from FILE, which is cut short"),
    "cut after 10 bytes": (lambda full: npz(full)[:10], "x_train can't be read from FILE"),
    "cut in the middle": (lambda full: npz(full)[:3000], "x_train can't be read from FILE"),
    "last byte missing": (lambda full: npz(full)[:-1], "x_train can't be read from FILE"),
    "scrambled": (
        lambda full: npz(full)[:1000] + b"?" * 100 + npz(full)[1100:],
        "x_train can't be read from FILE",
    ),
    "a text": (lambda full: b"404 not found", "x_train can't be read from FILE"),
    "one array only": (lambda full: npy(full["x_train"]), "x_train can't be read from FILE"),
    "pickled objects": (
        lambda full: npz(full | {"x_train": np.array([object])}),
        "x_train can't be read from FILE",
    ),
    "an array missing": (
        lambda full: npz({key: full[key] for key in KEYS[:3]}),
        "y_test can't be read from FILE",
    ),
    "too few images": (
        lambda full: npz(full | {"x_test": full["x_test"][1:]}),
        "x_test in FILE has shape (2, 28, 28) and dtype uint8, but must have (3, 28, 28) and uint8",
    ),
    "floats": (
        lambda full: npz(full | {"x_train": full["x_train"] / 255}),
        "x_train in FILE has shape (6, 28, 28) and dtype float64, but must have (6, 28, 28)",
    ),
    "one pixel": (
        lambda full: npz(spoilt(full)),
        "x_train in FILE isn't the published data: its SHA-256 is",
    ),
    "labels in another order": (
        lambda full: npz(full | {"y_train": full["y_train"][::-1]}),
        "y_train in FILE isn't the published data: its SHA-256 is",
    ),
}
MEND = "; put a sound copy in its place, or move it away so that it is passed over"


@pytest.mark.parametrize("place", ["folder", "keras"])
@pytest.mark.parametrize("wrong", WRONG_NPZ)
def test_wrong_npz(wrong: str, place: str, places: Places, full: Arrays) -> None:
    make, message = WRONG_NPZ[wrong]
    file = getattr(places, place) / "mnist.npz"
    file.write_bytes(make(full))
    if place == "folder":  # not even a sound file further on hides it
        places.put_npz(places.keras, "mnist", full)
    places.online("mnist", lambda: pytest.fail("Keras was asked, and would replace the file"))
    with pytest.raises(DataError) as caught:
        load("mnist", full=True)
    assert str(caught.value).startswith(message.replace("FILE", str(file)))
    assert MEND in str(caught.value)
    assert file.read_bytes() == make(full)


WRONG_GZ: dict[str, tuple[Callable[[Arrays], bytes], str]] = {
    "empty": (lambda full: b"", "x_test can't be read from FILE"),
    "cut in the middle": (
        lambda full: gzip.compress(idx(full["x_test"]), mtime=0)[:1000],
        "x_test can't be read from FILE",
    ),
    "not packed": (lambda full: idx(full["x_test"]), "x_test can't be read from FILE"),
    "no IDX": (lambda full: gzip.compress(b"404", mtime=0), "x_test can't be read from FILE"),
    "labels instead of images": (
        lambda full: gzip.compress(idx(full["y_test"]), mtime=0),
        "x_test in FILE has shape (3,) and dtype uint8, but must have (3, 28, 28) and uint8",
    ),
    "other images": (
        lambda full: gzip.compress(idx(full["x_train"][:3]), mtime=0),
        "x_test in FILE isn't the published data: its SHA-256 is",
    ),
}


@pytest.mark.parametrize("others", ["sound", "missing"])
@pytest.mark.parametrize("place", ["debian", "keras/fashion-mnist"])
@pytest.mark.parametrize("wrong", WRONG_GZ)
def test_wrong_gz(wrong: str, place: str, others: str, places: Places, full: Arrays) -> None:
    make, message = WRONG_GZ[wrong]
    folder = places.debian if place == "debian" else places.keras / "fashion-mnist"
    if others == "sound":
        places.put_idx(folder, full)
    file = folder / "t10k-images-idx3-ubyte.gz"
    file.write_bytes(make(full))
    places.online("fashion_mnist", lambda: pytest.fail("Keras was asked"))
    with pytest.raises(DataError) as caught:
        load("fashion_mnist", full=True)
    assert str(caught.value).startswith(message.replace("FILE", str(file)))
    assert MEND in str(caught.value)
    assert file.read_bytes() == make(full)


def test_folder_in_place_of_a_file(places: Places, full: Arrays) -> None:
    file = places.folder / "mnist.npz"
    file.mkdir()
    with pytest.raises(DataError, match=f"{re.escape(str(file))}.*IsADirectoryError"):
        load("mnist", full=True)


def test_wrong_download(places: Places, full: Arrays) -> None:
    x_train, y_train, x_test, y_test = spoilt(full).values()
    places.online("mnist", lambda: ((x_train, y_train), (x_test, y_test)))
    message = f"x_train in what keras.datasets downloaded to {places.keras} isn't the published"
    with pytest.raises(DataError, match=f"^{re.escape(message)}"):
        load("mnist", full=True)


# --- a split that keeps the classes


def test_split_holds_out_the_same_share_of_each_class() -> None:
    random = np.random.default_rng(0)
    for seed in range(50):
        labels = random.integers(0, 7, random.integers(2, 300))
        share = random.uniform(1 / len(labels), 1 - 1 / len(labels))
        train, held_out = stratified_split(labels, share, seed)
        assert_array_equal(np.sort(np.concatenate([train, held_out])), np.arange(len(labels)))
        assert len(held_out) == round(share * len(labels))
        wanted = np.bincount(labels, minlength=7) * len(held_out) / len(labels)
        assert np.abs(np.bincount(labels[held_out], minlength=7) - wanted).max() < 1


def test_split_of_the_sample() -> None:
    (_, labels), _ = load("fashion_mnist")
    train, held_out = stratified_split(labels, 0.2, 42)
    assert (len(train), len(held_out)) == (4000, 1000)
    again = stratified_split(labels.tolist(), 0.2, 42)
    assert_array_equal(train, again[0])
    assert_array_equal(held_out, again[1])
    assert set(stratified_split(labels, 0.2, 43)[1]) != set(held_out)
    assert not np.array_equal(np.sort(train), train), "the order is random"


@pytest.mark.parametrize(
    ("labels", "share", "message"),
    [
        (np.eye(3), 0.5, r"^labels has shape \(3, 3\), but one class for each row is expected"),
        ([0, 1, 1], 0, r"^share is 0 of 3 rows, but must lie between 0 and 1 and leave a row"),
        ([0, 1, 1], 1.0, r"^share is 1.0 of 3 rows, but"),
        ([0, 1, 1], 0.1, r"^share is 0.1 of 3 rows, but"),
        ([0, 1, 1], 0.9, r"^share is 0.9 of 3 rows, but"),
    ],
)
def test_split_that_cannot_be(labels: Any, share: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        stratified_split(labels, share, 0)
