"""Slides and printed pages: everything is there, can be edited, and opens elsewhere."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from journeykit.edits import Change, Put, apply
from journeykit.errors import Refused
from journeykit.exchange import encode, export
from journeykit.model import Persona, Workshop


def deck(workshop: Workshop) -> Presentation:
    data, _ = encode(workshop, ".pptx")
    return Presentation(io.BytesIO(data))


def words_of(show: Presentation) -> str:
    """Every word on the slides, of titles, shapes and cells of tables."""
    found = []
    for slide in show.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def read(pdf: bytes, folder: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (folder / "x.pdf").write_bytes(pdf)
    told = subprocess.run([tool, "-raw", folder / "x.pdf", "-"], capture_output=True, check=True)
    text = told.stdout.decode().replace("\u200b", "")
    return " ".join(re.sub(r"[-\u00ad\u2010]\n", "", text).split())


def test_the_map_is_a_table_that_can_be_edited(workshop: Workshop) -> None:
    """Stages and touchpoints are heads, every card of the map is in a cell."""
    words = words_of(deck(workshop))
    for stage in workshop.stages.values():
        assert stage.name in words
    for touchpoint in workshop.touchpoints.values():
        assert touchpoint.name in words
    tables = [s for slide in deck(workshop).slides for s in slide.shapes if s.has_table]
    assert any(shape.table.cell(0, 0).text == "Stage" for shape in tables)


def test_every_slide_has_a_title_and_where_it_is_known_from(workshop: Workshop) -> None:
    """A screen reader finds each slide; the mark and the coverage stand on all of them."""
    show = deck(workshop)
    for slide in show.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert "ASSUMPTIONS" in texts
        assert any("evidence coverage" in text for text in texts)
        assert "ASSUMPTIONS" in slide.notes_slide.notes_text_frame.text


def test_nothing_leaves_the_slide(workshop: Workshop) -> None:
    """A note of 6,000 letters goes on over slides, with its first and its last word."""
    note = {"id": "long", "touchpoint": next(iter(workshop.touchpoints)), "lane": "actions",
            "text": "begins " + "and waits " * 600 + "ends"}  # fmt: skip
    show = deck(apply(workshop, Put(collection="notes", entity=note)))
    words = words_of(show)
    assert "begins" in words
    assert words.count("waits") == 600
    assert "ends" in words
    for slide in show.slides:
        for shape in slide.shapes:
            if shape.has_table:
                heights = sum(row.height for row in shape.table.rows)
                assert shape.top + heights <= Inches(7.0)


def test_signs_that_xml_cannot_hold_do_not_break_the_file(workshop: Workshop) -> None:
    """Control characters are left out; markup and formulas are words."""
    evil = "a\x0b <script> =1+1 你好"
    odd = Change(collection="info", id="info", fields={"title": evil})
    words = words_of(deck(apply(workshop, odd)))
    assert "<script> =1+1 你好" in words


def test_an_empty_workshop_makes_slides() -> None:
    """The title, and that there is no source."""
    words = words_of(deck(Workshop.new("Empty")))
    assert "Empty" in words
    assert "no source" in words


def test_slides_open_in_impress(workshop: Workshop, tmp_path: Path) -> None:
    """LibreOffice turns them into as many pages, with the words of the map on them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    export(workshop, tmp_path / "x.pptx")
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    order = [office, "--headless", home, "--convert-to", "pdf", "--outdir", tmp_path,
             tmp_path / "x.pptx"]  # fmt: skip
    subprocess.run(order, check=True, capture_output=True, timeout=180)
    pdf = (tmp_path / "x.pdf").read_bytes()
    (tmp_path / "read").mkdir()
    words = read(pdf, tmp_path / "read")
    for touchpoint in workshop.touchpoints.values():
        assert touchpoint.name in words


def joined(text: str) -> str:
    """Words without where their lines were broken."""
    return re.sub("[\\s\u00ad\u200b-]", "", text)


LABELS = (
    "Kundenzufriedenheitsbefragung", "Удовлетворённость клиентов", "Ικανοποίηση πελατών",
    "Customer asks at the counter for another size and waits", "order 4711-0815",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".map.pdf", ".a0.pdf", ".a4.pdf", ".pdf"])
def test_every_label_is_on_the_printed_map(workshop: Workshop, tmp_path: Path, suffix: str) -> None:
    """Long labels in several scripts are found by a PDF reader, whole."""
    for at, (id, label) in enumerate(zip(workshop.touchpoints, LABELS, strict=False)):
        fields = {"name": label, "rank": float(at)}
        workshop = apply(workshop, Change(collection="touchpoints", id=id, fields=fields))
    note = {"id": "n-long", "touchpoint": next(iter(workshop.touchpoints)), "lane": "actions",
            "text": LABELS[1]}  # fmt: skip
    workshop = apply(workshop, Put(collection="notes", entity=note))
    data, _ = encode(workshop, suffix)
    words = joined(read(data, tmp_path))
    for touchpoint in workshop.touchpoints.values():
        assert joined(touchpoint.name) in words


def test_letters_that_no_font_holds_are_a_loss(workshop: Workshop) -> None:
    """A script of no font at all (Tangut) is named, and the map is made all the same."""
    id = next(iter(workshop.touchpoints))
    odd = apply(workshop, Change(collection="touchpoints", id=id, fields={"name": "\U00017000"}))
    data, losses = encode(odd, ".map.pdf")
    assert data.startswith(b"%PDF")
    assert "\U00017000" in next(loss.what for loss in losses if loss.where == "fonts")


def test_the_sheet_is_that_of_the_suffix(workshop: Workshop) -> None:
    """A0 across is 1189 by 841 millimeters."""
    data, _ = encode(workshop, ".a0.pdf")
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", data)
    assert box
    assert [round(float(each) / 72 * 25.4) for each in box.groups()] == [1189, 841]


def test_each_owner_has_a_page(workshop: Workshop, tmp_path: Path) -> None:
    """What, by when, what it answers; what nobody owns stands on the last page."""
    owned = apply(workshop, Put(collection="actions", entity={"title": "Own", "owner": "Ann"}))
    data, _ = encode(owned, ".actions.pdf")
    words = read(data, tmp_path)
    assert words.index("Ann") < words.index("Nobody yet")
    assert "nobody owns it" in words
    assert "1 / 2" in words


def test_the_roadmap_flags_what_is_overdue(workshop: Workshop, tmp_path: Path) -> None:
    """A day in the past and not done is overdue, in words."""
    fields = {"due": "2020-05-01", "owner": "Ann", "status": "doing"}
    late = apply(workshop, Change(collection="actions", id="a1", fields=fields))
    words = read(encode(late, ".roadmap.pdf")[0], tmp_path)
    assert "2020 Q2" in words
    assert "overdue" in words
    done = apply(late, Change(collection="actions", id="a1", fields={"status": "done"}))
    assert "overdue" not in read(encode(done, ".roadmap.pdf")[0], tmp_path).partition("Overdue")[0]


def test_personas_are_one_file(workshop: Workshop) -> None:
    """A page for each."""
    more = {**workshop.personas, "otto": Persona(id="otto", name="Otto")}
    data, _ = encode(workshop.model_copy(update={"personas": more}), ".personas.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == len(more)


@pytest.mark.parametrize("suffix", [".roadmap.pdf", ".actions.pdf", ".personas.pdf", ".map.pdf"])
def test_with_nothing_to_print_it_says_so(suffix: str) -> None:
    """One line, no empty file."""
    with pytest.raises(Refused, match=r"has no (action|persona|journey) yet"):
        encode(Workshop.new("Empty"), suffix)
