"""`python -m making.figures`, and what the figures say where they can't be drawn."""

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

import making.figures
from making import fonts
from making.figures import svg


def run(monkeypatch: Any, build: Any, *arguments: str) -> None:
    monkeypatch.setattr(making.figures, "build", build)
    monkeypatch.setattr(sys, "argv", ["figures", *arguments])
    monkeypatch.delitem(sys.modules, "making.figures.__main__", raising=False)
    runpy.run_module("making.figures", run_name="__main__")


def test_command_fills_the_folder_it_is_given(monkeypatch: Any, capsys: Any) -> None:
    run(monkeypatch, lambda out, tell: f"drew into {out}", "--out", "there")
    assert capsys.readouterr().out == f"drew into {Path('there')}\n"


def test_command_tells_what_failed_without_a_traceback(monkeypatch: Any) -> None:
    def build(out: Path, tell: Any) -> None:
        raise making.figures.FigureError("no glyph")

    with pytest.raises(SystemExit, match=r"^no glyph$"):
        run(monkeypatch, build)


def test_fonts_that_are_not_there_are_named(monkeypatch: Any) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install koreanize-matplotlib$"):
        svg._known_characters.__wrapped__()
