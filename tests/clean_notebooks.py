"""Holds notebooks to their form: no outputs, no counts, no long cells, no ``def``.

``python tests/clean_notebooks.py FILE…`` prints what is wrong and ends with 1.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

LONGEST = 6


def problems(path: Path) -> list[str]:
    """Return what is wrong with a notebook, one sentence a cell."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    found = []
    if "widgets" in notebook["metadata"]:
        found.append(f"{path.name}: widget state is saved in the metadata")
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        lines = [line for line in source.splitlines() if line.strip()]
        if cell["outputs"] or cell["execution_count"] is not None:
            found.append(f"{path.name}: cell {number} keeps outputs or a count")
        if len(lines) > LONGEST:
            found.append(
                f"{path.name}: cell {number} has {len(lines)} lines, {LONGEST} are allowed"
            )
        if re.search(r"^\s*(def|class) ", source, re.MULTILINE):
            found.append(
                f"{path.name}: cell {number} defines something; that belongs in the package"
            )
    return found


if __name__ == "__main__":
    wrong = [line for name in sys.argv[1:] for line in problems(Path(name))]
    print("\n".join(wrong))
    sys.exit(bool(wrong))
