"""The notebooks that a person may change: those of a checkout, or a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

from journeykit import library

COPY = "journeykit-notebooks"


def own_notebooks(wanted: Path | None = None) -> Path:
    """Return a folder with the notebooks in which a person may work.

    In a checkout that is its ``notebooks`` folder; an installed kit, or a folder that was
    asked for, gets copies. A notebook that is there already is never written over.
    """
    source = library.folder("notebooks")
    package = Path(library.__file__).resolve().parents[1]
    if wanted is None and not source.is_relative_to(package):
        return source
    target = (wanted or Path(COPY)).absolute()
    for path in sorted(source.rglob("*.ipynb")):
        copy = target / path.relative_to(source)
        if not copy.exists() and ".ipynb_checkpoints" not in path.parts:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target
