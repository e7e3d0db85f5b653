"""The curve from comments: documents, what was confirmed, intervals, too few of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from journeykit.emotions.text import Documents, text_points

NONE = float("nan")


def documents(places: list[str], suggested: list[float], confirmed: list[float], **more: list[str]):
    """Documents of one source; each is a response of its own unless said otherwise."""
    n = len(places)
    names = more.get("names", [f"s.{at}" for at in range(n)])
    return Documents(
        np.array(names, dtype=object), np.array(places, dtype=object),
        np.array(["s"] * n, dtype=object), np.array(suggested), np.array(confirmed),
        {"s": "Spring"}, {"s": date(2026, 4, 1)},
    )  # fmt: skip


def test_what_a_person_confirmed_goes_before_the_suggestion() -> None:
    """The mean over documents, its interval, and how much of it was confirmed."""
    suggested, confirmed = [1.0, 1.0, -1.0, 0.5, 0.5, 2.0], [-2.0, -1.0] + [NONE] * 4
    (point,) = text_points(documents(["a"] * 6, suggested, confirmed), ["b", "a"])
    assert (point.touchpoint, point.source, point.n, point.shown) == ("a", "text", 6, True)
    assert point.value == pytest.approx(np.mean([-2, -1, -1, 0.5, 0.5, 2]))
    assert point.low < point.value < point.high
    assert point.method.startswith("suggested by word lists, 2 of 6 confirmed; ")
    assert (point.titles, point.collected) == (("Spring",), date(2026, 4, 1))


def test_all_confirmed_is_said() -> None:
    """Nothing is called a suggestion that a person has confirmed."""
    (point,) = text_points(documents(["a"] * 5, [0.0] * 5, [1.0, 1, 0, 2, 1]), ["a"])
    assert point.method.startswith("all 5 confirmed by a person; ")


def test_fewer_than_five_documents_are_a_gap() -> None:
    """A comment without a feeling does not count; two by one person are one document."""
    few = documents(["a"] * 5, [1.0, 1.0, 1.0, 1.0, NONE], [NONE] * 5)
    (point,) = text_points(few, ["a"])
    assert (point.shown, point.value, point.n) == (False, None, 4)
    assert point.reason == "fewer than 5 comments"
    twice = documents(
        ["a"] * 6, [1.0] * 6, [NONE] * 6, names=["s.1", "s.1", "s.2", "s.3", "s.4", "s.4"]
    )
    assert text_points(twice, ["a"])[0].n == 4


def test_equal_comments_have_an_interval_that_is_not_of_width_zero() -> None:
    """Five that all say the same do not prove that everybody would."""
    (point,) = text_points(documents(["a"] * 9, [1.0] * 9, [NONE] * 9), ["a"])
    assert point.value == 1 and point.low < 1 < point.high


def test_without_comments_there_is_no_point() -> None:
    """None, an empty set, and places nobody wrote about draw nothing."""
    assert text_points(None, ["a"]) == []
    assert text_points(documents([], [], []), ["a"]) == []
    assert text_points(documents(["b"] * 6, [1.0] * 6, [NONE] * 6), ["a"]) == []
