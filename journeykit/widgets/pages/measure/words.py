"""What the numbers of a KPI say, in sentences that claim no more than they show."""

from __future__ import annotations

from journeykit.measures.change import change
from journeykit.measures.standing import history
from journeykit.model import Kpi, Measurement, Workshop

CAUTION = (
    "No control group: other things changed too, so this does not show that an action caused it."
)


def measured(workshop: Workshop, kpi: str) -> list[Measurement]:
    """Return the measurements of a KPI, the oldest first, without comparison groups."""
    return history(workshop, kpi)


def amount(value: float, unit: str = "") -> str:
    """Return a number with its unit, without digits that say nothing.

    >>> amount(1234.5, "%"), amount(-3.0), amount(1e6, "points")
    ('1,234.5 %', '−3', '1,000,000 points')
    """
    text = f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")
    text = "0" if text == "−0" else text
    return f"{text} {unit}" if unit else text


def moved(value: float) -> str:
    """Return a difference with its sign.

    >>> moved(4), moved(-7.25)
    ('+4', '−7.25')
    """
    return f"+{amount(value)}" if value > 0 else amount(value)


def last_words(kpi: Kpi, last: Measurement) -> str:
    """Say the last value with its interval, n and day.

    >>> from datetime import date
    >>> last_words(Kpi(unit="%"), Measurement(kpi="k", day=date(2026, 11, 3), value=64, n=905))
    '64 % on 3 Nov 2026 (n 905, no interval)'
    """
    interval = "no interval"
    if last.low is not None and last.high is not None:
        interval = f"{amount(last.low)} to {amount(last.high)}"
    n = f"n {last.n}" if last.n is not None else "n not said"
    return f"{amount(last.value, kpi.unit)} on {last.day.day} {last.day:%b %Y} ({n}, {interval})"


def reached(kpi: Kpi, value: float) -> bool | None:
    """Whether a value meets the target; None where there is no target."""
    if kpi.target is None:
        return None
    return value >= kpi.target if kpi.better == "higher" else value <= kpi.target


def target_words(kpi: Kpi, last: Measurement) -> str:
    """Say how the last value stands to the target.

    >>> from datetime import date
    >>> low = Kpi(unit="%", better="lower", target=60)
    >>> target_words(low, Measurement(kpi="k", day=date(2026, 11, 3), value=64, low=59, high=69))
    '4 percentage points short of the target of 60 %; the interval includes the target.'
    """
    met = reached(kpi, last.value)
    if kpi.target is None or met is None:
        return "No target yet: say which value would be good enough."
    includes = (
        last.low is not None and last.high is not None and last.low <= kpi.target <= last.high
    )
    if met:
        doubt = ", but the interval includes values short of it" if includes else ""
        return f"The target of {amount(kpi.target, kpi.unit)} is reached{doubt}."
    gap = amount(abs(last.value - kpi.target), difference_unit(kpi.unit))
    doubt = "; the interval includes the target" if includes else ""
    return f"{gap} short of the target of {amount(kpi.target, kpi.unit)}{doubt}."


def change_words(kpi: Kpi, values: list[Measurement]) -> str:
    """Say what has changed since the first measurement, and what that does not show."""
    if not values:
        return "Not measured yet: measure it once before anything changes."
    first, last = values[0], values[-1]
    if len(values) == 1:
        return "This is the baseline. The next wave shows whether it moves."
    found = change((first.value, first.low, first.high), (last.value, last.low, last.high))
    by = amount(abs(found.value), difference_unit(kpi.unit))
    way = "no difference" if found.value == 0 else f"{'+' if found.value > 0 else '−'}{by}"
    if found.low is not None and found.high is not None:
        way += f" (interval {moved(found.low)} to {moved(found.high)})"
    good = (found.value > 0) == (kpi.better == "higher")
    judged = "" if found.value == 0 else ", for the better" if good else ", for the worse"
    since = f"Since {first.day.day} {first.day:%b %Y} ({amount(first.value, kpi.unit)})"
    return f"{since}: {way}{judged}. {_chance(found.sure)} {CAUTION}"


def _chance(sure: bool | None) -> str:
    if sure is None:
        return "Without an interval for both, nobody can say whether this is more than chance."
    if sure:
        return "The interval leaves out 'no change'."
    return "The interval includes 'no change': this may be chance."


def difference_unit(unit: str) -> str:
    """Return the unit of a difference: of percent it is percentage points."""
    return "percentage points" if unit == "%" else unit


__all__ = [
    "CAUTION", "amount", "change_words", "difference_unit", "last_words", "measured", "moved",
    "reached", "target_words",
]  # fmt: skip
