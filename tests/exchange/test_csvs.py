"""CSV tables: exact there and back, safe in a spreadsheet, refused when broken."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeykit.edits import Put, apply
from journeykit.errors import Refused
from journeykit.exchange import export, load
from journeykit.exchange.csvs import guard, unguard
from journeykit.model import COLLECTIONS, Workshop


def same(one: Workshop, other: Workshop) -> bool:
    return one.model_copy(update={"id": other.id}) == other


@pytest.mark.parametrize("name", ["tables", "tables.zip"])
def test_a_round_trip_changes_nothing_but_the_id(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    """A folder and a zip of tables give the same workshop back, under a new id."""
    losses = export(workshop, tmp_path / name)
    assert [loss.what for loss in losses] == ["the id of the workshop"]
    back, lost = load(tmp_path / name)
    assert same(workshop, back)
    assert back.id != workshop.id
    assert lost == []


def table(path: Path, name: str) -> list[list[str]]:
    with zipfile.ZipFile(path) as archive:
        text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_every_collection_in_use_is_a_table(workshop: Workshop, tmp_path: Path) -> None:
    """The zip holds one CSV for each collection, named like it."""
    export(workshop, tmp_path / "w.zip")
    with zipfile.ZipFile(tmp_path / "w.zip") as archive:
        tables = {f"{name}.csv" for name in COLLECTIONS}
        assert set(archive.namelist()) == {*tables, "ASSUMPTIONS.txt"}


def test_a_reader_sees_names_beside_ids(workshop: Workshop, tmp_path: Path) -> None:
    """Beside the id of the stage stands its name."""
    export(workshop, tmp_path / "w.zip")
    head, first, _ = table(tmp_path / "w.zip", "touchpoints.csv")
    assert dict(zip(head, first, strict=True))["stage_label"] == "Buy"


def test_formulas_are_neutralized(workshop: Workshop, tmp_path: Path) -> None:
    """No cell of any table starts with a sign that a spreadsheet runs; numbers stay numbers."""
    export(workshop, tmp_path / "w.zip")
    for name in COLLECTIONS:
        head, *rows = table(tmp_path / "w.zip", f"{name}.csv")
        for row in rows:
            for column, cell in zip(head, row, strict=True):
                number = column in ("value", "low", "high", "valence", "target", "rank")
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), column
    head, row, _ = table(tmp_path / "w.zip", "touchpoints.csv")
    assert dict(zip(head, row, strict=True))["name"] == "'=Checkout"


@given(st.text())
def test_guarding_loses_nothing(text: str) -> None:
    """What is neutralized comes back as it was, also text that began with an apostrophe."""
    assert unguard(guard(text)) == text


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
LINE = TEXT.map(str.strip).filter(bool)


@given(text=TEXT, goals=st.lists(LINE, max_size=4), rank=st.floats(-1e6, 1e6))
def test_any_text_survives(text: str, goals: list[str], rank: float, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    """Bars, quotes, line breaks, formulas and signs of any script come back as they were."""
    built = Workshop.new("W", id="w")
    for collection, entity in (
        ("personas", {"id": "p", "background": text, "goals": goals, "rank": rank}),
        ("sources", {"id": "s", "text": text}),
    ):
        built = apply(built, Put(collection=collection, entity=entity))
    path = tmp_path_factory.mktemp("t") / "w.zip"
    export(built, path)
    assert same(built, load(path)[0])


def test_the_same_workshop_makes_the_same_bytes(workshop: Workshop, tmp_path: Path) -> None:
    """Two exports are equal, so that a version control sees no change where there is none."""
    export(workshop, tmp_path / "a.zip")
    export(workshop, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_one_csv_is_the_map_and_says_what_it_lacks(workshop: Workshop, tmp_path: Path) -> None:
    """.csv: one row a touchpoint; personas, ratings and the like are named as lost."""
    losses = export(workshop, tmp_path / "map.csv")
    rows = list(csv.DictReader((tmp_path / "map.csv").read_text("utf-8-sig").splitlines(True)))
    assert [row["touchpoint"] for row in rows] == ["'=Checkout", "Delivery"]
    assert rows[0]["pains"] == "5 steps"
    assert {loss.where for loss in losses} >= {"personas", "ratings", "kpis"}


def rewrite(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    files[name] = data
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return path


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("kpis.csv", b"id,name\nk1,A\nk1,B\n", "Row 2 of 'kpis': the id 'k1' is there twice."),
        ("kpis.csv", b"id,name,mood\nk1,A,x\n", "The table 'kpis' has no column 'mood'."),
        ("kpis.csv", b"id,name,target\nk1,A,many\n", "Row 1 of 'kpis', target: Input should be a "
         "valid number, unable to parse string as a number (got 'many')."),
        ("kpis.csv", b"id,name\nk1\n", "Row 1 of 'kpis.csv' has 1 cells, not 2."),
        ("kpis.csv", b"id,name\n\xff\xfe\n", "'kpis.csv' is not UTF-8 text (byte 8)."),
        ("moods.csv", b"id\nm\n", "There is no table 'moods': tables are " + ", ".join(COLLECTIONS)
         + "."),
        ("stages.csv", b"id,journey,name\nst1,gone,Buy\n",
         "stages/st1 ('Buy'), journey: there is no journey 'gone' in the file."),
    ],
)  # fmt: skip
def test_a_broken_table_is_refused_in_one_line(
    workshop: Workshop, tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    """The sentence names table, row, column and value."""
    export(workshop, tmp_path / "w.zip")
    with pytest.raises(Refused) as refused:
        load(rewrite(tmp_path / "w.zip", name, data))
    assert str(refused.value) == message


def test_a_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    """A text file called .zip, and a zip without tables."""
    (tmp_path / "w.zip").write_text("no")
    with pytest.raises(Refused, match="cannot be read as a zip"):
        load(tmp_path / "w.zip")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Refused, match=r"holds no info\.csv"):
        load(tmp_path / "x.zip")


def test_an_old_table_does_not_come_back_to_life(workshop: Workshop, tmp_path: Path) -> None:
    """Exporting into the same folder again takes out tables that are empty now."""
    export(workshop, tmp_path / "tables")
    export(Workshop.new("Empty"), tmp_path / "tables")
    assert [path.name for path in (tmp_path / "tables").iterdir()] == ["info.csv"]
