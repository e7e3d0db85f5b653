"""Done when: the airport's two waves as curve and guide, equal to plain pandas."""

from __future__ import annotations

import re

import pytest

from emotions.airport import PLACES, airport, plain
from journeykit.edits import Rate
from journeykit.store import open_store
from journeykit.widgets import open_view


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The Emotions page of the airport, rated by three people."""
    with open_store(tmp_path_factory.mktemp("air") / "kit.sqlite") as store:
        id = airport(store)
        for who, shift in (("ana", 0), ("bo", 0), ("cy", 1)):
            for at, touchpoint in enumerate(store.open(id)[0].touchpoints):
                valence = max(-2, min(2, (2, -1, 1, 0, -2)[at % 5] + shift))
                store.append(id, Rate(participant=who, touchpoint=touchpoint, valence=valence))
        yield open_view("emotions", store, id)


def test_both_waves_are_those_of_pandas(page):
    """Weighted mean valence and n of every question, each year by itself."""
    waves = dict(page.curves.waves(page.workshop, "j"))
    assert list(waves) == ["2015", "2016"]
    for year, points in waves.items():
        expected = plain(int(year))
        shown = {p.touchpoint: (p.value, p.n) for p in points if p.shown}
        assert shown.keys() == expected.keys()
        for id, (mean, n) in expected.items():
            assert shown[id] == (pytest.approx(mean), n)
        assert all(p.low < p.value < p.high for p in points if p.shown)


def test_the_guide_says_the_numbers_of_pandas(page):
    """Peak, trough, first, last, mean, blind spots: recomputed without the kit."""
    said = plain(2016)
    name = {c.lower(): n for places in PLACES.values() for n, c in places.items() if c}
    told = " ".join(page.guide())
    best, worst = max(said, key=lambda id: said[id][0]), min(said, key=lambda id: said[id][0])

    def number(value, digits=2):
        text = f"{abs(round(value, digits)):.{digits}f}".rstrip("0").rstrip(".")
        return f"{'+' if value > 0 else '−'}{text}"

    mean, n = said[best]
    assert f"Highest at {name[best]} at {number(mean)} ({n:,} people" in told
    mean, n = said[worst]
    assert f"Lowest at {name[worst]} at {number(mean)} ({n:,} people" in told
    assert f"It starts with Roads at {number(said['q7roads'][0])}" in told
    assert f"ends with Boarding area at {number(said['q9boarding'][0])}" in told
    average = sum(mean for mean, _ in said.values()) / len(said)
    assert f"the mean of {len(said)} touchpoints is {number(average)}." in told
    assert "not shown: Lounge (no answers are linked to it in 2016)" in told
    guessed = {id: (2, -1, 1, 0, -2)[at % 5] for at, id in enumerate(page.workshop.touchpoints)}
    apart = {id: abs(guessed[id] - said[id][0]) for id in said}
    assert f"{sum(gap > 1 for gap in apart.values())} blind spots: " in told
    first = re.search(r"blind spots: ([^,]+), team", told)[1]
    assert first == name[max(apart, key=lambda id: apart[id])]


def test_what_changed_since_2015_is_said(page):
    """The lines at security got worse, the restrooms better; of thirteen, after Holm."""
    before, after = plain(2015), plain(2016)
    (sentence,) = [s for s in page.guide() if s.startswith("From 2015 to 2016")]
    assert "2 of 13 touchpoints changed more than chance does (Holm)" in sentence
    for name, id in (("Security", "q14passthru"), ("Restrooms", "q9restroom")):
        moved = after[id][0] - before[id][0]
        assert f"{name} by {'+' if moved > 0 else '−'}{abs(moved):.2f} (" in sentence


def test_the_page_draws_both_waves_and_the_persona(page):
    """Two lines with their n, and the first-time flyers with theirs."""
    page.show(of="waves")
    html = str(page.render())
    assert "customers, 2016, 95 % interval" in html
    assert re.search(r"2015, n 2,\d\d\d", html)
    assert html.count('class="odot o0"') == 13 + 1  # the line and its mark in the legend
    page.show(of="personas")
    html = str(page.render())
    assert "Tara, n 2,342" in html
    assert 'aria-label="Tara: highest at' in html
    page.show(of=None)
