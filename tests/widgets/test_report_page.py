"""The Report page: make, look, take along, and see what is open."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from journeykit import report
from journeykit.edits import Put
from journeykit.errors import Refused
from journeykit.exchange import writable
from journeykit.report.making import Made
from journeykit.store import Store
from journeykit.widgets.pages import report as report_page
from journeykit.widgets.view import Download, View


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A report that is made at once; what it was asked for is noted."""
    asked: list[Any] = []

    def make(
        store: Store, workshop: str, tell: Callable[[str], None], left: list[str], *about: str
    ) -> Made:
        asked.append([*left, *filter(None, about)])
        tell("Personas (1 of 2)")
        return Made(f"<h1>Report {len(asked)} & more</h1>", '{"cells": []}', b"%PDF-")

    monkeypatch.setattr(report, "make", make)
    return asked


def run(view: View) -> list[Any]:
    return list(view.call("make", {}))


def test_the_report_is_made_and_kept(view: Callable[..., View], quick: list[Any]) -> None:
    """After a reload the page still offers the last report, and says that it is up to date."""
    page = view("report")
    assert "take-html" not in str(page.render())
    run(page)
    again = view("report")
    drawn = str(again.render())
    assert "up to date" in drawn
    saved = again.call("take", {"kind": "html"})
    assert isinstance(saved, Download)
    assert (saved.name, saved.data) == ("buying-a-kettle-report.html", b"<h1>Report 1 & more</h1>")


def test_the_report_is_saved_as_pdf(view: Callable[..., View], quick: list[Any]) -> None:
    """The same report on paper, with its type."""
    page = view("report")
    run(page)
    saved = page.call("take", {"kind": "pdf"})
    assert isinstance(saved, Download)
    assert (saved.name, saved.data, saved.mime) == (
        "buying-a-kettle-report.pdf", b"%PDF-", "application/pdf",
    )  # fmt: skip


def test_the_report_is_made_for_one_wave(view: Callable[..., View], quick: list[Any]) -> None:
    """What was chosen goes to the report; another thing than persona or wave is refused."""
    page = view("report")
    page.call("narrow", {"what": "wave", "value": "autumn"})
    run(page)
    assert quick == [["autumn"]]
    with pytest.raises(Refused, match="a persona or to a wave"):
        page.call("narrow", {"what": "store", "value": "x"})


def test_progress_is_told(view: Callable[..., View], quick: list[Any]) -> None:
    """The steps carry words and how far it is."""
    assert ("Personas (1 of 2)", pytest.approx(1 / 3)) in run(view("report"))


def test_the_page_says_how_old_the_report_is(
    view: Callable[..., View], quick: list[Any], dispatch: Callable[..., Any]
) -> None:
    """A change after it is counted."""
    run(view("report"))
    dispatch(Put(collection="kpis", entity={"name": "NPS"}))
    assert "1 change since" in str(view("report").render())


def test_parts_can_be_left_out(view: Callable[..., View], quick: list[Any]) -> None:
    """What is unticked is not made."""
    page = view("report")
    page.call("choose", {"part": "KPIs", "value": False})
    page.call("choose", {"part": "Sources", "value": False})
    page.call("choose", {"part": "Sources", "value": True})
    run(page)
    assert quick == [["KPIs"]]


def test_the_report_is_shown_in_a_closed_frame(view: Callable[..., View], quick: list[Any]) -> None:
    """The preview is a sandboxed frame whose content cannot break out of its attribute."""
    page = view("report")
    run(page)
    drawn = str(page.render())
    assert 'sandbox=""' in drawn
    assert 'srcdoc="&lt;h1&gt;Report 1 &amp; more&lt;/h1&gt;"' in drawn
    page.call("fold", {})
    assert "srcdoc" not in str(page.render())


def test_a_failure_is_one_line(view: Callable[..., View], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the maker refuses arrives as the refusal."""

    def fail(*_: Any) -> Made:
        raise Refused("The report could not be made: no kernel.")

    monkeypatch.setattr(report, "make", fail)
    with pytest.raises(Refused, match="no kernel"):
        run(view("report"))


def test_there_is_nothing_to_take_before_it_is_made(view: Callable[..., View]) -> None:
    """Taking first, or an unknown kind, is refused."""
    for kind in ("html", "exe"):
        with pytest.raises(Refused, match="make it first"):
            view("report").call("take", {"kind": kind})


def save(page: View, suffix: str) -> Download:
    """Do what the button of a format does, to its end."""
    steps = page.call("export", {"suffix": suffix})
    while True:
        try:
            next(steps)
        except StopIteration as done:
            saved: Download = done.value
            return saved


def test_the_workshop_can_be_taken_along(view: Callable[..., View]) -> None:
    """JSON, CSV tables, the map and the outline, each with a name that says whose it is."""
    page = view("report")
    whole = save(page, ".json")
    assert (whole.name, json.loads(whole.data)["format"]) == ("buying-a-kettle.json", "journeykit")
    tables = save(page, ".zip")
    assert "touchpoints.csv" in zipfile.ZipFile(BytesIO(tables.data)).namelist()
    assert save(page, ".csv").data.startswith(b"\xef\xbb\xbfjourney,")
    assert b"Touchpoint:" in save(page, ".md").data
    with pytest.raises(Refused, match="not written in this format"):
        save(page, ".../x")


def test_every_format_has_a_button_and_a_file(
    view: Callable[..., View], dispatch: Callable[..., Any], tmp_path: Path
) -> None:
    """Each button of the card saves bytes; no file stays on the server."""
    action = {"id": "a", "title": "Guest campaign", "due": "2027-01-01"}
    dispatch(Put(collection="actions", entity=action))
    page = view("report")
    drawn = str(page.render())
    before = sorted(tmp_path.rglob("*"))
    for format in (one for one in writable() if one.group):
        assert f'id="export-{format.suffix[1:].replace(".", "-")}"' in drawn
        if format.suffix not in (".svg", ".png"):  # drawn by the tests of the map
            saved = save(page, format.suffix)
            assert (saved.name, saved.mime) == (f"buying-a-kettle{format.suffix}", format.mime)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_file_leaves_out_is_shown(view: Callable[..., View]) -> None:
    """After a download the page says where, what and why; after a whole one, that nothing."""
    page = view("report")
    assert "taken-losses" not in str(page.render())
    save(page, ".mmd")
    drawn = str(page.render())
    assert "buying-a-kettle.mmd is saved." in drawn
    assert "Mermaid holds one journey" in drawn
    save(page, ".json")
    assert "buying-a-kettle.json is saved. Nothing was left out." in str(page.render())


def test_a_download_is_limited(view: Callable[..., View], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large for the page's connection is refused with the way out."""
    monkeypatch.setattr(report_page, "LARGEST_DOWNLOAD", 1_000)
    with pytest.raises(Refused, match="use 'journeykit export' on the command line"):
        save(view("report"), ".json")


def test_open_ends_lead_to_their_step(view: Callable[..., View]) -> None:
    """What is open is named with a link to the page where it is done; the rubric is counted."""
    drawn = str(view("report").render())
    assert 'data-go="improve"' in drawn
    assert "Write down the first pain" in drawn
    assert "of 21 points" in drawn
    assert "ASSUMPTIONS" in drawn
