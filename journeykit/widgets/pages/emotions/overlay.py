"""The overlay: customers and team on one chart, wave by wave, persona by persona, or mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import htpy as h
from markupsafe import Markup

from journeykit.curves import Curves
from journeykit.emotions import Composite, Point, composite
from journeykit.emotions.guide import WHO, line_words
from journeykit.emotions.point import PointSource
from journeykit.maps import curve, grid, outline, table
from journeykit.maps.points import Sizes
from journeykit.maps.series import Series, comments, key
from journeykit.model import Journey, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.emotions import numbers

FORMS = {"table": "Table", "outline": "Outline", "numbers": "Numbers"}
GAP = "a gap in the line = fewer than 5 answers"


@dataclass(frozen=True)
class Shown:
    """What the chart shows now: the points of the curve and the lines beside it.

    ``name`` is what the blue line is called, ``note`` a sentence about the choice, ``words`` the
    text alternative where it is not that of all customers.
    """

    points: Sequence[Point]
    name: str = "customers"
    others: Sequence[Series] = ()
    mixed: Sequence[Composite] = ()
    note: h.Node = None
    notes: Sequence[str] = field(default=())
    words: str = ""


def ways(curves: Curves, workshop: Workshop, journey: str) -> list[tuple[str, str]]:
    """Return what the chart can show, as options of a select."""
    found = [("", "All customers and the team")]
    if curves.waves(workshop, journey):
        found.append(("waves", "Wave by wave"))
    own = curves.personas(workshop, journey)
    if own:
        found.append(("personas", "All personas"))
        found += [(f"p-{each.persona.id}", f"Only {each.persona.name}") for each in own]
    found.append(("mix", "One mixed line (composite)"))
    return found


def shown(
    curves: Curves, workshop: Workshop, journey: Journey, points: Sequence[Point],
    at: Mapping[str, str],
) -> Shown:  # fmt: skip
    """Return what was chosen in the address; what is not there any more is all customers."""
    choice = at.get("of", "")
    if choice == "waves":
        return _waves(curves, workshop, journey.id, points)
    if choice == "personas":
        return _personas(curves, workshop, journey.id)
    if choice == "mix":
        return _mixed(points, at.get("weights", ""), _names(workshop, journey.id))
    for own in curves.personas(workshop, journey.id):
        if choice == f"p-{own.persona.id}":
            team = [p for p in points if p.source == "team"]
            everybody = [p for p in points if p.source == "survey"]
            why = f"{own.persona.name}: {own.why}." if own.why else None
            beside = [Series.number(0, "all customers", everybody)]
            names = _names(workshop, journey.id)
            told = [line_words(own.persona.name, own.points, names),
                    line_words("All customers", everybody, names)]  # fmt: skip
            return Shown(
                [*own.points, *team], own.persona.name, beside, note=why, words=" ".join(told)
            )
    return Shown(points)


def _waves(curves: Curves, workshop: Workshop, journey: str, points: Sequence[Point]) -> Shown:
    waves = curves.waves(workshop, journey)
    if not waves:
        return Shown(points)
    rest = [p for p in points if p.source != "survey"]
    earlier = [Series.number(at, wave, found) for at, (wave, found) in enumerate(waves[:-1])]
    name, newest = waves[-1]
    team = [p for p in rest if p.source == "team"]
    return Shown([*newest, *team], f"customers, {name}", earlier)


def _personas(curves: Curves, workshop: Workshop, journey: str) -> Shown:
    own = curves.personas(workshop, journey)
    lines = [
        Series.number(at, each.persona.name, each.points)
        for at, each in enumerate(own)
        if any(point.shown for point in each.points)
    ]
    hidden = [
        f"{each.persona.name} has no line: {each.why or 'fewer than 5 of its people answered'}."
        for each in own
        if not any(point.shown for point in each.points)
    ]
    names = _names(workshop, journey)
    told = [line_words(each.label, each.points, names) for each in lines]
    return Shown((), "", lines, notes=hidden, words=" ".join([*told, *hidden]))


def _names(workshop: Workshop, journey: str) -> dict[str, str]:
    return {t.id: t.name for t in workshop.touchpoints_of(journey)}


def _mixed(points: Sequence[Point], weights: str, names: Mapping[str, str]) -> Shown:
    from journeykit.emotions.composite import ENOUGH

    told = read_weights(weights)
    found = composite(points, told)
    by = {p.touchpoint: 0 for p in points}
    for point in points:
        by[point.touchpoint] += point.n if point.shown else 0
    line = [
        Point(each.touchpoint, "survey", each.value, None, None, by[each.touchpoint], None, True,
              "", method=weighed(each))
        for each in found
    ]  # fmt: skip
    enough = any(p.source == "survey" and p.shown and p.n >= ENOUGH for p in points)
    there = [source for source in WHO if any(p.source == source and p.shown for p in points)]
    rule = {source: 0.0 if source == "team" and enough else 1.0 for source in there}
    note = [
        h.p["A mixed line hides where sources differ. Weights: ", h.b[_default(told)], "."],
        h.form("#weights", data_submit="weigh")[
            (
                h.div(".field")[
                    h.label(for_=f"weight-{source}")[WHO[source].capitalize()],
                    h.input(
                        id=f"weight-{source}", name=source, type="number", min="0", max="10",
                        step="any", value=f"{(told or rule).get(source, 0):g}",
                    ),
                ]
                for source in there
            ),
            h.button("#weigh", type="submit")["Use these weights"],
            parts.button("Back to the rule", "weigh", id="weigh-default", kind="ghost")
            if told
            else None,
        ],
        h.small[f"The rule: each source counts the same, the team nothing where {ENOUGH} or more "
                "customers answered. A mixed line has no interval."],
    ]  # fmt: skip
    words = line_words("Composite", line, names)
    return Shown((), "", [Series.number(4, "composite", line)], found, note, words=words)


def _default(weights: Mapping[PointSource, float] | None) -> str:
    if weights is None:
        return "by the rule below"
    return ", ".join(f"{WHO[source]} {weights.get(source, 0):g}" for source in WHO)


def weighed(mixed: Composite) -> str:
    """Return the weights of a mixed value in words."""
    return ", ".join(f"{WHO[source]} {share:.0%}" for source, share in mixed.weights)


def read_weights(text: str) -> dict[PointSource, float] | None:
    """Return the weights in the address, "survey:2,text:1,team:0"; None for the rule."""
    told = dict(part.partition(":")[::2] for part in text.split(","))
    found: dict[PointSource, float] = {}
    for source in WHO:
        try:
            found[source] = min(10.0, max(0.0, float(told.get(source) or 0)))
        except ValueError:
            return None
    return found if any(found.values()) else None


def _filled(plan: grid.Grid) -> grid.Grid:
    """The map without rows in which nobody wrote yet: here it is read, not filled in."""
    told = {row for row, _ in (*plan.cells, *plan.spans)}
    keep = (row for row in plan.rows if row.kind == "evidence" or row.key in told)
    return replace(plan, rows=tuple(keep))


def card(
    curves: Curves, workshop: Workshop, journey: Journey, points: Sequence[Point],
    at: Mapping[str, str], *, hidden: bool, narrow: bool, words: str,
) -> h.Node:  # fmt: skip
    """Return the card of the overlay in the form that was chosen."""
    plan = _filled(grid.grid(workshop, journey.id))
    now = shown(curves, workshop, journey, points, at)
    form = at.get("form") or ("outline" if narrow else "table")
    wanted = {s.id: s.target_valence for s in workshop.stages_of(journey.id)
              if s.target_valence is not None}  # fmt: skip
    whole = curves.stages(workshop, journey.id)
    sizes = Sizes(label=96, column=136) if narrow else Sizes.fitting(len(plan.columns))
    drawn: h.Node
    if form == "numbers":
        drawn = numbers.table(workshop, journey, now)
    elif form == "outline":
        drawn = outline.as_html(
            outline.outline(plan, now.points or points, ()), id="emotion-outline"
        )
    else:
        picture = curve.curve(
            plan, now.points, sizes, others=now.others, targets=wanted, stages=whole,
            words=now.words or words.replace("\n", " "),
        )  # fmt: skip
        drawn = table.table(plan, picture, sizes=sizes, id="emotion-map")
    return h.section("#overlay.card", aria_label="Customers and team")[
        h.div(".legend")[
            _legend(now, hidden, bool(wanted), bool(whole)),
            h.span(".row.push")[_forms(form)],
        ],
        _chooser(curves, workshop, journey.id, at),
        now.note,
        [h.p[sentence] for sentence in now.notes],
        drawn,
    ]


def _chooser(curves: Curves, workshop: Workshop, journey: str, at: Mapping[str, str]) -> h.Element:
    return h.div(".chooser")[
        parts.field(
            "Show", "of", at.get("of", ""), "look", {"name": "of"}, kind="select",
            options=ways(curves, workshop, journey),
        )
    ]  # fmt: skip


def _forms(form: str) -> list[h.Element]:
    return [
        parts.button(
            words, "look", {"name": "form", "value": name}, id=f"form-{name}",
            aria_pressed="true" if form == name else "false",
        )
        for name, words in FORMS.items()
    ]  # fmt: skip


def _legend(now: Shown, hidden: bool, wanted: bool, whole: bool) -> list[h.Node]:
    team = [p.n for p in now.points if p.source == "team"]
    said = [p.n for p in now.points if p.source == "survey" and p.shown]
    written = comments(now.points)
    people = max(team, default=0)
    entries: list[h.Node] = []
    if said or not now.others:
        n = f", n {max(said):,}" if said else ""
        entries.append(h.span(".k.cust")[f"● {now.name}, 95 % interval{n}"])
    if written.points:
        entries.append(_entry(written))
    entries += [_entry(each) for each in now.others]
    if hidden and now.name:
        entries.append(h.span(".k.team")["○ team guess, hidden until revealed"])
    elif people:
        who = "1 person" if people == 1 else f"{people} people"
        entries.append(h.span(".k.team")[f"○ team guess, {who}"])
    if wanted:
        entries.append(h.span(".k.aim")["┄ target of a stage"])
    if whole:
        entries.append(h.span(".k")["━ asked about the whole stage"])
    entries.append(h.span(".k")[GAP])
    return entries


def _entry(series: Series) -> h.Element:
    return h.span(f".k.line.{series.kind}")[Markup(key(series)), f" {series.label}, n {series.n:,}"]
