"""What the Ask tab shows: touchpoints to choose, questions, checks, a preview, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import htpy as h

from journeykit import asking
from journeykit.asking.plain import answers_of
from journeykit.model import Touchpoint, Workshop
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.asking import Asked, Problem, Questionnaire, Row
    from journeykit.library.shapes import Question

#: So many touchpoints are chosen to begin with.
FEW = 5
ABOUT = {"touchpoint": "each touchpoint", "stage": "a stage", "journey": "the whole journey"}
SAVE = {
    "limesurvey": "For LimeSurvey", "text": "As text, for Google Forms",
    "markdown": "As Markdown", "csv": "As a table (CSV)",
}  # fmt: skip


def beginning(workshop: Workshop, *, undo: bool) -> h.Element:
    """Return the form in which touchpoints are chosen."""
    stages = _by_stage(workshop)
    if not stages:
        return parts.card(
            "Make a survey",
            parts.empty(
                "A survey asks about touchpoints, and there are none on the map yet.",
                h.button(".button", type="button", data_go="touchpoints")["Add touchpoints"],
            ),
            id="ask",
        )
    chosen = usual(workshop)
    return parts.card(
        "Make a survey",
        h.p["Choose the moments you want to know about; three to five keep it short. You get a "
            "survey with one line for each, one question about effort, one about recommending, "
            "and one open question. Its answers find their touchpoints by themselves."],
        h.form("#make-form", data_submit="make_survey")[
            h.div(".field.ask-company")[
                h.label(for_="make-company")["Whom it is about"],
                h.input("#make-company", name="company", maxlength="300", autocomplete="off",
                        placeholder="The name as customers know it"),
            ],
            h.div(".ask-places")[(_choices(name, points, chosen) for name, points in stages)],
            parts.row(h.button("#make.primary", type="submit")["Make the survey"], end=True),
        ],
        id="ask",
        tools=_undo(undo),
    )  # fmt: skip


def usual(workshop: Workshop) -> set[str]:
    """Return the touchpoints that are chosen to begin with: the moments of truth first."""
    points = [point for _, each in _by_stage(workshop) for point in each]
    points.sort(key=lambda point: not point.moment_of_truth)
    return {point.id for point in points[:FEW]}


def _by_stage(workshop: Workshop) -> list[tuple[str, list[Touchpoint]]]:
    journey = workshop.current_journey()
    stages = workshop.stages_of(journey.id) if journey else []
    found = [(one.name, workshop.ordered("touchpoints", stage=one.id)) for one in stages]
    return [(name, points) for name, points in found if points]


def _choices(name: str, points: Iterable[Touchpoint], chosen: set[str]) -> h.Element:
    return h.fieldset[
        h.legend[name],
        (
            h.div(".field.check")[
                h.input(id=f"make-{point.id}", name=f"t-{point.id}", type="checkbox",
                        checked=point.id in chosen),
                h.label(for_=f"make-{point.id}")[point.name],
            ]
            for point in points
        ),
    ]  # fmt: skip


def survey(
    workshop: Workshop,
    now: Questionnaire,
    bank: Sequence[Question],
    opened: int | None,
    *,
    stages: Sequence[Row],
    undo: bool,
) -> h.Element:
    """Return the survey with its checks beside it."""
    problems = asking.lint(now)
    return h.div(".two.asking")[
        h.div[
            _questions(now, problems, opened, undo),
            _adding(workshop, now, bank, stages),
            _about(workshop, now),
        ],
        h.div[_checks(now, problems), _saving(), _preview(now)],
    ]


def _questions(
    now: Questionnaire, problems: Sequence[Problem], opened: int | None, undo: bool
) -> h.Element:
    return parts.card(
        "Questions",
        h.ol(".ask-list")[
            (
                _question(now, at, asked, [p for p in problems if p.at == at], opened == at)
                for at, asked in enumerate(now.asked)
            )
        ],
        id="ask-questions",
        tools=_undo(undo),
    )


def _question(
    now: Questionnaire, at: int, asked: Asked, problems: Sequence[Problem], opened: bool
) -> h.Element:
    number = at + 1
    told = h.ul(".ask-problems")[(h.li[each.message] for each in problems)] if problems else None
    return h.li(id=f"ask-{at}", class_="ask-warn" if problems else None)[
        parts.field(f"Question {number}", f"ask-text-{at}", now.said(asked.text), "word",
                    {"q": at}, kind="area", rows=1),
        h.p(".quiet.ask-kind")[_kind(asked)],
        told,
        parts.row(
            parts.button(
                "Close" if opened else "Lines and answers", "look",
                {"name": "ask", "value": "" if opened else str(at)}, id=f"ask-open-{at}",
                kind="small", label=f"{'Close' if opened else 'Lines and answers of'} question "
                f"{number}", aria_expanded="true" if opened else "false",
            )
            if asked.rows or asked.scaled
            else None,
            parts.icon_button("↑", f"Move question {number} up", "move_question",
                              {"q": at, "by": -1}, id=f"ask-up-{at}", disabled=at == 0),
            parts.icon_button("↓", f"Move question {number} down", "move_question",
                              {"q": at, "by": 1}, id=f"ask-down-{at}",
                              disabled=number == len(now.asked)),
            parts.icon_button("×", f"Take question {number} out", "remove_question", {"q": at},
                              id=f"ask-out-{at}"),
            end=True,
        ),
        _opened(at, asked) if opened else None,
    ]  # fmt: skip


def _kind(asked: Asked) -> str:
    if asked.scaled:
        scale = f"scale of {asked.points[0][0]} to {asked.points[-1][0]}"
        lines = f", {len(asked.rows)} lines" if asked.grid else ""
        return f"{scale}{lines}" + (
            f", or “{asked.not_applicable}”" if asked.not_applicable else ""
        )
    words = {"text": "open answer", "single": "one of", "multi": "any of"}[asked.kind]
    return words + (f" {len(asked.options)} options" if asked.options else "")


def _opened(at: int, asked: Asked) -> h.Element:
    return h.div(".editor")[
        h.div(".fields")[
            (
                parts.field(f"Line {n}", f"ask-line-{at}-{row.id}", row.label, "line",
                            {"q": at, "row": row.id})
                for n, row in enumerate(asked.rows, 1)
            ),
            parts.field("Answer that does not count", f"ask-na-{at}", asked.not_applicable,
                        "not_used", {"q": at}, help="“Not used” or “Not applicable”.")
            if asked.scaled
            else None,
        ],
        h.p(".quiet")["Answers: ", "; ".join(answers_of(asked))] if asked.scaled else None,
    ]  # fmt: skip


def _adding(
    workshop: Workshop, now: Questionnaire, bank: Sequence[Question], stages: Sequence[Row]
) -> h.Element:
    asked = [row for q in now.asked if q.about == "touchpoint" for row in q.rows]
    places = [(f"t:{id}", name) for id, name in {row.id: row.label for row in asked}.items()]
    places += [(f"s:{row.id}", f"Stage {row.label}") for row in stages]
    return parts.card(
        "Add a question",
        h.form("#ask-add-form.ask-form", data_submit="add_question")[
            h.div(".field")[
                h.label(for_="ask-key")["From the bank"],
                h.select("#ask-key", name="key")[
                    (
                        h.optgroup(label=f"About {words}")[
                            (h.option(value=q.key)[now.said(_blank(q.text))]
                             for q in bank if q.about == about)
                        ]
                        for about, words in ABOUT.items()
                    )
                ],
            ],
            h.div(".field")[
                h.label(for_="ask-place")["About"],
                h.select("#ask-place", name="place")[
                    h.option(value="")["All that are asked about"],
                    (h.option(value=value)[name] for value, name in places),
                ],
            ],
            h.button("#ask-add", type="submit")["Add"],
        ],
        h.form("#ask-own-form.ask-form", data_submit="own_question", data_reset=True)[
            h.div(".field")[
                h.label(for_="ask-own")["In your own words"],
                h.input("#ask-own", name="text", maxlength="1000", autocomplete="off"),
            ],
            h.div(".field")[
                h.label(for_="ask-own-kind")["Answer"],
                h.select("#ask-own-kind", name="kind")[
                    h.option(value="text")["Open answer"],
                    h.option(value="csat")["Satisfied, 1 to 5"],
                ],
            ],
            h.button("#ask-own-add", type="submit")["Add"],
        ],
        id="ask-adding",
    )  # fmt: skip


def _blank(text: str) -> str:
    return text.replace("{touchpoint}", "…").replace("{stage}", "…")


def _about(workshop: Workshop, now: Questionnaire) -> h.Element:
    asked = {row.id for q in now.asked if q.about == "touchpoint" for row in q.rows}
    return parts.card(
        "Around the questions",
        h.div(".fields")[
            parts.field("Title", "survey-title", now.title, "about_survey", {"field": "title"},
                        required=True),
            parts.field("Whom it is about", "survey-company", now.company, "about_survey",
                        {"field": "company"}),
            h.div(".wide")[parts.field("Welcome", "survey-welcome", now.welcome, "about_survey",
                                       {"field": "welcome"}, kind="area", rows=2)],
            h.div(".wide")[parts.field("Consent line", "survey-consent", now.consent,
                                       "about_survey", {"field": "consent"}, kind="area",
                                       rows=2, help="Adapt it; it is not legal advice.")],
        ],
        h.details(".fold")[
            h.summary[f"Touchpoints asked about ({len(asked)})"],
            h.div(".ask-places")[
                (
                    h.fieldset[
                        h.legend[name],
                        (
                            parts.field(point.name, f"about-{point.id}", point.id in asked,
                                        "ask_about", {"id": point.id}, kind="check")
                            for point in points
                        ),
                    ]
                    for name, points in _by_stage(workshop)
                )
            ],
        ],
        parts.row(
            parts.button("Discard this survey", "discard_survey", id="ask-discard",
                         kind="small danger", confirm="Discard this survey and choose "
                         "touchpoints anew? Undo brings it back.", confirm_label="Discard"),
            end=True,
        ),
        id="ask-about",
    )  # fmt: skip


def _checks(now: Questionnaire, problems: Sequence[Problem]) -> h.Element:
    whole = [each for each in problems if each.at is None]
    within: dict[int, int] = {}
    for each in problems:
        if each.at is not None:
            within[each.at] = within.get(each.at, 0) + 1
    long = asking.minutes(now)
    return parts.card(
        f"About {long:.1f} minutes" if long < 10 else f"About {long:.0f} minutes",
        h.ul("#ask-lint.checks", aria_live="polite")[
            (h.li(".todo")[each.message] for each in whole),
            (
                h.li(".todo")[f"Question {at + 1}: {n} {'thing' if n == 1 else 'things'} to look "
                              "at."]
                for at, n in sorted(within.items())
            ),
            None if problems else h.li(".ok")["Nothing to complain of."],
        ],
        id="ask-checks",
    )  # fmt: skip


def _saving() -> h.Element:
    return parts.card(
        "Send it out",
        h.div(".ask-save")[
            (
                parts.button(words, "save_survey", {"format": format}, id=f"ask-save-{format}",
                             kind="primary" if format == "limesurvey" else "")
                for format, words in SAVE.items()
            )
        ],
        h.ul(".notes")[
            h.li["LimeSurvey: Create survey, Import. Leave the codes as they are; they carry the "
                 "touchpoint."],
            h.li["Google Forms: one “Multiple choice grid”, its rows and columns written as in "
                 "the list."],
            h.li["Then import the answers here: the links are made."],
        ],
        id="ask-saving",
    )  # fmt: skip


def _preview(now: Questionnaire) -> h.Element:
    return parts.card(
        "Preview",
        h.div(".ask-preview")[
            h.h3[now.title],
            h.p[now.welcome] if now.welcome else None,
            h.p[h.small[now.consent]] if now.consent else None,
            h.ol[(h.li[now.said(asked.text), _answers(asked)] for asked in now.asked)],
        ],
        id="ask-preview",
    )


def _answers(asked: Asked) -> h.Node:
    if asked.grid:
        points = [str(code) for code, _ in asked.points]
        points += [asked.not_applicable] if asked.not_applicable else []
        lines = [(row.label, *("○" for _ in points)) for row in asked.rows]
        return parts.table(["", *points], lines, caption="Answers as people see them")
    if asked.scaled:
        low, high = asked.points[0][1], asked.points[-1][1]
        row = " ○ ".join(str(code) for code, _ in asked.points)
        return h.p(".quiet")[f"{low} " if low else "", row, f" {high}" if high else ""]
    if asked.options:
        return h.ul[(h.li["○ ", option] for option in asked.options)]
    return h.p(".quiet.ask-blank")["Answer in own words"]


def _undo(there: bool) -> h.Node:
    return (
        parts.button("Undo in this survey", "ask_undo", id="ask-undo", kind="small")
        if there
        else None
    )
