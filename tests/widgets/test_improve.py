"""The page Improve, both ways without a browser: what it shows and what it stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from journeykit.edits import Change, Put
from journeykit.errors import Refused
from journeykit.model import Action, Finding, Source, Workshop
from journeykit.widgets.view import View

Open = Callable[..., View]


def text(view: View) -> str:
    return str(view.render())


def only(view: View, collection: str) -> Any:
    (entity,) = view.workshop.entities(collection).values()
    return entity


def found(**fields: Any) -> Put:
    return Put.of(Finding(**fields))


def doing(**fields: Any) -> Put:
    return Put.of(Action(**fields))


# ---- findings ------------------------------------------------------------


def test_empty_page_says_how_to_begin(view: Open) -> None:
    """A workshop without findings shows where to begin instead of an empty list."""
    shown = text(view("improve"))
    assert "No finding yet." in shown
    assert "Choose from the catalogue of pains" in shown


def test_finding_by_form(view: Open, workshop: Workshop) -> None:
    """A finding that was written down is stored with its kind and its touchpoint."""
    at = workshop.ordered("touchpoints")[0]
    page = view("improve")
    page.call("add_finding", {"kind": "gap", "title": " Nobody  calls back ", "touchpoint": at.id})
    stored = only(page, "findings")
    assert (stored.kind, stored.title, stored.touchpoint) == ("gap", "Nobody calls back", at.id)
    assert "Nobody calls back" in text(page)


def test_finding_without_words_is_refused(view: Open) -> None:
    """The sentence begins with the field's label, so that it stands beside that field."""
    with pytest.raises(Refused, match=r"^What is it: a few words are needed\.$"):
        view("improve").call("add_finding", {"kind": "pain", "title": "  "})


def test_finding_from_catalogue(view: Open) -> None:
    """A pain of the catalogue keeps its key, so that its opportunities can be offered."""
    page = view("improve")
    page.call("pick", {"what": "pains"})
    assert "Look for:" in text(page)
    page.call("take", {"what": "pains", "key": "unclear-return-policy"})
    stored = only(page, "findings")
    assert (stored.title, stored.catalogue) == ("Unclear return policy", "unclear-return-policy")
    assert "✓ on the list" in text(page)
    page.call("unpick", {})
    assert "<dialog" not in text(page)


def test_catalogue_says_which_kpi_an_opportunity_moves(view: Open) -> None:
    """Every opportunity of the catalogue names the KPI that it should move, and which way."""
    page = view("improve")
    page.call("pick", {"what": "opportunities"})
    assert "Should move cart abandonment down." in text(page)


def test_two_marks_make_the_weight(view: Open, dispatch: Callable[..., Any]) -> None:
    """Severity times frequency is shown; before both are said there is no number."""
    dispatch(found(id="p", title="Cost comes last"))
    page = view("improve")
    assert "not weighed yet" in text(page)
    page.call("finding", {"id": "p", "field": "severity", "value": "5"})
    page.call("finding", {"id": "p", "field": "frequency", "value": "4"})
    assert "<b>20</b>" in text(page)


@pytest.mark.parametrize("value", ["6", "0", "bad"])
def test_mark_outside_the_scale_is_refused(
    view: Open, dispatch: Callable[..., Any], value: str
) -> None:
    """A browser can send anything; only 1 to 5 are marks."""
    dispatch(found(id="p"))
    with pytest.raises(Refused, match=rf"^Severity: '{value}' is not one of 1 to 5\.$"):
        view("improve").call("finding", {"id": "p", "field": "severity", "value": value})


def test_critical_needs_evidence(view: Open, dispatch: Callable[..., Any]) -> None:
    """A heavy pain is critical only with a source behind it; without one the page says so."""
    dispatch(
        Put.of(Source(id="s", title="Survey", n=60)),
        found(id="p", title="Cost comes last", severity=5, frequency=4),
    )
    page = view("improve", open="p")
    assert "would be critical: cite a source" in text(page)
    assert "⚑ critical" not in text(page)
    tick = {"what": "findings", "id": "p", "field": "sources", "other": "s", "value": True}
    page.call("tick", tick)
    assert page.workshop.findings["p"].sources == ("s",)
    assert "⚑ critical" in text(page)
    assert "measured · n 60" in text(page)
    page.call("tick", tick | {"value": False})
    assert page.workshop.findings["p"].sources == ()


