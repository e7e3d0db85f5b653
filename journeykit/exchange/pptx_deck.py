"""Slides with parts that can be edited: titles, tables, shapes, pictures, notes.

A slide is 16:9. Tables are real ones; what does not fit on a slide goes on to the next one, since
a table that leaves the slide is cut in every viewer. How tall a row gets is estimated from its
letters: python-pptx lays nothing out.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

WIDTH, HEIGHT = 13.333, 7.5  # inches
LEFT, TOP, BOTTOM = 0.5, 1.25, 6.9
ROOM = WIDTH - 2 * LEFT
#: inches of a letter and of a line at one point; wide enough for capitals and other scripts
LETTER, LINE = 0.0083, 0.0172
#: points of the letters of a table that has a slide to itself
LARGEST = 14.0
INK, SOFT, LINES, PAPER = "1C2430", "5B6675", "D5D2C9", "F3F1EA"
BLUE, TEAL, GOLD, RED = "0B62A4", "0F766E", "8A6100", "C2410C"
TINTS = {"pain": "FDF0EA", "opportunity": "E7F4F1", "delight": "E8F1F9"}
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Row:
    """A row of a table: its words, their fill, and over how many columns each goes."""

    cells: tuple[str, ...]
    fills: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    bold: bool = False


@dataclass
class Deck:
    """A presentation being written."""

    mark: str = ""
    foot: str = ""
    show: Any = field(default_factory=Presentation)

    def __post_init__(self) -> None:
        self.show.slide_width, self.show.slide_height = Inches(WIDTH), Inches(HEIGHT)

    def slide(self, title: str, notes: str = "", foot: str = "") -> Any:
        """A slide with its title, the mark, where it is known from, and the speaker's notes."""
        made = self.show.slides.add_slide(self.show.slide_layouts[5])
        head = made.shapes.title
        head.left, head.top = Inches(LEFT), Inches(0.3)
        head.width, head.height = Inches(ROOM - (2.4 if self.mark else 0)), Inches(0.85)
        written(head.text_frame, title, 24 if len(title) < 70 else 16, bold=True)
        if self.mark:
            stamp = self.box(made, "", WIDTH - LEFT - 2.2, 0.4, 2.2, 0.45, size=14)
            stamp.fill.background()
            stamp.line.color.rgb, stamp.line.width = RGBColor.from_string(GOLD), Pt(2)
            stamp.line.dash_style = MSO_LINE.DASH
            written(stamp.text_frame, "ASSUMPTIONS", 14, color=GOLD, bold=True)
        self.text(made, foot or self.foot, LEFT, 7.0, ROOM - 0.8, 0.35, size=9, color=SOFT)
        number = self.text(made, str(len(self.show.slides)), WIDTH - 1.2, 7.0, 0.7, 0.35, size=9)
        number.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        told = "\n".join(each for each in (self.mark, notes) if each)
        if told:
            made.notes_slide.notes_text_frame.text = cleaned(told)
        return made

    def text(
        self, slide: Any, words: str, left: float, top: float, width: float, height: float,
        size: float = 14, color: str = INK, bold: bool = False,
    ) -> Any:  # fmt: skip
        """Words in a box of their own."""
        shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
        written(shape.text_frame, words, size, color=color, bold=bold)
        return shape

    def box(
        self, slide: Any, words: str, left: float, top: float, width: float, height: float,
        size: float = 11, fill: str = PAPER, edge: str = LINES, bold: bool = False,
    ) -> Any:  # fmt: skip
        """A rounded shape with words in it."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE
        at = (Inches(left), Inches(top), Inches(width), Inches(height))
        shape = slide.shapes.add_shape(kind, *at)
        shape.adjustments[0] = 0.08
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        shape.line.color.rgb, shape.line.width = RGBColor.from_string(edge), Pt(1)
        shape.shadow.inherit = False
        written(shape.text_frame, words, size, bold=bold)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        return shape

    def picture(
        self, slide: Any, png: bytes, words: str, top: float = TOP, room: float = BOTTOM - TOP
    ) -> None:
        """A picture as large as the slide has room, with its text alternative."""
        shape = slide.shapes.add_picture(io.BytesIO(png), Inches(LEFT), Inches(top))
        scale = min(Inches(ROOM) / shape.width, Inches(room) / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        shape.left = (self.show.slide_width - shape.width) // 2
        shape._element.nvPicPr.cNvPr.set("descr", cleaned(words))

    def table(
        self, title: str, head: Sequence[Row], rows: Sequence[Row], widths: Sequence[float],
        size: float = 11, notes: str = "", foot: str = "",
    ) -> None:  # fmt: skip
        """A table over as many slides as it needs, each with its head.

        On one slide with room to spare the letters grow; on several the rows are spread evenly.
        """
        total = sum(widths)
        inches = [ROOM * width / total for width in widths]
        size = grown([*head, *rows], inches, size)
        above = sum(tall(row, inches, size) for row in head)
        room = BOTTOM - TOP - above
        pieces = [piece for row in rows for piece in parted(row, inches, size, room)]
        for number, page in enumerate(spread(pieces, inches, size, room)):
            name = f"{title} (continued)" if number else title
            slide = self.slide(name, notes, foot)
            _fill(slide, [*head, *page], len(head), inches, size, name)

    def bytes(self) -> bytes:
        """The file."""
        stream = io.BytesIO()
        self.show.save(stream)
        return stream.getvalue()


def cleaned(text: str) -> str:
    """Text without signs that XML cannot hold."""
    return _UNFIT.sub("", text)


def written(frame: Any, words: str, size: float, color: str = INK, bold: bool = False) -> None:
    """Put words into a frame, one paragraph a line."""
    frame.word_wrap = True
    for at, line in enumerate(cleaned(words).split("\n")):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(color)


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a cell so many inches wide.

    >>> lines_of("Why must I register?", 1.5, 10), lines_of("", 1.5, 10)
    (2, 1)
    """
    room = max((width - 0.14) / (LETTER * size), 1)
    return sum(max(1, math.ceil(wide(line) * 1.12 / room)) for line in text.split("\n"))


