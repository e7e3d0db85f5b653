"""The tab "Respondents": whose answers are those of a persona."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import htpy as h

from journeykit.few import FEWEST, counted
from journeykit.insight.segments.rules import (
    LISTED,
    asks,
    band,
    matching,
    occurring,
    question_of,
    words,
)
from journeykit.insight.segments.variables import Offer, offers
from journeykit.model import Persona, Source, Workshop
from journeykit.respondents import weighing
from journeykit.survey.question import NUMERIC, Question
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.figures import percent, share_words

if TYPE_CHECKING:
    from journeykit.survey import Survey

_ABOUT_OVERLAP = "Much overlap: perhaps they are one persona. No overlap: they tell people apart."
_WHERE = "Its own curve is on the Emotions step, its scores are under Survey, Analyse."
Found = Sequence[tuple[Source, "Survey"]]


def chosen(found: Found, persona: Persona) -> tuple[Source, Survey] | None:
    """The survey on which a rule is written: its own, else one that asks it, else the first."""
    own = [pair for pair in found if pair[0].id == persona.rule_source]
    fitting = [pair for pair in found if persona.rule and asks(pair[1], persona.rule)]
    return next(iter(own or fitting or found), None)


def rule_tab(workshop: Workshop, persona: Persona, found: Found, adding: str) -> h.Node:
    """Return the tab."""
    pair = chosen(found, persona)
    if pair is None:
        return parts.card(
            f"Respondents {persona.name} stands for",
            parts.empty(
                "There are no answers yet. Attach a survey, and say by its questions which "
                "respondents this persona stands for.",
                parts.button("Import a survey", "to_survey", id="rule-import", kind="primary"),
            ),
            id="rule",
        )
    source, survey = pair
    return h.div(".two.ruling")[
        parts.card(
            f"Respondents {persona.name} stands for",
            h.p(".lead")[
                "Choose questions and the answers that make somebody this persona. Several answers "
                "of a question: one of them is enough. Several questions: all of them."
            ],
            _source(persona, found, source),
            _conditions(survey, persona, adding),
            _add(survey, persona, adding),
            id="rule",
        ),
        h.div[_count(persona, found, source, survey), _overlaps(workshop, persona, survey)],
    ]


def _source(persona: Persona, found: Found, source: Source) -> h.Node:
    if len(found) < 2:
        return h.p[h.small["Survey: "], source.title]
    return parts.field(
        "Survey", f"rule-source-{persona.id}", source.id, "rule_source", {"id": persona.id},
        kind="select", options=[(one.id, _titled(one)) for one, _ in found],
        help="Later waves that ask the same questions are read by the same rule.",
    )  # fmt: skip


def _titled(source: Source) -> str:
    return f"{source.title} · {source.wave}" if source.wave else source.title


def _conditions(survey: Survey, persona: Persona, adding: str) -> h.Node:
    keys = list(persona.rule)
    if adding and adding not in keys:
        keys.append(adding)
    if not keys:
        return parts.empty("No condition yet, so this persona has no respondents of its own.")
    return h.ol(".conditions")[
        [h.li[_condition(survey, persona, key, at)] for at, key in enumerate(keys)]
    ]


def _condition(survey: Survey, persona: Persona, key: str, at: int) -> h.Node:
    id, wanted = f"cond-{persona.id}-{at}", persona.rule.get(key, ())
    remove = parts.icon_button(
        "×", f"Remove the condition on {key}", "rule_drop", {"id": persona.id, "key": key},
        id=f"{id}-drop",
    )  # fmt: skip
    if not asks(survey, {key: ()}):
        return h.fieldset[
            h.legend[key], remove,
            h.p(".field-note")[f"This survey does not ask it. Wanted: {' or '.join(wanted)}."],
        ]  # fmt: skip
    question = question_of(survey, key)
    answers = occurring(survey, question)
    ranged = question.kind in NUMERIC and len(answers) > LISTED
    return h.fieldset[
        h.legend["And: " if at else None, question.text or question.id],
        remove,
        _range(persona, key, id, answers) if ranged else
        _answers(persona, key, id, question, answers),
        h.p(".field-note")["Choose at least one answer; until then this condition does not count."]
        if not wanted else None,
    ]  # fmt: skip


def _answers(
    persona: Persona, key: str, id: str, question: Question, answers: dict[str, int]
) -> h.Element:
    wanted = persona.rule.get(key, ())
    gone = {text: 0 for text in wanted if text not in answers}
    return h.div(".answers")[
        [
            parts.field(
                words(question, [answer]) if not band(answer) else answer,
                f"{id}-{place}", answer in wanted, "rule_tick",
                {"id": persona.id, "key": key, "answer": answer}, kind="check",
                mark=h.small[counted(n)],
            )
            for place, (answer, n) in enumerate({**answers, **gone}.items())
        ]
    ]  # fmt: skip


def _range(persona: Persona, key: str, id: str, answers: dict[str, int]) -> h.Element:
    wanted = persona.rule.get(key, ())
    now = band(wanted[0]) if wanted else None
    numbers = [float(text) for text in answers]
    help = f"The answers lie between {min(numbers):g} and {max(numbers):g}; both ends count."
    given = {"id": persona.id, "key": key}
    return h.div(".fields.pair")[
        parts.field("From", f"{id}-low", now.low if now else None, "rule_band",
                    {**given, "end": "low"}, kind="number", help=help),
        parts.field("To", f"{id}-high", now.high if now else None, "rule_band",
                    {**given, "end": "high"}, kind="number", help="Empty: no end."),
    ]  # fmt: skip


def _add(survey: Survey, persona: Persona, adding: str) -> h.Node:
    used = {*persona.rule, adding}
    options = [(one.key, _offered(one)) for one in usable(survey) if one.key not in used]
    if not options:
        return None
    word = "Add a condition on" if persona.rule or adding else "Begin with the question"
    return parts.field(
        word, f"rule-add-{persona.id}-{len(used)}", "", "rule_add", {"id": persona.id},
        kind="select", options=[("", "Choose a question"), *options],
        help="Gender, ethnicity, religion, health and free text are not offered.",
    )  # fmt: skip


def usable(survey: Survey) -> list[Offer]:
    """The questions on which a rule may stand."""
    return [one for one in offers(survey) if one.role != "refused"]


def _offered(offer: Offer) -> str:
    text = offer.question.text or offer.question.id
    return text if len(text) <= 90 else text[:89].rstrip() + "…"


def _count(persona: Persona, found: Found, source: Source, survey: Survey) -> h.Element:
    return parts.card(
        "How many",
        h.p(".live-n", role="status")[_said(persona, survey)],
        _others(persona, found, source),
        parts.button("Draft this persona from their answers", "draft_rule", {"id": persona.id},
                     id="draft-rule", kind="primary")
        if persona.rule and asks(survey, persona.rule)
        and int(matching(survey, persona.rule).sum()) >= FEWEST
        else None,
        h.p[h.small[_WHERE]],
        id="rule-count",
    )  # fmt: skip


def _said(persona: Persona, survey: Survey) -> h.Node:
    if not persona.rule:
        return "No rule yet: the curve of this persona is everybody's."
    if not asks(survey, persona.rule):
        return (
            "This survey does not ask all that the rule names; choose another or change the rule."
        )
    members = matching(survey, persona.rule)
    n, people = int(members.sum()), survey.responses
    if n == 0:
        return f"The rule matches nobody of {people:,}. Take a condition out, or add an answer."
    if n < FEWEST:
        return f"Fewer than 5 of {people:,} people: too few to show anything about them."
    return [h.b[f"{n:,} of {people:,}"], f" people, {share_words(members, weighing(survey))}"]


def _others(persona: Persona, found: Found, source: Source) -> h.Node:
    """What the rule finds in the other surveys."""
    lines = []
    for other, survey in found:
        if other.id == source.id or not persona.rule or not asks(survey, persona.rule):
            continue
        n = int(matching(survey, persona.rule).sum())
        lines.append(h.li[_titled(other), h.small[f" {counted(n)} of {survey.responses:,}"]])
    if not lines:
        return None
    return [h.h3["The same rule in other surveys"], h.ul(".plain-list")[lines]]


def _overlaps(workshop: Workshop, persona: Persona, survey: Survey) -> h.Node:
    from journeykit.insight.segments.standing import overlap

    if not persona.rule or not asks(survey, persona.rule):
        return None
    mine = matching(survey, persona.rule)
    rows = []
    for other in workshop.ordered("personas"):
        if other.id == persona.id or not other.rule or not asks(survey, other.rule):
            continue
        both = overlap(persona.name, mine, other.name, matching(survey, other.rule))
        if both.n is None:
            rows.append([other.name, "not shown", "too few people"])
        else:
            rows.append([other.name, f"{both.n:,}", percent(both.share)])
    if not rows:
        return None
    return parts.card(
        "Overlap with other personas",
        parts.table(["Persona", "People in both", "Share of the smaller"], rows,
                    caption="Overlap with other personas"),
        h.p[h.small[_ABOUT_OVERLAP]],
        id="rule-overlap",
    )  # fmt: skip


__all__ = ["Found", "chosen", "rule_tab", "usable"]
