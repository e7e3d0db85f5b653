"""Pasted e-mails and chats, split into messages without the names of who wrote them (R66)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeykit.errors import Refused
from journeykit.evidence.shape import PLACE, TOUCHPOINT, Evidence, replaced, survey_of_rows
from journeykit.evidence.tables import days, last, span, title_of

COLUMNS = {"text": "text", "sender": "metadata", "date": "date", PLACE: "single",
           TOUCHPOINT: "metadata"}  # fmt: skip
MOST_MESSAGES = 20_000
#: [12.03.26, 10:14:03] Ann: Hello — 12/03/2026, 10:14 - Ann: Hello
_CHAT = re.compile(
    r"^\u200e?\[?(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}),?\s+\d{1,2}:\d{2}(?::\d{2})?"
    r"(?:\s?[AP]M)?\]?\s*(?:[-–]\s*)?(?P<who>[^:\n]{1,60}):\s(?P<text>.*)$",
    re.I,
)
#: [10:14] Ann: Hello — 10:14 Ann: Hello — Ann: Hello
_PLAIN = re.compile(r"^(?:\[?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?\]?\s+)?"
                    r"(?P<who>[^\W\d_][\w .'-]{0,40}):\s(?P<text>.*)$", re.I)  # fmt: skip
_HEAD = re.compile(r"^(From|Von|De|Date|Sent|Datum|Gesendet|Subject|Betreff|Objet|To|An|Cc|Bcc|"
                   r"Reply-To|Message-ID)\s*:\s*(.*)$", re.I)  # fmt: skip
_FROM = re.compile(r"^(?:From|Von|De)\s*:\s*", re.I)
_QUOTED = re.compile(r"^\s*>|^(On|Am|Le) .{5,120}(wrote|schrieb|a écrit)\s*:?\s*$|"
                     r"^-{2,}\s*(Original|Forwarded|Ursprüngliche)", re.I)  # fmt: skip
#: Parts of a sender's name that name nobody.
_ROLES = frozenset({
    "Customer", "Service", "Support", "Team", "Agent", "Shop", "Store", "Info", "Care", "Help",
    "Desk", "Client", "Guest", "User", "Visitor", "Bot", "Assistant", "The", "Sales",
})  # fmt: skip
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")


@dataclass(frozen=True)
class Message:
    """One message: who wrote it, as it was written there, the day as text, and its words."""

    who: str
    day: str
    text: str


def split(text: str) -> list[Message]:
    """Return the messages of a pasted chat or of pasted e-mails.

    >>> split("[12.03.26, 10:14:03] Ann: Where is it?\\n[12.03.26, 10:15:00] Shop: On its way")
    [Message(who='Ann', day='12.03.26', text='Where is it?'), Message(who='Shop', \
day='12.03.26', text='On its way')]
    """
    lines = text.replace("\r\n", "\n").replace("\0", "").split("\n")
    if any(_FROM.match(line) for line in lines):
        return _mails(lines)
    for pattern in (_CHAT, _PLAIN):
        if sum(bool(pattern.match(line)) for line in lines) >= 2:
            return _chat(lines, pattern)
    blocks = re.split(r"\n\s*\n", "\n".join(lines))
    return [Message("", "", " ".join(block.split())) for block in blocks if block.strip()]


def _chat(lines: list[str], pattern: re.Pattern[str]) -> list[Message]:
    found: list[Message] = []
    for line in lines:
        if match := pattern.match(line):
            day = match["day"] if "day" in pattern.groupindex else ""
            found.append(Message(match["who"].strip(), day, match["text"].strip()))
        elif found and line.strip():
            one = found[-1]
            found[-1] = Message(one.who, one.day, f"{one.text}\n{line.strip()}".strip())
    return [one for one in found if one.text]


def _mails(lines: list[str]) -> list[Message]:
    starts = [at for at, line in enumerate(lines) if _FROM.match(line)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        who, day, head = "", "", True
        body: list[str] = []
        for line in lines[start:end]:
            match = _HEAD.match(line) if head else None
            if match:
                name = match[1].casefold()
                who = match[2] if name in ("from", "von", "de") else who
                day = match[2] if name in ("date", "sent", "datum", "gesendet") else day
                continue
            head = head and not line.strip() and not body
            if _QUOTED.match(line) or line.rstrip() == "--":
                break
            body.append(line.strip())
        if words := "\n".join(body).strip():
            found.append(Message(who, day, words))
    return found


def read(text: str, name: str = "") -> Evidence:
    """Return messages without names, addresses and numbers; `Refused` where there are none."""
    from journeykit.survey import to_parquet

    found = split(text)
    if not found:
        raise Refused("There are no messages here; paste a chat or some e-mails.")
    if len(found) > MOST_MESSAGES:
        raise Refused(f"{len(found):,} messages are too many; {MOST_MESSAGES:,} fit.")
    people = list(dict.fromkeys(one.who for one in found if one.who))
    called = {who: f"Person {at}" for at, who in enumerate(people, 1)}
    hide, names = _hiding(people), 0
    when = days([_bare(one.day) for one in found])
    rows = []
    for one, day in zip(found, when, strict=True):
        words, n = hide.subn("[name]", one.text) if hide else (one.text, 0)
        names += n
        rows.append((words, called.get(one.who, ""), day.isoformat() if day else "", "", ""))
    survey, personal = survey_of_rows(name or "messages", COLUMNS, rows)
    told = replaced(personal | ({"name": personal.get("name", 0) + names} if names else {}))
    told += [f"{len(people)} senders are called Person 1 to {len(people)}."] if people else []
    text_said = "\n\n".join(str(cell) for cell in survey.frame["text"])
    return Evidence(
        "messages", "direct_feedback", title_of(name, "Messages"),
        f"{len(found)} messages" + (f" of {len(people)} people" if people else "")
        + (f", {words}" if (words := span(when)) else "") + "; n counts people where known",
        text_said[:18_000], len(people) or len(found), last(when), name, (), tuple(told),
        to_parquet(survey),
    )  # fmt: skip


def _bare(day: str) -> str:
    """A day as mail programs write it: without weekday and time."""
    text = re.sub(r"^\s*[^\W\d]{2,10}\.?,\s*", "", day.strip())
    found = re.match(r"\d{1,2}\.? [^\W\d]{3,9} \d{4}|[^\W\d]{3,9} \d{1,2}, \d{4}", text)
    return found[0] if found else text


def _hiding(people: list[str]) -> re.Pattern[str] | None:
    """What matches the senders' names: the whole, and each part that begins with a capital."""
    words = set()
    for who in people:
        bare = re.sub(r"[<>\"']", " ", _MAIL.sub(" ", who)).strip()
        parts = {part for part in bare.split() if len(part) > 2 and part[0].isupper()}
        words |= parts - _ROLES | ({bare} if parts - _ROLES else set())
    known = sorted((re.escape(word) for word in words if len(word) > 2), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(known)})\b") if known else None
