"""Personas from data: rules, segments, drafts and coverage, without a browser."""

from __future__ import annotations

import csv
import io
import random
import re
from typing import Any

import pytest

from journeykit import attach
from journeykit.edits import Change, Put
from journeykit.errors import Refused
from journeykit.maps.persona import card_data
from journeykit.model import Persona, Workshop
from journeykit.respondents import respondents
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.view import Go, Toast, View

GOAL, HARD, OFTEN, NEED = (
    "What is your main goal?", "What is the hardest part?", "How often do you shop?",
    "What do you need most?",
)  # fmt: skip
ANSWERS = {
    GOAL: ("Save time", "Best price", "Something new"),
    HARD: ("My size", "Comparing", "Returning"),
    OFTEN: ("Rarely", "Monthly", "Weekly"),
    NEED: ("Clear sizes", "Discounts", "Ideas"),
}


def answers(people: int = 240, *, kinds: bool = True) -> bytes:
    """A survey of two kinds of people, or of no kinds at all; the gender says nothing."""
    draw = random.Random(7)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([*ANSWERS, "Minutes", "Gender", "Age group", "Comment"])
    for at in range(people):
        kind = int(at % 5 < 2)
        row = []
        for options in ANSWERS.values():
            own = kinds and draw.random() < 0.8
            row.append(options[kind] if own else draw.choice(options))
        minutes = draw.gauss(30 if kind and kinds else 15, 4)
        said = f"Comment {at}: please make the {draw.choice(options)} part quicker than today."
        about = [max(1, round(minutes)), draw.choice("fm"), draw.choice(["18-29", "30-49"])]
        table.writerow([*row, *about, said if at % 2 else ""])
    return out.getvalue().encode()


@pytest.fixture
def room(store: Store) -> tuple[str, str]:
    """The ids of a workshop with a persona of the team's, and of its survey."""
    id = store.create(Workshop.new("Shop"))
    store.append(id, Put.of(Persona(id="ann", name="Ann", goals=("Something warm",))))
    source = attach.attach(store, id, answers(), name="shop.csv", title="Shop survey")
    return id, source


def page(store: Store, room: tuple[str, str], **at: str) -> View:
    return open_view("personas", store, room[0], **at)


def html(view: View) -> str:
    """What the page shows, without the data of its charts."""
    text = re.sub(r"<script.*?</script>", "", str(view.render()), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert not re.search(r"\b(nan|NaN|None)\b", re.sub(r"<[^>]*>", " ", text))
    return text


def words(view: View) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html(view)).split())


