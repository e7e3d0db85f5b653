"""Personal data is gone before anything is kept."""

from __future__ import annotations

import pytest

from journeykit.survey import read, to_parquet
from journeykit.survey.privacy import scrub

ROWS = """ID,Start time,Completion time,Email,Name,Phone number,IP Address,Contact,Where,Comment
1,a,b,ann@example.org,Ann Example,+41 44 123 45 67,192.0.2.7,bob@example.org,"47.37, 8.54",fine
2,a,b,eve@example.org,Eve Example,(415) 555-2671,192.0.2.8,,"47.3712, 8.5421",to zoe@example.com!
3,a,b,,,,,carl@example.org,"47.3712, 8.5421",my number is 079 123 45 67 and I paid 1000 in 2016
"""


def test_personal_columns_are_dropped_and_counted():
    """Names, e-mails, telephones, IPs and positions go, by heading or by content."""
    survey = read(ROWS.encode(), name="forms.csv")
    assert [(p.column, p.kind, p.cells) for p in survey.privacy] == [
        ("Email", "email", 2), ("Name", "name", 2), ("Phone number", "phone", 2),
        ("IP Address", "ip", 2), ("Contact", "email", 2), ("Where", "location", 3),
        ("Comment", "email", 1), ("Comment", "phone", 1),
    ]  # fmt: skip
    assert survey.frame.columns.tolist() == ["ID", "Start time", "Completion time", "Comment"]


def test_nothing_personal_is_stored():
    """The dataset's bytes hold none of it, not even in a comment."""
    import io

    import pyarrow.parquet as pq

    stored = to_parquet(read(ROWS.encode(), name="forms.csv"))
    told = str(pq.read_table(io.BytesIO(stored)).to_pylist()) + str(stored)
    for secret in ("example.org", "example.com", "Ann", "192.0.2", "555-2671", "079 123", "47.37"):
        assert secret not in told
    assert "and I paid 1000 in 2016" in told


@pytest.mark.parametrize(
    "text",
    [
        "2016-05-11 12:30", "05/11/2016 12:00:00 AM", "$100,000 - $149,999", "version 1.2.3",
        "from 2015-2016 to 2020-2021", "I paid 1 000 000", "3-6 times", "12.5", "1000-1500",
        "10:30-11:45", "rooms 101 102 103",
    ],
)  # fmt: skip
def test_ordinary_numbers_are_left_alone(text):
    """Days, sums and ranges are no telephone numbers."""
    assert scrub(text) == (text, {})


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("call 415-555-2671 now", "call [phone] now"),
        ("+1 (415) 555-2671", "[phone]"),
        ("Tel. 044/123 45 67.", "Tel. [phone]."),
        ("+41441234567", "[phone]"),
        ("030 1234567", "[phone]"),
        ("a.b+c@mail.example.co.uk, thanks", "[email], thanks"),
        ("from 10.0.0.1 and 2001:db8:0:0:0:0:0:1", "from [ip] and [ip]"),
    ],
)
def test_contacts_inside_text_are_replaced(text, clean):
    """E-mails, telephone numbers and IPs in a comment become their kind."""
    assert scrub(text)[0] == clean


def test_a_question_about_email_is_no_email():
    """A choice is kept even if its heading is "Email"."""
    survey = read(
        b"id,Email,Name of the shop\n1,Yes,North\n2,No,South\n3,Yes,North\n", name="x.csv"
    )
    assert survey.privacy == ()
    assert survey.question("Email").kind == "single"


def test_qualtrics_metadata(public):
    """Recipient names, IP and position of a real Qualtrics export are gone."""
    survey = read(public("qualtrics/three_header_rows.csv"))
    kinds = {found.column: found.kind for found in survey.privacy}
    assert kinds == {
        "IPAddress": "ip", "RecipientLastName": "name", "RecipientFirstName": "name",
        "RecipientEmail": "email", "LocationLatitude": "location", "LocationLongitude": "location",
    }  # fmt: skip
    assert not set(kinds) & set(survey.frame.columns)
