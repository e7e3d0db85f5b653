"""Rating a touchpoint: five faces, how excited, and words; the same form for every participant.

A page that lets people rate inherits `Rates`, says who rates (`me`) and shows `rating_card`.
"""

from __future__ import annotations

from functools import cache

import htpy as h

from journeykit import library
from journeykit.edits import Rate
from journeykit.errors import Refused
from journeykit.model import Rating, Touchpoint, Workshop
from journeykit.widgets import parts
from journeykit.widgets.view import View, action

#: valence -> (face, name); the number and the name say what the face shows
FACES = {
    -2: ("😡", "furious"),
    -1: ("🙁", "annoyed"),
    0: ("😐", "neutral"),
    1: ("🙂", "content"),
    2: ("😍", "delighted"),
}
KEYS = (
    '{"1":"rate_furious","2":"rate_annoyed","3":"rate_neutral","4":"rate_content",'
    '"5":"rate_delighted","ArrowLeft":"rate_lower","ArrowRight":"rate_higher"}'
)
#: So many words of the stage stand beside a rating to be tapped.
CHIPS = 6


def rating_card(workshop: Workshop, touchpoint: Touchpoint, mine: Rating | None) -> h.Element:
    """Return the form of one touchpoint with this participant's own rating, nobody else's."""
    where = " · ".join(x for x in (touchpoint.channel, touchpoint.presence or "") if x)
    of = {"touchpoint": touchpoint.id}
    return h.section(".q", id=f"q-{touchpoint.id}", aria_labelledby=f"qt-{touchpoint.id}")[
        h.h3(id=f"qt-{touchpoint.id}")[touchpoint.name],
        h.small[where] if where else None,
        h.div(
            ".faces",
            id=f"faces-{touchpoint.id}",
            role="group",
            tabindex="0",
            aria_labelledby=f"qt-{touchpoint.id}",
            aria_describedby=f"keys-{touchpoint.id}",
            aria_activedescendant=f"face-{touchpoint.id}-{mine.valence}" if mine else None,
            data_keys=KEYS,
            data_args=parts.args(**of),
        )[(_face(touchpoint, valence, mine) for valence in FACES)],
        h.p(".hidden", id=f"keys-{touchpoint.id}")[
            "Press 1 for furious to 5 for delighted, or the left and right arrow keys."
        ],
        _words(workshop, touchpoint, mine),
        _excited(touchpoint, mine) if mine else None,
    ]


def _face(touchpoint: Touchpoint, valence: int, mine: Rating | None) -> h.Element:
    face, name = FACES[valence]
    chosen = mine is not None and mine.valence == valence
    number = parts.signed(valence, 0) if valence else "0"
    return h.button(
        id=f"face-{touchpoint.id}-{valence}",
        type="button",
        class_={"on": chosen},
        tabindex="-1",
        aria_pressed="true" if chosen else "false",
        aria_label=f"{name}, {number}",
        data_do="rate",
        data_args=parts.args(touchpoint=touchpoint.id, valence=valence),
    )[h.span(aria_hidden="true")[face], h.em(aria_hidden="true")[number]]


def _words(workshop: Workshop, touchpoint: Touchpoint, mine: Rating | None) -> h.Node:
    chips = presets(workshop, touchpoint)
    chosen = {label.casefold() for label in mine.labels} if mine else set()
    own = [label for label in (mine.labels if mine else ()) if label not in chips]
    return [
        h.div(".chips", role="group", aria_label=f"Words for {touchpoint.name}")[
            (
                parts.button(
                    word, "label", {"touchpoint": touchpoint.id, "word": word},
                    id=f"chip-{touchpoint.id}-{at}", kind="chip",
                    aria_pressed="true" if word.casefold() in chosen else "false",
                )
                for at, word in enumerate(chips)
            )
        ]
        if mine
        else None,
        parts.field(
            "Own words (optional)",
            f"word-{touchpoint.id}",
            ", ".join(own),
            "word",
            {"touchpoint": touchpoint.id},
            suggestions=words_for(workshop, touchpoint),
            placeholder="mixed feelings are fine" if mine else "after a face",
            disabled=mine is None,
        ),
    ]  # fmt: skip


def _excited(touchpoint: Touchpoint, mine: Rating) -> h.Element:
    id = f"arousal-{touchpoint.id}"
    given = mine.arousal is not None
    return h.div(".arousal")[
        h.label(for_=id)["How excited? (optional)"],
        h.span(".ends")[
            h.span(aria_hidden="true")["calm"],
            h.input(
                id=id, type="range", min="0", max="1", step="0.05",
                value=f"{mine.arousal if mine.arousal is not None else 0.5:g}",
                class_=None if given else "unset",
                aria_valuetext=excitement(mine.arousal) if given else "not said",
                data_change="arousal", data_args=parts.args(touchpoint=touchpoint.id),
            ),
            h.span(aria_hidden="true")["excited"],
            parts.icon_button(
                "×", f"Take back how excited at {touchpoint.name}", "no_arousal",
                {"touchpoint": touchpoint.id}, id=f"calm-{touchpoint.id}",
            ) if given else None,
        ],
    ]  # fmt: skip


