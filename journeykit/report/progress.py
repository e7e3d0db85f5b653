"""Whether it helped, what differs since, and who is in charge: parts of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import htpy as h

from journeykit.history import overdue_words
from journeykit.history.planning import KINDS
from journeykit.insight.alignment import NOBODY, Felt, Owner, Task, departments, owners
from journeykit.measures.change import Change
from journeykit.measures.effect import NO_CONTROL, VERDICTS, WITH_CONTROL, Effect
from journeykit.measures.standing import TARGETS
from journeykit.model import Kpi, Measurement, Workshop
from journeykit.report.pieces import lines, number, signed, table


def before_after(found: Sequence[Effect]) -> h.Node:
    """Return what each action's KPI did, how sure that is, and what still lacks."""
    told = [each for each in found if each.verdict != "waiting"]
    waiting = [each for each in found if each.verdict == "waiting"]
    head = ("Action", "KPI", "Before", "After", "Effect, 95 % interval", "So", "Method")
    nodes: list[h.Node] = [table("Before and after each action", head, map(_effect, told))]
    if any(each.control is None for each in told):
        nodes.append(h.p[NO_CONTROL])
    if any(each.control is not None for each in told):
        nodes.append(h.p[WITH_CONTROL])
    if waiting:
        nodes += [h.h3["Not yet to be said"],
                  lines([h.strong[e.action.title], f": {e.why} {e.needed_words}".rstrip()]
                        for e in waiting)]  # fmt: skip
    return nodes if found else h.p["No action yet."]


def _effect(each: Effect) -> tuple[h.Node, ...]:
    assert each.kpi is not None
    sign, words = VERDICTS[each.verdict]
    needed = f" {each.needed_words}" if each.needed else ""
    return (
        each.action.title, each.kpi.name, _value(each.kpi, each.before),
        _value(each.kpi, each.after), _moved(each.effect), f"{sign} {words}",
        h.small[f"{each.method}.{needed}"],
    )  # fmt: skip


def _value(kpi: Kpi, value: Measurement | None) -> str:
    if value is None:
        return "—"
    ends = ""
    if value.low is not None and value.high is not None:
        ends = f" ({number(value.low)} to {number(value.high)})"
    n = "n not said" if value.n is None else f"n {value.n:,}"
    return f"{number(value.value)} {kpi.unit}{ends}, {n}, {value.day}"


def _moved(found: Change | None) -> str:
    if found is None:
        return "—"
    if found.low is None or found.high is None:
        return f"{signed(found.value)}, no interval"
    return f"{signed(found.value)} ({signed(found.low)} to {signed(found.high)})"


def iteration(workshop: Workshop, today: date) -> h.Node:
    """Return the review, what is late, triggers, planned waves, and versions with names."""
    review = workshop.about.review_date
    triggers = [
        (each.title, KINDS[each.kind], str(each.day), each.detail or "—",
         "looked at" if each.handled else "! open")
        for each in sorted(workshop.triggers.values(), key=lambda t: (t.day, t.rank))
    ]  # fmt: skip
    waves = [
        (each.title, _title(workshop, each.source), str(each.planned or "no day"),
         f"every {each.every_months} months" if each.every_months else "once",
         each.owner or "nobody yet", "asked" if each.done else "planned")
        for each in sorted(workshop.waves.values(), key=lambda w: (str(w.planned), w.rank))
    ]  # fmt: skip
    versions = [
        (each.name, str(each.day), each.note or "—", f"after change {each.seq}")
        for each in sorted(workshop.versions.values(), key=lambda v: v.seq)
    ]
    return [
        h.p[f"The map is looked at again on {review}." if review
            else "No day is set on which the map is looked at again."],
        lines(overdue_words(workshop, today)),
        table("What asked for another look", ("What", "Kind", "Day", "May change", "Standing"),
              triggers) or h.p["Nothing that asked for another look was written down."],
        table("Waves", ("Wave", "Repeats", "Planned", "How often", "Owner", "Standing"), waves)
        or h.p["No further wave is planned."],
        table("Versions", ("Name", "Day", "Note", "State"), versions)
        or h.p["No version has a name."],
    ]  # fmt: skip


def _title(workshop: Workshop, source: str | None) -> str:
    found = workshop.sources.get(source or "")
    return found.title if found else "—"


def alignment(workshop: Workshop, today: date, felt: Mapping[str, Felt]) -> h.Node:
    """Return each owner's actions with their KPI, and each department along the journey."""
    people = [each for each in owners(workshop, today) if each.tasks or each.touchpoints]
    return [
        table("Owners", ("Owner", "In charge of", "Actions", "Done", "Overdue"),
              map(_owner, people)) or h.p["Nobody owns anything yet."],
        table("Actions of each owner and how their KPI stands",
              ("Action", "Owner", "Due", "Status", "KPI", "Stands"), _tasks(people)),
        table("Departments along the journey",
              ("Department", "Touchpoints", "Customers feel, −2 to +2", "Pains and gaps",
               "Actions"), _departments(workshop, felt)),
    ]  # fmt: skip


def _owner(owner: Owner) -> tuple[str, ...]:
    points = ", ".join(point.name for point in owner.touchpoints) or "—"
    return owner.name, points, str(len(owner.tasks)), str(owner.done), str(owner.late)


def _tasks(people: Iterable[Owner]) -> Iterable[tuple[h.Node, ...]]:
    for owner in people:
        for task in owner.tasks:
            action = task.action
            late = f", {task.late} days late" if task.late else ""
            yield (
                action.title, owner.name, f"{action.due or 'no day'}{late}", action.status,
                task.standing.kpi.name if task.standing else "no KPI", _stands(task),
            )  # fmt: skip


def _stands(task: Task) -> str:
    found = task.standing
    if found is None:
        return "—"
    sign, words = TARGETS[found.target]
    value = f"{number(found.last.value)} {found.kpi.unit}, " if found.last else ""
    return f"{value}{sign} {words}"


def _departments(workshop: Workshop, felt: Mapping[str, Felt]) -> Iterable[tuple[h.Node, ...]]:
    for each in departments(workshop, felt):
        if each.name == NOBODY and not each.touchpoints:
            continue
        rated = f" over {each.rated} of {len(each.touchpoints)}" if each.rated else ""
        yield (
            each.name, ", ".join(point.name for point in each.touchpoints) or "—",
            f"{signed(each.valence)}{rated}", lines(f.title for f in each.findings) or "—",
            lines(a.title for a in each.actions) or "—",
        )  # fmt: skip


__all__ = ["alignment", "before_after", "iteration"]
