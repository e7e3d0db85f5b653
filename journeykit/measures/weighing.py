"""Actions weighed: their numbers, those that the survey fills in, their scores and ranks.

What a person has said stands; what nobody has said is filled in where the answers know it, and
says where it comes from. Nothing is guessed: an action that lacks a number has no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeykit.measures.feelings import Felt
from journeykit.measures.priority import IMPACT_OF_SEVERITY, Method, depth, feeling, ranks
from journeykit.model import Action, Finding, Workshop


@dataclass(frozen=True)
class Given:
    """One number of an action; ``source`` says in words where it comes from if not by hand."""

    value: float | None
    source: str = ""


@dataclass(frozen=True)
class Weighed:
    """An action with its numbers, the depth of feeling at its touchpoint, score and rank.

    ``plain`` is the score without feeling; ``factor`` what feeling multiplies it by.
    """

    action: Action
    given: Mapping[str, Given]
    depth: float | None
    felt: Felt | None
    plain: float | None
    factor: float
    score: float | None
    rank: int | None
    missing: tuple[str, ...]

    @property
    def values(self) -> dict[str, float | None]:
        """The numbers alone."""
        return {name: each.value for name, each in self.given.items()}


def weigh(
    workshop: Workshop, actions: Sequence[Action], method: Method, felt: Mapping[str, Felt]
) -> list[Weighed]:
    """Return the actions weighed by a method, in the order in which they were given.

    `felt` are customers' feelings by touchpoint (`journeykit.measures.feelings`).
    """
    empathy = workshop.about.empathy
    found = []
    for action in actions:
        here = felt.get(place(workshop, action) or "")
        given = inputs(workshop, action, method, here)
        values = {name: each.value for name, each in given.items()}
        deep = depth(here.valence if here else None, action.kind)
        plain = method.score(values)
        factor = feeling(deep, empathy)
        found.append(
            Weighed(
                action, given, deep, here, plain, factor,
                None if plain is None else plain * factor, None, tuple(method.missing(values)),
            )
        )  # fmt: skip
    order = ranks({each.action.id: each.score for each in found})
    return [_ranked(each, order.get(each.action.id)) for each in found]


def inputs(
    workshop: Workshop, action: Action, method: Method, felt: Felt | None
) -> dict[str, Given]:
    """Return the numbers of an action that a method needs, filled in where nobody said them."""
    found = {}
    for each in method.inputs:
        said = action.marks.get(each.key) if each.marked else getattr(action, each.key)
        found[each.key] = Given(said) if said is not None else _known(
            workshop, action, each.key, felt
        )  # fmt: skip
    return found


def place(workshop: Workshop, action: Action) -> str | None:
    """Return the touchpoint of an action: its own, else that of the first finding it answers."""
    served = (workshop.findings.get(id) for id in action.findings)
    return action.touchpoint or next((f.touchpoint for f in served if f and f.touchpoint), None)


def _known(workshop: Workshop, action: Action, name: str, felt: Felt | None) -> Given:
    if name == "reach" and felt is not None:
        mood = "happy" if action.kind == "amplify" else "unhappy"
        count = felt.counted(action.kind)
        at = workshop.touchpoints[felt.touchpoint].name
        return Given(count, f"{count} of {felt.n} customers asked at {at} are {mood}")
    if name in ("impact", "ICE impact", "Value") and (worst := _worst(workshop, action)):
        mark = worst.severity or 0
        step = IMPACT_OF_SEVERITY[mark] if name == "impact" else 2.0 * mark
        return Given(step, f"severity {mark} of '{worst.title}'")
    return Given(None)


def _worst(workshop: Workshop, action: Action) -> Finding | None:
    served = [workshop.findings[id] for id in action.findings if id in workshop.findings]
    return max((f for f in served if f.severity), key=lambda f: f.severity or 0, default=None)


def _ranked(each: Weighed, rank: int | None) -> Weighed:
    from dataclasses import replace

    return replace(each, rank=rank)


__all__ = ["Given", "Weighed", "inputs", "place", "weigh"]
