"""Earlier waves of a survey in a workshop: found, and what they decided carried over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from journeykit.edits import Change, Edit
from journeykit.errors import Refused
from journeykit.model import Link, Source, Workshop

if TYPE_CHECKING:
    from journeykit.store import Store
    from journeykit.survey import Survey
    from journeykit.survey.waves import Changes, Fresh

#: A source of the workshop with what changed in the form since.
Earlier = tuple[Source, "Changes"]
_NUMBERED = re.compile(r"Wave (\d+)")


def earlier(store: Store, workshop: Workshop, survey: Survey) -> list[Earlier]:
    """Return the sources of which a survey looks like another wave, the likeliest first.

    At least half of their questions are asked again. Of equally likely ones the latest is first.
    """
    from journeykit.attach import absent, survey_of
    from journeykit.survey.waves import ENOUGH, compare

    gone = {source.id for source in absent(store, workshop)}
    found = []
    for at, source in enumerate(workshop.ordered("sources")):
        if source.kind != "survey" or not source.dataset or source.id in gone:
            continue
        changes = compare(survey_of(store, source), survey)
        if changes.share >= ENOUGH and any(pair.after.scaled for pair in changes.pairs):
            found.append((round(changes.share, 2), at, source, changes))
    found.sort(key=lambda one: (-one[0], -one[1]))
    return [(source, changes) for _, _, source, changes in found]


def wider(store: Store, survey: Survey, before: Iterable[Earlier]) -> dict[str, Survey]:
    """Return by source the surveys to which this file adds columns, with these columns."""
    from journeykit.attach import survey_of
    from journeykit.survey.waves import widened

    found = {
        source.id: widened(survey_of(store, source), survey, changes.new)
        for source, changes in before
        if changes.new
    }
    return {id: made for id, made in found.items() if made is not None}


def widening(
    store: Store, workshop: Workshop, wider: Mapping[str, Survey]
) -> tuple[list[Edit], str]:
    """Return the edits after which sources hold further columns, and that in a sentence.

    Each keeps its responses in their order, so that all that names one of them stays right.
    """
    from journeykit.attach import survey_of
    from journeykit.survey import to_parquet

    edits: list[Edit] = []
    said = []
    for id, survey in wider.items():
        source = workshop.get("sources", id)
        fields = {"dataset": store.put_dataset(to_parquet(survey))}
        edits.append(Change(collection="sources", id=id, fields=fields))
        n = len(survey.questions) - len(survey_of(store, source).questions)
        new = "1 new question was" if n == 1 else f"{n} new questions were"
        said.append(f"{new} added to '{source.title}'.")
    return edits, " ".join(said)


def only_new(store: Store, survey: Survey, before: Iterable[Source], none: bool = False) -> Fresh:
    """Return a survey without the responses that these sources hold.

    Raises `Refused` where nothing is left, unless ``none`` may be.
    """
    from journeykit.attach import survey_of
    from journeykit.survey.waves import fresh

    sources = list(before)
    found = fresh(survey, [(one.title, survey_of(store, one)) for one in sources])
    if survey.responses and not found.survey.responses and not none:
        titles = {one.reason.split("'")[1] for one in found.survey.set_aside if "'" in one.reason}
        first = next((one.title for one in sources if one.title in titles), sources[0].title)
        raise Refused(f"'{survey.file}' is attached already, as the source '{first}'.")
    return found


def targets(workshop: Workshop, before: Earlier) -> dict[str, str]:
    """Return what the questions speak about as in an earlier wave: ``t:ID``, ``s:ID``, journey."""
    source, changes = before
    return {
        changes.now[link.question]: target_of(link)
        for link in workshop.ordered("links", source=source.id)
        if link.question in changes.now
    }


def target_of(link: Link) -> str:
    """Return what a link says: ``t:ID`` a touchpoint, ``s:ID`` a stage, or ``journey``."""
    if link.touchpoint:
        return f"t:{link.touchpoint}"
    return f"s:{link.stage}" if link.stage else "journey"


def named_by_recipe(survey: Survey, workshop: Workshop) -> dict[str, str]:
    """Return what the recipe says that the questions speak about, where the map has it."""
    from journeykit.survey.cells import words
    from journeykit.survey.recipe import WHOLE

    journey = workshop.current_journey()
    stages = workshop.stages_of(journey.id) if journey else []
    places = workshop.touchpoints_of(journey.id) if journey else []
    known = {words(stage.name): f"s:{stage.id}" for stage in stages}
    known |= {words(place.name): f"t:{place.id}" for place in places} | {WHOLE: "journey"}
    told = {q.id: words(q.touchpoint) for q in survey.questions if q.scaled and q.touchpoint}
    return {id: known[name] for id, name in told.items() if name in known}


def names_of(workshop: Workshop, decided: Mapping[str, str]) -> dict[str, str]:
    """Return the names that a recipe gives to what questions speak about; the reverse."""
    from journeykit.survey.recipe import WHOLE

    found = {}
    for id, target in decided.items():
        kind, _, of = target.partition(":")
        if kind == "t" and of in workshop.touchpoints:
            found[id] = workshop.touchpoints[of].name
        elif kind == "s" and of in workshop.stages:
            found[id] = workshop.stages[of].name
        elif target == "journey":
            found[id] = WHOLE
    return found


def wave_names(
    workshop: Workshop, survey: Survey, collected: str, before: list[Earlier]
) -> tuple[str, str]:
    """Return what the likeliest earlier wave and this one are called, one unlike the other."""
    from journeykit.survey.waves import labels

    source = before[0][0]
    numbered = [int(found[1]) for one, _ in before if (found := _NUMBERED.fullmatch(one.wave))]
    number = max([len(before), *numbered]) + 1
    day = source.collected.isoformat() if source.collected else ""
    first, second = labels((source.title, day), (Path(survey.file).stem, collected), number)
    taken = {one.wave for one, _ in before}
    return source.wave or first, f"Wave {number}" if second in taken else second


def naming(source: Source, wave: str) -> list[Change]:
    """Return the edit by which an earlier wave without a name gets one, if it needs it."""
    if source.wave or not wave:
        return []
    return [Change(collection="sources", id=source.id, fields={"wave": wave})]
