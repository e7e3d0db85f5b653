"""Workshops that hypothesis draws: maps of any words, with feelings, cards and more."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from journeykit.edits import Put, Rate, apply
from journeykit.exchange import Loss
from journeykit.model import COLLECTIONS, LANES, Workshop

#: signs that every format can hold; line breaks only where a text may have them
SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))
NAMES = st.text(SIGNS, min_size=1, max_size=20).map(str.strip).filter(bool)
MAYBE = st.one_of(st.just(""), NAMES)
TEXTS = st.one_of(
    st.just(""), st.lists(NAMES, max_size=3).map("\n".join), st.sampled_from(["a: b\nc", "=1", "x"])
)
FINDINGS = ("pain", "gap", "unmet_need", "risk", "delight", "opportunity")


@st.composite
def workshops(draw: st.DrawFn) -> Workshop:
    """A workshop with one or two journeys."""
    made = Workshop.new(draw(NAMES), id="w")

    def put(collection: str, **entity: Any) -> None:
        nonlocal made
        made = apply(made, Put(collection=collection, entity=entity))

    put("info", id="info", title=made.title, scenario=draw(TEXTS), scope=draw(MAYBE))
    put("personas", id="p", name=draw(NAMES), occupation=draw(MAYBE))
    put("participants", id="a", name="Ann")
    put("participants", id="b", name="Bo")
    _journey(draw, put, "c", "current")
    if draw(st.booleans()):
        _journey(draw, put, "i", "ideal")
    if draw(st.booleans()):
        put("actions", id="act", title=draw(NAMES), owner=draw(MAYBE))
    for touchpoint in list(made.touchpoints):
        for who in "ab":
            if draw(st.booleans()):
                valence = draw(st.integers(-2, 2))
                made = apply(made, Rate(participant=who, touchpoint=touchpoint, valence=valence))
    _cards(draw, put, list(made.touchpoints), list(made.stages))
    return made


def _journey(draw: st.DrawFn, put: Any, id: str, state: str) -> None:
    persona = draw(st.sampled_from(["p", None]))
    copied = "c" if state == "ideal" and draw(st.booleans()) else None
    put("journeys", id=id, title=draw(NAMES), state=state, persona=persona, copied_from=copied,
        rank=float(state == "ideal"))  # fmt: skip
    for at in range(draw(st.integers(0, 3))):
        put("stages", id=f"{id}{at}", journey=id, rank=at, name=draw(NAMES), goal=draw(TEXTS))
        for each in range(draw(st.integers(0, 2))):
            put("touchpoints", id=f"{id}{at}{each}", stage=f"{id}{at}", rank=each,
                name=draw(NAMES), channel=draw(MAYBE), owner=draw(MAYBE), message=draw(TEXTS),
                backstage=draw(TEXTS), support=draw(TEXTS), duration=draw(MAYBE),
                moment_of_truth=draw(st.booleans()), phase=draw(st.sampled_from([None, "pre"])),
                )  # fmt: skip


def _cards(draw: st.DrawFn, put: Any, touchpoints: list[str], stages: list[str]) -> None:
    places: list[dict[str, str]] = [{}, *({"touchpoint": id} for id in touchpoints)]
    for at in range(draw(st.integers(0, 4))):
        place = draw(st.sampled_from([*places, *({"stage": id} for id in stages)]))
        lane = draw(st.sampled_from(list(LANES)))
        put("notes", id=f"n{at}", lane=lane, text=draw(TEXTS), rank=at, **place)
    for at in range(draw(st.integers(0, 3))):
        put("findings", id=f"f{at}", kind=draw(st.sampled_from(FINDINGS)), title=draw(NAMES),
            detail=draw(TEXTS), severity=draw(st.sampled_from([None, 1, 2, 3, 4, 5])), rank=at,
            **draw(st.sampled_from(places)))  # fmt: skip


def unsaid(workshop: Workshop, carries: Any, losses: list[Loss]) -> list[str]:
    """What a format does not carry and its loss report does not say either."""
    found = []
    for name, kind in COLLECTIONS.items():
        entities = workshop.entities(name).values()
        words = " ".join(loss.what for loss in losses if loss.where == name)
        if entities and name not in carries and not words:
            found.append(name)
        for entity in entities if name in carries else ():
            for field, about in kind.model_fields.items():
                empty = about.get_default(call_default_factory=True)
                if field in ("id", "rank") or field in carries[name]:
                    continue
                if getattr(entity, field) != empty and not (
                    field.replace("_", " ") in words or kind.noun in words
                ):
                    found.append(f"{name}.{field}")
    return found
