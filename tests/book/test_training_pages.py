"""What the pages of Part two quote from the sources is what the sources printed."""

import ast
import json

import nbformat

from tests.site_fixtures import ROOT

PAGE = ROOT / "docs" / "en" / "training" / "dense-or-convolution.ipynb"


def test_the_quoted_figures_are_those_of_the_sources() -> None:
    golden = json.loads((ROOT / "tests" / "golden" / "training.json").read_text())["fashion_mnist"]
    (cell,) = (cell for cell in nbformat.read(PAGE, as_version=4).cells if cell.id == "records")
    (quoted,) = (
        ast.literal_eval(line.value)
        for line in ast.parse(cell.source).body
        if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "SOURCES"
    )
    for name, run in (("dense", "dense_4x500"), ("CNN", "cnn_30_30")):
        assert quoted[name] == {
            "test_accuracy": round(golden[run]["test_accuracy"], 4),
            "test_loss": round(golden[run]["test_loss"], 4),
            "accuracy": golden[run]["train_accuracy_by_epoch"],
        }
