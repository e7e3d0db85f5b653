"""The reading guide: what the curve says, in plain sentences with its numbers (R137).

The same sentences are the text alternative of the drawing, so that somebody who hears the curve
learns what somebody who sees it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from journeykit.emotions.gaps import gaps
from journeykit.emotions.point import Point, PointSource
from journeykit.emotions.reading import Shape, Target, shape, shown_of, targets, value_of
from journeykit.emotions.scale import signed

if TYPE_CHECKING:
    from journeykit.emotions.loyalty import Tie
    from journeykit.emotions.waves import Change
    from journeykit.model import Workshop

#: So many names are listed one by one; the others are counted.
NAMED = 3
NOTHING = "There is no curve yet: nobody has answered or rated."
WHO: dict[PointSource, str] = {
    "survey": "customers", "text": "customers' comments", "team": "the team",
}  # fmt: skip


def reading_guide(
    workshop: Workshop,
    journey: str,
    points: Sequence[Point],
    *,
    changes: Sequence[Change] = (),
    stages: Sequence[Point] = (),
    ties: Sequence[Tie] = (),
) -> list[str]:
    """Return what the curve of a journey says, one sentence or two an item.

    ``points`` are those that are drawn, ``stages`` points of questions about whole stages,
    ``changes`` between two waves, ``ties`` with loyalty. Evidence, peak, trough, beginning, end,
    mean, breaks, comments, team, blind spots, targets, waves, loyalty; what is not there is not
    spoken of.
    """
    names = {t.id: t.name for t in workshop.touchpoints_of(journey)}
    steps = {stage.id: stage.name for stage in workshop.stages_of(journey)}
    told = list(sentences(points, names))
    if told == [NOTHING]:
        return told
    return [
        *told,
        *(
            f"Asked about the whole of {_told(point, steps)}."
            for point in shown_of(stages, "survey")
        ),
        *_targets(workshop, journey, points, stages),
        *_changes(changes, names),
        *_ties(ties, steps),
    ]


def describe(points: Sequence[Point], names: Mapping[str, str]) -> str:
    """Return the curve alone in plain sentences; ``names`` gives the touchpoints' names by id."""
    return " ".join(sentences(points, names))


def line_words(label: str, points: Sequence[Point], names: Mapping[str, str]) -> str:
    """Return one line of a chart of several in a sentence: its highest, its lowest, its mean."""
    found = shape([p for p in points if p.touchpoint in names])
    if found is None:
        return f"{label}: nothing to show."
    if found.peak.value == found.trough.value:
        return f"{label}: all at {signed(value_of(found.peak))}."
    return (
        f"{label}: highest at {_told(found.peak, names)}, lowest at {_told(found.trough, names)}; "
        f"the mean of {found.shown} touchpoints is {signed(found.mean, 2)}."
    )


def spoken(text: str) -> str:
    """Return a sentence with its signs as words, for a screen reader.

    >>> spoken("Pay at −1.3, Search at +0.9")
    'Pay at minus 1.3, Search at plus 0.9'
    """
    return text.replace("−", "minus ").replace("+", "plus ")


def sentences(points: Sequence[Point], names: Mapping[str, str]) -> list[str]:
    """Return what the points of a curve say, one item a matter."""
    points = [point for point in points if point.touchpoint in names]
    found = [
        *_evidence(points),
        *_series(points, names, "survey"),
        *_breaks(points, names),
        *_series(points, names, "text"),
        *_team(points, names),
        *_apart(points, names),
    ]
    return found if any(point.shown for point in points) else [NOTHING]


