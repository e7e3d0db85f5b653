"""What other tools take over: tasks, boards and calendars."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeykit.edits import Change, Put, apply
from journeykit.errors import Refused
from journeykit.exchange import encode
from journeykit.exchange.calendar import escaped, folded
from journeykit.model import Workshop


def rows(workshop: Workshop, suffix: str) -> list[dict[str, str]]:
    data, _ = encode(workshop, suffix)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def owned(workshop: Workshop) -> Workshop:
    fields = {"owner": "ann@shop.example", "status": "doing", "detail": "=HYPERLINK(1)",
              "started": "2026-11-01", "touchpoint": "t1"}  # fmt: skip
    return apply(workshop, Change(collection="actions", id="a1", fields=fields))


# ---- tasks


def test_jira_gets_a_summary_and_days(workshop: Workshop) -> None:
    """One row an action; an e-mail address is the assignee; each label has a column "Labels"."""
    data, _ = encode(owned(workshop), ".jira.csv")
    head, cells = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    assert head == ["Summary", "Issue Type", "Assignee", "Due Date", "Status",
                    "Labels", "Labels", "Labels", "Description"]  # fmt: skip
    assert cells[5:8] == ["journeykit", "fix", ""]
    (row,) = rows(owned(workshop), ".jira.csv")
    assert row["Summary"] == "Guest checkout"
    assert (row["Issue Type"], row["Due Date"]) == ("Task", "2026-12-01")
    assert (row["Assignee"], row["Status"]) == ("ann@shop.example", "Doing")


def test_a_name_is_no_assignee(workshop: Workshop) -> None:
    """Jira and Asana know people by e-mail; a name stands in the description, and it is said."""
    named = apply(workshop, Change(collection="actions", id="a1", fields={"owner": "Ann"}))
    (row,) = rows(named, ".asana.csv")
    assert row["Assignee"] == ""
    assert "Owner: Ann" in row["Description"]
    _, losses = encode(named, ".asana.csv")
    assert ("actions/a1", "the owner 'Ann' as assignee") in [(x.where, x.what) for x in losses]


def test_asana_gets_its_columns_in_order(workshop: Workshop) -> None:
    """Name, description, section, assignee, then the dates."""
    (row,) = rows(owned(workshop), ".asana.csv")
    assert list(row) == ["Name", "Description", "Section", "Assignee", "Start Date", "Due Date"]
    assert (row["Section"], row["Start Date"]) == ("Doing", "2026-11-01")


def test_trello_gets_cards_in_lists(workshop: Workshop) -> None:
    """The list is the status; what it answers and the mark stand in the description."""
    (row,) = rows(owned(workshop), ".trello.csv")
    assert (row["Card Name"], row["List Name"]) == ("Guest checkout", "Doing")
    assert "Answers: 5 steps" in row["Card Description"]
    assert "ASSUMPTIONS: " in row["Card Description"]


@pytest.mark.parametrize("suffix", [".jira.csv", ".trello.csv", ".asana.csv"])
def test_no_cell_is_a_formula(workshop: Workshop, suffix: str) -> None:
    """A detail that begins with = is neutralized."""
    for row in rows(owned(workshop), suffix):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_without_an_action_there_is_no_task() -> None:
    """The refusal says what is missing."""
    with pytest.raises(Refused, match="has no action yet"):
        encode(Workshop.new("Jacket"), ".jira.csv")


# ---- boards


def test_lucid_gets_shapes_and_lines_between_them(workshop: Workshop) -> None:
    """Ids count from 1, the first row is a page; lines lead from touchpoint to touchpoint."""
    found = rows(workshop, ".lucid.csv")
    assert [row["Id"] for row in found] == [str(at) for at in range(1, len(found) + 1)]
    assert (found[0]["Name"], found[0]["Text Area 1"]) == ("Page", "ASSUMPTIONS · Jacket")
    assert {row["Name"] for row in found} == {"Page", "Terminator", "Process", "Line"}
    by_id = {row["Id"]: row for row in found}
    first = [row for row in found if row["Page ID"] == "1"]
    texts = [row["Text Area 1"] for row in first if row["Name"] != "Line"]
    assert texts == ["Start", "'=Checkout\nwebsite\nStage: Buy", "Delivery\nStage: Buy", "End"]
    ways = [
        (by_id[row["Line Source"]]["Text Area 1"], by_id[row["Line Destination"]]["Text Area 1"])
        for row in first
        if row["Name"] == "Line"
    ]
    pay, get = texts[1:3]
    assert ways == [("Start", pay), (pay, get), (get, "End"), (get, pay)]
    assert first[-1]["Text Area 1"] == "''=again"


def test_miro_gets_one_row_a_card(workshop: Workshop) -> None:
    """Text first, then what it is and where; the mark is a card of its own."""
    found = rows(workshop, ".miro.csv")
    assert found[0]["Text"].startswith("ASSUMPTIONS: ")
    pain = next(row for row in found if row["Kind"] == "Pain")
    assert (pain["Text"], pain["Stage"], pain["Touchpoint"], pain["Journey"]) == (
        "5 steps", "Buy", "'=Checkout", "Jacket",
    )  # fmt: skip
    assert {row["Text"] for row in found} >= {"Buy", "Delivery", "Guest"}


@pytest.mark.parametrize("suffix", [
    ".jira.csv", ".asana.csv", ".trello.csv", ".lucid.csv", ".miro.csv",
])  # fmt: skip
def test_the_first_heading_has_no_mark_before_it(workshop: Workshop, suffix: str) -> None:
    """An importer that knows no byte order mark still finds Summary, Name or Id."""
    data, _ = encode(workshop, suffix)
    assert data[:1].isalpha() and data.decode("utf-8")


# ---- calendars


def unfolded(data: bytes) -> list[str]:
    """The lines of an iCalendar file by RFC 5545, 3.1; every rule of a line is asserted."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 75 for line in lines)
    [line.decode() for line in lines]  # no character is split
    joined: list[bytes] = []
    for line in lines:
        if line.startswith(b" "):
            joined[-1] += line[1:]
        else:
            joined.append(line)
    return [line.decode() for line in joined]


