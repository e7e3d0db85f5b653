"""From where to where cases go: a heat table, the commonest ways, channels, loops."""

from __future__ import annotations

import htpy as h

from journeykit.few import FEWEST
from journeykit.insight.paths import END, Loop, Matrix, Way, Ways
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse.figures import percent
from journeykit.widgets.pages.survey.behavior import cells
from journeykit.widgets.pages.survey.behavior.data import Seen


def shown(seen: Seen) -> h.Node:
    """Return the moves, the ways, the channels and the loops of a log."""
    return [
        _ways_card("The commonest ways", "way", seen.ways, "ways"),
        _matrix_card("From where to where", seen.matrix, "moves"),
        _channels(seen),
        _loops(seen.loops),
    ]


def _ways_card(title: str, one: str, found: Ways, id: str) -> h.Element:
    listed = h.ol(".ways", id=id)[(_way(each) for each in found.common)]
    return parts.card(
        title,
        listed if found.common else h.p[
            f"No {one} was taken by five cases or more"
            + (", so none is shown." if found.people else ": there are no cases.")
        ],
        cells.notes(
            f"{found.rare:,} more cases took {found.kinds:,} "
            f"{'other way' if found.kinds == 1 else 'other ways'}, each taken by fewer than five."
            if found.kinds else "",
            f"Of {found.people:,} cases. Several events at one place in a row are one visit.",
        ),
        id=f"{id}-card",
    )  # fmt: skip


def _way(one: Way) -> h.Element:
    share = one.taken.value or 0.0
    more = h.li(".quiet")[f"and {one.cut} more"] if one.cut else None
    return h.li[
        h.div(".way-share")[
            h.b[percent(share)],
            h.small[f"{percent(one.taken.low)} to {percent(one.taken.high)} · n "
                    f"{one.taken.hits:,}"],
            h.span(".way-bar", aria_hidden="true")[h.span(style=f"width:{share:.1%}")],
        ],
        h.ol(".way-steps")[(h.li[name or "(no name)"] for name in one.places), more],
    ]  # fmt: skip


def _matrix_card(title: str, found: Matrix, id: str) -> h.Element:
    return parts.card(
        title,
        h.p[h.small["Each row is a place; read along it where cases went next, as a share of all "
                    "moves from there. The stronger the tint, the more."]],
        heat(found, title, id),
        cells.notes(
            f"{found.moves:,} moves, from the start to the end of each case.",
            "“·”: fewer than five moves, or none.",
            "“–”: not shown, since a number below five would follow from it."
            if found.covered else "",
        ),
        id=f"{id}-card",
    )  # fmt: skip


def heat(found: Matrix, caption: str, id: str) -> h.Element:
    """Return a matrix as a table whose cells are tinted by their share."""
    return h.div(".scroll", tabindex="0", role="region", aria_label=caption)[
        h.table(".plain.heat", id=id)[
            h.caption(".hidden")[f"{caption}: rows from, columns to"],
            h.thead[h.tr[
                h.th(scope="col")["From \\ to"],
                (h.th(scope="col", class_="quiet" if name == END else None)[name or "(no name)"]
                 for name in found.columns),
                h.th(scope="col")["Moves"],
            ]],
            h.tbody[(_row(found, at) for at in range(len(found.rows)) if found.totals[at])],
        ]
    ]  # fmt: skip


def _row(found: Matrix, at: int) -> h.Element:
    total = found.totals[at]
    return h.tr[
        h.th(scope="row")[found.rows[at] or "(no name)"],
        (_cell(found, at, to) for to in range(len(found.columns))),
        h.td[f"{total:,}" if total >= FEWEST else "<5"],
    ]


def _cell(found: Matrix, at: int, to: int) -> h.Element:
    n = found.counts[at][to]
    if n is None:
        sign, words = ("–", "not shown") if (at, to) in found.covered else (
            "·", "fewer than five, or none")  # fmt: skip
        return h.td(".quiet")[h.span(aria_hidden="true")[sign], h.span(".hidden")[words]]
    share = found.share(at, to) or 0.0
    return h.td(".hot", style=f"--heat:{round(100 * share)}%")[
        h.b[percent(share)], h.small(".under")[f"{n:,}"]
    ]


def _channels(seen: Seen) -> h.Node:
    if seen.channels is None:
        return parts.card("Across channels", h.p[
            "The log names fewer than two channels, so no way across channels can be seen. A "
            "column “channel” (website, store, phone) shows them."
        ], id="channels-none")  # fmt: skip
    several, found, matrix = seen.channels
    lead = "" if several.value is None else (
        f"{percent(several.value)} of cases used more than one channel ({percent(several.low)} to "
        f"{percent(several.high)}, n {several.n:,})."
    )  # fmt: skip
    return [
        h.p("#channels-lead")[lead] if lead else None,
        _ways_card("Ways across channels", "way across channels", found, "channels"),
        _matrix_card("From channel to channel", matrix, "channel-moves"),
    ]


def _loops(found: list[Loop]) -> h.Element:
    if not found:
        return parts.card("Loops", h.p["No place was left and visited again by five cases or "
                                       "more."], id="loops-none")  # fmt: skip
    return parts.card(
        "Loops: left and visited again",
        parts.table(
            ["Place", "Came back, of those who were there", "Mostly from"],
            [[one.name, cells.share(one.back), one.via] for one in found[:20]],
            caption="Loops", id="loops",
        ),
        cells.notes("Coming back can be a habit, or a step that did not work the first time: ask."),
        id="loops-card",
    )  # fmt: skip


__all__ = ["heat", "shown"]
