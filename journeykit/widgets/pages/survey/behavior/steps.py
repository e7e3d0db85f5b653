"""The funnel of an event log: a chart, a table, and what was counted how."""

from __future__ import annotations

import htpy as h

from journeykit.insight.funnel import WAYS, Step, lasted
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse.figures import drawn, under
from journeykit.widgets.pages.survey.behavior import cells
from journeykit.widgets.pages.survey.behavior.data import Seen

BY = {"stages": "Stages", "touchpoints": "Touchpoints"}
_HOW = {
    "order": "Counted is who was at all steps before, in this order; a case that skips a step "
    "or goes another way is lost at that step.",
    "ever": "Counted is who was there at some time. “Of those before” asks how many of the "
    "people of the step before were here at all, earlier or later.",
}


def shown(workshop: Workshop, seen: Seen, how: str, by: str, began: str) -> h.Node:
    """Return the funnel of a log, of the cases that began through one channel where one is set."""
    how = how if how in WAYS else "order"
    by = by if by in BY else "stages"
    groups = dict(seen.groups)
    began = began if began in groups else ""
    steps = seen.funnel(how, by, began)
    fields = [
        cells.choice("Count", "how", how, list(WAYS.items())),
        cells.choice("Steps", "steps", by, list(BY.items())),
    ]
    if groups:
        options = [("", "All cases"), *((name, f"began by {name} ({n:,})") for name, n in
                                        groups.items())]  # fmt: skip
        fields.append(cells.choice("Whom", "began", began, options))
    return [cells.several(*fields), _card(workshop, seen, steps, how, by)]


def _card(workshop: Workshop, seen: Seen, steps: list[Step], how: str, by: str) -> h.Element:
    from journeykit.charts import spec
    from journeykit.charts.funnel import funnel_chart, funnel_words

    observed = [step for step in steps if step.observed]
    told = [step for step in observed if step.of_all.value is not None]
    people = observed[0].of_all.n if observed else seen.log.people
    return parts.card(
        f"How far cases come: {people:,} {'case' if people == 1 else 'cases'}",
        drawn("funnel-chart", spec(funnel_chart(observed)), funnel_words(observed))
        if told else h.p["There are fewer than five cases, so no share of them is shown."],
        parts.table(
            ["Step", "Reached, of all cases", "Of those before (at risk)", "Left before it",
             "Time since the step before", ""],
            [_line(workshop, seen, step, by, at) for at, step in enumerate(steps)],
            caption="Steps of the funnel", id="funnel",
        ),
        cells.notes(
            _HOW[how],
            "Intervals are Wilson’s, 95 %. Time: median, and in which range the middle half lies.",
            "A step that no activity of the log belongs to is passed over; it is no loss."
            if len(observed) < len(steps) else "",
            "A case that is still under way is counted as it is now: it may go on.",
        ),
        id="funnel-card",
    )  # fmt: skip


def _line(workshop: Workshop, seen: Seen, step: Step, by: str, at: int) -> list[h.Node]:
    if not step.observed:
        return [step.name, h.span(".quiet")["not in the log"], "–", "–", "–", ""]
    return [
        step.name, cells.share(step.of_all), cells.share(step.of_before) if step.of_before else "–",
        _left(step), _time(step), _button(workshop, seen, step, by, at),
    ]  # fmt: skip


def _left(step: Step) -> h.Node:
    if step.of_before is None or step.of_before.value is None:
        return "–"
    return f"{step.left:,}"


def _time(step: Step) -> h.Node:
    if step.of_before is None:
        return "–"
    if step.seconds is None:
        return h.span(".quiet")["too few times"]
    low, middle, high = step.seconds
    return under(lasted(middle), f"{lasted(low)} to {lasted(high)} · n {step.timed:,}")


def title_of(step: Step) -> str:
    """Return the title of the finding that a loss becomes."""
    return f"Many are lost before {step.name}"


def _button(workshop: Workshop, seen: Seen, step: Step, by: str, at: int) -> h.Node:
    risk = step.of_before
    if risk is None or risk.value is None or not step.left:
        return ""
    given = {"log": seen.source.id, "name": step.name, "by": by}
    return cells.finding(workshop, title_of(step), "loss_finding", given,
                         f"loss-{at}")  # fmt: skip


__all__ = ["BY", "WAYS", "shown", "title_of"]
