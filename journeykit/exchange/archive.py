"""Zip archives that come from elsewhere: looked through before anything of them is believed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import IO

from journeykit.errors import Refused
from journeykit.exchange.files import LARGEST

MOST_FILES = 2_000
_CHUNK = 1 << 20


def members(data: bytes, name: str) -> dict[str, bytes]:
    """Return the files of an archive by path, unpacked to at most `LARGEST` bytes in all.

    Raises `Refused` for what is no zip, for a path that climbs out of it, for a path that is
    there twice and for an archive that would unpack to more than it may.
    """
    found: dict[str, bytes] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in _checked(archive, name):
                with archive.open(member) as stream:
                    found[member.filename] = _at_most(stream, left, name)
                left -= len(found[member.filename])
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused(f"'{name}' cannot be read as a zip: {error}.") from None
    except Exception as error:  # zlib.error and friends come from damaged data
        if isinstance(error, Refused):
            raise
        raise Refused(f"'{name}' is a damaged zip: {error}.") from None
    return found


def _checked(archive: zipfile.ZipFile, name: str) -> Iterator[zipfile.ZipInfo]:
    listed = [member for member in archive.infolist() if not member.is_dir()]
    if len(listed) > MOST_FILES:
        raise Refused(f"'{name}' holds {len(listed):,} files; at most {MOST_FILES:,} are read.")
    if sum(member.file_size for member in listed) > LARGEST:
        raise Refused(_too_large(name))
    seen = set()
    for member in listed:
        path = member.filename
        if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
            raise Refused(f"'{name}' holds '{path}', a path that climbs out of it.")
        if path in seen:
            raise Refused(f"'{name}' holds '{path}' twice.")
        seen.add(path)
        yield member


def _at_most(stream: IO[bytes], left: int, name: str) -> bytes:
    """Read to the end, or refuse: what the header says of the size is not believed."""
    parts = []
    while part := stream.read(_CHUNK):
        left -= len(part)
        if left < 0:
            raise Refused(_too_large(name))
        parts.append(part)
    return b"".join(parts)


def _too_large(name: str) -> str:
    return f"'{name}' unpacks to more than {LARGEST // 1_000_000} MB."
