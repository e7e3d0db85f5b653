"""Heat maps and other pictures, kept as they are (R69): PNG or JPEG, told by their first bytes."""

from __future__ import annotations

import struct

from journeykit.errors import Refused
from journeykit.evidence.shape import Evidence
from journeykit.evidence.tables import title_of

MOST_BYTES = 8_000_000
MOST_POINTS = 60_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
#: Markers of a JPEG that hold its size.
_SIZES = frozenset({*range(0xC0, 0xD0)}) - {0xC4, 0xC8, 0xCC}


def read(data: bytes, name: str) -> Evidence:
    """Return a picture; raise `Refused` for another file, a damaged or a very large one."""
    if not data:
        raise Refused(f"'{name}' is empty.")
    if len(data) > MOST_BYTES:
        raise Refused(
            f"'{name}' has {len(data) / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB are "
            "kept. Save it smaller."
        )
    kind = mime_of(data)
    if not kind:
        raise Refused(f"'{name}' is no PNG or JPEG picture, whatever its name says.")
    size = _png(data) if kind == "image/png" else _jpeg(data)
    if size is None or 0 in size:
        raise Refused(f"'{name}' is a damaged picture.")
    if size[0] * size[1] > MOST_POINTS:
        raise Refused(f"'{name}' has {size[0]:,} × {size[1]:,} points; save it smaller.")
    return Evidence(
        "picture", "heatmap", title_of(name, "Heat map"),
        f"Picture of {size[0]:,} × {size[1]:,} points", "", None, None, name, (),
        ("Look that it shows no name or address; a picture is kept as it is.",), data,
    )  # fmt: skip


def mime_of(data: bytes) -> str:
    """Return the type of a picture by its first bytes, "" for anything else."""
    if data.startswith(_PNG):
        return "image/png"
    return "image/jpeg" if data.startswith(_JPEG) else ""


def _png(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 33 or b"IEND" not in data[-16:]:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in _SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + max(2, length)
    return None
