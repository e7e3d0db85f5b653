"""The next wave: what changed in the form, and which responses are new."""

from __future__ import annotations

import pytest

from journeykit.survey import Survey, read
from journeykit.survey.waves import compare, fresh


def survey(rows: str, name: str = "x.csv") -> Survey:
    return read(rows.encode(), name=name)


def told(before: Survey, after: Survey) -> dict[str, list[str]]:
    return dict(compare(before, after).lines())


def test_the_airports_two_years(public):
    """Of 87 questions of 2015 all but six are asked again; four moved by one number."""
    changes = compare(read(public("sfo/sfo_2015.csv")), read(public("sfo/sfo_2016.csv")))
    lines = dict(changes.lines())
    assert (len(changes.pairs), len(changes.gone)) == (81, 6)
    assert lines["Under another number"] == [
        "Q18AGE → Q19AGE", "Q19GENDER → Q20GENDER", "Q21FLY → Q22FLY", "Q22SJC → Q23SJC",
        "Q22OAK → Q23OAK",
    ]  # fmt: skip
    assert lines["Asked with other words"] == [
        "Q12PRECHEKCRATE → Q12PRECHECKRATE", "Q20INCOME → Q21INCME",
    ]  # fmt: skip
    assert {"Q18PET", "EGYPTAIR", "Q17CITY"} <= set(lines["New questions"])
    assert "Location 1" in lines["Not asked any more"]
    recoded = " ".join(lines["Answers coded in another way, not comparable as they are"])
    assert "Q19AGE: “3”" in recoded
    assert "“18-24”" in recoded or "“25-34”" in recoded
    assert changes.scales == ()


def test_the_airports_responses_are_all_new(public):
    """Both years number their responses from 1; none of 2016 is one of 2015."""
    before, after = read(public("sfo/sfo_2015.csv")), read(public("sfo/sfo_2016.csv"))
    assert fresh(after, [("2015", before)]).skipped == 0


def test_dasks_two_years(public):
    """Twenty new questions, one gone; options are compared though their separator changed."""
    before = read(public("google_forms/dask_2019.csv.gz"))
    after = read(public("google_forms/dask_2021.csv.gz"))
    lines = told(before, after)
    assert lines["Not asked any more"] == ["Python 2 or 3?"]
    assert len(lines["New questions"]) == 20
    options = " | ".join(lines["Other answers to choose from"])
    assert "new “at tutorial.dask.org”, “GitHub Discussions”, “Dask Slack”" in options
    assert "Coiled" not in options  # of four people at most, so it is not named
    assert "HPC resource manager" not in options
    assert "On another scale, not comparable" not in lines
    assert fresh(after, [("2019", before)]).skipped == 0
    again = fresh(after, [("2019", before), ("2021", after)])
    assert (again.same_content, again.survey.responses) == (after.responses, 0)


def test_another_scale_is_told():
    """The same question from 0 to 10 and then from 1 to 5 is not comparable."""
    before = survey("id,Rate the shop\n" + "".join(f"a{n},{n % 11}\n" for n in range(44)))
    after = survey("id,Rate the shop\n" + "".join(f"b{n},{1 + n % 5}\n" for n in range(44)))
    for one, other, words in (
        (before, after, "Rate the shop: 0 to 10 before, 1 to 5 now"),
        (after, before, "Rate the shop: 1 to 5 before, 0 to 10 now"),
    ):
        assert told(one, other)["On another scale, not comparable"] == [words]


def test_a_wording_that_changed_is_one_question():
    """A word more is the same question; another number in it is another question."""
    before = survey("id,How was the delivery?,Visits in 3 days\n1,4,2\n2,5,1\n3,3,2\n")
    after = survey("id,How was your delivery?,Visits in 30 days\n7,4,2\n8,5,1\n9,3,2\n")
    lines = told(before, after)
    assert lines["Asked with other words"] == ["How was the delivery? → How was your delivery?"]
    assert lines["New questions"] == ["Visits in 30 days"]


def test_the_same_form_has_no_changes():
    """Nothing is told where nothing changed."""
    rows = "id,How was it?,Shop\n1,4,North\n2,5,South\n3,3,North\n"
    assert told(survey(rows), survey(rows)) == {}


STAMPED = "Timestamp,How was it?,Say more\n"


def test_a_longer_export_brings_only_what_is_new():
    """Responses with the same time and answers are set aside, each with its reason."""
    first = STAMPED + "2026-05-01 10:00:00,4,fine\n2026-05-01 10:05:00,5,good\n"
    before = survey(first)
    new = fresh(survey(first + "2026-05-02 09:00:00,5,good\n"), [("May", before)])
    assert new.survey.responses == 1
    assert (new.same_content, new.same_id) == (2, 0)
    assert [one.row for one in new.survey.set_aside] == [1, 2]
    assert new.survey.set_aside[0].reason == "it is in 'May' already (same answers)"
    assert new.survey.rows == new.survey.responses + len(new.survey.set_aside)
    assert new.survey.question("How was it?").answered == 1
    assert new.said() == (
        "2 responses are there already and were left out (2 with the same answers); 1 is new."
    )


def test_a_lasting_id_is_one_response_even_when_changed():
    """An answer that was changed later is the same response, and is counted as changed."""
    head = "ResponseId,Score,Say\n"
    before = survey(head + "R_2YPOQ602ER1,4,a\nR_2YPOQ602ER2,5,b\n")
    after = survey(head + "R_2YPOQ602ER1,1,a\nR_2YPOQ602ER2,5,b\nR_2YPOQ602ER3,3,c\n")
    new = fresh(after, [("one", before)])
    assert (new.same_id, new.changed, new.survey.responses) == (2, 1, 1)


def test_running_numbers_that_begin_again_are_other_people():
    """Response 1 of the second wave is not response 1 of the first."""
    head = "id,Score,Say\n"
    before = survey(head + "".join(f"{n},{1 + n % 5},first {n}\n" for n in range(1, 9)))
    after = survey(head + "".join(f"{n},{1 + n % 4},second {n}\n" for n in range(1, 9)))
    assert fresh(after, [("one", before)]).skipped == 0


@pytest.mark.parametrize(("rows", "skipped"), [("4\n5\n5\n3\n", 3), ("4\n3\n", 0)])
def test_equal_answers_of_unknown_people(rows, skipped):
    """Without an id or a time only a longer export of the same file holds the same responses."""
    before = survey("How was it?,Again?\n" + "".join(f"{n},1\n" for n in (4, 5, 5)))
    after = survey("How was it?,Again?\n" + "".join(f"{n},1\n" for n in rows.split()))
    assert fresh(after, [("one", before)]).skipped == skipped


def test_an_option_of_a_few_people_is_not_quoted():
    """What four people chose is not named among the new answers; what five chose is."""
    from journeykit.survey.waves import compare

    def read_of(*more):
        rows = ["Bus", "Car"] * 20 + list(more)
        return read(("id,How did you come?\n" + "".join(
            f"{at},{way}\n" for at, way in enumerate(rows))).encode(), name="x.csv")  # fmt: skip

    for n, quoted in ((4, False), (5, True)):
        told = str(compare(read_of(), read_of(*["Sledge"] * n)).lines())
        assert ("Sledge" in told) == quoted
