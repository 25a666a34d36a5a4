"""The book changed in one place at a time, and what is noticed of it counted."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from making.proof import hidden, target
from making.proof.changes import Change, changes, twin
from making.proof.target import Target

SINGLE, BOTH = "in one language", "in both languages"
#: A change of these in both languages is a new version, and no mistake.
FREE_IN_BOTH = {"heading", "box", "link", "figure", "word of code", "term"}


@dataclass
class Result:
    """What came of an attack: places and survivors by kind."""

    places: Counter[str] = field(default_factory=Counter)
    survivors: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, noticed: bool, description: str) -> None:
        """Count a change."""
        self.places[kind] += 1
        if not noticed:
            self.survivors.append((kind, description))

    def rate(self, part: str = "") -> float:
        """The share of changes that were noticed, of the kinds whose names hold a text."""
        places = sum(n for kind, n in self.places.items() if part in kind)
        missed = sum(part in kind for kind, _ in self.survivors)
        return 1 - missed / places if places else 1.0

    def report(self) -> str:
        """Each kind's rate, every survivor, and all of it in the last line."""
        missed = Counter(kind for kind, _ in self.survivors)
        lines = [
            f"{kind:45} {n:5} places {missed[kind]:4} survivors "
            f"{100 * (1 - missed[kind] / n):6.1f} %"
            for kind, n in sorted(self.places.items())
        ]
        lines += [f"survived: {kind}: {what}" for kind, what in self.survivors]
        lines += [
            f"{way}: {100 * self.rate(way):.1f} %" for way in (SINGLE, BOTH) if self._has(way)
        ]
        places = sum(self.places.values())
        lines.append(f"{places} places, {len(self.survivors)} survivors, {100 * self.rate():.1f} %")
        return "\n".join(lines)

    def _has(self, way: str) -> bool:
        return any(way in kind for kind in self.places)


def attack(seed: int, places: int, kinds: Sequence[str] = (), pages: Sequence[str] = ()) -> Result:
    """Change the book in some places, one at a time.

    Args:
        seed: What the choice of places depends on.
        places: How many, shared out among the kinds as evenly as they occur.
        kinds: Parts of the names of the kinds; all if none is given.
        pages: Parts of the names of the pages and exercises; all if none is given.
    """
    chance = random.Random(seed)
    result = Result()
    chosen = _choose(list(_candidates(chance, kinds, pages)), places, chance)
    for kind, try_it in chosen:
        outcome = try_it()
        if outcome is not None:
            result.add(kind, *outcome)
    return result


Outcome = tuple[bool, str] | None
Candidate = tuple[str, Callable[[], Outcome]]


def _choose(candidates: list[Candidate], places: int, chance: random.Random) -> list[Candidate]:
    """Draw evenly from all kinds."""
    chance.shuffle(candidates)
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_kind.setdefault(candidate[0], []).append(candidate)
    chosen: list[Candidate] = []
    while len(chosen) < places and any(by_kind.values()):
        for kind in sorted(by_kind):
            if by_kind[kind] and len(chosen) < places:
                chosen.append(by_kind[kind].pop())
    return sorted(chosen, key=lambda candidate: candidate[0])


def _candidates(
    chance: random.Random, kinds: Sequence[str], pages: Sequence[str]
) -> Iterable[Candidate]:
    def wanted(kind: str) -> bool:
        return not kinds or any(part in kind for part in kinds)

    for one in target.targets(tuple(pages)):
        for language in ("ko", "en"):
            for change in changes(one.units[language], chance):
                kind = f"{one.prefix}{change.kind}"
                if change.kind == "term" and language == "en":
                    continue
                if change.kind == "word of code" and one.prefix:
                    continue  # an exercise has one code for both languages
                if wanted(f"{kind}, {SINGLE}"):
                    yield f"{kind}, {SINGLE}", _single(one, language, change)
                free = change.kind in FREE_IN_BOTH or language == "en"
                if not free and wanted(f"{kind}, {BOTH}"):
                    yield f"{kind}, {BOTH}", _both(one, language, change)
    if not pages:
        for kind, try_it in hidden.candidates(chance):
            if wanted(kind):
                yield kind, try_it


def _single(one: Target, language: str, change: Change) -> Callable[[], Outcome]:
    def try_it() -> Outcome:
        return one.notices({language: change}), _describe(one, language, change)

    return try_it


def _both(one: Target, language: str, change: Change) -> Callable[[], Outcome]:
    def try_it() -> Outcome:
        other = "en" if language == "ko" else "ko"
        again = twin(change, one.units[language], one.units[other])
        if again is None:
            return None
        changes = {language: change, other: again}
        return one.notices(changes), _describe(one, language, change)

    return try_it


def _describe(one: Target, language: str, change: Change) -> str:
    unit = one.units[language][change.unit]
    around = " ".join(unit.text[max(0, change.start - 25) : change.start + 25].split())
    return f"{unit.place}: {change.before!r} -> {change.after!r} in “{around}”"


def main(seed: int, places: int, kinds: Sequence[str], pages: Sequence[str]) -> int:
    """Attack, print what came of it, and say with the exit code whether it was good enough."""
    begin = time.perf_counter()
    result = attack(seed, places, kinds, pages)
    print(f"seed {seed}, {time.perf_counter() - begin:.0f} seconds")
    print(result.report())
    return int(result.rate(SINGLE) < 1 or result.rate(BOTH) < 0.9)
