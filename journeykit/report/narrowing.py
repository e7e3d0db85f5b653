"""A report about one persona's people, or one wave: whose answers are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.emotions import Point, changes, curve, wave_order
from journeykit.emotions.curve import of_wave
from journeykit.emotions.people import people_points
from journeykit.errors import Missing
from journeykit.model import Journey, Persona, Workshop

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.emotions import Change
    from journeykit.store import Store


@dataclass(frozen=True)
class Narrow:
    """Whose answers count: a persona's, a wave's, or everybody's of the newest wave."""

    persona: Persona | None = None
    wave: str = ""

    @classmethod
    def of(cls, workshop: Workshop, persona: str, wave: str) -> Narrow:
        """Find a persona by its id or name and a wave by its name; raise `Missing` else.

        >>> Narrow.of(Workshop.new("Jacket"), "", "").persona is None
        True
        """
        found = None
        if persona:
            wanted = persona.strip().casefold()
            found = workshop.personas.get(persona) or next(
                (p for p in workshop.ordered("personas") if p.name.casefold() == wanted), None
            )
            if found is None:
                names = "; ".join(each.name for each in workshop.ordered("personas"))
                raise Missing(f"There is no persona '{persona}'; there is {names or 'none'}.")
        waves = cls.waves(workshop)
        if wave and wave not in waves:
            raise Missing(f"There is no wave '{wave}'; there is {'; '.join(waves) or 'none'}.")
        return cls(found, wave)

    @staticmethod
    def waves(workshop: Workshop) -> list[str]:
        """The names of the waves of a workshop, each once, the oldest first."""
        sources = sorted(workshop.ordered("sources"), key=lambda s: str(s.collected or ""))
        return list(dict.fromkeys(source.wave for source in sources if source.wave))

    def __bool__(self) -> bool:
        return self.persona is not None or bool(self.wave)

    def points(
        self, store: Store, workshop: Workshop, everybody: pd.DataFrame, points: Sequence[Point]
    ) -> list[Point]:
        """The points with the customers' replaced by those of the wave, of the persona's people.

        Comments are everybody's, so they are left out.
        """
        here = [point.touchpoint for point in points if point.source == "survey"]
        sources = workshop.sources
        said = curve(everybody, (), here, sources=sources, wave=self.wave or None)
        who = self._people(store, workshop)
        if who is not None:
            asked = of_wave(everybody, self.wave)
            assert asked is not None
            said = people_points(asked, who, here, sources=sources)
        own = {point.touchpoint: point for point in said}
        return [
            own[point.touchpoint] if point.source == "survey" else point
            for point in points
            if point.source != "text"
        ]

    def answers(
        self, store: Store, workshop: Workshop, everybody: pd.DataFrame, points: Sequence[Point]
    ) -> pd.DataFrame:
        """The answers behind the points.

        Of a persona's people only those at touchpoints that are shown: a count at another one
        could be worked out to be about persons.
        """
        wave = self.wave or (wave_order(everybody, workshop.sources) or [""])[-1]
        found = of_wave(everybody, wave)
        assert found is not None
        who = self._people(store, workshop)
        if who is None:
            return found
        shown = {p.touchpoint for p in points if p.source == "survey" and p.shown}
        return found[found["respondent"].isin(who) & found["touchpoint"].isin(shown)]

    def changes(
        self, workshop: Workshop, everybody: pd.DataFrame, journey: Journey
    ) -> list[Change]:
        """What moved since the wave before, for everybody; nothing where there is one wave."""
        order = wave_order(everybody, workshop.sources)
        at = order.index(self.wave) if self.wave in order else len(order) - 1
        if self.persona is not None or at < 1:
            return []
        here = [touchpoint.id for touchpoint in workshop.touchpoints_of(journey.id)]
        return changes(everybody, here, order[at - 1], order[at])

    @property
    def named(self) -> list[str]:
        """The persona and the wave, as they stand below a title."""
        who = [f"persona {self.persona.name}"] if self.persona else []
        return [*who, f"wave {self.wave}"] if self.wave else who

    def words(self, store: Store, workshop: Workshop) -> Iterator[str]:
        """Say what the report is about, where it is not about everything."""
        if self.wave:
            yield f"This report is about the wave '{self.wave}' alone."
        if self.persona is None:
            return
        if self._people(store, workshop) is None:
            yield (
                f"This report is about {self.persona.name}. No survey here can tell whose answers "
                "these would be, so the numbers are everybody's."
            )
        else:
            yield f"This report is about {self.persona.name}; the answers are those of its people."

    def _people(self, store: Store, workshop: Workshop) -> frozenset[str] | None:
        from journeykit.respondents import respondents

        return respondents(store, workshop, self.persona) if self.persona else None


__all__ = ["Narrow"]