def wide(text: str) -> int:
    """Letters of a text, those of Chinese, Japanese and Korean as two."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in text)


def tall(row: Row, inches: Sequence[float], size: float) -> float:
    """How many inches a row is high."""
    at, most = 0, 1
    for text, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
        most = max(most, lines_of(text, sum(inches[at : at + span]), size))
        at += span
    return most * LINE * size + 0.09


def parted(row: Row, inches: Sequence[float], size: float, room: float) -> Iterator[Row]:
    """A row that is taller than a slide comes as several, with no word left out."""
    if tall(row, inches, size) <= room:
        yield row
        return
    halves = [_halves(text) for text in row.cells]
    if all(not second for _, second in halves):
        yield row
        return
    for at in (0, 1):
        yield from parted(
            Row(tuple(h[at] for h in halves), row.fills, row.spans, row.bold), inches, size, room
        )


def _halves(text: str) -> tuple[str, str]:
    if len(text) < 60:
        return text, ""
    middle = len(text) // 2
    cut = text.rfind(" ", 0, middle) if " " in text[:middle] else middle
    return text[:cut].rstrip(), text[cut:].lstrip()


def pages(
    rows: Sequence[Row], inches: Sequence[float], size: float, room: float
) -> Iterator[list[Row]]:
    """The rows of each slide."""
    page: list[Row] = []
    used = 0.0
    for row in rows:
        need = tall(row, inches, size)
        if page and used + need > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += need
    if page:
        yield page


def grown(rows: Sequence[Row], inches: Sequence[float], size: float) -> float:
    """The largest size of letters, up to `LARGEST`, at which all rows stand on one slide.

    No word may be broken by it.

    >>> grown([Row(("Size advisor",))], [4.0], 11), grown([Row(("word " * 800,))], [4.0], 11)
    (14.0, 11.0)
    >>> grown([Row(("Opportunities",))], [1.6], 10)
    10.0
    """
    at = LARGEST
    while at > size and (
        sum(tall(row, inches, at) for row in rows) > BOTTOM - TOP
        or not all(_whole(row, inches, at) for row in rows)
    ):
        at -= 1
    return max(at, size)


def _whole(row: Row, inches: Sequence[float], size: float) -> bool:
    """Whether each word stands in its column in one piece, in bold letters, too."""
    at = 0
    for text, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
        room = (sum(inches[at : at + span]) - 0.14) / (LETTER * size * 1.25)
        if any(wide(word) > room for word in text.split()):
            return False
        at += span
    return True


def spread(
    rows: Sequence[Row], inches: Sequence[float], size: float, room: float
) -> list[list[Row]]:
    """The rows of as few slides as they need, about as many on each.

    >>> [len(page) for page in spread([Row(("a",))] * 7, [4.0], 11, 6.5 * 0.2792)]
    [4, 3]
    """
    made = list(pages(rows, inches, size, room))
    least = sum(tall(row, inches, size) for row in rows) / max(1, len(made))
    for share in range(10):
        limit = least + (room - least) * share / 10
        tried = list(pages(rows, inches, size, limit))
        if len(tried) == len(made):
            return tried
    return made


def _fill(
    slide: Any, rows: Sequence[Row], heads: int, inches: Sequence[float], size: float, words: str
) -> None:
    heights = [tall(row, inches, size) for row in rows]
    frame = slide.shapes.add_table(
        len(rows), len(inches), Inches(LEFT), Inches(TOP), Inches(ROOM), Inches(sum(heights))
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", cleaned(words))
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    for column, width in zip(table.columns, inches, strict=True):
        column.width = Inches(width)
    for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
        table.rows[at].height = Inches(height)
        _row(table, at, row, at < heads, size)


def _row(table: Any, at: int, row: Row, head: bool, size: float) -> None:
    place = 0
    spans = row.spans or (1,) * len(row.cells)
    fills = row.fills or ("",) * len(row.cells)
    for text, span, fill in zip(row.cells, spans, fills, strict=True):
        cell = table.cell(at, place)
        if span > 1:
            cell.merge(table.cell(at, place + span - 1))
        cell.margin_left = cell.margin_right = Inches(0.07)
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(PAPER if head else fill or "FFFFFF")
        written(cell.text_frame, text, size, bold=head or row.bold or place == 0)
        place += span
