"""The example workshops: finished, honest about what they lack, made again to the byte."""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path

import pytest

from journeykit import examples
from journeykit.attach import answers, survey_of
from journeykit.checks import coverage, problems, rubric
from journeykit.emotions import curve, gaps
from journeykit.emotions.waves import changes
from journeykit.errors import Missing
from journeykit.evidence.logs import logs
from journeykit.evidence.periods import series as series_of
from journeykit.exchange import load
from journeykit.model import COLLECTIONS, Workshop
from journeykit.store import Store, open_store
from journeykit.widgets import open_view

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
    """All files of an example but story.yaml are made from it, to the byte."""
    import yaml

    make = runpy.run_path(str(HERE / "make.py"), run_name="make")
    story = yaml.safe_load((HERE / name / "story.yaml").read_text(encoding="utf-8"))
    made = make["made"](story)
    here = {path.name: path.read_bytes() for path in (HERE / name).iterdir()}
    assert made.keys() == here.keys() - {"story.yaml"}
    for file, data in made.items():
        assert data == here[file], file


@pytest.mark.parametrize("name", NAMES)
def test_the_links_count_what_the_survey_holds(store: Store, name: str) -> None:
    """The n of each link is the number of answers that come back from the store."""
    example, _ = store.open(examples.load(store, name))
    told = answers(store, example).groupby(["source", "touchpoint"]).size().to_dict()
    linked = {(link.source, link.touchpoint or ""): link.n for link in example.links.values()
              if not link.comments}  # fmt: skip
    assert linked == told


def test_the_jacket_is_the_picture_that_was_promised(store: Store) -> None:
    """Checkout −1.3 of 188 customers against the team's guess, return −0.9 of 58, refund hidden."""
    example, _ = store.open(examples.load(store, "clothing"))
    names = [t.id for s in example.ordered("stages", journey="current")
             for t in example.ordered("touchpoints", stage=s.id)]  # fmt: skip
    told = answers(store, example)
    points = curve(told, example.ratings.values(), names, sources=example.sources)
    shown = {p.touchpoint: (round(p.value, 1), p.n) for p in points
             if p.source == "survey" and p.value is not None}  # fmt: skip
    assert shown["checkout"] == (-1.3, 188)
    assert shown["return"] == (-0.9, 58)
    assert "refund" not in shown
    blind = {gap.touchpoint for gap in gaps(points) if gap.blind_spot}
    assert {"checkout", "return"} <= blind


def test_the_jacket_says_what_half_a_year_changed(store: Store) -> None:
    """Two of three finished actions worked: chat and landing felt better, the delivery did not."""
    example, _ = store.open(examples.load(store, "clothing"))
    found = changes(
        answers(store, example), list(example.touchpoints), "Spring 2026", "Autumn 2026"
    )
    surely = {each.touchpoint for each in found if each.sure}
    assert surely == {"search", "chat"}
    done = {a.touchpoint for a in example.actions.values() if a.status == "done"}
    assert done == {"search", "chat", "delivery"}
    for action in example.actions.values():
        days = [m.day for m in example.measurements.values() if m.kpi == action.kpi]
        if action.status == "done":
            assert action.started and action.finished
            assert min(days) < action.started <= action.finished < max(days)


def test_the_jacket_was_asked_of_some_people_twice(store: Store) -> None:
    """58 people answered both waves; hashes link them, and their numbers are nowhere."""
    example, _ = store.open(examples.load(store, "clothing"))
    first, second = (survey_of(store, example.sources[id]) for id in ("survey-before", "survey"))
    people = [set(each.frame["Person"]) for each in (first, second)]
    assert len(people[0] & people[1]) == 58
    assert first.salted == second.salted
    assert not any(re.fullmatch(r"C\d+", person) for each in people for person in each)


def test_the_jacket_has_behavior_to_look_at(store: Store) -> None:
    """Of those who reach the checkout half come to the delivery, and passwords make a loop."""
    example, _ = store.open(examples.load(store, "clothing"))
    (found,) = logs(store, example)
    counts = found.log.counts
    assert found.log.people == 800
    assert len(found.log) > 2500
    assert counts["Delivery"] < 0.5 * counts["Checkout"]
    assert counts["Sets a password"] > 100
    assert "Sets a password" not in found.decided
    shown = {series.metric for series in series_of(store, example)}
    assert {"Bounce rate", "Cart abandonment rate", "Conversion rate"} <= shown


#: page -> what its address says, for each tab that the example fills
TABS: dict[str, tuple[str, ...]] = {
    "start": ("",),
    "personas": (
        "", "view=segments", "view=coverage", "view=compare", "persona=sarah",
        "persona=sarah view=guide", "persona=sarah view=rule", "persona=henrik view=rule",
        "persona=sarah view=empathy", "persona=sarah view=card",
    ),
    "touchpoints": ("view=stages", "view=inventory", "view=map", "view=checks"),
    "survey": (
        "view=ask", "view=import", "view=scores", "view=sources", "view=comments say=confirm",
        "view=comments say=themes", "view=comments say=trust", "view=analyse what=compare",
        "view=analyse what=compare way=people", "view=analyse what=spread",
        "view=analyse what=drivers", "view=analyse what=tables", "view=analyse what=missing",
        "view=analyse what=power", "view=behavior seen=patterns", "view=behavior seen=trends",
        "view=behavior seen=funnel", "view=behavior seen=paths", "view=behavior seen=plan",
        "view=behavior seen=activities",
    ),
    "emotions": (
        "", "of=waves", "of=personas", "of=p-henrik", "of=mix", "gaps=all", "view=rate",
        "view=team",
    ),
    "improve": (
        "view=findings", "view=votes", "view=actions", "view=priorities",
        "view=priorities by_method=ice", "view=priorities by_method=own", "view=roadmap",
        "view=content", "view=ideal",
    ),
    "measure": (
        "", "view=calculate", "view=stages", "view=effects", "view=iterate", "view=owners",
    ),
    "report": ("",),
}  # fmt: skip


@pytest.mark.parametrize("page", TABS)
def test_no_tab_of_the_jacket_is_empty(store: Store, page: str) -> None:
    """Each tab of each page has something to look at, and no number that is none."""
    id = examples.load(store, "clothing")
    for told in TABS[page]:
        at = dict(pair.split("=") for pair in told.split())
        html = str(open_view(page, store, id, **at).render())
        words = re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.S))
        assert 'class="empty"' not in html, (page, told)
        assert not re.search(r"\b(NaN|nan|inf)\b", words), (page, told)


def test_no_part_of_the_room_is_empty_in_the_jacket() -> None:
    """Every kind of thing that the kit keeps is there, but for versions and own rules."""
    example = workshop("clothing")
    empty = {name for name in COLLECTIONS if not example.entities(name)}
    assert empty == {"versions", "patterns"}


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
