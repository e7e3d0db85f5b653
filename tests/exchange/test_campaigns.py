"""The campaign plan: what, to whom, when, by whom; nothing made up, nothing that runs."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from journeykit import examples
from journeykit.edits import Change, Put, apply
from journeykit.errors import Refused
from journeykit.exchange import encode, load
from journeykit.exchange.campaigns import COLUMNS
from journeykit.exchange.xlsx import decode
from journeykit.model import Workshop


def lines(workshop: Workshop) -> dict[str, dict[str, str]]:
    data, _ = encode(workshop, ".campaign.csv")
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return {row["Campaign"]: row for row in found}


@pytest.fixture(scope="module")
def clothing() -> Workshop:
    return load(examples.folder("clothing") / "workshop.json")[0]


def test_the_clothing_plan_says_who_is_told_what(clothing: Workshop) -> None:
    """Content, rules and the actions that are campaigns, each with its day, owner and budget."""
    found = lines(clothing)
    rule = found["Size from earlier orders"]
    assert list(rule) == list(COLUMNS)
    assert {name: rule[name] for name in (
        "Kind", "Stage", "Persona", "Segment", "Trigger", "Message", "Channel", "Due", "Owner",
        "Data used", "Legal basis", "KPI", "Budget", "Still open",
    )} == {
        "Kind": "Personalization", "Stage": "Consideration", "Persona": "Henrik",
        "Segment": "Customers with two orders or more",
        "Trigger": "Opens a jacket of a brand that was bought before",
        "Message": "You kept a 52 of this brand. This jacket runs one size smaller.",
        "Channel": "website", "Due": "2027-04-30", "Owner": "Kim Berg",
        "Data used": "Sizes that were kept", "Legal basis": "Legitimate interest",
        "KPI": "Orders of two sizes", "Budget": "4 person-days", "Still open": "",
    }  # fmt: skip
    piece = found["Return rules in one sentence"]
    assert (piece["Kind"], piece["Format"], piece["Status"], piece["Answers"]) == (
        "Content", "text beside the price", "making", "Return policy; the feeling: Confidence",
    )  # fmt: skip
    action = found["Size advisor for the three largest brands"]
    assert (action["Kind"], action["Stage"], action["KPI"], action["Budget"]) == (
        "Action", "Consideration", "Recommendation (NPS)", "not known yet",
    )  # fmt: skip


def test_rows_follow_the_journey(clothing: Workshop) -> None:
    """Stages come in the order of the map."""
    order = [stage.name for stage in clothing.stages_of(clothing.current_journey().id)]
    stages = [row["Stage"] for row in lines(clothing).values()]
    assert stages == sorted(stages, key=order.index)


def test_what_is_missing_is_said_and_not_made_up(clothing: Workshop) -> None:
    """A rule without owner, basis and opt-out says so; live content needs no day any more."""
    found = lines(clothing)
    open_ = found["Delivery outside of sleep"]["Still open"].split("; ")
    assert {"no day", "no owner", "no KPI", "no budget",
            "privacy: say on which legal basis the data are used"} <= set(open_)  # fmt: skip
    assert found["The jacket on eight people from S to XXL"]["Still open"] == "no budget"


def test_actions_that_are_no_campaigns_are_in_the_losses(clothing: Workshop) -> None:
    """A checkout is no campaign; how many actions are left out is counted."""
    assert "Guest checkout with PayPal" not in lines(clothing)
    _, losses = encode(clothing, ".campaign.csv")
    assert ("actions", "6 of the kind action") in [(loss.where, loss.what) for loss in losses]


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        ({"strategy": "Loyalty programme"}, True),  # a tactic of the catalogue
        ({"strategy": "Speak to the person"}, True),  # a strategy that speaks
        ({"title": "Spring campaign"}, True),
        ({"strategy": "Offer excellent service"}, False),
        ({"title": "Spring campaign", "status": "dropped"}, False),
    ],
)
def test_which_action_is_a_campaign(
    workshop: Workshop, fields: dict[str, str], taken: bool
) -> None:
    """A tactic, a strategy that speaks to people or the word makes it one; dropped is dropped."""
    changed = apply(workshop, Change(collection="actions", id="a1", fields=fields))
    kinds = [row["Kind"] for row in lines(changed).values()]
    assert ("Action" in kinds) == taken


def test_an_action_that_serves_a_campaign_is_one(workshop: Workshop) -> None:
    """What answers the opportunity 'Targeted campaigns' is a campaign, at its finding's stage."""
    fields = {"catalogue": "targeted-campaigns"}
    changed = apply(workshop, Change(collection="findings", id="f1", fields=fields))
    row = lines(changed)["Guest checkout"]
    assert (row["Stage"], row["Answers"], row["Persona"]) == ("Buy", "5 steps", "Sarah")
    assert "no KPI" in row["Still open"]


def test_no_cell_is_a_formula(workshop: Workshop) -> None:
    """A message that a spreadsheet would run is neutralized, as in every table."""
    fields = {"message": "=HYPERLINK(1)", "segment": "@all", "cost": "-5 €"}
    changed = apply(workshop, Change(collection="personalizations", id="pz", fields=fields))
    rows = lines(changed).values()
    assert any(row["Message"] == "'=HYPERLINK(1)" for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_workbook_holds_the_plan_and_reads_back_the_same(workshop: Workshop) -> None:
    """A sheet for readers, with real days; reading takes the collections and nothing twice."""
    from python_calamine import CalamineWorkbook

    due = {"due": "2027-02-01", "message": "Hello"}
    changed = apply(workshop, Change(collection="personalizations", id="pz", fields=due))
    data, _ = encode(changed, ".xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    head, *rows = book.get_sheet_by_name("campaign plan").to_python()
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert next(row["Due"] for row in found if row["Message"] == "Hello") == date(2027, 2, 1)
    back, losses = decode(data, "w.xlsx")
    assert back.model_copy(update={"id": changed.id}) == changed
    assert losses == []


def test_without_a_campaign_the_refusal_says_where_to_begin() -> None:
    """An empty workshop has nothing to plan."""
    with pytest.raises(Refused, match="has no campaign yet: plan content or a rule"):
        encode(Workshop.new("Jacket"), ".campaign.csv")


def test_what_is_retired_or_of_an_ideal_journey_is_left_out(workshop: Workshop) -> None:
    """Only what speaks to people now, or will, is planned."""
    made = apply(workshop, Put(collection="stages", entity={"id": "i1", "journey": "j2"}))
    made = apply(made, Put(collection="contents", entity={
        "id": "c2", "stage": "i1", "title": "Of the ideal"}))  # fmt: skip
    made = apply(made, Change(collection="contents", id="c1", fields={"status": "retired"}))
    assert {row["Kind"] for row in lines(made).values()} == {"Personalization"}
