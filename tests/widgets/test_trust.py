"""Evidence on the pages: marks that open, coverage, age, moments, the rubric, what to ask."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from journeykit import checks
from journeykit.attach import ASKED
from journeykit.edits import Put
from journeykit.errors import Refused
from journeykit.model import Finding, Note, Source
from journeykit.widgets.around import exit_check
from journeykit.widgets.view import View


@pytest.fixture
def trust(view: Callable[..., View], dispatch: Callable) -> View:
    """The tab Checks of a workshop that has one source, not cited yet."""
    dispatch(Put.of(Source(id="src", title="Buyers of May", n=60, collected="2026-05-01")))
    return view("touchpoints", view="checks")


def first(page: View) -> str:
    return page.workshop.touchpoints_of(page.workshop.current_journey().id)[0].id


# ---- what supports a claim ----


def test_a_mark_opens_and_a_tick_cites(trust):
    """Assumed, a tick, measured with its n; another tick lets it go; undo brings it back."""
    where = f"touchpoints/{first(trust)}"
    trust.call("evidence", {"where": where})
    assert "What supports this?" in str(trust.render())
    trust.call("cite", {"where": where, "source": "src", "value": True})
    found = checks.supports(trust.workshop, where)
    assert (found.status, found.n) == ("measured", 60)
    assert "measured · n 60 · May 2026" in str(trust.render())
    trust.call("cite", {"where": where, "source": "src", "value": False})
    assert checks.supports(trust.workshop, where).status == "assumed"
    trust.session.undo()
    assert checks.supports(trust.workshop, where).status == "measured"
    trust.call("evidence_close", {})
    assert "What supports this?" not in str(trust.render())


@pytest.mark.parametrize("where", ["notes/n", "findings/f", "personas/{persona}.goals"])
def test_notes_findings_and_attributes_cite_too(trust, dispatch, where):
    """The same dialog for every kind of claim."""
    dispatch(Put.of(Note(id="n", text="waits", touchpoint=first(trust))), Put.of(Finding(id="f")))
    trust.session.refresh()
    where = where.format(persona=next(iter(trust.workshop.personas)))
    trust.call("evidence", {"where": where})
    trust.call("cite", {"where": where, "source": "src", "value": True})
    assert checks.supports(trust.workshop, where).sources == ("src",)


def test_a_sources_day_is_corrected_where_it_is_cited(trust):
    """A day that is none is refused in a sentence."""
    trust.call("source_day", {"source": "src", "value": "2024-02-01"})
    assert trust.workshop.sources["src"].collected.isoformat() == "2024-02-01"
    with pytest.raises(Refused, match="is not a day"):
        trust.call("source_day", {"source": "src", "value": "May"})


def test_what_has_no_evidence_is_refused(trust):
    """An address that a browser made up opens nothing."""
    with pytest.raises(Refused, match="Evidence belongs to"):
        trust.call("evidence", {"where": "stages/x"})


def test_the_map_opens_evidence_from_its_row(view):
    """In the map the mark below a column is a button."""
    page = view("touchpoints", view="map")
    assert f'id="ev-touchpoints-{first(page)}"' in str(page.render())


# ---- the tab ----


def test_a_thin_map_says_assumptions_on_page_and_in_the_exit_check(trust):
    """On the tab, in the map, and below every page."""
    assert "ASSUMPTIONS" in str(trust.render())
    assert "ASSUMPTIONS" in str(exit_check(trust))
    trust.show(view="map")
    assert "ASSUMPTIONS: 0 % of this map rests on evidence" in str(trust.render())


def test_days_are_set_and_old_evidence_is_listed(trust):
    """With one day what was collected in May is old, and its age is said."""
    where = f"touchpoints/{first(trust)}"
    trust.call("cite", {"where": where, "source": "src", "value": True})
    trust.call("stale_after", {"value": "1"})
    assert trust.workshop.about.stale_days == 1
    assert "days old" in str(trust.render())
    with pytest.raises(Refused):
        trust.call("stale_after", {"value": "0"})


def test_a_heavy_supported_finding_is_flagged_by_click(trust, dispatch):
    """The proposal has its sum; the flag can be taken away again."""
    dispatch(Put.of(Finding(id="f", title="Late", severity=5, frequency=3, sources=("src",))))
    trust.session.refresh()
    assert "severity 5 × frequency 3 × 3 (measured) = 45 of 75" in str(trust.render())
    trust.call("critical", {"id": "f"})
    assert trust.workshop.findings["f"].critical
    trust.call("critical", {"id": "f", "value": False})
    assert not trust.workshop.findings["f"].critical


def test_a_flag_without_numbers_is_called_a_vote(trust):
    """The template's moments of truth have reasons, and no number behind them."""
    assert "by vote" in str(trust.render())
    with pytest.raises(Refused, match="not proposed"):
        trust.call("moment_accept", {"id": first(trust)})