def finished(steps: Any) -> Any:
    """Run an action that tells its progress; return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def ann(store: Store, room: tuple[str, str]) -> Persona:
    found: Persona = store.open(room[0])[0].personas["ann"]
    return found


# ---- the rule ----------------------------------------------------------------------------


def test_a_rule_is_made_by_ticking_answers_and_says_how_many(
    store: Store, room: tuple[str, str]
) -> None:
    """A question, an answer, and the page says of how many people, with the interval."""
    view = page(store, room, persona="ann", view="rule")
    assert "No condition yet" in html(view)
    view.call("rule_add", {"id": "ann", "value": GOAL})
    assert "Choose at least one answer" in html(view)
    view.call("rule_tick", {"id": "ann", "key": GOAL, "answer": "Save time", "value": True})
    view.call("rule_tick", {"id": "ann", "key": GOAL, "answer": "Best price", "value": True})
    assert ann(store, room).rule == {GOAL: ("Save time", "Best price")}
    assert ann(store, room).rule_source == room[1]
    workshop, _ = store.open(room[0])
    people = respondents(store, workshop, workshop.personas["ann"])
    assert people is not None
    assert f"{len(people)} of 240 people" in words(view)


def test_a_range_of_numbers_is_a_condition(store: Store, room: tuple[str, str]) -> None:
    """Both ends count, an empty end is open, and an end before the beginning is refused."""
    view = page(store, room, persona="ann", view="rule")
    view.call("rule_add", {"id": "ann", "value": "Minutes"})
    view.call("rule_band", {"id": "ann", "key": "Minutes", "end": "low", "value": "20"})
    assert ann(store, room).rule == {"Minutes": ("20 or more",)}
    view.call("rule_band", {"id": "ann", "key": "Minutes", "end": "high", "value": "35"})
    assert ann(store, room).rule == {"Minutes": ("20 to 35",)}
    assert 'value="35"' in html(view)
    with pytest.raises(Refused, match="ends at 10, before it begins at 20"):
        view.call("rule_band", {"id": "ann", "key": "Minutes", "end": "high", "value": "10"})


def test_nobody_and_too_few_are_said_plainly(store: Store, room: tuple[str, str]) -> None:
    """A rule that matches nobody names the way out; one of a few people shows no number."""
    rule = {"Minutes": ["500 or more"]}
    store.append(room[0], Change(collection="personas", id="ann", fields={"rule": rule}))
    view = page(store, room, persona="ann", view="rule")
    assert "The rule matches nobody of 240" in words(view)
    fitting = next(
        low for low in range(60, 1, -1)
        if 0 < _matching(store, room, {"Minutes": (f"{low} or more",)}) < 5
    )  # fmt: skip
    change = Change(collection="personas", id="ann",
                    fields={"rule": {"Minutes": [f"{fitting} or more"]}})  # fmt: skip
    store.append(room[0], change)
    view = page(store, room, persona="ann", view="rule")
    assert "Fewer than 5 of 240 people" in words(view)
    with pytest.raises(Refused, match="Fewer than 5 people match"):
        view.call("draft_rule", {"id": "ann"})


def _matching(store: Store, room: tuple[str, str], rule: dict[str, tuple[str, ...]]) -> int:
    found = respondents(store, store.open(room[0])[0], Persona(rule=rule))
    return len(found or ())


def test_the_overlap_with_other_personas_is_told(store: Store, room: tuple[str, str]) -> None:
    """Two personas on the same people overlap wholly."""
    both = {GOAL: ("Save time",)}
    store.append(room[0], Put.of(Persona(id="ann", name="Ann", rule=both)))
    store.append(room[0], Put.of(Persona(id="bo", name="Bo", rule=both)))
    text = words(page(store, room, persona="ann", view="rule"))
    assert re.search(r"Bo \d+ 100\s%", text)


def test_what_no_rule_may_stand_on_is_refused(store: Store, room: tuple[str, str]) -> None:
    """A browser cannot put gender, free text or an answer that does not occur into a rule."""
    view = page(store, room, persona="ann", view="rule")
    for key in ("Gender", "Comment", "nonsense"):
        with pytest.raises(Refused):
            view.call("rule_add", {"id": "ann", "value": key})
        with pytest.raises(Refused):
            view.call("rule_tick", {"id": "ann", "key": key, "answer": "f", "value": True})
    with pytest.raises(Refused, match="Nobody answered 'Never'"):
        view.call("rule_tick", {"id": "ann", "key": GOAL, "answer": "Never", "value": True})
    assert ann(store, room).rule == {}


def test_one_undo_takes_one_click_back(store: Store, room: tuple[str, str]) -> None:
    """Ticking an answer is one step back, the rule's survey included."""
    view = page(store, room, persona="ann", view="rule")
    view.call("rule_tick", {"id": "ann", "key": GOAL, "answer": "Save time", "value": True})
    store.undo(room[0])
    assert (ann(store, room).rule, ann(store, room).rule_source) == ({}, None)


def test_without_a_survey_the_way_to_one_is_shown(store: Store) -> None:
    """Rule, segments and coverage say what to do first."""
    id = store.create(Workshop.new("Bare"))
    store.append(id, Put.of(Persona(id="ann", name="Ann")))
    for at in ({"persona": "ann", "view": "rule"}, {"view": "segments"}, {"view": "coverage"}):
        assert "Import a survey" in html(open_view("personas", store, id, **at))


# ---- segments ----------------------------------------------------------------------------


@pytest.fixture
def found(store: Store, room: tuple[str, str]) -> View:
    """The page with segments found over five questions."""
    view = page(store, room, view="segments", ask="0.1.2.3.4")
    assert isinstance(finished(view.call("find_segments", {})), Toast)
    return view


def test_segments_are_found_and_told_with_their_stability(found: View) -> None:
    """Two kinds of people are two segments, with sizes, shares and how they came about."""
    text = words(found)
    assert "2 segments" in text
    assert "exist in the answers" in text
    assert len(re.findall(r"[01]\.\d\d stable", text)) == 2
    assert "adjusted Rand index" in text
    assert "The most typical respondent" in text


def test_segments_are_there_after_a_reload(
    store: Store, room: tuple[str, str], found: View
) -> None:
    """The store keeps what was found; another choice of questions shows nothing of it."""
    again = page(store, room, view="segments", ask="0.1.2.3.4")
    assert "2 segments" in words(again)
    assert "2 segments" not in words(page(store, room, view="segments", ask="0.1.2"))


