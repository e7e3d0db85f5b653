"""Other evidence: what each kind of file or text comes to, and what becomes of bad ones."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from typing import Any

import pytest

from journeykit import evidence
from journeykit.errors import Refused
from journeykit.evidence.tables import days
from journeykit.survey import Survey, from_parquet

REVIEWS = """Review text;Stars;Date;Source
"Torn box; write me: ann@example.org";★☆☆☆☆;03.03.2026;Google
"Works well, thank you";5 stars;25.03.2026;Trustpilot
"So so";8/10;26.03.2026;Google
"Eleven of ten";11;26.03.2026;Google
"""
GA4 = """# ----------------------------------------\r
# Pages and screens: Page path and screen class\r
# Account: Kettle\r
# Start date: 20260301\r
# End date: 20260331\r
# ----------------------------------------\r
Page path and screen class,Views,Sessions,Average session duration,Key events\r
,1600,1000,55.5,42,Grand total\r
/checkout,1000,400,120.5,40\r
/returns,500,100,60,1\r
/legal,100,500,10,1\r
\r
# Start date: 20260301\r
Nth day,Active users\r
0000,10\r
0001,12\r
"""
EVENTS = """Case ID,Activity,Timestamp,Channel
ann@example.org,Checkout,2026-03-01 10:00:00,web
ann@example.org,Delivery,2026-03-04 12:00:00,courier
bob@example.org,Checkout,2026-03-02 10:00:00,app
,Checkout,2026-03-02 10:00:00,app
"""
XES = b"""<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">
<trace><string key="concept:name" value="4711"/>
<event><string key="concept:name" value="Checkout"/>
<date key="time:timestamp" value="2026-03-01T10:00:00+01:00"/></event></trace></log>"""


def rows(found: evidence.Evidence) -> Survey:
    """The rows as the store keeps them."""
    return from_parquet(found.data)


def column(found: evidence.Evidence, name: str) -> list[str]:
    """A column of the rows."""
    return [str(cell) for cell in rows(found).frame[name]]


def png(width: int = 3, height: int = 2) -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(min(height, 9))))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_reviews_keep_words_stars_day_and_source_without_addresses() -> None:
    """Stars in whatever writing come to 1 to 5; what is no rating is said, not counted."""
    found = evidence.read("reviews", REVIEWS.encode(), "Reviews 2026.csv")
    assert (found.kind, found.title, found.n) == ("review", "Reviews 2026", 4)
    assert found.collected == date(2026, 3, 26)
    assert column(found, "stars") == ["1", "5", "4", ""]
    assert column(found, "date")[0] == "03.03.2026"
    assert "ann@example.org" not in "".join(column(found, "text"))
    assert found.method == "Reviews from Google (3), Trustpilot (1), 03 Mar 2026 to 26 Mar 2026"
    assert found.text.startswith("4 reviews; 3 have stars, 3.3 on average; 1 gave one or two.")
    assert "1 ratings are not 1 to 5 stars; they are not counted." in found.told
    stars = rows(found).question("stars")
    assert (stars.kind, stars.answered, stars.missing) == ("rating", 3, 1)


def test_reviews_without_a_known_heading_are_found_by_their_length() -> None:
    """The column with the most words holds the reviews."""
    text = "a,b\n1,It took three weeks to come\n2,Nice and quick delivery it was\n"
    assert column(evidence.read("reviews", text), "text")[0] == "It took three weeks to come"


def test_notes_keep_their_codes_and_count_the_speakers() -> None:
    """A code before a note or as a tag in it; n counts those who spoke, not the interviewer."""
    text = (
        "Interviewer: What then?\nP1: pain: The form hung. Call me: +41 44 123 45 67\n"
        "P2: I had to ask twice. #risk\n- [opportunity] Say when it comes\n* unmet need: a chat\n"
    )
    found = evidence.read("notes", text, kind="focus_group")
    assert (found.kind, found.n) == ("focus_group", 2)
    assert column(found, "code") == ["", "pain", "risk", "opportunity", "unmet need"]
    assert column(found, "speaker")[:3] == ["Interviewer", "P1", "P2"]
    assert "44 123" not in found.text
    assert "The form hung." in found.text
    assert found.method.startswith("5 notes, coded: 1 pain")


def test_paragraphs_are_notes_too() -> None:
    """Lines that run on belong together where blank lines part the notes."""
    found = evidence.read("notes", "It was late\nand wet.\n\npain: The box\nwas torn.\n")
    assert column(found, "text") == ["It was late and wet.", "The box was torn."]


def test_a_chat_is_split_and_nobody_is_named() -> None:
    """Senders become Person 1 and Person 2, also where a message names them."""
    text = (
        "[12.03.2026, 10:14:03] Ann Miller: Where is my kettle?\nI wait.\n"
        "[13.03.2026, 10:15:00] Shop Support: Dear Ann, it is on its way. Ann Miller, sorry.\n"
    )
    found = evidence.read("messages", text)
    assert column(found, "sender") == ["Person 1", "Person 2"]
    assert column(found, "text")[0] == "Where is my kettle?\nI wait."
    everything = " ".join(column(found, "text")) + found.text
    assert "Ann" not in everything
    assert "Miller" not in everything
    assert (found.n, found.collected) == (2, date(2026, 3, 13))


def test_e_mails_lose_heads_quotes_and_signatures() -> None:
    """What is left of an e-mail is what its writer wrote."""
    text = (
        "From: Ann Miller <ann@example.org>\nDate: Tue, 3 March 2026 10:00\nSubject: Kettle\n\n"
        "It leaks.\n\nOn Monday the shop wrote:\n> Buy now\n\n"
        "From: help@shop.example\nSubject: Re: Kettle\n\nWe send a new one.\n--\nThe shop\n"
    )
    found = evidence.read("messages", text)
    assert column(found, "text") == ["It leaks.", "We send a new one."]
    assert found.collected == date(2026, 3, 3)
    assert found.kind == "direct_feedback"


def test_google_analytics_gives_views_sessions_duration_and_conversion() -> None:
    """Comment lines, the total and a second table do not end up among the pages."""
    found = evidence.read("ga4", GA4.encode(), "pages.csv")
    assert found.collected == date(2026, 3, 31)
    assert found.n == 1000
    assert [place for place, _ in found.places] == ["/checkout", "/returns", "/legal"]
    placed = evidence.placed(rows(found), {"/checkout": "t1", "/returns": "t1"})
    got = {f.metric: f.total.value for f in evidence.figures_of(placed, "s") if f.touchpoint}
    assert got["Page views"] == 1500
    assert got["Sessions"] == 500
    assert got["Session duration, s"] == pytest.approx((400 * 120.5 + 100 * 60) / 500)
    assert got["Conversion rate"] == pytest.approx(41 / 500)


def test_a_long_table_of_metrics_is_read() -> None:
    """Date, metric, value, touchpoint: counts add up, rates are averaged."""
    text = (
        "date,metric,value,touchpoint\n2026-03-01,Open rate,20%,Newsletter\n"
        '2026-03-02,Open rate,30%,Newsletter\n2026-03-01,Orders,"1,200",Shop\n'
        "2026-03-02,Orders,300,Shop\n2026-03-02,Orders,x,Shop\n"
    )
    found = evidence.read("metrics", text, kind="sales")
    assert (found.kind, found.collected) == ("sales", date(2026, 3, 2))
    placed = evidence.placed(rows(found), {"Newsletter": "t1", "Shop": "t2"})
    got = {(f.touchpoint, f.metric): f.total.value for f in evidence.figures_of(placed, "s")}
    assert got == {("t1", "Open rate"): 0.25, ("t2", "Orders"): 1500.0}


def test_a_wide_table_with_decimal_commas_is_read() -> None:
    """A column a metric, semicolons between, commas in the numbers."""
    text = (
        "Datum;Kampagne;Campaign;Umsatz\n01.03.2026;x;Spring;1.234,50\n02.03.2026;y;Spring;10,5\n"
    )
    found = evidence.read("metrics", text, kind="sales")
    whole = evidence.figures_of(evidence.placed(rows(found), {"Spring": "t"}), "s")
    assert [(f.metric, f.total.value) for f in whole] == [("Umsatz", 1245.0)]


def test_an_event_log_keeps_no_customer_by_name() -> None:
    """A case is a running number; activities are the places to link."""
    found = evidence.read("events", EVENTS.encode(), "log.csv")
    assert column(found, "case") == ["c1", "c1", "c2"]
    assert (found.n, found.places) == (2, (("Checkout", 2), ("Delivery", 1)))
    assert "1 rows have no case or no activity; they are left out." in found.told
    placed = evidence.placed(rows(found), {"Checkout": "t"})
    got = {f.metric: f.total.value for f in evidence.figures_of(placed, "s")}
    assert got == {"Events": 2, "Cases": 2}
    xes = evidence.read("events", XES, "log.xes")
    assert column(xes, "activity") == ["Checkout"]
    assert xes.collected == date(2026, 3, 1)


def test_a_picture_is_known_by_its_first_bytes() -> None:
    """PNG and JPEG are kept as they are, with their size."""
    found = evidence.read("picture", png(), "heat.png")
    assert (found.kind, found.data, found.method) == ("heatmap", png(), "Picture of 3 × 2 points")
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x07" + bytes(20)
    assert evidence.read("picture", jpeg, "a.jpg").method == "Picture of 7 × 5 points"


BAD: list[tuple[str, Any, str, str]] = [
    ("picture", b"<svg onload=alert(1)>", "heat.png", "no PNG or JPEG"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(40), "heat.png", "damaged"),
    ("picture", png()[:40], "heat.png", "damaged"),
    ("picture", b"\xff\xd8\xff" + bytes(40), "heat.jpg", "damaged"),
    ("picture", png(100_000, 100_000), "heat.png", "save it smaller"),
    ("picture", bytes(8_000_001), "heat.png", "at most 8 MB"),
    ("reviews", b"", "r.csv", "is empty"),
    ("reviews", b"text,stars\n", "r.csv", "no rows below"),
    ("reviews", b"a,b\n1,2\n", "r.csv", "words of a review"),
    ("reviews", b"%PDF-1.7 x", "r.csv", "PDF"),
    ("reviews", b"<!doctype html><html>", "r.csv", "web page"),
    ("reviews", "", "", "Nothing was pasted"),
    ("notes", " \n ", "", "Nothing was pasted"),
    ("notes", b"PK\x03\x04", "talk.docx", "save it as plain text"),
    ("messages", "\n\n\0\n", "", "no messages"),
    ("ga4", b"# Start date: 20260301\n", "g.csv", "no table of numbers"),
    ("metrics", b"a,b\nx,y\n", "m.csv", "no column of numbers"),
    ("events", b"a,b\nx,y\n", "e.csv", "no column for the case"),
    ("events", b"case,activity\n1,x\n", "e.csv", "no column for the time"),
    ("events", b'<!DOCTYPE l [<!ENTITY a "b">]><log/>', "e.xes", "entities"),
    ("events", b"<log><trace>", "e.xes", "no XES file"),
    ("sound", b"x", "a.mp3", "'sound' is none"),
]


@pytest.mark.parametrize(("way", "data", "name", "words"), BAD)
def test_a_bad_file_gets_one_clear_line(way: str, data: Any, name: str, words: str) -> None:
    """No traceback and no half-read file: one sentence says why."""
    with pytest.raises(Refused, match=words) as told:
        evidence.read(way, data, name)
    assert "\n" not in str(told.value)


def test_days_that_can_be_read_two_ways_are_not_guessed() -> None:
    """A column of days below 13 says nothing about day and month."""
    assert days(["3/4/2026", "5/6/2026"]) == [None, None]
    assert days(["3/4/2026", "25/6/2026"])[0] == date(2026, 4, 3)
    assert days(["3 March 2026", "Mar 3, 2026"]) == [date(2026, 3, 3)] * 2
