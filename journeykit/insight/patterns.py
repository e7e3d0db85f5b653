"""Rules about metrics: beyond a threshold a number points to something (R120 to R122).

A threshold is where a team starts to look, no law. A rule hits *surely* where the whole interval
lies beyond it, *possibly* where the number does but its interval does not, or is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from journeykit.insight.series import Point, Series, in_words
from journeykit.insight.trends import shift

State = Literal["sure", "possible", "no", "few", "missing"]
#: state of a rule -> what a person reads
STATES: dict[str, str] = {
    "sure": "surely", "possible": "possibly", "no": "no", "few": "too few", "missing":
    "not imported",
}  # fmt: skip
COMPARISONS = {
    "above": "is above", "below": "is below", "rises": "rises by more than",
    "falls": "falls by more than",
}  # fmt: skip


class Rule(Protocol):
    """What a rule has to say: `journeykit.model.Pattern`."""

    @property
    def metric(self) -> str:
        """The name of the metric."""

    @property
    def comparison(self) -> Literal["above", "below", "rises", "falls"]:
        """How it is compared with the threshold."""

    @property
    def threshold(self) -> float:
        """The threshold; a share is 0 to 1, a change of a count a share of the value before."""

    @property
    def touchpoint(self) -> str | None:
        """The one touchpoint that the rule is about, None for all."""


@dataclass(frozen=True)
class Hit:
    """What a rule says of one series: of its latest period, and in how many periods it hits.

    ``value`` with ``low`` and ``high`` is the number that was compared: the metric itself, or
    its change since the period before.
    """

    series: Series
    state: State
    point: Point
    value: float | None = None
    low: float | None = None
    high: float | None = None
    periods: tuple[Point, ...] = ()

    @property
    def beyond(self) -> bool:
        """Whether the rule hits, surely or possibly."""
        return self.state in ("sure", "possible")


def evaluate(rule: Rule, found: Iterable[Series], also: Sequence[str] = ()) -> list[Hit]:
    """Return what a rule says of each series of its metric; none where it is not imported.

    ``also`` are other names of the metric.
    """
    names = {plain(name) for name in (rule.metric, *also) if name.strip()}
    hits = []
    for series in found:
        wanted = rule.touchpoint is None or series.touchpoint == rule.touchpoint
        if wanted and plain(series.metric) in names:
            hits.append(_hit(rule, series))
    order = list(STATES)
    return sorted(hits, key=lambda hit: (order.index(hit.state), hit.series.touchpoint == ""))


def plain(metric: str) -> str:
    """Return a metric's name as it is compared.

    >>> plain("E-mail open rate (%)"), plain("Session duration, s")
    ('email open rate', 'session duration')
    """
    text = re.sub(r"e-mail", "email", metric.casefold())
    text = re.sub(r"\([^)]*\)|,.*$|%", " ", text)
    return " ".join(re.findall(r"[^\W_]+", text))


def _hit(rule: Rule, series: Series) -> Hit:
    known = series.known
    if not known:
        return Hit(series, "few", series.points[-1])
    found = [_at(rule, series, at) for at in range(len(known))]
    state, value, low, high = found[-1]
    beyond = tuple(
        point for point, each in zip(known, found, strict=True) if each[0] in ("sure", "possible")
    )
    return Hit(series, state, known[-1], value, low, high, beyond)


_Found = tuple[State, float | None, float | None, float | None]


def _at(rule: Rule, series: Series, at: int) -> _Found:
    """A rule at one period of a series."""
    now = series.known[at]
    if rule.comparison in ("above", "below"):
        return _beyond(now.value, now.low, now.high, rule.threshold, rule.comparison == "above")
    if not at:
        return "few", None, None, None
    before = series.known[at - 1]
    change = shift(series.kind, before, now)
    value, low, high = change.value, change.low, change.high
    if series.kind == "count":
        if not before.value:
            return "few", None, None, None
        value, low, high = value / before.value, None, None
    rises = rule.comparison == "rises"
    return _beyond(value, low, high, rule.threshold if rises else -rule.threshold, rises)


def _beyond(
    value: float | None, low: float | None, high: float | None, threshold: float, above: bool
) -> _Found:
    if value is None:
        return "few", None, None, None
    end = low if above else high
    if end is not None and (end > threshold if above else end < threshold):
        return "sure", value, low, high
    hit = value > threshold if above else value < threshold
    return ("possible" if hit else "no"), value, low, high


def condition(rule: Rule, kind: str = "") -> str:
    """Return a rule's condition in words; ``kind`` is that of the series, where it is known.

    >>> from journeykit.model import Pattern
    >>> condition(Pattern(metric="Bounce rate", threshold=0.55), "share")
    'Bounce rate is above 55\\xa0%'
    """
    return f"{rule.metric} {COMPARISONS[rule.comparison]} {limit(rule, kind)}"


def limit(rule: Rule, kind: str = "") -> str:
    """Return a threshold in the unit of its metric."""
    share = kind == "share" or (not kind and is_share(rule.metric))
    change = rule.comparison in ("rises", "falls")
    if share and change:
        return f"{100 * rule.threshold:g} percentage points"
    if share or (change and kind == "count"):
        return f"{100 * rule.threshold:g}\u00a0%"
    return f"{rule.threshold:,g}".replace("-", "−")


def is_share(metric: str) -> bool:
    """Return whether a metric's name says that it is a share.

    >>> is_share("Bounce rate"), is_share("Cart abandonment"), is_share("Orders")
    (True, True, False)
    """
    return bool(re.search(r"\brates?\b|\bshare\b|abandon|%", metric, re.I))


def told(rule: Rule, hit: Hit) -> str:
    """Return the number of a hit with its interval and n, in words; a change with its sign."""
    change = rule.comparison in ("rises", "falls")

    def say(value: float | None) -> str:
        return _change(hit.series, value) if change else in_words(hit.series.kind, value)

    parts = [f"change {say(hit.value)}" if change else say(hit.value)]
    if hit.low is not None and hit.high is not None:
        parts.append(f"interval {say(hit.low)} to {say(hit.high)}")
    if hit.point.n is not None:
        parts.append(f"n {hit.point.n:,}")
    return ", ".join(parts)


def _change(series: Series, value: float | None) -> str:
    """A change: of a share in points, of a count in percent of the one before."""
    if value is None:
        return "–"
    sign = "−" if value < 0 else "+" if value > 0 else ""
    if series.kind == "share":
        return f"{sign}{100 * abs(value):.1f} points"
    if series.kind == "count":
        return f"{sign}{100 * abs(value):.0f}\u00a0%"
    return f"{sign}{abs(value):,.2f}"


__all__ = [
    "COMPARISONS", "STATES", "Hit", "Rule", "State", "condition", "evaluate", "is_share",
    "limit", "plain", "told",
]  # fmt: skip
