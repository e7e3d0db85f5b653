"""What the room said, once it is revealed: spreads, votes, orders, answers; and every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from statistics import median
from typing import Any

from journeykit.checks.rubric import TITLES
from journeykit.edits import Batch, Edit, Put, Rate, Vote
from journeykit.measures.voting import Outcome
from journeykit.measures.voting import results as vote_results
from journeykit.model import Activity, Workshop
from journeykit.room.allowed import finding_kind
from journeykit.room.planning import lanes_of
from journeykit.room.progress import rated, votable

#: from −1 to +2, say: people believe opposite things
WIDE = 3


@dataclass(frozen=True)
class Spread:
    """The ratings of one touchpoint, sorted; ``width`` is the highest less the lowest."""

    touchpoint: str
    values: tuple[int, ...]
    median: float
    width: int

    @property
    def wide(self) -> bool:
        """Whether people disagree so much that it is worth to talk."""
        return self.width >= WIDE


@dataclass(frozen=True)
class Place:
    """One item of a ranking: its mean place (1 is first), and each person's place for it."""

    item: str
    mean: float
    places: tuple[int, ...]


def spreads(workshop: Workshop, activity: Activity) -> list[Spread]:
    """Return the ratings by touchpoint, the widest disagreement first."""
    values: dict[str, list[int]] = {}
    for rating in workshop.ratings.values():
        values.setdefault(rating.touchpoint, []).append(rating.valence)
    found = []
    for id in rated(workshop, activity):
        if given := sorted(values.get(id, ())):
            width = given[-1] - given[0]
            found.append(Spread(id, tuple(given), float(median(given)), width))
    return sorted(found, key=lambda one: -one.width)


def votes(workshop: Workshop, activity: Activity) -> list[Outcome]:
    """Return the outcome of a vote, what most people want first."""
    items = tuple(votable(workshop, activity))
    cast: dict[str, dict[str, int]] = {}
    for vote in workshop.votes.values():
        if vote.dots and vote.item in items:
            cast.setdefault(vote.participant, {})[vote.item] = vote.dots
    return vote_results(items, cast)


def orders(workshop: Workshop, activity: Activity) -> list[Place]:
    """Return the items by their mean place (Borda's order), over the people who ranked them."""
    places: dict[str, list[int]] = {id: [] for id in votable(workshop, activity)}
    for answer in _answers(workshop, activity):
        for at, id in enumerate(answer.order, start=1):
            if id in places:
                places[id].append(at)
    found = [Place(id, sum(at) / len(at), tuple(sorted(at))) for id, at in places.items() if at]
    return sorted(found, key=lambda one: one.mean)


def choices(workshop: Workshop, activity: Activity) -> list[tuple[str, int]]:
    """Return how often each answer was chosen, in the order of the question."""
    said = Counter(one.choice for one in _answers(workshop, activity) if one.choice)
    return [(option, said.get(option, 0)) for option in activity.options]


def texts(workshop: Workshop, activity: Activity) -> list[str]:
    """Return the answers in people's own words, in no order that tells who wrote them."""
    said = [one.text.strip() for one in _answers(workshop, activity) if one.text.strip()]
    return sorted(said, key=str.casefold)


def cards(workshop: Workshop, activity: Activity) -> list[str]:
    """Return the words of the cards that people wrote in an activity, the first one first."""
    if kind := finding_kind(activity):
        found = [one for one in workshop.ordered("findings", kind=kind) if one.by is not None]
        return [": ".join(filter(None, (one.title, one.detail))) for one in found]
    lanes = lanes_of(activity)
    notes = workshop.ordered("notes")
    return [one.text for one in notes if one.lane in lanes and one.by is not None]


def _answers(workshop: Workshop, activity: Activity) -> list[Any]:
    return [one for one in workshop.answers.values() if one.activity == activity.id]


def hidden_items(workshop: Workshop) -> set[str]:
    """Return what a vote is on whose result nobody may see yet."""
    return {
        item
        for vote in workshop.activities.values()
        if vote.kind == "vote" and (vote.open or vote.closed) and not vote.revealed
        for item in votable(workshop, vote)
    }


ROWS = [str(row) for row in range(1, len(TITLES) + 1)]
#: the columns of `rows`
COLUMNS = ("time", "what", "who", "about", "value", "words")


