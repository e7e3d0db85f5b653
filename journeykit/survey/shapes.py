"""Tables that are not one row a respondent: long ones, and several below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from journeykit.survey import tools
from journeykit.survey.cells import clean, heading, words
from journeykit.survey.regular import Irregular, Stream

Records = list[list[str]]
_WHO = {
    "respondent", "respondent id", "respondentid", "response id", "responseid", "participant",
    "participant id", "user id", "user", "case", "case id", "person", "submission id", "befragter",
    "teilnehmer", "répondant", "encuestado", "rispondente", "respondente", "респондент",
}  # fmt: skip
_ASKED = {
    "question", "question text", "question id", "item", "variable", "frage", "pregunta",
    "pergunta", "domanda", "вопрос", "vraag", "题目", "问题",
}  # fmt: skip
_ANSWERED = {
    "answer", "answer text", "response", "value", "antwort", "réponse", "respuesta", "resposta",
    "risposta", "ответ", "antwoord", "答案", "回答",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Records of text with what is known about where they came from.

    Of a large table ``records`` holds the first ones alone, and ``stream`` gives the others.
    ``layout`` is there where the file says itself what its columns are. Where the records were
    put together from others, ``rows`` says how many those were, and ``aside`` which of them
    went nowhere.
    """

    records: Records
    encoding: str | None = None
    delimiter: str | None = None
    broken: Mapping[int, str] | None = None
    comments: Sequence[str] = ()
    warnings: tuple[str, ...] = ()
    stream: Stream | None = None
    layout: tools.Layout | None = None


def reshaped(layout: tools.Layout, table: Table) -> tuple[tools.Layout, Table, tuple[str, ...]]:
    """Return a table with one row a respondent, and in words what was done to it."""
    if layout.tool == "ga4" and table.stream is None:
        return _first_of(layout, table)
    if layout.tool != "generic" or layout.header_rows != 1:
        return layout, table, ()
    if (places := _long(table.records[0])) is None:
        return layout, table, ()
    if table.stream is not None:
        # to put respondents together takes all records
        raise Irregular
    return _wide(table, places)


def _first_of(layout: tools.Layout, table: Table) -> tuple[tools.Layout, Table, tuple[str, ...]]:
    """Google Analytics: the first table, and a word on each of the others below it."""
    width = len(table.records[0])
    starts = [
        at
        for at, record in enumerate(table.records)
        if at and (record[0].startswith("#") or len(record) != width)
    ]
    if not starts:
        return layout, table, ()
    below = table.records[starts[0] :]
    heads = [
        record
        for before, record in zip([["#"], *below], below, strict=False)
        if not record[0].startswith("#")
        and (before[0].startswith("#") or len(before) != len(record))
    ]
    named = ", ".join(f"'{' · '.join(head[:3])}'" for head in heads[:5])
    said = f"The file holds {len(heads) + 1} tables; the first was read. Below it: {named}."
    broken = {at: why for at, why in (table.broken or {}).items() if at < starts[0]}
    return layout, replace(table, records=table.records[: starts[0]], broken=broken), (said,)


def _long(header: Sequence[str]) -> tuple[int, int, int] | None:
    """Where respondent, question and answer stand, if the table has a row for each answer."""
    names = [words(heading(cell)) for cell in header]
    places = []
    for wanted in (_WHO, _ASKED, _ANSWERED):
        found = [at for at, name in enumerate(names) if name in wanted]
        if len(found) != 1:
            return None
        places += found
    return (places[0], places[1], places[2]) if len(set(places)) == 3 else None


def _wide(
    table: Table, places: tuple[int, int, int]
) -> tuple[tools.Layout, Table, tuple[str, ...]]:
    """Put the answers of each respondent into one row.

    Columns that say one thing about each respondent come along; a second answer to the same
    question is joined to the first with a semicolon. Records that cannot be placed stay
    records, and are set aside with the others of another width.
    """
    who, asked, answered = places
    header = [heading(cell) for cell in table.records[0]]
    width = len(header)
    people: dict[str, dict[str, str]] = {}
    others: dict[str, dict[int, set[str]]] = {}
    questions: dict[str, None] = {}
    twice = 0
    lost: list[list[str]] = []
    broken: dict[int, str] = {}
    for at, record in enumerate(table.records[1:], 1):
        cells = list(record)
        for place in (who, asked):
            if place < len(cells):
                cells[place] = clean(cells[place])
        why = (table.broken or {}).get(at) or _misplaced(cells, width, who, asked)
        if why:
            lost.append(record)
            broken[len(lost)] = f"record {at} of the long table: {why}"
            continue
        answers = people.setdefault(cells[who], {})
        twice += cells[asked] in answers
        questions[cells[asked]] = None
        before = answers.get(cells[asked])
        answers[cells[asked]] = cells[answered] if before is None else f"{before};{cells[answered]}"
        for place, cell in enumerate(cells):
            if place not in places:
                others.setdefault(cells[who], {}).setdefault(place, set()).add(cell)
    steady = [
        place
        for place in range(width)
        if place not in places and all(len(told[place]) == 1 for told in others.values())
    ]
    left = [header[at] for at in range(width) if at not in (*places, *steady)]
    head = [header[who], *(header[at] for at in steady), *questions]
    rows = [
        [person, *(next(iter(others[person][at])) for at in steady),
         *(answers.get(question, "") for question in questions)]
        for person, answers in people.items()
    ]  # fmt: skip
    said = [
        f"The file has a row for each answer; {len(table.records) - 1 - len(lost)} answers were "
        f"put together to {len(rows)} respondents."
    ]
    if twice:
        said.append(f"{twice} answers were a second one to the same question; both were kept.")
    if left:
        said.append(f"Left out, since it changes from answer to answer: {', '.join(left)}.")
    shift = {at + len(rows): why for at, why in broken.items()}
    wide = replace(table, records=[head, *rows, *lost], broken=shift)
    return tools.detect([head, *rows[:300]], 1, (), "generic"), wide, tuple(said)


def _misplaced(cells: Sequence[str], width: int, who: int, asked: int) -> str | None:
    if len(cells) != width:
        return f"it has {len(cells)} cells, the header {width}"
    if not cells[who]:
        return "it names no respondent"
    return None if cells[asked] else "it names no question"
