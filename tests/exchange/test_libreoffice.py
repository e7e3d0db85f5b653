"""What leaves the kit, opened by programs that are not ours: LibreOffice and a PDF reader."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from journeykit import examples
from journeykit.exchange import encode, load
from journeykit.exchange.csvs import filled, guard
from journeykit.exchange.voices import unnamed
from journeykit.model import COLLECTIONS, Workshop

office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
reader = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)
Convert = Callable[[bytes, str, str], Path]
#: below this line of a slide, in points, stand its foot and its number alone
FOOT = 7.0 * 72


@pytest.fixture(scope="module")
def clothing() -> Workshop:
    return load(examples.folder("clothing") / "workshop.json")[0]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice without a window: bytes and suffix in, the folder with what it wrote out."""
    home = tmp_path_factory.mktemp("office")

    def run(data: bytes, suffix: str, to: str) -> Path:
        folder = tmp_path_factory.mktemp("opened")
        (folder / f"w{suffix}").write_bytes(data)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{home}", "--convert-to", to,
             "--outdir", folder, folder / f"w{suffix}"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return folder

    return run


def read(pdf: Path, *options: str) -> str:
    order = ["pdftotext", *options, pdf, "-"]
    return subprocess.run(order, capture_output=True, check=True).stdout.decode()


def joined(text: str) -> str:
    """Words without where their lines were broken."""
    return re.sub("[\\s\u00ad\u200b\u2010-]", "", text)


def boxes(page: str) -> list[tuple[float, float, float, float, str]]:
    """Where each word of a page stands: left, top, right, bottom."""
    found = re.findall(
        r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page
    )
    return [(*map(float, box), html.unescape(word)) for *box, word in found]


@pytest.fixture(scope="module")
def slides(clothing: Workshop, convert: Convert) -> tuple[Any, Path]:
    data, _ = encode(clothing, ".pptx")
    return Presentation(io.BytesIO(data)), convert(data, ".pptx", "pdf") / "w.pdf"


@office
@reader
def test_every_label_is_on_the_slides(clothing: Workshop, slides: tuple[Any, Path]) -> None:
    """Stages, touchpoints, personas, findings, actions with owners and KPIs, as Impress shows."""
    words = joined(read(slides[1]))
    current = clothing.current_journey()
    labels = [
        *(stage.name for stage in clothing.stages_of(current.id)),
        *(point.name for point in clothing.touchpoints_of(current.id)),
        *(persona.name for persona in clothing.personas.values()),
        *(f.title for f in clothing.findings.values() if f.kind == "pain"),
        *(action.title for action in clothing.actions.values()),
        *(action.owner for action in clothing.actions.values()),
        *(kpi.name for kpi in clothing.kpis.values()),
    ]
    assert [label for label in labels if joined(label) not in words] == []


@office
@reader
def test_no_slide_is_empty_and_no_word_is_off_it(slides: tuple[Any, Path]) -> None:
    """As many pages as slides; each has words, all on the page, none runs into the foot."""
    show, pdf = slides
    pages = read(pdf, "-bbox").split("<page ")[1:]
    assert len(pages) == len(show.slides)
    width, height = show.slide_width / 12700, show.slide_height / 12700
    for slide, page in zip(show.slides, pages, strict=True):
        placed = boxes(page)
        assert len(placed) > 15, slide.shapes.title.text_frame.text
        assert all(
            left >= 0 and top >= 0 and right <= width and bottom <= height
            for left, top, right, bottom, _ in placed
        )
        foot = {word for _, top, _, _, word in placed if top > FOOT}
        said = {
            word
            for shape in slide.shapes
            if shape.has_text_frame and shape.top / 12700 >= FOOT
            for word in shape.text_frame.text.split()
        }
        assert foot <= said, slide.shapes.title.text_frame.text


@office
@reader
def test_no_word_of_a_slide_lies_on_another(slides: tuple[Any, Path]) -> None:
    """Words do not overlap: a row that grows would push into the next shape."""
    for page in read(slides[1], "-bbox").split("<page ")[1:]:
        placed = boxes(page)
        for at, (left, top, right, bottom, word) in enumerate(placed):
            for left2, top2, right2, bottom2, other in placed[at + 1 :]:
                across = min(right, right2) - max(left, left2)
                down = min(bottom, bottom2) - max(top, top2)
                # the boxes of two lines touch by the room for their accents
                assert across <= 1 or down <= 0.45 * (bottom - top), (word, other)


