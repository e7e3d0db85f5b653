"""Improve: merging, proposals, the content plan, the ideal journey and the roadmap."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from journeykit.checks.privacy import privacy_lacks
from journeykit.edits import Put
from journeykit.errors import Refused
from journeykit.model import Action, Content, Finding, Personalization, Source, Workshop
from journeykit.widgets.view import View

Open = Callable[..., View]


def text(view: View) -> str:
    return str(view.render())


def found(**fields: Any) -> Put:
    return Put.of(Finding(**fields))


# ---- findings ------------------------------------------------------------


def test_evidence_counts_in_the_weight(view: Open, dispatch: Callable[..., Any]) -> None:
    """Severity 4, frequency 5: 20 while it is believed, 60 once it is measured."""
    dispatch(
        Put.of(Source(id="s", n=60)),
        found(id="a", severity=4, frequency=5),
        found(id="b", severity=4, frequency=5, sources=("s",)),
    )
    shown = text(view("improve"))
    assert "<b>20</b>" in shown and "<b>60</b>" in shown


def test_recurring_is_counted_over_sources_and_waves(
    view: Open, dispatch: Callable[..., Any]
) -> None:
    """Three sources of two waves are said as that, and can be filtered."""
    dispatch(
        Put.of(Source(id="s1", wave="2025")), Put.of(Source(id="s2", wave="2026")),
        Put.of(Source(id="s3", wave="2026")),
        found(id="a", title="Again", sources=("s1", "s2", "s3")), found(id="b", title="Once"),
    )  # fmt: skip
    page = view("improve")
    assert "recurring: 3 sources in 2 waves" in text(page)
    page.call("filter", {"name": "only", "value": "recurring"})
    assert 'id="f-a"' in text(page) and 'id="f-b"' not in text(page)


def test_what_has_no_action_can_be_listed(view: Open, dispatch: Callable[..., Any]) -> None:
    """The filter leaves out findings that an action answers; marketing sees its own."""
    dispatch(found(id="a"), found(id="b"), Put.of(Action(id="x", findings=("a",))),
             found(id="c", kind="opportunity", catalogue="upsell"))  # fmt: skip
    page = view("improve", only="bare")
    assert 'id="f-b"' in text(page) and 'id="f-a"' not in text(page)
    page = view("improve", only="marketing")
    assert 'id="f-c"' in text(page) and 'id="f-b"' not in text(page)


def test_critical_by_hand(view: Open, dispatch: Callable[..., Any]) -> None:
    """The team can flag what its marks do not; the page says that it is by hand."""
    dispatch(found(id="a", severity=2, frequency=1))
    page = view("improve", open="a")
    page.call("finding", {"id": "a", "field": "critical", "value": True})
    assert "⚑ critical by hand" in text(page)
    page.call("filter", {"name": "only", "value": "critical"})
    assert 'id="f-a"' in text(page)


def test_a_risk_has_its_place(view: Open, dispatch: Callable[..., Any], workshop: Any) -> None:
    """A risk is written down like a pain and shown on the map."""
    at = workshop.ordered("touchpoints")[0]
    dispatch(found(id="r", kind="risk", title="The courier strikes", touchpoint=at.id))
    assert "The courier strikes" in text(view("touchpoints", view="map"))
    assert "△ " in text(view("improve"))


def test_duplicates_are_ticked_and_merged(view: Open, dispatch: Callable[..., Any]) -> None:
    """Two ticks, one click, one undo; which one stays is chosen."""
    dispatch(found(id="a", title="Forced account"), found(id="b", title="Must register"))
    page = view("improve")
    page.call("merging_on", {"on": True})
    with pytest.raises(Refused, match="Tick two findings or more"):
        page.call("merge", {})
    for id in "ab":
        page.call("tick_merge", {"id": id, "value": True})
    assert "Merge 2 findings" in text(page)
    page.call("keep", {"value": "b"})
    page.call("merge", {})
    assert list(page.workshop.findings) == ["b"]
    assert "merge" not in page.at
    page.session.undo()
    assert sorted(page.workshop.findings) == ["a", "b"]


def test_from_finding_to_action_in_two_clicks(
    view: Open, dispatch: Callable[..., Any], workshop: Workshop
) -> None:
    """Open the finding, take a proposal: opportunity, action and KPI are there, in one undo."""
    at = workshop.ordered("touchpoints")[0]
    dispatch(found(id="p", catalogue="complicated-checkout", title="Checkout", touchpoint=at.id))
    page = view("improve")
    page.call("open", {"id": "p"})
    shown = text(page)
    assert "Why: answers the pain &#39;Complicated checkout&#39;" in shown
    assert "Should move cart abandonment down." in shown
    page.call("propose", {"id": "p", "key": "opportunities/streamline-checkout", "act": True})
    (made,) = page.workshop.actions.values()
    (kpi,) = page.workshop.kpis.values()
    idea = next(f for f in page.workshop.findings.values() if f.id != "p")
    assert (made.title, made.findings, made.kpi) == ("Streamline checkout", ("p", idea.id), kpi.id)
    assert (idea.kind, idea.answers, made.touchpoint) == ("opportunity", "p", at.id)
    assert page.at == {"view": "actions", "open": made.id}
    page.session.undo()
    assert not page.workshop.actions and not page.workshop.kpis
    assert list(page.workshop.findings) == ["p"]


def test_a_proposal_for_a_delight_amplifies(view: Open, dispatch: Callable[..., Any]) -> None:
    """What is made of a delight makes more of it."""
    dispatch(found(id="d", kind="delight", title="Chat answers at once"))
    page = view("improve", open="d")
    assert "What could make more of it" in text(page)
    page.call("propose", {"id": "d", "key": "tactics/reviews", "act": True})
    (made,) = page.workshop.actions.values()
    assert made.kind == "amplify"
    with pytest.raises(Refused, match="no such entry"):
        page.call("propose", {"id": "d", "key": "tactics/none", "act": True})


def test_status_sets_the_days(view: Open, dispatch: Callable[..., Any]) -> None:
    """What is begun has a beginning, what is done an end; taking it back clears the end."""
    dispatch(Put.of(Action(id="a")))
    page = view("improve", view="actions")
    page.call("set", {"id": "a", "field": "status", "value": "done"})
    done = page.workshop.actions["a"]
    assert (done.started, done.finished) == (date.today(), date.today())
    page.call("earlier", {"id": "a"})
    assert page.workshop.actions["a"].finished is None


# ---- content ------------------------------------------------------------


def test_gaps_are_counted_and_closed(view: Open, workshop: Workshop) -> None:
    """Every need without content is a gap until a piece is planned for it."""
    stage = workshop.ordered("stages")[0]
    need = stage.information_needs[0]
    page = view("improve", view="content")
    before = text(page).count("gap: no content")
    page.call("plan", {"stage": stage.id, "need": need, "key": "educational-content"})
    (made,) = page.workshop.contents.values()
    assert (made.title, made.need, made.format) == ("Educational content", need, "Blog article")
    assert text(page).count("gap: no content") == before - 1
    page.call("content", {"id": made.id, "field": "status", "value": "retired"})
    assert text(page).count("gap: no content") == before


def test_content_that_nobody_looked_at_is_stale(
    view: Open, dispatch: Callable[..., Any], workshop: Workshop
) -> None:
    """Live content that was reviewed last year is flagged; a review takes the flag away."""
    stage = workshop.ordered("stages")[0]
    old = date.today() - timedelta(days=200)
    dispatch(Put.of(Content(id="c", stage=stage.id, status="live", reviewed=old)))
    page = view("improve", view="content", open="c")
    assert "stale: review it" in text(page)
    today = date.today().isoformat()
    page.call("content", {"id": "c", "field": "reviewed", "value": today})
    assert "stale: review it" not in text(page)
    with pytest.raises(Refused, match="Its last value: 'many' is not a number"):
        page.call("content", {"id": "c", "field": "value", "value": "many"})


def test_from_a_feeling_to_an_insight(view: Open, workshop: Workshop) -> None:
    """A rule becomes content, what was learned becomes a note on the map."""
    stage = next(s for s in workshop.ordered("stages") if s.name == "Consideration")
    page = view("improve", view="content", stage_at=stage.id)
    assert "Concern about usability" in text(page)
    page.call("plan_rule", {"stage": stage.id, "key": "concern-function"})
    (made,) = page.workshop.contents.values()
    assert made.emotion == "Concern"
    page.call("insight", {"stage": stage.id, "text": "Pictures help more than words"})
    insights = [n for n in page.workshop.notes.values() if n.lane == "insights"]
    assert [n.text for n in insights] == ["Pictures help more than words"]


def test_privacy_says_what_is_missing(view: Open, workshop: Workshop) -> None:
    """A rule of the catalogue brings its data; what privacy still asks is said in words."""
    stage = workshop.ordered("stages")[0]
    page = view("improve", view="content")
    page.call("add_rule", {"stage": stage.id, "key": "name-in-email"})
    (rule,) = page.workshop.personalizations.values()
    assert rule.data_needed == ("First name", "Consent to email")
    assert "say whether people can opt out" in text(page)
    for field, value in (("special_category", "no"), ("opt_out", "yes")):
        page.call("rule", {"id": rule.id, "field": field, "value": value})
    assert "✓ privacy checked" in text(page)
    page.call("rule", {"id": rule.id, "field": "data_needed", "value": "First name\nHealth data"})
    assert "looks like a special category" in text(page)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"special_category": True, "basis": "contract"}, "explicit consent"),
        ({"opt_out": False, "basis": "consent"}, "give people a way to opt out"),
        ({"data_needed": ("a", "b", "c", "d")}, "leave out what it can do without"),
        ({"basis": ""}, "legal basis"),
    ],
)
def test_rules_of_privacy(fields: dict[str, Any], words: str) -> None:
    """Basis, special categories, opt-out and how much data is used are all looked at."""
    fine = {"stage": "s", "data_needed": ("Name",), "basis": "consent", "special_category": False,
            "opt_out": True, "message": "Hello"}  # fmt: skip
    assert privacy_lacks(Personalization(**fine)) == []
    assert any(words in each for each in privacy_lacks(Personalization(**(fine | fields))))


def test_the_campaign_plan_is_saved_from_the_content_tab(view: Open, workshop: Workshop) -> None:
    """A rule with its owner, day and budget is a line of the file; what is left out is shown."""
    stage = workshop.ordered("stages")[0]
    page = view("improve", view="content")
    assert "Nothing to plan yet" in text(page)
    page.call("add_rule", {"stage": stage.id, "key": "name-in-email"})
    (rule,) = page.workshop.personalizations.values()
    for field, value in (("owner", "Ann"), ("due", "2027-02-01"), ("cost", "300 €")):
        page.call("rule", {"id": rule.id, "field": field, "value": value})
    with pytest.raises(Refused, match="status: Input should be"):
        page.call("rule", {"id": rule.id, "field": "status", "value": "soon"})
    saved = page.call("campaign", {})
    assert saved.name.endswith(".campaign.csv")
    (line,) = csv.DictReader(io.StringIO(saved.data.decode("utf-8-sig"), newline=""))
    assert (line["Owner"], line["Due"], line["Budget"]) == ("Ann", "2027-02-01", "300 €")
    assert f"{saved.name} is saved." in text(page)
    assert "campaign-losses" in text(page)


# ---- ideal journey ------------------------------------------------------------


def test_ideal_journey_is_copied_and_compared(
    view: Open, dispatch: Callable[..., Any], workshop: Workshop
) -> None:
    """Copy, take a step out on the map, and the comparison names it; acceptance is kept."""
    page = view("improve", view="ideal")
    assert "There is no ideal journey yet." in text(page)
    current = workshop.current_journey()
    assert current is not None
    page.call("idealize", {"id": current.id})
    (ideal,) = page.workshop.ordered("journeys", state="ideal")
    assert "Nothing yet: both journeys have the same steps." in text(page)
    steps = page.workshop.touchpoints_of(ideal.id)
    from journeykit.edits import removal

    page.dispatch(removal(page.workshop, "touchpoints", steps[0].id))
    shown = text(page)
    assert f"{len(steps) - 1} steps, 1 fewer than now ({len(steps)}): 1 removed" in shown
    assert "− removed: </b>" in shown
    stage = page.workshop.stages_of(ideal.id)[0]
    page.call("stage_set", {"id": stage.id, "field": "acceptance", "value": "- Fast\n- Clear"})
    assert page.workshop.stages[stage.id].acceptance == ("Fast", "Clear")
    with pytest.raises(Refused, match="3 is not between -2 and 2"):
        page.call("stage_set", {"id": stage.id, "field": "target_valence", "value": "3"})
    now = page.workshop.stages_of(current.id)[0]
    with pytest.raises(Refused, match="Only stages of the ideal journey"):
        page.call("stage_set", {"id": now.id, "field": "acceptance", "value": "x"})
    assert "Compare with now" in text(view("touchpoints", view="map", journey=ideal.id))


# ---- roadmap ------------------------------------------------------------


def test_roadmap_by_quarter_owner_and_day(view: Open, dispatch: Callable[..., Any]) -> None:
    """Late ones come first, then quarters, then what has no day; nobody's are named."""
    late = date.today() - timedelta(days=2)
    dispatch(
        Put.of(Action(id="a", title="Late", due=late, owner="Ada")),
        Put.of(Action(id="b", title="Far", due=date(2099, 2, 1), started=late, owner="Bo")),
        Put.of(Action(id="c", title="Someday")),
    )
    page = view("improve", view="roadmap", show="quarter")
    shown = text(page)
    assert "3 open actions: 1 overdue, 1 without an owner, 1 without a day." in shown
    assert shown.index("Overdue") < shown.index("Q1 2099") < shown.index("No day yet")
    shown = text(view("improve", view="roadmap", show="owner"))
    assert shown.index(">Ada<") < shown.index(">Bo<") < shown.index("Nobody yet<")
    shown = text(view("improve", view="roadmap"))
    assert "Without a day: Someday." in shown
    assert "! overdue · Late · Ada" in shown
    assert text(view("improve", view="roadmap", show="board")).count('class="imp-card"') == 3


