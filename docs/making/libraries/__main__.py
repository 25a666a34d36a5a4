"""Ask PyTorch and ONNX Runtime what the book says of them, and compare with their records."""

import argparse
import sys
from pathlib import Path

from cnnbook.results import FOLDER
from making.libraries.asking import LIBRARIES, compare, environment, record


def main() -> None:
    """Run `python -m making.libraries`."""
    parser = argparse.ArgumentParser(prog="python -m making.libraries", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{' or '.join(LIBRARIES)}")
    parser.add_argument("--record", action="store_true", help="write the records instead")
    has_it = "an interpreter that has the library; otherwise an environment is made for each"
    parser.add_argument("--python", type=Path, help=has_it)
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(LIBRARIES)):
        sys.exit(f"no library is called {', '.join(unknown)}; there are {', '.join(LIBRARIES)}")
    differences = []
    for name in arguments.names or LIBRARIES:
        python = arguments.python or environment(name)
        if arguments.record:
            record(name, python, FOLDER)
            print(f"{name}: recorded")
        else:
            found = compare(name, python, FOLDER)
            print(f"{name}: {len(found)} answers differ from the record")
            differences += found
    sys.exit("\n".join(differences) or None)


if __name__ == "__main__":
    main()