def excitement(arousal: float | None) -> str:
    """Return an arousal in words with its number.

    >>> excitement(0.8), excitement(None)
    ('excited, 0.8', 'not said')
    """
    if arousal is None:
        return "not said"
    names = ("calm", "rather calm", "between", "rather excited", "excited")
    return f"{names[min(4, int(arousal * 5))]}, {arousal:g}"


def presets(workshop: Workshop, touchpoint: Touchpoint) -> list[str]:
    """Return the words to tap: those of the stage, else those of the catalogue for such a stage."""
    stage = workshop.stages[touchpoint.stage]
    if stage.emotions:
        return list(stage.emotions[:CHIPS])
    return list(_catalogued(stage.name))


@cache
def _catalogued(stage: str) -> tuple[str, ...]:
    entries = library.catalogue("emotions").entries
    fits = [e.title for e in entries if stage in getattr(e, "stages", ())]
    anywhere = [e.title for e in entries if not getattr(e, "stages", ())]
    return tuple(dict.fromkeys([*fits, *anywhere]))[:CHIPS]


def words_for(workshop: Workshop, touchpoint: Touchpoint) -> list[str]:
    """Return the words that fit: the stage's own first, then those of the catalogue."""
    stage = workshop.stages[touchpoint.stage]
    known = [entry.title for entry in library.catalogue("emotions").entries]
    return list(dict.fromkeys([*stage.emotions, *known]))[:30]


class Rates(View):
    """What a page needs to take ratings: every one is stored under `me`."""

    @property
    def me(self) -> str:
        """The participant as whom this visitor rates."""
        raise NotImplementedError

    def _mine(self, touchpoint: str) -> Rating | None:
        return self.workshop.ratings.get(f"{self.me}.{touchpoint}")

    def _said(self, touchpoint: str) -> Rating:
        if (known := self._mine(touchpoint)) is None:
            raise Refused("Choose a face first; the word goes with it.")
        return known

    def _put(self, rating: Rating, **fields: object) -> None:
        """Store a rating with some fields set anew."""
        told = {"valence": rating.valence, "arousal": rating.arousal, "labels": rating.labels}
        self.dispatch(
            Rate.model_validate(
                {"participant": self.me, "touchpoint": rating.touchpoint} | told | fields
            )
        )

    @action
    def rate(self, touchpoint: str, valence: int) -> None:
        """Rate a touchpoint; the same face again takes the rating back."""
        known = self._mine(touchpoint)
        if known is not None and known.valence == valence:
            self.dispatch(Rate(participant=self.me, touchpoint=touchpoint, valence=None))
        else:
            self._face(touchpoint, valence)

    def _face(self, touchpoint: str, valence: int) -> None:
        known = self._mine(touchpoint)
        if known is None:
            rate = Rate(participant=self.me, touchpoint=touchpoint, valence=valence)
            self.dispatch(rate)
        elif known.valence != valence:
            self._put(known, valence=valence)

    @action
    def rate_furious(self, touchpoint: str) -> None:
        """Key 1."""
        self._face(touchpoint, -2)

    @action
    def rate_annoyed(self, touchpoint: str) -> None:
        """Key 2."""
        self._face(touchpoint, -1)

    @action
    def rate_neutral(self, touchpoint: str) -> None:
        """Key 3."""
        self._face(touchpoint, 0)

    @action
    def rate_content(self, touchpoint: str) -> None:
        """Key 4."""
        self._face(touchpoint, 1)

    @action
    def rate_delighted(self, touchpoint: str) -> None:
        """Key 5."""
        self._face(touchpoint, 2)

    @action
    def rate_lower(self, touchpoint: str) -> None:
        """The left arrow key: one face lower, at first annoyed."""
        self._step(touchpoint, -1)

    @action
    def rate_higher(self, touchpoint: str) -> None:
        """The right arrow key: one face higher, at first content."""
        self._step(touchpoint, 1)

    def _step(self, touchpoint: str, by: int) -> None:
        known = self._mine(touchpoint)
        self._face(touchpoint, max(-2, min(2, (known.valence if known else 0) + by)))

    @action
    def label(self, touchpoint: str, word: str) -> None:
        """Add one of the offered words to a rating, or take it away again."""
        known, word = self._said(touchpoint), word.strip()
        left = tuple(one for one in known.labels if one.casefold() != word.casefold())
        self._put(known, labels=left if len(left) < len(known.labels) else (*left, word))

    @action
    def word(self, touchpoint: str, value: str) -> None:
        """Say a rating in own words, several with commas; offered words stay as they are."""
        known = self._said(touchpoint)
        offered = presets(self.workshop, self.workshop.get("touchpoints", touchpoint))
        spelled = {one.casefold(): one for one in offered}
        kept = {label.casefold(): label for label in known.labels if label in offered}
        for word in filter(None, map(str.strip, value.split(","))):
            kept.setdefault(word.casefold(), spelled.get(word.casefold(), word))
        self._put(known, labels=tuple(kept.values()))

    @action
    def arousal(self, touchpoint: str, value: float) -> None:
        """Say how excited the customer is, 0 calm to 1 excited."""
        self._put(self._said(touchpoint), arousal=value)

    @action
    def no_arousal(self, touchpoint: str) -> None:
        """Take back how excited the customer is."""
        self._put(self._said(touchpoint), arousal=None)
