"""The encoding of a text file, found out from its bytes."""

from __future__ import annotations

import codecs
import re
import unicodedata

from journeykit.errors import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Tried when a file is not Unicode, the likelier first.
_LEGACY = ("cp1252", "mac_roman")
#: In these scripts whole words lie beyond ASCII, in the others single letters.
_SCRIPTS = ("cp1251", "gb18030", "shift_jis")
#: One bad sequence in this many good ones still is UTF-8, damaged.
_DAMAGE = 10
_SAMPLE = 200_000


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    A wrong ``encoding`` never fails half-way: what cannot be decoded becomes U+FFFD,
    which the reader counts and reports. An encoding that Python does not know is refused.

    >>> decode("Grüße".encode("cp1252"))
    ('Grüße', 'cp1252')
    """
    name = encoding or detect(data)
    try:
        text = data.decode(name, errors="replace")
    except LookupError:
        raise Refused(
            f"There is no encoding '{encoding}'; try utf-8, utf-16, cp1252 or mac_roman."
        ) from None
    return text.removeprefix("\ufeff"), name


def detect(data: bytes) -> str:
    """Return the name of the encoding that fits the bytes best."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _wide(data):
        return wide
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    if _damaged_utf8(data):
        return "utf-8"
    sample = _cut(data)
    names = (*_LEGACY, *_SCRIPTS) if _in_runs(sample) else _LEGACY
    return max(names, key=lambda name: _plausibility(sample, name))


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of western text is NUL."""
    head = data[:4000]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    return None


def _damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", errors="ignore")) - bad
    return good >= _DAMAGE * bad


def _cut(data: bytes) -> bytes:
    """Lines with something beyond ASCII, so that a rare letter decides."""
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE]


def _in_runs(sample: bytes) -> bool:
    """Whether bytes beyond ASCII stand in groups, as in a script of their own."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    return sum(len(run) for run in runs if len(run) >= 3) > 0.6 * sum(map(len, runs))


def _plausibility(sample: bytes, name: str) -> float:
    """Score a decoding: letters inside words and typographic signs for it, oddities against."""
    text = sample.decode(name, errors="replace")
    score = 0.0
    before = " "
    for character in text:
        if ord(character) > 127:
            score += _fit(character, before, name)
        before = character
    # an East Asian decoding has half as many characters; compare a byte with a byte
    return score / max(1, sum(byte > 127 for byte in sample))


def _fit(character: str, before: str, name: str) -> float:
    kind = unicodedata.category(character)
    if character == "\ufffd" or kind in ("Cc", "Co", "Cn"):
        return -5.0
    if kind == "Lo":
        if "\u3040" <= character <= "\u30ff":
            return 2.4
        return 1.8 if "\u4e00" <= character <= "\u9fff" else -1.0
    if kind == "Ll":
        return 1.0 if name != "cp1251" or before.isalpha() or before == " " else 0.2
    if kind == "Lu":
        # a capital after a small letter is a sign of the wrong table
        return -1.0 if before.islower() else 0.5
    if character == "’" and before.isalpha():
        return 1.5
    if character in "\u00a0’‘“”–—…«»€°":
        return 0.8
    return -0.5
