"""Priority: which action first. Pure arithmetic with the definitions said aloud.

The formulas take numbers and numpy arrays alike, so that `journeykit.measures.sensitivity` can
move thousands of draws through the same lines that make the score on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

from journeykit.errors import Refused

Quadrant = Literal["quick win", "big bet", "fill-in", "money pit"]

#: The steps of impact and confidence that Intercom's RICE uses.
RICE_IMPACT: Mapping[float, str] = {
    3: "massive", 2: "high", 1: "medium", 0.5: "low", 0.25: "minimal",
}  # fmt: skip
RICE_CONFIDENCE: Mapping[float, str] = {1: "high", 0.8: "medium", 0.5: "low"}
#: Severity of a finding, 1 to 5 -> the step of impact that solving it has.
IMPACT_OF_SEVERITY: Mapping[int, float] = {1: 0.25, 2: 0.5, 3: 1, 4: 2, 5: 3}


@dataclass(frozen=True)
class Input:
    """One number that a score is made of, and the range in which it makes sense."""

    key: str
    title: str
    low: float = 0.0
    high: float = float("inf")
    unit: str = ""
    #: kept among the marks of an action, not in a field of its own
    marked: bool = True


@dataclass(frozen=True)
class Method:
    """A way to score: its inputs, its formula in words and as a function of these inputs."""

    key: str
    title: str
    words: str
    inputs: tuple[Input, ...]
    formula: Callable[[Mapping[str, Any]], Any]

    def score(self, given: Mapping[str, float | None]) -> float | None:
        """Return the score, or None while an input is not said.

        >>> METHODS["ice"].score({"ICE impact": 8, "ICE confidence": 5, "Ease": 5})
        200
        """
        return None if self.missing(given) else self.formula(given)

    def missing(self, given: Mapping[str, float | None]) -> list[str]:
        """Return the names of the inputs that are not said yet."""
        return [each.title.lower() for each in self.inputs if given.get(each.key) is None]


def impact_effort(impact: float, effort: float, middle: tuple[float, float] = (3, 3)) -> Quadrant:
    """Return the quadrant of the impact and effort grid; a value on the middle counts as high.

    >>> impact_effort(impact=5, effort=1), impact_effort(impact=1, effort=5)
    ('quick win', 'money pit')
    """
    _positive("impact", impact, zero=True)
    _positive("effort", effort, zero=True)
    if impact >= middle[0]:
        return "big bet" if effort >= middle[1] else "quick win"
    return "money pit" if effort >= middle[1] else "fill-in"


def rice(reach: float, impact: float, confidence: float, effort: float) -> float:
    """Return reach × impact × confidence / effort.

    Reach in people a period, impact 0.25 to 3, confidence 0 to 1, effort in person-months.

    >>> rice(reach=2000, impact=1, confidence=0.8, effort=2)
    800.0
    """
    _positive("reach", reach, zero=True)
    _positive("impact", impact, zero=True)
    if not 0 <= confidence <= 1:
        raise Refused(f"Confidence {confidence:g} is not between 0 and 1.")
    _positive("effort", effort)
    return reach * impact * confidence / effort


def ice(impact: float, confidence: float, ease: float) -> float:
    """Return the product of impact, confidence and ease, each from 1 to 10.

    >>> ice(impact=8, confidence=5, ease=5)
    200
    """
    for name, value in (("Impact", impact), ("Confidence", confidence), ("Ease", ease)):
        _one_to_ten(name, value)
    return impact * confidence * ease


def wsjf(value: float, urgency: float, risk: float, size: float) -> float:
    """Return the cost of delay over the job's size: weighted shortest job first.

    The cost of delay is value to customers + time criticality + risk reduction (Reinertsen;
    SAFe). Each from 1 to 10.

    >>> wsjf(value=8, urgency=5, risk=2, size=5)
    3.0
    """
    given = (("Value", value), ("Time criticality", urgency), ("Risk reduction", risk),
             ("Job size", size))  # fmt: skip
    for name, number in given:
        _one_to_ten(name, number)
    return (value + urgency + risk) / size


def weighted(marks: Mapping[str, Any], weights: Mapping[str, float]) -> Any:
    """Return the mean of the marks, each counted by the weight of its criterion.

    >>> weighted({"Value": 8, "Fit": 2}, {"Value": 2, "Fit": 1})
    6.0
    """
    total = sum(weights.values())
    if total <= 0:
        raise Refused("At least one criterion needs a weight above 0.")
    return sum(weight * marks[name] for name, weight in weights.items()) / total


def depth(valence: float | None, kind: str = "fix") -> float | None:
    """Return how deep the feeling is, 0 to 1 (R90).

    For what is to be fixed the distance below neutral, for what is amplified that above it;
    None where customers' feeling is not known.

    >>> depth(-1.3), depth(0.8), depth(0.8, "amplify")
    (0.65, 0.0, 0.4)
    """
    if valence is None:
        return None
    return max(0.0, valence if kind == "amplify" else -valence) / 2


def feeling(depth: float | None, empathy: float) -> float:
    """Return the factor by which the depth of feeling raises a score: 1 + empathy × depth.

    >>> feeling(0.65, 1), feeling(None, 1), feeling(0.65, 0)
    (1.65, 1.0, 1.0)
    """
    return 1.0 + empathy * (depth or 0.0)


def ranks(values: Mapping[str, float | None]) -> dict[str, int]:
    """Return the rank of each item, 1 for the highest; equals share a rank, None has none.

    >>> ranks({"a": 3.0, "b": 5.0, "c": 3.0, "d": None})
    {'b': 1, 'a': 2, 'c': 2}
    """
    known = {item: value for item, value in values.items() if value is not None}
    ordered = sorted(known, key=lambda item: -known[item])
    return {item: 1 + sum(other > known[item] for other in known.values()) for item in ordered}


def methods(weights: Mapping[str, float]) -> dict[str, Method]:
    """Return the ways to score, with the team's own criteria where there are any.

    >>> list(methods({"Fit to strategy": 2}))
    ['rice', 'ice', 'wsjf', 'own']
    """
    if sum(weights.values()) <= 0:
        return dict(METHODS)
    own = Method(
        "own", "Own criteria",
        "mean of the marks, each × its weight",
        tuple(Input(name, name, 1, 10, "1 to 10") for name in weights),
        lambda given: weighted(given, weights),
    )  # fmt: skip
    return {**METHODS, "own": own}


def _one_to_ten(name: str, value: float) -> None:
    if not 1 <= value <= 10:
        raise Refused(f"{name} {value:g} is not between 1 and 10.")


def _positive(name: str, value: float, zero: bool = False) -> None:
    if value < 0 or (value == 0 and not zero):
        raise Refused(f"{name.capitalize()} {value:g} has to be above 0.")


_RICE = (
    Input("reach", "Reach", 0, unit="customers", marked=False),
    Input("impact", "Impact", 0, 10, "0.25 to 3", marked=False),
    Input("confidence", "Confidence", 0, 1, "0 to 1", marked=False),
    Input("effort", "Effort", 0.01, unit="person-months", marked=False),
)
_ICE = (
    Input("ICE impact", "Impact", 1, 10, "1 to 10"),
    Input("ICE confidence", "Confidence", 1, 10, "1 to 10"),
    Input("Ease", "Ease", 1, 10, "1 to 10"),
)
_WSJF = (
    Input("Value", "Value to customers", 1, 10, "1 to 10"),
    Input("Time criticality", "Time criticality", 1, 10, "1 to 10"),
    Input("Risk reduction", "Risk reduction", 1, 10, "1 to 10"),
    Input("Job size", "Job size", 1, 10, "1 to 10"),
)
#: The ways to score that need nothing but an action's numbers.
METHODS: Mapping[str, Method] = {
    "rice": Method(
        "rice", "RICE", "RICE = reach × impact × confidence ÷ effort", _RICE,
        lambda given: (
            given["reach"] * given["impact"] * given["confidence"] / given["effort"]
        ),
    ),
    "ice": Method(
        "ice", "ICE", "ICE = impact × confidence × ease", _ICE,
        lambda given: prod(given[each.key] for each in _ICE),
    ),
    "wsjf": Method(
        "wsjf", "WSJF", "WSJF = (value + time criticality + risk reduction) ÷ job size", _WSJF,
        lambda given: (
            (given["Value"] + given["Time criticality"] + given["Risk reduction"])
            / given["Job size"]
        ),
    ),
}  # fmt: skip
