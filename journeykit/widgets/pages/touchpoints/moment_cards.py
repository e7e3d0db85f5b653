"""Moments of truth: what the numbers propose, what the team flagged, first and last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.insight.moments import Moment, Strength
    from journeykit.widgets.pages.survey.analyse.data import Answers, Rating
    from journeykit.widgets.pages.touchpoints.trust import TrustView

BASES = {
    "driver": "matters and is weak", "trough": "lowest", "peak": "highest", "first": "first",
    "last": "last", "vote": "by vote",
}  # fmt: skip


def card(view: TrustView) -> h.Element:
    """Return the card with every moment and what can be done about it."""
    found = view.moments()
    asked = _driving(view)
    known = asked is not None and asked[0].known(_key(*asked))
    return parts.card(
        "Moments of truth",
        h.p["Where the journey is decided. A vote alone is a guess: here stand the numbers, and "
            "beside them what the team marked. The first and the last moment are always told, "
            "since people remember how it began and how it ended."],
        h.ul(".moments")[(_line(view, each) for each in found)]
        if found
        else h.p["There is no touchpoint yet."],
        parts.row(
            parts.button(
                "Drivers are worked out" if known else "Work out what drives the overall answer",
                "moments_drivers", id="moments-drivers", disabled=known,
            ),
            h.small[_about(asked)],
            h.small["None of them both matters more than the mean and is rated below it."]
            if known and not any("driver" in each.basis for each in found)
            else None,
        )
        if asked
        else h.p[h.small["Drivers need a survey with an overall question (such as recommending) "
                         "and at least three linked touchpoints, with ten people for each who "
                         "answered all of them."]],
        id="moments",
    )  # fmt: skip


def _line(view: TrustView, each: Moment) -> h.Element:
    touchpoint = view.workshop.touchpoints[each.touchpoint]
    vote_only = each.flagged and "vote" in each.basis
    return h.li(id=f"moment-{touchpoint.id}", class_="proposed" if each.proposed else None)[
        h.div[
            h.strong[h.span(aria_hidden="true")["★ "] if each.flagged else None, touchpoint.name],
            (h.em(".basis")[BASES[basis]] for basis in each.basis),
            h.p[each.reason],
            h.p[h.small[f"The team says: {touchpoint.moment_reason}"]]
            if each.flagged and touchpoint.moment_reason
            and touchpoint.moment_reason != each.reason
            else None,
        ],
        parts.button(
            "Accept", "moment_accept", {"id": touchpoint.id}, id=f"accept-{touchpoint.id}",
            kind="primary", label=f"Make {touchpoint.name} a moment of truth",
        )
        if each.proposed
        else parts.button(
            "Use as the reason", "moment_reason", {"id": touchpoint.id},
            id=f"reason-{touchpoint.id}", kind="small",
            label=f"Use these numbers as the reason: {touchpoint.name}",
        )
        if each.flagged and not vote_only and touchpoint.moment_reason != each.reason
        else None,
    ]  # fmt: skip


# ---- drivers ---------------------------------------------------------------------------------


def _driving(view: TrustView) -> tuple[Answers, Rating, list[Rating]] | None:
    """The survey, outcome and drivers that are used: those that Analyse proposes too."""
    linked = {link.source for link in view.workshop.links.values()}
    if not any(s.dataset and s.id in linked for s in view.workshop.sources.values()):
        return None
    from journeykit.widgets.pages.survey.analyse import drivers
    from journeykit.widgets.pages.survey.analyse.data import opened

    for answers in reversed(opened(view.store, view.workshop)):
        overall = [r for r in drivers.outcomes(answers) if r.kind == "nps" or r.overall]
        if not overall:
            continue
        chosen = [
            r
            for r in drivers.proposed(answers, overall[0])
            if r.target in view.workshop.touchpoints
        ]
        if enough := _enough(answers, overall[0], chosen):
            return answers, overall[0], enough
    return None


def _enough(answers: Answers, outcome: Rating, chosen: list[Rating]) -> list[Rating]:
    """The drivers that ten people each answered together; what few were asked is left out."""
    import numpy as np

    from journeykit.insight.moments import FEWEST_POINTS, PEOPLE_PER_DRIVER

    full = {r.at: np.isfinite(answers.values(r)) for r in (*chosen, outcome)}
    left = sorted(chosen, key=lambda r: -int(full[r.at].sum()))
    while len(left) >= FEWEST_POINTS:
        together = np.logical_and.reduce([full[r.at] for r in (*left, outcome)])
        if int(together.sum()) >= PEOPLE_PER_DRIVER * len(left):
            return sorted(left, key=lambda r: r.at)
        left.pop()
    return []


def _key(answers: Answers, outcome: Rating, chosen: list[Rating]) -> Any:
    from journeykit.widgets.pages.survey.analyse import drivers

    return drivers.key_of(outcome, chosen)


def _about(asked: tuple[Answers, Rating, list[Rating]]) -> str:
    answers, outcome, chosen = asked
    return f"{answers.title}: {len(chosen)} touchpoints, and “{outcome.label}”."


def work(view: TrustView) -> Iterator[str]:
    """Compute the drivers beside the page, telling that it goes on."""
    from journeykit.errors import Refused
    from journeykit.widgets.pages.survey.analyse import drivers

    asked = _driving(view)
    if asked is None:
        raise Refused("No survey has an overall question and three linked touchpoints.")
    yield from drivers.work(*asked)


def strengths(view: TrustView) -> list[Strength]:
    """Return the drivers that were worked out, by touchpoint; nothing before that."""
    asked = _driving(view)
    if asked is None:
        return []
    answers, _, chosen = asked
    key = _key(*asked)
    if not answers.known(key):
        return []
    from journeykit.insight.moments import Strength

    ratings = {rating.label: rating for rating in chosen}
    found: dict[str, Strength] = {}
    for row in answers.keep(key, list):
        rating = ratings.get(row["driver"])
        if rating is None or rating.target in found:
            continue
        mean = answers.tally(rating).mean
        found[rating.target] = Strength(
            rating.target, row["share"], 100 * (mean - rating.low) / (rating.high - rating.low),
            row["n"], row["rank"], row["rank_low"], row["rank_high"], answers.source.id,
        )  # fmt: skip
    return list(found.values())


__all__ = ["card", "strengths", "work"]
