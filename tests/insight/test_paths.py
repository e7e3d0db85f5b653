"""Funnel, moves, ways, loops and the plan, on logs small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from journeykit.insight import deviation, funnel, paths
from journeykit.insight.events import Log, of_columns
from journeykit.insight.places import Places

START = np.datetime64("2026-03-01T00:00", "m")


def log_of(*cases: str, channels: str = "") -> Log:
    """A log: each word a case, each letter an activity, an hour apart (a minute in long ones)."""
    rows = [(f"c{at}", letter, str(START + (60 if len(word) < 99 else 1) * i))
            for at, word in enumerate(cases) for i, letter in enumerate(word)]  # fmt: skip
    case, what, time = zip(*rows, strict=True)
    by = [channels[ord(letter) - 65] for letter in what] if channels else None
    return of_columns(case, what, time, by)


def steps_of(log: Log, names: str) -> np.ndarray:
    """For each activity its step, by letter."""
    return np.array([names.find(name) for name in log.activities])


def places_of(log: Log, plan: str) -> Places:
    """The letters of a plan as touchpoints of one stage, the others as activities."""
    others = [name for name in log.activities if name not in plan]
    names = (*plan, *others)
    of = np.array([names.index(name) for name in log.activities], dtype=np.int32)
    return Places(names, (*(f"t{x}" for x in plan), *("" for _ in others)), len(plan), of,
                  np.zeros(len(names), dtype=np.int32), ("S",))  # fmt: skip


def walk_of(log: Log) -> paths.Walk:
    """The walk over the activities themselves."""
    return paths.walk(log, np.arange(len(log.activities)), log.activities)


# ---- funnel ------------------------------------------------------------------------------------


def test_a_funnel_counts_who_went_on_of_those_at_risk() -> None:
    """Ten look, six put into the cart, five of them pay, all after an hour."""
    log = log_of(*["ABC"] * 5, "AB", *["A"] * 4)
    look, cart, pay = funnel.funnel(log, steps_of(log, "ABC"), "ABC")
    assert (look.of_all.hits, look.of_all.n) == (10, 10)
    assert (cart.of_before.hits, cart.of_before.n, cart.left) == (6, 10, 4)
    assert (pay.of_before.hits, pay.of_before.n, pay.left) == (5, 6, 1)
    # Wilson for 6 of 10, as published tables have it
    assert (round(cart.of_before.low, 3), round(cart.of_before.high, 3)) == (0.313, 0.832)
    assert cart.seconds == (3600.0, 3600.0, 3600.0)
    assert cart.timed == 6


def test_in_order_and_ever_differ_where_a_step_is_skipped() -> None:
    """Who pays without a cart is lost in order, and reached the step ever."""
    log = log_of(*["AC"] * 6, *["ABC"] * 4)
    order = funnel.funnel(log, steps_of(log, "ABC"), "ABC", "order")
    ever = funnel.funnel(log, steps_of(log, "ABC"), "ABC", "ever")
    assert order[2].of_all.hits == 4
    assert ever[2].of_all.hits == 10
    assert order[2].of_before.n == ever[2].of_before.n == 4


def test_a_step_before_its_time_does_not_count_in_order() -> None:
    """Paying before looking is no funnel."""
    log = log_of(*["CAB"] * 5)
    found = funnel.funnel(log, steps_of(log, "ABC"), "ABC")
    assert [step.of_all.hits for step in found] == [5, 5, 0]


def test_a_step_that_the_log_does_not_know_is_no_loss() -> None:
    """It is passed over, and said to be unobserved."""
    log = log_of(*["AC"] * 5)
    look, cart, pay = funnel.funnel(log, steps_of(log, "ABC"), "ABC")
    assert not cart.observed
    assert pay.of_before.value == 1.0
    assert look.observed


def test_fewer_than_five_cases_have_no_share() -> None:
    """One case is nobody's percentage."""
    log = log_of("ABC")
    found = funnel.funnel(log, steps_of(log, "ABC"), "ABC")
    assert [step.of_all.value for step in found] == [None, None, None]
    assert found[1].seconds is None


def test_channels_of_few_cases_are_no_group() -> None:
    """Neither is one from which they could be worked out."""
    log = log_of(*["A"] * 40, *["B"] * 12, *["C"] * 3, channels="wsp")
    assert funnel.groups(log) == [("w", 40)]


# ---- moves, ways, loops ------------------------------------------------------------------------


def test_moves_are_counted_from_the_start_to_the_end() -> None:
    """Standing still is no move."""
    found = paths.transitions(walk_of(log_of(*["AAB"] * 6)))
    assert found.rows == ("(start)", "A", "B")
    assert found.columns == ("A", "B", "(end)")
    assert found.counts == ((6, None, None), (None, 6, None), (None, None, 6))
    assert not found.covered
    assert found.moves == 18
    assert found.share(1, 1) == 1.0


def test_small_numbers_and_none_are_told_alike() -> None:
    """Of 12 + 2 moves from A the two are somewhere among what is not shown."""
    found = paths.transitions(walk_of(log_of(*["AB"] * 12, *["AC"] * 2)))
    a = found.rows.index("A")
    assert [found.counts[a][found.columns.index(name)] for name in ("B", "C", "(end)")] == [
        12, None, None,
    ]  # fmt: skip
    assert found.share(a, found.columns.index("B")) == 12 / 14
    assert not found.covered


