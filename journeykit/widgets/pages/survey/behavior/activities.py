"""Which activity of a log is which touchpoint: proposed by name, decided by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.insight.places import proposed
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.survey.behavior import cells
from journeykit.widgets.pages.survey.behavior.data import Seen

if TYPE_CHECKING:
    from journeykit.survey.link import Proposal

#: Activities that are listed, the most frequent ones.
MOST = 80
#: From here on a proposal is confirmed with the others in one go.
SURE = 85.0


def open_proposals(workshop: Workshop, seen: Seen) -> dict[str, Proposal]:
    """Return what is proposed for the activities of which nothing is decided yet."""
    journey = workshop.current_journey()
    points = workshop.touchpoints_of(journey.id) if journey else []
    loose = [name for name in listed(seen) if name not in seen.decided and name not in
             seen.settled]  # fmt: skip
    return proposed(loose, points)


def listed(seen: Seen) -> list[str]:
    """Return the activities, the most frequent first, at most 80."""
    counts = seen.log.counts
    return sorted(counts, key=lambda name: (-counts[name], name))[:MOST]


def shown(workshop: Workshop, seen: Seen) -> h.Element:
    """Return a select for each activity, with what is proposed."""
    found, counts = open_proposals(workshop, seen), seen.log.counts
    names = listed(seen)
    sure = sum(one.score >= SURE for one in found.values())
    linked = sum(name in seen.decided for name in counts)
    more = len(counts) - len(names)
    return parts.card(
        f"Which touchpoint is it? {linked} of {len(counts)} activities linked",
        h.p[h.small["Proposals come from the words of the names; you decide. What belongs to no "
                    "touchpoint stays as an activity of its own."]],
        h.div(".activities")[(_row(workshop, seen, name, at, found.get(name)) for at, name in
                              enumerate(names))],
        cells.notes(f"{more:,} rarer activities are not listed; they keep what was decided when "
                    "the log was added." if more > 0 else ""),
        id="activities",
        tools=parts.button(f"Confirm the {sure} sure ones", "activities_confirm",
                           {"log": seen.source.id}, id="activities-confirm", kind="primary")
        if sure else None,
    )  # fmt: skip


def _row(
    workshop: Workshop, seen: Seen, name: str, at: int, proposal: Proposal | None
) -> h.Element:
    given = {"log": seen.source.id, "activity": name}
    return h.div(".activity")[
        parts.field(
            f"{choices.short(name or '(no name)', 60)} ({seen.log.counts[name]:,})",
            f"activity-{at}", seen.decided.get(name, ""), "activity_is", given, kind="select",
            options=choices.touchpoints(workshop, none="No touchpoint"),
        ),
        h.p(".proposal")[
            h.small["Proposed: ", h.b[workshop.touchpoints[proposal.touchpoint].name],
                    f" ({proposal.reason})"],
            parts.button("Confirm", "activity_is", given | {"value": proposal.touchpoint},
                         id=f"activity-confirm-{at}", kind="small",
                         label=f"Confirm: {name} is "
                         f"{workshop.touchpoints[proposal.touchpoint].name}"),
        ] if proposal else None,
    ]  # fmt: skip


__all__ = ["MOST", "SURE", "listed", "open_proposals", "shown"]
