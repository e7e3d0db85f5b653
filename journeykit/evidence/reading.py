"""The ways in which other evidence comes in, and the one door to all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeykit.errors import Refused
from journeykit.evidence.shape import Evidence

TABLES = ".csv,.tsv,.txt,.xlsx,.xls,.ods"


@dataclass(frozen=True)
class Way:
    """A way in which evidence comes: its name, what is expected, the kinds of source it makes.

    ``paste`` says that a text can be pasted, ``accept`` which files can be chosen.
    """

    title: str
    help: str
    kinds: tuple[str, ...]
    accept: str = TABLES
    paste: bool = False


WAYS: dict[str, Way] = {
    "reviews": Way(
        "Reviews", "A table with the words of each review, stars, date and source.",
        ("review",), paste=True,
    ),
    "notes": Way(
        "Interview, focus group or observation notes",
        "A note a line. Before it a code: “pain:”, “unmet need:”, “opportunity:” or “risk:”; "
        "and who spoke: “P1:”.",
        ("interview", "focus_group", "observation", "market_research"), ".txt,.md", paste=True,
    ),
    "messages": Way(
        "E-mails and chats", "Paste a chat or e-mails; names and addresses are taken out.",
        ("direct_feedback", "social"), ".txt,.md,.eml", paste=True,
    ),
    "ga4": Way(
        "Web analytics (Google Analytics 4)",
        "A report exported as CSV: views, sessions, duration, conversion of each page.",
        ("analytics",), ".csv,.tsv,.txt",
    ),
    "metrics": Way(
        "Sales, e-mail and social numbers",
        "A table with date, metric, value and touchpoint, or a column for each metric.",
        ("sales", "social", "analytics", "market_research"), paste=True,
    ),
    "events": Way(
        "Event log", "A table with case, activity or touchpoint, time and channel; or XES.",
        ("analytics", "sales"), TABLES + ",.xes",
    ),
    "picture": Way(
        "Heat map or other picture", "PNG or JPEG, at most 8 MB.", ("heatmap",),
        ".png,.jpg,.jpeg",
    ),
}  # fmt: skip


def read(way: str, data: bytes | str, name: str = "", kind: str = "") -> Evidence:
    """Read a file's bytes or a pasted text as a kind of evidence.

    ``way`` is one of `WAYS`, ``kind`` one of its kinds of source. Raises `Refused` with one
    sentence for what cannot be read so.
    """
    if way not in WAYS:
        raise Refused(f"Evidence comes as one of {', '.join(WAYS)}; '{way}' is none.")
    kinds = WAYS[way].kinds
    if kind and kind not in kinds:
        raise Refused(f"{WAYS[way].title} are one of {', '.join(kinds)}; '{kind}' is none.")
    if not (data.strip() if isinstance(data, str) else data):
        raise Refused(f"'{name}' is empty." if name else "Nothing was pasted.")
    return replace(_read(way, data, name, kind or kinds[0]), kind=kind or kinds[0])


def _read(way: str, data: bytes | str, name: str, kind: str) -> Evidence:
    from journeykit.evidence import events, messages, metrics, notes, pictures, reviews
    from journeykit.evidence.tables import text_of

    if way in ("notes", "messages"):
        text = data if isinstance(data, str) else text_of(data, _as_text(name))
        return notes.read(text, name, kind) if way == "notes" else messages.read(text, name)
    raw = data.encode() if isinstance(data, str) else data
    name = name or ("pasted.txt" if isinstance(data, str) else "file")
    if way == "reviews":
        return reviews.read(raw, name)
    if way == "ga4":
        return metrics.read_ga4(raw, name)
    if way == "metrics":
        return metrics.read(raw, name, kind)
    return events.read(raw, name) if way == "events" else pictures.read(raw, name)


def _as_text(name: str) -> str:
    """A name by which the readers of files know a plain text."""
    lower = name.casefold()
    if lower.endswith((".docx", ".doc", ".pdf", ".odt", ".rtf", ".pages")):
        raise Refused(f"'{name}' is a document; save it as plain text, or paste its words.")
    return name if lower.endswith((".txt", ".csv", ".tsv")) else f"{name}.txt"
