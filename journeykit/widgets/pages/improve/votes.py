"""Dot votes: start one, see how many have voted, close, reveal; and vote alone on this page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.measures import voting
from journeykit.model import Activity, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.improve.kinds import KINDS

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.votes_view import VotesView

#: what a vote can be about -> its words
ABOUT = {
    "opportunity": "opportunities", "pain": "pains, gaps, needs and risks", "delight": "delights",
    "actions": "actions",
}  # fmt: skip


def votes_tab(view: VotesView) -> h.Node:
    """Return the part with the votes."""
    running = voting.open_vote(view.workshop)
    past = [
        each
        for each in view.workshop.ordered("activities", kind="vote")
        if each != running and (each.closed or each.revealed)
    ]
    if (before := voting.loose(view.workshop)) is not None:
        past.insert(0, before)
    return [
        _running(view, running) if running else _start(view),
        (_past(view.workshop, each) for each in reversed(past)),
    ]


def label(workshop: Workshop, item: str) -> str:
    """Return the title of what was voted on."""
    found = workshop.findings.get(item) or workshop.actions.get(item)
    return found.title if found else "removed since"


# ---- before -----------------------------------------------------------------------------------


def _start(view: VotesView) -> h.Element:
    workshop = view.workshop
    about = view.about
    items = view.votable()
    chosen = view.chosen()
    choice = parts.field(
        "Vote on", "vote-about", about, "vote_about", kind="select", options=ABOUT.items()
    )
    if not items:
        return parts.card(
            "Start a vote",
            choice,
            parts.empty(
                f"There are no {ABOUT[about]} to vote on yet. Note them among the findings or "
                "actions, or choose something else above.",
                parts.button(
                    "To the findings", "look", {"name": "view", "value": "findings"}, id="to-f"
                ),
            ),
            id="vote",
        )
    return parts.card(
        "Start a vote",
        h.p[
            "Everybody places dots in silence, at the same time; senior people last. Nobody sees "
            "the tally until you reveal it. Merge what says the same before you start."
        ],
        choice,
        h.fieldset(".imp-ticks.wide")[
            h.legend[f"{len(chosen)} of {len(items)} to vote on"],
            (
                parts.field(
                    _item_words(workshop, id), f"vote-on-{id}", id in chosen, "vote_on",
                    {"id": id}, kind="check",
                )
                for id in items
            ),
        ],
        adding.add_form(
            "vote_start",
            adding.text(
                "Title", "vote-title", "title", grow=True, value=f"Vote on {ABOUT[about]}"
            ),
            adding.select(
                "Dots each", "vote-dots", "dots", [(str(n), str(n)) for n in range(1, 11)],
                now="3", narrow=True,
            ),
            id="vote", button="Start the vote",
        ),
        h.small["Starting closes the activity that is open in the room now."]
        if any(each.open for each in workshop.activities.values())
        else None,
        id="vote",
    )  # fmt: skip


def _item_words(workshop: Workshop, id: str) -> str:
    found = workshop.findings.get(id)
    if found is None:
        return choices.short(label(workshop, id))
    about = workshop.findings.get(found.answers or "")
    tail = f" (answers '{choices.short(about.title, 40)}')" if about else ""
    return f"{KINDS[found.kind][0]} {choices.short(found.title, 70)}{tail}"


# ---- while it runs ------------------------------------------------------------------------------


def _running(view: VotesView, vote: Activity) -> h.Element:
    workshop = view.workshop
    cast = voting.ballots(workshop, vote)
    people = sum(
        each.admitted and not each.left and each.role == "participant"
        for each in workshop.participants.values()
    )
    here = f" of {people} in the room" if people else ""
    count = f"{len(cast)}{here} {'has' if len(cast) == 1 and not here else 'have'} voted"
    mine = voting.mine(workshop, vote, view.me)
    items = voting.items_of(workshop, vote)
    left = vote.dots - sum(mine.values())
    return parts.card(
        vote.title,
        h.p("#vote-count", role="status")[
            h.strong[count], ". The tally is hidden until it is revealed."
        ],
        h.h3[f"Your dots: {left} of {vote.dots} left"],
        h.ul(".imp-ballot")[
            (_choice(workshop, item, mine.get(item, 0), left) for item in items)
        ],
        id="vote",
        tools=[
            parts.button("Close the vote", "vote_close", {"id": vote.id}, id="vote-close"),
            parts.button(
                "Close and reveal", "vote_reveal", {"id": vote.id}, id="vote-reveal",
                kind="primary",
            ),
        ],
    )  # fmt: skip


def _choice(workshop: Workshop, item: str, dots: int, left: int) -> h.Element:
    title = label(workshop, item)
    return h.li[
        h.span[title],
        h.div(".row")[
            parts.icon_button(
                "−", f"Take a dot from {title}", "vote", {"item": item, "dots": dots - 1},
                id=f"dot-less-{item}", disabled=dots == 0,
            ),
            h.span(".imp-dots")[
                h.span(aria_hidden="true")["●" * dots or "–"],
                h.span(".hidden")[f"{dots} dots"],
            ],
            parts.icon_button(
                "+", f"Give a dot to {title}", "vote", {"item": item, "dots": dots + 1},
                id=f"dot-more-{item}", disabled=left == 0,
            ),
        ],
    ]  # fmt: skip


# ---- afterwards -------------------------------------------------------------------------------


def _past(workshop: Workshop, vote: Activity) -> h.Element:
    cast = voting.ballots(workshop, vote)
    remove = parts.button(
        "Delete this vote", "vote_delete", {"id": vote.id}, id=f"vote-{vote.id}-delete",
        kind="small", confirm=f"Delete '{vote.title}' and its votes? Undo brings them back.",
        confirm_label="Delete vote",
    )  # fmt: skip
    if not vote.revealed:
        count = len(cast)
        return parts.card(
            vote.title,
            h.p[
                f"Closed; {count} {'person has' if count == 1 else 'people have'} voted. ",
                "Nobody has seen the result yet.",
            ],
            id=f"vote-{vote.id}",
            tools=[
                remove,
                parts.button(
                    "Reveal", "vote_reveal", {"id": vote.id}, id=f"vote-{vote.id}-reveal",
                    kind="primary",
                ),
            ],
        )  # fmt: skip
    items = voting.items_of(workshop, vote)
    names = {item: choices.short(label(workshop, item), 70) for item in items}
    found = voting.results(items, cast)
    return parts.card(
        vote.title,
        h.p[h.strong[voting.verdict(found, names)]],
        h.p[
            h.small[
                "This is what the people in the room think, not what customers think. The "
                "interval says how far a few more people like them could move it."
            ]
        ],
        _outcome(vote, found, names) if cast else None,
        id=f"vote-{vote.id}",
        tools=remove if vote.id in workshop.activities else None,
    )


def _outcome(vote: Activity, found: list[voting.Outcome], names: dict[str, str]) -> h.Element:
    from journeykit.charts.priorities import votes_chart
    from journeykit.charts.theme import spec

    rows = [
        {
            "item": f"{names[each.item]}", "share": each.share, "low": each.low,
            "high": each.high, "voters": each.voters, "n": each.n, "dots": each.dots,
        }
        for each in found
    ]  # fmt: skip
    top = found[0].top
    return h.div(".two.imp-votes")[
        parts.table(
            [
                "No.", "Item", "Voters", "Share, 95 % interval", "Dots",
                f"In the first {top} whoever is left out",
            ],
            (
                [
                    str(e.rank), names[e.item], f"{e.voters} of {e.n}",
                    f"{100 * e.share:.0f} % ({100 * e.low:.0f} to {100 * e.high:.0f})",
                    str(e.dots),
                    "always" if e.stays == 1 else "never" if not e.stays
                    else f"in {100 * e.stays:.0f} % of counts",
                ]
                for e in found
            ),
            caption=f"Result of {vote.title}, share of people in the room",
        ),
        parts.chart(
            f"vote-{vote.id}-chart", spec(votes_chart(rows)),
            "Share of voters who want each item; the table has the same numbers.",
        ),
    ]  # fmt: skip


__all__ = ["ABOUT", "label", "votes_tab"]
