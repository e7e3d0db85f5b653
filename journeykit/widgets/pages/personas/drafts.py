"""The preview of a persona drafted from answers: what is taken is chosen before it is stored."""

from __future__ import annotations

import htpy as h

from journeykit.insight.segments.drafting import Draft
from journeykit.maps.persona import HEADINGS
from journeykit.model import Persona
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.attribute import fields

#: What a question can be about; the empathy map is for what was said, so not among them.
_TARGETS = ("age_range", "occupation", *HEADINGS)


def preview(draft: Draft, into: Persona | None, note: h.Node) -> h.Element:
    """Return the card of a draft; with ``into`` it fills a persona that is there already."""
    taken = sum(line.taken for line in draft.lines)
    title = f"Draft for {into.name}" if into else "Draft of a persona"
    return parts.card(
        title,
        h.p(".lead")[
            "Nothing is stored yet. Each line comes from answers and cites them. What nobody asked "
            "stays empty; what the team adds later is an assumption, and is marked as one."
        ],
        None if into else parts.field(
            "Name (fiction)", "draft-name", draft.name, "draft_name",
            help="A name helps to remember. It is nobody's.",
        ),
        h.p(".draft-origin")[draft.origin],
        note,
        h.ul(".draft-lines")[[_line(draft, at) for at in range(len(draft.lines))]]
        if draft.lines
        else parts.empty(
            "In no answer do these people differ clearly from everybody, and nothing is said by "
            "most of them."
        ),
        _quotes(draft),
        parts.row(
            parts.button("Discard", "draft_drop", id="draft-drop"),
            parts.button(
                f"Fill in {into.name}" if into else "Add this persona", "draft_take",
                id="draft-take", kind="primary", disabled=not taken,
            ),
            end=True,
        ),
        id="draft",
    )  # fmt: skip


def _line(draft: Draft, at: int) -> h.Element:
    line = draft.lines[at]
    return h.li(class_={"taken": line.taken})[
        parts.field(line.text, f"draft-{at}", line.taken, "draft_line", {"at": at}, kind="check",
                    help=line.cited),
        parts.field(
            f"Goes to, for “{line.text[:60]}”", f"draft-to-{at}", line.attribute, "draft_to",
            {"at": at}, kind="select", hide_label=True,
            options=[(name, title(name)) for name in _TARGETS],
        ),
    ]  # fmt: skip


def _quotes(draft: Draft) -> h.Node:
    if not draft.quotes:
        return h.p[
            h.small[
                "No quotes are offered: the source names no consent to quote, or fewer than five "
                "of these people wrote something."
            ]
        ]
    return h.fieldset(".draft-quotes")[
        h.legend["Quotes: real words, with consent"],
        [
            parts.field(f"“{text}”", f"draft-quote-{at}", taken, "draft_quote", {"at": at},
                        kind="check")
            for at, (text, taken) in enumerate(draft.quotes)
        ],
    ]  # fmt: skip


def title(name: str) -> str:
    """Return how an attribute is called on the page."""
    return fields()[name].title


def targets() -> tuple[str, ...]:
    """Return the attributes that a line may go to."""
    return _TARGETS


__all__ = ["preview", "targets", "title"]
