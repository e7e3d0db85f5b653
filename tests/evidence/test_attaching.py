"""Evidence becomes a source in one edit, and goes again with one Undo."""

from __future__ import annotations

from typing import Any

import pytest

from journeykit import evidence
from journeykit.attach import absent
from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.scoring import lines
from journeykit.store import Store
from journeykit.survey import from_parquet, to_parquet

from .test_evidence import EVENTS, GA4, REVIEWS, png


def checkout(workshop: Workshop) -> str:
    """The id of the touchpoint Checkout."""
    return next(one.id for one in workshop.touchpoints.values() if one.name == "Checkout")


def attach(
    store: Store, workshop: Workshop, way: str, data: Any, name: str = "", **more: Any
) -> Workshop:
    """Read evidence, link what fits, and put it into the workshop."""
    found = evidence.read(way, data, name)
    decided = evidence.proposed(
        [place for place, _ in found.places], list(workshop.touchpoints.values())
    )
    survey = None
    kept = found.data
    if way != "picture":
        survey = evidence.placed(from_parquet(found.data), decided)
        kept = to_parquet(survey)
    address = store.put_dataset(kept)
    batch = evidence.attachment(workshop, found, address, decided, {}, survey=survey, **more)
    now, _ = store.append(workshop.id, batch)
    return now


@pytest.mark.parametrize(
    ("way", "data", "name"),
    [
        ("reviews", REVIEWS.encode(), "r.csv"),
        ("notes", "pain: At the checkout it hung.\nrisk: Checkout may fail", ""),
        ("messages", "Ann: The checkout hung\nShop: Sorry", ""),
        ("ga4", GA4.encode(), "g.csv"),
        ("events", EVENTS.encode(), "e.csv"),
        ("picture", png(), "heat.png"),
    ],
)
def test_one_undo_takes_all_of_it_away(
    store: Store, workshop: Workshop, way: str, data: Any, name: str
) -> None:
    """Source, links, findings and citations come and go together; nothing is reported absent."""
    now = attach(store, workshop, way, data, name)
    [source] = now.sources.values()
    assert bool(source.n) == (way not in ("picture", "notes"))
    assert source.method
    assert absent(store, now) == []
    assert isinstance(lines(store, now), list)
    store.undo(workshop.id)
    assert store.open(workshop.id)[0] == workshop
    store.redo(workshop.id)
    again = store.open(workshop.id)[0]
    with pytest.raises(Refused, match="attached already"):
        attach(store, again, way, data, name)


def test_pages_support_the_touchpoint_that_they_are(store: Store, workshop: Workshop) -> None:
    """The page /checkout is the touchpoint Checkout, which cites the source from then on."""
    now = attach(store, workshop, "ga4", GA4.encode(), "g.csv")
    [source] = now.sources.values()
    assert now.touchpoints[checkout(workshop)].sources == (source.id,)
    got = {(one.touchpoint, one.metric): one.total.value for one in evidence.figures(store, now)}
    assert got[(checkout(workshop), "Page views")] == 1000
    assert not any(at == "/legal" for at, _ in got)


def test_coded_notes_become_findings_with_their_quote(store: Store, workshop: Workshop) -> None:
    """A pain at a touchpoint that it names; a risk says that it is one."""
    text = "pain: At the checkout it hung.\nopportunity: Say when\nrisk: It may leak\nso"
    now = attach(store, workshop, "notes", text)
    [source] = now.sources.values()
    told = [(one.kind, one.title, one.touchpoint) for one in now.ordered("findings")]
    assert told == [
        ("pain", "At the checkout it hung.", checkout(workshop)),
        ("opportunity", "Say when", None),
        ("pain", "Risk: It may leak", None),
    ]
    assert all(one.sources == (source.id,) for one in now.findings.values())


def test_stars_of_reviews_get_a_score(store: Store, workshop: Workshop) -> None:
    """Reviews are linked to the journey, or to the touchpoint that they speak about."""
    now = attach(store, workshop, "reviews", REVIEWS.encode(), "r.csv",
                 speaks=checkout(workshop))  # fmt: skip
    [link] = now.links.values()
    assert (link.question, link.low, link.high, link.n) == ("stars", 1, 5, 3)
    [line] = lines(store, now)
    assert line.place == "Checkout"
