"""Coming in: what is agreed to, under which name, and what is said while one waits."""

from __future__ import annotations

import htpy as h

from journeykit import library
from journeykit.model import Workshop
from journeykit.widgets import parts


def consent_text(workshop: Workshop) -> str:
    """Return what people agree to: the workshop's own words, else the catalogue's."""
    return workshop.about.consent.strip() or library.catalogue("consents").entries[0].detail


def welcome(workshop: Workshop, name: str) -> h.Node:
    """Return the first page: consent, a name or none, and the door."""
    return h.form("#join-form.card", data_submit="join")[
        h.h2["Before you start"],
        h.p(".consent")[consent_text(workshop)],
        h.div(".field")[
            h.label(for_="join-name")["Your name (leave it empty to stay anonymous)"],
            h.input("#join-name", name="name", value=name, maxlength=60, autocomplete="nickname"),
        ],
        h.label(".check", for_="join-agree")[
            h.input("#join-agree", type="checkbox", name="agree", required=True),
            " I have read this and agree.",
        ],
        h.button("#join-go.primary", type="submit")["Join"],
    ]


def agreed(workshop: Workshop) -> h.Node:
    """Return what one has agreed to, to be read again."""
    return h.details("#agreed.fold")[
        h.summary["What you agreed to"], h.p(".consent")[consent_text(workshop)]
    ]


def message(title: str, *words: h.Node) -> h.Node:
    """Return a card that says how things stand."""
    return parts.card(title, *(h.p[word] for word in words), id="standing")
