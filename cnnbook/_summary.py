"""The table of a network's layers, in the shape that Keras users know."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from cnnbook._checks import Array


def count(arrays: Mapping[str, Array]) -> int:
    """Count the numbers in arrays."""
    return sum(array.size for array in arrays.values())


def table(
    kinds: Sequence[str], shapes: Sequence[tuple[int, ...]], counts: Sequence[int], trained: int
) -> str:
    """Write one row for each layer, and the sums below."""
    rows = [("Layer (type)", "Output Shape", "Param #")]
    for name, kind, shape, number in zip(_names(kinds), kinds, shapes, counts, strict=True):
        rows.append((f"{name} ({kind})", str((None, *shape)), f"{number:,}"))
    total = sum(counts)
    sums = {"Total": total, "Trainable": trained, "Non-trainable": total - trained}
    below = [f" {name} params: {number:,} ({_bytes(number)})" for name, number in sums.items()]
    return "\n".join([*_frame(rows), *below])


def _names(kinds: Sequence[str]) -> list[str]:
    """Name layers as Keras does: conv2d, conv2d_1, max_pooling2d."""
    seen: Counter[str] = Counter()
    names = []
    for kind in kinds:
        name = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", kind).lower()
        name = {"leaky_relu": "leaky_re_lu"}.get(name, name)
        names.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return names


def _frame(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Draw lines around rows, of which the first is the head."""
    first, second, third = (max(map(len, column)) for column in zip(*rows, strict=True))
    thick = ["━" * (width + 2) for width in (first, second, third)]
    thin = ["─" * (width + 2) for width in (first, second, third)]
    head, *body = (f" {a:{first}} │ {b:{second}} │ {c:>{third}} " for a, b, c in rows)
    between = "├" + "┼".join(thin) + "┤"
    return [
        "┏" + "┳".join(thick) + "┓",
        "┃" + head.replace("│", "┃") + "┃",
        "┡" + "╇".join(thick) + "┩",
        *f"\n{between}\n".join(f"│{row}│" for row in body).splitlines(),
        "└" + "┴".join(thin) + "┘",
    ]


def _bytes(numbers: int) -> str:
    """Say how much memory so many float32 numbers take, as Keras does."""
    size = 4.0 * numbers
    for unit in ("B", "KB"):
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} MB"
