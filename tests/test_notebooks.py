"""The notebooks as parameterised documents; nbval runs them all as they are."""

from __future__ import annotations

import json

import papermill
import pytest
from visiting import environment

from journeykit import examples, library
from journeykit.store import open_store

STEPS = sorted(library.folder("notebooks").glob("0*.ipynb"))


@pytest.mark.parametrize("path", STEPS, ids=lambda path: path.stem)
def test_cells_are_short_and_carry_no_outputs(path):
    """A notebook is a story: prose first, at most six lines a cell, nothing kept of a run."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    for cell in cells:
        if cell["cell_type"] == "code":
            lines = [line for line in "".join(cell["source"]).splitlines() if line.strip()]
            assert len(lines) <= 6
            assert not any(line.startswith(("def ", "class ")) for line in lines)
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


def test_a_parameter_chooses_the_workshop(tmp_path, monkeypatch):
    """Papermill runs a step for any workshop of the store, not only for the newest."""
    with open_store(tmp_path / "kit.sqlite") as store:
        older = examples.load(store, "food")
        examples.load(store, "clothing")
    for name, value in environment(JOURNEYKIT_STORE=str(tmp_path / "kit.sqlite")).items():
        monkeypatch.setenv(name, value)
    done = papermill.execute_notebook(
        str(library.folder("notebooks") / "00_start.ipynb"),
        str(tmp_path / "out.ipynb"),
        parameters={"workshop": older},
        progress_bar=False,
    )
    title = examples.title("food")
    assert title in json.dumps(done, ensure_ascii=False)