def test_what_makes_no_segment_cannot_be_chosen(store: Store, room: tuple[str, str]) -> None:
    """Gender is listed with the reason, and refused if a browser sends it all the same."""
    view = page(store, room, view="segments")
    assert "gender makes no segment" in words(view)
    with pytest.raises(Refused, match="gender makes no segment"):
        view.call("seg_pick", {"at": 5, "value": True})
    with pytest.raises(Refused, match="at least two questions"):
        finished(view.call("find_segments", {}))


def test_the_search_can_be_stopped(store: Store, room: tuple[str, str]) -> None:
    """While it runs there is a button to stop; nothing is kept then, and it can begin anew."""
    view = page(store, room, view="segments", ask="0.1.2.3")
    steps = view.call("find_segments", {})
    next(steps)
    assert 'id="stop"' in html(view)
    with pytest.raises(Refused, match="at work already"):
        finished(view.call("find_segments", {}))
    view.call("stop_segments", {})
    assert finished(steps).text.startswith("Stopped")
    assert 'id="stop"' not in html(view)
    assert 'id="segments"' not in html(view)


def test_no_segments_is_a_result(store: Store) -> None:
    """Where answers say nothing about each other the page says so, without an empty chart."""
    id = store.create(Workshop.new("Plain"))
    attach.attach(store, id, answers(kinds=False), name="plain.csv")
    view = open_view("personas", store, id, view="segments", ask="0.1.2.3.4")
    finished(view.call("find_segments", {}))
    text = words(view)
    assert "No segments" in text
    assert "best described as one group" in text
    assert "How this was decided" in text


def test_few_people_are_sent_to_rules(store: Store) -> None:
    """Of 30 people no segments are made, and the page says what to do instead."""
    id = store.create(Workshop.new("Small"))
    attach.attach(store, id, answers(30), name="small.csv")
    view = open_view("personas", store, id, view="segments", ask="0.1.2")
    assert "Only 30 people answered" in words(view)
    with pytest.raises(Refused, match="Make personas by rules instead"):
        finished(view.call("find_segments", {}))


# ---- drafts ------------------------------------------------------------------------------


def test_a_draft_is_a_preview_until_it_is_taken(
    store: Store, room: tuple[str, str], found: View
) -> None:
    """Lines can be left out and moved; taking the draft is one step, and one undo takes it back."""
    found.call("draft_segment", {"at": 1})
    assert len(store.open(room[0])[0].personas) == 1
    assert "Nothing is stored yet" in words(found)
    assert "of them are in the segment" in words(found)
    found.call("draft_name", {"value": "Nora"})
    found.call("draft_line", {"at": 0, "value": False})
    found.call("draft_to", {"at": 1, "value": "needs"})
    gone = found.draft_take()  # type: ignore[attr-defined]
    assert isinstance(gone, Go)
    workshop, _ = store.open(room[0])
    nora = next(one for one in workshop.personas.values() if one.name == "Nora")
    assert nora.goals == ()
    assert any("hardest part" in line for line in nora.needs)
    assert nora.evidence["needs"] == (room[1],)
    assert nora.rule and nora.rule_source == room[1]
    assert "segment 2 of 2" in nora.drawn_from and "25 resamples" in nora.drawn_from
    assert card_data(workshop, nora)["sources"][-1].startswith("Drafted")
    shown = words(page(store, room, persona=nora.id))
    assert "How it was drafted" in shown
    store.undo(room[0])
    assert len(store.open(room[0])[0].personas) == 1


def test_filling_in_leaves_the_teams_own_words_alone(store: Store, room: tuple[str, str]) -> None:
    """Goals that the team assumed stay an assumption; what was empty is filled and cited."""
    rule = {OFTEN: ["Monthly"]}
    store.append(room[0], Change(collection="personas", id="ann", fields={"rule": rule}))
    view = page(store, room, persona="ann", view="rule")
    view.call("draft_rule", {"id": "ann"})
    assert "Draft for Ann" in words(view)
    told = view.call("draft_take", {})
    assert "Left alone" in told.text and "Goals" in told.text
    now = ann(store, room)
    assert now.goals == ("Something warm",)
    assert "goals" not in now.evidence
    assert now.behaviours and now.evidence["behaviours"] == (room[1],)
    store.undo(room[0])
    assert ann(store, room).behaviours == ()


