"""Checks that teach: the mistakes of first maps (R314), told by their wording and their links."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeykit.checks.evidence import PERSONA_CLAIMS, cited
from journeykit.checks.facts import Check, Facts, each, where
from journeykit.checks.wording import (
    is_companys,
    is_department,
    is_everybody,
    is_solution,
    is_two_moments,
    two_actors,
)
from journeykit.model import Finding, Note

#: Lanes in which the customer acts, speaks, thinks or feels.
CUSTOMERS = ("actions", "thoughts", "feelings", "says", "motivations", "needs", "questions")


def stages_are_the_customers(facts: Facts) -> Iterator[Check]:
    """No stage is named after a department."""
    own = {touchpoint.department.strip().lower() for touchpoint in facts.touchpoints} - {""}
    yield from each(
        "touchpoints",
        "department",
        "Stages are named in the customer's words",
        len(facts.stages),
        [
            (stage, "this is a department, say what the customer does or wants there")
            for stage in facts.stages
            if is_department(stage.name) or stage.name.strip().lower() in own
        ],
    )


def touchpoints_are_one_moment(facts: Facts) -> Iterator[Check]:
    """Every touchpoint is one moment, since two cannot share one feeling."""
    yield from each(
        "touchpoints", "one-moment", "Every touchpoint is one moment", len(facts.touchpoints),
        [
            (t, "these are two moments, split them")
            for t in facts.touchpoints
            if is_two_moments(t.name)
        ],
    )  # fmt: skip


def one_actor(facts: Facts) -> Iterator[Check]:
    """The map follows one kind of people; another persona acts in none of its lanes."""
    about = facts.workshop.about
    if two_actors(about.actor):
        yield Check(
            "touchpoints", "one-actor",
            f"{about.actor}: these are two actors, make a journey for each",
            False, where(about),
        )  # fmt: skip
        return
    notes = [note for note, _ in _placed(facts, ("actions",))]
    names = {persona.id: persona.name.split()[0].casefold() for persona in facts.personas}
    own = {note.id: {names.get(journey or "")} for note, journey in _placed(facts, ("actions",))}
    strangers = [
        (note, "somebody else acts here, move it to the journey of that persona")
        for note in notes
        if len(facts.personas) > 1
        and (first := next(iter(note.text.casefold().split()), "").rstrip(",:'’s"))
        and first in {name.rstrip("s") for name in set(names.values()) - own[note.id]}
    ]
    yield from each(
        "touchpoints", "one-actor", "One actor walks through the map", len(notes), strangers
    )


def lanes_are_the_customers(facts: Facts) -> Iterator[Check]:
    """What stands in the customer's lanes is said by the customer, not by the company."""
    notes = [note for note, _ in _placed(facts, CUSTOMERS)]
    yield from each(
        "touchpoints", "customers-words", "The customer's lanes speak as the customer", len(notes),
        [
            (note, "the company speaks here, say what the customer does, or move it backstage")
            for note in notes
            if is_companys(note.text, does=note.lane == "actions")
        ],
    )  # fmt: skip


def personas_are_somebody(facts: Facts) -> Iterator[Check]:
    """A persona is one somebody, no average."""
    told = [(persona, is_everybody(persona)) for persona in facts.personas]
    yield from each(
        "personas", "average", "Every persona is somebody, not everybody", len(told),
        [
            (persona, f"“{what}” is everybody, choose one group and describe it")
            for persona, what in told
            if what
        ],
    )  # fmt: skip


def attributes_are_supported(facts: Facts) -> Iterator[Check]:
    """Goals and challenges cite a source, and more of a persona is known than believed."""
    bad = []
    for persona in facts.personas:
        told = [name for name in PERSONA_CLAIMS if getattr(persona, name)]
        loose = [
            name
            for name in told
            if cited(facts.workshop, persona.evidence.get(name, ())).status == "assumed"
        ]
        # a persona that cites nothing at all is named as a whole, by another check
        core = [name for name in ("goals", "challenges") if name in loose]
        if len(loose) < len(told) and (core or 2 * len(loose) > len(told)):
            names = [name.replace("_", " ") for name in core or loose]
            rest = f" and {len(names) - 3} more" if len(names) > 3 else ""
            words = " and ".join(names) if core else ", ".join(names[:3]) + rest
            bad.append((persona, f"nothing supports {words}: cite a source, or ask"))
    yield from each(
        "personas", "attribute-evidence", "Goals, challenges and most of the rest cite a source",
        len(facts.personas), bad,
    )  # fmt: skip


