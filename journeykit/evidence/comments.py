"""The comments of a workshop's sources: read once, scored once, kept by the dataset's address."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing
from journeykit.evidence.shape import TOUCHPOINT
from journeykit.insight.themes.column import Column
from journeykit.insight.themes.comments import Comments, Decided, Part

if TYPE_CHECKING:
    import numpy as np

    from journeykit.emotions.text import Documents
    from journeykit.model import Source, Workshop
    from journeykit.store import Store
    from journeykit.survey import Survey

#: Sources whose comments are kept in this kernel.
_MOST = 12
#: A dataset never changes: its address is its content.
_KEPT: OrderedDict[tuple[str, str], list[Column]] = OrderedDict()


def columns(store: Store, source: Source) -> list[Column]:
    """Return the comments of a source, a column a question; [] where there are none here."""
    from journeykit.attach import PICTURES, survey_of

    if not source.dataset or source.kind in PICTURES:
        return []
    key = (store.url, source.dataset)
    if key not in _KEPT:
        try:
            survey = survey_of(store, source)
        except Missing:
            return []  # the workshop came from another store
        asked = [Column.of(survey, q) for q in survey.questions if q.kind == "text" and q.columns]
        _KEPT[key] = [column for column in asked if len(column)]
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    _KEPT.move_to_end(key)
    return _KEPT[key]


def waiting(store: Store, workshop: Workshop) -> int:
    """Return how many different comments are not scored yet."""
    found = (one for source in workshop.ordered("sources") for one in columns(store, source))
    return sum(len(one.texts) - len(one.scores) for one in found)


def read(store: Store, workshop: Workshop) -> Iterator[tuple[str, float]]:
    """Score all comments, telling how far it is: words, and a share of 1."""
    found = [one for source in workshop.ordered("sources") for one in columns(store, source)]
    total = sum(len(one.texts) for one in found) or 1
    done = 0
    for column in found:
        for here in column.work():
            yield f"Reading comments, {done + here:,} of {total:,}", (done + here) / total
        done += len(column.texts)


def gathered(store: Store, workshop: Workshop) -> Comments:
    """Return all comments of a workshop, scored; each belongs to what its question is linked to.

    Where the rows of a source name a touchpoint themselves, as reviews do, that one counts.
    """
    for _ in read(store, workshop):
        pass
    linked = {
        (link.source, link.question): link.touchpoint or ""
        for link in workshop.links.values()
        if link.comments
    }
    return Comments(tuple(
        Part(source, column, _touchpoints(
            store, workshop, source, column, linked.get((source.id, column.question), "")
        ))
        for source in workshop.ordered("sources")
        for column in columns(store, source)
    ))  # fmt: skip


def _touchpoints(
    store: Store, workshop: Workshop, source: Source, column: Column, linked: str
) -> np.ndarray:
    import numpy as np

    from journeykit.attach import survey_of

    survey: Survey = survey_of(store, source)
    if TOUCHPOINT not in survey.answers.names:
        return np.full(len(column), linked, dtype=object)
    named = survey.answers[TOUCHPOINT].arrow().to_pylist()
    own = (named[row] for row in column.rows)
    each: list[Any] = [id if id in workshop.touchpoints else linked for id in own]
    return np.array(each, dtype=object)


def documents(store: Store, workshop: Workshop) -> Documents | None:
    """Return the comments with their feelings as `journeykit.emotions.text.text_points` takes them.

    None where no comment speaks about a touchpoint; nothing is scored then.
    """
    comments = gathered(store, workshop) if _places(store, workshop) else None
    if comments is None or not any(comments.touchpoint):
        return None
    return Decided.of(comments, workshop.codings.values()).documents()


def _places(store: Store, workshop: Workshop) -> bool:
    """Whether some comments may speak about a touchpoint."""
    if any(link.comments and link.touchpoint for link in workshop.links.values()):
        return True
    from journeykit.attach import survey_of

    return any(
        TOUCHPOINT in survey_of(store, source).answers.names
        for source in workshop.ordered("sources")
        if columns(store, source)
    )


def ratings(store: Store, workshop: Workshop, part: Part) -> np.ndarray:
    """Return what the writers of comments rated, on −2 to +2; NaN where they did not.

    The ratings are those of the same source about the same touchpoint; for comments about the
    whole journey, and those not tied to anything, the ones about the whole. A recommendation
    is no feeling.
    """
    import numpy as np

    from journeykit.attach import survey_of
    from journeykit.emotions.curve import to_valence_rows
    from journeykit.survey import tidy

    links = [
        link
        for link in workshop.ordered("links", source=part.source.id)
        if not (link.comments or link.activity or link.stage)
    ]
    nan = np.full(len(part.column), np.nan)
    if not links:
        return nan
    frame = tidy(survey_of(store, part.source), links)
    frame = frame[frame["kind"] != "nps"]
    if frame.empty:
        return nan
    frame["valence"] = to_valence_rows(frame)
    means = frame.groupby(["respondent", "touchpoint"])["valence"].mean().to_dict()
    return np.array([
        means.get((int(row) + 1, str(place)), np.nan)
        for row, place in zip(part.column.rows, part.touchpoints, strict=True)
    ])  # fmt: skip
