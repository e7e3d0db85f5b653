"""The corpus of bad files: each is made here, so that none has to be kept.

`bad_files` gives for each a file name, its bytes, the options to read it with, and words of the
refusal; `odd_files` are strange but readable, and have to add up.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from dataclasses import dataclass, field
from typing import Any

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Bombs unpack to more than this; the tests set the reader's limit to it.
LIMIT = 20 * 1024 * 1024
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (at, b"&lol%d;" % (at - 1) * 10 if at > 1 else b"&lol;" * 10)
        for at in range(1, 10)
    )
    + b"]>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
TABLE = b"id,Rate the food\n" + b"".join(b"%d,%d\n" % (at, 1 + at % 5) for at in range(40))


@dataclass(frozen=True)
class Bad:
    """A file that has to be refused with these words, or read when there are none."""

    name: str
    data: bytes
    words: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def archive(*parts: tuple[str, bytes], flags: int = 0) -> bytes:
    """Return a zip file."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts:
            made.writestr(name, data)
    found = sink.getvalue()
    if flags:
        # the flag stands in the local and in the central header
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = found.index(mark) + offset
            found = found[:at] + struct.pack("<H", flags) + found[at + 2 :]
    return found


def workbook(rows: list[list[Any]], formula: str = "") -> bytes:
    """Return an XLSX file."""
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    if formula:
        sheet.write_formula(len(rows), 0, formula, None, 7)
        sheet.write(len(rows), 1, 3)
    book.close()
    return sink.getvalue()


def corners() -> bytes:
    """A workbook of two cells, as far from each other as can be."""
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write(0, 0, "id")
    sheet.write(1_048_575, 16_383, 1)
    book.close()
    return sink.getvalue()


def changed(book: bytes, part: str, new: bytes | None, add: str = "") -> bytes:
    """Return a zip file with one part changed, or one more."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(sink, "w", 8) as made:
        for item in old.infolist():
            same = item.filename != part or new is None
            made.writestr(item.filename, old.read(item) if same else new)
        if add:
            made.writestr(add, new or b"x")
    return sink.getvalue()


def ods(content: bytes, manifest: bytes = b"<manifest/>") -> bytes:
    """Return an ODS file."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", manifest)
    return sink.getvalue()