def test_heaviest_first_and_still_while_marks_are_given(
    view: Open, dispatch: Callable[..., Any]
) -> None:
    """The list does not jump under the hand: it is sorted again when that is asked for."""
    dispatch(
        found(id="a", title="Small thing", severity=1, frequency=2, rank=1),
        found(id="b", title="Heavy thing", severity=4, frequency=4, rank=2),
    )
    page = view("improve")
    shown = text(page)
    assert shown.index('id="f-b"') < shown.index('id="f-a"')
    assert "Sort by weight again" not in shown
    page.call("finding", {"id": "a", "field": "severity", "value": "5"})
    page.call("finding", {"id": "a", "field": "frequency", "value": "5"})
    shown = text(page)
    assert shown.index('id="f-b"') < shown.index('id="f-a"')
    assert "Sort by weight again" in shown
    page.call("sort", {})
    shown = text(page)
    assert shown.index('id="f-a"') < shown.index('id="f-b"')


def test_filter_by_stage_and_kind(
    view: Open, dispatch: Callable[..., Any], workshop: Workshop
) -> None:
    """Only findings of the chosen stage and kind are shown, and the address says which."""
    first, second = workshop.ordered("stages")[:2]
    at = workshop.ordered("touchpoints", stage=first.id)[0].id
    dispatch(found(id="a", title="Here", touchpoint=at), found(id="b", title="Nowhere"))
    page = view("improve")
    page.call("filter", {"name": "stage", "value": first.id})
    assert 'id="f-a"' in text(page) and 'id="f-b"' not in text(page)
    page.call("filter", {"name": "stage", "value": "none"})
    assert 'id="f-b"' in text(page) and 'id="f-a"' not in text(page)
    page.call("filter", {"name": "stage", "value": second.id})
    assert "Nothing of this kind at this stage." in text(page)
    page.call("all", {})
    page.call("filter", {"name": "kind", "value": "delight"})
    assert page.at == {"kind": "delight"}
    assert 'id="f-a"' not in text(page)


def test_opportunity_answers_a_pain(view: Open, dispatch: Callable[..., Any]) -> None:
    """An opportunity stands under the pain that it answers and takes its touchpoint."""
    dispatch(found(id="p", title="Cost comes last", severity=4, frequency=5))
    page = view("improve", open="p")
    page.call("answer", {"id": "p", "title": "say the price early"})
    idea = next(each for each in page.workshop.findings.values() if each.id != "p")
    assert (idea.kind, idea.answers) == ("opportunity", "p")
    shown = text(page)
    assert shown.index('id="f-p"') < shown.index(f'id="f-{idea.id}"')
    assert "weight of what it answers: 20" in shown


def test_pain_of_the_catalogue_offers_opportunities(view: Open) -> None:
    """What the catalogue knows about a pain is one click away, and is offered once."""
    page = view("improve")
    page.call("take", {"what": "pains", "key": "complicated-checkout"})
    pain = only(page, "findings")
    page.call("open", {"id": pain.id})
    assert "+ Streamline checkout" in text(page)
    page.call("answer", {"id": pain.id, "key": "streamline-checkout"})
    assert "+ Streamline checkout" not in text(page)


def test_removal_is_undone(view: Open, dispatch: Callable[..., Any]) -> None:
    """Taking a finding out frees the action that serves it, and one undo brings back both."""
    dispatch(found(id="p", title="Cost comes last"), doing(id="a", findings=("p",)))
    page = view("improve")
    toast = page.call("remove", {"what": "findings", "id": "p"})
    assert (toast.text, toast.button) == ("Removed 'Cost comes last'.", "Undo")
    assert page.workshop.actions["a"].findings == ()
    page.session.undo(toast.args["seq"])
    assert page.workshop.actions["a"].findings == ("p",)


def test_text_of_a_visitor_is_no_html(view: Open, dispatch: Callable[..., Any]) -> None:
    """What somebody types is shown, never run."""
    dispatch(found(id="p", title="<img src=x onerror=alert(1)>", quote="<b>"))
    assert "<img" not in text(view("improve", open="p"))


# ---- actions ------------------------------------------------------------


def test_action_from_a_finding(view: Open, dispatch: Callable[..., Any]) -> None:
    """An action made from a delight amplifies it, serves it, and is shown open."""
    dispatch(found(id="d", kind="delight", title="Chat answers at once"))
    page = view("improve")
    page.call("act", {"id": "d"})
    made = only(page, "actions")
    assert (made.title, made.kind) == ("Amplify: Chat answers at once", "amplify")
    assert made.findings == ("d",)
    assert page.at == {"view": "actions", "open": made.id}
    assert "answers Chat answers at once" in text(page)


