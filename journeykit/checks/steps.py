"""The rules of the steps, in order. A rule takes the facts and yields its checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeykit.checks import teaching
from journeykit.checks.evidence import (
    COVERAGE_GATE,
    coverage,
    links_by_touchpoint,
)
from journeykit.checks.facts import Check, Facts, each, holds
from journeykit.few import FEWEST
from journeykit.model import PERSONA_REQUIRED, Entity, Info

Rule = Callable[[Facts], Iterator[Check]]


def start(facts: Facts) -> Iterator[Check]:
    """Goal, scope, scenario, start and end are said before anything is mapped (R132)."""
    about, at = facts.workshop.about, "info/info"
    named = about.title != Info.model_fields["title"].default
    yield from holds(
        "start", "title", named, "The workshop has a title", "Give the workshop a title", at
    )
    for field, fact, todo in (
        ("goals", "The goal is said", "Say what the workshop is to achieve"),
        ("scope", "The scope is said", "Say what belongs to the journey and what does not"),
        ("scenario", "The scenario is said", "Describe the situation the customer is in"),
        ("start_event", "The journey has a start", "Say with which event the journey starts"),
        ("end_event", "The journey has an end", "Say with which event the journey ends"),
    ):
        yield from holds(
            "start", field.replace("_", "-"), bool(getattr(about, field)), fact, todo, at
        )


def personas(facts: Facts) -> Iterator[Check]:
    """There is a persona, complete, and not from thin air."""
    step, found = "personas", facts.personas
    yield from holds(step, "persona", bool(found), "There is a persona", "Add a persona")
    short: list[tuple[Entity, str]] = []
    for persona in found:
        lacks = [name for name in PERSONA_REQUIRED if not getattr(persona, name)]
        if lacks:
            short.append((persona, "fill in " + _listed(lacks)))
    yield from each(step, "required", "Every persona has its five attributes", len(found), short)
    invented = [
        (persona, "no attribute cites a source, so all of it is an assumption")
        for persona in found
        if not any(persona.evidence.values())
    ]
    yield from each(step, "persona-evidence", "Personas cite sources", len(found), invented)
    yield from teaching.attributes_are_supported(facts)
    yield from teaching.personas_are_somebody(facts)


def touchpoints(facts: Facts) -> Iterator[Check]:
    """The journey has a persona, stages, and touchpoints that say channel and owner."""
    step = "touchpoints"
    yield from holds(step, "journey", bool(facts.journeys), "There is a journey", "Start a journey")
    yield from each(
        step, "journey-persona", "Every journey has its persona", len(facts.journeys),
        [(j, "say whose journey this is") for j in facts.journeys if j.persona is None],
    )  # fmt: skip
    if facts.journeys:
        enough = len(facts.stages) >= 2
        yield from holds(
            step, "stages", enough, "The journey has stages", "Add at least two stages"
        )
    empty = [stage for stage in facts.stages if not facts.at_stage[stage.id]]
    yield from each(
        step, "empty-stage", "Every stage has at least one touchpoint", len(facts.stages),
        [(stage, "add a touchpoint, or remove the stage") for stage in empty],
    )  # fmt: skip
    count = len(facts.touchpoints)
    for field, fact, todo in (
        ("channel", "Every touchpoint has a channel", "say the channel"),
        ("owner", "Every touchpoint has an owner", "say who is responsible for it"),
    ):
        bad = [(t, todo) for t in facts.touchpoints if not getattr(t, field)]
        yield from each(step, field, fact, count, bad)
    yield from each(
        step, "same-name", "No touchpoint stands there twice", count,
        [(t, "stands in this stage twice, rename or remove one") for t in _twins(facts)],
    )  # fmt: skip
    does = {
        note.touchpoint or note.stage
        for note in facts.workshop.notes.values()
        if note.lane == "actions"
    }
    idle = [
        (stage, "write what the customer does there")
        for stage in facts.stages
        if facts.at_stage[stage.id]
        and not does & {stage.id, *(t.id for t in facts.at_stage[stage.id])}
    ]
    yield from each(
        step, "actions", "Every stage says what the customer does", len(facts.stages), idle
    )


def survey(facts: Facts) -> Iterator[Check]:
    """There is evidence; it says its n and day, is recent, and its questions are linked."""
    step, sources = "survey", facts.workshop.ordered("sources")
    yield from holds(
        step, "source", bool(sources), "There is evidence from customers",
        "Attach a survey, or add another source",
    )  # fmt: skip
    for field, fact, todo in (
        ("n", "Every source says its n", "say of how many people it speaks"),
        ("collected", "Every source has its day", "say when it was collected"),
    ):
        bad = [(s, todo) for s in sources if getattr(s, field) is None]
        yield from each(step, f"source-{field}", fact, len(sources), bad)
    linked = {link.source for link in facts.workshop.links.values()}
    asked = ("survey", "review")
    surveys = [source for source in sources if source.dataset and source.kind in asked]
    loose = [(s, "link its questions to touchpoints") for s in surveys if s.id not in linked]
    yield from each(step, "link", "Every survey is linked to touchpoints", len(surveys), loose)
    dated = [source for source in sources if source.collected is not None]
    days = facts.workshop.about.stale_days
    stale = [
        (s, f"{(facts.today - s.collected).days} days old, collect anew")
        for s in dated
        if (facts.today - s.collected).days > days
    ]
    yield from each(step, "stale", f"No evidence is older than {days} days", len(dated), stale)


def emotions(facts: Facts) -> Iterator[Check]:
    """Every stage has a rating, moments have reasons, too few answers are called that."""
    step = "emotions"
    linked = links_by_touchpoint(facts.workshop)
    rated = {rating.touchpoint for rating in facts.workshop.ratings.values()} | set(linked)
    full = [stage for stage in facts.stages if facts.at_stage[stage.id]]
    yield from each(
        step, "stage-rating", "Every stage has at least one rating", len(full),
        [
            (stage, "let the team rate one of its touchpoints, or link a question")
            for stage in full
            if not rated & {t.id for t in facts.at_stage[stage.id]}
        ],
    )  # fmt: skip
    moments = [t for t in facts.touchpoints if t.moment_of_truth]
    yield from each(
        step, "moment-reason", "Moments of truth have a reason", len(moments),
        [(t, "say why it is a moment of truth") for t in moments if not t.moment_reason.strip()],
    )  # fmt: skip
    asked = [t for t in facts.touchpoints if t.id in linked]
    few = []
    for touchpoint in asked:
        n = max((link.n for link in linked[touchpoint.id] if link.n is not None), default=None)
        if n is not None and n < FEWEST and facts.evidence[touchpoint.id].status != "measured":
            count = f"{n} answer{'' if n == 1 else 's'} only" if n else "no answers yet"
            few.append((touchpoint, f"{count}, keep it as an assumption or collect more"))
    yield from each(
        step, "few-answers", "Every linked touchpoint has at least 5 answers", len(asked), few
    )


def improve(facts: Facts) -> Iterator[Check]:
    """Pains are weighed and answered; actions have an owner, a day and a reason."""
    step, workshop, pains = "improve", facts.workshop, facts.pains
    yield from holds(step, "pain", bool(pains), "There are pains", "Write down the first pain")
    light = [pain for pain in pains if pain.severity is None or pain.frequency is None]
    yield from each(
        step, "pain-weight", "Every pain has severity and frequency", len(pains),
        [(pain, "weigh it: severity and frequency") for pain in light],
    )  # fmt: skip
    yield from teaching.pains_are_supported(facts)
    yield from teaching.quotes_are_somebodys(facts)
    yield from teaching.pains_have_a_place(facts)
    yield from teaching.pains_are_not_solutions(facts)
    yield from teaching.opportunities_answer_something(facts)
    yield from teaching.ideals_can_be_checked(facts)
    answered = {finding.answers for finding in workshop.findings.values()}
    answered |= {id for action in facts.actions for id in action.findings}
    todo = "add an opportunity or an action that answers it"
    yield from each(
        step, "pain-answer", "Every pain has an opportunity or an action", len(pains),
        [(pain, todo) for pain in pains if pain.id not in answered],
    )  # fmt: skip
    actions = facts.actions
    yield from holds(step, "action", bool(actions), "There are actions", "Decide on an action")
    for code, fact, todo, field in (
        ("action-owner", "Every action has an owner", "say who does it", "owner"),
        ("action-due", "Every action has a day", "say by when", "due"),
        ("action-finding", "Every action answers a finding", "say what it answers", "findings"),
    ):  # fmt: skip
        bad = [(action, todo) for action in actions if not getattr(action, field)]
        yield from each(step, code, fact, len(actions), bad)
    late = [
        (action, f"was due on {action.due}, move the day or mark it done")
        for action in actions
        if action.due is not None and action.due < facts.today and action.status != "done"
    ]
    yield from each(step, "overdue", "No action is overdue", len(actions), late)


def measure(facts: Facts) -> Iterator[Check]:
    """KPIs are defined, measured, and every action is to move one."""
    step, workshop = "measure", facts.workshop
    kpis = workshop.ordered("kpis")
    yield from holds(step, "kpi", bool(kpis), "There is a KPI", "Add a KPI")
    measured = {measurement.kpi for measurement in workshop.measurements.values()}
    for code, fact, bad in (
        ("kpi-definition", "Every KPI has a definition",
         [(k, "say exactly what is counted") for k in kpis if not k.definition.strip()]),
        ("kpi-target", "Every KPI has a target",
         [(k, "set a target") for k in kpis if k.target is None]),
        ("kpi-baseline", "Every KPI has been measured",
         [(k, "measure it once before anything changes") for k in kpis if k.id not in measured]),
    ):  # fmt: skip
        yield from each(step, code, fact, len(kpis), bad)
    yield from each(
        step, "action-kpi", "Every action is to move a KPI", len(facts.actions),
        [(a, "say which KPI it is to move") for a in facts.actions if a.kpi is None],
    )  # fmt: skip
    values = workshop.ordered("measurements")
    unsourced = {m.kpi for m in values if m.source is None}
    yield from each(
        step, "measurement-source", "Every measured value names its source", len(values),
        [(k, "name the source of its values") for k in kpis if k.id in unsourced],
    )  # fmt: skip


def report(facts: Facts) -> Iterator[Check]:
    """The map stands on evidence and somebody will look at it again."""
    step = "report"
    if facts.cells:
        share = coverage(facts.workshop, facts.cells)
        yield from holds(
            step, "coverage", share >= COVERAGE_GATE,
            f"Evidence covers {100 * share:.0f} % of the map",
            f"Evidence covers {100 * share:.0f} % of the map: below 50 % the report "
            "carries the mark ASSUMPTIONS",
        )  # fmt: skip
    review = facts.workshop.about.review_date
    todo = "Say when the map is looked at again" if review is None else (
        f"The review was due on {review}: look at the map again and set the next day"
    )  # fmt: skip
    good = review is not None and review >= facts.today
    yield from holds(step, "review", good, f"The next review is on {review}", todo, "info/info")


def _twins(facts: Facts) -> Iterator[Entity]:
    for stage in facts.stages:
        seen: set[str] = set()
        for touchpoint in facts.at_stage[stage.id]:
            if touchpoint.name.lower() in seen:
                yield touchpoint
            seen.add(touchpoint.name.lower())


def _listed(names: list[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


RULES: tuple[Rule, ...] = (
    start, personas, touchpoints, teaching.stages_are_the_customers,
    teaching.touchpoints_are_one_moment, teaching.one_actor, teaching.lanes_are_the_customers,
    survey, emotions, improve, measure, report,
)  # fmt: skip
