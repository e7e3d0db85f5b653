"""Which suffix is which format: the one list that commands, pages and messages read.

A new format is one row here and one module beside this one with ``encode(workshop, suffix)``,
which returns the bytes and the losses (a module with ``DRAWS`` is given the points of the curve
as a third argument), and, where it is read, ``decode(data, name)``, which
returns the workshop and the losses.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False  # `journeykit export --help` loads this module and nothing heavy
if TYPE_CHECKING:
    from collections.abc import Iterator


class Format(
    namedtuple("Format", ("suffix", "module", "title", "holds", "mime", "reads", "writes", "group"))
):
    """A suffix, the module that knows it, words for a person, its type, and which ways it goes.

    ``group`` is where pages list it; one without a group is another name of a format.
    """

    __slots__ = ()


#: group -> what its formats are for
GROUPS = {
    "again": "To open again, here or in another tool",
    "look": "To look at",
    "over": "To hand over",
}
_CSV = "text/csv"
_PDF = "application/pdf"
FORMATS: tuple[Format, ...] = (
    Format(".json", "own", "Workshop (JSON)", "everything, to be opened again",
           "application/json", True, True, "again"),
    Format(".zip", "csvs", "Tables (CSV)", "a zip with one table a collection",
           "application/zip", True, True, "again"),
    Format(".xlsx", "xlsx", "Workbook (Excel)", "one sheet a collection",
           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           True, True, "again"),
    Format(".csv", "csvs", "Map (CSV)", "one row a touchpoint, for a spreadsheet",
           _CSV, False, True, "look"),
    Format(".md", "outline", "Outline (Markdown)", "the maps as text",
           "text/markdown", False, True, "look"),
    Format(".txt", "outline", "Outline (text)", "the maps as plain text",
           "text/plain", False, True, "look"),
    Format(".svg", "picture", "Map (SVG)", "the map as a drawing, for design tools",
           "image/svg+xml", False, True, "look"),
    Format(".png", "picture", "Map (PNG)", "the map as a picture",
           "image/png", False, True, "look"),
    Format(".map.pdf", "picture", "Map (PDF)", "the map to print, on A4 or A3",
           _PDF, False, True, "look"),
    Format(".a0.pdf", "picture", "Poster (PDF, A0)",
           "the map for a wall; the map page has more sizes",
           _PDF, False, True, "look"),
    *(Format(f".{size}.pdf", "picture", f"Map (PDF, {size.upper()})", f"the map on {size.upper()}",
             _PDF, False, True, "") for size in ("a1", "a2", "a3", "a4")),
    Format(".pdf", "picture", "Map (PDF, .pdf)", "the same as .map.pdf", _PDF, False, True, ""),
    Format(".pptx", "pptx", "Slides (PowerPoint)", "map, personas, findings, plan, to be edited",
           "application/vnd.openxmlformats-officedocument.presentationml.presentation",
           False, True, "look"),
    Format(".personas.pdf", "printed", "Persona cards (PDF)", "a page for each persona",
           _PDF, False, True, "look"),
    Format(".roadmap.pdf", "printed", "Roadmap (PDF)", "the actions by owner and quarter",
           _PDF, False, True, "look"),
    Format(".actions.pdf", "printed", "Action sheets (PDF)", "a page for each owner",
           _PDF, False, True, "look"),
    Format(".ojf", "ojf", "Open journey (OJF)", "the map for tools that read OJF",
           "application/json", True, True, "again"),
    Format(".cjml", "cjml", "Customer journey (CJML)", "the maps in the modeling language CJML",
           "application/xml", True, True, "again"),
    Format(".xml", "cjml", "Customer journey (CJML, .xml)", "the same, named .xml",
           "application/xml", True, True, ""),
    Format(".mmd", "mermaid", "Diagram (Mermaid)", "the map as text that draws itself",
           "text/vnd.mermaid", True, True, "again"),
    Format(".mermaid", "mermaid", "Diagram (Mermaid, .mermaid)", "the same, named .mermaid",
           "text/vnd.mermaid", True, True, ""),
    Format(".lucid.csv", "boards", "Process (Lucidchart CSV)",
           "touchpoints and the lines between them", _CSV, False, True, "over"),
    Format(".miro.csv", "boards", "Sticky notes (CSV)",
           "one row a card; copy the first column onto a board such as Miro",
           _CSV, False, True, "over"),
    Format(".jira.csv", "tasks", "Actions (Jira CSV)", "one row an action, for Jira's import",
           _CSV, False, True, "over"),
    Format(".trello.csv", "tasks", "Actions (Trello CSV)",
           "one row an action, for an importer that is added to a board",
           _CSV, False, True, "over"),
    Format(".asana.csv", "tasks", "Actions (Asana CSV)", "one row an action, for Asana's import",
           _CSV, False, True, "over"),
    Format(".campaign.csv", "campaigns", "Campaign plan (CSV)",
           "content and campaigns: to whom, when, by whom",
           _CSV, False, True, "over"),
    Format(".ics", "calendar", "Dates (iCalendar)", "due dates, the review, the next surveys",
           "text/calendar", False, True, "over"),
)  # fmt: skip
#: said where somebody brings a file that journeykit reads elsewhere
ELSEWHERE = {
    ".xes": "an event log is evidence; add it on the Survey page of a workshop",
    ".csv": "one table is not a workshop: survey answers and event logs are added on the Survey "
            "page, and the tables of a workshop come as a .zip or a folder",
}  # fmt: skip


def writable() -> Iterator[Format]:
    """Yield the formats that a workshop is written in."""
    return (format for format in FORMATS if format.writes)


def readable() -> Iterator[Format]:
    """Yield the formats that a workshop is read from."""
    return (format for format in FORMATS if format.reads)


def format_of(name: str) -> Format | None:
    """Return the format that the end of a file's name says; the longest suffix wins.

    >>> format_of("Jacket.jira.csv").title, format_of("map.CSV").title, format_of("x.doc")
    ('Actions (Jira CSV)', 'Map (CSV)', None)
    """
    fitting = [format for format in FORMATS if name.lower().endswith(format.suffix)]
    return max(fitting, key=lambda format: len(format.suffix), default=None)


def told(formats: Iterator[Format]) -> str:
    """Return the suffixes as the words of a sentence."""
    return ", ".join(format.suffix for format in formats)


def listed(formats: Iterator[Format]) -> str:
    """Return the formats as lines for the help of a command."""
    rows = [(format.suffix, f"{format.title}: {format.holds}") for format in formats]
    width = max(len(suffix) for suffix, _ in rows)
    return "\n".join(f"  {suffix.ljust(width)}  {words}" for suffix, words in rows)