def test_action_from_an_opportunity_serves_the_pain_too(
    view: Open, dispatch: Callable[..., Any]
) -> None:
    """The chain from pain over opportunity to action stays whole."""
    dispatch(
        found(id="p", title="Cost comes last"),
        found(id="o", kind="opportunity", title="Cost early", answers="p"),
    )
    page = view("improve")
    page.call("act", {"id": "o"})
    assert only(page, "actions").findings == ("p", "o")


def test_overdue_and_unowned_are_flagged(view: Open, dispatch: Callable[..., Any]) -> None:
    """An open action that is late or nobody's says so; a closed one does not."""
    late = date.today() - timedelta(days=3)
    dispatch(doing(id="a", due=late), doing(id="b", due=late, status="done"))
    shown = text(view("improve", view="actions"))
    assert shown.count("overdue by 3 days") == 1
    assert shown.count("no owner") == 1


def test_list_can_be_narrowed_to_what_is_late(view: Open, dispatch: Callable[..., Any]) -> None:
    """The filter finds what is late and what is nobody's."""
    late = date.today() - timedelta(days=1)
    dispatch(doing(id="a", due=late, owner="Ada"), doing(id="b", title="Other"))
    page = view("improve", view="actions")
    page.call("filter", {"name": "who", "value": "late"})
    assert 'id="a-a"' in text(page) and 'id="a-b"' not in text(page)
    page.call("filter", {"name": "who", "value": "nobody"})
    assert 'id="a-b"' in text(page) and 'id="a-a"' not in text(page)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("owner", "Ada Meyer", "Ada Meyer"),
        ("due", "2027-01-31", date(2027, 1, 31)),
        ("status", "doing", "doing"),
        ("cost", "two days", "two days"),
        ("reach", "4000", 4000),
        ("impact", "0.5", 0.5),
        ("confidence", "0.8", 0.8),
        ("effort", "1,5", 1.5),
        ("effort", "", None),
    ],
)
def test_fields_of_an_action(
    view: Open, dispatch: Callable[..., Any], field: str, value: str, stored: Any
) -> None:
    """Every field of an action stores what was typed; a decimal comma is one."""
    dispatch(doing(id="a", effort=2))
    page = view("improve", view="actions", open="a")
    page.call("set", {"id": "a", "field": field, "value": value})
    assert getattr(page.workshop.actions["a"], field) == stored


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("effort", "0", "Effort: 0 is too small; it must be more than 0."),
        ("effort", "soon", "Effort: 'soon' is not a number; write it like 12.5."),
        ("reach", "1,200", "Reach: '1,200' can be read two ways; write 1200 or 1.2."),
        ("confidence", "80", "Confidence: 80 is not between 0 and 1."),
        ("due", "soon", "Due: 'soon' is not a day; write it like 2026-11-21."),
        ("title", "", "Action: a few words are needed."),
        ("id", "b", "This page has no such field; reload it."),
    ],
)
def test_wrong_input_is_one_clear_line(
    view: Open, dispatch: Callable[..., Any], field: str, value: str, words: str
) -> None:
    """What cannot be stored is refused in one sentence and changes nothing."""
    before = dispatch(doing(id="a", title="Show the cost"))
    page = view("improve", view="actions")
    with pytest.raises(Refused) as refused:
        page.call("set", {"id": "a", "field": field, "value": value})
    assert str(refused.value) == words
    assert page.workshop == before


def test_typing_the_same_again_is_no_change(view: Open, dispatch: Callable[..., Any]) -> None:
    """An equal value makes no entry in the history."""
    dispatch(doing(id="a", owner="Ada"))
    page = view("improve", view="actions")
    before = page.session.seq
    page.call("set", {"id": "a", "field": "owner", "value": "Ada"})
    assert page.session.seq == before


def test_board_moves_by_buttons_keys_and_drag(view: Open, dispatch: Callable[..., Any]) -> None:
    """A card goes one column on, back, and where it is dropped, before the card there."""
    dispatch(doing(id="a", rank=1), doing(id="b", status="done", rank=2))
    page = view("improve", view="actions", show="board")
    page.call("later", {"id": "a"})
    assert page.workshop.actions["a"].status == "planned"
    page.call("earlier", {"id": "a"})
    page.call("earlier", {"id": "a"})
    assert page.workshop.actions["a"].status == "idea"
    page.call("move", {"status": "done", "dragged": "a", "before": "b"})
    assert [each.id for each in page.workshop.ordered("actions", status="done")] == ["a", "b"]
    page.call("move", {"status": "done", "dragged": "a", "before": ""})
    assert [each.id for each in page.workshop.ordered("actions", status="done")] == ["b", "a"]
    assert "moved 'New action' to done" in page.session.undo()