@office
def test_calc_shows_the_cells_that_were_written(clothing: Workshop, convert: Convert) -> None:
    """Every sheet of the workbook, cell by cell: texts, numbers, days and truth values."""
    for_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    folder = convert(encode(clothing, ".xlsx")[0], ".xlsx", for_csv)
    clothing, _ = unnamed(clothing)
    for name in COLLECTIONS:
        columns, rows = filled(clothing, name)
        if not rows:
            assert not (folder / f"w-{name}.csv").exists()
            continue
        text = (folder / f"w-{name}.csv").read_text("utf-8")
        head, *lines = csv.reader(io.StringIO(text, newline=""))
        assert head == columns
        assert len(lines) == len(rows), name
        for line, row in zip(lines, rows, strict=True):
            for column, cell in zip(columns, line, strict=True):
                assert same(cell, row[column]), (name, row["id"], column, cell)
    plan = (folder / "w-campaign plan.csv").read_text("utf-8")
    assert "Size from earlier orders" in plan


def same(cell: str, value: Any) -> bool:
    """Whether a cell that a spreadsheet shows is the value that was written."""
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == str(value).upper()
    if isinstance(value, int | float):
        return cell != "" and abs(float(cell) - value) < 1e-9 * max(1, abs(value))
    if isinstance(value, date):
        return cell == value.isoformat()
    return cell.replace("\r\n", "\n") == guard(str(value)).replace("\r\n", "\n")


@reader
@pytest.mark.parametrize("suffix", [".a0.pdf", ".a4.pdf", ".map.pdf"])
def test_a_reader_finds_every_label_of_the_map(
    clothing: Workshop, tmp_path: Path, suffix: str
) -> None:
    """Poster, A4 with its further pages, and the map: stages, touchpoints, cards, whole."""
    (tmp_path / "w.pdf").write_bytes(encode(clothing, suffix)[0])
    words = joined(read(tmp_path / "w.pdf", "-raw"))
    current = clothing.current_journey()
    points = {point.id: point for point in clothing.touchpoints_of(current.id)}
    labels = [
        *(stage.name for stage in clothing.stages_of(current.id)),
        *(point.name for point in points.values()),
        *(f.title for f in clothing.findings.values()
          if f.touchpoint in points and f.kind in ("pain", "opportunity", "delight")),
        *(n.text for n in clothing.notes.values()
          if n.touchpoint in points and n.lane in current.lanes),
    ]  # fmt: skip
    assert [label for label in labels if joined(label) not in words] == []


@reader
def test_a_row_of_the_map_is_not_broken_by_the_end_of_a_page(
    clothing: Workshop, tmp_path: Path
) -> None:
    """On A4 the opportunities stand on one page, below the names of their touchpoints."""
    (tmp_path / "w.pdf").write_bytes(encode(clothing, ".a4.pdf")[0])
    first, second = read(tmp_path / "w.pdf", "-raw").strip("\f").split("\f")
    assert "Opportunity" not in first
    rest = joined(second)
    for words in (
        "Opportunity",
        "Size advisor",
        "Shoulders and sleeves in centimeters",
        "Checkout",
    ):
        assert joined(words) in rest


@reader
@pytest.mark.parametrize("suffix", [".personas.pdf", ".roadmap.pdf", ".actions.pdf"])
def test_a_reader_finds_who_and_what(clothing: Workshop, tmp_path: Path, suffix: str) -> None:
    """Persona cards hold their goals; roadmap and sheets every action with its owner."""
    (tmp_path / "w.pdf").write_bytes(encode(clothing, suffix)[0])
    words = joined(read(tmp_path / "w.pdf", "-raw"))
    if suffix == ".personas.pdf":
        labels = [t for p in clothing.personas.values() for t in (p.name, *p.goals, *p.challenges)]
    else:
        labels = [t for a in clothing.actions.values() for t in (a.title, a.owner)]
    assert [label for label in labels if joined(label) not in words] == []
