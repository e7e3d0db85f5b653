"""Files: where the bytes of a survey come from, and which format they are."""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from journeykit.errors import Refused
from journeykit.survey import packed

TEXT = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "csv"}
BOOKS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods"}
OTHERS = {".parquet": "parquet", ".sav": "sav", ".zsav": "sav", ".por": "por"}
FORMATS = TEXT | BOOKS | OTHERS
#: What a file may hold once unpacked; a survey is far smaller, a gzip bomb is not.
LIMIT = packed.LIMIT
#: A text table on the disk is read piece by piece, so it may be larger.
LONGEST = 16 * 1024 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_HEAD = 8192


@dataclass(frozen=True)
class File:
    """The bytes of a survey file, its name and its format (csv, tsv, xlsx, xls, ods, …).

    ``source`` is a path where the file can be read piece by piece, otherwise its bytes;
    ``state`` is what tells whether the file on the disk is still the same.
    """

    name: str
    source: bytes | Path
    format: str
    state: tuple[int, int] | None = None

    @property
    def data(self) -> bytes:
        """All bytes of the file."""
        if isinstance(self.source, bytes):
            return self.source
        if self.source.stat().st_size > LIMIT:
            raise Refused(_large(self.name))
        data = _read(self.source, self.name)
        self.unchanged()
        return data

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def open(self) -> BinaryIO:
        """Return the file, open for reading from its start."""
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        return self.source.open("rb")

    def unchanged(self) -> None:
        """Refuse a file that was written to since it was opened."""
        if isinstance(self.source, Path) and _state(self.source) != self.state:
            raise Refused(
                f"'{self.name}' changed while it was read; wait until it is written, then try "
                "again."
            )


