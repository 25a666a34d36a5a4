"""What is attacked: a page or an exercise, and what would notice a change of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from making.paths import LANGUAGES
from making.proof.bilingual import different_parts, mismatches
from making.proof.equations import equations_in
from making.proof.exercise import everything, units_of_exercise
from making.proof.marks import COMPUTED, is_said, matches
from making.proof.numbers import figures_in
from making.proof.outputs import units_with_outputs
from making.proof.page import Page, all_values, values_of
from making.proof.source import DOCS, Unit, pages
from making.proof.spelling import forbidden, found_in


@dataclass
class Target:
    """A page or an exercise.

    Attributes:
        name: Its path.
        prefix: What the kinds of its changes begin with.
        units: Its pieces by language.
    """

    name: str
    prefix: str
    units: dict[str, list[Unit]]
    _faults: dict[str, int] = field(default_factory=dict)
    _values: dict[str, Mapping[tuple[str, str], list[Any]]] = field(default_factory=dict)

    def notices(self, changed: Mapping[str, Sequence[Unit]], section: int) -> bool:
        """Whether the checks find more faults after a change than before.

        Args:
            changed: The pieces of the languages that were changed.
            section: Where they were changed.
        """
        if len(changed) == 1 and _between({**self.units, **changed}) > self._before("between", 0):
            return True
        return any(
            self._count(units, language, section) > self._before(language, section)
            for language, units in changed.items()
        )

    def _before(self, which: str, section: int) -> int:
        key = f"{which} {section}"
        if key not in self._faults:
            self._faults[key] = (
                _between(self.units)
                if which == "between"
                else self._count(self.units[which], which, section)
            )
        return self._faults[key]

    def _count(self, units: Sequence[Unit], language: str, section: int) -> int:
        """Count what isn't proven in a section, number by number."""
        if language not in self._values:
            page = Page.of(self.units[language], language)
            computed = any(m.startswith(COMPUTED) for unit in page.units for m in unit.marks)
            self._values[language] = values_of(page) if computed else {}
        units = [unit for unit in units if unit.section == section or unit.kind == "code"]
        faults = sum(e.verdict == "false" for unit in units for e in equations_in(unit))
        for unit, bound in Page.of(units, language).bound:
            said = all_values(unit, self._values[language])
            figures = figures_in(unit.text)
            faults += sum(not is_said(value, unit.text, figures, language) for value in said)
            faults += sum(
                one.origin is None and not any(matches(v, one.figure, unit.text) for v in said)
                for one in bound
            )
        return faults


def _between(units: Mapping[str, Sequence[Unit]]) -> int:
    """Count what differs between the languages, and forbidden spellings."""
    ours, theirs = units["ko"], units["en"]
    words = forbidden()
    spelled = sum(len(found_in(unit.text, words)) for unit in ours)
    said = sum(len(m.only_korean) + len(m.only_english) for m in mismatches(ours, theirs))
    return spelled + said + len(different_parts(ours, theirs))


@cache
def targets(parts: tuple[str, ...] = ()) -> tuple[Target, ...]:
    """The pages and the exercises whose names hold one of some parts; all if none is given."""

    def wanted(name: str) -> bool:
        return not parts or any(part in name for part in parts)

    found = [
        Target(
            name,
            "",
            {language: units_with_outputs(DOCS / language / name) for language in LANGUAGES},
        )
        for name in filter(wanted, pages())
    ]
    found += [
        Target(
            f"exercises/{chapter}",
            "exercise: ",
            {language: units_of_exercise(chapter, exercise, language) for language in LANGUAGES},
        )
        for chapter, exercise in everything()
        if wanted(f"exercises/{chapter}")
    ]
    return tuple(found)
