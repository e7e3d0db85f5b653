"""Files: where the bytes of a survey come from, and which format they are."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from journeykit.errors import Refused

TEXT = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "csv"}
BOOKS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods"}
OTHERS = {".parquet": "parquet"}
FORMATS = TEXT | BOOKS | OTHERS
#: What a file may hold once unpacked; a survey is far smaller, a gzip bomb is not.
LIMIT = 512 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class File:
    """The bytes of a survey file, its name and its format (csv, tsv, xlsx, xls, ods, parquet)."""

    name: str
    data: bytes
    format: str


def load(source: str | Path | bytes, name: str | None = None) -> File:
    """Return the bytes of a file, unpacked; refuse what cannot be a survey.

    Bytes without a name are looked at: their first bytes say which format they are.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        data, label = bytes(source), name or "survey"
    else:
        data, label = _read(Path(source)), name or Path(source).name
    if not data:
        raise Refused(f"'{label}' is empty.")
    data, bare = _unpack(data, label)
    if not data:
        raise Refused(f"'{label}' is empty.")
    return File(label, data, _format(data, bare, label))


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise Refused(f"'{path.name}' is a folder, not a survey file.")
    if not path.exists():
        raise Refused(f"There is no file '{path}'.")
    if path.stat().st_size > LIMIT:
        raise Refused(f"'{path.name}' is larger than {LIMIT // 1024**2} MB.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"'{path.name}' cannot be read: {error.strerror}.") from None


def _unpack(data: bytes, label: str) -> tuple[bytes, str]:
    bare = label[:-3] if label.lower().endswith(".gz") else label
    if not data.startswith(b"\x1f\x8b"):
        if bare != label:
            raise Refused(f"'{label}' is named .gz but is not a gzip file.")
        return data, bare
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            data = packed.read(LIMIT + 1)
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
            f"{', '.join(FORMATS)}, or one of these with .gz."
        )
    expected = FORMATS[suffix]
    if suffix in TEXT:
        _refuse_disguised(data, label)
    elif suffix in BOOKS:
        _refuse_locked(data, label)
    return expected


def _sniffed(data: bytes, label: str) -> str:
    if data.startswith(b"PAR1"):
        return "parquet"
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


def _refuse_disguised(data: bytes, label: str) -> None:
    """Refuse what is named like a text file and is none."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = head[:200].lower()
    if head.startswith(b"%PDF"):
        raise Refused(f"'{label}' is a PDF, not a table; export the answers as CSV or XLSX.")
    if lower.startswith((b"<!doctype html", b"<html", b"<head")):
        raise Refused(
            f"'{label}' is a web page, not a table; perhaps a sign-in page was saved instead of "
            "the export."
        )
    if head.startswith((b"PK\x03\x04", _OLE)):
        raise Refused(
            f"'{label}' is a workbook with the wrong suffix; name it .xlsx, .xls or .ods."
        )
    if head.startswith(b"PAR1"):
        raise Refused(f"'{label}' is a Parquet file with the wrong suffix; name it .parquet.")
    if _binary(data[:4096]):
        raise Refused(f"'{label}' is not text: it holds binary data.")


def _binary(head: bytes) -> bool:
    from journeykit.survey.encoding import detect

    if detect(head).startswith(("utf-16", "utf-32")):
        return False
    # NUL occurs in real SurveyMonkey exports; other control bytes do not
    control = sum(byte < 32 and byte not in (0, 9, 10, 11, 12, 13, 26) for byte in head)
    return control / len(head) > 0.02 or head.count(0) / len(head) > 0.1