def test_strategy_offers_hypothesis_and_kpi(view: Open) -> None:
    """A strategy brings its hypothesis; the KPI that would show it is added and linked."""
    page = view("improve", view="actions")
    page.call("take", {"what": "strategies", "key": "make-it-easy"})
    made = only(page, "actions")
    assert made.strategy == "Make it easy"
    assert made.expected_effect.startswith("If checkout takes three steps")
    page.call("open", {"id": made.id})
    assert "Measure it by Customer effort (CES 2.0)" in text(page)
    page.call("measure_by", {"id": made.id, "key": "ces"})
    kpi = only(page, "kpis")
    assert kpi.name == "Customer effort (CES 2.0)"
    assert only(page, "actions").kpi == kpi.id
    page.session.undo()
    assert not page.workshop.kpis


def test_two_people_change_different_fields(view: Open, dispatch: Callable[..., Any]) -> None:
    """What somebody else did meanwhile stays."""
    dispatch(doing(id="a", title="Show the cost"))
    page = view("improve", view="actions")
    dispatch(Change(collection="actions", id="a", fields={"owner": "Jo"}))
    page.call("set", {"id": "a", "field": "due", "value": "2027-01-31"})
    assert page.workshop.actions["a"].owner == "Jo"


# ---- priorities ------------------------------------------------------------


def test_rice_is_shown_with_its_sum(view: Open, dispatch: Callable[..., Any]) -> None:
    """The score stands beside the numbers that it comes from."""
    dispatch(doing(id="a", reach=400, impact=2, confidence=0.8, effort=1.5))
    shown = text(view("improve", view="priorities"))
    assert "RICE = reach × impact × confidence ÷ effort" in shown
    assert "<b>426.7</b>" in shown
    assert "400 × 2 × 0.8 ÷ 1.5" in shown


def test_missing_inputs_are_named_never_guessed(view: Open, dispatch: Callable[..., Any]) -> None:
    """An action that lacks an input has no score; it says what it needs."""
    dispatch(doing(id="a", title="Half said", impact=2, effort=1))
    shown = text(view("improve", view="priorities"))
    assert "needs reach and confidence" in shown


def test_priorities_sort_by_any_column(view: Open, dispatch: Callable[..., Any]) -> None:
    """The highest score comes first; by effort the smallest does, and what is not said last."""
    dispatch(
        doing(id="a", reach=10, impact=1, confidence=1, effort=1, rank=1),
        doing(id="b", reach=900, impact=1, confidence=1, effort=3, rank=2),
        doing(id="c", rank=3),
    )

    def order(page: View) -> list[str]:
        shown = text(page)
        return sorted("abc", key=lambda id: shown.index(f'id="p-{id}"'))

    page = view("improve", view="priorities")
    assert order(page) == ["b", "a", "c"]
    page.call("look", {"name": "by", "value": "effort"})
    assert order(page) == ["a", "b", "c"]
    assert 'aria-sort="ascending"' in text(page)


def test_matrix_places_by_impact_and_effort(view: Open, dispatch: Callable[..., Any]) -> None:
    """Much impact for little effort is a quick win; what has no numbers is named, not placed."""
    dispatch(
        doing(id="a", title="Cheap and good", impact=3, effort=0.5, rank=1),
        doing(id="b", title="Dear and small", impact=0.5, effort=4, rank=2),
        doing(id="c", title="Unknown", rank=3),
    )
    shown = text(view("improve", view="priorities"))
    assert shown.index("Cheap and good</td>") < shown.index("<td>Quick win</td>")
    assert "<td>Think twice</td>" in shown
    assert "Without a place: Unknown." in shown
    assert "1 Cheap and good, impact 3, effort 0.5; Alt with arrow keys moves it" in shown


def test_dropped_and_done_actions_have_no_priority(
    view: Open, dispatch: Callable[..., Any]
) -> None:
    """Only what is still open is put in order."""
    dispatch(doing(id="a", status="done"), doing(id="b", status="dropped"))
    assert "No open action yet" in text(view("improve", view="priorities"))


def test_page_does_not_import_frames_or_charts() -> None:
    """Opening Improve stays cheap: pandas, altair and scipy are not loaded for it."""
    import subprocess
    import sys

    code = (
        "import sys, journeykit.widgets.pages.improve, journeykit.widgets.pages.measure;"
        "print(sorted({'pandas', 'altair', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
