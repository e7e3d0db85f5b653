"""Power: how many answers a wave needs for a change to be seen, and what n can show.

All sizes are for each of two independent waves, a two-sided test and simple random answers;
with weights multiply by the design effect.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from journeykit.errors import Refused


def _quantiles(level: float, power: float) -> tuple[float, float]:
    if not (0 < level < 1 and 0 < power < 1):
        raise Refused(f"Level {level:g} and power {power:g} have to be between 0 and 1.")
    normal = NormalDist()
    return normal.inv_cdf(0.5 + level / 2), normal.inv_cdf(power)


def nps_needed(
    change: float, promoters: float = 0.45, detractors: float = 0.25, power: float = 0.8,
    level: float = 0.95,
) -> int:  # fmt: skip
    """Return the answers a wave needs to see an NPS change of so many points.

    n = 2 (z₁₋α⸝₂ + z₁₋β)² (p + d − (p − d)²) / Δ².

    >>> nps_needed(10), nps_needed(20)
    (1037, 260)
    """
    _changed(change)
    if min(promoters, detractors) < 0 or promoters + detractors > 1:
        raise Refused(f"Promoters {promoters:g} and detractors {detractors:g} are shares, 0 to 1.")
    spread = promoters + detractors - (promoters - detractors) ** 2
    return math.ceil(2 * sum(_quantiles(level, power)) ** 2 * spread / (change / 100) ** 2)


def share_needed(before: float, after: float, power: float = 0.8, level: float = 0.95) -> int:
    """Return the answers a wave needs to see a share change (Fleiss, Levin and Paik 2003, 4.14).

    >>> share_needed(0.6, 0.7)
    356
    """
    if not (0 < before < 1 and 0 < after < 1):
        raise Refused(f"Shares {before:g} and {after:g} have to be between 0 and 1.")
    _changed(after - before)
    alpha, beta = _quantiles(level, power)
    middle = (before + after) / 2
    root = alpha * math.sqrt(2 * middle * (1 - middle)) + beta * math.sqrt(
        before * (1 - before) + after * (1 - after)
    )
    return math.ceil((root / (after - before)) ** 2)


def mean_needed(change: float, sd: float = 1.0, power: float = 0.8, level: float = 0.95) -> int:
    """Return the answers a wave needs to see a mean change, ``sd`` of the answers known.

    Normal approximation with Guenther's correction z²/4 (1981).

    >>> mean_needed(0.5, sd=1)
    64
    """
    _changed(change)
    if not sd > 0:
        raise Refused(f"A standard deviation of {sd:g} has to be above 0.")
    alpha, beta = _quantiles(level, power)
    return math.ceil(2 * ((alpha + beta) * sd / change) ** 2 + alpha**2 / 4)


def nps_visible(
    n: float, promoters: float = 0.45, detractors: float = 0.25, power: float = 0.8,
    level: float = 0.95,
) -> float:  # fmt: skip
    """Return the smallest NPS change, in points, that n answers a wave show.

    >>> round(nps_visible(1037), 1)
    10.0
    """
    if n <= 0:
        raise Refused(f"{n:g} answers show no change.")
    spread = promoters + detractors - (promoters - detractors) ** 2
    return 100 * sum(_quantiles(level, power)) * math.sqrt(2 * spread / n)


def _changed(change: float) -> None:
    if change == 0:
        raise Refused("No number of answers shows a change of 0; name the change that matters.")


__all__ = ["mean_needed", "nps_needed", "nps_visible", "share_needed"]
