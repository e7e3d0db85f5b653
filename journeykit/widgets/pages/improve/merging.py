"""Duplicates among the findings: tick them, choose which one stays, merge with one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import Finding, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.findings_view import FindingsView


def merge_bar(view: FindingsView) -> h.Element:
    """Return what is ticked, which one stays, and the button that merges."""
    ticked = view.ticked()
    words = (
        "Tick the findings that say the same."
        if len(ticked) < 2
        else "All their sources, actions, opportunities and votes go to the one that stays."
    )
    return h.div("#merge-bar.imp-merge")[
        h.small[words, " ", _alike_words(view.workshop)],
        parts.field(
            "Which one stays", "merge-keep", view.kept(), "keep", kind="select",
            options=[(each.id, choices.short(each.title, 60)) for each in ticked],
        )
        if len(ticked) > 1
        else None,
        parts.button(f"Merge {len(ticked)} findings", "merge", id="merge", kind="primary")
        if len(ticked) > 1
        else None,
    ]  # fmt: skip


def merge_tick(view: FindingsView, finding: Finding) -> h.Element:
    """Return the box by which a finding is chosen for merging."""
    id = f"merge-{finding.id}"
    return h.span(".imp-tick")[
        h.input(
            id=id, type="checkbox", checked=finding in view.ticked(), data_change="tick_merge",
            data_args=parts.args(id=finding.id),
        ),
        h.label(".hidden", for_=id)[f"Merge {finding.title}"],
    ]  # fmt: skip


def alike(workshop: Workshop) -> list[tuple[Finding, Finding]]:
    """Return pairs of one kind that may say the same: near titles, or one entry and one place."""
    found = []
    every = workshop.ordered("findings")
    words = {each.id: set(each.title.casefold().split()) for each in every}
    for n, first in enumerate(every):
        for other in every[n + 1 :]:
            if first.kind != other.kind:
                continue
            both = words[first.id] & words[other.id]
            near = len(both) >= 0.6 * len(words[first.id] | words[other.id])
            same = first.catalogue and (first.catalogue, first.touchpoint) == (
                other.catalogue, other.touchpoint,
            )  # fmt: skip
            if near or same:
                found.append((first, other))
    return found


def _alike_words(workshop: Workshop) -> str:
    pairs = alike(workshop)[:3]
    if not pairs:
        return ""
    listed = "; ".join(f"'{one.title}' and '{other.title}'" for one, other in pairs)
    return f"These look alike: {listed}."


__all__ = ["alike", "merge_bar", "merge_tick"]
