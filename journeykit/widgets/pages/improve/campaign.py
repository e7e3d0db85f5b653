"""The campaign plan on the page: how many lines it has, what they lack, and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.exchange.campaigns import plan as campaigns
from journeykit.widgets import parts
from journeykit.widgets.pages import losing

if TYPE_CHECKING:
    from journeykit.exchange import Loss
    from journeykit.widgets.pages.improve.content_view import ContentView


def campaign_card(view: ContentView) -> h.Element:
    """Return the card with the plan as a file and, once it was saved, what it leaves out."""
    planned = campaigns(view.workshop)
    open_ = sum(bool(row["Still open"]) for row in planned)
    told = (
        f"{len(planned)} {'line' if len(planned) == 1 else 'lines'}: content, personalization and "
        "actions that are campaigns, with whom, message, channel, day, owner, data, KPI and budget."
        + (f" {open_} with something still open, said in the last column." if open_ else "")
    )
    return parts.card(
        "Campaign plan",
        h.p[told]
        if planned
        else parts.empty("Nothing to plan yet: plan content or add a rule of personalization."),
        parts.row(
            parts.button("Save the campaign plan (CSV)", "campaign", id="campaign"),
            h.small["The workbook on Report holds it as a sheet, too."],
        )
        if planned
        else None,
        _taken(*view.ui["campaign"]) if view.ui.get("campaign") else None,
        id="campaigns",
    )


def _taken(name: str, losses: list[Loss]) -> h.Element:
    return h.div("#campaign-taken", role="status")[
        h.p[f"{name} is saved. ", losing.words(losses)],
        h.details(".advice")[
            h.summary["What is not in it"], losing.listed(losses, "campaign-losses")
        ],
    ]


__all__ = ["campaign_card"]