def test_quotes_are_offered_with_consent_only(store: Store, room: tuple[str, str]) -> None:
    """Real words appear in a draft when the source says that they may."""
    rule = {OFTEN: ["Monthly"]}
    store.append(room[0], Change(collection="personas", id="ann", fields={"rule": rule}))
    view = page(store, room, persona="ann", view="rule")
    view.call("draft_rule", {"id": "ann"})
    assert "No quotes are offered" in words(view)
    consent = {"consent": "Agreed that words may be quoted"}
    store.append(room[0], Change(collection="sources", id=room[1], fields=consent))
    view = page(store, room, persona="ann", view="rule")
    view.call("draft_rule", {"id": "ann"})
    assert "Quotes: real words, with consent" in words(view)
    view.call("draft_quote", {"at": 0, "value": True})
    view.call("draft_take", {})
    assert ann(store, room).quotes[0].startswith("Comment")


# ---- coverage and versions ---------------------------------------------------------------


def test_coverage_says_whom_the_personas_stand_for(store: Store, room: tuple[str, str]) -> None:
    """Shares, who is in none, overlaps, and personas without a rule."""
    store.append(room[0], Put.of(Persona(id="a", name="Ada", rule={OFTEN: ("Rarely",)})))
    store.append(room[0], Put.of(Persona(id="b", name="Ben", rule={OFTEN: ("Monthly",)})))
    view = page(store, room, view="coverage")
    text = words(view)
    counts = [_matching(store, room, {OFTEN: (one,)}) for one in ("Rarely", "Monthly", "Weekly")]
    assert f"In no persona: {counts[2]} of 240 people" in text
    assert "Nobody is in more than one." in text
    assert re.search(rf"Ada {counts[0]} {round(100 * counts[0] / 240)}\s%", text)
    assert "Ada and Ben 0" in text
    assert "Rule for Ann" in text
    assert view.call("open_rule", {"id": "ann"}) == Go("personas?persona=ann&view=rule")


def test_shares_of_personas_use_the_weights_of_the_survey(store: Store) -> None:
    """Who counts three times is more of the customers; the page says by what it is weighted."""
    id = store.create(Workshop.new("Shop"))
    rows = ["id,shop,WEIGHT,How satisfied are you?"]
    rows += [f"{at},{'A' if at < 10 else 'B'},{3 if at < 10 else 1},{1 + at % 5}"
             for at in range(40)]  # fmt: skip
    attach.attach(store, id, "\n".join(rows).encode(), {"weight": "WEIGHT"}, name="w.csv")
    store.append(id, Put.of(Persona(id="a", name="Ada", rule={"shop": ("A",)})))
    text = words(page(store, (id, ""), view="coverage"))
    assert re.search(r"Ada 10 50\s%", text)
    assert re.search(r"In no persona: 30 of 40 people, 50\s%", text)
    assert "shares are weighted by “WEIGHT”" in text
    rule = words(page(store, (id, ""), persona="a", view="rule"))
    assert re.search(r"10 of 40 people, 50\s% weighted", rule)


def test_a_survey_without_weights_says_so(store: Store, room: tuple[str, str]) -> None:
    """Nobody takes a count of answers for a share of the customers."""
    store.append(room[0], Put.of(Persona(id="a", name="Ada", rule={OFTEN: ("Rarely",)})))
    assert "Not weighted: the survey has no weights." in words(page(store, room, view="coverage"))


def test_versions_say_what_changed(store: Store, room: tuple[str, str]) -> None:
    """A stamp closes what changed before it; what came later is not stamped yet."""
    view = page(store, room, persona="ann")
    view.call("set", {"id": "ann", "field": "needs", "value": "Sleep"})
    view.call("stamp", {"id": "ann"})
    view.call("set", {"id": "ann", "field": "occupation", "value": "Nurse"})
    text = words(view)
    before, after = text.split("Since then, not stamped yet")[1].split("v1 ·")[:2]
    assert "occupation" in before
    assert "needs" in after[:200]


def test_the_guide_leads_to_the_answers(store: Store, room: tuple[str, str]) -> None:
    """Its first step offers a rule and segments, its third a draft once there is a rule."""
    first = html(page(store, room, persona="ann", view="guide"))
    assert 'id="guide-rule"' in first and 'id="guide-segments"' in first
    assert 'id="guide-draft"' not in html(page(store, room, persona="ann", view="guide", part="3"))
    rule = {OFTEN: ["Monthly"]}
    store.append(room[0], Change(collection="personas", id="ann", fields={"rule": rule}))
    view = page(store, room, persona="ann", view="guide", part="3")
    view.call("draft_here", {"id": "ann"})
    assert "Draft for Ann" in words(view)
