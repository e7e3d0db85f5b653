"""Personal data is gone before anything is kept."""

from __future__ import annotations

import pytest

from journeykit.errors import Refused
from journeykit.survey import read, to_parquet
from journeykit.survey.privacy import WORTH_A_LOOK, pseudonym, scrub

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
        ("a.b+c@mail.example.co.uk, thanks", "[e-mail], thanks"),
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


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("ann (at) example (dot) org", "[e-mail]"),
        ("fe80::1, 2001:db8::ff00:42:8329", "[ip], [ip]"),
        ("near 47.3769, 8.5417", "near [location]"),
        ("I live in SW1A 1AA", "I live in [postal code]"),
        ("zip 94105, PLZ: 8001, CA 94105-1234",
         "zip [postal code], PLZ: [postal code], CA [postal code]"),
        ("221b Baker St. or Bahnhofstrasse 12", "[address] or [address]"),
        ("@ann_b on twitter.com/ann_b", "[handle] on [handle]"),
        ("call me at 5551234567", "call me at [phone]"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "IBAN [account]"),
        ("card 4111 1111 1111 1111", "card [account]"),
        ("Dear Anna, Mr. McDonald was kind.\nRegards, Eve Example",
         "Dear [name], Mr. [name] was kind.\nRegards, [name]"),
        ("Mein Name ist Eva Muster und Herr Müller half",
         "Mein Name ist [name] und Herr [name] half"),
        ("меня зовут Анна Иванова", "меня зовут [name]"),
    ],
)  # fmt: skip
def test_every_kind_is_replaced_by_its_mark(text, clean):
    """What has a form, and names behind a greeting, a title or a signature, become marks."""
    assert scrub(text)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "order 07911123456", "Order 2026-1123-4471", "ticket 030 1234567",
        "invoice no. 415-555-2671", "ISBN 978-3-16-148410-0", "version 1.2.3.4", "10:30:45",
        "std::vector<int> :: x", "rated 4.5 of 5 on 12/05/2026", "bought in 2026 IN the shop",
        "a cap of 12000 users", "Hi Team, thanks all!", "Hello World!", "Dear Customer Service,",
        "email @ noon", "4 of 5 stars", "1234 5678 9012 3456", "+1 for this", "3 Way split",
    ],
)  # fmt: skip
def test_order_numbers_days_and_ratings_stay(text):
    """What only looks like personal data stays as it was written."""
    assert scrub(text) == (text, {})


def test_public_answers_are_left_alone(public):
    """In 500 free answers of a public survey nothing is taken for personal data."""
    survey = read(public("surveymonkey/thanksgiving_2015.csv"))
    assert survey.privacy == ()


def test_columns_of_postal_codes_and_handles_go():
    """Postal codes by heading or form, handles by heading; a choice of networks stays."""
    rows = "id,Q17ZIP,Where from,Twitter handle,Discord\n" + "".join(
        f"{at},941{at:02},SW{at}A 1AA,@user_{at},{'often' if at % 2 else 'never'}\n"
        for at in range(1, 10)
    ) + "".join(f"{at},941{at:02},,,often\n" for at in range(10, 20))  # fmt: skip
    survey = read(rows.encode(), name="x.csv")
    assert [(found.column, found.kind) for found in survey.privacy] == [
        ("Q17ZIP", "postal code"), ("Where from", "postal code"), ("Twitter handle", "handle"),
    ]  # fmt: skip
    assert survey.frame.columns.tolist() == ["id", "Discord"]


