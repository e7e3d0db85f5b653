"""What is seen of other evidence: the ways to add it, what was read, figures by touchpoint."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.evidence import WAYS
from journeykit.evidence.numbers import in_words
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.personas.sources import KINDS

if TYPE_CHECKING:
    from journeykit.evidence import Evidence, Figure, Way
    from journeykit.survey import Survey
    from journeykit.widgets.pages.survey.evidence_draft import EvidenceDraft

_ROWS, _CELL, _PLACES, _METRICS = 5, 160, 40, 8
#: Ways of which all is about one touchpoint, or about the journey.
_WHOLE = ("reviews", "notes", "messages", "picture")


def ways(way: str, kind: str) -> h.Element:
    """Return the card with the ways in which evidence comes, and the one that is chosen."""
    chosen = WAYS.get(way)
    return parts.card(
        "Add other evidence",
        h.p[h.small["Interviews, reviews, observations, analytics: a few good ones explain a "
                    "score. You see what was read before anything is added."]],
        h.div(".row", id="ways", role="group", aria_label="Kind of evidence")[
            (
                parts.button(
                    one.title, "look", {"name": "add", "value": "" if key == way else key},
                    id=f"way-{key}", kind="small",
                    aria_pressed="true" if key == way else "false",
                )
                for key, one in WAYS.items()
            )
        ],
        _way(way, chosen, kind) if chosen else None,
        id="evidence",
    )  # fmt: skip


def _way(key: str, way: Way, kind: str) -> h.Element:
    kind = kind if kind in way.kinds else way.kinds[0]
    given = {"way": key, "kind": kind}
    return h.div(".editor.way", id=f"adding-{key}")[
        h.p[way.help],
        parts.field(
            "This is", "way-kind", kind, "look", {"name": "kind"}, kind="select",
            options=[(each, KINDS[each]) for each in way.kinds],
        )
        if len(way.kinds) > 1
        else None,
        parts.upload(f"Choose a file of {way.title.lower()}" if not way.paste else "Choose a file",
                     f"file-{key}", "evidence_read", given, accept=way.accept,
                     help="Or drop it here. The file itself is not kept."
                     if key != "picture" else "Or drop it here."),
        h.form(id=f"paste-{key}", data_submit="evidence_paste", data_args=parts.args(**given))[
            h.div(".field")[
                h.label(for_=f"text-{key}")["Or paste it"],
                h.textarea(id=f"text-{key}", name="text", rows="6", required=True),
            ],
            parts.row(h.button(id=f"paste-{key}-go", type="submit")["Read the text"], end=True),
        ]
        if way.paste
        else None,
    ]  # fmt: skip


def draft(
    workshop: Workshop, now: EvidenceDraft, rows: Survey | None, shown: bytes | None
) -> h.Element:
    """Return what was read, with what can be decided before it is added."""
    found = now.evidence
    about = {
        "title": found.title, "collected": found.collected, "n": found.n, "method": found.method,
        "consent": "", "text": found.text,
    } | now.about  # fmt: skip
    return parts.card(
        f"What was read{' from ' + found.file if found.file else ''}",
        h.p(".quiet")[f"Read by {now.by}, not added yet."] if now.by else None,
        h.ul(".notes")[(h.li[line] for line in found.told)] if found.told else None,
        _image(shown, found.title) if shown else None,
        _table(found, rows) if rows is not None else None,
        _places(workshop, now),
        _speaks(workshop, now),
        _coded(now, rows),
        h.div(".fields")[
            _about("Title", "title", about, required=True),
            _about("Collected on", "collected", about, kind="date", help="The last day is enough."),
            _about("n", "n", about, help="Of how many people or events it speaks."),
            h.div(".wide")[_about("Method", "method", about, kind="area", rows=2,
                                  help="How people were chosen, and how they were asked.")],
            h.div(".wide")[_about("Consent", "consent", about, kind="area", rows=2)],
            h.div(".wide")[_about("What it says", "text", about, kind="area", rows=3,
                                  help="Read it: names that stand in a sentence are for you to "
                                  "take out.")],
        ],
        parts.row(
            parts.button("Add the evidence", "evidence_attach", id="evidence-attach",
                         kind="primary"),
            parts.button("Discard", "evidence_discard", id="evidence-discard"),
        ),
        id="evidence",
    )  # fmt: skip


def _about(label: str, name: str, about: Mapping[str, Any], **more: Any) -> h.Element:
    return parts.field(label, f"evidence-{name}", about[name], "evidence_about",
                       {"field": name}, **more)  # fmt: skip


def _table(found: Evidence, rows: Survey) -> h.Element:
    frame = rows.frame
    names = [str(name) for name in frame.columns
             if name != "touchpoint" and (frame[name] != "").any()]  # fmt: skip
    if found.way == "events":
        names = [name for name in names if name != "place"]
    lines = [[_short(str(row[name])) for name in names] for _, row in frame.head(_ROWS).iterrows()]
    more = len(frame) - len(lines)
    return h.div[
        parts.table([name.capitalize() for name in names], lines, caption="The first rows",
                    id="evidence-rows"),
        h.p(".quiet")[f"and {more:,} more rows"] if more > 0 else None,
    ]  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _places(workshop: Workshop, now: EvidenceDraft) -> h.Node:
    places = now.evidence.places
    if not places:
        return None
    options = choices.touchpoints(workshop, none="No touchpoint")
    linked = sum(bool(now.decided.get(place)) for place, _ in places)
    listed = sorted(range(min(len(places), _PLACES)), key=lambda at: not now.decided.get(
        places[at][0]))  # fmt: skip
    return h.div[
        h.h3[f"Which touchpoints are these? {linked} of {len(places)} linked"],
        h.div(".fields.ways-places")[
            (
                parts.field(
                    f"{_short(places[at][0])} ({places[at][1]:,})", f"place-{at}",
                    now.decided.get(places[at][0], ""), "evidence_place", {"at": at},
                    kind="select", options=options,
                )
                for at in sorted(listed)
            )
        ],
        h.p(".quiet")[f"{len(places) - _PLACES} rarer names are not shown; they link to none."]
        if len(places) > _PLACES
        else None,
    ]  # fmt: skip


def _speaks(workshop: Workshop, now: EvidenceDraft) -> h.Node:
    if now.evidence.way not in _WHOLE or now.evidence.places:
        return None
    return h.div(".ask-company")[
        parts.field("It speaks about", "evidence-speaks", now.speaks, "evidence_speaks",
                    kind="select",
                    options=choices.touchpoints(workshop, none="The whole journey"))
    ]  # fmt: skip


def _coded(now: EvidenceDraft, rows: Survey | None) -> h.Node:
    if rows is None or "code" not in rows.frame:
        return None
    codes = Counter(str(code) for code in rows.frame["code"] if code)
    if not codes:
        return None
    words = ", ".join(f"{n} × {code}" for code, n in codes.most_common())
    return parts.field(
        f"Make findings of the coded notes: {words}", "evidence-findings", now.findings,
        "evidence_findings", kind="check",
        help="On the Improve step, each with its quote and this source.",
    )  # fmt: skip


def picture(id: str, title: str, shown: bytes | None) -> h.Element:
    """Return the picture of a source, with the way to save it."""
    return h.div(".picture")[
        _image(shown, title) if shown else h.p(".quiet")["The picture is too large to show here."],
        parts.button("Save the picture", "save_picture", {"id": id}, id=f"picture-{id}",
                     kind="small", label=f"Save the picture of {title}"),
    ]  # fmt: skip


def _image(data: bytes, title: str) -> h.Element:
    from journeykit.evidence.pictures import mime_of

    address = f"data:{mime_of(data)};base64,{base64.b64encode(data).decode()}"
    return h.figure(".picture")[h.img(src=address, alt=f"Picture: {title}")]


def figures(workshop: Workshop, found: Sequence[Figure], sort: str) -> h.Node:
    """Return the figures as a table, a row a touchpoint and a column a metric, sortable."""
    if not found:
        return None
    cells = {(one.touchpoint, one.metric): one for one in found}  # the newest source stays
    often = Counter(metric for _, metric in cells)
    metrics = [metric for metric, _ in often.most_common(_METRICS)]
    places = [id for id, _ in choices.touchpoints(workshop, none="") if (
        any((id, metric) in cells for metric in metrics))]  # fmt: skip
    if sort in metrics:
        places.sort(key=lambda id: _sorting(cells.get((id, sort))))
    if any((("", metric) in cells) for metric in metrics):
        places.append("")
    names = {id: one.name for id, one in workshop.touchpoints.items()} | {"": "The whole"}
    sources = dict.fromkeys(workshop.sources[one.source].title for one in cells.values())
    head = [
        "Touchpoint",
        *(
            parts.button(f"{metric}{' ↓' if metric == sort else ''}", "look",
                         {"name": "sort", "value": "" if metric == sort else metric},
                         id=f"sort-{at}", kind="small", label=f"Sort by {metric}",
                         aria_pressed="true" if metric == sort else "false")
            for at, metric in enumerate(metrics)
        ),
    ]  # fmt: skip
    lines = [
        [names[id], *(_figure(cells.get((id, metric))) for metric in metrics)] for id in places
    ]
    return parts.card(
        "Numbers by touchpoint",
        parts.table(head, lines, caption="Numbers by touchpoint", id="figures"),
        h.p(".quiet")["From " + ", ".join(sources) + "; of several, the newest."],
        id="numbers",
    )


def _sorting(figure: Figure | None) -> float:
    return -figure.total.value if figure else float("inf")


def _figure(figure: Figure | None) -> h.Node:
    if figure is None:
        return h.span(".quiet")["–"]
    of = f" of {figure.total.base:,.0f}" if figure.total.base else ""
    return [in_words(figure.metric, figure.total.value), h.small[of] if of else None]
