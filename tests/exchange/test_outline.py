"""The outline as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeykit.errors import Refused
from journeykit.exchange import export
from journeykit.model import Workshop


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_the_outline_tells_every_journey(workshop: Workshop, tmp_path: Path, suffix: str) -> None:
    """Both journeys and the pain are told; what is beside the map is named as lost."""
    losses = export(workshop, tmp_path / f"map{suffix}")
    text = (tmp_path / f"map{suffix}").read_text(encoding="utf-8")
    assert "Touchpoint: =Checkout" in text
    assert "5 steps" in text
    assert "ideal journey" in text
    assert "kpis" in {loss.where for loss in losses}


def test_without_a_journey_there_is_no_outline(tmp_path: Path) -> None:
    """An empty workshop says why nothing was written."""
    with pytest.raises(Refused, match="has no journey yet"):
        export(Workshop.new("Jacket"), tmp_path / "map.md")
