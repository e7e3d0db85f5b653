"""Two journeys above each other: what is removed, added and changed on the way to the ideal.

Pure, so that the page, the report and the exports say the same. Touchpoints belong together
by ``copied_from``; where the ideal journey was not copied, by their names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from journeykit.maps.points import Point
from journeykit.model import Journey, Stage, Touchpoint, Workshop

Sign = Literal["same", "changed", "added", "removed"]
#: Sign -> its mark and its word; never told by color alone.
SIGNS: dict[Sign, tuple[str, str]] = {
    "same": ("=", "as before"), "changed": ("~", "changed"), "added": ("+", "added"),
    "removed": ("−", "removed"),
}  # fmt: skip
#: Fields of a touchpoint that are compared -> their names.
FIELDS = {
    "name": "name", "channel": "channel", "presence": "online or offline", "owner": "owner",
    "department": "department", "duration": "duration", "expectation": "expectation",
    "message": "message", "backstage": "backstage", "support": "support",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that differs, before and after, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """A touchpoint in one journey or in both."""

    sign: Sign
    before: Touchpoint | None
    after: Touchpoint | None
    differences: tuple[Difference, ...] = ()

    @property
    def touchpoint(self) -> Touchpoint:
        """The touchpoint as it should be, or as it was where it goes."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class StagePair:
    """A stage in one journey or in both, with its steps, its feeling now and its target.

    ``customers`` is the mean of its touchpoints' customers now, ``n`` the most people asked
    at one of them; None where nobody was asked.
    """

    sign: Sign
    before: Stage | None
    after: Stage | None
    now: tuple[Step, ...]
    then: tuple[Step, ...]
    customers: float | None = None
    n: int = 0

    @property
    def stage(self) -> Stage:
        """The stage as it should be, or as it was where it goes."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def target(self) -> float | None:
        """The feeling that the ideal stage aims at."""
        return self.after.target_valence if self.after else None

    @property
    def gap(self) -> float | None:
        """How far customers are below the target; negative where they are above it."""
        if self.customers is None or self.target is None:
            return None
        return self.target - self.customers


@dataclass(frozen=True)
class Comparison:
    """A current journey and an ideal one, stage by stage in the order of the ideal."""

    current: Journey
    ideal: Journey
    stages: tuple[StagePair, ...]

    def steps(self, sign: Sign) -> tuple[Step, ...]:
        """Return the steps with a sign, each once, in order."""
        side = "now" if sign == "removed" else "then"
        return tuple(s for pair in self.stages for s in getattr(pair, side) if s.sign == sign)

    @property
    def before(self) -> int:
        """How many steps the current journey has."""
        return sum(len(pair.now) for pair in self.stages)

    @property
    def after(self) -> int:
        """How many steps the ideal journey has."""
        return sum(len(pair.then) for pair in self.stages)

    @property
    def delta(self) -> int:
        """How many steps more; negative where the ideal journey is shorter."""
        return self.after - self.before


def compare(
    workshop: Workshop, current: str, ideal: str, points: Iterable[Point] = ()
) -> Comparison:
    """Compare a current journey with an ideal one.

    `points` are those of the current journey's curve (`journeykit.emotions.curve`); only
    customers' count. Raises `Missing` when a journey is not there.
    """
    now, then = workshop.get("journeys", current), workshop.get("journeys", ideal)
    old, new = workshop.touchpoints_of(current), workshop.touchpoints_of(ideal)
    matched = _matched(old, new)
    stages = _matched(workshop.stages_of(current), workshop.stages_of(ideal))
    olds = {each.id: each for each in old}
    moved = _moved(old, new, matched)
    steps = {}
    for each in new:
        before = olds.get(matched.get(each.id, ""))
        found = _differences(workshop, before, each, stages, moved) if before else ()
        sign: Sign = "added" if before is None else "changed" if found else "same"
        steps[each.id] = Step(sign, before, each, found)
    ends = {matched[id]: step for id, step in steps.items() if id in matched}
    steps |= {each.id: ends.get(each.id) or Step("removed", each, None) for each in old}
    felt = {p.touchpoint: p for p in points if p.source == "survey" and p.value is not None}
    pairs = [
        _pair(workshop, before, after, steps, felt)
        for before, after in _stage_pairs(workshop, now, then, stages)
    ]
    return Comparison(now, then, tuple(pairs))


def _matched(old: Sequence[Any], new: Sequence[Any]) -> dict[str, str]:
    """New id -> old id: by what was copied, else (nothing was copied at all) by name."""
    known = {each.id for each in old}
    found: dict[str, str] = {}
    for each in new:
        if each.copied_from in known and each.copied_from not in found.values():
            found[each.id] = each.copied_from
    if found or any(each.copied_from for each in new):
        return found
    names: dict[str, str] = {}
    for each in old:
        names.setdefault(each.name.casefold(), each.id)
    for each in new:
        if (id := names.pop(each.name.casefold(), None)) is not None:
            found[each.id] = id
    return found


def _moved(
    old: Sequence[Touchpoint], new: Sequence[Touchpoint], matched: Mapping[str, str]
) -> set[str]:
    """The ids (new) that left the common order: all but a longest run that kept it."""
    place = {each.id: n for n, each in enumerate(old)}
    kept = [(each.id, place[matched[each.id]]) for each in new if each.id in matched]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, at) in enumerate(kept):
        length = bisect_left(ends, at)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [at]
        last[length : length + 1] = [n]
    stays = set()
    n = last[-1] if last else -1
    while n >= 0:
        stays.add(kept[n][0])
        n = before[n]
    return {id for id, _ in kept} - stays


def _differences(
    workshop: Workshop, before: Touchpoint, after: Touchpoint, stages: Mapping[str, str],
    moved: set[str],
) -> tuple[Difference, ...]:  # fmt: skip
    found = [
        Difference(words, _said(getattr(before, name)), _said(getattr(after, name)))
        for name, words in FIELDS.items()
        if getattr(before, name) != getattr(after, name)
    ]
    if stages.get(after.stage) != before.stage:
        names = [workshop.stages[each.stage].name for each in (before, after)]
        found.append(Difference("stage", *names))
    elif after.id in moved:
        found.append(Difference("order", _behind(workshop, before), _behind(workshop, after)))
    return tuple(found)


def _said(value: Any) -> str:
    return str(value) if value else "nothing"


def _behind(workshop: Workshop, touchpoint: Touchpoint) -> str:
    journey = workshop.stages[touchpoint.stage].journey
    order = workshop.touchpoints_of(journey)
    at = next(n for n, each in enumerate(order) if each.id == touchpoint.id)
    return f"after '{order[at - 1].name}'" if at else "first"


def _stage_pairs(
    workshop: Workshop, now: Journey, then: Journey, stages: Mapping[str, str]
) -> list[tuple[Stage | None, Stage | None]]:
    """The stages of the ideal journey, and each that goes where it was among them."""
    pairs: list[tuple[Stage | None, Stage | None]] = [
        (workshop.stages.get(stages.get(each.id, "")), each) for each in workshop.stages_of(then.id)
    ]
    kept = set(stages.values())
    last: Stage | None = None
    for stage in workshop.stages_of(now.id):
        if stage.id not in kept:
            at = next((n for n, (b, _) in enumerate(pairs) if last and b and b.id == last.id), -1)
            pairs.insert(at + 1, (stage, None))
        last = stage
    return pairs


def _pair(
    workshop: Workshop, before: Stage | None, after: Stage | None, steps: Mapping[str, Step],
    felt: Mapping[str, Point],
) -> StagePair:  # fmt: skip
    own = workshop.ordered("touchpoints", stage=before.id) if before else []
    new = workshop.ordered("touchpoints", stage=after.id) if after else []
    said = [felt[each.id] for each in own if each.id in felt]
    values = [point.value for point in said if point.value is not None]
    sign: Sign = "added" if before is None else "removed" if after is None else "same"
    if before and after and before.name != after.name:
        sign = "changed"
    return StagePair(
        sign, before, after,
        tuple(steps[each.id] for each in own), tuple(steps[each.id] for each in new),
        sum(values) / len(values) if values else None, max((p.n for p in said), default=0),
    )  # fmt: skip


def words(found: Comparison) -> str:
    """Return the comparison in a sentence or two."""
    counts = [
        f"{len(found.steps(sign))} {SIGNS[sign][1]}" for sign in ("removed", "added", "changed")
    ]
    less = "as many as" if not found.delta else f"{abs(found.delta)} " + (
        "fewer than" if found.delta < 0 else "more than"
    )  # fmt: skip
    said = f"{found.after} steps, {less} now ({found.before}): {', '.join(counts)}."
    gaps = [pair for pair in found.stages if pair.gap is not None and pair.gap > 0]
    if gaps:
        worst = max(gaps, key=lambda pair: pair.gap or 0)
        said += f" The widest emotion gap is {worst.gap:.1f} at {worst.stage.name}."
    return said


__all__ = ["FIELDS", "SIGNS", "Comparison", "Difference", "Sign", "StagePair", "Step", "compare",
           "words"]  # fmt: skip
