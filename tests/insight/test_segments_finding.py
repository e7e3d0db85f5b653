"""Segments: found where there are some, and not where there are none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from journeykit.errors import Refused
from journeykit.insight.segments.finding import Segments, find
from journeykit.insight.segments.medoids import gower, pam, silhouette
from journeykit.insight.segments.mixture import design, fit
from journeykit.insight.segments.stability import jaccard, rand_index
from journeykit.insight.segments.variables import Variable


def crowd(n: int, questions: int, kinds: int, *, true: float, seed: int = 3) -> Any:
    """People of some kinds: of each a typical answer to each question, given with `true`."""
    random = np.random.default_rng(seed)
    kind = random.integers(0, kinds, n)
    found = []
    for at in range(questions):
        typical = random.permutation(4)[:kinds]
        own = random.random(n) < true
        codes = np.where(own, typical[kind], random.integers(0, 4, n))
        codes = np.where(random.random(n) < 0.1, -1, codes)
        found.append(Variable(f"q{at}", "", tuple("abcd"), codes.astype(np.int16)))
    return kind, found


def number(name: str, values: Any) -> Variable:
    known = values[np.isfinite(values)]
    return Variable(name, "", (), None, (values - known.mean()) / known.std())


def whole(steps: Any) -> Any:
    """Run a generator to its end and return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("method", ["mixture", "medoids"])
def test_three_kinds_of_people_are_found(method: Any) -> None:
    """Of three clear kinds three segments are found, with the right people, and they come back."""
    kind, found = crowd(500, 8, 3, true=0.7)
    segments: Segments = whole(find(found, method))
    assert segments.k == segments.best == 3
    assert rand_index(segments.labels, kind) >= 0.9
    assert min(segments.jaccard) >= 0.75
    assert segments.verdict == "natural"
    assert list(segments.sizes) == sorted(segments.sizes, reverse=True)
    assert sum(segments.sizes) + segments.unassigned == 500


@pytest.mark.parametrize("method", ["mixture", "medoids"])
def test_where_answers_say_nothing_about_each_other_there_are_no_segments(method: Any) -> None:
    """Independent answers give one segment: none."""
    _, found = crowd(500, 8, 3, true=0.0)
    segments: Segments = whole(find(found, method))
    assert segments.k == 1
    assert segments.verdict == "none"
    assert segments.rand is None


def test_numbers_and_choices_work_together() -> None:
    """Two numbers with three clouds and a choice that says nothing give the three clouds."""
    random = np.random.default_rng(5)
    kind = random.integers(0, 3, 400)
    at = np.array([[-3.0, 0.0], [3.0, 0.0], [0.0, 4.0]])[kind] + random.normal(size=(400, 2))
    at[:40, 0] = np.nan
    noise = Variable("c", "", ("a", "b"), random.integers(0, 2, 400).astype(np.int16))
    segments: Segments = whole(find([number("x", at[:, 0]), number("y", at[:, 1]), noise]))
    assert segments.k == 3
    assert rand_index(segments.labels, kind) >= 0.85


def test_the_same_answers_give_the_same_segments() -> None:
    """Finding them again changes nothing."""
    _, found = crowd(300, 6, 2, true=0.6)
    first, second = whole(find(found)), whole(find(found))
    assert first.labels.tolist() == second.labels.tolist()
    assert first.jaccard == second.jaccard


def test_segments_that_a_person_asks_for_are_told_as_constructed() -> None:
    """Two segments cut out of one crowd are never called natural."""
    _, found = crowd(400, 6, 3, true=0.0)
    segments: Segments = whole(find(found, "medoids", k=2))
    assert segments.k == 2
    assert segments.best == 1
    assert segments.verdict in ("constructed", "unstable")


def test_who_skipped_most_questions_stays_unassigned() -> None:
    """A person with no answers is compared with nobody."""
    _, found = crowd(300, 6, 2, true=0.7)
    for one in found:
        assert one.codes is not None
        one.codes[:10] = -1
    segments: Segments = whole(find(found))
    assert segments.labels[:10].tolist() == [-1] * 10


@pytest.mark.parametrize(
    ("people", "questions", "said"),
    [(500, 1, "at least two questions"), (1, 5, "1 people answered"), (30, 5, "by rules instead")],
)
def test_too_little_to_compare_is_said(people: int, questions: int, said: str) -> None:
    """One question or a handful of people make no segments, and the way out is named."""
    _, found = crowd(people, questions, 2, true=0.7)
    with pytest.raises(Refused, match=said):
        whole(find(found))


def test_fifty_questions_of_equal_answers_make_no_trouble() -> None:
    """Many questions in which hardly anybody differs give no segments and no warning."""
    random = np.random.default_rng(1)
    found = [
        Variable(f"q{at}", "", ("a", "b"), (random.random(200) < 0.01).astype(np.int16))
        for at in range(50)
    ]
    with np.errstate(all="raise", under="ignore"):
        assert whole(find(found)).k == 1


def test_a_mixture_takes_a_blank_for_no_answer() -> None:
    """The shares of a class are those of the people who answered."""
    codes = np.array([0] * 30 + [1] * 10 + [-1] * 60, dtype=np.int16)
    shape = design([Variable("q", "", ("a", "b"), codes)])
    shares = np.exp(whole(fit(shape, 1, seed=1)).weights[0])
    assert shares == pytest.approx([0.75, 0.25], abs=0.005)


def test_gower_is_the_mean_over_what_both_answered() -> None:
    """A different choice is 1, a number its part of the range, a blank does not count."""
    choice = Variable("c", "", ("a", "b"), np.array([0, 1, -1], dtype=np.int16))
    plain = Variable("n", "", (), None, np.array([0.0, 1.0, 4.0]))
    every = np.arange(3)
    expected = [[0, (1 + 0.25) / 2, 1], [(1 + 0.25) / 2, 0, 0.75], [1, 0.75, 0]]
    assert gower([choice, plain], every, every) == pytest.approx(np.array(expected))


def test_pam_finds_the_best_medoids_of_a_small_table() -> None:
    """Swapping reaches the least sum of distances that trying all pairs finds."""
    random = np.random.default_rng(2)
    at = random.normal(size=(14, 2))
    distances = np.linalg.norm(at[:, None] - at[None], axis=2)
    chosen = pam(distances, 2, random)
    least = min(distances[:, [a, b]].min(axis=1).sum() for a in range(14) for b in range(a + 1, 14))
    assert distances[:, chosen].min(axis=1).sum() == pytest.approx(least)


def test_a_silhouette_of_two_points_far_apart() -> None:
    """By hand: pairs at distance 1, the pairs 10 apart: 1 − 1/10."""
    distances = np.full((4, 4), 10.0)
    distances[:2, :2] = distances[2:, 2:] = 1 - np.eye(2)
    assert silhouette(distances, np.array([0, 0, 1, 1])) == pytest.approx(0.9)


def test_the_rand_index_is_that_of_a_count_by_hand() -> None:
    """2 pairs together in both, 6 and 3 in either, 1.2 by chance: 0.8 / 3.3; names are nothing."""
    one = np.array([0, 0, 0, 1, 1, 1])
    other = np.array([0, 0, 1, 1, 2, 2])
    assert rand_index(one, other) == pytest.approx(0.8 / 3.3)
    assert rand_index(one, (one + 1) % 2) == 1
    assert jaccard(one, other) == [2 / 3, 2 / 3]