def test_the_lowest_moment_is_accepted_with_reason_and_source(store):
    """In the finished example the highest touchpoint is proposed; accepting is one undo."""
    from journeykit import examples
    from journeykit.widgets import open_view

    page = open_view("touchpoints", store, examples.load(store, "clothing"), view="checks")
    assert "accept-chat" in str(page.render())
    page.call("moment_accept", {"id": "chat"})
    chat = page.workshop.touchpoints["chat"]
    assert chat.moment_of_truth and chat.sources and "the highest of 9" in chat.moment_reason
    page.session.undo()
    assert not page.workshop.touchpoints["chat"].moment_of_truth


def test_several_people_judge_and_the_median_is_shown(trust):
    """Two people, 1 and 3; the remark is kept; an empty choice takes the mark back."""
    trust.call("mark", {"row": "4", "value": "1"})
    trust.call("mark_remark", {"row": "4", "value": "Only our words"})
    trust.call("judge_as", {"name": "Ada"})
    trust.call("mark", {"row": "4", "value": "3"})
    told = str(trust.render())
    assert "median of 2 people, from 1 to 3" in told and "Only our words" in told
    trust.call("mark", {"row": "4", "value": ""})
    assert len(trust.workshop.marks) == 1


@pytest.mark.parametrize(("row", "value"), [("3", "3"), ("4", "5"), ("4", "x")])
def test_computed_rows_and_other_points_are_refused(trust, row, value):
    """A browser can send anything."""
    with pytest.raises(Refused):
        trust.call("mark", {"row": row, "value": value})


def test_an_open_lesson_says_why(view):
    """Below the page each kind of mistake has its why once."""
    page = view("touchpoints", view="stages")
    page.call("stage_add", {"name": "Customer Service"})
    told = str(exit_check(page))
    assert told.count("Why, and how to mend it") == 1
    assert "Customers do not pass through departments" in told


# ---- what nobody has asked ----


def test_one_click_asks_and_can_be_taken_back(view, store):
    """The question stands in the draft about its place; a second one becomes a line of it."""
    page = view("survey", view="ask")
    claims = [one for one in page.claims() if one.question == "touchpoint-satisfaction"]
    for claim in claims[:2]:
        page.call("ask_claim", {"where": claim.where})
    (asked,) = page.questionnaire().asked
    assert [row.id for row in asked.rows] == [one.place for one in claims[:2]]
    assert "in the survey" in str(page.render())
    with pytest.raises(Refused, match="already"):
        page.call("ask_claim", {"where": claims[0].where})
    page.call("ask_undo", {})
    assert len(page.questionnaire().asked[0].rows) == 1
    assert json.loads(store.setting(ASKED + page.workshop.id))


def test_what_a_survey_cannot_ask_says_so(view):
    """Age is no question of this survey."""
    page = view("survey", view="ask", believed="all")
    age = next(one for one in page.claims() if one.where.endswith(".age_range"))
    assert "look for it in your own data" in str(page.render())
    with pytest.raises(Refused, match="cannot ask"):
        page.call("ask_claim", {"where": age.where})


def test_the_list_is_saved(view):
    """As a table with the question for each."""
    got = view("survey", view="ask").call("believed_save", {})
    assert got.name == "not-asked-yet.csv"
    assert "what stands on it" in got.data.decode("utf-8-sig").splitlines()[0]


def test_what_is_done_is_folded_and_what_is_open_is_in_sight(view):
    """Open things stand first; many done ones are one line that unfolds."""
    many = [check for check in checks.checks(view("touchpoints").workshop)
            if check.step == "touchpoints" and check.ok]  # fmt: skip
    assert len(many) > 3
    page = str(exit_check(view("touchpoints")))
    assert f"✓ {len(many)} things are done" in page
    assert page.index("Open: ") < page.index("exit-done") < page.index(many[0].message)
