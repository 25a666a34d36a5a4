"""The numbers that code holds and prints, which may prove those of a text."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

_CODE_NUMBER = re.compile(
    r"(?:(?<![\w)\].])(?P<sign>-))?(?<![A-Za-z_\d.])(?P<digits>\d[\d_,]*\d|\d)(?P<rest>(?:\.\d*)?(?:e[+-]?\d+)?)"
)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The numbers of some code: each block's and each line's in their order."""

    blocks: tuple[tuple[float, ...], ...]
    lines: tuple[tuple[float, ...], ...] = ()

    @cached_property
    def ordered(self) -> list[float]:
        """All of them, sorted."""
        return sorted({x for block in self.blocks for x in block})

    @classmethod
    @cache
    def of(cls, texts: tuple[str, ...], *proven: tuple[float, ...]) -> "Evidence":
        """Read blocks of code, and take what equations have proven as a block each.

        What a line says together it says with the line below it: a call stands above its result.
        """
        blocks, lines = list(proven), list(proven)
        for text in texts:
            blocks.append(numbers_of_code(text))
            each = [numbers_of_code(line) for line in text.split("\n")]
            lines += [(*one, *below) for one, below in zip(each, [*each[1:], ()], strict=True)]
        return cls(tuple(blocks), tuple(line for line in lines if len(line) > 1))

    def has(self, value: float, decimals: int) -> bool:
        """Whether a number stands here, at least as precisely."""
        half = (0.5 * 10.0**-decimals if decimals > 1 else 0) + 1e-9 * max(1, abs(value))
        at = bisect_left(self.ordered, value - half)
        return at < len(self.ordered) and self.ordered[at] <= value + half

    def has_row(self, values: Sequence[float]) -> bool:
        """Whether numbers stand here one after another."""
        return tuple(values) in self._rows_of(len(values))

    @cache  # noqa: B019 - evidence is kept itself
    def _rows_of(self, length: int) -> set[tuple[float, ...]]:
        return {
            block[at : at + length]
            for block in self.blocks
            for at in range(len(block) - length + 1)
        }

    def beside(self, others: frozenset[float]) -> "Evidence":
        """The numbers that share a line with another one of these."""
        return Evidence(
            tuple(
                tuple(value for value in line if met - {value})
                for line in self.lines
                if (met := others.intersection(line))
            )
        )


@cache
def numbers_of_code(text: str) -> tuple[float, ...]:
    """Read the numbers in code or in what it printed."""
    found = []
    for match in _CODE_NUMBER.finditer(text):
        digits = match["digits"].replace("_", "")
        parts = digits.split(",")
        grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) < 4
        for part in ["".join(parts)] if grouped else parts:
            found.append(float((match["sign"] or "") + (part or "0") + match["rest"]))
    return tuple(found)
