"""What the notebooks printed, put among the pieces of their pages."""

from pathlib import Path

import nbformat

from making.notebooks.reading import code_cells
from making.notebooks.running import executed
from making.proof.source import Unit, units_of


def units_with_outputs(path: Path, text: str | None = None) -> list[Unit]:
    """Take a page apart; after each code cell of a notebook stands what its run printed."""
    units = units_of(path, text)
    return units if path.suffix == ".md" else with_outputs(units, printed(path))


def printed(path: Path) -> list[str]:
    """What each code cell of a notebook printed; runs the notebook if it has changed."""
    return [_text(cell) for cell in code_cells(executed(path))]


def with_outputs(units: list[Unit], texts: list[str]) -> list[Unit]:
    """Put each output after its cell."""
    outputs = iter(texts)
    result = []
    for unit in units:
        result.append(unit)
        if unit.kind == "code" and unit.cell:
            text = next(outputs)
            result.append(Unit("code", text, unit.line, unit.section, path=unit.path))
    return result


def _text(cell: nbformat.NotebookNode) -> str:
    parts = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stdout":
            parts.append(output.text)
        elif "data" in output:
            parts.append(output.data.get("text/plain", ""))
    return "\n".join(parts)
