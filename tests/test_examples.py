"""The example workshops: finished, honest about what they lack, made again to the byte."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path

import pytest

from journeykit import examples
from journeykit.attach import answers
from journeykit.checks import coverage, problems, rubric
from journeykit.emotions import curve, gaps
from journeykit.errors import Missing
from journeykit.exchange import load
from journeykit.exchange.own import dumps
from journeykit.model import Workshop
from journeykit.store import Store, open_store

HERE = Path(__file__).parents[1] / "data" / "examples"
NAMES = ("b2b", "b2c", "clothing", "food", "student")
TODAY = date(2026, 11, 21)


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_store(tmp_path / "kit.sqlite") as opened:
        yield opened


def workshop(name: str) -> Workshop:
    return load(HERE / name / "workshop.json")[0]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_finished_but_for_one_honest_gap(name: str) -> None:
    """The only open check is the touchpoint with fewer than five answers."""
    assert [p["code"] for p in problems(workshop(name), TODAY)] == ["few-answers"]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_that_it_is_synthetic(name: str) -> None:
    """The workshop carries the mark and every source says so in its method."""
    example = workshop(name)
    assert example.about.synthetic
    assert all("synthetic" in source.method for source in example.sources.values())


@pytest.mark.parametrize("name", NAMES)
def test_an_example_shows_everything(name: str) -> None:
    """Both journeys, quotes, votes, ratings of 6 to 12 people, KPIs with two dated values."""
    example = workshop(name)
    assert {journey.state for journey in example.journeys.values()} == {"current", "ideal"}
    assert 6 <= len({rating.participant for rating in example.ratings.values()}) <= 12
    assert example.votes
    assert all(f.quote for f in example.findings.values() if f.kind != "opportunity")
    for kpi in example.kpis:
        days = [m.day for m in example.measurements.values() if m.kpi == kpi]
        assert len(set(days)) >= 2
    assert coverage(example) >= 0.5
    assert rubric(example, TODAY)["total"] >= 19


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_what_the_generator_makes(name: str) -> None:
    """survey.csv and workshop.json are made from story.yaml, to the byte."""
    import yaml

    from journeykit.survey import read

    make = runpy.run_path(str(HERE / "make.py"), run_name="make")
    story = yaml.safe_load((HERE / name / "story.yaml").read_text(encoding="utf-8"))
    survey = make["export"](story)
    assert survey == (HERE / name / "survey.csv").read_bytes()
    made = make["workshop"](story, read(survey, name="survey.csv", recipe=make["RECIPE"]))
    assert dumps(made) == (HERE / name / "workshop.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_links_count_what_the_survey_holds(store: Store, name: str) -> None:
    """The n of each link is the number of answers that come back from the store."""
    example, _ = store.open(examples.load(store, name))
    told = answers(store, example).groupby("touchpoint").size().to_dict()
    linked = {link.touchpoint or "": link.n for link in example.links.values()}
    assert linked == told


def test_the_jacket_is_the_picture_that_was_promised(store: Store) -> None:
    """Checkout −1.3 of 188 customers against the team's guess, return −0.9 of 58, refund hidden."""
    example, _ = store.open(examples.load(store, "clothing"))
    names = [t.id for s in example.ordered("stages", journey="current")
             for t in example.ordered("touchpoints", stage=s.id)]  # fmt: skip
    points = curve(answers(store, example), example.ratings.values(), names)
    shown = {p.touchpoint: (round(p.value, 1), p.n) for p in points
             if p.source == "survey" and p.value is not None}  # fmt: skip
    assert shown["checkout"] == (-1.3, 188)
    assert shown["return"] == (-0.9, 58)
    assert "refund" not in shown
    blind = {gap.touchpoint for gap in gaps(points) if gap.blind_spot}
    assert {"checkout", "return"} <= blind


def test_every_load_is_a_new_copy_unless_once(store: Store) -> None:
    """Two loads are two workshops; with once they are one, until it is deleted."""
    first, second = (examples.load(store, "food") for _ in range(2))
    assert first != second
    once = examples.load(store, "food", once=True)
    assert examples.load(store, "food", once=True) == once
    store.delete(once)
    assert examples.load(store, "food", once=True) != once


def test_an_unknown_example_names_those_there_are() -> None:
    """The message lists the examples."""
    with pytest.raises(Missing, match="There is no example 'shoes': there are b2b, b2c, clothing"):
        examples.folder("shoes")
