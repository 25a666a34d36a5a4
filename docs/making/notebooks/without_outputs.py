"""`python -m making.notebooks.without_outputs FILE ...` says which notebooks keep outputs.

They are kept without: what a cell prints comes from the build, and would change with every save.
"""

import json
import sys
from pathlib import Path


def cells_with_outputs(path: Path) -> list[int]:
    """Number the code cells of a notebook that keep an output or say when they ran.

    Args:
        path: The notebook's file.

    Returns:
        The numbers, where the first code cell is 1.

    Raises:
        ValueError: If the file is not JSON.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return [
        number
        for number, cell in enumerate(code, start=1)
        if cell.get("outputs") or cell.get("execution_count") is not None
    ]


def main(names: list[str]) -> str:
    """Name the notebooks with outputs and their cells, a line each; nothing if there are none."""
    found = {name: cells_with_outputs(Path(name)) for name in names}
    return "\n".join(
        f"{name}: clear the outputs of all cells (code cells {', '.join(map(str, cells))})"
        for name, cells in found.items()
        if cells
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or None)
