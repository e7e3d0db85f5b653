"""Commands about survey files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.cli.answer import Answer, columns, lines

if TYPE_CHECKING:
    from journeykit.survey import Survey


def _read(args: Namespace) -> Survey:
    from journeykit import survey

    return survey.read(
        Path(args.file),
        recipe=_recipe(args),
        encoding=args.encoding,
        delimiter="\t" if args.delimiter in ("\\t", "tab") else args.delimiter,
        header_rows=args.header_rows,
        tool=args.tool,
    )


def _recipe(args: Namespace) -> Path | None:
    return Path(args.recipe) if args.recipe else None


def inspect(args: Namespace) -> Answer:
    """Say what was decided about a survey file, and what is in it."""
    found = _read(args).to_json()
    questions = [
        (q["id"], q["kind"], f"{q['answered']} answers", _short(q["text"]))
        for q in found["questions"]
    ]
    personal = [f"{one['column']} ({one['kind']})" for one in found["privacy"]]
    text = lines(
        f"{found['file']}: {found['tool']}, {found['format']}, "
        f"{found['encoding'] or 'no text encoding'}, {found['header_rows']} header row(s)",
        f"{found['rows']} records: {found['responses']} responses, "
        f"{len(found['set_aside'])} set aside",
        *(f"  row {one['row']}: {one['reason']}" for one in found["set_aside"][:10]),
        f"Personal data taken out: {', '.join(personal)}" if personal else "",
        *(f"Note: {warning}" for warning in found["warnings"]),
        "",
        columns(questions),
    )
    return Answer(found, text)


def scores(args: Namespace) -> Answer:
    """Compute the measures of a survey file, with n and interval."""
    from journeykit import measures

    survey = _read(args)
    found = measures.scores(survey, by=args.by)
    data = {
        "responses": survey.responses,
        "weighted": survey.weight is not None,
        "scores": found,
    }
    return Answer(data, columns([_row(score) for score in found]) or "No question has a scale.")


def _row(score: dict[str, Any]) -> tuple[object, ...]:
    def number(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    what = score["measure"] + (f" {score['option']}" if score.get("option") else "")
    interval = f"{number(score['low'])} to {number(score['high'])}"
    hidden = "too few to show" if score.get("suppressed") else ""
    return (
        _short(score["text"]), score["group"] or "", what, number(score["value"]), interval,
        f"n {score['n']}", hidden,
    )  # fmt: skip


def _short(text: str, width: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def attach(args: Namespace) -> Answer:
    """Make a survey file a source of a workshop."""
    from journeykit.attach import prepare
    from journeykit.cli.workshops import AUTHOR, find
    from journeykit.store import open_store

    with open_store(args.store) as store:
        id = find(store, args.workshop)
        before, _ = store.open(id)
        ready = prepare(store, before, Path(args.file), _recipe(args))
        workshop, _ = store.append(id, ready.batch, author=AUTHOR)
        source = ready.source.id
    links = [
        {"question": link.question, "touchpoint": link.touchpoint, "stage": link.stage}
        for link in workshop.ordered("links", source=source)
    ]
    added = workshop.get("sources", source)
    linked = f"{len(links)} questions are linked to touchpoints. The Survey page links the others."
    done = f"Attached '{added.title}' (n {added.n})" if ready.new else ready.said.rstrip(".")
    said = ready.said if ready.new else ""
    return Answer(
        {"workshop": id, "source": source, "n": added.n, "links": links},
        f"{done}; {linked} {said}".strip(),
    )
