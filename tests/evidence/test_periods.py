"""Every metric over time: imported numbers by period, ratings by wave, returns in event logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from journeykit import evidence, library
from journeykit.evidence.logs import logs, relinked
from journeykit.evidence.periods import RATING, RETURNS, series
from journeykit.insight.series import Series
from journeykit.model import Workshop
from journeykit.store import Store


@pytest.fixture
def attach(store: Store) -> Callable[..., Workshop]:
    """Attach tables as evidence to a new workshop of the template b2c."""

    def attached(*tables: tuple[str, str, str], **about: Any) -> Workshop:
        made: Any = library.start("b2c", "Kettle")
        store.create(made, author="Test")
        points = made.touchpoints_of(made.current_journey().id)
        for way, name, text in tables:
            from journeykit.survey import from_parquet, to_parquet

            found = evidence.read(way, text.encode(), name)
            decided = evidence.proposed([place for place, _ in found.places], points)
            rows = evidence.placed(from_parquet(found.data), decided)
            address = store.put_dataset(to_parquet(rows))
            batch = evidence.attachment(made, found, address, decided, about, survey=rows)
            made, _ = store.append(made.id, batch, author="Test")
        return made

    return attached


def of(found: list[Series], metric: str, touchpoint: str = "", place: str = "") -> Series:
    """The one series of a metric and a place."""
    wanted = metric, touchpoint, place
    [one] = [each for each in found if (each.metric, each.touchpoint, each.place) == wanted]
    return one


def test_numbers_are_put_together_by_period_and_place(
    store: Store, attach: Callable[..., Workshop]
) -> None:
    """A rate is averaged by its base, a count added; a page off the map keeps its name."""
    text = (
        "date,metric,value,touchpoint,n\n"
        "2026-01-05,Bounce rate,50 %,/checkout,100\n2026-01-20,Bounce rate,20 %,/checkout,300\n"
        "2026-02-05,Bounce rate,40 %,/checkout,100\n2026-02-20,Bounce rate,40 %,/legal,100\n"
        "2026-01-05,Orders,30,,\n2026-01-20,Orders,40,,\n2026-02-05,Orders,10,,\n"
    )
    workshop = attach(("metrics", "n.csv", text))
    checkout = next(t.id for t in workshop.touchpoints.values() if t.name == "Checkout")
    found = series(store, workshop, "month")
    rate = of(found, "Bounce rate", checkout)
    assert rate.kind == "share"
    assert [(p.label, p.value, p.n) for p in rate.points] == [
        ("Jan 2026", 0.275, 400), ("Feb 2026", 0.4, 100),
    ]  # fmt: skip
    # Wilson of 40 in 100, as statsmodels has it
    assert (round(rate.points[1].low, 4), round(rate.points[1].high, 4)) == (0.3094, 0.498)
    assert of(found, "Bounce rate", place="/legal").points[0].value == 0.4
    assert of(found, "Bounce rate").points[1].value == 0.4
    assert [p.value for p in of(found, "Orders").points] == [70, 10]


def test_percent_without_a_sign_is_still_a_share(
    store: Store, attach: Callable[..., Workshop]
) -> None:
    """41.5 in a column called rate is 41.5 %."""
    text = "date,metric,value\n2026-01-01,Exit rate,41.5\n2026-02-01,Exit rate,0.9\n"
    workshop = attach(("metrics", "n.csv", text))
    assert [p.value for p in of(series(store, workshop), "Exit rate").points] == [0.415, 0.009]


def test_a_month_without_all_of_its_days_is_no_whole_month(
    store: Store, attach: Callable[..., Workshop]
) -> None:
    """Daily orders to the tenth: the last month is drawn, and not compared."""
    days = [f"2026-0{month}-{day:02}" for month in (1, 2) for day in range(1, 29)]
    days += ["2026-01-29", "2026-01-30", "2026-01-31", *(f"2026-03-{d:02}" for d in range(1, 11))]
    text = "date,metric,value\n" + "".join(f"{day},Orders,5\n" for day in days)
    orders = of(series(store, attach(("metrics", "n.csv", text)), "month"), "Orders")
    assert [(p.label, p.whole) for p in orders.points] == [
        ("Jan 2026", True), ("Feb 2026", True), ("Mar 2026", False),
    ]  # fmt: skip
    assert [p.label for p in orders.known] == ["Jan 2026", "Feb 2026"]


def test_ratings_count_people_once_on_one_scale(
    store: Store, attach: Callable[..., Workshop]
) -> None:
    """Stars of reviews at a touchpoint as a mean of 1 to 5 with n; below five none is shown."""
    text = "text,stars\n" + "\n".join(f"So it was {at},{stars}" for at, stars in
                                      enumerate([1, 2, 3, 4, 5, 5]))  # fmt: skip
    workshop = attach(("reviews", "r.csv", text))
    [link] = workshop.links.values()
    checkout = next(t.id for t in workshop.touchpoints.values() if t.name == "Checkout")
    workshop, _ = store.append(
        workshop.id,
        _change(link.id, {"touchpoint": checkout}),
        author="Test",
    )
    [rating] = [one for one in series(store, workshop) if one.metric == RATING]
    assert (rating.touchpoint, rating.points[0].n) == (checkout, 6)
    assert rating.points[0].value == pytest.approx(20 / 6)


def _change(id: str, fields: dict[str, Any]) -> Any:
    from journeykit.edits import Change

    return Change(collection="links", id=id, fields=fields)


LOG = "case,activity,time\n" + "".join(
    f"u{at},{name},2026-03-01T{hour:02}:00\n"
    for at in range(6)
    for hour, name in enumerate(["checkout", "mystery", *(["checkout"] if at < 3 else [])])
)


def test_coming_back_is_a_metric_of_its_own(store: Store, attach: Callable[..., Workshop]) -> None:
    """R122: three of six came back to the checkout after they had left it."""
    found = [one for one in series(store, attach(("events", "l.csv", LOG))) if
             one.metric == RETURNS]  # fmt: skip
    [back] = found
    assert (back.points[0].value, back.points[0].n) == (0.5, 6)


def test_what_a_person_says_of_an_activity_goes_before_the_file(
    store: Store, attach: Callable[..., Workshop]
) -> None:
    """A correction is an edit: it can be changed again and undone, the rows stay as they are."""
    workshop: Any = attach(("events", "l.csv", LOG))
    checkout = next(t.id for t in workshop.touchpoints.values() if t.name == "Checkout")
    faq = next(t.id for t in workshop.touchpoints.values() if t.name == "FAQ")
    [log] = logs(store, workshop)
    assert log.decided == {"checkout": checkout}
    edit = relinked(workshop, log.source.id, {"mystery": faq, "checkout": ""})
    workshop, _ = store.append(workshop.id, edit, author="Test")
    [log] = logs(store, workshop)
    assert log.decided == {"mystery": faq}
    assert log.settled == {"mystery", "checkout"}
    assert workshop.touchpoints[faq].sources == (log.source.id,)
    told = {(one.touchpoint, one.metric): one.total.value for one in
            evidence.figures(store, workshop)}  # fmt: skip
    assert told == {(faq, "Events"): 6, (faq, "Cases"): 6}
    edit = relinked(workshop, log.source.id, {"mystery": checkout})
    workshop, _ = store.append(workshop.id, edit, author="Test")
    [log] = logs(store, workshop)
    assert log.decided == {"mystery": checkout}
    assert len(workshop.links) == 2


def test_numbers_are_no_event_log(store: Store, attach: Callable[..., Workshop]) -> None:
    """A table of metrics is passed over, and so is the other way round."""
    workshop = attach(("metrics", "n.csv", "date,metric,value\n2026-01-01,Orders,5\n"))
    assert logs(store, workshop) == []
