"""Sentences: what a number may honestly be said to show, and no more."""

from __future__ import annotations

from collections.abc import Mapping

from journeykit.measures.differences import Difference

#: the measure's name, and how its value and its change are written
_NAMES: Mapping[str, str] = {
    "nps": "NPS", "csat": "CSAT", "ces": "the share who found it easy", "share": "the share",
    "mean": "the mean", "ordinal": "the answers",
}  # fmt: skip


def sentence(found: Difference, before: str, after: str, about: str = "") -> str:
    """Return a difference in words: effect, interval, n, and what it does not show.

    >>> from journeykit.measures.counts import Tally
    >>> from journeykit.measures.differences import nps_difference
    >>> wave = lambda p, d: Tally.of([10] * p + [8] * (40 - p - d) + [3] * d)
    >>> sentence(nps_difference(wave(16, 12), wave(18, 10)), "2025", "2026")
    'NPS: 2026 is 10.0 points above 2025 (95 % interval −25.2 to 43.8, n 40 and 40). \
A difference this large can come from chance alone.'
    """
    name = _NAMES.get(found.measure, found.measure)
    lead = f"{about}: {name}" if about else name[0].upper() + name[1:]
    if found.suppressed or found.value is None:
        why = found.method.removeprefix("not shown: ")
        return f"{lead}: {before} and {after} are not compared: {why}."
    amount = _amount(found, found.value - found.none)
    way = "above" if found.value > found.none else "below"
    said = f"{lead}: {after} is {amount} {way} {before}"
    if found.measure == "ordinal":
        said = (
            f"{lead}: in {_percent(found.value)} of pairs the answer of {after} is higher than "
            f"that of {before}, equal ones counted half"
        )
    elif found.value == found.none:
        said = f"{lead}: {after} equals {before}"
    return f"{said} ({_interval(found)}n {found.n_before} and {found.n_after}). {verdict(found)}"


def verdict(found: Difference) -> str:
    """Return what the test allows to say; never that there is no difference."""
    if found.sure is None:
        return "It was not tested."
    if not found.sure:
        return "A difference this large can come from chance alone."
    family = " also as one of several comparisons" if found.adjusted is not None else ""
    return f"Chance alone hardly explains it{family}; why it is so, this does not say."


def _interval(found: Difference) -> str:
    if found.low is None or found.high is None:
        return "no interval, "
    ends = " to ".join(_end(found, end) for end in (found.low, found.high))
    return f"{100 * found.level:g} % interval {ends}, "


def _end(found: Difference, value: float) -> str:
    if found.measure in ("csat", "ces", "share"):
        value = 100 * value
    elif found.measure == "ordinal":
        return _percent(value)
    shown = f"{value:.1f}" if found.measure != "mean" else f"{value:.2f}"
    return shown.replace("-", "−")


def _amount(found: Difference, value: float) -> str:
    if found.measure in ("csat", "ces", "share"):
        return f"{abs(100 * value):.1f} percentage points"
    if found.measure == "nps":
        return f"{abs(value):.1f} points"
    return f"{abs(value):.2f} points of the scale"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


__all__ = ["sentence", "verdict"]