def pains_are_supported(facts: Facts) -> Iterator[Check]:
    """Behind every pain stands a quote or a source."""
    yield from _pains(
        facts,
        "pain-evidence",
        "Every pain has a quote or a source",
        "add a quote or a source, or keep it as a guess to be checked",
        lambda pain: bool(pain.quote.strip() or pain.sources),
    )


def quotes_are_somebodys(facts: Facts) -> Iterator[Check]:
    """A quote says where it was said: quotes are never invented (METHOD 5)."""
    found = [f for f in facts.workshop.ordered("findings") if f.quote.strip()]
    yield from each(
        "improve", "quote-source", "Every quote cites its source", len(found),
        [(f, "say where its quote was said, or take it out") for f in found if not f.sources],
    )  # fmt: skip


def pains_have_a_place(facts: Facts) -> Iterator[Check]:
    """Every pain happens at a touchpoint."""
    yield from _pains(
        facts,
        "pain-place",
        "Every pain has its touchpoint",
        "say at which touchpoint it happens",
        lambda pain: pain.touchpoint is not None,
    )


def pains_are_not_solutions(facts: Facts) -> Iterator[Check]:
    """No pain is a solution in disguise."""
    yield from _pains(
        facts,
        "pain-wording",
        "Pains are worded as pains, not as solutions",
        "this is a solution, write what the customer suffers and keep this as an opportunity",
        lambda pain: not is_solution(pain.title),
    )


def opportunities_answer_something(facts: Facts) -> Iterator[Check]:
    """An opportunity answers a pain, a gap or a need, or amplifies a delight of its touchpoint."""
    workshop = facts.workshop
    found = workshop.ordered("findings", kind="opportunity")
    joys = {f.touchpoint for f in workshop.findings.values() if f.kind == "delight"} - {None}
    yield from each(
        "improve", "opportunity-pain", "Every opportunity answers a finding", len(found),
        [
            (f, "say which pain, need or delight it answers")
            for f in found
            if f.answers is None and f.touchpoint not in joys
        ],
    )  # fmt: skip


def ideals_can_be_checked(facts: Facts) -> Iterator[Check]:
    """The stages of an ideal journey say when they are reached."""
    workshop = facts.workshop
    ideal = workshop.ordered("journeys", state="ideal")
    stages = [stage for journey in ideal for stage in workshop.stages_of(journey.id)]
    yield from each(
        "improve", "acceptance", "Every stage of the ideal journey says when it is reached",
        len(stages),
        [
            (stage, "say how somebody sees that the ideal is reached here")
            for stage in stages
            if not stage.acceptance
        ],
    )  # fmt: skip


def _placed(facts: Facts, lanes: tuple[str, ...]) -> Iterator[tuple[Note, str | None]]:
    """The notes of the current journeys in some lanes, with the persona of their journey."""
    persona = {journey.id: journey.persona for journey in facts.journeys}
    of_stage = {stage.id: persona[stage.journey] for stage in facts.stages}
    of_point = {t.id: of_stage[t.stage] for t in facts.touchpoints}
    for note in facts.workshop.ordered("notes"):
        place = note.touchpoint if note.touchpoint in of_point else note.stage
        if note.lane in lanes and (place in of_point or place in of_stage):
            yield note, of_point.get(place or "", of_stage.get(place or ""))


def _pains(
    facts: Facts, code: str, fact: str, todo: str, good: Callable[[Finding], bool]
) -> Iterator[Check]:
    bad = [(pain, todo) for pain in facts.pains if not good(pain)]
    yield from each("improve", code, fact, len(facts.pains), bad)
