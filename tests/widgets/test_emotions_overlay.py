"""What the Emotions page shows beside the curve: numbers, personas, targets, findings."""

from __future__ import annotations

import re

import pytest

from journeykit import examples
from journeykit.edits import Change, Put, Rate
from journeykit.emotions import gaps
from journeykit.model import Persona
from journeykit.widgets import open_view


@pytest.fixture
def page(store):
    """The page on the finished clothing example."""
    return open_view("emotions", store, examples.load(store, "clothing"))


def rows(html, id):
    table = re.search(rf'<table[^>]*id="{id}".*?</table>', html, re.S)[0]
    found = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [re.sub(r"<[^>]+>", "", row) for row in found]


def row_of(page, name):
    return next(r for r in rows(str(page.render()), "curve-numbers") if r.startswith(name))


def test_the_text_of_the_chart_is_the_reading_guide(page):
    """Who hears the chart hears the guide, with minus and plus as words."""
    html = str(page.render())
    label = re.search(r'class="plot" role="img" aria-label="([^"]+)"', html)[1]
    assert label.startswith("Customers of Autumn 2026 spoke about 9 of 10")
    for sentence in page.guide():
        spoken = sentence.replace("−", "minus ").replace("+", "plus ")
        assert spoken.replace("'", "&#39;") in label
        assert sentence.replace("'", "&#39;") in html


def test_every_number_has_n_source_day_and_method(page):
    """The third form of the chart: raw mean on its own scale too."""
    page.show(form="numbers")
    found = rows(str(page.render()), "curve-numbers")
    checkout = next(row for row in found if row.startswith("Checkoutcustomers"))
    assert "on 1 to 5" in checkout
    assert "2026-10-18" in checkout
    assert "188" in checkout
    assert "BCa bootstrap of respondents, 95 %" in checkout
    refund = next(row for row in found if row.startswith("Refund arrivescustomers"))
    assert "not shown: fewer than 5 answers" in refund


def test_what_the_team_believes_carries_its_mark(page):
    """Assumed beside every team line; in the room's table measured where customers were asked."""
    page.show(form="numbers")
    found = rows(str(page.render()), "curve-numbers")
    team = [row for row in found if "team" in row[:60] and "assumed" in row[:80]]
    assert len(team) == 10
    assert any("measured" in row[:60] for row in found if row.startswith("Checkoutcustomers"))
    page.show(view="team")
    spreads = rows(str(page.render()), "spreads")
    assert any(row.startswith("Checkout● measured · n 188") for row in spreads)
    assert any(row.startswith("Refund arrives○ assumed") for row in spreads)


def test_a_persona_has_its_own_curve_beside_all_customers(page):
    """By its rule over the survey, with n; the others stay on the chart."""
    sarah = next(iter(page.workshop.personas))
    page.show(of=f"p-{sarah}")
    html = str(page.render())
    n = max(p.n for p in page.curves.personas(page.workshop, page.journey.id)[0].points)
    assert 5 <= n < 212
    assert f"● Sarah, 95 % interval, n {n}" in html
    assert "all customers, n 212" in html


def test_a_rule_that_matches_nobody_is_a_sentence(page):
    """Also one that no survey asks."""
    for rule, why in (
        ({"Age group": ("110-119",)}, "its rule describes none of the respondents"),
        ({"Shoe size": ("44",)}, "no linked survey asks what its rule names"),
    ):
        page.dispatch(Put.of(Persona(id="nobody", name="Nobody", rule=rule)))
        page.show(of="personas")
        assert f"Nobody has no line: {why}." in str(page.render())
        page.show(of="p-nobody")
        html = str(page.render())
        assert f"Nobody: {why}." in html
        assert "NaN" not in html


def test_a_mixed_line_shows_its_weights_and_where_the_team_counts_nothing(page):
    """Only on request; own weights stand in the address."""
    assert "composite" not in str(page.render()).split("<table")[0].replace("(composite)", "")
    page.show(of="mix", form="numbers")
    checkout = next(
        r for r in rows(str(page.render()), "curve-numbers") if r.startswith("Checkout")
    )
    assert "customers 100%" in checkout
    page.call("weigh", {"survey": 1, "text": 0, "team": 1})
    assert page.at["weights"] == "survey:1,text:0,team:1"
    checkout = next(
        r for r in rows(str(page.render()), "curve-numbers") if r.startswith("Checkout")
    )
    assert "customers 50%, the team 50%" in checkout
    page.call("weigh", {})
    assert "weights" not in page.at


def test_a_target_is_drawn_and_its_gap_shown(page):
    """Purchase should feel at least content and does not."""
    stage = next(s for s in page.workshop.stages.values() if s.name == "Purchase")
    page.dispatch(Change(collection="stages", id=stage.id, fields={"target_valence": 1.0}))
    html = str(page.render())
    assert "<title>Purchase: target +1.0</title>" in html
    assert "Target emotion missed at " in " ".join(page.guide())
    assert "Purchase by 1.1 (wanted +1, felt −0.1)" in " ".join(page.guide())


def test_two_blind_spots_become_findings_and_are_marked(page):
    """One click each; the second finding is there beside the first, and the list says noted."""
    blind = [gap for gap in gaps(page.points()) if gap.blind_spot]
    before = len(page.workshop.findings)
    for gap in blind[:2]:
        page.call("note_gap", {"touchpoint": gap.touchpoint})
    made = sorted(page.workshop.findings.values(), key=lambda f: f.rank)[-2:]
    assert len(page.workshop.findings) == before + 2
    assert {f.touchpoint for f in made} == {gap.touchpoint for gap in blind[:2]}
    assert "95 % interval" in made[0].detail
    assert str(page.render()).count("✓ noted") >= 2


def test_the_loyalty_table_never_says_cause(page):
    """A rank correlation a stage, with interval and n."""
    html = str(page.render())
    assert "An association, not a cause." in html
    assert re.search(r"rank correlation \+0\.\d+ \(\+0\.\d+ to \+0\.\d+, \d+ people\)", html)


def test_a_rating_redraws_only_what_the_team_changes(page):
    """The customers' points are kept; the team's are new."""
    before = page.points()
    spot = before[0].touchpoint
    page.dispatch(Rate(participant="late", touchpoint=spot, valence=-2))
    after = page.points()
    kept = [p for p in after if p.source == "survey"]
    assert all(any(p is q for q in before) for p in kept)
    assert sum(p.n for p in after if p.source == "team") == 1 + sum(
        p.n for p in before if p.source == "team"
    )