def _evidence(points: Sequence[Point]) -> Iterator[str]:
    asked = shown_of(points, "survey")
    if asked:
        low, high = min(p.n for p in asked), max(p.n for p in asked)
        places = len({point.touchpoint for point in points})
        people = f"{high:,}" if low == high else f"{low:,} to {high:,}"
        wave = f" of {asked[0].wave}" if asked[0].wave else ""
        yield (
            f"Customers{wave} spoke about {len(asked)} of {_counted(places, 'touchpoint')}, "
            f"{people} people each, on a scale from −2 to +2."
        )
    heard = {p.touchpoint for p in points if p.source != "team" and p.shown}
    alone = {p.touchpoint for p in shown_of(points, "team")} - heard
    if alone:
        yield (
            f"{_counted(len(alone), 'touchpoint')} {'stands' if len(alone) == 1 else 'stand'} on "
            "the team's guess alone, which is no measurement."
        )


def _series(
    points: Sequence[Point], names: Mapping[str, str], source: PointSource
) -> Iterator[str]:
    found = shape(points, source)
    if found is None:
        return
    lead = "" if source == "survey" else f"In {WHO[source]}: "
    if found.shown == 1:
        yield f"{lead}{_told(found.first, names)}."
        return
    if found.peak.value == found.trough.value:
        yield f"{lead}All touchpoints are at {signed(value_of(found.peak))}; nothing stands out."
        return
    yield f"{lead}Highest at {_told(found.peak, names)}."
    yield f"{lead}Lowest at {_told(found.trough, names)}."
    if source == "survey":
        yield _ends(found, names)
        yield from _below(points, names)


def _ends(found: Shape, names: Mapping[str, str]) -> str:
    return (
        f"It starts with {_told(found.first, names)} and ends with {_told(found.last, names)}; "
        f"the mean of {found.shown} touchpoints is {signed(found.mean, 2)}. Peak, end and mean "
        "together say how a journey is remembered."
    )


def _below(points: Sequence[Point], names: Mapping[str, str]) -> Iterator[str]:
    sure = [p for p in shown_of(points, "survey") if p.high is not None and p.high < 0]
    if sure:
        yield f"Surely below neutral: {_list(_name(p, names) for p in sure)}."


def _breaks(points: Sequence[Point], names: Mapping[str, str]) -> Iterator[str]:
    hidden = [p for p in points if p.source == "survey" and not p.shown]
    if not hidden or not shown_of(points, "survey"):
        return
    why: dict[str, list[str]] = {}
    for point in hidden:
        why.setdefault(point.reason, []).append(_name(point, names))
    listed = "; ".join(f"{_list(some)} ({reason})" for reason, some in why.items())
    yield f"The line breaks, not shown: {listed}."


def _team(points: Sequence[Point], names: Mapping[str, str]) -> Iterator[str]:
    found = shape(points, "team")
    if found is None:
        return
    people = max(point.n for point in shown_of(points, "team"))
    who = "One person" if people == 1 else f"The team, up to {people} people a touchpoint,"
    if found.shown == 1:
        yield f"{who} believes {_name(found.first, names)} at {signed(value_of(found.first))}."
        return
    if value_of(found.peak) == value_of(found.trough):
        yield f"{who} believes that everything is at {signed(value_of(found.peak))}."
        return
    yield (
        f"{who} believes the highest is {_name(found.peak, names)} at "
        f"{signed(value_of(found.peak))} and the lowest is {_name(found.trough, names)} at "
        f"{signed(value_of(found.trough))}."
    )


def _apart(points: Sequence[Point], names: Mapping[str, str]) -> Iterator[str]:
    found = gaps(points)
    if not found:
        return
    blind = [gap for gap in found if gap.blind_spot]
    if not blind:
        widest = found[0]
        yield (
            f"No blind spot: team and customers are nowhere more than one step apart, at most "
            f"{abs(widest.difference):.1f} at {names[widest.touchpoint]}."
        )
        return
    listed = "; ".join(
        f"{names[gap.touchpoint]}, team {signed(gap.team)}, customers {signed(gap.customers)}"
        f"{', surely' if gap.sure else ''}"
        for gap in blind[:NAMED]
    )
    more = f"; and {len(blind) - NAMED} more" if len(blind) > NAMED else ""
    yield f"{_counted(len(blind), 'blind spot')}: {listed}{more}."


