"""What is left of a run of `mutmut`: the share that the tests killed, and the survivors.

Survivors that can't be killed are listed, each with its reason, in mutants.md beside this file.
"""

import re
import subprocess
import sys
from pathlib import Path

LEAST = 0.95
KILLED = ("killed", "timeout", "segfault")
KNOWN = Path(__file__).with_suffix(".md")


def main() -> None:
    """Print the share of mutants killed, and fail below 95% or with an unlisted survivor.

    The command line may name the one module that was run.
    """
    command = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"^\s*(\S+): (.+)$", output, flags=re.MULTILINE))
    module = ".".join(["cnnbook", *sys.argv[1:], ""])
    states = {name: state for name, state in found.items() if name.startswith(module)}
    alive = sorted(name for name, state in states.items() if state not in KILLED)
    share = 1 - len(alive) / len(states)
    print(f"{len(states)} mutants, {len(alive)} alive, {share:.1%} killed (at least {LEAST:.0%})")
    listed = set(re.findall(r"`(cnnbook\S+__mutmut_\d+)`", KNOWN.read_text(encoding="utf-8")))
    new = [name for name in alive if name not in listed]
    for name in new:
        print(f"  not in {KNOWN.name}: {name} ({states[name]})")
    sys.exit(share < LEAST or bool(new))


if __name__ == "__main__":
    main()
