"""Draw the figures that are out of date."""

import argparse
import sys
from pathlib import Path

from making.figures import FigureError, build


def main() -> None:
    """Run `python -m making.figures`."""
    parser = argparse.ArgumentParser(prog="python -m making.figures", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(".cache/figures"), help="folder to fill")
    try:
        print(build(parser.parse_args().out, print))
    except FigureError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
