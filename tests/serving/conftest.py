"""A server with notebooks of our own: one that works, one that fails, one whose Python dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from visiting import Serving, start_server

WIDGET = """import os, anywidget, traitlets
class Trial(anywidget.AnyWidget):
    _esm = '''export default { async render({ model, el }) {
      el.innerHTML = "<button>0</button><div id='chart' style='width: 500px'></div>";
      document.body.append(el.querySelector("#chart"));
      const b = document.body.appendChild(el.querySelector("button"));
      b.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };
      model.on("change:twice", () => { b.textContent = model.get("twice"); });
      document.body.classList.add("jk-live");
      document.body.dataset.query = model.get("query");
      window.trial = model;
      document.body.dataset.jkReady = "true";
    } };'''
    n = traitlets.Int(0).tag(sync=True)
    twice = traitlets.Int(0).tag(sync=True)
    query = traitlets.Unicode(os.environ["QUERY_STRING"]).tag(sync=True)
trial = Trial()
trial.observe(lambda change: setattr(trial, "twice", 2 * change.new), "n")
trial"""

OTHER = """import ipywidgets as w
button, said = w.Button(description="Go"), w.Label("waiting")
button.on_click(lambda _: setattr(said, "value", "answered"))
w.VBox([button, said])"""

NOTEBOOKS = {
    "own": [OTHER],
    "home": ["# Not shown by the template", WIDGET],
    "fails": ["1 / 0"],
    "dies": ["import os; os._exit(3)"],
}


def write_notebooks(folder: Path) -> None:
    """Write the notebooks; a cell that starts with # is Markdown."""
    for name, cells in NOTEBOOKS.items():
        notebook = nbformat.v4.new_notebook(metadata={"title": name.title()})
        notebook.cells = [
            nbformat.v4.new_markdown_cell(text)
            if text.startswith("# ")
            else nbformat.v4.new_code_cell(text)
            for text in cells
        ]
        nbformat.write(notebook, folder / f"{name}.ipynb")


def make_store(path: Path) -> Path:
    """Make a store with one workshop in it, so that no example is loaded."""
    from journeykit.model import Workshop
    from journeykit.store import open_store

    with open_store(path) as store:
        store.create(Workshop.new("Trial"))
    return path


@pytest.fixture
def trial_folder(tmp_path: Path) -> Path:
    """A folder with the notebooks and a store beside them."""
    (tmp_path / "notebooks").mkdir()
    write_notebooks(tmp_path / "notebooks")
    make_store(tmp_path / "kit.sqlite")
    return tmp_path


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A running server over those notebooks."""
    folder = tmp_path_factory.mktemp("trial")
    (folder / "notebooks").mkdir()
    write_notebooks(folder / "notebooks")
    make_store(folder / "kit.sqlite")
    serving = start_server(folder, notebooks=folder / "notebooks", ready=0)
    yield serving
    serving.stop()
