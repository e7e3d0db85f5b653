"""KPIs from a workshop's own data: made once, kept up to date, compared by their raw answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from journeykit.attach import attach
from journeykit.edits import Batch, Change, Put
from journeykit.measuring import Signal, effects, filling, kpi_of, signals
from journeykit.model import Action, Journey, Kpi, Stage, Touchpoint, Workshop
from journeykit.store import Store, open_store

RECOMMEND = "How likely are you to recommend us to a friend or colleague? (0-10)"
RATING = "How was it for you? [Checkout]"


def csv(ratings: list[int], scores: list[int]) -> bytes:
    lines = [f'"{RATING}","{RECOMMEND}"']
    lines += [f"{a},{b}" for a, b in zip(ratings, scores, strict=True)]
    return "\n".join(lines).encode()


SPRING = csv([5] * 10 + [4] * 10 + [2] * 20, [10] * 19 + [8] * 14 + [3] * 3 + [7] * 4)
AUTUMN = csv([5] * 20 + [4] * 12 + [2] * 8, [10] * 25 + [8] * 10 + [3] * 5)
RECIPE: dict[str, Any] = {
    "questions": [
        {"match": RATING, "kind": "rating", "scale": [1, 5], "touchpoint": "Checkout"},
        {"match": RECOMMEND, "kind": "nps", "scale": [0, 10], "touchpoint": "journey"},
    ]
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "kit.db") as opened:
        made = Workshop.new("Jacket", id="w")
        opened.create(made)
        for entity in (
            Journey(id="j"), Stage(id="s", journey="j", name="Purchase"),
            Touchpoint(id="c", stage="s", name="Checkout"),
        ):  # fmt: skip
            opened.append("w", Put.of(entity))
        yield opened


def wave(store: Store, data: bytes, name: str, day: str) -> str:
    links = {RATING: "c", RECOMMEND: None}
    return attach(store, "w", data, RECIPE, links, name=f"{name}.csv", wave=name, collected=day)


def now(store: Store) -> Workshop:
    return store.open("w")[0]


def signal(store: Store, kind: str) -> Signal:
    (found,) = (each for each in signals(store, now(store)) if each.kind == kind)
    return found


def keep(store: Store, kpis: list[Kpi]) -> Any:
    made = filling(now(store), kpis, signals(store, now(store)))
    if made.edits:
        store.append("w", Batch(edits=made.edits))
    return made


def follow(store: Store, kind: str) -> Kpi:
    kpi = kpi_of(signal(store, kind)).model_copy(update={"id": f"kpi-{kind}"})
    store.append("w", Put.of(kpi))
    return kpi


def test_questions_tell_their_scores_wave_by_wave(store: Store) -> None:
    """The NPS of a wave with interval and n; the share of 4 and 5 in percent."""
    source = wave(store, SPRING, "Spring", "2026-04-13")
    (nps,) = signal(store, "nps").values
    assert (round(nps.value, 1), nps.n, nps.source) == (40.0, 40, source)
    assert nps.method.startswith("adjusted Wald")
    csat = signal(store, "csat")
    assert (csat.touchpoint, csat.unit, csat.values[0].value) == ("c", "%", 50.0)
    # Wilson of 20 in 40
    assert [round(x or 0, 1) for x in (csat.values[0].low, csat.values[0].high)] == [35.2, 64.8]


def test_a_new_wave_adds_one_value_and_nothing_twice(store: Store) -> None:
    """Running it again changes nothing; the next wave adds its own."""
    wave(store, SPRING, "Spring", "2026-04-13")
    kpi = follow(store, "csat")
    assert keep(store, [kpi]).words == "1 value added, 0 changed, 0 as they were."
    assert keep(store, [kpi]).words == "0 values added, 0 changed, 1 as they were."
    wave(store, AUTUMN, "Autumn", "2026-10-18")
    assert keep(store, [kpi]).words == "1 value added, 0 changed, 1 as they were."
    values = sorted(now(store).measurements.values(), key=lambda m: m.day)
    assert [(m.day, m.value, m.n, m.remark) for m in values] == [
        (date(2026, 4, 13), 50.0, 40, "Spring"), (date(2026, 10, 18), 80.0, 40, "Autumn"),
    ]  # fmt: skip


def test_what_has_changed_in_the_data_changes_the_value(store: Store) -> None:
    """A scale that was set right gives another score: the same measurement gets it."""
    wave(store, SPRING, "Spring", "2026-04-13")
    kpi = follow(store, "csat")
    keep(store, [kpi])
    link = next(link for link in now(store).links.values() if link.touchpoint == "c")
    store.append("w", Change(collection="links", id=link.id, fields={"not_applicable": [5]}))
    assert keep(store, [kpi]).words == "0 values added, 1 changed, 0 as they were."
    (value,) = now(store).measurements.values()
    assert (round(value.value, 2), value.n) == (33.33, 30)


def test_what_somebody_typed_stays(store: Store) -> None:
    """A value of the same day and source that was typed by hand is not doubled."""
    source = wave(store, SPRING, "Spring", "2026-04-13")
    kpi = follow(store, "csat")
    typed = {"id": "t", "kpi": kpi.id, "day": "2026-04-13", "value": 51, "source": source}
    store.append("w", Put(collection="measurements", entity=typed))
    assert keep(store, [kpi]).words == "0 values added, 0 changed, 1 as they were."


def test_few_answers_and_days_that_nobody_said(store: Store) -> None:
    """No value about fewer than five people, and none without a day; both are said."""
    source = wave(store, csv([5, 4, 3, 2], [9, 9, 9, 9]), "Few", "2026-04-13")
    assert signal(store, "csat").values == ()
    assert "fewer than 5 answers" in signal(store, "csat").unshown[0]
    store.append("w", Change(collection="sources", id=source, fields={"collected": None}))
    assert "has no day" in signal(store, "csat").unshown[0]


def test_equal_answers_give_a_value_with_an_interval(store: Store) -> None:
    """Twelve times five: 100 %, not surely so."""
    wave(store, csv([5] * 12, [10] * 12), "Same", "2026-04-13")
    (value,) = signal(store, "csat").values
    assert (value.value, value.high) == (100, 100)
    assert value.low is not None and 70 < value.low < 80


def test_the_effect_is_of_the_raw_answers(store: Store) -> None:
    """20 of 40 before, 32 of 40 after: +30 points by Newcombe's interval, surely better."""
    wave(store, SPRING, "Spring", "2026-04-13")
    wave(store, AUTUMN, "Autumn", "2026-10-18")
    kpi = follow(store, "csat")
    keep(store, [kpi])
    done = Action(id="a", kpi=kpi.id, started="2026-05-01", finished="2026-07-01",
                  expected_change=20)  # fmt: skip
    store.append("w", Put.of(done))
    (found,) = effects(store, now(store), date(2026, 11, 22))
    assert found.effect is not None
    # Newcombe 1998, method 10: 30 − √((80 − 65.2)² + (64.8 − 50)²) = 9.1
    assert found.effect.value == pytest.approx(30)
    assert found.effect.low == pytest.approx(9.1, abs=0.1)
    assert (found.verdict, found.needed) == ("better", 93)
    assert "Newcombe" in found.method


def test_a_workshop_without_data_has_no_signal(store: Store) -> None:
    """Nothing is read, nothing fails."""
    assert signals(store, now(store)) == []
    assert effects(store, now(store)) == []


@pytest.mark.parametrize(
    ("kind", "label", "better"),
    [
        ("metric", "Bounce rate", "lower"), ("metric", "Return rate", "lower"),
        ("metric", "Return visit rate", "higher"), ("metric", "Conversion rate", "higher"),
        ("csat", "How was the refund?", "higher"),
    ],
)  # fmt: skip
def test_less_of_some_metrics_is_better(kind: str, label: str, better: str) -> None:
    """A KPI made of them says so; satisfaction with the same thing is another matter."""
    assert kpi_of(Signal(kind, label, None, None, "%", ())).better == better
