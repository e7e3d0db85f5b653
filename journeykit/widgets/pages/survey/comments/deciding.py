"""The edits by which people decide about comments; a link counts those that are confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from journeykit.edits import Change, Edit, Put, Remove, next_rank
from journeykit.errors import Refused
from journeykit.insight.themes.agreement import whole
from journeykit.insight.themes.comments import coding_id

if TYPE_CHECKING:
    from journeykit.insight.themes.comments import Decided
    from journeykit.model import Workshop

#: So many comments are confirmed with one click.
MOST = 5_000


def decide(
    workshop: Workshop, decided: Decided, at: int, by: str, **fields: Any
) -> list[Edit]:  # fmt: skip
    """Return the edits that set fields of a comment's coding: valence, themes, kind."""
    return [*_coded(decided, at, by, fields), *_counts(workshop, decided, [at], fields)]


def _coded(decided: Decided, at: int, by: str, fields: dict[str, Any]) -> list[Edit]:
    from journeykit.model import Coding

    source, question, row = decided.comments.key(at)
    there = decided.codings.get(at)
    told = fields | ({"together": fields.get("together", False)} if "valence" in fields else {})
    if there is None:
        made = {"id": coding_id(source, question, row), "source": source, "question": question,
                "row": row, "by": by[:300]}  # fmt: skip
        return [Put.of(Coding.model_validate(made | told))]
    changed = {k: v for k, v in (told | {"by": by[:300]}).items() if getattr(there, k) != v}
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in changed.items()}
    if not set(plain) - {"by"}:
        return []
    return [Change(collection="codings", id=there.id, fields=plain)]


def _counts(
    workshop: Workshop, decided: Decided, places: Iterable[int], fields: dict[str, Any]
) -> list[Edit]:
    """Keep with the link of a question how many of its comments are confirmed."""
    if "valence" not in fields:
        return []
    comments, more = decided.comments, Counter[int]()
    for at in places:
        had = at in decided.codings and decided.codings[at].valence is not None
        more[int(comments.part[at])] += (fields["valence"] is not None) - had
    edits: list[Edit] = []
    for part, extra in more.items():
        one = comments.parts[part]
        for link in workshop.ordered("links", source=one.source.id, question=one.column.question):
            n = confirmed(decided, part) + extra
            if link.comments and link.n != n:
                edits.append(Change(collection="links", id=link.id, fields={"n": n}))
    return edits


def confirmed(decided: Decided, part: int) -> int:
    """Return how many comments of a column are confirmed."""
    import numpy as np

    here = decided.comments.part == part
    return int((~np.isnan(decided.confirmed[here])).sum())


def confirm(
    workshop: Workshop, decided: Decided, places: Sequence[int], by: str
) -> list[Edit]:  # fmt: skip
    """Return the edits that confirm many suggestions unread; refuse where there are none."""
    import numpy as np

    comments = decided.comments
    known = ~np.isnan(comments.suggested) & np.isnan(decided.confirmed)
    some = [at for at in places if known[at]][:MOST]
    if not some:
        raise Refused("None of these has a suggestion that waits to be confirmed.")
    edits: list[Edit] = []
    for at in some:
        valence = whole(float(comments.suggested[at]))
        edits += _coded(decided, at, by, {"valence": valence, "together": True})
    return [*edits, *_counts(workshop, decided, some, {"valence": 0})]


def tie(
    workshop: Workshop, decided: Decided, source: str, question: str, value: str
) -> list[Edit]:  # fmt: skip
    """Return the edits after which the comments on a question speak about a touchpoint.

    ``value`` is its id, "journey" for the whole, "" for what is not said.
    """
    from journeykit.model import Link

    parts = decided.comments.parts
    part = next((at for at, one in enumerate(parts)
                 if (one.source.id, one.column.question) == (source, question)), None)  # fmt: skip
    if part is None:
        raise Refused("This question is not here any more; reload the page.")
    if value not in ("", "journey") and value not in workshop.touchpoints:
        raise Refused("This touchpoint is not on the map any more; choose another.")
    there = [
        link
        for link in workshop.ordered("links", source=source, question=question)
        if link.comments
    ]
    if not value:
        return [Remove(collection="links", id=link.id) for link in there]
    at = None if value == "journey" else value
    if there:
        return [Change(collection="links", id=there[0].id, fields={"touchpoint": at})]
    fields: dict[str, Any] = {
        "source": source, "question": question, "touchpoint": at, "low": -2, "high": 2,
        "n": confirmed(decided, part), "comments": True,
        "rank": next_rank(workshop.ordered("links", source=source)),
    }  # fmt: skip
    return [Put.of(Link(**fields))]
