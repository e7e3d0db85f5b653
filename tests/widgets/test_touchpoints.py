"""The Touchpoints page: stages, inventory, what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from journeykit.edits import Put, removal
from journeykit.errors import Refused
from journeykit.model import (
    Finding,
    Journey,
    Kpi,
    Link,
    Measurement,
    Note,
    Persona,
    Rating,
    Source,
)
from journeykit.widgets.view import View


@pytest.fixture
def stages(view: Callable[..., View]) -> View:
    return view("touchpoints", view="stages")


@pytest.fixture
def inventory(view: Callable[..., View]) -> View:
    return view("touchpoints", view="inventory")


def names(page: View) -> list[str]:
    return [stage.name for stage in page.workshop.stages_of(page.journey.id)]


def points(page: View, stage: str) -> list[str]:
    return [each.name for each in page.workshop.ordered("touchpoints", stage=stage)]


# ---- stages ----


def test_a_stage_is_added_renamed_and_described(stages):
    """A new stage stands last; its fields save themselves."""
    stages.call("stage_add", {"name": "Renewal"})
    stage = stages.workshop.stages_of(stages.journey.id)[-1]
    assert stage.name == "Renewal"
    for field, value, kept in (
        ("name", "Waiting", "Waiting"),
        ("goal", "Knows when", "Knows when"),
        ("check_question", "Does she know?", "Does she know?"),
        ("information_needs", "- date\n- place\n", ("date", "place")),
        ("target_emotion", "Relief", "Relief"),
        ("target_valence", "1.5", 1.5),
        ("target_valence", "", None),
    ):
        stages.call("stage_set", {"id": stage.id, "field": field, "value": value})
        assert getattr(stages.workshop.stages[stage.id], field) == kept


def test_a_stage_without_a_name_is_refused(stages):
    """An empty form says what is needed."""
    with pytest.raises(Refused, match="Give the stage a name"):
        stages.call("stage_add", {"name": "  "})


def test_stages_are_reordered_by_buttons_keys_and_drag(stages):
    """Up, down and dropping on another stage change the order."""
    first, _, third, *_ = (s.id for s in stages.workshop.stages_of(stages.journey.id))
    before = names(stages)
    stages.call("stage_down", {"id": first})
    assert names(stages)[:2] == [before[1], before[0]]
    stages.call("stage_up", {"id": first})
    assert names(stages) == before
    stages.call("stage_drop", {"index": 0, "dragged": third})
    assert names(stages)[:3] == [before[2], before[0], before[1]]
    with pytest.raises(Refused, match="Only stages"):
        stages.call("stage_drop", {"index": 0, "dragged": "somebody"})


def test_a_stage_is_split_and_its_touchpoints_keep_everything(stages):
    """The touchpoints from the chosen one on stand in the new stage, behind the old one."""
    stage = stages.workshop.stages_of(stages.journey.id)[1]
    every = stages.workshop.ordered("touchpoints", stage=stage.id)
    was = names(stages)
    stages.call("stage_split", {"id": stage.id, "first": every[1].id, "name": "Second thoughts"})
    assert names(stages) == [*was[:2], "Second thoughts", *was[2:]]
    made = stages.workshop.stages_of(stages.journey.id)[2]
    assert points(stages, stage.id) == [every[0].name]
    assert points(stages, made.id) == [each.name for each in every[1:]]


def test_a_split_needs_something_on_both_sides(stages):
    """Splitting before the first touchpoint would leave an empty stage."""
    stage = stages.workshop.stages_of(stages.journey.id)[1]
    first = stages.workshop.ordered("touchpoints", stage=stage.id)[0]
    with pytest.raises(Refused, match="not the first one"):
        stages.call("stage_split", {"id": stage.id, "first": first.id, "name": ""})


def test_merging_two_stages_loses_nothing(stages, dispatch):
    """Touchpoints, cards, links and KPIs of both hang on the first; one undo takes it back."""
    one, two, *_ = stages.workshop.stages_of(stages.journey.id)
    dispatch(
        Put.of(Source(id="src")),
        Put.of(Note(id="card", stage=two.id, text="of the second")),
        Put.of(Link(id="link", source="src", question="q1", stage=two.id)),
        Put.of(Kpi(id="kpi", stage=two.id)),
    )
    stages.session.refresh()
    before = stages.workshop
    every = points(stages, one.id) + points(stages, two.id)
    notes = len(before.notes)
    stages.call("stage_merge", {"id": one.id})
    after = stages.workshop
    assert two.id not in after.stages
    assert points(stages, one.id) == every
    assert len(after.notes) == notes
    assert (after.notes["card"].stage, after.links["link"].stage, after.kpis["kpi"].stage) == (
        one.id, one.id, one.id,
    )  # fmt: skip
    assert two.goal in after.stages[one.id].goal
    assert set(two.information_needs) <= set(after.stages[one.id].information_needs)
    stages.session.undo()
    assert stages.workshop == before


def test_the_last_stage_has_no_next_one(stages):
    """Merging needs a stage behind; its button is disabled and its action refused."""
    last = stages.workshop.stages_of(stages.journey.id)[-1]
    with pytest.raises(Refused, match="last stage"):
        stages.call("stage_merge", {"id": last.id})


def test_deleting_a_stage_says_what_goes_and_can_be_undone(stages, dispatch):
    """Touchpoints, cards and ratings are counted; findings stay without their place."""
    stage = stages.workshop.stages_of(stages.journey.id)[0]
    point = stages.workshop.ordered("touchpoints", stage=stage.id)[0]
    dispatch(
        Put.of(Rating(id=f"p.{point.id}", participant="p", touchpoint=point.id, valence=1)),
        Put.of(Finding(id="f", title="loud", touchpoint=point.id)),
    )
    stages.session.refresh()
    before = stages.workshop
    html = str(stages.render())
    count = len(points(stages, stage.id))
    asked = re.search(rf'data-confirm="Delete the stage [^"]*{stage.name}[^"]*"', html)[0]
    assert f"{count} touchpoints" in asked
    assert "1 rating" in asked
    assert "1 finding or action stay, without their place" in asked
    stages.call("stage_remove", {"id": stage.id})
    assert stages.workshop.findings["f"].touchpoint is None
    assert point.id not in stages.workshop.touchpoints
    stages.session.undo()
    assert stages.workshop == before


def test_an_empty_journey_begins_with_a_set_of_stages(stages):
    """The templates are offered; one gives its stages, or its touchpoints and cards too."""
    stages.call("journey_new", {})
    assert "Begin with a set of stages" in str(stages.render())
    stages.call("stages_from", {"template": "students", "all": True})
    assert "Orientation" in names(stages)
    assert stages.workshop.touchpoints_of(stages.journey.id)
    with pytest.raises(Refused, match="has stages already"):
        stages.call("stages_from", {"template": "b2c", "all": False})


def test_a_set_of_stages_can_come_without_touchpoints(stages):
    """Then the stages are empty and the inventory says so."""
    stages.call("journey_new", {})
    stages.call("stages_from", {"template": "b2c", "all": False})
    assert names(stages) == ["Awareness", "Consideration", "Purchase", "Retention", "Advocacy"]
    assert stages.workshop.touchpoints_of(stages.journey.id) == []


# ---- journeys ----


def test_several_journeys_are_chosen_and_a_new_one_takes_a_free_persona(stages, dispatch):
    """The chosen journey stands in the address, so a reload shows it again."""
    dispatch(Put.of(Persona(id="tom", name="Tom", rank=9)))
    stages.session.refresh()
    first = stages.journey.id
    stages.call("journey_new", {})
    assert stages.at["journey"] != first
    assert stages.journey.persona == "tom"
    stages.call("look", {"name": "journey", "value": first})
    assert stages.journey.id == first


def test_a_journey_gets_its_title_persona_and_state(stages):
    """The three fields of a journey save themselves."""
    id = stages.journey.id
    stages.call("journey_set", {"id": id, "field": "title", "value": "Buying a kettle"})
    stages.call("journey_set", {"id": id, "field": "persona", "value": ""})
    stages.call("journey_set", {"id": id, "field": "state", "value": "ideal"})
    journey = stages.workshop.journeys[id]
    assert (journey.title, journey.persona, journey.state) == ("Buying a kettle", None, "ideal")
    assert "Acceptance criteria" in str(stages.render())


def test_without_any_journey_the_page_offers_one(stages, dispatch, workshop):
    """All three tabs say what to do first."""
    dispatch(removal(workshop, "journeys", stages.journey.id))
    stages.session.refresh()
    for tab in ("stages", "inventory", "map"):
        stages.call("look", {"name": "view", "value": tab})
        html = str(stages.render())
        assert "New journey" in html or "Make stages" in html
    stages.call("journey_new", {})
    assert isinstance(stages.journey, Journey)


# ---- inventory ----


def test_a_touchpoint_of_the_catalogue_is_found_and_added(inventory):
    """Search finds it by its words; it brings channel, presence and phase."""
    inventory.call("look", {"name": "find", "value": "chatbot"})
    assert 'id="add-chatbot"' in str(inventory.render())
    inventory.call("touchpoint_add", {"key": "chatbot"})
    stage = inventory.at["into"]
    made = inventory.workshop.ordered("touchpoints", stage=stage)[-1]
    assert (made.name, made.channel, made.presence) == ("Chatbot", "Chatbot", "online")


def test_students_touchpoints_are_in_the_catalogue_too(inventory):
    """R43: what students meet can be picked."""
    inventory.call("look", {"name": "find", "value": "campus"})
    assert "campus" in str(inventory.render()).lower().split('id="hits"')[1][:800]


def test_several_lines_make_several_touchpoints(inventory, workshop):
    """Each line is one; a channel after a semicolon brings online or offline with it."""
    stage = workshop.stages_of(inventory.journey.id)[3].id
    inventory.call("look", {"name": "into", "value": stage})
    text = "- Asks a friend; word of mouth\n\nCalls; Phone\nReads a wall"
    inventory.call("touchpoints_add", {"text": text})
    made = inventory.workshop.ordered("touchpoints", stage=stage)[-3:]
    assert [(t.name, t.channel, t.presence) for t in made] == [
        ("Asks a friend", "Word of mouth", "both"),
        ("Calls", "Phone", "offline"),
        ("Reads a wall", "", None),
    ]
    with pytest.raises(Refused, match="one touchpoint a line"):
        inventory.call("touchpoints_add", {"text": " \n "})


def test_the_fields_of_a_row_save_themselves(inventory):
    """Name, channel, presence, phase, owner and department are kept as typed."""
    id = inventory.workshop.touchpoints_of(inventory.journey.id)[0].id
    for field, value in (
        ("name", "Sees the poster"), ("channel", "Sky writing"), ("presence", "offline"),
        ("phase", "pre"), ("owner", "Ana"), ("department", "Marketing"),
    ):  # fmt: skip
        inventory.call("touchpoint_set", {"id": id, "field": field, "value": value})
        assert getattr(inventory.workshop.touchpoints[id], field) == value
    inventory.call("touchpoint_set", {"id": id, "field": "presence", "value": ""})
    assert inventory.workshop.touchpoints[id].presence is None


def test_moving_to_another_stage_puts_it_last_there(inventory):
    """The stage is a field of the row."""
    every = inventory.workshop.touchpoints_of(inventory.journey.id)
    stage = inventory.workshop.stages_of(inventory.journey.id)[2].id
    inventory.call("touchpoint_set", {"id": every[0].id, "field": "stage", "value": stage})
    assert inventory.workshop.ordered("touchpoints", stage=stage)[-1].id == every[0].id


def test_touchpoints_move_within_and_across_stages_by_key(inventory):
    """Past the last one of its stage it becomes the first of the next."""
    stages = inventory.workshop.stages_of(inventory.journey.id)
    last = inventory.workshop.ordered("touchpoints", stage=stages[0].id)[-1]
    inventory.call("touchpoint_down", {"id": last.id})
    assert inventory.workshop.ordered("touchpoints", stage=stages[1].id)[0].id == last.id
    inventory.call("touchpoint_up", {"id": last.id})
    assert inventory.workshop.ordered("touchpoints", stage=stages[0].id)[-1].id == last.id
    first = inventory.workshop.touchpoints_of(inventory.journey.id)[0]
    with pytest.raises(Refused, match="at the end of the journey"):
        inventory.call("touchpoint_up", {"id": first.id})


def test_a_copy_stands_behind_with_its_cards(inventory, dispatch):
    """Duplicating keeps fields and notes; ratings are not doubled."""
    every = inventory.workshop.touchpoints_of(inventory.journey.id)
    dispatch(Put.of(Note(id="n", touchpoint=every[0].id, text="Looks")))
    inventory.session.refresh()
    inventory.call("touchpoint_duplicate", {"id": every[0].id})
    now = inventory.workshop.touchpoints_of(inventory.journey.id)
    assert now[1].name == f"{every[0].name} (copy)"
    assert [n.text for n in inventory.workshop.ordered("notes", touchpoint=now[1].id)] == ["Looks"]


def test_a_removed_touchpoint_comes_back_with_undo(inventory):
    """The message after removing carries Undo."""
    before = inventory.workshop
    id = before.touchpoints_of(inventory.journey.id)[0].id
    toast = inventory.call("touchpoint_remove", {"id": id})
    assert id not in inventory.workshop.touchpoints
    assert toast.do == "@undo"
    inventory.session.undo()
    assert inventory.workshop == before


def test_filters_show_only_what_fits_and_survive_a_reload(inventory, view):
    """Stage, channel and online are filters in the address."""
    inventory.call("look", {"name": "f_where", "value": "offline"})
    shown = set(re.findall(r'<tr id="tp-([\w.-]+)"', str(inventory.render())))
    offline = {t.id for t in inventory.workshop.touchpoints.values() if t.presence == "offline"}
    assert shown == offline
    again = view("touchpoints", **{k: v for k, v in inventory.at.items() if k != "workshop"})
    assert set(re.findall(r'<tr id="tp-([\w.-]+)"', str(again.render()))) == offline
    inventory.call("inventory_all", {})
    assert "f_where" not in inventory.at


# ---- details ----


def test_the_details_hold_expectation_message_backstage_and_sources(inventory, dispatch):
    """Every field of the panel is kept; the panel stands in the address."""
    dispatch(Put.of(Source(id="talk", kind="interview", title="Six talks")))
    inventory.session.refresh()
    id = inventory.workshop.touchpoints_of(inventory.journey.id)[0].id
    inventory.call("touchpoint_details", {"id": id})
    assert inventory.at["touchpoint"] == id
    for field, value, kept in (
        ("expectation", "Fast", "Fast"), ("expectation_met", "no", False),
        ("expectation_met", "", None), ("message", "Free", "Free"),
        ("backstage", "Packing", "Packing"), ("support", "ERP", "ERP"),
        ("duration", "5 minutes", "5 minutes"), ("moment_of_truth", True, True),
    ):  # fmt: skip
        inventory.call("touchpoint_set", {"id": id, "field": field, "value": value})
        assert getattr(inventory.workshop.touchpoints[id], field) == kept
    inventory.call("touchpoint_source", {"id": id, "source": "talk", "value": True})
    assert inventory.workshop.touchpoints[id].sources == ("talk",)
    assert "anecdotal" in str(inventory.render())
    inventory.call("touchpoint_source", {"id": id, "source": "talk", "value": False})
    assert inventory.workshop.touchpoints[id].sources == ()


def test_a_moment_of_truth_without_a_reason_is_a_problem(inventory):
    """The flag alone shows the problem in the panel and on its button (R45)."""
    id = inventory.workshop.touchpoints_of(inventory.journey.id)[0].id
    for field, value in (("moment_of_truth", True), ("moment_reason", "")):
        inventory.call("touchpoint_set", {"id": id, "field": field, "value": value})
    inventory.call("touchpoint_details", {"id": id})
    assert "A moment of truth needs its reason." in str(inventory.render())
    assert "Details !" in str(inventory.render())
    inventory.call(
        "touchpoint_set", {"id": id, "field": "moment_reason", "value": "First look decides"}
    )
    assert "needs its reason" not in str(inventory.render())


# ---- what is missing ----


def test_an_empty_stage_and_missing_channels_are_named(inventory, dispatch):
    """R44: completeness by stage and by channel."""
    stage = inventory.workshop.stages_of(inventory.journey.id)[0]
    edits = [
        removal(inventory.workshop, "touchpoints", each.id)
        for each in inventory.workshop.ordered("touchpoints", stage=stage.id)
    ]
    for edit in edits:
        dispatch(edit)
    inventory.session.refresh()
    html = str(inventory.render())
    assert f"{stage.name} has no touchpoint" in html
    assert "Channels that no touchpoint uses: " in html
    assert "without owner" in html


def test_the_mix_says_online_and_offline_in_numbers(inventory):
    """R41: the share of the mix, as words and as bars of a table."""
    html = str(inventory.render())
    shares = [int(x) for x in re.findall(r'class="mix-[\w-]+">[\w ]+? (\d+) %<', html)]
    assert 99 <= sum(shares) <= 101


def test_a_rule_of_consistency_that_fails_is_recorded_as_a_gap(inventory):
    """R48: the finding is of the type inconsistent information."""
    inventory.call("inconsistent", {"key": "consistent-names"})
    (gap,) = (f for f in inventory.workshop.findings.values() if f.kind == "gap")
    assert gap.catalogue == "inconsistent-information"
    assert "recorded as a gap" in str(inventory.render())


def test_numbers_per_touchpoint_are_sorted_by_the_chosen_column(inventory, dispatch):
    """R46: the latest value of each KPI; touchpoints without one come last."""
    from datetime import date

    every = inventory.workshop.touchpoints_of(inventory.journey.id)
    for n, (place, value) in enumerate(((2, 9.0), (4, 3.0))):
        dispatch(
            Put.of(Kpi(id=f"k{n}", name="Bounce", touchpoint=every[place].id)),
            Put.of(Measurement(id=f"m{n}", kpi=f"k{n}", day=date(2026, 1, 1), value=value)),
        )
    inventory.session.refresh()
    inventory.call("look", {"name": "sort", "value": "Bounce"})
    table = str(inventory.render()).split("Numbers of every touchpoint</caption>")[1]
    order = re.findall(r'<th scope="row">([^<]+)</th>', table)[:2]
    assert order == [every[4].name, every[2].name]


def test_every_id_stands_once_on_each_tab(inventory):
    """The page script keeps focus and typing by id."""
    id = inventory.workshop.touchpoints_of(inventory.journey.id)[0].id
    inventory.call("touchpoint_details", {"id": id})
    for tab in ("stages", "inventory", "map"):
        inventory.call("look", {"name": "view", "value": tab})
        ids = re.findall(r'\bid="([^"]+)"', str(inventory.render()))
        assert len(ids) == len(set(ids)), [x for x in ids if ids.count(x) > 1]


def test_a_wrong_field_of_a_browser_is_refused(inventory):
    """A client cannot set what the page does not offer."""
    id = inventory.workshop.touchpoints_of(inventory.journey.id)[0].id
    with pytest.raises(Refused):
        inventory.call("touchpoint_set", {"id": id, "field": "rank", "value": "1"})
    with pytest.raises(Refused):
        inventory.call("touchpoint_set", {"id": id, "field": "presence", "value": "everywhere"})


def test_markup_in_names_stays_text(inventory):
    """A touchpoint called like a script is shown as typed on every tab."""
    id = inventory.workshop.touchpoints_of(inventory.journey.id)[0].id
    evil = "<script>alert(1)</script>"
    inventory.call("touchpoint_set", {"id": id, "field": "name", "value": evil})
    for tab in ("stages", "inventory", "map"):
        inventory.call("look", {"name": "view", "value": tab})
        assert "<script>" not in str(inventory.render())
