"""CJML: journeys there and back, files from the wild, and hostile ones."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings

from exchange.drawn import unsaid, workshops
from journeykit.edits import Put, apply
from journeykit.errors import Refused
from journeykit.exchange.cjml import CARRIES, decode, encode
from journeykit.exchange.trees import tree
from journeykit.model import Workshop

WILD = """<!-- Produced by: ExcelToCJML -->
<CJML version="2.0">
<plannedJourney><journeyID>PJ1</journeyID>
<actors><endUser actorID="Guest"/><serviceProvider actorID="Hotel"/></actors>
<touchpoints>
<plannedAction><touchpointID>T1</touchpointID>
<initiator><refersTo actorIDref="Guest"/><initiatorLabel>Arrive</initiatorLabel></initiator>
</plannedAction></touchpoints></plannedJourney>
<actualJourney>
<journeyID>AJ1</journeyID><journeyTitle>Stay & sleep</journeyTitle>
<plannedReference>PJ1</plannedReference>
<journeyPhases><journeyPhase phaseID =" In"><phaseName> Check-in</phaseName></journeyPhase>
<journeyPhase phaseID="Out"><phaseName>Leave</phaseName></journeyPhase></journeyPhases>
<journeyStatus>completed</journeyStatus>
<actors><endUser actorID="Guest"><actorName>Ina</actorName></endUser>
<serviceProvider actorID="Hotel"><companyName>Hotel Sun</companyName></serviceProvider></actors>
<touchpoints>
<actualCommunicationPoint><touchpointID>T1</touchpointID>
<belongsTo phaseIDref ="In"></belongsTo>
<receiver><refersTo actorIDref="Guest"/><receiverLabel>Get the code</receiverLabel></receiver>
<initiator><refersTo actorIDref="Hotel"/><initiatorLabel>Send < 5 min</initiatorLabel></initiator>
<channel><channelName>SMS</channelName></channel><comment>Late</comment>
<timestamps><timeOriginated>2026-05-01T10:00</timeOriginated>
<timeReceived>2026-05-01T12:05</timeReceived></timestamps>
<touchpointExperience><experienceDescription>Annoyed</experienceDescription>
<experienceRating>2</experienceRating></touchpointExperience><compliance>failing</compliance>
</actualCommunicationPoint>
<actualAction><touchpointID>T2</touchpointID><belongsTo phaseIDref="Out"/>
<initiator><refersTo actorIDref="Guest"/><initiatorLabel>Pay</initiatorLabel></initiator>
</actualAction></touchpoints></actualJourney></CJML>"""


def test_a_file_from_the_wild_is_read() -> None:
    """Loose & and <, blanks in ids, labels on both sides, stamps, ratings; the plan is linked."""
    workshop, losses = decode(WILD.encode(), "stay.xml")
    planned, actual = workshop.ordered("journeys")
    assert (actual.id, actual.title, actual.state) == ("AJ1", "Stay & sleep", "current")
    assert (planned.id, planned.state, planned.copied_from) == ("PJ1", "ideal", "AJ1")
    assert [s.name for s in workshop.stages_of("AJ1")] == ["Check-in", "Leave"]
    code, pay = workshop.touchpoints_of("AJ1")
    assert (code.name, code.channel, code.owner) == ("Get the code", "SMS", "Hotel Sun")
    assert (code.backstage, code.duration, pay.name) == ("Send < 5 min", "2 h 5 min", "Pay")
    notes = {note.lane: note.text for note in workshop.notes.values()}
    assert notes == {"feelings": "Annoyed", "insights": "Late"}
    assert [r.valence for r in workshop.ratings.values()] == [-1]
    assert workshop.personas[actual.persona].name == "Ina"
    said = [(loss.where, loss.what) for loss in losses]
    assert ("file", "'&' or '<' that were not escaped") in said
    assert ("actualCommunicationPoint", "<compliance>, <timestamps>") in said


def test_what_is_not_known_comes_back() -> None:
    """Status, stamps, compliance, direction and ids of the file are written again."""
    workshop, _ = decode(WILD.encode(), "stay.xml")
    data, _ = encode(workshop, ".xml")
    root, _ = tree(data, "again.xml")
    actual = root.first("actualJourney")
    assert actual.told("journeyStatus") == "completed"
    assert actual.told("plannedReference") == "PJ1"
    point = actual.first("touchpoints", "actualCommunicationPoint")
    assert point.told("touchpointID") == "T1"
    assert point.told("compliance") == "failing"
    assert point.told("timestamps", "timeReceived") == "2026-05-01T12:05"
    assert point.first("initiator", "refersTo").attributes == {"actorIDref": "Hotel"}
    assert point.told("receiver", "receiverLabel") == "Get the code"
    assert encode(decode(data, "again.xml")[0], ".xml")[0] == data


def test_a_copy_of_a_journey_that_was_read_has_an_id_of_its_own() -> None:
    """An ideal journey drawn from an imported one brings its id along; the file still reads."""
    workshop, _ = decode(WILD.replace("AJ1", "A 1").encode(), "stay.xml")
    actual = next(j for j in workshop.journeys.values() if j.state == "current")
    copy = {**actual.model_dump(mode="json"), "id": "copy", "state": "ideal", "rank": 9}
    workshop = apply(workshop, Put(collection="journeys", entity=copy))
    again, _ = decode(encode(workshop, ".cjml")[0], "again.cjml")
    assert [j.state for j in again.ordered("journeys")] == ["ideal", "current", "ideal"]


def picture(workshop: Workshop) -> Any:
    """What CJML carries of a workshop, by names."""
    felt: dict[str, list[int]] = {}
    for rating in workshop.ratings.values():
        felt.setdefault(rating.touchpoint, []).append(rating.valence)
    numbers = {journey.id: at for at, journey in enumerate(workshop.ordered("journeys"))}

    def point(t: Any) -> Any:
        notes = [n for n in workshop.ordered("notes", touchpoint=t.id) if n.text.strip()]
        feelings = [n.text.strip() for n in notes if n.lane == "feelings"]
        insights = [n.text.strip() for n in notes if n.lane == "insights"]
        backstage = t.backstage.strip() if t.backstage.strip() != t.name else ""
        return (t.name, t.channel, t.owner, t.message.strip(), backstage, t.duration,
                round(median(felt[t.id])) if t.id in felt else None, feelings[:1],
                insights)  # fmt: skip

    return [
        (j.title, j.state, workshop.personas[j.persona].name if j.persona else None,
         numbers.get(j.copied_from),
         [(s.name, s.goal.strip(), [point(t) for t in workshop.ordered("touchpoints", stage=s.id)])
          for s in workshop.stages_of(j.id)])
        for j in workshop.ordered("journeys")
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(workshops())
def test_what_cjml_can_carry_comes_back(workshop: Workshop) -> None:
    """Journeys, phases, points, actors, experiences come back; the rest is in the loss report."""
    data, losses = encode(workshop, ".cjml")
    assert picture(decode(data, "w.cjml")[0]) == picture(workshop)
    assert unsaid(workshop, CARRIES, losses) == []


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><CJML><actualJourney>&b;</actualJourney></CJML>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<CJML>&f;</CJML>"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "declares a document type or entities of its own"),
        (OUTSIDE, "declares a document type or entities of its own"),
        (BOMB.encode("utf-16"), "declares a document type or entities of its own"),
        ("<CJML>" + "<a>" * 60, "nested too deeply"),
        ("<svg/>", "is XML, but not CJML: it begins with <svg>"),
        ("<CJML></CJML>", "holds no journey"),
        ("<CJML><actualJourney>", "is not XML"),
        ("", "is not XML"),
        (b"\xff\xfe\x00", "is not XML"),
        ("<CJML version='3.0'/>", "is CJML version 3.0; journeykit reads versions 1 and 2"),
        (WILD.replace('"Out"/', '"Up"/'), "touchpoints/T2: there is no phase 'Up' in the file"),
        (WILD.replace(">T2<", ">T1<"), "touchpoints holds the id 'T1' twice"),
        (WILD.replace(">PJ1</journeyID", ">AJ1</journeyID"), "journeys holds the id 'AJ1' twice"),
        (WILD.replace('phaseID="Out"', 'phaseID="In"'), "phases holds the id 'In' twice"),
    ],
)
def test_a_broken_file_is_refused_in_one_line(text: str | bytes, message: str) -> None:
    """Bombs, other files, wrong versions, ids that lead nowhere or are there twice."""
    with pytest.raises(Refused) as refused:
        decode(text.encode() if isinstance(text, str) else text, "x.cjml")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
