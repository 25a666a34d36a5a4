"""`python -m making.proof` tells what is proven.

python -m making.proof                  the whole book, a line for each page
python -m making.proof passed           the relations that were passed over, and why
python -m making.proof unbound [PAGE]   the numbers that nothing proves, with marks proposed
python -m making.proof mark PAGE        put the proposed marks into both languages
python -m making.proof in-step [PAGE]   say that both languages of a page are in step
python -m making.proof outputs [PAGE]   write anew what notebooks print, in docs/outputs
python -m making.proof attack           change the book, and count what is noticed
"""

import argparse
from collections import Counter
from pathlib import Path

from making.paths import LANGUAGES
from making.proof import attack, marking, printed, twins
from making.proof.equations import equations_in, relevant
from making.proof.exercise import everything, units_of_exercise
from making.proof.origins import bind
from making.proof.outputs import units_with_outputs
from making.proof.page import judge_path
from making.proof.source import DOCS, Unit, pages


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m making.proof", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("passed")
    for name in ("unbound", "mark", "in-step", "outputs"):
        commands.add_parser(name).add_argument("pages", nargs="*")
    attacking = commands.add_parser("attack")
    attacking.add_argument("--seed", type=int, default=0)
    attacking.add_argument("--places", type=int, default=400)
    attacking.add_argument("--kinds", type=_parts, default=())
    attacking.add_argument("--pages", type=_parts, default=())
    given = parser.parse_args()
    match given.command:
        case "passed":
            _passed()
        case "unbound":
            for page in _chosen(given.pages):
                marking.show(page)
        case "mark":
            for page in _chosen(given.pages):
                marking.write(page)
        case "in-step":
            twins.in_step(given.pages)
        case "outputs":
            for page in _chosen(given.pages):
                if page.endswith(".ipynb"):
                    printed.renew(page)
        case "attack":
            return attack.main(given.seed, given.places, given.kinds, given.pages)
        case _:
            _table()
    return 0


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _chosen(names: list[str]) -> list[str]:
    return [page for page in pages() if not names or any(name in page for name in names)]


def _everything() -> list[tuple[str, list[Unit]]]:
    found = [
        (f"{language}/{page}", units_with_outputs(DOCS / language / page))
        for language in LANGUAGES
        for page in pages()
    ]
    for language in LANGUAGES:
        units: list[Unit] = []
        for chapter, exercise in everything():
            units += units_of_exercise(chapter, exercise, language)
        found.append((f"{language}/exercises", units))
    return found


def _table() -> None:
    """Print what was evaluated, and where the numbers come from."""
    total: Counter[str] = Counter()
    origins = ("equation", "row", "square", "section", "line", "page", "none")
    columns = ("exact", "interval", "false", "passed", *origins)
    print(f"{'':42}" + "".join(f"{name:>10}" for name in (*columns, "problems")))
    for name, units in _everything():
        counts: Counter[str] = Counter()
        for unit in units:
            for equation in equations_in(unit):
                counts[equation.verdict if relevant(equation) else "passed"] += 1
        for _, bound in bind(units):
            counts.update(one.origin or "none" for one in bound)
        if not name.endswith("exercises"):
            counts["problems"] = len(judge_path(DOCS / Path(name)))
        print(f"{name:42}" + "".join(f"{counts[c]:10}" for c in (*columns, "problems")))
        total += counts
    print(f"{'together':42}" + "".join(f"{total[c]:10}" for c in (*columns, "problems")))


def _passed() -> None:
    for _, units in _everything():
        for unit in units:
            for equation in equations_in(unit):
                if not relevant(equation):
                    text = " ".join(equation.text.split())
                    print(f"{unit.place}: {equation.verdict}: {text}")


if __name__ == "__main__":
    raise SystemExit(main())