def load(source: str | Path | bytes, name: str | None = None) -> File:
    """Return the bytes of a file, unpacked; refuse what cannot be a survey.

    Bytes without a name are looked at: their first bytes say which format they are.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return _of_bytes(bytes(source), name or "survey")
    path = Path(source)
    label = name or path.name
    state = _checked(path)
    try:
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        raise Refused(f"'{label}' cannot be read: {error.strerror}.") from None
    suffix = Path(label).suffix.lower()
    if suffix in TEXT and not head.startswith(b"\x1f\x8b"):
        _refuse_empty(head, label)
        return File(label, path, _format(head, label, label), state)
    if state[0] > LIMIT:
        raise Refused(_large(label))
    file = _of_bytes(_read(path, label), label)
    File(label, path, "", state).unchanged()
    return file


def _of_bytes(data: bytes, label: str) -> File:
    _refuse_empty(data, label)
    data, bare = _unpack(data, label)
    _refuse_empty(data, label)
    return File(label, data, _format(data, bare, label))


def _refuse_empty(data: bytes, label: str) -> None:
    if not data:
        raise Refused(f"'{label}' is empty.")


def _large(label: str) -> str:
    return f"'{label}' is larger than {LIMIT // 1024**2} MB."


def _checked(path: Path) -> tuple[int, int]:
    if path.is_dir():
        raise Refused(f"'{path.name}' is a folder, not a survey file.")
    if not path.exists():
        raise Refused(f"There is no file '{path}'.")
    if not path.is_file():
        raise Refused(f"'{path.name}' is no ordinary file.")
    if path.stat().st_size > LONGEST:
        raise Refused(f"'{path.name}' is larger than {LONGEST // 1024**3} GB.")
    return _state(path)


def _state(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _read(path: Path, label: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"'{label}' cannot be read: {error.strerror}.") from None


def _unpack(data: bytes, label: str) -> tuple[bytes, str]:
    if label.lower().endswith(".zip") or (not Path(label).suffix and packed.is_archive(data)):
        data, inner = packed.only_table(data, label, (*FORMATS, ".gz"))
        return _gunzipped(data, inner)
    return _gunzipped(data, label)


def _gunzipped(data: bytes, label: str) -> tuple[bytes, str]:
    bare = label[:-3] if label.lower().endswith(".gz") else label
    if not data.startswith(b"\x1f\x8b"):
        if bare != label:
            raise Refused(f"'{label}' is named .gz but is not a gzip file.")
        return data, bare
    try:
        with gzip.open(io.BytesIO(data)) as zipped:
            data = zipped.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error):
        raise Refused(f"'{label}' is a damaged gzip file.") from None
    if len(data) > LIMIT:
        raise Refused(f"'{label}' holds more than {LIMIT // 1024**2} MB once unpacked.")
    return data, bare


def _format(data: bytes, bare: str, label: str) -> str:
    suffix = Path(bare).suffix.lower()
    if not suffix and bare in (label, "survey"):
        return _sniffed(data, label)
    if suffix not in FORMATS:
        raise Refused(
            f"'{label}' has the unknown suffix '{suffix}'; a survey is one of "
            f"{', '.join(FORMATS)}, or one of these with .gz or in a .zip."
        )
    if suffix in TEXT:
        _refuse_disguised(data, label)
    elif suffix in BOOKS:
        _refuse_page(data, label)
        _refuse_locked(data, label)
    return FORMATS[suffix]


def _sniffed(data: bytes, label: str) -> str:
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith((b"$FL2", b"$FL3")):
        return "sav"
    if data.startswith(b"PK\x03\x04"):
        return "ods" if b"opendocument.spreadsheet" in data[:200] else "xlsx"
    if data.startswith(_OLE):
        _refuse_locked(data, label)
        return "xls"
    _refuse_disguised(data, label)
    return "csv"


def _refuse_locked(data: bytes, label: str) -> None:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise Refused(
            f"'{label}' is protected by a password; open it, save it without, and try again."
        )
    if data.startswith(_OLE) and _MACROS in data:
        raise Refused(packed.macros(label))
    if data.startswith(b"PK\x03\x04"):
        packed.check_workbook(data, label)


_PAGE = re.compile(
    rb"(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype html|html|head|body|meta|table|script|title)\b",
    re.IGNORECASE | re.DOTALL,
)


def _refuse_page(data: bytes, label: str) -> None:
    if _PAGE.match(_bare(data)[:4000]):
        raise Refused(
            f"'{label}' is a web page, not a table; perhaps a sign-in page was saved instead of "
            "the export."
        )


def _bare(data: bytes) -> bytes:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")


#: What other files start with, and what to say about them.
_OTHER = (
    (b"%PDF", "is a PDF, not a table; export the answers as CSV or XLSX"),
    (b"{\\rtf", "is a text document, not a table; export the answers as CSV or XLSX"),
    (b"PK\x03\x04", "is a workbook or an archive with the wrong suffix; name it .xlsx, .ods or "
                    ".zip"),
    (_OLE, "is a workbook with the wrong suffix; name it .xls"),
    (b"PAR1", "is a Parquet file with the wrong suffix; name it .parquet"),
    (b"$FL2", "is an SPSS file with the wrong suffix; name it .sav"),
    (b"$FL3", "is an SPSS file with the wrong suffix; name it .zsav"),
    (b"SQLite format 3", "is a database, not a table; export the answers as CSV or XLSX"),
    (b"{\"", "is JSON, not a table; export the answers as CSV or XLSX"),
    (b"[{", "is JSON, not a table; export the answers as CSV or XLSX"),
)  # fmt: skip


def _refuse_disguised(data: bytes, label: str) -> None:
    """Refuse what is named like a text file and is none."""
    _refuse_page(data, label)
    head = _bare(data)
    for start, what in _OTHER:
        if head.startswith(start):
            raise Refused(f"'{label}' {what}.")
    if head and _binary(data[:4096]):
        raise Refused(f"'{label}' is not text: it holds binary data.")


def _binary(head: bytes) -> bool:
    from journeykit.survey.encoding import detect

    if detect(head).startswith(("utf-16", "utf-32")):
        return False
    # NUL occurs in real SurveyMonkey exports; other control bytes do not
    control = sum(byte < 32 and byte not in (0, 9, 10, 11, 12, 13, 26) for byte in head)
    return control / len(head) > 0.02 or head.count(0) / len(head) > 0.1
