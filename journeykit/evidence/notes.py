"""Notes of interviews, focus groups and observations, with codes (R62, R63, R71, R77).

A line or paragraph is one note. A code stands before it or as a tag within it: ``pain:``,
``[risk]``, ``#opportunity``, ``unmet need:``. ``P3:`` before it says who spoke.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from journeykit.errors import Refused
from journeykit.evidence.shape import PLACE, TOUCHPOINT, Evidence, replaced, survey_of_rows
from journeykit.evidence.tables import title_of

COLUMNS = {"text": "text", "code": "single", "speaker": "metadata", PLACE: "single",
           TOUCHPOINT: "metadata"}  # fmt: skip
#: code -> how people write it
CODES: dict[str, tuple[str, ...]] = {
    "pain": ("pain", "pain point", "problem", "frustration"),
    "unmet need": ("unmet need", "need", "unmet_need", "unmet-need", "unmetneed"),
    "opportunity": ("opportunity", "idea", "chance"),
    "risk": ("risk", "danger"),
}
#: Notes of one source; more belongs into several.
MOST_NOTES = 2000
_WORDS = {word: code for code, words in CODES.items() for word in words}
_ANY = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_BEFORE = re.compile(rf"^(?:[\[(](?P<a>{_ANY})s?[\])]|(?P<b>{_ANY})s?\s*[:–—-](?!\w))\s*", re.I)
_TAG = re.compile(rf"\s*#(?P<a>{_ANY})s?\b", re.I)
_WHO = re.compile(r"^(P\d{1,3}|Participant \d{1,3}|Person \d{1,3}|Interviewer|Moderator|[A-Z]\d?)"
                  r"\s*:\s+")  # fmt: skip
_NO_SPEAKER = ("Interviewer", "Moderator", "Q", "I")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


@dataclass(frozen=True)
class Note:
    """One note: its words, its code or "", and who spoke or ""."""

    text: str
    code: str = ""
    speaker: str = ""


def split(text: str) -> list[Note]:
    """Return the notes of a text.

    >>> split("P1: pain: The box was torn. #risk\\n\\n- [opportunity] Say when it comes")
    [Note(text='The box was torn.', code='pain', speaker='P1'), Note(text='Say when it comes', \
code='opportunity', speaker='')]
    """
    blocks = re.split(r"\n\s*\n", text) if _prose(text) else text.splitlines()
    found = []
    for block in blocks:
        words = _BULLET.sub("", " ".join(block.split()))
        speaker = code = ""
        if who := _WHO.match(words):
            speaker, words = who[1], words[who.end() :]
        if before := _BEFORE.match(words):
            code, words = _WORDS[(before["a"] or before["b"]).casefold()], words[before.end() :]
        if tag := _TAG.search(words):
            code, words = code or _WORDS[tag["a"].casefold()], _TAG.sub("", words)
        if words.strip():
            found.append(Note(words.strip(), code, speaker))
    return found


def read(text: str, name: str = "", kind: str = "interview") -> Evidence:
    """Return notes; raise `Refused` where there are none."""
    from journeykit.survey import to_parquet

    found = split(text.replace("\r\n", "\n").replace("\0", ""))
    if not found:
        raise Refused("There are no notes here; paste some lines, or choose a text file.")
    if len(found) > MOST_NOTES:
        raise Refused(f"{len(found):,} notes are too many for one source; {MOST_NOTES:,} fit.")
    rows = [(note.text, note.code, note.speaker, "", "") for note in found]
    survey, personal = survey_of_rows(name or "notes", COLUMNS, rows)
    clean = [str(cell) for cell in survey.frame["text"]]
    who = {note.speaker for note in found} - {"", *_NO_SPEAKER}
    codes = Counter(note.code for note in found if note.code)
    counted = ", ".join(f"{n} {code}" for code, n in codes.most_common())
    told = replaced(personal)
    told += [] if codes else ["No note has a code; write “pain:”, “risk:”, “unmet need:” or "
                              "“opportunity:” before one."]  # fmt: skip
    return Evidence(
        "notes", kind, title_of(name, "Notes"),
        f"{len(found)} notes" + (f", coded: {counted}" if counted else ", not coded"),
        _joined(clean), len(who) or None, None, name, (), tuple(told), to_parquet(survey),
    )  # fmt: skip


def _prose(text: str) -> bool:
    """Whether notes are paragraphs: blank lines part them, and lines run on."""
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    lines = [line for line in text.splitlines() if line.strip()]
    marked = sum(bool(_BULLET.match(line) or _BEFORE.match(line) or _WHO.match(line))
                 for line in lines)  # fmt: skip
    return len(blocks) > 1 and len(lines) > len(blocks) and marked <= len(blocks)


def _joined(lines: Iterable[str], limit: int = 18_000) -> str:
    text = "\n".join(lines)
    return text if len(text) <= limit else text[:limit].rsplit("\n", 1)[0] + "\n…"
