"""The answers of an attached survey, as its links read them; what was computed is kept.

A dataset never changes, since its address is its content. What stands on it is therefore kept
by its address, the links that read it and the choice that was made, and by nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing
from journeykit.widgets.pages.survey import sources

if TYPE_CHECKING:
    import numpy as np

    from journeykit.measures import Tally
    from journeykit.model import Link, Source, Workshop
    from journeykit.store import Store
    from journeykit.survey import Question, Survey

#: So many different answers, and a question is no longer one to put into a table.
MOST_ANSWERS = 40
#: Surveys that are kept open, and results of each.
_OPEN, _RESULTS = 6, 60
_KEPT: OrderedDict[Any, Answers] = OrderedDict()


@dataclass(frozen=True)
class Rating:
    """A question on a scale, as its link reads it; ``low`` is the worst point.

    ``target`` is what it speaks about, "" where it is not linked; ``label`` names it shortly.
    """

    at: int
    id: str
    kind: str
    low: float
    high: float
    label: str
    asked: str
    target: str = ""

    @property
    def overall(self) -> bool:
        """Whether it speaks about the journey as a whole."""
        return self.target == "journey"


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of one source, and what was computed from them."""

    source: Source
    survey: Survey
    links: tuple[Link, ...]
    names: dict[str, str]
    key: tuple[Any, ...]

    @cached_property
    def _results(self) -> OrderedDict[Any, Any]:
        return OrderedDict()

    def known(self, key: Any) -> bool:
        """Whether this has been computed."""
        return key in self._results

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what is kept under a key, made when it is asked for first."""
        kept = self._results
        if key not in kept:
            kept[key] = make()
            while len(kept) > _RESULTS:
                kept.popitem(last=False)
        return kept[key]

    @property
    def title(self) -> str:
        """What the survey is called: its wave, else its title."""
        return self.source.wave or self.source.title

    @cached_property
    def ratings(self) -> list[Rating]:
        """The questions on a scale, in the order of the survey."""
        linked = {link.question: link for link in self.links}
        places = [_target(link) for link in self.links]
        found = []
        for at, question in enumerate(self.survey.questions):
            link, scale = linked.get(question.id), question.scale
            if not question.scaled or scale is None:
                continue
            low, high = (link.low, link.high) if link else (scale.min, scale.max)
            if low is None or high is None:
                continue
            target = _target(link) if link else ""
            asked = question.text or question.id
            alone = target not in ("", "journey") and places.count(target) == 1
            label = self.names.get(target, asked) if alone else short(asked)
            found.append(Rating(
                at, question.id, question.kind, float(low), float(high), label, asked, target
            ))  # fmt: skip
        names = [each.label for each in found]
        return [
            replace(each, label=f"{each.label} ({short(each.id, 40)})")
            if names.count(each.label) > 1 else each
            for each in found
        ]  # fmt: skip

    def rating(self, at: str) -> Rating | None:
        """Return a rating by the number of its question, as it stands in an address."""
        return next((each for each in self.ratings if str(each.at) == at), None)

    def values(self, rating: Rating) -> np.ndarray:
        """Return the answers to a rating as floats, NaN where none counts."""
        return self.keep(("values", rating.at), lambda: self._values(rating))

    def _values(self, rating: Rating) -> np.ndarray:
        from journeykit.survey.answers import link_scale, numeric

        question = self.survey.question(rating.id)
        link = next((link for link in self.links if link.question == rating.id), None)
        found = numeric(self.survey, question, link_scale(question, link) if link else None)
        return found.to_numpy()

    def states(self, question: Question) -> np.ndarray:
        """Return for each response "x" answered, "n/a" not applicable or "" missing."""
        return self.keep(("states", question.id), lambda: self._states(question))

    def _states(self, question: Question) -> np.ndarray:
        import numpy as np

        from journeykit.survey import coding
        from journeykit.survey.answers import link_scale

        link = next((link for link in self.links if link.question == question.id), None)
        if link and question.scaled:
            question = replace(question, scale=link_scale(question, link))
        if question.kind == "multi" and len(question.columns) > 1:
            some = self.survey.answers.any_filled(question.columns) > 0
            return np.where(some, "x", "").astype(object)
        found = coding.values(question, self.survey.answers[question.columns[0]])
        state = np.where(np.isneginf(found), "n/a", np.where(np.isnan(found), "", "x"))
        return state.astype(object)

    @cached_property
    def weights(self) -> np.ndarray | None:
        """The weight of each response, None where the survey has none."""
        from journeykit.survey import weights

        return None if self.survey.weight is None else weights(self.survey).to_numpy()

    def tally(self, rating: Rating, mask: np.ndarray | None = None) -> Tally:
        """Return the answers to a rating as a tally, of some people where a mask says whom."""
        from journeykit.measures import Tally

        values, weights = self.values(rating), self.weights
        if mask is None:
            return Tally.of(values, weights)
        return Tally.of(values[mask], None if weights is None else weights[mask])

    def texts(self, question: Question) -> np.ndarray:
        """Return the answers to a question as text, "" where there is none."""
        return self.keep(("texts", question.id), lambda: self._texts(question))

    def _texts(self, question: Question) -> np.ndarray:
        import numpy as np

        if question.scaled:
            rating = next((each for each in self.ratings if each.id == question.id), None)
            if rating:
                values = self.values(rating)
                return np.array(["" if v != v else f"{v:g}" for v in values], dtype=object)
        state = self.states(question)
        cells = self.cells(question.columns[0])
        return np.where(state == "x", cells, "")

    def cells(self, column: str) -> np.ndarray:
        """Return the cells of a column as they stand."""
        import numpy as np

        from journeykit.survey.columns import Coded

        found = self.survey.answers[column]
        if isinstance(found, Coded):
            return np.array([*found.values, ""], dtype=object)[found.codes]
        return np.array(found.arrow().to_pylist(), dtype=object)

    @cached_property
    def choices(self) -> list[tuple[int, Question]]:
        """The questions with few different answers, which a table can show."""
        from journeykit.survey.columns import Coded

        found = []
        for at, question in enumerate(self.survey.questions):
            if question.kind not in ("single", "multi", "number") and not question.scaled:
                continue
            if question.kind == "multi":
                found.append((at, question))
                continue
            cells = self.survey.answers[question.columns[0]]
            if isinstance(cells, Coded) and 2 <= len(set(cells.counts) - {""}) <= MOST_ANSWERS:
                found.append((at, question))
        return found

    def choice(self, at: str) -> Question | None:
        """Return a question of `choices` by its number."""
        return next((question for place, question in self.choices if str(place) == at), None)


def _target(link: Link) -> str:
    return link.touchpoint or link.stage or "journey"


def opened(store: Store, workshop: Workshop) -> list[Answers]:
    """Return the surveys of a workshop whose answers are in this store, in their order."""
    from journeykit.attach import survey_of

    links: dict[str, list[Link]] = {}
    for link in workshop.ordered("links"):
        if not link.comments:
            links.setdefault(link.source, []).append(link)
    names = {id: one.name for id, one in workshop.touchpoints.items()}
    names |= {id: f"Stage {one.name}" for id, one in workshop.stages.items()}
    found = []
    for source in workshop.ordered("sources"):
        if not source.dataset or source.kind not in sources.ASKED:
            continue
        mine = tuple(links.get(source.id, ()))
        used = {id: names[id] for id in map(_target, mine) if id in names}
        key = (store.url, source.dataset, source.title, source.wave, mine, tuple(used.items()))
        if key not in _KEPT:
            try:
                survey = survey_of(store, source)
            except Missing:
                continue  # it came from another store; the page says so above
            _KEPT[key] = Answers(source, survey, mine, used, key)
            while len(_KEPT) > _OPEN:
                _KEPT.popitem(last=False)
        _KEPT.move_to_end(key)
        found.append(_KEPT[key])
    return found


def short(text: str, most: int = 70) -> str:
    """Return a question's text for a list: of a grid its row, of a long one the beginning.

    >>> short("How was it? [The website]"), short("x" * 80, 5)
    ('The website', 'xxxx…')
    """
    head, bracket, row = text.rstrip().removesuffix("]").rpartition("[")
    if bracket and head.strip() and row.strip() and text.rstrip().endswith("]"):
        text = row.strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def named(survey: Answers, numbers: Sequence[tuple[int, Question]]) -> list[tuple[str, str]]:
    """Return questions as options of a select: number, and what was asked."""
    return [(str(at), short(question.text or question.id)) for at, question in numbers]


__all__ = ["MOST_ANSWERS", "Answers", "Rating", "named", "opened", "short"]
