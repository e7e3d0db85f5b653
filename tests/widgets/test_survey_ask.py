"""The Ask tab: make a survey from touchpoints, watch its checks, send it out, take answers in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from headless import do, html

from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.view import Download, Toast, View


@pytest.fixture
def page(view: Callable[..., View]) -> Any:
    """The Ask tab of a workshop with touchpoints."""
    return view("survey", view="ask")


@pytest.fixture
def names(page: Any) -> list[tuple[str, str]]:
    """Id and name of the first three touchpoints."""
    return [(row.id, row.label) for row in page.places()[:3]]


@pytest.fixture
def survey(page: Any, names: list[tuple[str, str]]) -> Any:
    """The tab with a survey about the three touchpoints."""
    do(page, "make_survey", company="Kettle Ltd", **{f"t-{id}": True for id, _ in names})
    return page


def texts(page: Any) -> list[str]:
    """The words of the questions."""
    return [page.questionnaire().said(asked.text) for asked in page.questionnaire().asked]


def test_touchpoints_are_offered_by_stage(page: Any) -> None:
    """Every touchpoint can be ticked; five are ticked already, the moments of truth first."""
    drawn = html(page)
    for row in page.places():
        assert f'id="make-{row.id}"' in drawn
    assert drawn.count(" checked") == 5


def test_without_touchpoints_the_way_to_them_is_shown(store: Store) -> None:
    """A workshop with an empty map says what is missing."""
    made = Workshop.new("Empty")
    store.create(made)
    drawn = html(open_view("survey", store, made.id, view="ask"))
    assert "there are none on the map yet" in drawn
    assert 'data-go="touchpoints"' in drawn


def test_a_survey_is_made_and_survives_a_reload(survey: Any, names: list[tuple[str, str]]) -> None:
    """Another kernel shows the same questions; the workshop's log is untouched."""
    again: Any = open_view("survey", survey.store, survey.workshop.id, view="ask")
    assert texts(again) == texts(survey)
    assert "Kettle Ltd made it easy for me to handle my issue." in html(again)
    assert [row.label for row in again.questionnaire().asked[0].rows] == [n for _, n in names]
    assert not again.workshop.sources


def test_nothing_chosen_is_said(page: Any) -> None:
    """A survey about nothing is refused with the way out."""
    with pytest.raises(Refused, match="Choose the touchpoints"):
        do(page, "make_survey", company="X")


def test_the_checks_follow_the_wording(survey: Any) -> None:
    """A leading double question is told at once, and the telling goes when it is mended."""
    do(survey, "word", q=1, value="How amazing were price and speed?")
    drawn = html(survey)
    assert "“amazing” leads to an answer" in drawn
    assert "Two things in one question" in drawn
    assert "Question 2: 2 things to look at." in drawn
    do(survey, "ask_undo")
    assert "leads to an answer" not in html(survey)
    do(survey, "remove_question", q=3)
    assert "No open question" in html(survey)


def test_questions_are_added_moved_and_taken_out(survey: Any, names: list[tuple[str, str]]) -> None:
    """From the bank about one touchpoint or all, or in own words; each step can be undone."""
    id, name = names[0]
    do(survey, "add_question", key="touchpoint-open", place=f"t:{id}")
    assert texts(survey)[-1] == f"What went well or badly at this moment: {name}?"
    do(survey, "add_question", key="touchpoint-effort")
    assert len(survey.questionnaire().asked[-1].rows) == 3
    do(survey, "own_question", text="What made you smile?", kind="text")
    do(survey, "move_question", q=6, by=-1)
    assert texts(survey)[5] == "What made you smile?"
    toast = do(survey, "remove_question", q=5)
    assert (toast.button, toast.do) == ("Undo", "ask_undo")
    do(survey, "ask_undo")
    assert texts(survey)[5] == "What made you smile?"
    with pytest.raises(Refused, match="choose one"):
        do(survey, "add_question", key="touchpoint-open")
    with pytest.raises(Refused, match="Choose a question"):
        do(survey, "add_question", key="interview-story")


