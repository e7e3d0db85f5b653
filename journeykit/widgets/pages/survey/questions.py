"""The questions of a survey as rows: what each is, what it speaks about, how to correct it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import htpy as h
from markupsafe import Markup, escape

from journeykit.model import Workshop
from journeykit.survey.question import KINDS, SCALED
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.linking import NEW, NONE, WHOLE, Proposal, touchpoint_name
from journeykit.widgets.pages.survey.preview import counts

if TYPE_CHECKING:
    from journeykit.survey import Question
    from journeykit.widgets.pages.survey.draft import Code

#: kind -> how it is said
KIND_WORDS = {
    "nps": "Recommendation 0–10 (NPS)", "csat": "Satisfaction (CSAT)", "ces": "Effort (CES)",
    "rating": "Rating", "likert": "Agreement (Likert)", "single": "One choice",
    "multi": "Several choices", "number": "Number", "text": "Free text", "date": "Date or time",
    "metadata": "About the response", "identifier": "Identifier", "weight": "Weight",
}  # fmt: skip
CODE_STATES = (("missing", "No answer"), ("not_applicable", "Not applicable"))
#: More options than this on one page are slow; then only the opened question has its list.
_MANY = 4000
#: What a select says when the questions of a group differ.
_DIFFER = ("", "It differs")


class Choices:
    """The places of the map as options, written once for all rows of a page."""

    def __init__(self, workshop: Workshop, *, draft: bool) -> None:
        first = "Not decided yet" if draft else "Not linked"
        lines = [_option("", first)]
        if draft:
            lines.append(_option(NONE, "Nothing on the map"))
        lines.append(_option(WHOLE, "The whole journey"))
        journeys = workshop.ordered("journeys")
        self.names = {"": first, NONE: "Nothing on the map", WHOLE: "The whole journey"}
        for journey in journeys:
            for stage in workshop.stages_of(journey.id):
                name = f"{journey.title}: {stage.name}" if len(journeys) > 1 else stage.name
                lines.append(f'<optgroup label="{escape(name)}">')
                self._add(lines, f"s:{stage.id}", f"Stage {stage.name} as a whole")
                for touchpoint in workshop.ordered("touchpoints", stage=stage.id):
                    self._add(lines, f"t:{touchpoint.id}", touchpoint.name)
                lines.append("</optgroup>")
        self._text = "".join(lines)
        self.count = len(self.names)

    def _add(self, lines: list[str], value: str, words: str) -> None:
        lines.append(_option(value, words))
        self.names[value] = words

    def html(self, chosen: str, new: str) -> Markup:
        """Return the options, the chosen one selected; `new` names what would be made."""
        text = self._text + _option(NEW, f"New touchpoint “{new}”")
        mark = f'value="{escape(chosen)}"'
        return Markup(text.replace(mark, f"{mark} selected", 1))


def _option(value: str, words: str) -> str:
    return f'<option value="{escape(value)}">{escape(words)}</option>'


def codes_card(groups: Sequence[tuple[Sequence[Question], Sequence[Code], int]]) -> h.Node:
    """Return what answers outside a scale mean, once for all questions that look the same.

    Each group: its questions, its codes, the number of its first question.
    """
    shown = [group for group in groups if group[1]]
    if not shown:
        return None
    return parts.card(
        "Answers outside the scale",
        h.p["These stand in the file but are no points of the scale. Say what they mean; none of "
            "them is ever counted as a score."],
        [_codes(*group) for group in shown],
        id="codes",
    )  # fmt: skip


def _codes(questions: Sequence[Question], codes: Sequence[Code], at: int) -> h.Element:
    first, n = questions[0], len(questions)
    names = ", ".join(q.id for q in questions[:4]) + ("…" if n > 4 else "")
    which = f"{n} questions that look the same" if n > 1 else f"“{first.text or first.id}”"
    return h.fieldset(".codes")[
        h.legend[f"{_scale(first)}: {which}", h.small[f" {names}"] if n > 1 else None],
        h.div(".row")[
            (
                parts.field(
                    f"{code.cell} ({code.n:,} answers)", f"code-{at}-{number}", code.state,
                    "code", {"q": at, "cell": code.cell}, kind="select",
                    options=CODE_STATES if code.state else (_DIFFER, *CODE_STATES),
                )
                for number, code in enumerate(codes)
            )
        ],
    ]  # fmt: skip


def _scale(question: Question) -> str:
    scale, kind = question.scale, KIND_WORDS[question.kind]
    if scale is None or scale.min is None or scale.max is None:
        return kind
    return f"{kind.split(' (')[0].removesuffix(' 0–10')} {scale.min:g} to {scale.max:g}"


def rows(
    questions: Sequence[tuple[int, Question]],
    *,
    of: str,
    targets: Mapping[str, str],
    choices: Choices,
    proposed: Mapping[str, Proposal],
    opened: str = "",
    editor: h.Node = None,
) -> h.Element:
    """Return the questions with a scale, each with the place that it speaks about.

    `of` is the id of an attached source, "" for an import under way; `editor` corrects the
    question that is `opened`, and stands below it.
    """
    many = len(questions) * choices.count > _MANY
    return h.ul(".questions")[
        (
            h.li(id=f"q-{at}", class_="loose" if not targets.get(q.id) else None)[
                h.div(".asked")[
                    h.strong[q.text or q.id],
                    h.small[f"{q.id} · " if q.text not in ("", q.id) else None, _scale(q), " · ",
                            counts(q)],
                    _bar(q),
                ],
                _place(at, q, of, targets.get(q.id, ""), choices, proposed.get(q.id),
                       short=many and opened != str(at)),
                h.div(".row.end")[_toggle(at, q, opened)],
                h.div(".editor")[editor] if opened == str(at) and editor is not None else None,
            ]
            for at, q in questions
        )
    ]  # fmt: skip


def _toggle(at: int, question: Question, opened: str) -> h.Element:
    now = opened == str(at)
    words = "Close" if now else "Correct"
    return parts.button(
        words, "look", {"name": "open", "value": "" if now else str(at)}, id=f"open-{at}",
        kind="small", label=f"{words} {question.id}", aria_expanded="true" if now else "false",
    )  # fmt: skip


def _bar(question: Question) -> h.Element:
    total = question.answered + question.missing + question.not_applicable or 1
    return h.span(".shares", aria_hidden="true")[
        h.i(".in", style=f"width:{question.answered / total:.1%}"),
        h.i(".na", style=f"width:{question.not_applicable / total:.1%}"),
    ]


def _place(
    at: int, question: Question, of: str, target: str, choices: Choices,
    proposal: Proposal | None, *, short: bool,
) -> h.Element:  # fmt: skip
    name = touchpoint_name(question)
    said = choices.names.get(target) or f"New touchpoint “{name}”"
    return h.div(".place")[
        h.span[said]
        if short
        else h.select(
            id=f"link-{at}", data_change="link", data_args=parts.args(of=of, q=at),
            aria_label=f"{question.text or question.id} speaks about",
        )[choices.html(target, name)],
        _proposed(at, of, proposal) if proposal and not target else None,
    ]  # fmt: skip


def _proposed(at: int, of: str, proposal: Proposal) -> h.Element:
    return h.div(".guess")[
        h.small[
            "Sure: " if proposal.sure else "Perhaps: ",
            h.b[proposal.place], f", since {proposal.reason}",
        ],
        parts.button(
            "Confirm", "link", {"of": of, "q": at, "value": proposal.target},
            id=f"confirm-{at}", kind="small", label=f"Confirm {proposal.place}",
        ),
    ]  # fmt: skip


def toolbar(
    of: str, stage: str, stages: Sequence[str], *, sure: int, loose: int, new: int = 0
) -> h.Node:
    """Return what links many questions at once: those with a sure proposal, those without one.

    `new` questions wait to become touchpoints of the stage that stands here.
    """
    if not (sure or loose or new):
        return None
    return h.div(".toolbar")[
        parts.button(
            f"Confirm {sure} sure {'link' if sure == 1 else 'links'}", "confirm_sure", {"of": of},
            id="confirm-sure", kind="primary" if sure else "",
        )
        if sure
        else None,
        parts.field(
            "New touchpoints go to the stage", "new-stage", stage, "stage", {"of": of},
            suggestions=stages, help="An existing stage, or the name of a new one.",
        )
        if loose or new
        else None,
        parts.button(
            f"Make touchpoints from {loose} unlinked "
            f"{'question' if loose == 1 else 'questions'}",
            "make_all", {"of": of}, id="make-all", kind="" if sure else "primary",
        )
        if loose
        else None,
    ]  # fmt: skip


def others(questions: Sequence[tuple[int, Question]], opened: str, editor: h.Node) -> h.Node:
    """Return the questions without a scale, folded: they are kept, but they score nothing."""
    if not questions:
        return None
    inside = any(opened == str(at) for at, _ in questions)
    return h.details("#others", open=inside)[
        h.summary[f"{len(questions)} other questions: choices, numbers, text, dates"],
        h.ul(".questions.compact")[
            (
                h.li(id=f"q-{at}")[
                    h.div(".asked")[
                        h.strong[q.text or q.id],
                        h.small[KIND_WORDS[q.kind], " · ", counts(q)],
                    ],
                    _toggle(at, q, opened),
                    h.div(".editor")[editor] if opened == str(at) else None,
                ]
                for at, q in questions
            )
        ],
    ]


def correction(at: int, question: Question, alike: int, corrected: bool) -> h.Node:
    """Return the fields by which a person corrects how one question is read."""
    scale = question.scale
    given = {"q": at}

    def code_field(label: str, name: str, help: str) -> h.Element:
        codes = getattr(scale, name) if scale else ()
        value = "; ".join(f"{code:g}" if isinstance(code, float) else str(code) for code in codes)
        return parts.field(label, f"{name}-{at}", value, "codes", given | {"name": name}, help=help)

    ends: list[Any] = []
    if question.kind in SCALED:
        ends = [
            parts.field("Worst answer", f"low-{at}", scale.min if scale else None, "end",
                        given | {"name": "low"}),
            parts.field("Best answer", f"high-{at}", scale.max if scale else None, "end",
                        given | {"name": "high"}),
        ]  # fmt: skip
    return [
        h.div(".fields")[
            parts.field("Kind", f"kind-{at}", question.kind, "kind", given, kind="select",
                        options=[(kind, KIND_WORDS[kind]) for kind in KINDS]),
            ends,
            code_field("Not applicable", "not_applicable", "Codes or words, parted by ;"),
            code_field("No answer", "missing", "Codes or words, parted by ;"),
        ],
        _labels(question),
        parts.row(
            parts.button(
                f"Read the {alike} that look the same in this way too", "spread", given,
                id=f"spread-{at}",
            )
            if alike and corrected
            else None,
            parts.button("Back to what was found", "found", given, id=f"found-{at}")
            if corrected
            else None,
            parts.button(
                "Leave this column out", "drop", given, id=f"drop-{at}", kind="danger",
                confirm=f"Leave '{question.id}' out? Its answers are not kept.",
            )
            if len(question.columns) == 1
            else None,
        ),
    ]  # fmt: skip


def _labels(question: Question) -> h.Node:
    labels = question.scale.labels if question.scale else {}
    if not labels:
        return None
    words = " · ".join(f"{label} = {value:g}" for label, value in list(labels.items())[:12])
    return h.p[h.small[f"Labels: {words}"]]