def test_a_lone_small_number_is_covered_by_another() -> None:
    """From A they went to B, C or ended; with both others shown C would follow from the total."""
    found = paths.transitions(walk_of(log_of(*["AB"] * 12, *["AC"] * 2, *["A"] * 7)))
    a, end = found.rows.index("A"), found.columns.index("(end)")
    assert found.counts[a][end] is None
    assert (a, end) in found.covered
    assert found.counts[a][found.columns.index("B")] == 12


def test_rare_places_are_put_together() -> None:
    """A matrix of a hundred places cannot be read."""
    names = [chr(65 + at) for at in range(20)]
    found = paths.transitions(walk_of(log_of(*["".join(names)] * 5)), most=4)
    assert found.columns == ("A", "B", "C", "D", "(other places)", "(end)")
    assert sum(n or 0 for row in found.counts for n in row) == found.moves == 5 * 21


def test_ways_below_five_cases_are_only_counted() -> None:
    """Six went A B, the other three are told as three."""
    found = paths.ways(walk_of(log_of(*["AAB"] * 6, "BA", "BA", "BAB")))
    assert [(way.places, way.taken.hits) for way in found.common] == [(("A", "B"), 6)]
    assert (found.rare, found.kinds, found.people) == (3, 2, 9)


def test_a_cycle_is_a_loop_and_does_not_run_forever() -> None:
    """Who goes A B A came back to A, from B."""
    found = paths.loops(walk_of(log_of(*["ABA"] * 5, *["AB"] * 5)))
    assert [(loop.name, loop.back.hits, loop.back.n, loop.via) for loop in found] == [
        ("A", 5, 10, "B")
    ]


def test_a_case_with_ten_thousand_events_is_one_case() -> None:
    """Its way is cut where it is told, and counted whole."""
    found = paths.ways(walk_of(log_of(*["AB" * 5000] * 5)))
    [way] = found.common
    assert len(way.places) == 12
    assert way.cut == 9988


def test_channels_are_followed_across() -> None:
    """R47: from the social post over the website into the store."""
    log = log_of(*["ABC"] * 6, *["B"] * 4, channels="sws")
    walk = paths.channel_walk(log)
    assert paths.ways(walk).common[0].places == ("s", "w", "s")
    several = paths.several(walk)
    assert (several.hits, several.n, several.value) == (6, 10, 0.6)


# ---- the plan ----------------------------------------------------------------------------------


def plan(log: Log, planned: str) -> deviation.Deviation:
    """A log against a plan of letters."""
    places = places_of(log, planned)
    return deviation.deviation(paths.walk(log, places.of, places.names), places)


def test_cases_as_planned_fit_exactly() -> None:
    """Fitness 1, nothing added, nothing skipped."""
    found = plan(log_of(*["ABC"] * 5), "ABC")
    assert found.exact.value == found.whole.value == found.fitness == 1.0
    assert [one.kept.hits for one in found.met] == [5, 5, 5]
    assert deviation.strong(found) == []


def test_skipped_is_not_the_same_as_ended_before() -> None:
    """Who goes on without B skipped it; who stops at A ended before it."""
    found = plan(log_of(*["AC"] * 5, *["A"] * 5, *["ABC"] * 5), "ABC")
    b, c = found.met[1], found.met[2]
    assert (b.kept.hits, b.skipped.hits, b.ended.hits) == (5, 5, 5)
    assert (c.kept.hits, c.skipped.hits, c.ended.hits) == (10, 0, 5)


def test_every_case_meets_a_touchpoint_in_one_way() -> None:
    """As planned, in another place, passed over and ended before add up to all cases."""
    found = plan(log_of("BAC", "CAB", "ABC", "B", "ACX", "XBA", "CBA"), "ABC")
    for one in found.met:
        assert sum(getattr(one, state).hits for state in deviation.STATES) == 7


def test_what_came_in_another_order_is_named() -> None:
    """B before A: one of the two stays in its place, the other moved."""
    found = plan(log_of(*["BAC"] * 5), "ABC")
    assert [one.moved.hits for one in found.met] == [0, 5, 0]
    # 3 planned, 3 visited, run of 2: 1 − (1 + 1) / 6
    assert found.fitness == pytest.approx(4 / 6)


def test_what_is_not_planned_is_added_after_its_place() -> None:
    """X after A in all cases."""
    found = plan(log_of(*["AXB"] * 8), "AB")
    assert [(one.name, one.came.hits, one.after) for one in found.added] == [("X", 8, "A")]
    assert [(one.name, state) for one, state, _ in deviation.strong(found)] == [("X", "added")]


def test_touchpoints_without_an_activity_are_left_out_and_named() -> None:
    """What cannot be seen was not skipped."""
    found = plan(log_of(*["AC"] * 5), "ABC")
    assert [one.name for one in found.met] == ["A", "C"]
    assert found.unseen == ("B",)
    assert found.exact.value == 1.0


def test_activities_that_match_nothing_make_no_plan() -> None:
    """There is nothing to compare with, and nothing breaks."""
    found = plan(log_of(*["XY"] * 5), "ABC")
    assert found.met == ()
    assert found.fitness is None


def test_one_case_has_counts_and_no_shares() -> None:
    """Fewer than five cases are not published."""
    found = plan(log_of("AB"), "AB")
    assert found.exact.value is None
    assert found.fitness is None


def test_alignment_is_the_longest_run() -> None:
    """Against every subset of short sequences."""
    from itertools import combinations, pairwise, product

    for ranks in product(range(3), repeat=5):
        best = max(
            len(pick) for k in range(6) for pick in combinations(ranks, k)
            if all(a < b for a, b in pairwise(pick))
        )  # fmt: skip
        found = deviation.longest(ranks)
        assert len(found) == best
        assert found == sorted(set(found))