def test_what_is_wide_is_worth_a_look():
    """The quick look that spares long columns the scan lets through whatever the scan finds."""
    import pyarrow as pa
    from pyarrow import compute as pc

    found = [
        "ann@example.org", "ann (at) example (dot) org", "fe80::1", "10.0.0.1",
        "47.3769, 8.5417", "47°22′ N, 8°32′ E", "SW1A 1AA", "K1A 0B1", "1012 AB", "zip 94105",
        "CA 94105", "CH-8001", "221b Baker St.", "Bahnhofstrasse 12", "12 rue de Rivoli",
        "@ann_b", "x.com/ann_b", "tel 5551234", "044 123 45 67", "GB82 WEST 1234 5698 7654 32",
        "4111 1111 1111 1111", "Dear Anna,", "Mr Smith", "my name is Ann", "Cheers, Ann",
        "我叫王小明", "Frau Muster",
    ]  # fmt: skip
    assert [text for text in found if not scrub(text)[1]] == []
    assert pc.all(pc.match_substring_regex(pa.array(found), WORTH_A_LOOK)).as_py()


def test_a_salted_hash_says_who_but_not_whose():
    """The same person has the same hash, another salt another; a blank has none."""
    assert pseudonym(" Ann@Example.org", "s") == pseudonym("ann@example.org", "s")
    assert pseudonym("ann@example.org", "s") != pseudonym("ann@example.org", "t")
    assert (pseudonym("", "s"), len(pseudonym("a", "s"))) == ("", 20)
    with pytest.raises(Refused, match="Without a salt"):
        pseudonym("a", "")


NAMED = """id,First name,Last name,Email,Comment,Choice
1,Ann,Example,ann@example.org,"Ann here: all was fine, as Will Mark said",Mark as read
2,Will,Mark,will@example.org,"I will mark this. Will",Mark as read
3,Eve,,eve@example.org,Everything was good,Leave
"""


def test_own_names_go_from_what_people_wrote():
    """Somebody's own name and another's full name go from comments; words and options stay."""
    survey = read(NAMED.encode(), name="x.csv")
    assert survey.frame["Comment"].tolist() == [
        "[name] here: all was fine, as [name] said", "I will mark this. [name]",
        "Everything was good",
    ]  # fmt: skip
    assert survey.frame["Choice"].tolist() == ["Mark as read", "Mark as read", "Leave"]
    assert ("Comment", "name", 2) in [(p.column, p.kind, p.cells) for p in survey.privacy]


def test_a_hash_in_the_place_of_an_address():
    """With a store's salt a recipe keeps who answered as a hash; without one nothing is kept."""
    from dataclasses import replace

    from journeykit.survey.recipe import load

    recipe = load("person: Email")
    survey = read(NAMED.encode(), name="x.csv", recipe=replace(recipe, salt="s"))
    assert survey.frame["Person"].tolist()[0] == pseudonym("ann@example.org", "s")
    assert survey.question("Person").kind == "identifier"
    assert ("Email", "email", 3) in [(p.column, p.kind, p.cells) for p in survey.privacy]
    bare = read(NAMED.encode(), name="x.csv", recipe=recipe)
    assert "Person" not in bare.frame.columns
    assert "'Email' was left out: its hash needs the salt of a store." in bare.warnings


def test_times_of_day_are_no_addresses(public):
    """Columns of times stay; of the airport's answers only the postal codes go."""
    survey = read(b"id,at,from\n1,14:30:00,fe80::1\n2,09:05:00,2001:db8::7\n", name="x.csv")
    assert [(found.column, found.kind) for found in survey.privacy] == [("from", "ip")]
    for year in (2015, 2016):
        airport = read(public(f"sfo/sfo_{year}.csv"))
        assert [found.column for found in airport.privacy] == ["Q17ZIP"]


@pytest.mark.parametrize(
    "text",
    ["a.a." * 20000 + "@", "1 " * 30000, "Ab " * 30000, "1:" * 30000, "12 Ab Ab " * 8000,
     "Dear Ab " * 8000, "a(" * 20000, "1234-" * 20000, "@a" * 30000],
)  # fmt: skip
def test_a_long_cell_is_scanned_to_its_end(text):
    """No text makes the scan go over it again and again."""
    assert isinstance(scrub(text)[0], str)
