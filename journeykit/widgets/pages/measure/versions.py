"""Versions with names: what differs between two of them, and the map as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.errors import Refused
from journeykit.history import Group, changes, counts, moved
from journeykit.history.differences import SIGNS, Changed
from journeykit.model import Version, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding
from journeykit.widgets.pages.measure.iterating import NOW

if TYPE_CHECKING:
    from journeykit.emotions import Point
    from journeykit.widgets.pages.measure.iterating import IterateView

#: So many entries of one stage are shown before the rest is folded.
FIRST = 12


def versions_tab(view: IterateView) -> h.Node:
    """Return the part with the versions."""
    there = view.available()
    return [_list(view, there), _comparison(view, there), _back(view, there)]


def _list(view: IterateView, there: list[Version]) -> h.Element:
    every = sorted(view.workshop.versions.values(), key=lambda v: (-v.seq, v.name))
    return parts.card(
        "Versions",
        h.p["Give the map a name before you change it: what differs since is then told in words. "
            "Nothing is put back by itself."],
        adding.add_form(
            "name_version",
            adding.text("Name of the map as it is now", "new-version", "name",
                        placeholder="Before the guest checkout"),
            adding.text("Note", "new-version-note", "note", grow=True),
            id="version", button="Keep this state",
        ),
        h.ul(".kpi-list")[(_version(view, each, each in there) for each in every)]
        if every
        else parts.empty("No version has a name yet."),
        id="versions",
    )  # fmt: skip


def _version(view: IterateView, each: Version, there: bool) -> h.Element:
    shown = view.at.get("back") == each.id
    return h.li(id=f"v-{each.id}", class_="kpi-plan")[
        h.div(".fields")[
            parts.field("Name", f"v-{each.id}-name", each.name, "version",
                        {"id": each.id, "field": "name"}, required=True, maxlength="300"),
            parts.field("Note", f"v-{each.id}-note", each.note, "version",
                        {"id": each.id, "field": "note"}),
        ],
        parts.row(
            h.small[f"{each.day:%d %b %Y}, after change {each.seq:,}"],
            parts.button("Close the map" if shown else "Look back", "look_back", {"id": each.id},
                         id=f"v-{each.id}-back", kind="small",
                         label=f"{'Close' if shown else 'Show'} the map as it was: {each.name}")
            if there
            else h.small["came with a copy; its history stayed elsewhere"],
            parts.button("Remove the name", "drop", {"what": "versions", "id": each.id},
                         id=f"v-{each.id}-drop", kind="small",
                         label=f"Remove the name {each.name}"),
        ),
    ]  # fmt: skip


# ---- what differs ------------------------------------------------------------------------------


def _comparison(view: IterateView, there: list[Version]) -> h.Node:
    if not there:
        return None
    options = [(v.id, v.name) for v in there] + [(NOW, "Now")]
    known = {id for id, _ in options}
    first = view.at.get("from", "")
    first = first if first in known else there[0].id
    second = view.at.get("to", "")
    second = second if second in known else NOW
    return parts.card(
        "What differs",
        h.div(".fields")[
            parts.field("From", "compare-from", first, "compare", {"name": "from"},
                        kind="select", options=options),
            parts.field("To", "compare-to", second, "compare", {"name": "to"}, kind="select",
                        options=options),
        ],
        _differences(view, first, second),
        id="differences",
    )  # fmt: skip


def _differences(view: IterateView, first: str, second: str) -> h.Node:
    try:
        before, after = view.state(first), view.state(second)
    except Refused as refused:
        return h.p(".notice.warn")[str(refused)]
    groups, numbers = changes(before, after), counts(before, after)
    if not groups and not numbers:
        return h.p["Nothing differs."]
    return [
        parts.table(["How many", "Then", "Later"],
                    ([name, f"{then:,}", f"{now:,}"] for name, then, now in numbers),
                    caption="What grew and what shrank")
        if numbers
        else None,
        _curve(view, before, after),
        [_group(each) for each in groups],
    ]  # fmt: skip


def _group(group: Group) -> h.Node:
    shown, rest = group.changes[:FIRST], group.changes[FIRST:]
    return [
        h.h3[group.title],
        h.ul(".kpi-diff")[(_change(each) for each in shown)],
        h.details(".kpi-more")[
            h.summary[f"And {len(rest)} more"],
            h.ul(".kpi-diff")[(_change(each) for each in rest)],
        ]
        if rest
        else None,
    ]


def _change(each: Changed) -> h.Element:
    noun = "description" if each.collection == "info" else each.noun
    return h.li(class_=f"kpi-{each.sign}")[
        h.span(aria_hidden="true")[f"{SIGNS[each.sign]} "],
        h.strong[f"{each.sign.capitalize()}: "],
        f"{noun} ‘{each.label}’",
        h.small[f" · {'; '.join(each.words)}"] if each.words else None,
    ]


def _curve(view: IterateView, before: Workshop, after: Workshop) -> h.Node:
    found = moved(before, after, _points(view, before), _points(view, after))
    if not found:
        return None
    names = {"survey": "customers", "team": "team"}
    return [
        h.h3["The curve"],
        parts.table(
            ["Touchpoint", "Who", "Then", "Later"],
            ([each.name, names.get(each.series, each.series),
              "not shown" if each.before is None
              else f"{parts.signed(each.before)} · n {each.n_before}",
              "not shown" if each.after is None
              else f"{parts.signed(each.after)} · n {each.n_after}"]
             for each in found),
            caption="Where the curve differs, −2 to +2",
        ),
        h.p[h.small["These are the points that each map showed. Whether customers feel another way "
                    "is a question of two waves: see Before and after."]],
    ]  # fmt: skip


def _points(view: IterateView, workshop: Workshop) -> list[Point]:
    from journeykit.attach import answers
    from journeykit.emotions import curve

    journey = workshop.current_journey()
    if journey is None:
        return []
    order = [point.id for point in workshop.touchpoints_of(journey.id)]
    ratings = [workshop.ratings[id] for id in sorted(workshop.ratings)]
    linked = {link.source for link in workshop.links.values()}
    asked = any(source.dataset and source.id in linked for source in workshop.sources.values())
    said = answers(view.store, workshop) if asked else None
    return list(curve(said, ratings, order, sources=workshop.sources))


# ---- the map as it was -------------------------------------------------------------------------


def _back(view: IterateView, there: list[Version]) -> h.Node:
    version = next((v for v in there if v.id == view.at.get("back")), None)
    if version is None:
        return None
    from journeykit.checks import by_touchpoint
    from journeykit.maps.curve import curve as draw
    from journeykit.maps.grid import grid
    from journeykit.maps.points import Sizes
    from journeykit.maps.table import table

    workshop = view.state(version.id)
    journey = workshop.current_journey()
    if journey is None or not workshop.stages_of(journey.id):
        shown: h.Node = h.p["There was no journey with stages yet."]
    else:
        plan = grid(workshop, journey.id, known=by_touchpoint(workshop))
        sizes = Sizes.fitting(len(plan.columns))
        label = f"The map as it was: {version.name}"
        shown = table(
            plan, draw(plan, _points(view, workshop), sizes), sizes=sizes, label=label, id="back"
        )
    return parts.card(
        f"The map as it was: {version.name}",
        h.p[h.small[f"As of {version.day:%d %B %Y}, for reading only."]],
        shown,
        id="back-map",
        tools=parts.button("Close", "look_back", {"id": version.id}, id="back-close"),
    )


__all__ = ["versions_tab"]
