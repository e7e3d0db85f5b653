"""The points of the curve, computed again only when what they stand on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from journeykit.errors import Missing
from journeykit.model import Persona, Workshop

if TYPE_CHECKING:
    from journeykit.emotions import Change, Point, Tie
    from journeykit.store import Store

T = TypeVar("T")


@dataclass(frozen=True)
class Own:
    """A persona's curve: the points of the respondents whom its rule describes, or why not."""

    persona: Persona
    points: tuple[Point, ...]
    why: str = ""

    @property
    def n(self) -> int:
        """How many people spoke about the touchpoint that most spoke about."""
        return max((point.n for point in self.points), default=0)


class Curves:
    """All series of a journey: customers, comments, team, waves, personas, whole stages.

    A collection of a workshop is the same object until one of its entities changes, so its
    identity says whether the numbers still hold.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def of(self, workshop: Workshop, journey: str, *, team: bool) -> list[Point]:
        """Return the points in journey order: customers', and the team's where it may be seen."""
        order = self._order(workshop, journey)
        found = [*self._said(workshop, journey), *self._written(workshop, journey)]
        if team:
            found += self._believed(workshop, journey)
        place = {id: index for index, id in enumerate(order)}
        return sorted(found, key=lambda p: (place[p.touchpoint], p.source))

    def waves(self, workshop: Workshop, journey: str) -> list[tuple[str, list[Point]]]:
        """Return each wave with its points, the oldest first; nothing where there is one."""
        from journeykit.emotions import curve, wave_order

        order, sources = self._order(workshop, journey), workshop.sources

        def make() -> list[tuple[str, list[Point]]]:
            answers = self._answers(workshop)
            return [
                (wave, curve(answers, (), order, sources=sources, wave=wave))
                for wave in wave_order(answers, sources)
            ]

        return self._cached("waves", (*self._asked(workshop), tuple(order)), make)

    def changes(self, workshop: Workshop, journey: str) -> list[Change]:
        """Return what changed between the two newest waves."""
        from journeykit.emotions import changes

        order = self._order(workshop, journey)
        names = [name for name, _ in self.waves(workshop, journey)][-2:]
        if len(names) < 2:
            return []
        return self._cached(
            "changes", (*self._asked(workshop), tuple(order), *names),
            lambda: changes(self._answers(workshop), order, *names),
        )  # fmt: skip

    def stages(self, workshop: Workshop, journey: str) -> list[Point]:
        """Return the points of questions that speak about whole stages."""
        from journeykit.emotions import curve

        steps = tuple(stage.id for stage in workshop.stages_of(journey))
        if not any(link.stage and not link.touchpoint for link in workshop.links.values()):
            return []

        def make() -> list[Point]:
            answers = self._answers(workshop)
            whole = answers if answers is None else answers[answers["touchpoint"] == ""]
            return curve(whole, (), steps, by="stage", sources=workshop.sources)

        return self._cached("stages", (*self._asked(workshop), steps), make)

    def personas(self, workshop: Workshop, journey: str) -> list[Own]:
        """Return the curve of each persona that has a rule."""
        order = self._order(workshop, journey)

        def make() -> list[Own]:
            return [
                self._own(workshop, persona, order)
                for persona in workshop.ordered("personas")
                if persona.rule
            ]

        return self._cached("own", (*self._asked(workshop), workshop.personas, tuple(order)), make)

    def ties(self, workshop: Workshop, journey: str) -> list[Tie]:
        """Return how the feeling at each stage goes with the loyalty question, if one is asked."""
        from journeykit.emotions import ties

        steps: dict[str, list[str]] = {s.id: [] for s in workshop.stages_of(journey)}
        for touchpoint in workshop.touchpoints_of(journey):
            steps[touchpoint.stage].append(touchpoint.id)
        order = tuple((step, tuple(places)) for step, places in steps.items())
        return self._cached(
            "ties", (*self._asked(workshop), order),
            lambda: ties(self._answers(workshop), steps),
        )  # fmt: skip

    def guide(self, workshop: Workshop, journey: str, *, team: bool) -> list[str]:
        """Return what the curve says, with waves, targets and loyalty, in plain sentences."""
        from journeykit.emotions import reading_guide

        return reading_guide(
            workshop, journey, self.of(workshop, journey, team=team),
            changes=self.changes(workshop, journey), stages=self.stages(workshop, journey),
            ties=self.ties(workshop, journey),
        )  # fmt: skip

    def absent(self, workshop: Workshop) -> list[str]:
        """Return the titles of linked sources whose answers are not in this store."""
        if not any(source.dataset for source in workshop.sources.values()):
            return []
        from journeykit.attach import absent

        return [source.title for source in absent(self.store, workshop)]

    # ---- each source -------------------------------------------------------------------------

    def _said(self, workshop: Workshop, journey: str) -> list[Point]:
        from journeykit.emotions import curve

        order = self._order(workshop, journey)
        return self._cached(
            "said", (*self._asked(workshop), tuple(order)),
            lambda: curve(self._answers(workshop), (), order, sources=workshop.sources),
        )  # fmt: skip

    def _written(self, workshop: Workshop, journey: str) -> list[Point]:
        if not any(source.dataset for source in workshop.sources.values()):
            return []
        from journeykit.emotions.text import text_points

        order = tuple(self._order(workshop, journey))

        def make() -> list[Point]:
            from journeykit.evidence.comments import documents

            return text_points(documents(self.store, workshop), order)

        return self._cached("written", (*self._asked(workshop), workshop.codings, order), make)

    def _believed(self, workshop: Workshop, journey: str) -> list[Point]:
        from journeykit.emotions.curve import given, team_point

        order = tuple(self._order(workshop, journey))

        def make() -> list[Point]:
            rated = given(workshop.ratings.values())
            return [team_point(id, list(rated[id].values())) for id in order if id in rated]

        return self._cached("believed", (workshop.ratings, order), make)

    def _own(self, workshop: Workshop, persona: Persona, order: list[str]) -> Own:
        from journeykit.emotions.people import people_points

        answers = self._answers(workshop)
        if answers is None:
            return Own(persona, (), "no answers are linked yet")
        members = self._members(workshop, persona)
        if members is None:
            return Own(persona, (), "no linked survey asks what its rule names")
        if not members:
            return Own(persona, (), "its rule describes none of the respondents")
        points = people_points(answers, members, order, sources=workshop.sources)
        return Own(persona, tuple(points))

    def _members(self, workshop: Workshop, persona: Persona) -> set[str] | None:
        """The respondents whom a rule describes; None where no survey asks what it names."""
        from journeykit.attach import survey_of
        from journeykit.insight.segments.rules import matching

        found: set[str] | None = None
        linked = {link.source for link in workshop.links.values()}
        for source in workshop.ordered("sources"):
            if source.id not in linked or not source.dataset:
                continue
            try:
                mask = matching(survey_of(self.store, source), persona.rule)
            except Missing:
                continue
            rows = (f"{source.id}.{row + 1}" for row in mask.nonzero()[0])
            found = (found or set()) | set(rows)
        return found

    # ---- what they stand on --------------------------------------------------------------------

    @staticmethod
    def _order(workshop: Workshop, journey: str) -> list[str]:
        return [touchpoint.id for touchpoint in workshop.touchpoints_of(journey)]

    @staticmethod
    def _asked(workshop: Workshop) -> tuple[Any, ...]:
        return workshop.links, workshop.sources

    def _answers(self, workshop: Workshop) -> Any:
        linked = {link.source for link in workshop.links.values()}
        if not any(s.dataset and s.id in linked for s in workshop.sources.values()):
            return None  # nothing to read: pandas stays unloaded
        from journeykit.attach import answers

        return self._cached("answers", self._asked(workshop), lambda: answers(self.store, workshop))

    def _cached(self, name: str, stands_on: tuple[Any, ...], make: Callable[[], T]) -> T:
        known = self._kept.get(name)
        if (
            known
            and len(known[0]) == len(stands_on)
            and all(
                a is b or (isinstance(a, (str, tuple)) and a == b)
                for a, b in zip(known[0], stands_on, strict=True)
            )
        ):
            kept: T = known[1]
            return kept
        made = make()
        self._kept[name] = (stands_on, made)
        return made
