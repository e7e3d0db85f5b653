"""Files in and out: whole or not at all, and never larger than is sane."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from journeykit.errors import Missing, Refused

#: A workshop of a hundred people is about one megabyte.
LARGEST = 100_000_000


def write(path: Path, data: bytes) -> None:
    """Write a file whole: a reader sees the old one or the new one, never half of it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused(f"'{path}' cannot be written: {error.strerror or error}.") from None


def read(path: Path) -> bytes:
    """Return the bytes of a file; `Missing` when it is not there, `Refused` when too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"'{path.name}' is larger than {LARGEST // 1_000_000} MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Missing(f"There is no file '{path}'.") from None
    except OSError as error:
        raise Refused(f"'{path}' cannot be read: {error.strerror or error}.") from None


def text_of(data: bytes, name: str) -> str:
    """Return the text of UTF-8 bytes, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"'{name}' is not UTF-8 text (byte {error.start}).") from None
