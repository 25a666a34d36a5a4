"""What is attacked: a page or an exercise, and what would notice a change of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from making.paths import LANGUAGES
from making.proof.bilingual import different_parts, mismatches
from making.proof.changes import Change
from making.proof.equations import equations_in
from making.proof.exercise import everything, units_of_exercise
from making.proof.expressions import loose_sizes
from making.proof.marks import loose_calculations, matches, unsaid_values
from making.proof.outputs import units_with_outputs
from making.proof.page import Page, all_values, mark_key, values_of
from making.proof.source import DOCS, Unit, pages
from making.proof.spelling import forbidden, found_in


@dataclass(frozen=True)
class Target:
    """A page or an exercise.

    Attributes:
        name: Its path.
        prefix: What the kinds of its changes begin with.
        units: Its pieces by language, which correspond one to one.
    """

    name: str
    prefix: str
    units: dict[str, list[Unit]]

    def notices(self, changes: Mapping[str, Change]) -> bool:
        """Whether the checks find more faults after a change, in one language or both."""
        if len(changes) == 1:
            ((language, change),) = changes.items()
            before = {one: units[change.unit] for one, units in self.units.items()}
            after = {**before, language: change.applied(before[language])}
            if _between(after) > _between(before):
                return True
        return any(self._is_noticed(language, change) for language, change in changes.items())

    def _is_noticed(self, language: str, change: Change) -> bool:
        units = self.units[language]
        section = units[change.unit].section
        before = [unit for unit in units if unit.section == section or unit.kind == "code"]
        after = [change.applied(unit) if unit is units[change.unit] else unit for unit in before]
        return self._faults(after, language) > self._faults(before, language)

    def _faults(self, units: Sequence[Unit], language: str) -> int:
        """Count what isn't proven in a section, number by number."""
        faults = sum(e.verdict == "false" for unit in units for e in equations_in(unit))
        for unit, bound in Page.of(units, language).bound:
            said = all_values(unit, self._values) if unit.marks else []
            faults += len(unsaid_values(unit, said, language))
            faults += len(loose_calculations(unit, said)) + len(loose_sizes(unit, bound, said))
            faults += sum(
                one.origin is None and not any(matches(v, one.figure, unit.text) for v in said)
                for one in bound
            )
        return faults

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], list[Any]]:
        """What the marks say: they are the same in both languages, and so is the code."""
        said = values_of(Page(self.units["en"], (), "en"))
        return said | {
            mark_key(ours, mark): said[mark_key(theirs, mark)]
            for ours, theirs in zip(self.units["ko"], self.units["en"], strict=True)
            for mark in ours.marks
            if mark_key(theirs, mark) in said
        }


def _between(pieces: Mapping[str, Unit]) -> int:
    """Count what differs between the languages in a piece, and forbidden spellings."""
    ours, theirs = [pieces["ko"]], [pieces["en"]]
    spelled = len(found_in(pieces["ko"].text, forbidden()))
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
