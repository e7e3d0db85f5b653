"""The tab Behavior: rules, trends, funnel, paths, plan, activities; each on one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from headless import do, html, plain

from journeykit.edits import removal
from journeykit.errors import Refused
from journeykit.widgets import open_view
from journeykit.widgets.view import View

NUMBERS = "date,metric,value,touchpoint,n\n" + "".join(
    f"2026-0{month}-01,Bounce rate,{value},/checkout,{n}\n2026-0{month}-01,Orders,{orders},,\n"
    for month, value, n, orders in (
        (1, "40 %", 400, 100), (2, "42 %", 410, 96), (3, "41 %", 390, 104), (4, "66 %", 400, 101),
    )
)  # fmt: skip
#: Online ad, product page, checkout, delivery; half pass over the product page.
CASES = [["ad_click", "product page", "checkout", "delivered"]] * 6 + [
    ["ad_click", "checkout", "tweet", "delivered"]] * 6  # fmt: skip


def text(view: View) -> str:
    """Return the words of the page, without those for charts."""
    drawn = re.sub(r"<script.*?</script>", " ", html(view), flags=re.S)
    return plain(drawn)


def log_of(cases: list[list[str]]) -> str:
    """An event log as CSV, an hour from event to event."""
    rows = [f"u{at},{name},2026-03-01T{i:02}:00,{'web' if i < 3 else 'courier'}"
            for at, case in enumerate(cases) for i, name in enumerate(case)]  # fmt: skip
    return "case,activity,time,channel\n" + "\n".join(rows)


@pytest.fixture
def add(view: Callable[..., View], tmp_path: Path) -> Callable[..., Any]:
    """Attach a table as evidence and open the tab."""

    def added(way: str, data: str, seen: str = "patterns") -> Any:
        page = view("survey", view="sources")
        path = tmp_path / f"{way}.csv"
        path.write_text(data)
        do(page, "evidence_read", way=way, name=path.name, file=path, kind="analytics")
        do(page, "evidence_attach")
        return view("survey", view="behavior", seen=seen)

    return added


@pytest.mark.parametrize("seen", ["patterns", "trends", "funnel", "paths", "plan", "activities"])
def test_an_empty_workshop_says_what_to_do_next(view: Callable[..., View], seen: str) -> None:
    """Every part has words and a way on before anything is imported."""
    said = text(view("survey", view="behavior", seen=seen))
    assert "yet" in said or "needs" in said
    assert "NaN" not in said
    assert "None" not in said


# ---- patterns ----------------------------------------------------------------------------------


def test_a_rule_that_hits_becomes_a_finding_with_its_source(add: Callable[..., Any]) -> None:
    """66 % of 400 is surely above 55 %: one click, the source cited, the touchpoint named."""
    page = add("metrics", NUMBERS)
    said = text(page)
    assert "66.0 %, interval 61.2 % to 70.5 %, n 400" in said
    assert "hit in 1 of 4 periods" in said
    checkout = next(t for t in page.workshop.touchpoints.values() if t.name == "Checkout")
    do(page, "rule_finding", rule="rule-bounce", metric="Bounce rate", touchpoint=checkout.id)
    [finding] = page.workshop.findings.values()
    assert finding.title == "Checkout: many leave the page where they arrive"
    assert finding.touchpoint == checkout.id
    assert finding.sources == tuple(page.workshop.sources)
    assert "Poor landing page" in finding.detail
    assert "noted as a finding" in text(page)
    with pytest.raises(Refused, match="already"):
        do(page, "rule_finding", rule="rule-bounce", metric="Bounce rate", touchpoint=checkout.id)


def test_rules_of_the_kit_are_copied_when_one_is_changed(add: Callable[..., Any]) -> None:
    """Typed in percent, kept as a share; one Undo takes copy and change back."""
    page = add("metrics", NUMBERS)
    assert page.workshop.patterns == {}
    do(page, "rule_set", id="rule-bounce", field="threshold", value="70")
    assert page.workshop.patterns["rule-bounce"].threshold == 0.7
    assert len(page.workshop.patterns) == 18
    assert "Bounce rate is above 70 %" in text(page)
    assert "No rule hits" in text(page)
    page.session.undo()
    assert page.workshop.patterns == {}


def test_a_rule_is_added_switched_off_and_deleted(add: Callable[..., Any]) -> None:
    """An own rule about plain orders, in their own unit."""
    page = add("metrics", NUMBERS)
    do(page, "rule_add")
    id = page.at["rule"]
    for field, value in (("name", "Good month"), ("metric", "Orders"), ("threshold", "100"),
                         ("comparison", "above"), ("implication", "Look why.")):  # fmt: skip
        do(page, "rule_set", id=id, field=field, value=value)
    assert "Good month Look why. The whole 101" in text(page)
    do(page, "rule_on", id=id, value=False)
    assert "Good month Look why." not in text(page)
    do(page, "rule_delete", id=id)
    assert id not in page.workshop.patterns


@pytest.mark.parametrize(
    ("field", "value"),
    [("threshold", "high"), ("threshold", ""), ("name", " "), ("comparison", "equals"),
     ("touchpoint", "gone"), ("id", "x")],
)  # fmt: skip
def test_what_no_rule_can_be_is_refused(view: Callable[..., View], field: str, value: str) -> None:
    """Whatever a browser sends, the rule stays as it was."""
    page = view("survey", view="behavior")
    with pytest.raises(Refused):
        do(page, "rule_set", id="rule-bounce", field=field, value=value)
    assert page.workshop.patterns == {}


def test_a_metric_that_was_not_imported_is_said_so(add: Callable[..., Any]) -> None:
    """No is not the same as unknown."""
    assert "Cart abandonment rate is above 70 % – not imported" in text(add("metrics", NUMBERS))


# ---- trends ------------------------------------------------------------------------------------


def test_a_change_is_flagged_with_n_and_interval(add: Callable[..., Any]) -> None:
    """66 % after 41 % is surely more; 101 orders after 104 are not."""
    page = add("metrics", NUMBERS, "trends")
    said = text(page)
    assert "66.0 % in Apr 2026, surely more than before (41.0 % in Mar 2026)." in said
    assert "1 of 2 changed surely" in said
    do(page, "look", name="metric", value="Orders||")
    assert "Orders: The whole" in text(page)
    do(page, "look", name="every", value="quarter")
    assert "Q2 2026" in text(page)


# ---- event logs --------------------------------------------------------------------------------


def linked(add: Callable[..., Any], seen: str) -> Any:
    """The log of twelve cases, with all but the tweet linked."""
    page = add("events", log_of(CASES), "activities")
    ids = {t.name: t.id for t in page.workshop.touchpoints.values()}
    [source] = page.workshop.sources
    for activity, name in (("ad_click", "Online ad"), ("product page", "Product page"),
                           ("delivered", "Delivery")):  # fmt: skip
        do(page, "activity_is", log=source, activity=activity, value=ids[name])
    do(page, "look", name="seen", value=seen)
    return page


def test_activities_are_proposed_and_decided_by_a_person(add: Callable[..., Any]) -> None:
    """Sure ones in one go; a correction stays, and its touchpoint cites the log."""
    page = linked(add, "activities")
    assert "4 of 5 activities linked" in text(page)
    [source] = page.workshop.sources
    ad = next(t for t in page.workshop.touchpoints.values() if t.name == "Online ad")
    assert source in ad.sources
    do(page, "activity_is", log=source, activity="ad_click", value="")
    assert "3 of 5 activities linked" in text(page)
    assert len([link for link in page.workshop.links.values() if link.activity == "ad_click"]) == 1
    again: Any = open_view("survey", page.store, page.workshop.id, view="behavior",
                           seen="activities")  # fmt: skip
    assert "3 of 5 activities linked" in text(again)
    with pytest.raises(Refused):
        do(page, "activity_is", log=source, activity="ad_click", value="gone")
    with pytest.raises(Refused):
        do(page, "activity_is", log=source, activity="never seen", value=ad.id)


def test_a_linked_activity_is_no_question_that_customers_answered(
    add: Callable[..., Any],
) -> None:
    """The scores and the checks do not take an event for a rating."""
    from journeykit.attach import answers
    from journeykit.checks.evidence import links_by_touchpoint

    page = linked(add, "funnel")
    assert links_by_touchpoint(page.workshop) == {}
    assert len(answers(page.store, page.workshop)) == 0


def test_the_funnel_says_how_it_counts(add: Callable[..., Any]) -> None:
    """Half skip the product page: lost in order, not lost ever."""
    page = linked(add, "funnel")
    said = text(page)
    assert "How far cases come: 12 cases" in said
    assert "Purchase 50 % 25 % to 75 % · 6 of 12 100 %" in said
    assert "Counted is who was at all steps before" in said
    do(page, "look", name="how", value="ever")
    assert "Purchase 100 % 76 % to 100 % · 12 of 12" in text(page)
    do(page, "look", name="steps", value="touchpoints")
    assert "Online ad 100 %" in text(page)


def test_a_loss_becomes_a_finding(add: Callable[..., Any]) -> None:
    """With the numbers and the way of counting in its words."""
    page = linked(add, "funnel")
    [source] = page.workshop.sources
    do(page, "loss_finding", log=source, name="Consideration", by="stages")
    [finding] = page.workshop.findings.values()
    assert finding.title == "Many are lost before Consideration"
    assert finding.detail.startswith("6 of 12 cases did not go on to Consideration: 50\u00a0%")
    assert finding.sources == (source,)


def test_ways_moves_and_channels_are_drawn_and_tabled(add: Callable[..., Any]) -> None:
    """Two ways of six cases each; both cross from the website to the courier."""
    said = text(linked(add, "paths"))
    assert "50 % 25 % to 75 % · n 6 Online ad Product page Checkout Delivery" in said
    assert "100 % of cases used more than one channel" in said
    assert "From where to where" in said


def test_the_plan_is_laid_against_what_happened(add: Callable[..., Any]) -> None:
    """Skipped and added in words; one click makes a finding."""
    page = linked(add, "plan")
    said = text(page)
    assert "Product page is passed over in 50 % of cases" in said
    assert "tweet happens and is not on the map in 50 % of cases" in said
    assert "50 % of 12 cases went exactly as planned" in said
    [source] = page.workshop.sources
    do(page, "deviation_finding", log=source, state="skipped", name="Product page")
    [finding] = page.workshop.findings.values()
    assert (finding.kind, finding.title) == ("gap", "Product page is passed over")
    assert page.workshop.touchpoints[finding.touchpoint].name == "Product page"
    with pytest.raises(Refused):
        do(page, "deviation_finding", log=source, state="moved", name="Product page")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("case,activity,time\na,checkout,2026-01-01\n", "1 event of 1 case, one activity"),
        ("case,activity,time\na,checkout,\na,delivery,soon\n", "the order of the file is taken"),
        ("case,activity,time\na,qqq,2026-01-01\nb,zzz,2026-01-02\n", "2 cases"),
        ("case,activity,time\n" + "a,checkout,2026-01-01T10:00\na,delivery,2026-01-01T10:00\n",
         "at the same time"),
        ("case,activity,time\na,checkout,2026-01-01T10:00\na,delivery,2999-01-01T10:00\n",
         "dated after today"),
    ],
)  # fmt: skip
def test_a_poor_log_gives_plain_sentences(add: Callable[..., Any], data: str, says: str) -> None:
    """One case, one activity, no times, ties, future, no match: never NaN, never a crash."""
    page = add("events", data, "funnel")
    assert says in text(page)
    for seen in ("funnel", "paths", "plan", "activities", "patterns", "trends"):
        do(page, "look", name="seen", value=seen)
        assert not {"nan", "NaN", "None", "inf"} & set(re.findall(r"\w+", text(page)))


def test_a_long_log_is_worked_out_on_request(
    add: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes seconds tells that it goes on."""
    from journeykit.widgets.pages.survey.behavior import data

    monkeypatch.setattr(data, "AT_ONCE", 10)
    page = linked(add, "plan")
    assert "This log has 48 events" in text(page)
    [source] = page.workshop.sources
    told = [step[0] for step in page.call("behave", {"log": source})]
    assert told[0] == "Following each case…"
    assert "Planned against actual" in text(page)


def test_a_source_that_is_gone_takes_its_log_along(add: Callable[..., Any]) -> None:
    """The page says that there is no log any more; an old click is refused."""
    page = linked(add, "plan")
    [source] = page.workshop.sources
    page.dispatch(removal(page.workshop, "sources", source))
    assert "There is no event log yet" in text(page)
    with pytest.raises(Refused):
        do(page, "behave", log=source)
