"""Archives and workbooks, which are zip files: looked into before anything is unpacked.

Nothing is ever written to the disk, and nothing is unpacked beyond `LIMIT`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from journeykit.errors import Refused

#: What a file may hold once unpacked, in bytes.
LIMIT = 512 * 1024 * 1024
_MOST_PARTS = 10_000
#: What the sheet of a workbook may span; its reader keeps a place for every cell.
MOST_CELLS = 30_000_000
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br="(\d{1,7})"')
_COLUMN = re.compile(rb'\br="([A-Z]{1,3})\d')
_STEP = 1 << 20
#: Deflate never packs tighter than this, so a small part needs no look.
_TIGHTEST = 1032


def is_archive(data: bytes) -> bool:
    """Return whether bytes are a zip file that is no workbook."""
    if not data.startswith(b"PK\x03\x04") or b"opendocument.spreadsheet" in data[:200]:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except zipfile.BadZipFile:
        return False


def macros(label: str) -> str:
    """Return what to say about a workbook with macros."""
    return f"'{label}' holds macros; save it as a workbook without macros and try again."


def only_table(data: bytes, label: str, suffixes: Sequence[str]) -> tuple[bytes, str]:
    """Return the one table in an archive, and its name.

    Raises `Refused` when there is none or more than one, when a name in the archive leads out of
    it, when a password is needed, or when it holds more than `LIMIT`.
    """
    with _opened(data, label) as archive:
        parts = [part for part in archive.infolist() if not part.is_dir()]
        for part in parts:
            if _leads_out(part.filename):
                raise Refused(
                    f"'{label}' holds a file whose name leads out of the archive "
                    f"('{part.filename[:80]}'); it was not opened."
                )
        tables = [part for part in parts if _is_table(part.filename, suffixes)]
        if len(tables) != 1:
            raise Refused(
                f"'{label}' holds {len(tables) or 'no'} {'tables' if tables else 'table'}; "
                "put exactly one CSV or workbook into it."
            )
        return _unpacked(archive, tables[0], label), PurePosixPath(tables[0].filename).name


def _opened(data: bytes, label: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused(f"'{label}' is a damaged zip file.") from None
    if len(archive.infolist()) > _MOST_PARTS:
        raise Refused(f"'{label}' holds more than {_MOST_PARTS} files.")
    return archive


def _leads_out(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or bool(re.match(r"[A-Za-z]:", path))


def _is_table(name: str, suffixes: Sequence[str]) -> bool:
    path = PurePosixPath(name)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not hidden and path.suffix.lower() in suffixes


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, label: str) -> bytes:
    if part.flag_bits & 1:
        raise Refused(f"'{label}' is protected by a password; pack it without, and try again.")
    try:
        with archive.open(part) as file:
            data = file.read(LIMIT + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise Refused(f"'{label}' is a damaged zip file.") from None
    if len(data) > LIMIT:
        raise Refused(_much(label))
    return data


def _much(label: str) -> str:
    return f"'{label}' holds more than {LIMIT // 1024**2} MB once unpacked."


def check_workbook(data: bytes, label: str) -> None:
    """Refuse a workbook that unpacks to too much, holds macros, or defines XML entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused(f"'{label}' is not a workbook that can be read (it is damaged).") from None
    with archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LIMIT:
            raise Refused(_much(label))
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise Refused(macros(label))
        if "encryption-data" in _manifest(archive):
            raise Refused(
                f"'{label}' is protected by a password; open it, save it without, and try again."
            )
        left = LIMIT
        for part in parts:
            left -= _checked(archive, part, label, left)


class _Extent:
    """How far a sheet reaches: two cells in its corners make a table of all between them."""

    def __init__(self) -> None:
        self.rows = self.columns = 1
        self._before = b""

    def of(self, piece: bytes) -> int:
        """Take in a piece of the sheet and return the cells that it spans so far."""
        text = self._before + piece
        self._before = text[-40:]
        rows = map(int, _ROW.findall(text))
        self.rows = max(self.rows, max(rows, default=1))
        for letters in set(_COLUMN.findall(text)):
            at = 0
            for letter in letters:
                at = at * 26 + letter - 64
            self.columns = max(self.columns, at)
        return self.rows * self.columns


def _manifest(archive: zipfile.ZipFile) -> str:
    """The list of parts of an OpenDocument file, where a password shows."""
    try:
        with archive.open("META-INF/manifest.xml") as file:
            return file.read(_STEP).decode("utf-8", errors="replace")
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
        return ""


def _checked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, label: str, left: int) -> int:
    """Look at the head of a part and, where its size could lie, at all of it."""
    size = 0
    try:
        with archive.open(part) as file:
            head = file.read(4096)
            if b"<!ENTITY" in head or b"<!DOCTYPE" in head:
                raise Refused(
                    f"'{label}' defines XML entities in '{part.filename[:80]}', as no survey tool "
                    "does; it was not opened."
                )
            size = len(head)
            extent = _Extent() if "worksheets/" in part.filename else None
            piece = head
            while piece:
                if extent is not None and extent.of(piece) > MOST_CELLS:
                    raise Refused(
                        f"'{label}' spans {extent.rows} rows and {extent.columns} columns, far "
                        "more than a survey has; save the answers as CSV and try again."
                    )
                if extent is None and part.compress_size * _TIGHTEST <= left:
                    break
                piece = file.read(_STEP)
                size += len(piece)
                if size > left:
                    raise Refused(_much(label))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        raise Refused(f"'{label}' is not a workbook that can be read (it is damaged).") from None
    return size
