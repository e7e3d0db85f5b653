"""The one list of formats, and the mark that every one of them carries."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from journeykit.edits import Put, apply
from journeykit.errors import Missing, Refused
from journeykit.exchange import encode, export, format_of, load, readable, writable
from journeykit.exchange.own import schema
from journeykit.model import Workshop

WRITTEN = [format.suffix for format in writable()]
READ = [format.suffix for format in readable()]


def test_every_format_has_its_module() -> None:
    """A row of the list is a module that does what the row says."""
    for format in {*writable(), *readable()}:
        module = import_module(f"journeykit.exchange.{format.module}")
        assert not format.writes or callable(module.encode), format
        assert not format.reads or callable(module.decode), format


def test_the_longest_suffix_wins() -> None:
    """tasks.jira.csv is a list for Jira, map.csv is the map, in any case of the letters."""
    names = {"tasks.jira.csv": ".jira.csv", "MAP.CSV": ".csv", "a.b.ojf": ".ojf"}
    assert {name: format_of(name).suffix for name in names} == names
    assert format_of("map.doc") is None


@pytest.mark.parametrize("suffix", WRITTEN)
def test_a_file_and_the_bytes_of_a_download_are_the_same(
    workshop: Workshop, tmp_path: Path, suffix: str
) -> None:
    """What a page sends is what the command writes; nothing else is left in the folder."""
    data, losses = encode(workshop, suffix)
    assert export(workshop, tmp_path / f"w{suffix}") == losses
    assert [path.name for path in tmp_path.iterdir()] == [f"w{suffix}"]
    if suffix not in (".ics", ".pptx"):  # they carry the second in which they were made
        assert (tmp_path / f"w{suffix}").read_bytes() == data


def test_one_table_is_no_workshop(tmp_path: Path) -> None:
    """Survey answers and event logs are sent to where they are read."""
    for name, words in (("a.csv", "added on the Survey page"), ("a.xes", "an event log is")):
        (tmp_path / name).write_text("id\n")
        with pytest.raises(Refused, match=words):
            load(tmp_path / name)
    with pytest.raises(Missing, match="There is no folder"):
        load(tmp_path / "nowhere")


# ---- the mark


def said(data: bytes, suffix: str) -> str:
    """All words of a file."""
    if suffix == ".xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return " ".join(
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        )
    if suffix == ".pptx":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return packed.read("ppt/slides/slide1.xml").decode()
    if suffix.endswith(".pdf"):
        tool = shutil.which("pdftotext")
        if tool is None:
            pytest.skip("pdftotext (poppler-utils) is not installed")
        return subprocess.run([tool, "-", "-"], input=data, capture_output=True).stdout.decode()
    if suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    return data.decode().replace("\r\n ", "")


@pytest.mark.parametrize("suffix", [each for each in WRITTEN if each not in (".png", ".svg")])
def test_every_file_of_a_believed_map_says_so(workshop: Workshop, suffix: str) -> None:
    """Less than half of the map is evidenced: the file says ASSUMPTIONS (a picture shows it)."""
    assert "ASSUMPTIONS" in said(encode(workshop, suffix)[0], suffix)


@pytest.mark.parametrize("suffix", READ)
def test_the_mark_does_not_grow(workshop: Workshop, suffix: str) -> None:
    """Reading a marked file and writing it again says it as often as before."""
    once = encode(workshop, suffix)[0]
    again, _ = encode(load_bytes(once, suffix), suffix)
    twice, _ = encode(load_bytes(again, suffix), suffix)
    assert said(twice, suffix).count("ASSUMPTIONS") == said(again, suffix).count("ASSUMPTIONS") > 0
    assert "ASSUMPTIONS" not in load_bytes(again, suffix).title


def load_bytes(data: bytes, suffix: str) -> Workshop:
    module = import_module(f"journeykit.exchange.{format_of(suffix).module}")
    workshop: Workshop = module.decode(data, f"w{suffix}")[0]
    return workshop


def test_an_evidenced_map_carries_no_mark() -> None:
    """Where the one touchpoint cites a source, no file says ASSUMPTIONS."""
    made = Workshop.new("Jacket", id="w")
    for collection, entity in (
        ("sources", {"id": "s", "kind": "interview", "n": 5}),
        ("personas", {"id": "p", "name": "Ann"}),
        ("journeys", {"id": "j"}),
        ("stages", {"id": "st", "journey": "j"}),
        ("touchpoints", {"id": "t", "stage": "st", "sources": ["s"]}),
        ("actions", {"id": "a", "due": "2027-01-01"}),
        ("contents", {"id": "c", "stage": "st"}),
    ):
        made = apply(made, Put(collection=collection, entity=entity))
    for suffix in WRITTEN:
        if suffix != ".png":
            assert "ASSUMPTIONS" not in said(encode(made, suffix)[0], suffix), suffix


def test_what_a_file_brought_survives_tables_and_workbooks(tmp_path: Path) -> None:
    """OJF → workbook, tables, own JSON → OJF: what only the other tool knows is still there."""
    document = {
        "version": "1.0", "color": {"a": [1, 2.5, None]}, "stages": [{"id": "s", "name": "Buy"}],
        "swimlanes": [{"id": "l", "name": "Steps"}],
        "nodes": [{"id": "n", "stageId": "s", "swimlaneId": "l", "title": "Pay", "zoom": 3}],
    }  # fmt: skip
    (tmp_path / "a.ojf").write_text(json.dumps(document))
    workshop, _ = load(tmp_path / "a.ojf")
    for suffix in (".xlsx", ".zip", ".json"):
        export(workshop, tmp_path / f"w{suffix}")
        workshop, _ = load(tmp_path / f"w{suffix}")
    assert json.loads(encode(workshop, ".ojf")[0]) == document


def test_a_map_that_brought_nothing_has_no_column_for_it(workshop: Workshop) -> None:
    """Tables stay tidy: the column for what other tools said is there only where it is used."""
    with zipfile.ZipFile(io.BytesIO(encode(workshop, ".zip")[0])) as archive:
        head = next(csv.reader(io.StringIO(archive.read("stages.csv").decode("utf-8-sig"))))
    assert "foreign" not in head


def test_a_file_with_a_mark_and_things_brought_fits_the_schema() -> None:
    """The published schema knows the notice of our JSON and what other tools' files brought."""
    jsonschema = pytest.importorskip("jsonschema")
    document = {"stages": [{"id": "s", "x": 1}], "nodes": [{"stageId": "s", "title": "Pay"}]}
    workshop = load_bytes(json.dumps(document).encode(), ".ojf")
    written = json.loads(encode(workshop, ".json")[0])
    assert written["notice"].startswith("ASSUMPTIONS")
    assert written["workshop"]["stages"][0]["foreign"] == {"ojf": {"id": "s", "x": 1}}
    jsonschema.validate(written, schema())