def rows(workshop: Workshop, log: Iterable[tuple[datetime, Edit]]) -> list[dict[str, Any]]:
    """Return every rating, vote, answer and card of a participant that stands, with its time.

    ``log`` are the edits of the workshop with their times, oldest first. Where an activity
    promised it, ``who`` is a number and not a name. Columns: `COLUMNS`.
    """
    last: dict[str, datetime] = {}
    for at, edit in log:
        for one in edit.edits if isinstance(edit, Batch) else (edit,):
            if id := _touched(one):
                last[id] = at
    who = _names(workshop)
    found = [*_ratings(workshop, who), *_votes(workshop, who), *_said(workshop, who),
             *_marks(workshop, who), *_cards(workshop, who)]  # fmt: skip
    return [
        {"time": last[key].isoformat(timespec="seconds") if key in last else "", **row}
        for key, row in sorted(found, key=lambda pair: str(last.get(pair[0], "")))
    ]


def _touched(edit: Edit) -> str:
    match edit:
        case Rate():
            return f"{edit.participant}.{edit.touchpoint}"
        case Vote():
            return f"{edit.participant}.{edit.item}"
        case Put():
            return str(edit.entity.get("id", ""))
    return ""


def _names(workshop: Workshop) -> dict[tuple[str, bool], str]:
    names = {}
    # numbered by chance: an order that follows from ids could be made again by whoever has them
    shuffled = list(workshop.participants.values())
    SystemRandom().shuffle(shuffled)
    for number, person in enumerate(shuffled, start=1):
        names[person.id, False] = person.name or f"person {number}"
        names[person.id, True] = f"person {number}"
    return names


def _anonymous(workshop: Workshop, kind: str) -> bool:
    """Whether any activity of the kind promised it; nothing is signed in doubt."""
    found = [one for one in workshop.activities.values() if one.kind == kind]
    return any(one.anonymous for one in found) or not found


def _ratings(workshop: Workshop, who: dict[tuple[str, bool], str]) -> Any:
    hidden = _anonymous(workshop, "rate")
    for one in workshop.ratings.values():
        name = workshop.touchpoints[one.touchpoint].name
        yield one.id, _row("rating", who.get((one.participant, hidden), "the team"), name,
                           one.valence, ", ".join(one.labels))  # fmt: skip


def _votes(workshop: Workshop, who: dict[tuple[str, bool], str]) -> Any:
    hidden = _anonymous(workshop, "vote")
    known = {**workshop.findings, **workshop.actions}
    for one in workshop.votes.values():
        if one.item in known:
            yield one.id, _row("vote", who.get((one.participant, hidden), "the team"),
                               known[one.item].label, one.dots, "")  # fmt: skip


def _said(workshop: Workshop, who: dict[tuple[str, bool], str]) -> Any:
    for one in workshop.answers.values():
        activity = workshop.activities[one.activity]
        order = " > ".join(
            (workshop.findings.get(id) or workshop.actions[id]).label
            for id in one.order
            if id in workshop.findings or id in workshop.actions
        )
        if one.choice or one.text or order:
            yield one.id, _row("answer", who.get((one.participant, activity.anonymous), "the team"),
                               activity.title, one.choice, one.text or order)  # fmt: skip


def _marks(workshop: Workshop, who: dict[tuple[str, bool], str]) -> Any:
    hidden = _anonymous(workshop, "check")
    for one in workshop.marks.values():
        row = TITLES[int(one.row) - 1] if one.row in ROWS else one.row
        yield one.id, _row("mark", who.get((one.participant, hidden), "the team"), row, one.score,
                           one.remark)  # fmt: skip


def _cards(workshop: Workshop, who: dict[tuple[str, bool], str]) -> Any:
    hidden = _anonymous(workshop, "notes")
    for note in workshop.notes.values():
        if note.by:
            yield note.id, _row("card", who.get((note.by, hidden), "the team"), note.lane, "",
                                note.text)  # fmt: skip
    for one in workshop.findings.values():
        if one.by:
            yield one.id, _row("card", who.get((one.by, hidden), "the team"), one.kind, "",
                               one.title)  # fmt: skip


def _row(what: str, who: str, about: str, value: Any, words: str) -> dict[str, Any]:
    return {"what": what, "who": who, "about": about, "value": value, "words": words}
