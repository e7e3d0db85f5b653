"""Reading the curve: blind spots with intervals, the room's spread, targets, the guide."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from journeykit.emotions import agreement, gaps, reading_guide, spreads, targets
from journeykit.emotions.guide import NOTHING, line_words, spoken
from journeykit.emotions.point import Point, unshown
from journeykit.model import Journey, Stage, Touchpoint, Workshop


def point(touchpoint, source, value, n=20, low=None, high=None, **more):
    return Point(touchpoint, source, value, low, high, n, value, True, "", **more)


def rating(participant, touchpoint, valence, arousal=None, labels=()):
    return SimpleNamespace(
        participant=participant, touchpoint=touchpoint, valence=valence, arousal=arousal,
        labels=labels,
    )  # fmt: skip


@pytest.fixture
def shop() -> Workshop:
    """Two stages, three touchpoints; the first stage should feel at least +1."""
    stages = {
        "find": Stage(id="find", journey="j", name="Find", target_valence=1, rank=1,
                      target_emotion="Curiosity"),
        "buy": Stage(id="buy", journey="j", name="Buy", rank=2),
    }  # fmt: skip
    places = {
        id: Touchpoint(id=id, stage=stage, name=name, rank=rank)
        for rank, (id, stage, name) in enumerate(
            [("a", "find", "Search"), ("b", "buy", "Pay"), ("c", "buy", "Return")]
        )
    }
    return Workshop.new("Shop").model_copy(
        update={"journeys": {"j": Journey(id="j")}, "stages": stages, "touchpoints": places}
    )


def test_a_blind_spot_is_sure_where_the_interval_excludes_one_step():
    """Team +1 against −0.5 (−0.8 to −0.2): 1.2 to 1.8 steps. Against −0.3 ± 0.4 it may be less."""
    points = [
        point("a", "team", 1.0), point("a", "survey", -0.5, low=-0.8, high=-0.2),
        point("b", "team", 1.0), point("b", "survey", -0.3, low=-0.7, high=0.1),
        point("c", "team", -2.0), point("c", "text", 0.0, low=-0.5, high=0.5),
    ]  # fmt: skip
    widest, sure, unsure = gaps(points)
    assert (widest.touchpoint, widest.source, widest.low, widest.high) == ("c", "text", -2.5, -1.5)
    assert (sure.low, sure.high) == pytest.approx((1.2, 1.8))
    assert (sure.blind_spot, sure.sure) == (True, True)
    assert (unsure.blind_spot, unsure.sure) == (True, False)


def test_a_gap_without_an_interval_is_never_sure():
    """Nobody knows how far off the customers' value is."""
    (found,) = gaps([point("a", "team", 2.0), point("a", "survey", -2.0)])
    assert (found.blind_spot, found.sure, found.low) == (True, False, None)


def test_what_people_disagree_on_most_comes_first():
    """By the middle half, then by lowest to highest; labels and arousal of the room go along."""
    given = [
        *(rating(str(at), "a", v) for at, v in enumerate([-2, -2, 2, 2])),
        *(rating(str(at), "b", v, 0.2 * at, ("Joy", "joy")) for at, v in enumerate([1, 1, 1, 1])),
        *(rating(str(at), "c", v) for at, v in enumerate([-2, 1, 1, 1])),
    ]
    first, second, last = spreads(given, ["a", "b", "c"])
    assert [first.touchpoint, second.touchpoint, last.touchpoint] == ["a", "c", "b"]
    assert (first.quartiles, first.median, first.discuss) == ((-2.0, 2.0), 0.0, True)
    assert (second.dots, second.discuss) == ((-2.0, 1.0, 1.0, 1.0), True)
    assert (last.discuss, last.labels) == (False, (("joy", 4),))
    assert last.arousal == pytest.approx(0.3)


def test_one_rater_and_a_unanimous_room_have_words_for_their_agreement():
    """No alpha, a sentence."""
    assert "no item was rated by two" in agreement([rating("p", "a", 1)], ["a"]).words
    alike = [rating(who, place, 1) for who in "pq" for place in "ab"]
    found = agreement(alike, ["a", "b"])
    assert found.alpha is None
    assert "full agreement" in found.words


def test_a_target_is_compared_with_the_best_source(shop):
    """Customers before the team; a question about the whole stage before its touchpoints."""
    points = [point("a", "survey", 0.4), point("a", "team", 2.0)]
    (found,) = targets(shop, "j", points)
    assert (found.stage, found.felt, found.met) == ("find", 0.4, False)
    assert found.gap == pytest.approx(-0.6)
    (asked,) = targets(shop, "j", points, [point("find", "survey", 1.2)])
    assert (asked.felt, asked.met) == (1.2, True)
    assert targets(shop, "j", [])[0].felt is None


def test_the_guide_says_everything_with_its_numbers(shop):
    """Evidence, peak, trough, ends and mean, breaks, team, blind spots, target."""
    points = [
        point("a", "survey", 0.9, 40, 0.6, 1.2), point("a", "team", 1.0, 3),
        point("b", "survey", -1.1, 35, -1.5, -0.7), point("b", "team", 1.0, 3),
        unshown("c", 3, "fewer than 5 answers"), point("c", "team", 0.0, 3),
    ]  # fmt: skip
    assert reading_guide(shop, "j", points) == [
        "Customers spoke about 2 of 3 touchpoints, 35 to 40 people each, on a scale from −2 to +2.",
        "1 touchpoint stands on the team's guess alone, which is no measurement.",
        "Highest at Search at +0.9 (40 people, 95 % interval +0.6 to +1.2).",
        "Lowest at Pay at −1.1 (35 people, 95 % interval −1.5 to −0.7).",
        "It starts with Search at +0.9 (40 people, 95 % interval +0.6 to +1.2) and ends with Pay "
        "at −1.1 (35 people, 95 % interval −1.5 to −0.7); the mean of 2 touchpoints is −0.1. Peak, "
        "end and mean together say how a journey is remembered.",
        "Surely below neutral: Pay.",
        "The line breaks, not shown: Return (fewer than 5 answers).",
        "The team, up to 3 people a touchpoint, believes the highest is Search at +1 and the "
        "lowest is Return at 0.",
        "1 blind spot: Pay, team +1, customers −1.1, surely.",
        "Target emotion missed at Find by 0.1 (wanted +1, felt +0.9).",
    ]


def test_equal_answers_have_no_peak(shop):
    """All the same everywhere: that is said, not a peak at random."""
    told = reading_guide(shop, "j", [point(id, "survey", 2.0) for id in "abc"])
    assert "All touchpoints are at +2; nothing stands out." in told
    assert not any("Highest" in sentence for sentence in told)


def test_nothing_yet_is_one_sentence(shop):
    """Gaps alone are no curve, and nothing is NaN."""
    assert reading_guide(shop, "j", [unshown("a", 2, "fewer than 5 answers")]) == [NOTHING]


def test_a_line_of_several_has_a_sentence_of_its_own():
    """What a screen reader says of a persona's line."""
    line = [point("a", "survey", 1.0, 9), point("b", "survey", -1.0, 8)]
    assert spoken(line_words("Tara", line, {"a": "Search", "b": "Pay"})) == (
        "Tara: highest at Search at plus 1 (9 people), lowest at Pay at minus 1 (8 people); the "
        "mean of 2 touchpoints is 0."
    )
    assert line_words("Nobody", [], {}) == "Nobody: nothing to show."