def test_touchpoints_join_and_leave_the_survey(survey: Any, names: list[tuple[str, str]]) -> None:
    """Ticking a touchpoint adds its line; taking out the last one takes out the grid."""
    other = survey.places()[4]
    do(survey, "ask_about", id=other.id, value=True)
    assert [row.id for row in survey.questionnaire().asked[0].rows][-1] == other.id
    for id in (*(id for id, _ in names), other.id):
        do(survey, "ask_about", id=id, value=False)
    assert not any(asked.rows for asked in survey.questionnaire().asked)
    do(survey, "ask_about", id=other.id, value=True)
    assert [row.id for row in survey.questionnaire().asked[-1].rows] == [other.id]


def test_lines_and_answers_are_edited_where_they_are_opened(
    survey: Any, names: list[tuple[str, str]]
) -> None:
    """The editor of a grid has its lines and the answer that does not count."""
    id, _ = names[0]
    assert f'id="ask-line-0-{id}"' not in html(survey)
    do(survey, "look", name="ask", value="0")
    assert f'id="ask-line-0-{id}"' in html(survey)
    do(survey, "line", q=0, row=id, value="Our shop")
    do(survey, "not_used", q=0, value="")
    assert survey.questionnaire().asked[0].rows[0].label == "Our shop"
    assert "No way to say “not used”" in html(survey)
    with pytest.raises(Refused, match="a few words are needed"):
        do(survey, "line", q=0, row=id, value=" ")


def test_what_people_write_is_shown_as_text(survey: Any) -> None:
    """Markup in a question is no markup on the page."""
    do(survey, "word", q=0, value="<img src=x onerror=alert(1)>")
    assert "<img" not in html(survey)


@pytest.mark.parametrize(
    ("format", "suffix", "start"),
    [
        ("limesurvey", "-limesurvey.txt", b"\xef\xbb\xbfid\tclass"),
        ("text", "-questions.txt", b"Buying a kettle"),
        ("markdown", "-questions.md", b"# Buying a kettle"),
        ("csv", "-questions.csv", b"\xef\xbb\xbfnumber,code"),
    ],
)
def test_the_survey_is_downloaded(survey: Any, format: str, suffix: str, start: bytes) -> None:
    """Each format comes with a name that says what it is."""
    file = do(survey, "save_survey", format=format)
    assert isinstance(file, Download)
    assert file.name == f"buying-a-kettle{suffix}"
    assert file.data.startswith(start)


def test_discarding_can_be_undone(survey: Any) -> None:
    """After discarding, touchpoints are chosen anew; Undo brings the survey back."""
    before = texts(survey)
    assert isinstance(do(survey, "discard_survey"), Toast)
    assert 'id="make-form"' in html(survey)
    with pytest.raises(Refused, match="make one first"):
        do(survey, "word", q=0, value="x")
    do(survey, "ask_undo")
    assert texts(survey) == before


def test_answers_come_back_with_their_links_made(
    survey: Any, names: list[tuple[str, str]], tmp_path: Path
) -> None:
    """An export of the form is dropped, and every line is linked before anybody clicks."""
    asked = survey.questionnaire().asked
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Timestamp", *(f"{asked[0].text} [{name}]" for _, name in names), "Why?"])
    for at in range(8):
        point = f"{at % 5 + 1} - {asked[0].labels[at % 5 + 1]}"
        writer.writerow([f"2026/10/0{at + 1} 10:00:00 AM GMT+1", point, point, point, f"So {at}"])
    path = tmp_path / "answers.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    do(survey, "read", name=path.name, file=path)
    do(survey, "attach")
    linked = [link.touchpoint for link in survey.workshop.ordered("links")]
    assert linked == [id for id, _ in names]
