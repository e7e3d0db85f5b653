"""What a question speaks about: proposals, decisions, and the edits that they become.

A decision is a short text: ``t:ID`` a touchpoint, ``s:ID`` a stage, ``journey`` the whole,
``new`` a touchpoint that is made of the question, ``none`` nothing; "" is not decided yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.edits import Batch, Change, Edit, Put, Remove, next_rank
from journeykit.errors import Missing, Refused
from journeykit.model import TEXT_LIMIT, Journey, Link, Stage, Touchpoint, Workshop
from journeykit.survey.recipe import WHOLE as THE_WHOLE

if TYPE_CHECKING:
    from journeykit.store import Store
    from journeykit.survey import Question, Survey
    from journeykit.widgets.pages.survey.draft import Draft

WHOLE = "journey"
NEW = "new"
NONE = "none"
#: The stage of a map that has none yet.
FIRST_STAGE = "Experience"
_OVERALL = re.compile(r"\b(overall|all in all|in general|as a whole|altogether)\b|^all$", re.I)
_CODE = re.compile(r"^[A-Za-z]{1,3}\d+[a-z]?[_ .:-]*(?=[A-Z])")
_LEAD = re.compile(
    r"^(?:please\s+)?(?:how\s+(?:satisfied|happy|easy|difficult|good|well)\s+(?:were|are|was|is|"
    r"did|do)\s+(?:you|it)?\s*(?:with|to|find|by)?|how\s+(?:would|do|did)\s+you\s+(?:rate|like|"
    r"find|feel about)|how\s+(?:was|were)|rate|what\s+did\s+you\s+think\s+of|(?:overall\s+)?"
    r"(?:satisfaction|experience)\s+(?:with|of))\s+",
    re.I,
)
_TAIL = re.compile(r"\s+(?:rating|score|satisfaction)$", re.I)
_ARTICLE = re.compile(r"^(?:the|our|your|this|that|of|with)\s+", re.I)


@dataclass(frozen=True)
class Proposal:
    """What a question probably speaks about, why, and whether that is sure."""

    target: str
    place: str
    reason: str
    sure: bool


def proposals(questions: Iterable[Question], workshop: Workshop) -> dict[str, Proposal]:
    """Return a proposal for each question with a scale that has one."""
    from journeykit.attach import SURE
    from journeykit.survey import propose

    journey = workshop.current_journey()
    places = workshop.touchpoints_of(journey.id) if journey else []
    names = {f"t:{place.id}": place.name for place in places}
    channels = {f"t:{place.id}": place.channel for place in places}
    stages = {f"s:{one.id}": one.name for one in workshop.stages_of(journey.id)} if journey else {}
    asked = [q for q in questions if q.scaled]
    found = {
        id: Proposal(WHOLE, "the whole journey", reason, True)
        for question in asked
        if (reason := _whole(question)) and (id := question.id)
    }
    some = [q for q in asked if q.id not in found or q.kind in ("csat", "ces")]
    some = [q for q in some if q.touchpoint != THE_WHOLE]
    near = {each.question: each for each in propose(some, list(names.items()), channels=channels)}
    for each in propose(some, list(stages.items()), least=SURE):
        # a touchpoint says more than its stage
        if each.question not in near or each.score > near[each.question].score + 5:
            near[each.question] = each
    for id, each in near.items():
        if id not in found or each.score >= SURE:
            place = names.get(each.touchpoint) or f"the stage {stages[each.touchpoint]}"
            found[id] = Proposal(each.touchpoint, place, each.reason, each.score >= SURE)
    return found


def _whole(question: Question) -> str:
    if question.touchpoint == THE_WHOLE:
        return "the recipe says so"
    if question.kind == "nps":
        return "a recommendation is about everything"
    text = question.text or question.id
    if _OVERALL.search(text) or _OVERALL.search(_CODE.sub("", text)):
        return "it asks about everything"
    return ""


def touchpoint_name(question: Question) -> str:
    """Return the name of a touchpoint that is made of a question.

    >>> from journeykit.survey import Question
    >>> [touchpoint_name(Question(text, text, (text,), "rating")) for text in (
    ...     "Q7AIRTRAIN", "How satisfied were you with the checkout?", "Rate these [Returns]")]
    ['Airtrain', 'Checkout', 'Returns']
    """
    text = (question.text or question.id).strip()
    if inside := re.search(r"\[([^\[\]]+)\]\s*$", text):
        text = inside[1]
    elif re.search(r"\S.* [-–:] \S", text) and len(text.split()) > 6:
        text = re.split(r" [-–:] ", text)[-1]
    elif " " not in text:
        text = _CODE.sub("", text).replace("_", " ")
        text = text.lower() if text.isupper() else text
    text = _ARTICLE.sub("", _LEAD.sub("", text.rstrip(" ?.!*:")))
    text = _TAIL.sub("", text).strip()
    text = text or question.id
    short = text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + "…"
    return short[:1].upper() + short[1:]


def known(workshop: Workshop, target: str) -> str:
    """Return a decision, or "" where what it names is not there any more."""
    kind, _, id = target.partition(":")
    if kind == "t":
        return target if id in workshop.touchpoints else ""
    if kind == "s":
        return target if id in workshop.stages else ""
    return target if target in (WHOLE, NEW, NONE) else ""


@dataclass(frozen=True)
class Places:
    """Where decided questions point, and what has to be put in first for that."""

    puts: tuple[Put, ...]
    touchpoints: Mapping[str, str | None]
    stages: Mapping[str, str]


def places(workshop: Workshop, decided: Mapping[str, str], names: Mapping[str, str],
           stage: str) -> Places:  # fmt: skip
    """Turn decisions into ids; new touchpoints of one name are one touchpoint.

    ``names`` gives for a question the name of the touchpoint that is made of it, ``stage`` the
    name of the stage where it goes. A stage and a journey are made where they are not there.
    """
    new = [names[id] for id, target in decided.items() if target == NEW]
    puts, made = _made(workshop, new, stage) if new else ([], {})
    touchpoints: dict[str, str | None] = {}
    stages: dict[str, str] = {}
    for id, target in decided.items():
        kind, _, of = known(workshop, target).partition(":")
        if kind == "t":
            touchpoints[id] = of
        elif kind == "s":
            stages[id] = of
        elif kind == NEW:
            touchpoints[id] = made[names[id].casefold()]
        elif kind == WHOLE:
            touchpoints[id] = None
    return Places(tuple(puts), touchpoints, stages)


def _made(workshop: Workshop, names: list[str], stage: str) -> tuple[list[Put], dict[str, str]]:
    puts: list[Put] = []
    journey = workshop.current_journey()
    if journey is None:
        persona = next(iter(workshop.ordered("personas")), None)
        journey = Journey(title="Current journey", persona=persona.id if persona else None, rank=1)
        puts.append(Put.of(journey))
    stages = workshop.stages_of(journey.id)
    wanted = stage.strip() or (stages[0].name if stages else FIRST_STAGE)
    at = next((one for one in stages if one.name.casefold() == wanted.casefold()), None)
    if at is None:
        at = Stage(journey=journey.id, name=wanted[:300], rank=next_rank(stages))
        puts.append(Put.of(at))
    there = {one.name.casefold(): one.id for one in workshop.touchpoints_of(journey.id)}
    rank = next_rank(workshop.ordered("touchpoints", stage=at.id))
    for name in names:
        if name.casefold() not in there:
            made = Touchpoint(stage=at.id, name=name, rank=rank)
            there[name.casefold()] = made.id
            puts.append(Put.of(made))
            rank += 1
    return puts, there


def attachment(
    store: Store, workshop: Workshop, survey: Survey, decided: Mapping[str, str], stage: str,
    about: Mapping[str, Any], draft: Draft | None = None,
) -> Batch:  # fmt: skip
    """Return the one edit that attaches a survey with its links and its new touchpoints.

    An earlier wave that ``draft`` names gets a name for its wave with it.
    """
    from journeykit.attach import prepare
    from journeykit.earlier import naming

    asked = {q.id: q for q in survey.questions if q.scaled}
    wanted = {id: target for id, target in decided.items() if id in asked}
    found = places(workshop, wanted, _names(asked, wanted), stage)
    told = {"recipe": recipe_text(workshop, survey, decided, draft)} | dict(about)
    ready = prepare(store, workshop, survey, links=found.touchpoints, **told)
    source = ready.source.model_copy(update={"rank": next_rank(workshop.ordered("sources"))})
    links = [*ready.links, *_at_stages(survey, source.id, found.stages)]
    order = {id: at for at, id in enumerate(asked, 1)}
    ranked = [one.model_copy(update={"rank": float(order[one.question])}) for one in links]
    wave = workshop.sources.get(draft.before) if draft else None
    named = naming(wave, draft.first) if wave and draft else []
    wider = [
        Change(collection="sources", id=id, fields={"dataset": dataset})
        for id, dataset in (draft.wider if draft else {}).items()
        if id in workshop.sources
    ]
    return Batch(
        edits=(*found.puts, *named, *wider, Put.of(source), *(Put.of(link) for link in ranked)),
        words=f"attached the survey '{source.title}'",
    )


def recipe_text(
    workshop: Workshop, survey: Survey, decided: Mapping[str, str], draft: Draft | None
) -> str:  # fmt: skip
    """Return all that was decided as the recipe for the next wave, as YAML; "" if too long."""
    from journeykit.earlier import names_of
    from journeykit.survey import recipe, recipe_of

    asked = {question.id: question for question in survey.questions}
    names = names_of(workshop, decided)
    names |= {id: touchpoint_name(asked[id]) for id, target in decided.items()
              if target == NEW and id in asked}  # fmt: skip
    person, chosen, how = (draft.person, set(draft.rules), draft.how) if draft else ("", set(), {})
    written = recipe_of(survey, names, person or None, chosen, recipe.load(how))
    text = recipe.dump(written)
    return text if len(text) <= TEXT_LIMIT else ""


def relink(
    workshop: Workshop, survey: Survey, source: str, decided: Mapping[str, str], stage: str
) -> list[Edit]:
    """Return the edits after which questions of an attached survey speak about what is decided."""
    from journeykit.attach import make_links

    asked = {q.id: q for q in survey.questions if q.scaled}
    if unknown := next((id for id in decided if id not in asked), None):
        raise Missing(f"'{unknown}' is no question with a scale of this survey.")
    found = places(workshop, decided, _names(asked, decided), stage)
    there = {link.question: link for link in workshop.ordered("links", source=source)}
    edits: list[Edit] = list(found.puts)
    fresh: dict[str, str | None] = {}
    for id, target in decided.items():
        touchpoint, at = found.touchpoints.get(id), found.stages.get(id)
        if target in ("", NONE):
            edits += [Remove(collection="links", id=there[id].id)] if id in there else []
        elif id not in found.touchpoints and id not in found.stages:
            raise Refused("This place is not on the map any more; choose another.")
        elif id in there:
            fields: dict[str, Any] = {"touchpoint": touchpoint, "stage": at}
            edits.append(Change(collection="links", id=there[id].id, fields=fields))
        elif at is None:
            fresh[id] = touchpoint
    made = make_links(survey, source, fresh) if fresh else []
    late = {id: at for id, at in found.stages.items() if id not in there}
    order = {id: at for at, id in enumerate(asked, 1)}
    for link in (*made, *_at_stages(survey, source, late)):
        edits.append(Put.of(link.model_copy(update={"rank": float(order[link.question])})))
    return edits


def _names(asked: Mapping[str, Question], decided: Mapping[str, str]) -> dict[str, str]:
    return {id: touchpoint_name(asked[id]) for id, target in decided.items() if target == NEW}


def _at_stages(survey: Survey, source: str, stages: Mapping[str, str]) -> list[Link]:
    from journeykit.attach import make_links

    made = make_links(survey, source, dict.fromkeys(stages)) if stages else []
    return [link.model_copy(update={"stage": stages[link.question]}) for link in made]


def target_of(link: Link) -> str:
    """Return a link as a decision."""
    if link.touchpoint:
        return f"t:{link.touchpoint}"
    return f"s:{link.stage}" if link.stage else WHOLE
