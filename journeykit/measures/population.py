"""Population: a random sample of a finite list says more about that list."""

from __future__ import annotations

import math
from dataclasses import replace

from journeykit.errors import Refused
from journeykit.measures.score import Score


def correction(n: float, population: float) -> float:
    """Return the finite population correction of a standard error, √((N − n) / (N − 1)).

    Only for a random sample without replacement of a finite list; not for whoever chose to
    answer, nor for customers to come.

    >>> round(correction(80, 200), 3)
    0.777
    """
    if not 0 < n <= population:
        raise Refused(f"A sample of {n:g} does not fit a population of {population:g}.")
    return math.sqrt((population - n) / (population - 1)) if population > 1 else 0.0


def of_population(score: Score, population: int) -> Score:
    """Return the score with its interval narrowed for a list of so many; the method says so."""
    if score.value is None or score.low is None or score.high is None:
        return score
    factor = correction(score.n, population)
    return replace(
        score,
        low=score.value - (score.value - score.low) * factor,
        high=score.value + (score.high - score.value) * factor,
        method=f"{score.method}, finite population of {population} (× {factor:.3f})",
    )


__all__ = ["correction", "of_population"]
