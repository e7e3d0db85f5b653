"""The page "Segments from answers": what to compare, what was found, and who each segment is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.few import counted
from journeykit.insight.segments.finding import MOST, PEOPLE, SHARE, Segments
from journeykit.insight.segments.stability import PATTERN, STABLE
from journeykit.insight.segments.variables import Offer, enough
from journeykit.model import Source
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.figures import percent

if TYPE_CHECKING:
    from journeykit.insight.segments.profile import Fact
    from journeykit.survey import Survey

METHODS = {
    "mixture": "Latent classes (estimates who belongs where, takes blanks)",
    "medoids": "Around typical people (medoids, Gower's distance)",
}
MANY = {"": "As many as the answers show", **{str(k): str(k) for k in range(2, MOST + 1)}}
_ROLES = {
    "behavior": "Goals, needs and behavior",
    "rating": "Ratings",
    "describes": "Who people are: better for describing segments than for making them",
}
_VERDICTS = {
    "natural": "These segments exist in the answers: they are far apart and come back when people "
    "are drawn again.",
    "constructed": "These segments come back, but people pass from one to the next: they are a "
    "useful cut through one crowd, not kinds of people.",
    "unstable": "At least one segment does not come back when people are drawn again. It is "
    "no pattern; do not make a persona of it.",
}


@dataclass(frozen=True)
class Choice:
    """What is compared: the survey, its offers, those chosen, the method and the number."""

    source: Source
    survey: Survey
    offers: tuple[Offer, ...]
    chosen: tuple[int, ...]
    method: str
    many: str

    @property
    def asked(self) -> list[Offer]:
        """The chosen offers."""
        return [self.offers[at] for at in self.chosen]

    @property
    def question(self) -> str:
        """What exactly is asked, as a key for what was found."""
        keys = "\n".join(offer.key for offer in self.asked)
        return f"{self.source.dataset}|{self.method}|{self.many}|{keys}"


def setup(choice: Choice, sources: Sequence[Source], *, running: bool) -> h.Element:
    """Return the card where a person says what to compare."""
    return parts.card(
        "What to compare",
        h.p(".lead")[
            "People who answer alike become a segment. Compare what they want, need and do; who "
            "they are describes the segments afterwards."
        ],
        h.div(".fields")[
            parts.field("Survey", "seg-of", choice.source.id, "look", {"name": "of"},
                        kind="select", options=[(one.id, one.title) for one in sources])
            if len(sources) > 1 else None,
            parts.field("Method", "seg-method", choice.method, "look", {"name": "method"},
                        kind="select", options=list(METHODS.items())),
            parts.field("How many segments", "seg-many", choice.many, "look", {"name": "many"},
                        kind="select", options=list(MANY.items())),
        ],
        [_questions(choice, role) for role in _ROLES],
        _refused(choice),
        _advice(choice),
        parts.row(
            parts.button("Find segments", "find_segments", id="find", kind="primary",
                         disabled=running or len(choice.chosen) < 2),
            parts.button("Stop", "stop_segments", id="stop", kind="danger") if running else None,
            h.small["Choose at least two questions."] if len(choice.chosen) < 2 else None,
        ),
        id="segments-setup",
    )  # fmt: skip


def _questions(choice: Choice, role: str) -> h.Node:
    mine = [(at, offer) for at, offer in enumerate(choice.offers) if offer.role == role]
    if not mine:
        return None
    ticked = sum(at in choice.chosen for at, _ in mine)
    return h.details(f"#seg-{role}.asked-group", open=role == "behavior" or ticked > 0)[
        h.summary[_ROLES[role], h.small[f" {ticked} of {len(mine)} chosen"]],
        h.fieldset[
            h.legend(".hidden")[_ROLES[role]],
            h.div(".answers")[
                [
                    parts.field(asked(offer), f"seg-q{at}", at in choice.chosen, "seg_pick",
                                {"at": at}, kind="check")
                    for at, offer in mine
                ]
            ],
        ],
    ]  # fmt: skip


def asked(offer: Offer, most: int = 110) -> str:
    """Return what a question asks, cut where it is long; of a grid only the row."""
    text = offer.question.text or offer.question.id
    head, bracket, row = text.rstrip().removesuffix("]").rpartition("[")
    if bracket and head.strip() and row.strip() and text.rstrip().endswith("]"):
        text = row.strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _refused(choice: Choice) -> h.Node:
    lines = [one for one in choice.offers if one.role == "refused"]
    if not lines:
        return None
    return h.details("#seg-refused.asked-group")[
        h.summary[f"Not offered ({len(lines)})"],
        h.ul(".plain-list")[[h.li[asked(one), h.small[f" {one.reason}"]] for one in lines]],
    ]


def _advice(choice: Choice) -> h.Node:
    if not choice.chosen:
        return None
    words = enough(choice.survey.responses, len(choice.chosen))
    return h.p("#seg-advice.notice", role="note")[words] if words else None


def result(choice: Choice, found: Segments, names: Sequence[str], open_at: int) -> h.Element:
    """Return what was found: the verdict, the sizes, and how it was decided."""
    if found.k == 1:
        return parts.card("No segments", _none(found), _tried(found), id="segments")
    people = choice.survey.responses
    return parts.card(
        f"{found.k} segments",
        h.p(class_=["verdict", found.verdict], role="status")[_VERDICTS[found.verdict]],
        _asked_for(found),
        _sizes(found, names, people),
        parts.table(
            ["Segment", "People", "Share", "Comes back", ""],
            [
                [
                    name, counted(found.sizes[at]), percent(found.sizes[at] / people),
                    _stable(found.jaccard[at]),
                    parts.button(
                        "Shown below" if at == open_at else "Who are they?", "look",
                        {"name": "seg", "value": str(at + 1)}, id=f"seg-open-{at}", kind="small",
                        label=f"Who are the people of {name}?",
                        aria_pressed="true" if at == open_at else "false",
                    ),
                ]
                for at, name in enumerate(names)
            ],
            caption="The segments", id="segments-table",
        ),
        h.p[h.small[
            f"In no segment: {counted(found.unassigned)} of {people:,}. They skipped more than "
            "half of the questions, or belong to no segment clearly enough. "
            "Numbers are not weighted, even where the survey has weights: a weight says for how "
            "many customers an answer speaks, not how people are alike. How much of the customers "
            "the rule of a persona stands for, weighted, is told on Coverage."
        ]],
        _tried(found),
        id="segments",
    )  # fmt: skip


def _none(found: Segments) -> h.Node:
    large = [one for one in found.tried if one.k == found.best]
    why = (
        f"{found.best} segments would fit the answers better, but the smallest would have only "
        f"{counted(large[0].smallest)} people; a segment has at least {PEOPLE} and {SHARE:.0%} of "
        "all."
        if found.best > 1
        else "Who answers one of these questions in some way does not answer the others "
        "in another way than the rest."
    )
    return [
        h.p(".verdict.none", role="status")[
            f"The {found.n:,} people are best described as one group. {why}"
        ],
        h.p[
            "That is a result: one persona may do. Try questions that are closer to what "
            "people want and do, or make personas by rules where you know that people differ."
        ],
    ]


def _asked_for(found: Segments) -> h.Node:
    if found.k == found.best:
        return None
    said = "no segments at all" if found.best == 1 else f"{found.best} segments"
    return h.p(".notice", role="note")[
        f"The answers themselves speak for {said}. {found.k} are shown, because you asked for them "
        "or because the others would be too small."
    ]


def _stable(value: float) -> str:
    word = "stable" if value >= STABLE else "not a pattern" if value < PATTERN else "doubtful"
    return f"{value:.2f} {word}"


def _sizes(found: Segments, names: Sequence[str], people: int) -> h.Node:
    from journeykit.insight.segments.standing import told
    from journeykit.measures.intervals import wilson

    rows: list[dict[str, Any]] = []
    for name, n in zip(names, found.sizes, strict=True):
        low, high = wilson(n, people)
        rows.append({"name": name, "n": n, "share": n / people, "low": low, "high": high})
    if found.unassigned and told(found.unassigned) is not None:
        rows.append({"name": "in no segment", "n": found.unassigned, "rest": True,
                     "share": found.unassigned / people})  # fmt: skip
    return groups_picture("segments-chart", rows, people)


def _tried(found: Segments) -> h.Element:
    mixture = found.method == "mixture"
    words = (
        "BIC weighs how well the answers fit against how much is estimated; the lowest wins, one "
        "group included."
        if mixture
        else "How much closer people are to their own segment than to the next (silhouette), above "
        "what shuffled answers reach by chance; the highest wins, and it must be above 0."
    )
    again = (
        f" Stability: the same was done with {found.refits} resamples of the people. “Comes back” "
        "is the mean share of people in both among those in either (Jaccard); the whole agrees "
        f"with {found.rand:.2f} (adjusted Rand index)."
        if found.rand is not None
        else ""
    )
    return h.details("#segments-how.asked-group")[
        h.summary["How this was decided"],
        h.p[h.small[words, again, " The method shapes the result: try the other one too."]],
        parts.table(
            ["Segments", "BIC" if mixture else "Silhouette above chance", "Smallest"],
            [
                [
                    f"{one.k}{' ← taken' if one.k == found.k else ''}",
                    f"{one.criterion:,.0f}" if mixture else parts.signed(one.criterion, 3),
                    counted(one.smallest) + ("" if one.large_enough else ", too small"),
                ]
                for one in found.tried
            ],
            caption="Numbers of segments that were tried",
        ),
    ]  # fmt: skip


def profile(name: str, n: int, facts: Sequence[Fact], typical: Sequence[tuple[str, str]], at: int,
            made_by: frozenset[str]) -> h.Element:  # fmt: skip
    """Return who the people of a segment are: chart, table, and the typical respondent."""
    return parts.card(
        f"Who are the people of {name}?",
        h.p(".lead")[
            f"{n:,} people against everybody. An index of 150 says that half as many again give "
            "the answer."
        ],
        _picture(name, facts),
        _table(name, facts, made_by),
        _typical(typical),
        tools=parts.button(
            "Draft a persona", "draft_segment", {"at": at}, id="draft-segment", kind="primary"
        ),
        id="segment-profile",
    )


def telling(facts: Sequence[Fact]) -> list[Fact]:
    """Return the shares in which a group differs most from everybody, the largest gap first."""
    found = [one for one in facts if not one.is_mean and one.stands_out and one.total is not None]
    return sorted(found, key=lambda one: -abs((one.value or 0) - (one.total or 0)))


def _label(fact: Fact) -> str:
    from journeykit.insight.segments.drafting import shortened

    return f"{shortened(fact.question, 60)}: {fact.answer}"


def _picture(name: str, facts: Sequence[Fact]) -> h.Node:
    from journeykit.charts.segments import MOST as LINES
    from journeykit.charts.segments import profile_words
    from journeykit.widgets.pages.survey.analyse.figures import drawn

    rows = [
        {"label": _label(one), "value": one.value, "low": one.low, "high": one.high,
         "total": one.total}
        for one in telling(facts)[:LINES]
    ]  # fmt: skip
    if not rows:
        return h.p["Their answers do not differ clearly from everybody's on any question."]
    picture = _spec("profile", json.dumps(rows), name)
    return drawn("profile-chart", picture, profile_words(rows, name))


def groups_picture(id: str, rows: list[dict[str, Any]], people: int) -> h.Node:
    """Return how large groups are, as a chart with its words."""
    from journeykit.charts.segments import group_words
    from journeykit.widgets.pages.survey.analyse.figures import drawn

    return drawn(id, _spec("groups", json.dumps(rows), people), group_words(rows, people))


@lru_cache(maxsize=16)
def _spec(kind: str, rows: str, about: Any) -> dict[str, Any]:
    """Return a chart; kept, since a page is drawn at every click."""
    from journeykit.charts import spec
    from journeykit.charts.segments import group_chart, profile_chart

    make: Any = group_chart if kind == "groups" else profile_chart
    return spec(make(json.loads(rows), about))


def _table(name: str, facts: Sequence[Fact], made_by: frozenset[str]) -> h.Element:
    rows = []
    before = ""
    for one in facts:
        head = "" if one.key == before else one.question
        mark = " (made the segments)" if head and one.key in made_by else ""
        before = one.key
        rows.append([
            [h.span(class_="hidden" if not head else None)[one.question], h.small[mark]],
            "mean" if one.is_mean else one.answer,
            *_cells(one),
        ])  # fmt: skip
    return h.details("#profile-all.asked-group")[
        h.summary["All answers as a table"],
        parts.table(
            ["Question", "Answer", "They", "95 % interval", "Everybody", "Index", "n"],
            rows,
            caption=f"The answers of {name} against everybody's",
        ),
    ]


def _cells(one: Fact) -> list[Any]:
    total = "–" if one.total is None else f"{one.total:.2f}" if one.is_mean else percent(one.total)
    if one.value is None or one.low is None or one.high is None:
        return ["not shown", "too few people", total, "–", counted(one.n)]
    if one.is_mean:
        return [f"{one.value:.2f}", f"{one.low:.2f} to {one.high:.2f}", total, "–", counted(one.n)]
    index = "–" if one.index is None else f"{one.index:.0f}"
    return [
        h.b[percent(one.value)] if one.stands_out else percent(one.value),
        f"{100 * one.low:.0f} to {percent(one.high)}", total, index, counted(one.n),
    ]  # fmt: skip


def _typical(typical: Sequence[tuple[str, str]]) -> h.Node:
    if not typical:
        return None
    return [
        h.h3["The most typical respondent"],
        h.p[
            h.small[
                "One real person whose answers are closest to all others of the segment, on the "
                "compared questions only. Never an average, which may be nobody."
            ]
        ],
        h.dl(".typical")[[(h.dt[question], h.dd[answer]) for question, answer in typical]],
    ]


__all__ = [
    "MANY",
    "METHODS",
    "Choice",
    "asked",
    "groups_picture",
    "profile",
    "result",
    "setup",
    "telling",
]
