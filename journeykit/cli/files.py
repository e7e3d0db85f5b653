"""Commands that write and read files: exchange, report, backup."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from journeykit.cli.answer import Answer, columns, lines
from journeykit.cli.workshops import AUTHOR, find


def _losses(losses: Sequence[Any]) -> str:
    if not losses:
        return "Nothing was lost."
    rows = [(f"  {loss.where}", loss.what, loss.why) for loss in losses]
    return f"{len(losses)} thing(s) were lost or changed:\n{columns(rows)}"


def export(args: Namespace) -> Answer:
    """Write a workshop in the format that the suffix names."""
    from journeykit import exchange
    from journeykit.store import open_store

    with open_store(args.store) as store:
        id = find(store, args.workshop)
        workshop, _ = store.open(id)
        losses = exchange.export(workshop, Path(args.output), _points(store, workshop))
    return Answer(
        {"workshop": id, "path": args.output, "losses": [loss.to_json() for loss in losses]},
        lines(f"Wrote {args.output}.", _losses(losses)),
    )


def _points(store: Any, workshop: Any) -> Any:
    """The curve of the workshop with the answers in its store, made where a format draws it."""

    def points() -> Any:
        from journeykit.report import Report

        return Report(store, workshop).points

    return points


def import_file(args: Namespace) -> Answer:
    """Put the workshop of a file into the store, beside what is there."""
    from journeykit import exchange
    from journeykit.model import new_id
    from journeykit.store import open_store

    workshop, losses = exchange.load(Path(args.file))
    with open_store(args.store) as store:
        cards = [
            *store.workshops(), *store.workshops(archived=True), *store.workshops(deleted=True)
        ]  # fmt: skip
        if any(card.id == workshop.id for card in cards):
            workshop = workshop.model_copy(update={"id": new_id()})
        id = store.create(workshop, author=AUTHOR)
    return Answer(
        {"workshop": id, "title": workshop.title, "losses": [loss.to_json() for loss in losses]},
        lines(f"{id}  {workshop.title}", _losses(losses)),
    )


def report(args: Namespace) -> Answer:
    """Write the report of a workshop."""
    from journeykit import report as reports
    from journeykit.store import open_store

    with open_store(args.store) as store:
        id = find(store, args.workshop)
        reports.write(
            store, id, Path(args.output), persona=args.persona or "", wave=args.wave or ""
        )
    return Answer({"workshop": id, "path": args.output}, f"Wrote {args.output}.")


def backup(args: Namespace) -> Answer:
    """Write the whole store into one file."""
    from journeykit.store import open_store

    with open_store(args.store) as store:
        store.backup(Path(args.path))
        count, where = len(_all(store)), store.where
    size = Path(args.path).stat().st_size
    return Answer(
        {"path": args.path, "store": where, "workshops": count, "bytes": size},
        f"Wrote {args.path}: {count} workshop(s) of {where}, {size:,} bytes.",
    )


def restore(args: Namespace) -> Answer:
    """Put a backup into the store, all of it or nothing."""
    from journeykit.store import open_store

    with open_store(args.store) as store:
        store.restore(Path(args.path), replace=args.replace)
        count, where = len(_all(store)), store.where
    return Answer(
        {"path": args.path, "store": where, "workshops": count},
        f"{where} holds {count} workshop(s) now.",
    )


def _all(store: Any) -> list[Any]:
    return [*store.workshops(), *store.workshops(archived=True)]
