"""Survey files for tests: public ones beside the repository, and small ones made here."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"


@pytest.fixture
def public():
    """Return the path of a public survey file, or skip where the files are absent."""

    def find(name: str) -> Path:
        path = DATA / name
        if not path.exists():
            pytest.skip(f"the public survey '{name}' is not beside this checkout")
        return path

    return find
