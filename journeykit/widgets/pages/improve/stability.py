"""How sure the order is: numbers moved within their ranges, weights moved apart (R307)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.measures.priority import Method
from journeykit.measures.weighing import Weighed
from journeykit.widgets import parts
from journeykit.widgets.pages.choices import short

if TYPE_CHECKING:
    from journeykit.measures.sensitivity import Stability
    from journeykit.widgets.pages.improve.priorities_view import PrioritiesView

SPREADS = {"exact": "exact", "0.25": "± 25 %", "0.5": "± 50 %"}


def stability_card(view: PrioritiesView, method: Method, weighed: list[Weighed]) -> h.Node:
    """Return the card that says how stable the order is."""
    found = [each for each in weighed if each.score is not None]
    if len(found) < 2:
        return parts.card(
            "How sure is this order?",
            parts.empty("Two actions need a score before they have an order."),
            id="stability",
        )
    spread = view.at.get("spread", "0.25")
    spread = spread if spread in SPREADS else "0.25"
    results = _results(view, method, found, 0.0 if spread == "exact" else float(spread))
    names = _names(found)
    return parts.card(
        "How sure is this order?",
        h.p("#stability-words")[verdict(results, names)],
        h.div(".two")[
            _chart(results, names),
            _table(results, names),
        ],
        h.details("#ranges.imp-more", data_toggle="ranges_open", open=bool(view.ui.get("ranges")))[
            h.summary["Ranges: between which numbers?"],
            _ranges(method, found),
        ],
        _movement(view, method, found),
        id="stability",
        tools=parts.field(
            "Where no range is said", "spread", spread, "look", {"name": "spread"},
            kind="select", options=SPREADS.items(),
        ),
    )  # fmt: skip


def _names(found: list[Weighed]) -> dict[str, str]:
    """Titles by id, short, and told apart where two are the same."""
    names: dict[str, str] = {}
    for each in found:
        name = short(each.action.title, 60)
        names[each.action.id] = name if name not in names.values() else f"{name} ({len(names) + 1})"
    return names


def _results(
    view: PrioritiesView, method: Method, found: list[Weighed], spread: float
) -> list[Stability]:
    from journeykit.measures.sensitivity import ranged, stability

    items = {
        each.action.id: {
            i.key: ranged(
                each.values[i.key] or 0, each.action.ranges.get(i.key), spread, i.low, i.high
            )
            for i in method.inputs
        }
        for each in found
    }
    stands_on = repr((method.key, view.workshop.about.weights, items,
                      [each.factor for each in found]))  # fmt: skip
    kept = view.ui.get("stability")
    if kept and kept[0] == stands_on:
        known: list[Stability] = kept[1]
        return known
    results = stability(items, method, {each.action.id: each.factor for each in found})
    view.ui["stability"] = (stands_on, results)
    return results


def verdict(results: list[Stability], names: dict[str, str]) -> str:
    """Say in plain words what the order is worth.

    >>> from journeykit.measures.sensitivity import Stability
    >>> verdict([Stability("a", 1, 0.97, 1, 1, 1, 4000), Stability("b", 2, 0.03, 2, 2, 1, 4000)],
    ...         {"a": "Chat", "b": "Video"})
    'Chat stays first in 97 % of 4,000 draws: this order holds.'
    """
    top = results[0].top
    place = "first" if top == 1 else f"among the first {top}"
    inside = [each for each in results if each.rank <= top]
    sure = [each for each in inside if each.chance >= 0.9]
    open_ = [each for each in results if 0.1 <= each.chance < 0.9]
    draws = f"{results[0].draws:,} draws"
    if not open_:
        listed = " and ".join(names[each.item] for each in inside)
        verb = "stays" if len(inside) == 1 else "stay"
        low = min(each.chance for each in inside)
        return f"{listed} {verb} {place} in {100 * low:.0f} % of {draws}: this order holds."
    words = "; ".join(f"{names[e.item]} {100 * e.chance:.0f} %" for e in open_)
    if not sure:
        verb = "is" if top == 1 else "are"
        return f"Which {verb} {place} is open ({words}): find out more before you decide."
    first = f"{' and '.join(names[e.item] for e in sure)} surely {place}. "
    return f"{first}Open is who else is {place} ({words}): find out more before you decide."


def _chart(results: list[Stability], names: dict[str, str]) -> h.Element:
    from journeykit.charts.priorities import chances_chart
    from journeykit.charts.theme import spec

    rows = [
        {"item": names[e.item], "chance": e.chance, "rank": e.rank, "low": e.low, "high": e.high}
        for e in results
    ]
    words = "; ".join(f"{names[e.item]} {100 * e.chance:.0f} %" for e in results)
    return parts.chart(
        "stability-chart", spec(chances_chart(rows, results[0].top)),
        f"Chance to be among the first: {words}. The table has the same numbers.",
    )  # fmt: skip


def _table(results: list[Stability], names: dict[str, str]) -> h.Element:
    top = results[0].top
    head = "Chance to be first" if top == 1 else f"Chance to be in the first {top}"
    return parts.table(
        ["Action", "Rank now", head, "Rank, 90 % of draws"],
        (
            [
                names[e.item], str(e.rank), f"{100 * e.chance:.0f} %",
                f"{e.low}" if e.low == e.high else f"{e.low} to {e.high}",
            ]
            for e in results
        ),
        caption=f"Stability of the order in {results[0].draws:,} draws",
    )  # fmt: skip


def _ranges(method: Method, found: list[Weighed]) -> h.Node:
    return [
        h.p[h.small["Write a range like 300 to 700. Numbers near the one given count most."]],
        h.div(".scroll", tabindex="0", role="region", aria_label="Ranges")[
            h.table(".plain.imp-rice.imp-ranges")[
                h.caption(".hidden")["Ranges of the numbers of each action"],
                h.thead[
                    h.tr[
                        h.th(scope="col")["Action"],
                        (h.th(scope="col")[i.title] for i in method.inputs),
                    ]
                ],
                h.tbody[(_range_row(method, each) for each in found)],
            ]
        ],
    ]


def _range_row(method: Method, each: Weighed) -> h.Element:
    action = each.action

    def said(name: str) -> str:
        ends = action.ranges.get(name)
        return f"{ends[0]:g} to {ends[1]:g}" if ends else ""

    return h.tr[
        h.th(scope="row")[action.title],
        (
            h.td(data_label=i.title)[
                parts.field(
                    f"Range of {i.title} of {action.title}", f"r-{action.id}-{n}", said(i.key),
                    "range", {"id": action.id, "name": i.key}, hide_label=True,
                    placeholder=f"now {each.values[i.key]:g}",
                )
            ]
            for n, i in enumerate(method.inputs)
        ),
    ]  # fmt: skip


# ---- weights ----------------------------------------------------------------------------------


def _movement(view: PrioritiesView, method: Method, found: list[Weighed]) -> h.Node:
    """How ranks move as a weight moves: of an own criterion, else of feeling."""
    from journeykit.measures.sensitivity import by_empathy, by_weight

    names = _names(found)
    weights = dict(view.workshop.about.weights)
    if method.key == "own":
        criterion = view.at.get("criterion", "")
        criterion = criterion if criterion in weights else next(iter(weights))
        marks = {
            each.action.id: {name: value or 0.0 for name, value in each.values.items()}
            for each in found
        }
        rows = by_weight(marks, weights, criterion, {e.action.id: e.factor for e in found})
        total = sum(weights.values())
        now = weights[criterion] / total if total else 0
        about, title = f"'{criterion}'", f"share of the weight that '{criterion}' has"
    elif any(each.depth for each in found):
        scores = {each.action.id: each.plain or 0.0 for each in found}
        rows = by_empathy(scores, {each.action.id: each.depth or 0.0 for each in found})
        now = view.workshop.about.empathy
        about, title = "feeling", "how much feeling counts"
    else:
        return None
    return h.section(aria_labelledby="movement")[
        h.h3("#movement")[f"If {about} counted more or less"],
        _choice(weights, criterion) if method.key == "own" and len(weights) > 1 else None,
        h.p[moves_words(rows, names, about, percent=method.key == "own")],
        _movement_chart(rows, names, title, now),
    ]


def _choice(weights: dict[str, float], now: str) -> h.Element:
    return parts.field(
        "Criterion", "criterion", now, "look", {"name": "criterion"}, kind="select",
        options=list(weights),
    )  # fmt: skip


def moves_words(
    rows: list[dict[str, Any]], names: dict[str, str], about: str, percent: bool
) -> str:
    """Say who is first at which weight."""
    from journeykit.measures.sensitivity import leaders

    def amount(value: float) -> str:
        return f"{100 * value:.0f} %" if percent else f"{value:.1f}"

    found = leaders(rows)
    told = [
        f"{' and '.join(names[item] for item in items)} first "
        + (f"from {amount(low)} to {amount(high)}" if low != high else f"at {amount(low)}")
        for items, low, high in found
    ]
    if len(found) == 1:
        first = " and ".join(names[item] for item in found[0][0])
        return f"{first} stays first however much {about} counts."
    return f"The first place changes: {'; '.join(told)}."


def _movement_chart(
    rows: list[dict[str, Any]], names: dict[str, str], title: str, now: float
) -> h.Node:
    from journeykit.charts.priorities import movement_chart
    from journeykit.charts.theme import spec

    named = [row | {"item": names[row["item"]]} for row in rows]
    items = list(dict.fromkeys(row["item"] for row in named))
    return [
        parts.chart(
            "movement-chart", spec(movement_chart(named, title, now)),
            f"Ranks along a weight ({title}). The sentence above says where the first place "
            "changes; the table below has the ranks at both ends.",
        ),
        parts.table(
            ["No.", "Action", "Rank at the lowest weight", "Rank at the highest"],
            (
                [
                    str(n), item,
                    str(next(r["rank"] for r in named if r["item"] == item)),
                    str([r["rank"] for r in named if r["item"] == item][-1]),
                ]
                for n, item in enumerate(items, 1)
            ),
            caption=f"Ranks by {title}",
        ),
    ]  # fmt: skip


__all__ = ["stability_card", "verdict"]
