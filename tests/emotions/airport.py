"""The airport's survey of 2015 and 2016 in a workshop, and the same numbers in plain pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from journeykit.attach import attach
from journeykit.model import Journey, Persona, Stage, Touchpoint, Workshop
from journeykit.store import Store

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "sfo"
#: stage → touchpoint → the question about it, the same column in both years
PLACES = {
    "Getting there": {"Roads": "Q7ROADS", "Parking": "Q7PARK", "AirTrain": "Q7AIRTRAIN"},
    "Inside": {
        "Signs": "Q7SIGN", "Screens": "Q7SCREENS", "Walkways": "Q7WALKWAYS",
        "Security": "Q14PASSTHRU",
    },
    "Waiting": {
        "Restaurants": "Q7FOOD", "Shops": "Q7STORE", "Wi-Fi": "Q7WIFI", "Art": "Q7ART",
        "Lounge": "",
    },
    "Boarding": {"Restrooms": "Q9RESTROOM", "Boarding area": "Q9BOARDING"},
}  # fmt: skip


def files() -> tuple[Path, Path]:
    """The two waves, or skip where they are absent."""
    for name in ("sfo_2015.csv", "sfo_2016.csv"):
        if not (DATA / name).exists():
            pytest.skip(f"the public survey '{name}' is not beside this checkout")
    return DATA / "sfo_2015.csv", DATA / "sfo_2016.csv"


def questions() -> dict[str, str]:
    """Column → touchpoint's id."""
    return {
        column: column.lower() for places in PLACES.values() for column in places.values() if column
    }


def airport(store: Store) -> str:
    """Make the workshop with both waves attached; return its id."""
    first, second = files()
    workshop = Workshop.new("Arriving at the airport").model_copy(
        update={
            "personas": {"tara": Persona(id="tara", name="Tara", rule={"Q5FIRSTTIME": ["1"]})},
            "journeys": {"j": Journey(id="j", title="Flying out", persona="tara")},
            **_places(),
        }
    )
    id = store.create(workshop)
    links = dict(questions())
    attach(store, id, first, links=links, title="Passengers 2015", wave="2015",
           collected="2015-05-28")  # fmt: skip
    attach(store, id, second, links=links, title="Passengers 2016", wave="2016",
           collected="2016-05-28")  # fmt: skip
    return id


def _places() -> dict[str, dict[str, Any]]:
    stages, touchpoints = {}, {}
    for at, (stage, places) in enumerate(PLACES.items()):
        stages[f"s{at}"] = Stage(
            id=f"s{at}", journey="j", name=stage, rank=at,
            target_valence=1.0 if stage == "Waiting" else None,
        )  # fmt: skip
        for number, (name, column) in enumerate(places.items()):
            id = column.lower() or "lounge"
            touchpoints[id] = Touchpoint(id=id, stage=f"s{at}", name=name, rank=number)
    return {"stages": stages, "touchpoints": touchpoints}


def plain(year: int) -> dict[str, tuple[float, int]]:
    """Weighted mean valence and n of each question of a year, by pandas alone."""
    path = files()[year - 2015]
    frame = pd.read_csv(path, low_memory=False, encoding="utf-8", encoding_errors="replace")
    weight = pd.to_numeric(frame["WEIGHT"], errors="coerce")
    found = {}
    for column, id in questions().items():
        values = pd.to_numeric(frame[column], errors="coerce")
        good = values.between(1, 5) & (weight > 0)
        mean = ((values[good] - 3) * weight[good]).sum() / weight[good].sum()
        found[id] = (float(mean), int(good.sum()))
    return found