def parsed(data: bytes) -> list[dict[str, str]]:
    lines = unfolded(data)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            name, _, value = line.partition(":")
            for sign, meant in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
                value = value.replace(sign, meant)
            events[-1].setdefault(name, value)
    return events


@pytest.fixture
def dated(workshop: Workshop) -> Workshop:
    for collection, entity in (
        ("actions", {"id": "a2", "title": "Über; die, Größe – " + "ü" * 80, "due": "2027-01-31",
                     "owner": "Ann"}),
        ("actions", {"id": "a3", "title": "Over", "due": "2026-01-01", "status": "done"}),
        ("actions", {"id": "a4", "title": "Some day"}),
    ):  # fmt: skip
        workshop = apply(workshop, Put(collection=collection, entity=entity))
    fields = {"review_date": "2027-03-01"}
    return apply(workshop, Change(collection="info", id="info", fields=fields))


def test_due_days_review_and_waves_are_events(dated: Workshop) -> None:
    """Whole days with a day's end, a stable UID, a stamp in UTC; done actions are left out."""
    data, losses = encode(dated, ".ics")
    events = parsed(data)
    days = {event["UID"]: event["DTSTART;VALUE=DATE"] for event in events}
    assert {
        "action-a1@w1.journeykit": "20261201", "action-a2@w1.journeykit": "20270131",
        "review@w1.journeykit": "20270301",
    }.items() <= days.items()  # fmt: skip
    assert any(uid.startswith("wave-") for uid in days)
    assert "action-a3@w1.journeykit" not in days
    long = next(event for event in events if event["UID"].startswith("action-a2"))
    assert long["DTEND;VALUE=DATE"] == "20270201"
    assert long["SUMMARY"] == "Due: Über; die, Größe – " + "ü" * 80
    assert long["DESCRIPTION"].startswith("Owner: Ann\nASSUMPTIONS: ")
    assert len(long["DTSTAMP"]) == 16 and long["DTSTAMP"].endswith("Z")
    said = {loss.what for loss in losses}
    assert {"1 done or dropped", "1 without a due day"} <= said


def test_content_that_is_planned_is_a_date_too(dated: Workshop) -> None:
    """What is live needs no day any more."""
    for id, status in (("c1", "planned"), ("c2", "live")):
        dated = apply(dated, Put(collection="contents", entity={
            "id": id, "stage": "st1", "title": "Size guide", "status": status,
            "due": "2027-02-03", "owner": "Bo"}))  # fmt: skip
    events = {event["UID"]: event for event in parsed(encode(dated, ".ics")[0])}
    found = events["contents-c1@w1.journeykit"]
    assert (found["DTSTART;VALUE=DATE"], found["SUMMARY"]) == (
        "20270203", "Content due: Size guide",
    )  # fmt: skip
    assert found["DESCRIPTION"].startswith("Owner: Bo")
    assert "contents-c2@w1.journeykit" not in events


def test_a_second_export_has_the_same_uids(dated: Workshop) -> None:
    """Importing again updates the entries instead of doubling them."""
    first, second = (parsed(encode(dated, ".ics")[0]) for _ in range(2))
    assert [event["UID"] for event in first] == [event["UID"] for event in second]
    assert len({event["UID"] for event in first}) == len(first)


def test_without_a_date_there_is_no_calendar() -> None:
    """The refusal says where dates come from."""
    with pytest.raises(Refused, match="give an action a due day"):
        encode(Workshop.new("Jacket"), ".ics")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_folding_keeps_every_sign(text: str) -> None:
    """Lines of at most 75 octets, no character split, nothing lost."""
    line = f"SUMMARY:{escaped(text)}"
    assert unfolded(f"{folded(line)}\r\n".encode()) == [line]