def parquet() -> bytes:
    """Return a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "Rate it": ["4", "5"]}), sink)
    return sink.getvalue()


def _lying(book: bytes) -> bytes:
    """A workbook whose sheet says that it is small."""
    big = changed(book, "xl/worksheets/sheet1.xml", b"<a>" + b" " * (LIMIT + 1000) + b"</a>")
    size = struct.pack("<I", LIMIT + 1007)
    return big.replace(size, struct.pack("<I", 1000))


def bad_files() -> list[Bad]:
    """Return the files that have to be refused."""
    book = workbook([["id", "Rate it"], [1, 5], [2, 4]])
    zeros = b"1,2\n" * (LIMIT // 4 + 10)
    wide = b",".join(b"c%d" % at for at in range(50_000))
    return [
        *_not_tables(book),
        *_locked(book),
        *_bombs(book, zeros),
        *_archives(),
        *_damaged(book),
        Bad("laughs.xlsx", changed(book, "xl/workbook.xml", LAUGHS + b"<x>&lol9;</x>"), "entities"),
        Bad("sheet.xlsx", changed(book, "xl/worksheets/sheet1.xml", LAUGHS), "entities"),
        Bad("strings.xlsx", changed(book, "xl/sharedStrings.xml", OUTSIDE), "entities"),
        Bad("laughs.ods", ods(LAUGHS + b"<x>&lol9;</x>"), "entities"),
        Bad("outside.ods", ods(OUTSIDE + b"<x>&x;</x>"), "entities"),
        Bad("wide.csv", wide + b"\n" + b",".join([b"1"] * 50_000) + b"\n", "50000 columns"),
        Bad("wide.tsv", wide.replace(b",", b"\t") + b"\n1\n", "50000 columns"),
        Bad("wide.csv.gz", gzip.compress(wide + b"\n1\n"), "50000 columns"),
        Bad("header.csv", wide, "50000 columns"),
        Bad("x.csv", TABLE, "no encoding 'klingon'", {"encoding": "klingon"}),
        Bad("forced.csv", TABLE, "no answers", {"encoding": "utf-16"}),
        Bad("x.csv", TABLE, "no encoding 'hex'", {"encoding": "hex"}),
        Bad("x.csv", TABLE, "'delimiter' has to be one sign", {"delimiter": "ab"}),
        Bad("x.csv", TABLE, "the tool 'stars' is unknown", {"tool": "stars"}),
        Bad("x.csv", TABLE, "'header_rows' has to be", {"header_rows": -1}),
    ]


def _not_tables(book: bytes) -> list[Bad]:
    page = b"<!DOCTYPE html><html><body>Sign in</body></html>"
    return [
        Bad("empty.csv", b"", "is empty"),
        Bad("blank.csv", b" \r\n\n\t", "is empty"),
        Bad("mark.csv", b"\xef\xbb\xbf", "is empty"),
        Bad("wide_mark.csv", b"\xff\xfe", "is empty"),
        Bad("header_only.csv", b"a,b,c\n", "no answers"),
        Bad("report.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF"),
        Bad("report.xlsx", b"%PDF-1.7\n", "is not a workbook"),
        Bad("login.csv", page, "is a web page"),
        Bad("login_mark.csv", b"\xef\xbb\xbf\r\n  " + page, "is a web page"),
        Bad("login_wide.csv", page.decode().encode("utf-16"), "is a web page"),
        Bad("login.xlsx", page, "is a web page"),
        Bad("login.xls", b"<html><table><tr><td>1</td></tr></table>", "is a web page"),
        Bad("comment.csv", b"<!-- saved -->\n<HTML><head>", "is a web page"),
        Bad("strict.csv", b'<?xml version="1.0"?>\n' + page, "is a web page"),
        Bad("data.csv", b'{"answers": [1, 2]}', "is JSON"),
        Bad("list.csv", b'[{"a": 1}]', "is JSON"),
        Bad("letter.txt", b"{\\rtf1\\ansi hello}", "is a text document"),
        Bad("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        Bad("photo.csv", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4, "binary"),
        Bad("base.csv", b"SQLite format 3\0" + bytes(200), "is a database"),
        Bad("noise.csv", bytes(range(256)) * 20, "binary"),
        Bad("book.csv", book, "wrong suffix"),
        Bad("old.csv", OLE + bytes(600), "wrong suffix"),
        Bad("column.csv", parquet(), "is a Parquet file"),
        Bad("spss.csv", b"$FL2@(#) SPSS DATA FILE", "is an SPSS file"),
        Bad("letter.docx", book, "unknown suffix"),
        Bad("table.dat", TABLE, "unknown suffix"),
    ]


def _locked(book: bytes) -> list[Bad]:
    locked = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    sealed = b'<manifest:file-entry full-path="content.xml"><manifest:encryption-data/>'
    macros = OLE + bytes(512) + "_VBA_PROJECT_CUR".encode("utf-16-le") + bytes(512)
    return [
        Bad("locked.xlsx", locked, "password"),
        Bad("locked.xls", locked, "password"),
        Bad("locked", locked, "password"),
        Bad("locked.ods", ods(b"\x01\x02" * 50, sealed), "password"),
        Bad("locked.zip", archive(("a.csv", TABLE), flags=1), "password"),
        Bad("macros.xlsm", changed(book, "", b"x", "xl/vbaProject.bin"), "macros"),
        Bad("macros.xlsx", changed(book, "", b"x", "xl/vbaProject.bin"), "macros"),
        Bad("macros.xls", macros, "macros"),
    ]


def _bombs(book: bytes, zeros: bytes) -> list[Bad]:
    return [
        Bad("bomb.csv.gz", gzip.compress(zeros, 1), "once unpacked"),
        Bad("bomb.zip", archive(("a.csv", zeros)), "once unpacked"),
        Bad("inner.zip", archive(("a.csv.gz", gzip.compress(zeros, 1))), "once unpacked"),
        Bad("bomb.xlsx", changed(book, "xl/worksheets/sheet1.xml", zeros), "once unpacked"),
        Bad("lying.xlsx", _lying(book), "'lying.xlsx'"),
        Bad("bomb.ods", archive(("content.xml", zeros)), "once unpacked"),
        Bad("twice.csv.gz", gzip.compress(gzip.compress(TABLE)), "binary"),
        Bad("corners.xlsx", corners(), "spans 1048576 rows and 16384 columns"),
        Bad("many.zip", archive(*((f"{at}.txt", b"") for at in range(10_001))), "10000 files"),
    ]


def _archives() -> list[Bad]:
    names = ("../a.csv", "/etc/a.csv", "C:\\a.csv", "..\\..\\a.csv", "a/../../b.csv")
    return [
        *(Bad("climb.zip", archive((name, TABLE)), "leads out of the archive") for name in names),
        Bad("two.zip", archive(("a.csv", TABLE), ("b.csv", TABLE)), "holds 2 tables"),
        Bad("none.zip", archive(("readme.md", b"hello")), "holds no table"),
        Bad("nested.zip", archive(("a.zip", archive(("a.csv", TABLE)))), "holds no table"),
        Bad("page.zip", archive(("a.csv", b"<html><body>")), "is a web page"),
        Bad("void.zip", archive(("a.csv", b"")), "is empty"),
        Bad("cut.zip", archive(("a.csv", TABLE * 50))[:80], "damaged zip"),
        Bad("noise.zip", b"PK\x03\x04" + bytes(80), "damaged zip"),
    ]


def _damaged(book: bytes) -> list[Bad]:
    whole = gzip.compress(TABLE * 100)
    return [
        Bad("half.csv.gz", whole[: len(whole) // 2], "damaged gzip"),
        Bad("noise.csv.gz", b"\x1f\x8bnonsense", "damaged gzip"),
        Bad("plain.csv.gz", TABLE, "is not a gzip file"),
        Bad("half.xlsx", book[: len(book) // 2], "is not a workbook"),
        Bad("noise.xlsx", b"PK\x03\x04" + bytes(90), "is not a workbook"),
        Bad("half.parquet", parquet()[:200], "is not a Parquet file"),
        Bad("noise.parquet", b"PAR1nonsensePAR1", "is not a Parquet file"),
        Bad("noise.sav", b"$FL2" + bytes(300), "is not an SPSS file"),
        Bad("noise.zsav", b"$FL3" + b"\xff" * 300, "is not an SPSS file"),
        Bad("noise.por", b"ASCII SPSS PORT FILE" * 9, "is not an SPSS file"),
        Bad("noise.xls", OLE + bytes(600), "is not a workbook"),
        Bad("noise.ods", ods(b"not xml at all"), "has no sheet"),
        Bad("empty.xlsx", workbook([]), "is empty"),
    ]


def odd_files() -> list[Bad]:
    """Return files that are strange and still can be read."""
    half = TABLE + b"40,"
    return [
        Bad("half.csv", half[:-1] + b'\n41,"cut in the mid'),
        Bad("mixed.csv", TABLE.replace(b"\n", b"\r\n", 20)),
        Bad("old_mac.csv", TABLE.replace(b"\n", b"\r")),
        Bad("nul.csv", TABLE.replace(b",", b",\0", 9)),
        Bad("marks.csv", TABLE.replace(b",", b",\xef\xbb\xbf")),
        Bad("quotes.csv", b'a,b\n"' + b'"' * 5001 + b"\n1,2\n3,4\n"),
        Bad("open.csv", b"a,b\n" + b'1,"never\n' * 500),
        Bad("long_cell.csv", b"a,b\n1," + b"x" * 11_000_000 + b"\n2,y\n"),
        Bad("long_line.csv", b"a,b\n" + b"1," * 20_000 + b"\n2,y\n"),
        Bad("delimiters.csv", b"a,b\n" + b",\n" * 50 + b"1,2\n"),
        Bad("formulas.csv", b'a,b\n=1+1,@SUM(A1)\n"=HYPERLINK(""x"")",-2\n+3,4\n'),
        Bad("formulas.xlsx", workbook([["id", "Rate it"], [1, 5], [2, 4]], "=SUM(A2:A3)")),
        Bad("forced.csv", "a,b\nGrüße,é\n".encode("cp1252"), "", {"encoding": "utf-8"}),
        Bad("forced7.csv", "a,b\nGrüße,é\n".encode(), "", {"encoding": "ascii"}),
        Bad("forced_mac.csv", "a,b\nGrüße,é\n".encode(), "", {"encoding": "mac_roman"}),
        Bad("damaged.csv", "a,b\nGrüße,é\n".encode("cp1252") + "Grüße,é\n".encode() * 9),
        Bad("surrogates.csv", b"a,b\n\xed\xa0\x80,2\n1,2\n"),
        Bad("controls.csv", b"a,b\n\x1b[31mred,2\n1,2\n3,4\n" + b"x,y\n" * 40),
        Bad("one.zip", archive(("__MACOSX/._a.csv", b"x"), ("folder/a.csv", TABLE))),
        Bad("inner.zip", archive(("a.csv.gz", gzip.compress(TABLE)))),
        Bad("book.zip", archive(("a.xlsx", workbook([["a", "b"], [1, 2]])))),
        Bad("twice.csv", b"a,a,a\n1,2,3\n4,5,6\n"),
        Bad("no_header.csv", b"1,-0.5\n2,0.25\n"),
    ]
