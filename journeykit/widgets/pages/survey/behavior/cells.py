"""What the tables of the tab share: shares with their interval, choices, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import htpy as h

from journeykit.insight.shares import Share
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse.figures import interval, percent, under


def share(found: Share | None) -> h.Node:
    """Return a share with its interval and counts in a cell."""
    if found is None:
        return "–"
    if found.value is None:
        words = f"too few, n {found.n}" if found.n else "nobody"
        return h.span(".quiet")[words]
    ends = interval(percent(found.low), percent(found.high))
    return under(percent(found.value), f"{ends} · {found.hits:,} of {found.n:,}")


def several(*fields: Any) -> h.Element:
    """Return the choices above a result."""
    return h.div(".fields.choose", role="group", aria_label="What to look at")[fields]


def choice(label: str, name: str, value: str, options: Sequence[Any]) -> h.Element:
    """Return a select that is kept in the address."""
    return parts.field(label, f"behavior-{name}", value, "look", {"name": name}, kind="select",
                       options=options)  # fmt: skip


def noted(workshop: Workshop, title: str) -> bool:
    """Return whether there is a finding with this title already."""
    return any(one.title == title for one in workshop.findings.values())


def finding(
    workshop: Workshop, title: str, do: str, given: Mapping[str, Any], id: str
) -> h.Element:
    """Return the button that makes a finding, or the word that there is one."""
    if noted(workshop, title):
        return h.span(".quiet")["✓ noted as a finding"]
    return parts.button("Make a finding", do, given, id=id, kind="small",
                        label=f"Make a finding: {title}")  # fmt: skip


def notes(*said: str) -> h.Node:
    """Return plain sentences under a result."""
    told = [words for words in said if words]
    return h.ul(".notes.quiet")[(h.li[words] for words in told)] if told else None


__all__ = ["choice", "finding", "noted", "notes", "several", "share"]
