"""What was read of a file, before anything is stored in the workshop."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import htpy as h

from journeykit.survey.privacy import BLIND
from journeykit.survey.tools import TOOLS
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.survey import Question, Survey

ENCODINGS = (
    "utf-8", "cp1252", "iso-8859-1", "mac_roman", "utf-16", "cp1250", "cp1251", "iso-8859-15",
    "gb18030", "big5", "shift_jis", "euc_kr",
)  # fmt: skip
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space"}
ACCEPT = ".csv,.tsv,.tab,.txt,.gz,.xlsx,.xlsm,.xls,.ods,.parquet"
_ROWS, _COLUMNS, _CELL, _ASIDE, _SAID = 6, 40, 60, 20, 12


def drop_zone(first: bool) -> h.Element:
    """Return the place for a file, with what happens to it."""
    return parts.card(
        "Import a survey" if first else "Import another survey",
        parts.upload(
            "Choose a survey file",
            "survey-file",
            "read",
            accept=ACCEPT,
            help="CSV, TSV, XLSX, XLS or ODS, also with .gz, as your survey tool exports it. Or "
            "drop it here.",
        ),
        h.ul(".notes")[
            h.li["You see what was read and can correct it. Nothing is in the workshop before you "
                 "attach it."],
            h.li["Names, e-mail addresses, telephone numbers, IP addresses, postal codes, exact "
                 "places and user handles are taken out at once; only what is left is kept. The "
                 "file itself never is."],
            h.li["No survey yet? Interviews, reviews and observations are evidence too: add them "
                 "under Sources."],
        ],
        id="import",
    )  # fmt: skip


def what_was_read(survey: Survey, can_read_again: bool, by: str) -> h.Element:
    """Return the facts about the file, with what can be corrected."""
    return parts.card(
        f"What was read from {survey.file}",
        h.p(".quiet")[f"Read by {by}, not attached yet."] if by else None,
        _facts(survey),
        h.div(".fields")[_again(survey) if can_read_again else None, _weight(survey)],
        None if can_read_again else h.p[h.small[
            "To change tool, encoding, delimiter or header rows, discard this and choose the file "
            "again: the file itself is not kept."
        ]],
        _personal(survey),
        _warnings(survey),
        _aside(survey),
        first_rows(survey),
        id="read",
        tools=parts.button(
            "Discard", "discard", id="discard", kind="danger",
            confirm=f"Discard what was read from '{survey.file}' and the corrections?",
        ),
    )  # fmt: skip


def _facts(survey: Survey) -> h.Element:
    scaled = sum(question.scaled for question in survey.questions)
    delimiter = DELIMITERS.get(survey.delimiter or "", survey.delimiter)
    facts = {
        "Tool": survey.tool,
        "Format": survey.format,
        "Encoding": survey.encoding,
        "Delimiter": delimiter,
        "Header rows": str(survey.header_rows),
        "Rows": f"{survey.rows:,}",
        "Responses": f"{survey.responses:,}",
        "Partial": f"{survey.partial:,}" if survey.partial else "",
        "Tests": f"{survey.test:,}" if survey.test else "",
        "Set aside": f"{len(survey.set_aside):,}",
        "Questions": f"{len(survey.questions)}",
        "With a scale": f"{scaled}",
    }
    return h.dl("#facts.facts")[
        (h.div[h.dt[name], h.dd[value]] for name, value in facts.items() if value)
    ]


def _again(survey: Survey) -> h.Node:
    """What is changed by reading the file again."""
    return [
        _tool(survey), _encoding(survey), _delimiter(survey), _header(survey),
        _counted("partial", survey), _counted("test", survey),
    ]  # fmt: skip


def _tool(survey: Survey) -> h.Node:
    if survey.format in ("sav", "por"):
        return None  # such a file says itself what it is
    return parts.field(
        "Tool", "tool", survey.tool, "tool", kind="select", options=TOOLS,
        help="Another one, if headers or several answers in a cell were taken wrongly.",
    )  # fmt: skip


def _delimiter(survey: Survey) -> h.Node:
    if survey.delimiter is None:
        return None
    found = DELIMITERS.get(survey.delimiter, survey.delimiter)
    return parts.field(
        "Delimiter", "delimiter", found, "delimiter", kind="select",
        options=list(dict.fromkeys([*DELIMITERS.values(), found])),
        help="What parts the columns in the file.",
    )  # fmt: skip


def _counted(who: str, survey: Survey) -> h.Node:
    """Whether partial or test responses count; nothing where there are none."""
    n = survey.partial if who == "partial" else survey.test
    if not n:
        return None
    # what was left out of this kind stands among the reasons
    word = "it is partial" if who == "partial" else "it is a test"
    out = any(aside.reason.startswith(word) for aside in survey.set_aside)
    name = "Partial responses" if who == "partial" else "Test responses"
    return parts.field(
        name, f"count-{who}", "false" if out else "true", "count", {"who": who}, kind="select",
        options=[("true", "Count where they answered"), ("false", "Set aside, in no score")],
        help=f"{n:,} were recognized.",
    )  # fmt: skip


def _encoding(survey: Survey) -> h.Node:
    if survey.encoding is None:
        return None
    return parts.field(
        "Encoding", "encoding", survey.encoding, "encoding", kind="select", options=ENCODINGS,
        help="Another one, if letters look wrong below.",
    )  # fmt: skip


def _header(survey: Survey) -> h.Element:
    return parts.field(
        "Header rows", "header-rows", str(survey.header_rows), "header_rows", kind="select",
        options=[str(n) for n in range(0, 6)], help="Rows above the first answer.",
    )  # fmt: skip


def _weight(survey: Survey) -> h.Element:
    candidates = [
        question.columns[0]
        for question in survey.questions
        if question.kind in ("number", "weight") and len(question.columns) == 1
    ]
    return parts.field(
        "Weight column", "weight", survey.weight or "", "weight", kind="select",
        options=[("", "None: every answer counts the same"), *((c, c) for c in candidates)],
        help="How much each response counts.",
    )  # fmt: skip


def _personal(survey: Survey) -> h.Node:
    if not survey.privacy:
        return h.p("#privacy")["Personal data: none was found. ", BLIND]
    kinds = Counter[str]()
    for found in survey.privacy:
        kinds[found.kind] += found.cells
    words = ", ".join(f"{kind} in {n:,} cells" for kind, n in kinds.most_common())
    return h.details("#privacy")[
        h.summary[f"Personal data taken out: {words}"],
        parts.table(
            ("Column", "What", "Cells", "How"),
            (
                (found.column, found.kind, f"{found.cells:,}",
                 "column left out" if found.dropped else "replaced in the text")
                for found in survey.privacy
            ),
            caption="Personal data that was taken out",
        ),
        h.p[h.small[BLIND]],
    ]  # fmt: skip


def _warnings(survey: Survey) -> h.Node:
    said = [one for one in survey.warnings if " was taken as " not in one]
    if not said:
        return None
    return h.ul("#warnings.notes.warn")[
        (h.li[one] for one in said[:_SAID]),
        h.li[f"and {len(said) - _SAID} more"] if len(said) > _SAID else None,
    ]


def _aside(survey: Survey) -> h.Node:
    if not survey.set_aside:
        return None
    more = len(survey.set_aside) - _ASIDE
    return h.details("#aside")[
        h.summary[f"{len(survey.set_aside):,} of {survey.rows:,} rows were set aside"],
        parts.table(
            ("Row", "Why"),
            ((f"{one.row:,}", one.reason) for one in survey.set_aside[:_ASIDE]),
            caption="Rows that were set aside; row numbers count from 1 below the header",
        ),
        h.p[h.small[f"and {more:,} more"]] if more > 0 else None,
    ]


def first_rows(survey: Survey) -> h.Element:
    """Return the first responses as they will be kept."""
    from journeykit.few import FEWEST

    if survey.responses < FEWEST:
        return h.p("#first-rows.quiet")[
            f"The responses are not shown: with fewer than {FEWEST} they say too much of persons."
        ]
    columns = list(survey.answers.names[:_COLUMNS])
    more = len(survey.answers.names) - len(columns)
    rows = zip(*(survey.answers[name].first(_ROWS) for name in columns), strict=True)
    return h.details("#first-rows")[
        h.summary["The first responses, as they would be kept"],
        parts.table(
            ["", *columns],
            ([str(number), *map(_cell, cells)] for number, cells in enumerate(rows, 1)),
            caption="The first responses",
        ),
        h.p[h.small[f"and {more} more columns"]] if more > 0 else None,
    ]


def _cell(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def counts(question: Question) -> str:
    """Return how many answered a question, and how many did not.

    >>> from journeykit.survey import Question
    >>> counts(Question("q", "?", ("q",), "rating", answered=2573, missing=86, not_applicable=4))
    '2,573 answered · 4 not applicable · 86 without an answer'
    """
    said = [f"{question.answered:,} answered"]
    if question.not_applicable:
        said.append(f"{question.not_applicable:,} not applicable")
    if question.missing:
        said.append(f"{question.missing:,} without an answer")
    return " · ".join(said)
