"""Before and after an action: what its KPI did, how sure that is, and what it does not show.

Where the answers of both waves are known, the effect is their difference by the measure's own
method; else it comes from the stored values with their intervals (MOVER, Zou and Donner 2008).
With values of a comparison group it is the difference in differences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from journeykit.errors import Refused
from journeykit.measures.change import Change, Reported, change
from journeykit.measures.intervals import z
from journeykit.measures.standing import CONTROL, direction, reported
from journeykit.model import Action, Kpi, Measurement

if TYPE_CHECKING:
    from journeykit.measures.counts import Tally

Verdict = Literal["better", "worse", "unsure", "untested", "waiting"]
#: Verdict -> its sign and words; never told by color alone.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    "better": ("↗", "surely better"), "worse": ("↘", "surely worse"),
    "unsure": ("≈", "cannot tell: it may be chance"),
    "untested": ("?", "cannot tell: no interval"), "waiting": ("…", "not yet to be said"),
}  # fmt: skip
#: What a value of each measure is multiplied by to be in the unit of its KPI.
SCALE = {"csat": 100.0, "ces": 100.0, "share": 100.0, "nps": 1.0, "mean": 1.0}
NO_CONTROL = (
    "No comparison group: other things changed too, so this does not show that the action "
    "caused it."
)
WITH_CONTROL = (
    "Compared with the group without the action: what changed for both is taken off. It shows the "
    "effect only as far as the two groups would have gone the same way."
)


@dataclass(frozen=True)
class Answers:
    """The answers behind a value: tally, measure (nps, csat, ces, mean) and ends of the scale."""

    tally: Tally
    measure: str
    low: float
    high: float


#: Finds the answers behind a measurement, None where they are not known.
Find = Callable[[Measurement], "Answers | None"]


@dataclass(frozen=True)
class Effect:
    """What a KPI did from before an action to after it.

    ``effect`` is after minus before, in the KPI's unit, less that of the comparison group where
    there is one (``control``). ``needed`` answers a wave show the expected change; ``why`` says
    what is lacking.
    """

    action: Action
    kpi: Kpi | None
    verdict: Verdict
    before: Measurement | None = None
    after: Measurement | None = None
    effect: Change | None = None
    control: Change | None = None
    method: str = ""
    needed: int | None = None
    needed_words: str = ""
    why: str = ""


def effect(
    action: Action, kpi: Kpi | None, values: Sequence[Measurement], find: Find | None = None,
    today: date | None = None,
) -> Effect:  # fmt: skip
    """Return what a KPI did, from the last value before the action to the newest one after it.

    ``values`` are all measurements of the KPI, of all groups, in any order.

    >>> action = Action(started="2026-03-01", finished="2026-04-01")
    >>> values = [Measurement(kpi="k", day="2026-02-01", value=40, low=36, high=44, n=600),
    ...           Measurement(kpi="k", day="2026-05-01", value=52, low=48, high=56, n=600)]
    >>> found = effect(action, Kpi(unit="%"), values)
    >>> found.verdict, [round(each, 1) for each in found.effect]
    ('better', [12.0, 6.3, 17.7])
    """
    if kpi is None:
        return Effect(action, None, "waiting", why="No KPI: say which number it is to move.")
    mine = sorted((m for m in values if not m.group), key=lambda m: (m.day, m.rank, m.id))
    before, after, why = around(action, mine, today or date.today())
    needed, words = _needed(action, kpi, before, find)
    made = Effect(action, kpi, "waiting", before, after, needed=needed, needed_words=words, why=why)
    if before is None or after is None:
        return made
    moved, method = _moved(before, after, find)
    others = sorted((m for m in values if m.group == CONTROL), key=lambda m: (m.day, m.rank, m.id))
    theirs = around(action, others, today or date.today())[:2]
    control = None
    if theirs[0] and theirs[1]:
        control, _ = _moved(theirs[0], theirs[1], find)
        moved = change(_as_reported(control), _as_reported(moved))
        method = f"difference in differences; {method}"
    return replace(
        made, verdict=direction(kpi, moved), effect=moved, control=control, method=method
    )


def around(
    action: Action, values: Sequence[Measurement], today: date
) -> tuple[Measurement | None, Measurement | None, str]:
    """Return the last value before an action began, the newest after it was done, what lacks."""
    if action.started is None:
        return None, None, "Say when it started: a value before that day is the baseline."
    before = next((m for m in reversed(values) if m.day < action.started), None)
    if before is None:
        return None, None, f"No value from before {action.started}: there is no baseline."
    if action.finished is None or action.finished > today:
        return before, None, "It is not done yet; say when it was finished."
    if action.finished < action.started:
        return before, None, "It was finished before it started; mend the days."
    after = values[-1] if values[-1].day > action.finished else None
    if after is None:
        return before, None, f"No value from after {action.finished} yet: measure the next wave."
    return before, after, ""


def _as_reported(moved: Change) -> Reported:
    return moved.value, moved.low, moved.high


def _moved(before: Measurement, after: Measurement, find: Find | None) -> tuple[Change, str]:
    first, second = (find(before), find(after)) if find else (None, None)
    if first and second and first.measure == second.measure:
        found = _of_answers(first, second)
        if found is not None:
            return found
    moved = change(reported(before), reported(after))
    if moved.low is None:
        return moved, "difference of the stored values"
    return moved, "difference of the stored values, their intervals joined (MOVER), 95 %"


def _of_answers(first: Answers, second: Answers) -> tuple[Change, str] | None:
    from journeykit.measures.differences import difference

    if (first.low, first.high) != (second.low, second.high):
        return None  # another scale: only the stored values can be compared
    if first.measure == "csat" and abs(first.high - first.low) < 3:
        return None  # of two or three points only the best one counts
    found = difference(first.tally, second.tally, first.measure, first.low, first.high)
    if found.value is None or found.low is None or found.high is None:
        return None
    by = SCALE[first.measure]
    ends = Change(by * found.value, by * found.low, by * found.high)
    return ends, f"{found.method}, from the answers of both waves"


# ---- how many answers it takes -----------------------------------------------------------------


def _needed(
    action: Action, kpi: Kpi, before: Measurement | None, find: Find | None
) -> tuple[int | None, str]:
    if action.expected_change is None:
        return None, "Say by how much it should move the KPI, to see how many answers that takes."
    if action.expected_change == 0:
        return None, "An expected change of 0 cannot be seen; name the change that matters."
    answers = find(before) if find and before else None
    try:
        many, basis = _size(kpi, action.expected_change, before, answers)
    except Refused as refused:
        return None, str(refused)
    if many is None:
        return None, basis
    return many, f"{many:,} answers a wave show it in four of five cases ({basis})."


def _size(
    kpi: Kpi, expected: float, before: Measurement | None, answers: Answers | None
) -> tuple[int | None, str]:
    from journeykit.measures import power

    kind = answers.measure if answers else measure_of(kpi)
    kind = "share" if kind in ("csat", "ces") else kind
    if kind == "nps":
        if answers is None:
            return power.nps_needed(expected), "with 45 % promoters and 25 % detractors"
        up, down = answers.tally.share(9, 10), answers.tally.share(0, 6)
        return power.nps_needed(expected, up, down), f"{up:.0%} promoters, {down:.0%} detractors"
    if kind == "share":
        if before is None:
            return None, "A value from before is needed to say how many answers show the change."
        start, end = before.value / 100, (before.value + expected) / 100
        if not (0 < start < 1 and 0 < end < 1):
            return None, (
                f"From {before.value:g} % by {expected:+g} points is not between 0 and 100 %."
            )
        return power.share_needed(start, end), f"from {100 * start:g} % to {100 * end:g} %"
    spread = _spread(before, answers)
    if spread is None:
        return None, "Without an interval and n of the value before, nobody can say how many."
    return power.mean_needed(expected, spread), f"answers spread by {spread:.2g}"


def measure_of(kpi: Kpi) -> str:
    """Return what a KPI is by its calculator and unit: nps, share or mean.

    >>> measure_of(Kpi(kind="nps")), measure_of(Kpi(unit="%")), measure_of(Kpi(unit="minutes"))
    ('nps', 'share', 'mean')
    """
    if kpi.kind == "nps" or (not kpi.kind and "nps" in re.split(r"\W+", kpi.name.casefold())):
        return "nps"
    return "share" if kpi.unit == "%" or kpi.kind in ("csat", "ces") else "mean"


def _spread(before: Measurement | None, answers: Answers | None) -> float | None:
    if answers is not None:
        spread = answers.tally.variance**0.5
        return spread if spread > 0 else None
    if before is None or before.n is None or before.low is None or before.high is None:
        return None
    spread = (before.high - before.low) / (2 * z()) * before.n**0.5
    return spread if spread > 0 else None


__all__ = [
    "NO_CONTROL", "VERDICTS", "WITH_CONTROL", "Answers", "Effect", "Find", "Verdict", "around",
    "effect", "measure_of",
]  # fmt: skip
