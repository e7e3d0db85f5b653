"""The workbook: real types, tidy sheets, exact there and back, safe in a spreadsheet."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from exchange.drawn import workshops
from journeykit.edits import Put, apply
from journeykit.errors import Refused
from journeykit.exchange.xlsx import decode, encode
from journeykit.model import Workshop

ROOT = Path(__file__).parents[2]


def same(one: Workshop, other: Workshop) -> bool:
    return one.model_copy(update={"id": other.id}) == other


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def cells(data: bytes, sheet: str) -> list[dict[str, Any]]:
    head, *rows = sheets(data)[sheet]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_round_trip_changes_nothing_but_the_id(workshop: Workshop) -> None:
    """Something of every kind is read back equal; the only loss is the workshop's id."""
    data, losses = encode(workshop, ".xlsx")
    assert [loss.what for loss in losses] == ["the id of the workshop"]
    back, lost = decode(data, "w.xlsx")
    assert same(workshop, back)
    assert lost == []


@settings(max_examples=25, deadline=None)
@given(workshops(), st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_any_words_survive(workshop: Workshop, text: str) -> None:
    """Signs of any script, line breaks and control characters come back as they were."""
    made = apply(workshop, Put(collection="sources", entity={"id": "s", "text": text}))
    data, losses = encode(made, ".xlsx")
    back, _ = decode(data, "w.xlsx")
    if any(sign in text for sign in "\ufffe\uffff"):
        assert ("sources/s", "text") in [(loss.where, loss.what) for loss in losses]
    else:
        assert same(made, back)


def test_cells_have_types(workshop: Workshop) -> None:
    """Days are dates, numbers are numbers, truth values are truth values; blanks stay blank."""
    data, _ = encode(workshop, ".xlsx")
    (action,) = cells(data, "actions")
    assert (action["due"], action["owner"]) == (date(2026, 12, 1), "")
    checkout, _ = cells(data, "touchpoints")
    assert (checkout["moment_of_truth"], checkout["expectation_met"]) == (True, False)
    (value,) = cells(data, "measurements")
    assert (value["value"], value["low"]) == (-1.25, -2.0)


def test_a_sheet_has_a_frozen_heading_filters_and_widths(workshop: Workshop) -> None:
    """As the workbook's own parts say; no cell holds a formula."""
    data, _ = encode(workshop, ".xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()
                 if name.startswith("xl/worksheets/")}  # fmt: skip
    assert all("<f>" not in part for part in parts.values())
    tables = [part for part in parts.values() if "<autoFilter" in part]
    assert len(tables) == len(parts) - 1  # all but the sheet of words
    assert all('state="frozen"' in part and 'customWidth="1"' in part for part in tables)


def test_formulas_are_neutralized(workshop: Workshop) -> None:
    """A name that a spreadsheet would run has an apostrophe before it, and loses it on reading."""
    data, _ = encode(workshop, ".xlsx")
    assert cells(data, "touchpoints")[0]["name"] == "'=Checkout"
    assert decode(data, "w.xlsx")[0].touchpoints["t1"].name == "=Checkout"


def test_a_text_longer_than_a_cell_stands_on_its_own_sheet(workshop: Workshop) -> None:
    """40 goals of 290 signs and more than 32,767 in all come back whole."""
    goals = [f"{at:03d}" + "x" * 290 for at in range(200)]
    made = apply(workshop, Put(collection="personas", entity={"id": "long", "goals": goals}))
    data, losses = encode(made, ".xlsx")
    assert max(len(str(cell)) for rows in sheets(data).values() for row in rows for cell in row) < (
        32_768
    )
    assert decode(data, "w.xlsx")[0].personas["long"].goals == tuple(goals)
    assert len(losses) == 1


def test_the_same_workshop_makes_the_same_bytes(workshop: Workshop) -> None:
    """Two exports are equal."""
    assert encode(workshop, ".xlsx") == encode(workshop, ".xlsx")


def other(tables: dict[str, list[list[Any]]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return stream.getvalue()


INFO = {"info": [["id", "title"], ["info", "Jacket"]]}


def test_a_sheet_that_somebody_added_is_said() -> None:
    """It is left alone; a number in a text, as a spreadsheet makes it, is read as text."""
    back, losses = decode(
        other({**INFO, "kpis": [["id", "name", "target"], ["k", 2026, 4.5]], "Notes": [["x"]]}),
        "w.xlsx",
    )
    assert (back.kpis["k"].name, back.kpis["k"].target) == ("2026", 4.5)
    assert [loss.where for loss in losses] == ["sheet Notes"]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"x": [["a"]]}, "'w.xlsx' holds no sheet 'info', so it is not a workshop."),
        ({**INFO, "kpis": [["id", "id"], ["a", "b"]]},
         "'w.xlsx', sheet 'kpis': its headings are not all there and different."),
        ({**INFO, "kpis": [["id", "mood"], ["a", "b"]]}, "The table 'kpis' has no column 'mood'."),
        ({**INFO, "kpis": [["id", "name"], ["k", "A"], ["k", "B"]]},
         "Row 2 of 'kpis': the id 'k' is there twice."),
        ({**INFO, "stages": [["id", "journey"], ["s", "gone"]]},
         "stages/s ('New stage'), journey: there is no journey 'gone' in the file."),
    ],
)  # fmt: skip
def test_a_broken_workbook_is_refused_in_one_line(tables: Any, message: str) -> None:
    """Sheet, row and column are named."""
    with pytest.raises(Refused) as refused:
        decode(other(tables), "w.xlsx")
    assert str(refused.value) == message


@pytest.mark.parametrize("data", [b"", b"no", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    """Never a traceback."""
    with pytest.raises(Refused, match=r"'w\.xlsx'"):
        decode(data, "w.xlsx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(workshop: Workshop, tmp_path: Path) -> None:
    """LibreOffice reads the workbook and shows the touchpoint as text, not as a formula."""
    path = tmp_path / "w.xlsx"
    path.write_bytes(encode(workshop, ".xlsx")[0])
    for_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", for_csv, "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert "'=Checkout" in (tmp_path / "w-touchpoints.csv").read_text("utf-8")
