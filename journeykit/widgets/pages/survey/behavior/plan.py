"""The planned journey against what happened, in words, drawn and as a table (R313)."""

from __future__ import annotations

import htpy as h

from journeykit.insight.deviation import Added, Deviation, Met, strong
from journeykit.insight.shares import Share
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse.figures import drawn, percent
from journeykit.widgets.pages.survey.behavior import cells
from journeykit.widgets.pages.survey.behavior.data import Seen

_SAID = {
    "skipped": "is passed over", "moved": "happens in another place than planned",
    "again": "is visited again", "added": "happens and is not on the map",
}  # fmt: skip


def title_of(one: Met | Added, state: str) -> str:
    """Return the title of the finding that a deviation becomes."""
    return f"{one.name} {_SAID[state]}"


def detail_of(seen: Seen, one: Met | Added, state: str, found: Share) -> str:
    """Return what stands in the finding: the share with its interval, n and source."""
    after = f" It comes mostly after {one.after}." if isinstance(one, Added) and one.after else ""
    return (
        f"In {percent(found.value)} of cases {one.name} {_SAID[state]} ({percent(found.low)} to "
        f"{percent(found.high)}, n {found.n:,}); event log '{seen.source.title}' against the "
        f"planned order of the current journey.{after}"
    )


def shown(workshop: Workshop, seen: Seen) -> h.Node:
    """Return the plan against what happened."""
    found = seen.deviation
    if not found.met:
        return parts.card("Planned against actual", parts.empty(
            "No activity of this log is linked to a touchpoint of the current journey yet, so "
            "there is no plan to compare with.",
            parts.button("Link activities", "look", {"name": "seen", "value": "activities"},
                         id="plan-link"),
        ), id="plan-none")  # fmt: skip
    if found.exact.value is None:
        many = "one case" if found.people == 1 else f"{found.people} cases"
        return parts.card("Planned against actual", h.p[
            f"The log has only {many}; from five on shares are shown."
        ], id="plan-none")  # fmt: skip
    return [_words(workshop, seen, found), _drawn(found), _added(found)]


def _words(workshop: Workshop, seen: Seen, found: Deviation) -> h.Element:
    sure = strong(found)
    fits = f"Fitness is {percent(found.fitness)}" if found.fitness is not None else ""
    return parts.card(
        "Planned against actual",
        h.p[
            f"{percent(found.exact.value)} of {found.people:,} cases went exactly as planned "
            f"({percent(found.exact.low)} to {percent(found.exact.high)}); "
            f"{percent(found.whole.value)} were at every planned touchpoint. {fits} (100 % is as "
            "planned, 0 % shares nothing with the plan)."
        ],
        h.ul(".deviations")[
            (
                h.li[
                    h.span[h.b[one.name], f" {_SAID[state]} in {percent(share.value)} of cases ",
                           h.small[f"({percent(share.low)} to {percent(share.high)}, n "
                                   f"{share.n:,})"]],
                    cells.finding(workshop, title_of(one, state), "deviation_finding",
                                  {"log": seen.source.id, "state": state, "name": one.name},
                                  f"deviation-{at}"),
                ]
                for at, (one, state, share) in enumerate(sure[:12])
            )
        ] if sure else h.p["No deviation surely concerns a fifth of the cases or more."],
        cells.notes(
            "Listed is what surely (by the lower end of the interval) concerns a fifth of the "
            "cases or more.",
            f"Not in the log, and left out here: {', '.join(found.unseen[:12])}"
            f"{' and others' if len(found.unseen) > 12 else ''}." if found.unseen else "",
        ),
        id="plan-card",
    )  # fmt: skip


def _drawn(found: Deviation) -> h.Element:
    from journeykit.charts import spec
    from journeykit.charts.paths import deviation_chart, deviation_words

    return parts.card(
        "Each planned touchpoint",
        drawn("deviation-chart", spec(deviation_chart(found)), deviation_words(found)),
        parts.table(
            ["Touchpoint, in planned order", "As planned", "In another place", "Passed over",
             "Ended before", "Visited again"],
            [
                [f"{at}. {one.name}", cells.share(one.kept), cells.share(one.moved),
                 cells.share(one.skipped), cells.share(one.ended), cells.share(one.again)]
                for at, one in enumerate(found.met, 1)
            ],
            caption="Planned touchpoints and how cases met them", id="deviation",
        ),
        cells.notes(
            "Each case is laid against the plan with the fewest changes; what does not fit into "
            "that order is “in another place”.",
            "“Passed over”: the case went on to a later touchpoint. “Ended before”: it did not; "
            "a case that is still under way may yet come.",
        ),
        id="deviation-card",
    )  # fmt: skip


def _added(found: Deviation) -> h.Node:
    if not found.added:
        return None
    return parts.card(
        "Not in the plan",
        parts.table(
            ["What happens, too", "Of all cases", "Mostly after"],
            [[one.name or "(no name)", cells.share(one.came), one.after or "the start"]
             for one in found.added[:20]],
            caption="Activities that are not in the plan", id="added",
        ),
        cells.notes("An activity that belongs to a touchpoint can be linked to it on Activities."),
        id="added-card",
    )  # fmt: skip


__all__ = ["detail_of", "shown", "title_of"]
