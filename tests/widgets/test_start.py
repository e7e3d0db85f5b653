"""Start: what a facilitator sees and what becomes of what they do."""

from __future__ import annotations

from datetime import date

import pytest

from journeykit import library
from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.pages.start.agenda import duration
from journeykit.widgets.view import Toast, View


def start(store: Store, workshop: Workshop | None = None) -> View:
    """The start page of a new workshop."""
    return open_view("start", store, store.create(workshop or Workshop.new("Winter jacket")))


def test_what_mapping_needs_is_seen_at_a_glance(store: Store) -> None:
    """An empty workshop says which of the six are open, each a link to its field."""
    page = str(start(store).render())
    assert "1 of 6 needed before mapping" in page
    assert 'href="#f-scenario"' in page
    assert 'id="f-scenario"' in page


def test_a_full_frame_says_that_mapping_can_begin(store: Store) -> None:
    """With goal, scope, scenario, start and end, nothing is missing."""
    view = start(store)
    view.call("goal", {"key": "loyalty", "value": True})
    for field in ("scope", "scenario", "start_event", "end_event"):
        view.call("set", {"field": field, "value": "something"})
    assert "Everything that mapping needs is said." in str(view.render())


def test_start_and_end_are_never_filled_in_by_the_kit(store: Store) -> None:
    """Where a journey ends is disputed, so a new workshop has no events until somebody says."""
    about = start(store).workshop.about
    assert (about.start_event, about.end_event) == ("", "")


def test_goals_are_picked_and_written(store: Store) -> None:
    """Picked goals and own words stand beside each other; taking one back leaves the rest."""
    view = start(store)
    view.call("goal", {"key": "loyalty", "value": True})
    view.call("own_goals", {"value": "- Fewer returns\n\n• Less waiting"})
    view.call("goal", {"key": "sales", "value": True})
    view.call("goal", {"key": "loyalty", "value": False})
    assert view.workshop.about.goals == ("Fewer returns", "Less waiting", "More sales")
    view.call("own_goals", {"value": ""})
    assert view.workshop.about.goals == ("More sales",)


def test_a_goal_that_is_not_in_the_list_is_refused(store: Store) -> None:
    """A browser can send anything; only listed goals are picked."""
    with pytest.raises(Refused, match="not in the list"):
        start(store).call("goal", {"key": "world-peace", "value": True})


def test_a_workshop_keeps_its_title(store: Store) -> None:
    """An emptied title is refused beside the field, and the old one stays."""
    view = start(store)
    with pytest.raises(Refused, match="needs a title"):
        view.call("set", {"field": "title", "value": "  "})
    assert view.workshop.title == "Winter jacket"


def test_only_fields_of_this_page_can_be_set(store: Store) -> None:
    """`synthetic` marks made-up examples; no browser can take the mark off."""
    with pytest.raises(Refused):
        start(store).call("set", {"field": "synthetic", "value": "false"})


def test_a_line_stays_one_line(store: Store) -> None:
    """A pasted line break in an event becomes a space."""
    view = start(store)
    view.call("set", {"field": "start_event", "value": "Sees\na jacket "})
    assert view.workshop.about.start_event == "Sees a jacket"


def test_what_somebody_typed_is_text(store: Store) -> None:
    """Markup in a field is shown as letters."""
    view = start(store)
    view.call("set", {"field": "scope", "value": "</textarea><img src=x onerror=alert(1)>"})
    page = str(view.render())
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_consent_text_is_offered_and_not_put_in_unasked(store: Store) -> None:
    """The proposal is shown; it counts only when somebody takes it."""
    view = start(store)
    assert view.workshop.about.consent == ""
    assert "Ratings and votes are anonymous" in str(view.render())
    view.call("use_consent", {})
    assert "Ratings and votes are anonymous" in view.workshop.about.consent
    assert 'id="use-consent"' not in str(view.render())


def test_every_agenda_is_shown_with_its_minutes(store: Store) -> None:
    """The list holds all agendas, and the chosen one comes first."""
    view = start(store)
    page = str(view.render())
    for agenda in library.agendas():
        assert agenda.title in page
    view.call("agenda", {"name": "half-day"})
    page = str(view.render())
    assert page.index("Half a day") < page.index("Ninety minutes")
    assert "3 h 45" in page


def test_an_agenda_brings_its_activities_and_undo_takes_them_back(store: Store) -> None:
    """Choosing another agenda replaces the activities; one undo brings the old ones back."""
    view = start(store)
    done = view.call("agenda", {"name": "ninety-minutes"})
    assert done == Toast("Ninety minutes: 8 activities are ready.", "Undo", "@undo")
    view.call("agenda", {"name": "half-day"})
    assert len(view.workshop.activities) == 10
    view.session.undo()
    assert len(view.workshop.activities) == 8
    assert view.workshop.about.agenda == "ninety-minutes"


def test_a_running_activity_is_not_swept_away(store: Store) -> None:
    """While the room works on something, the agenda stays."""
    view = start(store)
    view.call("agenda", {"name": "ninety-minutes"})
    first = view.workshop.ordered("activities")[0]
    view.dispatch(Change(collection="activities", id=first.id, fields={"open": True}))
    with pytest.raises(Refused, match="'Goal, rules, consent' is running"):
        view.call("agenda", {"name": "half-day"})


def test_the_review_date_is_set_cleared_and_called_overdue(store: Store) -> None:
    """A past review date puts a banner on the page (R210)."""
    view = start(store)
    view.call("review", {"value": "2020-05-01"})
    assert "was to be reviewed on 01 May 2020" in str(view.render())
    view.call("review_in", {"months": 6})
    due = view.workshop.about.review_date
    assert due is not None
    assert 180 <= (due - date.today()).days <= 185
    view.call("review", {"value": ""})
    assert view.workshop.about.review_date is None
    with pytest.raises(Refused):
        view.call("review", {"value": "soon"})


def test_stage_goals_are_asked_where_there_are_stages(store: Store) -> None:
    """A template's stages come with a goal and a check question that can be changed (R38)."""
    assert "What each stage is to achieve" not in str(start(store).render())
    view = start(store, library.start("b2c", "A kettle"))
    journey = view.workshop.current_journey()
    assert journey is not None
    stage = view.workshop.stages_of(journey.id)[0]
    assert stage.goal in str(view.render())
    view.call("stage_goal", {"id": stage.id, "field": "goal", "value": "Be found"})
    assert view.workshop.stages[stage.id].goal == "Be found"


def test_the_team_is_one_person_a_line(store: Store) -> None:
    """Bullets and empty lines of a pasted list go."""
    view = start(store)
    view.call("team", {"value": "- Ana, service\n\n- Jo"})
    assert view.workshop.about.team == ("Ana, service", "Jo")


def test_two_people_on_the_page_lose_nothing(store: Store) -> None:
    """Each sets another field; a reload shows both."""
    one = start(store)
    two = open_view("start", store, one.workshop.id)
    one.call("set", {"field": "scope", "value": "Online"})
    two.call("set", {"field": "actor", "value": "Sarah"})
    about = open_view("start", store, one.workshop.id).workshop.about
    assert (about.scope, about.actor) == ("Online", "Sarah")


def test_durations_read_like_speech() -> None:
    """Minutes below an hour, then hours."""
    assert [duration(m) for m in (5, 60, 65, 225)] == ["5 min", "1 h", "1 h 05", "3 h 45"]
