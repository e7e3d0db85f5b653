"""Who is in charge of what: owners with their actions, departments along the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from journeykit.edits import Put, apply
from journeykit.insight.alignment import NOBODY, departments, owners
from journeykit.model import (
    Action,
    Finding,
    Journey,
    Kpi,
    Measurement,
    Stage,
    Touchpoint,
    Wave,
    Workshop,
)

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Felt:
    valence: float
    n: int = 20


def made() -> Workshop:
    now = Workshop.new("Jacket", id="w")
    for entity in (
        Journey(id="j"), Stage(id="s1", journey="j", rank=1, name="Awareness"),
        Stage(id="s2", journey="j", rank=2, name="Purchase"),
        Touchpoint(id="ad", stage="s1", name="Ad", department="Marketing", owner="Lea"),
        Touchpoint(id="pay", stage="s2", rank=1, name="Checkout", department="Shop"),
        Touchpoint(id="ship", stage="s2", rank=2, name="Delivery", department="Shop"),
        Finding(id="f", kind="pain", title="Five steps", touchpoint="pay"),
        Finding(id="d", kind="delight", title="Fast", touchpoint="pay"),
        Kpi(id="k", name="Conversion", unit="%", target=50),
        Measurement(id="m", kpi="k", day="2026-10-01", value=41, low=39, high=43),
        Action(id="a", title="Guest", owner="Jonas", due="2026-11-12", kpi="k", touchpoint="pay"),
        Action(id="b", title="Label", owner="Jonas", due="2026-01-01", status="done"),
        Action(id="c", title="Chat", rank=3),
        Action(id="x", title="Gone", owner="Jonas", status="dropped"),
        Wave(id="v", title="Spring", owner="Rosa"),
    ):  # fmt: skip
        now = apply(now, Put.of(entity))
    return now


def test_owners_by_name_and_nobody_last() -> None:
    """Actions by day, what is done and late, how the KPI stands; dropped ones do not count."""
    found = owners(made(), TODAY)
    assert [each.name for each in found] == ["Jonas", "Lea", "Rosa", NOBODY]
    jonas, lea, rosa, nobody = found
    assert [task.action.title for task in jonas.tasks] == ["Label", "Guest"]
    assert (jonas.done, jonas.late, jonas.tasks[1].late) == (1, 1, 10)
    standing = jonas.tasks[1].standing
    assert standing is not None and standing.target == "surely missed"
    assert [point.name for point in lea.touchpoints] == ["Ad"]
    assert rosa.waves == ("Spring",)
    assert [task.action.title for task in nobody.tasks] == ["Chat"]
    assert nobody.touchpoints == ()


def test_departments_in_the_order_of_the_journey() -> None:
    """Touchpoints, pains and actions of each, and the mean of the touchpoints that were rated."""
    found = departments(made(), {"pay": Felt(-1.3), "ship": Felt(0.3)})
    assert [each.name for each in found] == ["Marketing", "Shop"]
    marketing, shop = found
    assert marketing.valence is None
    assert [f.title for f in shop.findings] == ["Five steps"]
    assert [a.title for a in shop.actions] == ["Guest"]
    assert shop.valence is not None and round(shop.valence, 2) == -0.5
    assert (shop.rated, shop.lowest, shop.stages) == (2, "Checkout", ("Purchase",))


def test_an_empty_workshop_has_neither() -> None:
    """Nothing to align yet."""
    assert owners(Workshop.new("Jacket"), TODAY) == []
    assert departments(Workshop.new("Jacket")) == []
