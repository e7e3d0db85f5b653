"""The list of comments: words, what they sound like, and the way to say otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.insight.themes.agreement import whole
from journeykit.insight.themes.comments import coding_id
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.survey.comments.choosing import ORDERS, STATES, Chosen
from journeykit.widgets.pages.survey.comments.deciding import MOST

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.themes.comments import Comments, Decided
    from journeykit.model import Coding, Theme

#: valence -> face and name; the name says what the face shows
FACES = {
    -2: ("😡", "furious"), -1: ("🙁", "annoyed"), 0: ("😐", "neutral"), 1: ("🙂", "content"),
    2: ("😍", "delighted"),
}  # fmt: skip
KINDS = [
    ("", "—"), ("pain", "Pain"), ("risk", "Risk"), ("unmet_need", "Unmet need"),
    ("opportunity", "Opportunity"), ("delight", "Delight"),
]  # fmt: skip
_KEYS = {str(at): f"comment_{at}" for at in range(1, 6)} | {
    "ArrowLeft": "comment_lower", "ArrowRight": "comment_higher", "ArrowUp": "comment_up",
    "ArrowDown": "comment_down",
}  # fmt: skip
#: Of a longer comment the beginning is shown, and the rest on demand.
_LONG = 700


def toolbar(
    workshop: Workshop, comments: Comments, told: Mapping[str, str], chosen: Chosen, open_: int
) -> h.Element:
    """Return the filters, and the button that confirms all that they leave."""
    sources = {one.source.id: one.source.title for one in comments.parts}
    asked = {
        one.column.question: choices.short(one.column.asked)
        for one in comments.parts
        if not told["c_source"] or one.source.id == told["c_source"]
    }
    places = [
        (id, name) for id, name in choices.touchpoints(workshop, none="")
        if id and bool((comments.touchpoint == id).any())
    ]  # fmt: skip
    themes = [(one.id, one.name) for one in workshop.ordered("themes")]
    many = f"Confirm {open_:,} {'suggestion' if open_ == 1 else 'suggestions'}"
    if open_ > MOST:
        many = f"Confirm the first {MOST:,} of {open_:,} suggestions"
    return h.div[
        h.div(".fields.choose", role="group", aria_label="Which comments")[
            _select("Source", "c_source", told, [("", "All"), *sources.items()])
            if len(sources) > 1 else None,
            _select("Question", "c_question", told, [("", "All"), *asked.items()])
            if len(asked) > 1 or told["c_question"] else None,
            _select("Touchpoint", "c_at", told, [("", "All"), ("none", "None"), *places])
            if places or told["c_at"] else None,
            _select("Theme", "c_theme", told, [("", "All"), ("none", "No theme yet"), *themes])
            if themes or told["c_theme"] else None,
            _select("Show", "c_state", told, list(STATES.items())),
            _select("Order", "c_order", told, list(ORDERS.items())),
        ],
        parts.row(
            h.span(".quiet", id="chosen", role="status")[
                f"{len(chosen.places):,} {'comment' if len(chosen.places) == 1 else 'comments'}"
            ],
            parts.button(
                many, "comments_confirm", id="confirm-all", kind="small",
                confirm=f"{many} unread? They then count as confirmed, marked as confirmed "
                "together, and are left out where the kit says how far suggestions can be "
                "trusted. One Undo takes all of it back.",
                confirm_label="Confirm",
            ) if open_ else None,
        ),
    ]  # fmt: skip


def _select(label: str, name: str, told: Mapping[str, str], options: Sequence[Any]) -> h.Element:
    return parts.field(label, f"comments-{name}", told[name], "comments_show", {"name": name},
                       kind="select", options=options)  # fmt: skip


def rows(
    workshop: Workshop, decided: Decided, page: Sequence[int], now: int | None, moved: bool,
    masks: Mapping[str, np.ndarray],
) -> h.Element:  # fmt: skip
    """Return the comments of a page; ``now`` is the one that is being looked at."""
    themes = workshop.ordered("themes")
    return h.ol(".comments")[
        (_row(workshop, decided, at, at == now, moved, themes, masks) for at in page)
    ]


def _row(
    workshop: Workshop, decided: Decided, at: int, now: bool, moved: bool,
    themes: Sequence[Theme], masks: Mapping[str, np.ndarray],
) -> h.Element:  # fmt: skip
    comments, coding = decided.comments, decided.codings.get(at)
    source, question, row = comments.key(at)
    id = coding_id(source, question, row)
    given = {"source": source, "question": question, "row": row}
    return h.li(id=f"c-{id}", class_={"now": now})[
        h.div(".said", data_keys=json.dumps(_KEYS), data_args=parts.args(**given),
              id=f"said-{id}")[
            _words(comments.text(at)),
            h.small(".line")[_about(workshop, comments, at)],
            h.div(".feel")[
                _told(decided, at, coding),
                h.div(".faces", role="group", aria_label="Feeling")[
                    (_face(id, given, valence, coding) for valence in FACES)
                ],
                _take(decided, at, id, given, coding, moved) if now else parts.button(
                    "Themes and kind", "comment_open", given, id=f"open-{id}", kind="small ghost",
                    label=f"Themes and kind of comment {row + 1}",
                ),
            ],
        ],
        _chips(id, given, at, coding, themes, masks),
        _editor(id, given, coding, themes) if now else None,
    ]  # fmt: skip


def _words(text: str) -> h.Node:
    if len(text) <= _LONG:
        return h.blockquote(dir="auto")[text]
    begins = text[:_LONG].rsplit(" ", 1)[0] if " " in text[:_LONG] else text[:_LONG]
    return [
        h.blockquote(dir="auto")[begins, "…"],
        h.details[
            h.summary[f"The rest, {len(text) - len(begins):,} characters"],
            h.blockquote(dir="auto")[text[len(begins) : len(begins) + 20_000]],
        ],
    ]


def _about(workshop: Workshop, comments: Comments, at: int) -> str:
    one = comments.parts[int(comments.part[at])]
    place = choices.place(workshop, str(comments.touchpoint[at]))
    language = str(comments.language[at])
    words = [one.source.title, choices.short(one.column.asked, 60), place,
             language if language != "English" else ""]  # fmt: skip
    return " · ".join(word for word in words if word)


def _told(decided: Decided, at: int, coding: Coding | None) -> h.Element:
    """What a person said, or what the words suggest; never one for the other."""
    if coding is not None and coding.valence is not None:
        face = FACES[coding.valence]
        how = "with others, unread" if coding.together else f"by {coding.by}" if coding.by else ""
        return h.span(".verdict.sure")[
            h.span(aria_hidden="true")["✓ "], "confirmed: ", h.b[face[1]],
            f" {_number(coding.valence)}", h.small[how] if how else None,
        ]  # fmt: skip
    score = decided.comments.score(at)
    if score.valence is None:
        language = str(decided.comments.language[at])
        why = f"in {language}, not scored" if score.language == "other" else score.reason
        return h.span(".verdict")["no suggestion: ", why]
    valence = whole(score.valence)
    words = ", ".join(score.words[:4])
    return h.span(".verdict")[
        h.span(aria_hidden="true")["○ "], "suggested: ", h.b[FACES[valence][1]],
        f" {parts.signed(score.valence)}", h.small[f"from “{words}”"],
    ]  # fmt: skip


def _number(valence: int) -> str:
    return parts.signed(valence, 0) if valence else "0"


def _face(id: str, given: dict[str, Any], valence: int, coding: Coding | None) -> h.Element:
    face, name = FACES[valence]
    on = coding is not None and coding.valence == valence
    return h.button(
        id=f"face-{id}-{valence}", type="button", class_={"on": on},
        aria_pressed="true" if on else "false", aria_label=f"{name}, {_number(valence)}",
        title=f"{name} (key {valence + 3})", data_do="comment_feel",
        data_args=parts.args(**given, valence=valence),
    )[h.span(aria_hidden="true")[face], h.em(aria_hidden="true")[_number(valence)]]  # fmt: skip


def _take(
    decided: Decided, at: int, id: str, given: dict[str, Any], coding: Coding | None, moved: bool
) -> h.Element:
    suggested = decided.comments.score(at).valence
    focus: dict[str, Any] = {"data_autofocus": True} if moved else {}
    if suggested is None or (coding is not None and coding.valence is not None):
        return parts.button("Next comment", "comment_down", given, id=f"take-{id}", kind="small",
                            **focus)  # fmt: skip
    return parts.button(f"Confirm {FACES[whole(suggested)][1]}", "comment_take", given,
                        id=f"take-{id}", kind="small", **focus)  # fmt: skip


def _chips(
    id: str, given: dict[str, Any], at: int, coding: Coding | None, themes: Sequence[Theme],
    masks: Mapping[str, np.ndarray],
) -> h.Node:  # fmt: skip
    mine = coding.themes if coding else ()
    found = [one for one in themes if bool(masks[one.id][at])]
    kind = coding.kind if coding else ""
    if not found and not kind:
        return None
    return h.div(".chips")[
        h.span(".chip.kind")[dict(KINDS)[kind]] if kind else None,
        (
            h.span(".chip.own")[
                one.name,
                parts.icon_button(
                    "×", f"Take '{one.name}' off", "comment_theme",
                    given | {"theme": one.id, "value": False}, id=f"off-{id}-{one.id}",
                ),
            ]
            if one.id in mine
            else h.span(".chip", title="Its words stand in the comment")[one.name]
            for one in found
        ),
    ]  # fmt: skip


def _editor(
    id: str, given: dict[str, Any], coding: Coding | None, themes: Sequence[Theme]
) -> h.Element:
    mine = coding.themes if coding else ()
    more = [(one.id, one.name) for one in themes if one.id not in mine]
    return h.div(".fields.coding")[
        parts.field("It points to", f"kind-{id}", coding.kind if coding else "", "comment_kind",
                    given, kind="select", options=KINDS),
        parts.field("Put it to a theme", f"theme-{id}", "", "comment_put", given, kind="select",
                    options=[("", "—"), *more])
        if more
        else h.p(".quiet")["No other theme yet: the part Themes proposes some."],
    ]  # fmt: skip


def pager(number: int, chosen: Chosen) -> h.Node:
    """Return the way to other pages."""
    if chosen.pages == 1:
        return None
    return parts.row(
        parts.button("← Before", "comments_show", {"name": "c_page", "value": str(number - 1)},
                     id="page-before", disabled=number <= 1),
        h.span(".quiet")[f"Page {number:,} of {chosen.pages:,}"],
        parts.button("Next →", "comments_show", {"name": "c_page", "value": str(number + 1)},
                     id="page-next", disabled=number >= chosen.pages),
    )  # fmt: skip