def _targets(
    workshop: Workshop, journey: str, points: Sequence[Point], stages: Sequence[Point]
) -> Iterator[str]:
    found = targets(workshop, journey, points, stages)
    told: dict[str, list[str]] = {"met": [], "missed": [], "nobody": []}
    for target in found:
        name = workshop.stages[target.stage].name
        if target.felt is None or target.gap is None:
            told["nobody"].append(name)
        elif target.met:
            told["met"].append(f"{name} (felt {signed(target.felt)}{_by(target)})")
        else:
            told["missed"].append(
                f"{name} by {abs(target.gap):.1f} (wanted {signed(target.wanted)}, felt "
                f"{signed(target.felt)}{_by(target)})"
            )
    if told["missed"]:
        yield f"Target emotion missed at {'; '.join(told['missed'])}."
    if told["met"]:
        yield f"Target emotion met at {'; '.join(told['met'])}."
    if told["nobody"]:
        yield f"Target emotion unknown at {_list(told['nobody'])}: nobody has said what is felt."


def _by(target: Target) -> str:
    sources = target.sources
    return "" if sources == ("survey",) else f", from {' and '.join(WHO[s] for s in sources)}"


def _changes(changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[str]:
    known = [each for each in changes if each.difference.value is not None]
    if not known:
        return
    sure = sorted((c for c in known if c.sure), key=lambda c: -abs(c.difference.value or 0))
    lead = f"From {known[0].before} to {known[0].after}"
    if not sure:
        yield f"{lead} none of {_counted(len(known), 'touchpoint')} changed more than chance does."
        return
    listed = "; ".join(f"{names[c.touchpoint]} {change_words(c)}" for c in sure[:NAMED])
    more = f"; and {len(sure) - NAMED} more" if len(sure) > NAMED else ""
    yield (
        f"{lead} {len(sure)} of {_counted(len(known), 'touchpoint')} changed more than chance does "
        f"(Holm): {listed}{more}."
    )


def change_words(change: Change) -> str:
    """Return a change with its interval: "by −0.2 (−0.3 to −0.1)"."""
    found = change.difference
    if found.value is None:
        return "fewer than 5 answers in one wave"
    if found.low is None or found.high is None:
        return f"by {signed(found.value, 2)} (no interval: nothing varies)"
    return f"by {signed(found.value, 2)} ({signed(found.low, 2)} to {signed(found.high, 2)})"


def _ties(ties: Sequence[Tie], steps: Mapping[str, str]) -> Iterator[str]:
    known = [tie for tie in ties if tie.value is not None]
    if not known:
        return
    best = max(known, key=lambda tie: abs(tie.value or 0))
    low, high = signed(best.low or 0, 2), signed(best.high or 0, 2)
    yield (
        f"The feeling at {steps.get(best.stage, best.stage)} goes most with loyalty: rank "
        f"correlation {signed(best.value or 0, 2)} ({low} to {high}, {best.n:,} people), an "
        "association, not a cause."
    )


def _told(point: Point, names: Mapping[str, str]) -> str:
    digits, interval = 1, ""
    if point.low is not None and point.high is not None:
        # many answers make an interval that one decimal would close
        digits = 1 if point.high - point.low >= 0.2 else 2
        ends = f"{signed(point.low, digits)} to {signed(point.high, digits)}"
        interval = f", 95 % interval {ends}"
    people = "comments" if point.source == "text" else "people"
    value = signed(value_of(point), digits)
    return f"{_name(point, names)} at {value} ({point.n:,} {people}{interval})"


def _name(point: Point, names: Mapping[str, str]) -> str:
    return names.get(point.touchpoint, point.touchpoint)


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    if len(listed) > 2 * NAMED:
        return f"{', '.join(listed[:NAMED])} and {len(listed) - NAMED} more"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
