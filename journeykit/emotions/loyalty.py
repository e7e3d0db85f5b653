"""Whether those who felt better at a stage are more loyal (R94): an association, not a cause."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

#: Fewer people than this say nothing about an association.
FEW = 10
#: Words in a question that ask whether somebody will come back or recommend.
_LOYAL = ("recommend", "again", "likely", "return to", "come back", "repurchase")


@dataclass(frozen=True)
class Tie:
    """The rank correlation of the feeling at a stage with the loyalty question, -1 to 1.

    Spearman; interval of Bonett and Wright (2000). None with a reason in ``method`` where
    there are too few people or nothing varies.
    """

    stage: str
    question: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str


def outcome(answers: pd.DataFrame | None) -> str | None:
    """Return the question that asks for loyalty: a recommendation, else one worded like it."""
    if answers is None or answers.empty:
        return None
    asked = answers.drop_duplicates("question")
    for question, kind in zip(asked["question"], asked["kind"], strict=True):
        if kind == "nps":
            return str(question)
    whole = asked[(asked["touchpoint"] == "") & (asked["stage"] == "")]
    for question in whole["question"]:
        if any(word in str(question).casefold() for word in _LOYAL):
            return str(question)
    return None


def ties(
    answers: pd.DataFrame | None, stages: Mapping[str, Sequence[str]], question: str | None = None
) -> list[Tie]:
    """Return for each stage how its feeling goes with the answer to the loyalty question.

    ``stages`` gives the touchpoints of each stage. The feeling of a person at a stage is the
    mean of what they answered about it and its touchpoints. Nothing without such a question.
    """
    question = question or outcome(answers)
    if answers is None or question is None:
        return []
    from journeykit.emotions.curve import feelings

    asked = answers[answers["question"] == question].drop_duplicates("respondent")
    loyal = asked.set_index("respondent")[["value", "weight", "low", "high"]]
    felt = feelings(answers[answers["question"] != question])
    return [
        _tie(
            stage, question, felt[felt["touchpoint"].isin(places) | (felt["stage"] == stage)], loyal
        )
        for stage, places in stages.items()
    ]


def _tie(stage: str, question: str, felt: pd.DataFrame, loyal: pd.DataFrame) -> Tie:
    import numpy as np

    from journeykit.emotions.curve import to_valence_rows
    from journeykit.measures.drivers import spearman

    each = to_valence_rows(felt).groupby(felt["respondent"]).mean().rename("felt")
    pairs = loyal.join(each, how="inner").dropna()
    n = len(pairs)
    if n < FEW:
        return Tie(stage, question, None, None, None, n, f"not shown: fewer than {FEW} people")
    way = np.sign(pairs["high"] - pairs["low"])  # where 1 is the best, less is more loyal
    both = np.column_stack([pairs["felt"], pairs["value"] * way])
    weights = pairs["weight"].to_numpy(float)
    rho = float(spearman(both, weights)[0])
    if not math.isfinite(rho):
        return Tie(stage, question, None, None, None, n, "not shown: all answers are equal")
    return Tie(stage, question, rho, *_ends(rho, weights), n, "Spearman, Bonett–Wright, 95 %")


def _ends(rho: float, weights: Any) -> tuple[float, float]:
    """Bonett and Wright: Fisher's z with the variance (1 + ρ²/2) / (n − 3); n after Kish."""
    n = float(weights.sum()) ** 2 / float((weights**2).sum())
    if abs(rho) >= 1 or n <= 3:
        return (rho, rho) if n > 3 else (-1.0, 1.0)
    middle, half = math.atanh(rho), 1.959964 * math.sqrt((1 + rho**2 / 2) / (n - 3))
    return math.tanh(middle - half), math.tanh(middle + half)