def test_departments_along_the_journey(
    view: Open, dispatch: Callable[..., Any], workshop: Workshop
) -> None:
    """Who owns what at which stage, and what belongs to no department."""
    assert "No action yet, so there is no roadmap." in text(view("improve", view="roadmap"))
    from journeykit.edits import Change

    at = workshop.ordered("touchpoints")[0]
    dispatch(
        Change(collection="touchpoints", id=at.id, fields={"department": "Marketing"}),
        Put.of(Action(id="a", title="Show it", department="Service", touchpoint=at.id)),
    )
    shown = text(view("improve", view="roadmap", show="department"))
    assert shown.index(">Marketing<") < shown.index(">Service<") < shown.index("No department")
    assert "→ </span><em>Show it</em>" in shown


def test_dates_and_tasks_are_saved(view: Open, dispatch: Callable[..., Any]) -> None:
    """The roadmap leaves as a calendar and as tables for task tools."""
    dispatch(Put.of(Action(id="a", title="Show it", due=date(2099, 2, 1))))
    page = view("improve", view="roadmap")
    calendar = page.call("roadmap_download", {"suffix": ".ics"})
    assert b"DTSTART;VALUE=DATE:20990201" in calendar.data
    assert b"Show it" in page.call("roadmap_download", {"suffix": ".jira.csv"}).data
