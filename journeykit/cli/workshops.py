"""Commands about the workshops of a store."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from journeykit.cli.answer import Answer, columns, lines

if TYPE_CHECKING:
    from journeykit.store import Store

AUTHOR = "command line"


def find(store: Store, given: str) -> str:
    """Return the id of the workshop that is meant by an id or a title.

    Raises `Missing` where no workshop has it, and `Refused` where several have that title.
    """
    from difflib import get_close_matches

    from journeykit.errors import Missing, Refused

    cards = [*store.workshops(), *store.workshops(archived=True)]
    if any(card.id == given for card in cards):
        return given
    meant = [card for card in cards if card.title.casefold() == given.casefold()]
    if len(meant) == 1:
        return meant[0].id
    if meant:
        ids = ", ".join(card.id for card in meant)
        raise Refused(f"{len(meant)} workshops are called '{given}'; use the id: {ids}.")
    titles = {card.title.casefold(): card.title for card in cards}
    close = get_close_matches(given.casefold(), titles, n=1)
    hint = f"did you mean '{titles[close[0]]}'?" if close else "see 'journeykit list'."
    raise Missing(f"There is no workshop '{given}' in {store.where}: {hint}")


def new(args: Namespace) -> Answer:
    """Make a workshop, empty or from a template."""
    from journeykit import library
    from journeykit.errors import Refused
    from journeykit.model import LINE_LIMIT, Workshop
    from journeykit.store import open_store

    title = args.title.strip()
    if not 0 < len(title) <= LINE_LIMIT:
        raise Refused(f"A title has 1 to {LINE_LIMIT} characters; this one has {len(title)}.")
    workshop = library.start(args.template, title) if args.template else Workshop.new(title)
    with open_store(args.store) as store:
        id = store.create(workshop, author=AUTHOR)
    return _made(id, workshop.title, args.template)


def _made(id: str, title: str, template: str | None = None) -> Answer:
    return Answer(
        {"workshop": id, "title": title, "template": template},
        f"{id}  {title}\nNext: journeykit serve",
    )


def list_all(args: Namespace) -> Answer:
    """List the workshops, the one that was changed last first."""
    from journeykit.store import open_store

    with open_store(args.store) as store:
        cards = [*store.workshops(), *store.workshops(archived=True)]
        where = store.where
    data = [
        {
            "workshop": card.id,
            "title": card.title,
            "changed": card.changed.isoformat(),
            "changed_by": card.changed_by,
            "edits": card.seq,
            "archived": card.archived,
        }
        for card in cards
    ]
    rows = [
        (c.id, f"{c.changed:%Y-%m-%d %H:%M}", c.title + (" (archived)" if c.archived else ""))
        for c in cards
    ]
    nothing = f"No workshop in {where} yet. Next: journeykit new 'Title' --template b2c"
    return Answer({"store": where, "workshops": data}, columns(rows) or nothing)


def templates(args: Namespace) -> Answer:
    """List the templates of workshops."""
    from journeykit import library

    found = library.journeys()
    data = [
        {
            "name": one.name,
            "title": one.title,
            "sector": one.sector,
            "description": one.description,
            "stages": [stage.name for stage in one.stages],
            "touchpoints": len(one.touchpoints),
        }
        for one in found
    ]
    rows = [(one.name, one.title, ", ".join(stage.name for stage in one.stages)) for one in found]
    return Answer({"templates": data}, columns(rows))


def example(args: Namespace) -> Answer:
    """Put a finished example into the store."""
    from journeykit import examples
    from journeykit.store import open_store

    with open_store(args.store) as store:
        id = examples.load(store, args.name)
        workshop, _ = store.open(id)
    return _made(id, workshop.title)


def check(args: Namespace) -> Answer:
    """List what is open, the coverage and the rubric of a workshop."""
    from journeykit import checks
    from journeykit.store import open_store

    with open_store(args.store) as store:
        workshop, _ = store.open(find(store, args.workshop))
    problems = checks.problems(workshop)
    coverage = checks.coverage(workshop)
    rubric = checks.rubric(workshop)
    text = lines(
        columns([(problem["step"], problem["message"]) for problem in problems])
        or "Nothing is open.",
        f"\nEvidence coverage {coverage:.0%}; rubric {rubric['total']} of {rubric['of']} points."
        + (" The map carries the ASSUMPTIONS mark." if rubric["assumptions"] else ""),
    )
    data = {"problems": problems, "coverage": round(coverage, 4), "rubric": rubric}
    return Answer(data, text)


def history(args: Namespace) -> Answer:
    """Show the newest changes first."""
    from journeykit.store import open_store

    with open_store(args.store) as store:
        id = find(store, args.workshop)
        entries = store.history(id, limit=max(1, args.limit))
    data = [
        {
            "seq": entry.seq,
            "at": entry.at.isoformat(),
            "author": entry.author,
            "what": entry.words,
            "undoes": entry.undoes,
            "undone_by": entry.undone_by,
        }
        for entry in entries
    ]
    rows = [
        (
            entry.seq,
            f"{entry.at:%Y-%m-%d %H:%M}",
            entry.author or "-",
            entry.words + (f" (taken back by {entry.undone_by})" if entry.undone_by else ""),
        )
        for entry in entries
    ]
    return Answer({"workshop": id, "entries": data}, columns(rows))


def undo(args: Namespace) -> Answer:
    """Take the newest change back that still stands."""
    from journeykit.store import open_store

    with open_store(args.store) as store:
        id = find(store, args.workshop)
        entry = store.undo(id, author=AUTHOR)
    return Answer(
        {"workshop": id, "seq": entry.seq, "undoes": entry.undoes, "what": entry.words},
        f"Taken back: change {entry.undoes}. 'journeykit history {id}' shows all.",
    )
