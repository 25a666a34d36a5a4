"""What the notebooks printed, put among the pieces of their pages."""

from pathlib import Path

import nbformat

from making.notebooks.outputs import seen
from making.notebooks.reading import code_cells
from making.notebooks.running import executed
from making.proof.source import Unit, units_of


def units_with_outputs(path: Path, text: str | None = None) -> list[Unit]:
    """Take a page apart; after each code cell of a notebook stands what its run printed."""
    units = units_of(path, text)
    return units if path.suffix == ".md" else with_outputs(units, printed(path))


def printed(path: Path) -> list[str]:
    """What each code cell of a notebook printed; runs the notebook if it has changed."""
    return [text_of(cell) for cell in code_cells(executed(path))]


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


def text_of(cell: nbformat.NotebookNode) -> str:
    """The text of what a reader sees of a cell's outputs; of a picture, how large it is."""
    texts = (
        output.text if output.output_type == "stream" else output.data.get("text/plain", "")
        for output in seen(cell.outputs)
    )
    return "\n".join(texts)
