"""Before and after each action: what its KPI did, how sure that is, what it does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.measures.change import Change
from journeykit.measures.effect import NO_CONTROL, VERDICTS, WITH_CONTROL, Effect
from journeykit.measures.standing import CONTROL
from journeykit.model import Action, Kpi, Measurement
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.measure.words import amount, difference_unit, moved

if TYPE_CHECKING:
    from journeykit.widgets.pages.measure.acting import ActView


def effects_tab(view: ActView) -> h.Node:
    """Return the part that compares before and after."""
    found = view.effects()
    if not found:
        return parts.card(
            "Before and after",
            parts.empty(
                "No action yet. The Improve step turns findings into actions.",
                h.a(".button", href="05_improve.ipynb", data_go="improve?view=actions")[
                    "To the actions"
                ],
            ),
            id="effects",
        )
    told = [each for each in found if each.verdict != "waiting"]
    waiting = [each for each in found if each.verdict == "waiting"]
    return [
        _overview(told, waiting),
        [_card(view, each) for each in told],
        parts.card(
            "Not yet to be said",
            h.ul(".kpi-list")[(_waiting(view, each) for each in waiting)],
            id="effects-waiting",
        )
        if waiting
        else None,
    ]


def _overview(told: list[Effect], waiting: list[Effect]) -> h.Element:
    counts = {verdict: sum(e.verdict == verdict for e in told) for verdict in VERDICTS}
    said = [
        f"{many} {VERDICTS[verdict][1]}" for verdict, many in counts.items() if many
    ]  # fmt: skip
    said += [f"{len(waiting)} not yet to be said"] if waiting else []
    return parts.card(
        "Did it help?",
        h.p[f"Of {len(told) + len(waiting)} actions: {'; '.join(said)}."],
        parts.table(
            ["Action", "KPI", "Before", "After", "Effect", "So"],
            (_row(each) for each in told),
            caption="Effect of each action on its KPI",
        )
        if told
        else None,
        h.p[h.small["The effect is after less before, with its 95 % interval; with a comparison "
                    "group what changed there is taken off. “Surely” means more than chance "
                    "explains, not that the action was the cause."]],
        id="effects",
    )  # fmt: skip


def _row(each: Effect) -> list[h.Node]:
    assert each.kpi is not None
    return [
        h.a(href=f"#e-{each.action.id}")[each.action.title],
        each.kpi.name,
        _value(each.kpi, each.before),
        _value(each.kpi, each.after),
        _change(each.effect),
        verdict(each),
    ]


def verdict(each: Effect) -> h.Node:
    """Return the verdict as a sign and words."""
    sign, words = VERDICTS[each.verdict]
    kind = {"better": "kpi-met", "worse": "kpi-short"}.get(each.verdict, "kpi-doubt")
    return h.span(class_=kind)[h.span(aria_hidden="true")[f"{sign} "], words]


def _value(kpi: Kpi, value: Measurement | None) -> h.Node:
    if value is None:
        return "–"
    ends = "no interval"
    if value.low is not None and value.high is not None:
        ends = f"{amount(value.low)} to {amount(value.high)}"
    n = f" · n {value.n:,}" if value.n is not None else ""
    return [h.b[amount(value.value, kpi.unit)], h.small[f" {ends}{n} · {value.day}"]]


def _change(found: Change | None) -> h.Node:
    if found is None:
        return "–"
    if found.low is None or found.high is None:
        return [h.b[moved(found.value)], h.small[" no interval"]]
    return [h.b[moved(found.value)], h.small[f" {moved(found.low)} to {moved(found.high)}"]]


def sentence(each: Effect) -> str:
    """Say the effect in words that claim no more than it shows.

    >>> from journeykit.measures.effect import effect
    >>> values = [Measurement(kpi="k", day="2026-02-01", value=40, low=36, high=44),
    ...           Measurement(kpi="k", day="2026-05-01", value=44, low=40, high=48)]
    >>> done = Action(started="2026-03-01", finished="2026-04-01")
    >>> sentence(effect(done, Kpi(name="Conversion", unit="%"), values))[:79]
    'Conversion went from 40 % to 44 %: +4 percentage points (−1.66 to +9.66). This '
    """
    if each.kpi is None or each.before is None or each.after is None or each.effect is None:
        return each.why
    unit = difference_unit(each.kpi.unit)
    said = (
        f"{each.kpi.name} went from {amount(each.before.value, each.kpi.unit)} to "
        f"{amount(each.after.value, each.kpi.unit)}"
    )
    less = "" if each.control is None else (
        f"; the comparison group by {moved(each.control.value)}, which leaves"
    )  # fmt: skip
    by = f"{moved(each.effect.value)} {unit}".strip()
    ends = ""
    if each.effect.low is not None and each.effect.high is not None:
        ends = f" ({moved(each.effect.low)} to {moved(each.effect.high)})"
    honest = NO_CONTROL if each.control is None else WITH_CONTROL
    parts_ = (f"{said}{less}: {by}{ends}.", _judged(each), _expected(each), honest)
    return " ".join(filter(None, parts_))


def _judged(each: Effect) -> str:
    return {
        "better": "This is better by more than chance explains.",
        "worse": "This is worse by more than chance explains.",
        "unsure": "This may be chance: nobody can tell yet.",
        "untested": "Without intervals nobody can tell whether this is more than chance.",
        "waiting": each.why,
    }[each.verdict]


def _expected(each: Effect) -> str:
    wanted, found = each.action.expected_change, each.effect
    if wanted is None or found is None or found.low is None or found.high is None:
        return ""
    if found.low <= wanted <= found.high:
        return f"The expected {moved(wanted)} lies within the interval."
    less = found.high < wanted if wanted > 0 else found.low > wanted
    return f"It is {'less' if less else 'more'} than the expected {moved(wanted)}."


# ---- one action --------------------------------------------------------------------------------


def _card(view: ActView, each: Effect) -> h.Element:
    kpi = each.kpi
    assert kpi is not None
    return parts.card(
        each.action.title,
        h.p[verdict(each)],
        h.p(".kpi-says")[sentence(each)],
        _chart(view, kpi, each),
        _table(view, kpi),
        h.p[h.small[f"How it was compared: {each.method}. {each.needed_words}"]],
        _fields(view, each.action),
        id=f"e-{each.action.id}",
    )


def _chart(view: ActView, kpi: Kpi, each: Effect) -> h.Node:
    from journeykit.charts.kpis import kpi_history
    from journeykit.charts.theme import spec

    values = _values(view, kpi)
    words = f"{kpi.name} by day with {each.action.title}. {sentence(each)}"
    return h.div(".kpi-chart")[
        parts.chart(f"e-{each.action.id}-chart", spec(kpi_history(kpi, values, [each.action])),
                    words + " The table below has the same numbers.")
    ]  # fmt: skip


def _values(view: ActView, kpi: Kpi) -> list[Measurement]:
    found = [m for m in view.workshop.measurements.values()
             if m.kpi == kpi.id and m.group in ("", CONTROL)]  # fmt: skip
    return sorted(found, key=lambda m: (m.day, m.group, m.rank, m.id))


def _table(view: ActView, kpi: Kpi) -> h.Element:
    sources = view.workshop.sources
    return parts.table(
        ["Day", "Value", "Interval", "n", "Group", "Method, source"],
        (
            [
                str(m.day), amount(m.value, kpi.unit),
                f"{amount(m.low)} to {amount(m.high)}"
                if m.low is not None and m.high is not None else "none",
                "not said" if m.n is None else f"{m.n:,}",
                "comparison group" if m.group else "with the action",
                h.small["; ".join(filter(None, (
                    m.method, sources[m.source].title if m.source in sources else "",
                ))) or "not said"],
            ]
            for m in _values(view, kpi)
        ),
        caption=f"All values of {kpi.name}",
    )  # fmt: skip


def _waiting(view: ActView, each: Effect) -> h.Element:
    action = each.action
    return h.li(id=f"e-{action.id}", class_="kpi-wait")[
        h.div(".kpi-what")[
            h.strong[action.title],
            h.small[f"{each.kpi.name if each.kpi else 'no KPI'} · {action.owner or 'no owner'} · "
                    f"{action.status}"],
            h.p[h.span(aria_hidden="true")["… "], each.why],
            h.small[each.needed_words] if each.kpi else None,
        ],
        _fields(view, action),
    ]  # fmt: skip


def _fields(view: ActView, action: Action) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: object) -> h.Element:
        return parts.field(
            label, f"e-{action.id}-{name}", getattr(action, name), "acted",
            {"id": action.id, "field": name}, kind=kind, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    kpi = view.workshop.kpis.get(action.kpi or "")
    unit = difference_unit(kpi.unit) if kpi else ""
    return h.div(".fields.kpi-act")[
        field("kpi", "KPI", "select",
              options=choices.entities(view.workshop, "kpis", "No KPI yet")),
        field("expected_change", f"Expected change{f', {unit}' if unit else ''}",
              inputmode="decimal"),
        field("started", "Started", "date"),
        field("finished", "Finished", "date"),
    ]  # fmt: skip


__all__ = ["effects_tab", "sentence", "verdict"]
