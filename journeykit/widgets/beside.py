"""What stands beside a field: who else writes in it, and another version of its text.

It is drawn above the page; the page's script puts it beside its field where that is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import COLLECTIONS
from journeykit.widgets import parts
from journeykit.widgets.address import NOTEBOOKS, PAGES

if TYPE_CHECKING:
    from journeykit.model import Workshop
    from journeykit.widgets.frame import Frame
    from journeykit.widgets.versions import Versions


def beside(frame: Frame) -> h.Node:
    """Return who writes in which field, and what this visitor has to choose between."""
    if frame.view is None or frame.view.session.id is None or frame.page == "wall":
        return None
    return h.div("#beside")[
        h.p("#writing.writing", role="status")[
            (
                _writers(frame.view.workshop, field, thing, names)
                for (field, thing), names in frame.company.by_field().items()
            )
        ],
        (_versions(one, frame.page) for one in frame.writing.versions()),
    ]


def _writers(workshop: Workshop, field: str, thing: str, names: list[str]) -> h.Element:
    found = (kept[thing] for kept in map(workshop.entities, COLLECTIONS) if thing in kept)
    entity = next(found, None)
    verb = "writes" if len(names) == 1 else "write"
    return h.span(
        ".writers", id=f"by-{field or thing}", data_beside=field, data_thing=thing or None
    )[
        h.span(aria_hidden="true")["✎ "],
        h.span(".here")[f"{' and '.join(names)} {verb} here"],
        h.span(".where")[
            f"{' and '.join(names)} {verb} ",
            f"at '{entity.label[:60]}'" if entity else "on this page",
        ],
    ]


def _versions(one: Versions, page: str) -> h.Element:
    field = one.typed.field
    if one.page != page:
        return h.p(f"#versions-{field}.versions")[
            "Two versions of a text wait for you on ",
            h.a(href=NOTEBOOKS[one.page], data_go=one.page)[PAGES[one.page]],
            ".",
        ]
    if one.shown is None:
        return _gone(one)
    who = one.who or "Somebody"
    return h.div(
        ".versions", id=f"versions-{field}", role="group", aria_label="Two versions of this text",
        data_beside=field,
    )[
        h.p(role="status")[
            f"{who} changed this while you typed. Theirs is stored, yours is kept here: which one "
            "stays?"
        ],
        _version("Theirs", one.theirs),
        _version("Yours", one.typed.value),
        parts.row(
            _take(one, "Theirs"),
            _take(one, "Yours"),
            _take(one, "Both") if one.shown.mixes(one.typed.value) else None,
        ),
    ]  # fmt: skip


def _version(name: str, text: str) -> h.Element:
    return h.div(".version")[h.b[name], h.span(".said")[text or "(empty)"]]


def _take(one: Versions, name: str) -> h.Element:
    field, take = one.typed.field, name.lower()
    return parts.button(
        name, "@choose", {"field": field, "take": take}, id=f"take-{take}-{field}", kind="small"
    )


def _gone(one: Versions) -> h.Element:
    field = one.typed.field
    return h.div(
        ".versions", id=f"versions-{field}", role="group", aria_label="What you typed last"
    )[
        h.p(role="status")[
            "What you wrote in was taken away, or is not asked for any more. Your words are kept "
            "here until you close this."
        ],
        _version("Yours", one.typed.value),
        parts.row(
            h.button(".small", id=f"copy-{field}", type="button", data_copy=one.typed.value)[
                "Copy"
            ],
            parts.button(
                "Close", "@choose", {"field": field, "take": "theirs"}, id=f"take-none-{field}",
                kind="small",
            ),
        ),
    ]  # fmt: skip


__all__ = ["beside"]
